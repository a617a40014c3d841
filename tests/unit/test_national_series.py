"""National series of every partner on the pages: what leads, what is old, whose years count, what is withheld."""

from __future__ import annotations

import pytest

from components.current import years_of
from data.areas import ENGLAND
from data.dataset import Dataset
from data.observations import PUBLISHED
from data.selection import Selection
from data.store import Snapshot
from data.views import citing, points
from data.views.assessment import Grade, assess
from data.views.comparison import comparison
from data.views.headlines import headlines
from data.views.standout import standouts
from data.views.tile import published_tile
from data.views.trend import trend

HOME, RUTLAND, NORTHAMPTONSHIRE = "885", "857", "928"
WITHHELD = "first_time_entrants_rate"


def test_worcestershires_health_checks_are_the_first_sentence_of_the_overview(
    dataset: Dataset, snapshot: Snapshot
) -> None:
    first, second, *_ = headlines(dataset, snapshot, "overview", Selection(HOME))
    assert first == (
        "Looked after children who had their annual health check: 70% in the year to March 2025; England 90%; 148th of "
        "151 authorities (far from others, not tested)."
    )
    # What is clearly unusual is of 2021/22, so it comes after, and says so.
    assert second.startswith("Clearly unusual: care leavers in touch, aged 19 to 21 (78% in 2021/22, the newest figure")


def test_what_is_clearly_unusual_and_new_comes_before_what_is_not_tested(dataset: Dataset, snapshot: Snapshot) -> None:
    said = headlines(dataset, snapshot, "overview", Selection(RUTLAND))
    assert said[0].startswith("Clearly unusual: ")
    assert [sentence.endswith("(far from others, not tested).") for sentence in said[:4]] == [False, True, True, False]
    assert len(said) <= 6


def test_untested_figures_are_told_two_at_most_with_how_many_more(dataset: Dataset, snapshot: Snapshot) -> None:
    seen = set()
    for area in (a for a in snapshot.areas.authorities if snapshot.areas.is_open(a)):
        far = sum(each.grade is Grade.FAR for each in standouts(dataset, snapshot, Selection(area.key)).unusual)
        told = [s for s in headlines(dataset, snapshot, "overview", Selection(area.key)) if "not tested)" in s]
        assert len(told) == min(far, 2), area.name
        if far > 2:
            more = far - 2
            assert told[-1].endswith(f"{more} more {'is' if more == 1 else 'are'} far from others, not tested.")
        seen.add(min(far, 3))
    assert seen == {0, 1, 2, 3}


def test_figures_of_an_ended_authoritys_later_years_are_not_looked_at(dataset: Dataset, snapshot: Snapshot) -> None:
    found = standouts(dataset, snapshot, Selection(NORTHAMPTONSHIRE))
    assert (found.unusual, found.edge, found.tally.tested) == ((), (), 0)
    # Its reoffending of 2023/24, three years after its end, has no rank, and the page of it can be drawn.
    indicator = snapshot.register["reoffending_15_17_pct"]
    after = assess(snapshot, indicator, Selection(NORTHAMPTONSHIRE), "2023/24")
    assert after.value is not None
    assert (after.rank, after.of, after.band) == (None, None, None)
    assert trend(snapshot, indicator, Selection(NORTHAMPTONSHIRE)).title


@pytest.mark.parametrize(
    ("indicator", "label", "is_old"),
    [
        ("alcohol_admissions_rate", "2021/22 to 2023/24", True),
        ("under_18_conceptions_rate", "2022", True),
        ("infant_mortality_rate", "2023", True),
        ("reoffending_15_17_pct", "2023/24", True),
        ("first_time_entrants_rate", "2024", False),
        ("suspensions_pct", "academic year 2023/24", False),
        ("lac_health_checks_pct", "2024/25", False),
        ("population_0_17_mid_year", "2024-06-30", False),
    ],
)
def test_an_old_newest_figure_is_said_to_be_the_newest_held(
    dataset: Dataset, snapshot: Snapshot, indicator: str, label: str, is_old: bool
) -> None:
    found = points.newest(snapshot, snapshot.register[indicator], Selection(HOME))
    tile = published_tile(dataset, snapshot, snapshot.register[indicator], Selection(HOME))
    assert found is not None
    assert found.label == label
    assert tile is not None
    assert tile.period_words.endswith(" (the newest figure held)") is is_old


