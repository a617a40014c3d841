"""Views on the figures the project carries: worked examples of DOMAIN.md §3, and what is said of what is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from data.dataset import Dataset
from data.observations import LOCAL, PUBLISHED, Status
from data.selection import Selection
from data.store import Snapshot
from data.views import AREA, MEMBER, points
from data.views.comparison import comparison, standing
from data.views.completeness import completeness
from data.views.flow import flow
from data.views.headlines import headlines, not_supplied
from data.views.history import history
from data.views.local import local_row
from data.views.tile import local_tile, published_tile
from data.views.trend import trend
from tests.builders import point

HERE = Selection("885")
# What no reader may see: a number that is none, a zero with a sign, an empty place.
ODD = re.compile(r"\b(nan|NaN|None|inf|Infinity)\b|(?<!\w)[-\N{MINUS SIGN}]0(?![.\d])|  |\(\)")
TOLERANCE = 5e-4  # the examples have three decimals


def compared(snapshot: Snapshot, indicator: str, selection: Selection = HERE, label: str = "2024/25"):
    view = comparison(snapshot, snapshot.register[indicator], selection, label)
    assert view is not None
    return view


def drawn(snapshot: Snapshot, indicator: str, selection: Selection = HERE):
    return trend(snapshot, snapshot.register[indicator], selection)


def texts(series) -> dict[str, str]:
    return {p.period.label: p.text for p in series.points}


# Worked examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "model", "statistic", "own", "england", "neighbours", "of"),
    [
        ("cpp_rate", "2025", "mean", 43.457, 40.565, 35.032, (10, 10)),
        ("cpp_rate", "2025", "median", 43.457, 40.565, 32.472, (10, 10)),
        ("lac_rate", "2021", "mean", 86.248, None, 54.661, (10, 10)),
        ("lac_rate", "2025", "mean", 86.248, None, 61.220, (10, 10)),
        ("rereferrals_12m_pct", "2025", "mean", 17.815, None, None, (10, 10)),
        ("icpc_within_15_days_pct", "2025", "mean", 93.687, None, 82.526, (9, 10)),
    ],
)
def test_worked_examples_of_the_year_to_march_2025(snapshot, indicator, model, statistic, own, england, neighbours, of):
    view = compared(snapshot, indicator, replace(HERE, model=model, statistic=statistic))
    (bar,) = [bar for bar in view.bars if bar.role == AREA]
    assert bar.point.value == pytest.approx(own, abs=TOLERANCE)
    if england is not None:
        assert view.england.value == pytest.approx(england, abs=TOLERANCE)
    if neighbours is not None:
        assert view.neighbours.value == pytest.approx(neighbours, abs=TOLERANCE)
    assert (view.neighbours.count, view.neighbours.total) == of
    assert f"{statistic} of {'9 of 10' if of == (9, 10) else '10'}, {model} model" in view.summary


def test_printed_figures_are_what_people_see(snapshot: Snapshot):
    assert texts(drawn(snapshot, "lac_rate").area)["2024/25"] == "86"
    assert texts(drawn(snapshot, "lac_rate").area)["2018/19"] == "71"
    assert texts(drawn(snapshot, "rereferrals_12m_pct").area)["2024/25"] == "17.8%"


def test_an_area_without_a_figure_is_left_out_of_the_mean_and_named(snapshot: Snapshot):
    view = compared(snapshot, "icpc_within_15_days_pct")
    assert "Left out of the mean: Dorset (suppressed to protect identity)." in view.notes
    last = view.bars[-1]
    assert (last.name, last.point.value, last.point.text) == ("Dorset", None, "suppressed to protect identity")
    assert len([b for b in view.bars if b.role == MEMBER]) == 10


def test_bars_are_ordered_by_value_with_the_missing_last(snapshot: Snapshot):
    values = [bar.point.value for bar in compared(snapshot, "icpc_within_15_days_pct").bars]
    numbers = [v for v in values if v is not None]
    assert numbers == sorted(numbers, reverse=True)
    assert values[len(numbers) :] == [None] * (len(values) - len(numbers))


def test_an_indicator_whose_figures_are_yet_to_come_has_views_without_any(snapshot: Snapshot):
    """The register may know it before a release is imported; any without published figures will do."""
    for chosen in (HERE, Selection("201", "2018/19")):
        view = compared(snapshot, "contacts", chosen)
        assert {bar.point.value for bar in view.bars} == {None}
        assert view.period.label == ("2024/25" if chosen is HERE else "2018/19")
        assert drawn(snapshot, "contacts", chosen).title.endswith("no figure to show")


# Neighbours whose number changes --------------------------------------------------------------------


def test_dorset_has_no_value_before_2019_20_and_the_trend_says_so(snapshot: Snapshot):
    view = drawn(snapshot, "cpp_rate")
    counts = {p.period.label: (p.count, p.total) for p in view.neighbours.points}
    assert {label: of for label, of in counts.items() if of != (10, 10)} == {
        f"{year}/{year % 100 + 1:02d}": (9, 10) for year in range(2012, 2019)
    }
    assert "The mean is of the neighbours with a figure: 9 of 10 in 2012/13 to 2018/19." in view.notes


@pytest.mark.parametrize("area", ["942", "943"])
def test_a_model_without_a_list_for_an_area_says_so(snapshot: Snapshot, area):
    view = drawn(snapshot, "cpp_rate", Selection(area, model="2021"))
    name = snapshot.areas[area].name
    assert view.neighbours is None
    assert view.members == ()
    assert f"The 2021 model has no list of neighbours for {name}." in view.notes
    assert (
        f"The 2021 model has no list of neighbours for {name}."
        in compared(snapshot, "cpp_rate", Selection(area, model="2021")).notes
    )
    assert drawn(snapshot, "cpp_rate", Selection(area, model="2025")).neighbours is not None


def test_the_average_of_none_is_no_figure_and_says_why(snapshot: Snapshot):
    indicator = snapshot.register["cpp_rate"]
    figures = snapshot.figures("cpp_rate", PUBLISHED)
    period = points.all_periods(figures, HERE)[-1]
    found = points.average(figures, (), period, "mean", indicator)
    assert (found.value, found.text, found.count) == (None, "no list of neighbours in this model", 0)
    nearest = snapshot.neighbours["2025"]["885"]
    found = points.average({}, nearest, period, "median", indicator)
    assert (found.value, found.text, found.count, found.total) == (None, "no neighbour has a figure", 0, 10)


# What is missing -----------------------------------------------------------------------------------


def test_a_suppressed_figure_is_words_everywhere(snapshot: Snapshot, dataset: Dataset):
    """City of London: fewer than six children on a plan."""
    city = Selection("201")
    hidden = "suppressed to protect identity"
    view = drawn(snapshot, "cpp_rate", city)
    assert texts(view.area)["2024/25"] == hidden
    assert {p.value for p in view.area.points if p.text == hidden} == {None}
    assert any(note.startswith("City of London, ") and note.endswith(f"{hidden}.") for note in view.notes)
    tile = published_tile(dataset, snapshot, snapshot.register["cpp_rate"], city)
    assert (tile.value.text, tile.value.status, tile.verdict) == (hidden, Status.SUPPRESSED, "")
    assert tile.change == "last published: 0.0 in 2022/23"
    assert compared(snapshot, "cpp_rate", city).title.endswith(hidden)
    assert tile.spark[-1] is None


def test_no_percentage_is_made_of_a_suppressed_number(snapshot: Snapshot):
    """The release prints 0% beside it."""
    found = snapshot.figures("cpp_2_years_pct", PUBLISHED)["201"]["2024/25"][0]
    assert (found.value, found.printed, found.status) == (None, None, Status.SUPPRESSED)


@pytest.mark.parametrize(("area", "together"), [("314", "318"), ("940", "941")])
def test_authorities_whose_workforce_is_published_together_say_so(snapshot: Snapshot, area, together):
    names = sorted(snapshot.areas[key].name for key in (area, together))
    for key in (area, together):
        text = texts(drawn(snapshot, "social_worker_caseload", Selection(key)).area)["2025-09-30"]
        assert text.startswith(f"published only for {' / '.join(names)} together: ")
        assert text[-1].isdigit()
    assert snapshot.figures("social_worker_caseload", PUBLISHED).get(area) is None


def test_an_ended_authority_keeps_the_years_it_had(snapshot: Snapshot):
    view = drawn(snapshot, "cpp_rate", Selection("928"))
    shown = texts(view.area)
    assert shown["2020/21"] == "42.5"
    assert shown["2021/22"] == "no figure in the release"
    assert view.region.name == "East Midlands"


def test_a_london_authority_is_compared_with_london(snapshot: Snapshot):
    assert drawn(snapshot, "cpp_rate", Selection("202")).region.name == "London"


# Periods -------------------------------------------------------------------------------------------


def test_the_chosen_periods_are_the_ones_shown(snapshot: Snapshot, dataset: Dataset):
    chosen = Selection("885", "2018/19", "2020/21")
    view = drawn(snapshot, "cpp_rate", chosen)
    assert [p.label for p in view.periods] == ["2018/19", "2019/20", "2020/21"]
    for series in (view.area, view.england, view.region, view.neighbours, *view.members):
        assert [p.period for p in series.points] == list(view.periods)
    tile = published_tile(dataset, snapshot, snapshot.register["cpp_rate"], chosen)
    assert tile.period_words == "at 31 March 2021"
    assert compared(snapshot, "cpp_rate", chosen, "2024/25").period.label == "2020/21"


def test_periods_without_any_figure_give_no_tile(snapshot: Snapshot, dataset: Dataset):
    chosen = Selection("885", "1990/91", "1995/96")
    assert published_tile(dataset, snapshot, snapshot.register["cpp_rate"], chosen) is None
    view = drawn(snapshot, "cpp_rate", chosen)
    assert view.title == "Child protection plans: no figure to show"
    assert local_row(dataset, snapshot, snapshot.register["contacts"], chosen) is None
    assert flow(snapshot, chosen) is None


def test_a_change_is_only_on_the_year_before(snapshot: Snapshot, dataset: Dataset):
    tile = published_tile(dataset, snapshot, snapshot.register["cpp_rate"], HERE)
    assert tile.change == "▼ down from 49.8 in 2023/24"
    tile = published_tile(dataset, snapshot, snapshot.register["cpp_rate"], Selection("885", "2012/13", "2012/13"))
    assert tile.change == "no figure for the period before"
    tile = published_tile(dataset, snapshot, snapshot.register["social_worker_vacancy_rate_pct"], HERE)
    assert tile.change == "▼ down from 14.2% at 30 September 2024"


# The board's own figures ----------------------------------------------------------------------------


def test_the_flow_is_the_reports_shares(snapshot: Snapshot):
    view = flow(snapshot, HERE)
    assert view.total.text == "just over 11,300"
    assert {n.name: n.point.value for n in view.sources} == {
        "Police": 43, "Schools": 12, "Health": 14, "Individual": 8, "Local authority services": 6, "Others": 16,
    }  # fmt: skip
    assert sum(n.point.value for n in view.sources) == 99
    assert sum(n.point.value for n in view.outcomes) == 100
    assert "totals only" in view.source
    assert "Sources add up to 99%, as printed; the report rounds each." in view.source
    assert view.title == "The largest source is Police (43%); the largest outcome is social care referral (48%)"
    assert flow(snapshot, Selection("815")) is None


def test_two_sections_that_disagree_are_both_shown_the_appendix_first(snapshot: Snapshot, dataset: Dataset):
    row = local_row(dataset, snapshot, snapshot.register["contacts_change_pct"], HERE)
    assert row.values == (("+10%", "Appendix 4 §1.1"), ("+13%", "§4.2"))
    assert [c.kind for c in row.conflicts] == ["contradiction"]
    tile = local_tile(row)
    assert (tile.value.text, tile.conflicts) == ("+10%", row.conflicts)


def test_a_comparator_that_the_report_quotes_stands_with_its_own_period(snapshot: Snapshot, dataset: Dataset):
    row = local_row(dataset, snapshot, snapshot.register["neglect_rate"], HERE)
    assert row.values == (("34.00", "§3.1"),)
    assert row.comparators == ("England 26.3 (2017)", "Statistical neighbours 21.6 (2017)")
    row = local_row(dataset, snapshot, snapshot.register["cpp_rate"], HERE)
    assert "England 45 (2017/18)" in row.comparators


def test_figures_that_cannot_be_compared_say_so(snapshot: Snapshot, dataset: Dataset):
    row = local_row(dataset, snapshot, snapshot.register["da_contacts_per_month"], HERE)
    assert row.before == "no comparable figure"
    assert row.change == "no comparable figure for 2017/18"


def test_what_the_police_did_not_supply_is_said_on_its_panel_and_the_overview(snapshot: Snapshot, dataset: Dataset):
    start = "Not supplied by West Mercia Police (2018/19): "
    custody, repeats = "children in police custody", "repeated domestic abuse offences"
    assert not_supplied(dataset, snapshot, "overview", HERE) == [f"{start}{custody}; {repeats}."]
    assert headlines(dataset, snapshot, "overview", HERE)[-1] == f"{start}{custody}; {repeats}."
    assert headlines(dataset, snapshot, "journey", HERE)[-1] == f"{start}{custody}."
    assert headlines(dataset, snapshot, "domestic_abuse", HERE)[-1] == f"{start}{repeats}."
    assert not_supplied(dataset, snapshot, "neglect", HERE) == []
    assert not_supplied(dataset, snapshot, "overview", Selection("815")) == []


def test_the_boards_figures_are_worcestershires(snapshot: Snapshot, dataset: Dataset):
    assert snapshot.local_area == "885"
    assert all(
        local_row(dataset, snapshot, indicator, Selection("815")) is None for indicator in dataset.register.local
    )


def test_local_and_published_are_never_one_series(snapshot: Snapshot):
    local, published = (snapshot.figures("lac_rate", source)["885"]["2018/19"] for source in (LOCAL, PUBLISHED))
    assert [o.printed for o in local] == ["72"]
    assert [o.printed for o in published] == ["71"]
    assert texts(drawn(snapshot, "lac_rate").area)["2018/19"] == "71"


def test_completeness_counts_what_came_and_names_what_did_not(snapshot: Snapshot, dataset: Dataset):
    rows = {(r.source, r.agency): r for r in completeness(dataset, snapshot, Selection("885", "2018/19", "2018/19"))}
    police = rows[(LOCAL, "West Mercia Police")]
    assert (police.reported, police.total, police.span) == (2, 4, "2018/19")
    assert len(police.missing) == 2
    assert all("not supplied by West Mercia Police" in text for text in police.missing)
    spans = {"2018/19", "academic year 2017/18", "2018", "30 September 2018", "30 June 2018"}
    assert {r.span for r in rows.values()} == spans
    assert all((row.reported == row.total) is (row.missing == ()) for row in rows.values())


def test_history_has_every_figure_and_one_current_for_each_period(dataset: Dataset):
    rows = history(dataset, dataset.register["cpp_rate"], "885")
    current = [row.period for row in rows if row.is_current and "annual report" not in row.release]
    assert len(current) == len(set(current)) == 13
    assert rows[0].period == "2024/25"
    assert rows[0].text == "43.5"


# Every indicator, several areas ---------------------------------------------------------------------


@pytest.mark.parametrize("area", ["885", "201", "314", "835", "928", "940", "942"])
def test_no_view_of_any_indicator_says_nan_or_none(snapshot: Snapshot, dataset: Dataset, area):
    for chosen in (
        Selection(area),
        Selection(area, model="2021", statistic="median"),
        Selection(area, "2015/16", "2016/17"),
    ):
        for indicator in dataset.register.published:
            view = trend(snapshot, indicator, chosen)
            said = [view.title, view.subtitle, view.summary, view.source, view.filename, *view.notes]
            for series in (view.area, view.england, view.region, view.neighbours, *view.members):
                said += [p.text for p in series.points] if series else []
            tile = published_tile(dataset, snapshot, indicator, chosen)
            if tile is not None:
                said += [tile.value.text, tile.change, tile.source, *tile.comparators]
                beside = comparison(snapshot, indicator, chosen)
                said += [
                    beside.title,
                    beside.subtitle,
                    beside.summary,
                    *beside.notes,
                    *(b.point.text for b in beside.bars),
                ]
            assert [text for text in said if ODD.search(text)] == []
        headlines(dataset, snapshot, "overview", chosen)
        completeness(dataset, snapshot, chosen)


# What may be set against what -----------------------------------------------------------------------


def test_a_bare_count_is_not_set_against_places_of_another_size(snapshot: Snapshot):
    view = drawn(snapshot, "lac_missing", HERE)
    assert (view.england, view.region, view.neighbours, view.members) == (None, None, None, ())
    assert "England" not in view.title + view.summary
    assert "A bare count is not compared with places of another size." in view.notes
    bars = compared(snapshot, "lac_missing", HERE)
    assert [bar.name for bar in bars.bars] == ["Worcestershire"]
    assert bars.england is None


def test_marks_of_the_boards_report_stand_beside_its_own_area_alone(dataset: Dataset):
    assert dataset.conflicts_of("lac_rate", "885")
    assert dataset.conflicts_of("lac_rate", "815") == ()


def test_the_source_of_a_chart_names_its_own_publisher(snapshot: Snapshot):
    assert drawn(snapshot, "lac_rate", HERE).source == (
        "Source: DfE, Children looked after in England, reporting years 2023, 2024 and 2025"
    )
    assert drawn(snapshot, "population_0_17_mid_year", HERE).source == (
        "Source: ONS, Mid-year population estimates, 2024 release"
    )
    assert drawn(snapshot, "cpp_rate", HERE).source.endswith("; ONS mid-year population estimates")


@pytest.mark.parametrize(
    ("indicator", "chosen", "title"),
    [
        ("referral_rate", Selection("881"), "Referrals to social care: falling since 2020/21 and below England"),
        ("s47_rate", HERE, "Section 47 enquiries: no clear rise or fall since 2020/21 and similar to England"),
        # The test rests on years before those that are shown: the ends of what is shown are compared.
        ("lac_rate", replace(HERE, first="2022/23"), "Looked after children: higher than in 2022/23 and above England"),
        (
            "social_worker_caseload",
            HERE,
            "Cases per social worker: no clear rise or fall since 30 September 2021 and below England",
        ),
        # A count has no margin of error and is not tested.
        ("population_0_17_mid_year", HERE, "Children aged 0 to 17, estimate: higher than on 30 June 2012"),
    ],
)
def test_the_title_of_lines_says_what_the_trend_test_does(snapshot: Snapshot, indicator, chosen, title) -> None:
    assert drawn(snapshot, indicator, chosen).title == title


# Among the neighbours -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "others", "said"),
    [
        (50, [40, 30, 20], "Higher than all 3 neighbours"),
        (50, [60, 70, None], "Lower than all 2 neighbours with a figure"),
        (50, [60, None], "Lower than the only neighbour with a figure"),
        (50, [50], "Level with the only neighbour"),
        (50, [40, 60, 70], "1 neighbour lower, 2 higher"),
        (50, [40, 30, 60, 70, 50], "2 neighbours lower, 2 higher, level with 1"),
        (50, [40, 30, 20, 60], "Higher than 3 of 4 neighbours"),
        (50, [40, 60, 70, 80], "Lower than 3 of 4 neighbours"),
        (50, [None], ""),
        (None, [50], ""),
    ],
)
def test_where_it_lies_among_its_neighbours(own: int | None, others: list[int | None], said: str):
    assert standing(point("2024/25", own), [point("2024/25", value) for value in others]) == said


@pytest.mark.parametrize(
    ("own", "others", "hidden", "said"),
    [
        (50, [40, 30, 20, 60], (0, 0, 1), "Higher than 3 of 5 neighbours, 1 not known"),
        (50, [40, 30], (0, 0, 2), "Higher than 2 of 4 neighbours, 2 not known"),
        (50, [40, 30], (1, 0, 0), "Higher than all 3 neighbours"),
        (50, [40, 60, 70], (2, 0, 0), "3 neighbours lower, 2 higher"),
        (50, [60, 70], (0, 1, 1), "Lower than 3 of 4 neighbours, 1 not known"),
        (50, [], (0, 2, 0), "Lower than all 2 neighbours"),
        (50, [50], (0, 0, 1), "Level with 1 of 2 neighbours, 1 not known"),
        (50, [], (0, 0, 2), ""),
    ],
)
def test_hidden_neighbours_count_where_they_lie_whatever_they_are(
    own: int, others: list[int], hidden: tuple[int, int, int], said: str
) -> None:
    shown = [point("2024/25", value) for value in [*others, *[Status.SUPPRESSED] * sum(hidden)]]
    assert standing(point("2024/25", own), shown, hidden) == said


def test_a_period_without_a_figure_of_anyone_is_said_once(snapshot: Snapshot) -> None:
    chosen = Selection("885", first="2025/26")
    bars, line = (view(snapshot, snapshot.register["cpp_rate"], chosen) for view in (comparison, trend))
    assert bars.summary == (
        "Worcestershire: no figure in the release in 2025/26; England: no figure in the release; "
        "no neighbour has a figure."
    )
    assert bars.notes == ()
    assert line.subtitle == "Worcestershire: no figures in the chosen periods"