def test_what_is_old_comes_last_of_what_to_look_at(dataset: Dataset, snapshot: Snapshot) -> None:
    seen = set()
    for area in (a for a in snapshot.areas.authorities if snapshot.areas.is_open(a)):
        found = standouts(dataset, snapshot, Selection(area.key))
        for listed in (found.unusual, found.edge):
            old = ["the newest figure held" in item.reason for item in listed]
            assert old == sorted(old), area.name
            seen.update(old)
    assert seen == {True, False}


def test_an_academic_year_is_found_in_the_financial_year_in_which_it_ends(snapshot: Snapshot) -> None:
    indicator = snapshot.register["persistent_absence_pct"]
    every = points.newest(snapshot, indicator, Selection(HOME))
    to = points.newest(snapshot, indicator, Selection(HOME, last="2024/25"))
    since = trend(snapshot, indicator, Selection(HOME, first="2025/26"))
    assert every is not None
    assert to is not None
    assert (every.label, to.label) == ("academic year 2024/25", "academic year 2023/24")
    assert [period.label for period in since.periods] == ["academic year 2024/25"]
    # A financial year of that name ends before it.
    assert not trend(snapshot, snapshot.register["lac_health_checks_pct"], Selection(HOME, first="2025/26")).periods


def test_the_filter_offers_the_year_in_which_the_newest_academic_year_ends(snapshot: Snapshot) -> None:
    newest = points.newest(snapshot, snapshot.register["persistent_absence_pct"], Selection(HOME))
    assert newest is not None
    assert newest.financial_year == years_of(snapshot.areas)[-1] == "2025/26"


def test_withheld_figures_are_said_to_be_with_the_reason_and_never_drawn(dataset: Dataset, snapshot: Snapshot) -> None:
    indicator, here = snapshot.register[WITHHELD], Selection(HOME)
    (withheld,) = indicator.withheld
    assert withheld.area == ENGLAND
    over_time, beside = trend(snapshot, indicator, here), comparison(snapshot, indicator, here)
    for view in (over_time, beside):
        assert f"England's figures are withheld. {withheld.why}" in view.notes
    assert over_time.england is not None
    assert all(point.value is None for point in over_time.england.points)
    assert "with West Midlands and the mean of" in over_time.subtitle
    assert beside.england is not None
    assert beside.england.value is None
    tile = published_tile(dataset, snapshot, indicator, here)
    assert tile is not None
    assert tile.comparators[0] == f"England withheld as implausible ({withheld.why})"
    figures = snapshot.figures(WITHHELD, PUBLISHED)[ENGLAND].values()
    assert all(found[0].value is None for found in figures)


PUBLISHERS = {
    "A, reporting year 2023": "Department for Education",
    "A, reporting year 2024": "Department for Education",
    "B as collected in the Tool, 2024/25": "Children and Family Court Advisory and Support Service",
    "C as collected in the Tool, academic year 2023/24": "Department for Education",
    "C as collected in the Tool, academic year 2024/25": "Department for Education",
    "C as collected in the Tool, 2023/24": "Department for Education",
    "D as collected in the Tool, calendar year 2023": "NHS England",
    "E, 2024 release": "",
    "E, 2025 release": "",
}


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["A, reporting year 2024"], "DfE, A, reporting year 2024"),
        (["A, reporting year 2024", "A, reporting year 2023"], "DfE, A, reporting years 2023 and 2024"),
        (["B as collected in the Tool, 2024/25"], "Cafcass, B as collected in the Tool, 2024/25"),
        (
            [title for title in PUBLISHERS if title.startswith("C")],
            "DfE, C as collected in the Tool, 2023/24, academic years 2023/24 and 2024/25",
        ),
        (["E, 2024 release", "E, 2025 release"], "E, 2024 release and 2025 release"),
        (
            list(PUBLISHERS)[:5] + list(PUBLISHERS)[6:7],
            "DfE, A, reporting years 2023 and 2024; as collected in the Tool: Cafcass, B, 2024/25; DfE, C, academic "
            "years 2023/24 and 2024/25; NHS England, D, calendar year 2023",
        ),
    ],
)
def test_a_foot_names_publisher_publication_and_editions_as_they_are(
    snapshot: Snapshot, titles: list[str], said: str
) -> None:
    indicator = snapshot.register["lac_health_checks_pct"]
    assert citing.sources_words(titles, indicator, PUBLISHERS) == f"Source: {said}"
