"""A panel on one sheet: England at 0, the extremes at ±1, and whether an indicator is unusual."""

from __future__ import annotations

import re

import pytest

from data.observations import PUBLISHED
from data.register import PANELS
from data.selection import Selection
from data.store import Snapshot
from data.views import Grade, ProfileRow, ProfileView, cohort, grade_words
from data.views.assessment import assess
from data.views.profile import profile
from data.views.words import period_words

HERE = Selection("885")
ODD = re.compile(r"\b(nan|NaN|None(?! of)|inf|Infinity)\b|  |\(\)")
SHEETS = ("journey", "neglect", "domestic_abuse", "exploitation", "assurance")
AREAS = ("885", "881", "201", "420", "302", "928", "314")


@pytest.fixture(scope="module")
def sheets(snapshot: Snapshot) -> dict[tuple[str, str], ProfileView]:
    return {(area, panel): profile(snapshot, panel, Selection(area)) for area in AREAS for panel in PANELS}


def every(sheets: dict[tuple[str, str], ProfileView]) -> list[tuple[str, ProfileRow]]:
    return [(area, row) for (area, _), view in sheets.items() for row in view.rows]


def values_of(snapshot: Snapshot, row: ProfileRow) -> list[float]:
    found = cohort.cohort(snapshot, row.indicator)
    values = found.value[:, found.column(row.period.label)]
    return [float(value) for value in values if value == value]


def test_positions_keep_the_distances_from_england(snapshot: Snapshot, sheets) -> None:
    """By hand: (x - England) over the greatest distance of any authority."""
    checked = 0
    for area, row in every(sheets):
        values, england = values_of(snapshot, row), row.england.value
        span = max(abs(max(values) - england), abs(min(values) - england))
        assert row.low == pytest.approx((min(values) - england) / span)
        assert row.high == pytest.approx((max(values) - england) / span)
        if row.own.value is None:
            assert row.place is None
        else:
            assert row.place == pytest.approx((row.own.value - england) / span), (area, row.indicator.id)
            checked += 1
        if row.neighbours is not None:
            assert row.neighbours_place == pytest.approx((row.neighbours.value - england) / span)
    assert checked > 150


def test_the_authority_furthest_from_england_is_at_the_edge(sheets) -> None:
    for _, row in every(sheets):
        assert max(abs(row.low), abs(row.high)) == pytest.approx(1)
        assert -1 <= row.low <= row.quarter[0] <= row.quarter[1] <= row.high <= 1


def test_members_and_the_area_lie_between_the_extremes(sheets) -> None:
    for _, row in every(sheets):
        places = [*(mark.place for mark in row.members), *([row.place] if row.place is not None else [])]
        assert all(row.low <= place <= row.high for place in places)
        if row.neighbours is not None:
            assert len(row.members) == row.neighbours.count
            marks = [mark.place for mark in row.members]
            assert min(marks) <= row.neighbours_place <= max(marks)


def test_each_neighbour_is_named_with_its_figure(snapshot: Snapshot, sheets) -> None:
    row = next(row for row in sheets["885", "journey"].rows if row.indicator.id == "cpp_rate")
    figures = snapshot.figures("cpp_rate", PUBLISHED)
    names = {area.name: area.key for area in snapshot.areas.authorities if snapshot.areas.is_open(area)}
    for mark in row.members:
        value = figures[names[mark.name]][row.period.label][0].value
        assert mark.text == f"{value:.1f}"


def test_an_area_furthest_of_all_is_at_one(snapshot: Snapshot, sheets) -> None:
    """City of London has the highest share of referrals without further action, Essex the lowest rate of referrals."""
    rows = {row.indicator.id: row for row in sheets["201", "journey"].rows}
    assert rows["referrals_nfa_pct"].place == rows["referrals_nfa_pct"].high == 1
    rows = {row.indicator.id: row for row in sheets["881", "journey"].rows}
    assert rows["referral_rate"].place == rows["referral_rate"].low


# Withheld, and not given by the source.
WITHOUT_ENGLAND = (
    "first_time_entrants_rate",
    "youth_cautioned_sentenced_rate",
    "reoffending_10_14_pct",
    "reoffending_15_17_pct",
)


def test_the_sheet_names_what_is_left_out_for_want_of_england(snapshot: Snapshot, sheets) -> None:
    shorts = [snapshot.register[i].short for i in WITHOUT_ENGLAND]
    assert sheets["885", "journey"].notes == (
        f"Not on this sheet, for want of a figure of England: {shorts[0]} (withheld); {'; '.join(shorts[1:])}.",
    )
    assert sheets["885", "neglect"].notes == ()


def test_rows_are_the_panels_rates_and_percentages_in_its_order(snapshot: Snapshot, sheets) -> None:
    for panel in SHEETS:
        shown = [row.indicator.id for row in sheets["885", panel].rows]
        published = [i.id for i in snapshot.register.of(panel) if i.published_source and i.is_comparable]
        assert shown == [i for i in published if i not in WITHOUT_ENGLAND]
        assert shown
    assert "lac_missing" not in {row.indicator.id for row in sheets["885", "journey"].rows}


def test_what_is_unusual_is_what_the_assessment_says(snapshot: Snapshot, sheets) -> None:
    for (area, _), view in sheets.items():
        for row in view.rows:
            found = assess(snapshot, row.indicator, Selection(area), row.period.label)
            assert row.grade is found.grade
            assert row.unusual == grade_words.unusual(found)
            assert (row.marked == "") is (row.unusual in ("no", "not judged"))


def test_what_has_no_margin_of_error_is_never_unusual(sheets) -> None:
    seen = set()
    for _, row in every(sheets):
        if not row.indicator.denominator:
            assert row.grade in (Grade.FAR, Grade.NOT_JUDGED)
            seen.add(row.grade)
    assert Grade.NOT_JUDGED in seen


def test_the_title_counts_what_is_unusual_of_those_tested(sheets) -> None:
    seen = set()
    for area, panel in ((area, panel) for area in AREAS for panel in SHEETS):
        view = sheets[area, panel]
        names, edge = (
            [row.name for row in view.rows if row.grade is grade]
            for grade in (Grade.CLEARLY_UNUSUAL, Grade.AT_THE_EDGE)
        )
        said = view.title.removeprefix(f"{PANELS[panel]}: ")
        tested = sum(row.grade.is_tested for row in view.rows)
        more = f", {len(edge)} at the edge" if edge else ""
        if tested:
            seen.add(min(len(names), 2))
        if not any(row.own.value is not None for row in view.rows):
            assert said == "no figures for these periods"
            assert view.summary == f"{view.area_name} has no figures here for these periods."
        elif not tested:
            assert said == "no indicator could be tested"
        elif not names:
            assert said == f"none of {tested} tested indicators is clearly unusual{more}"
        elif len(names) == 1:
            assert said == f"{names[0]} is clearly unusual{more}"
        else:
            assert said == f"{len(names)} of {tested} tested indicators are clearly unusual{more}"
        assert all(name in view.summary for name in (*names, *edge))
    assert seen == {0, 1, 2}


def test_worcestershires_sheet_tells_the_edge_from_the_unusual(sheets) -> None:
    rows = {row.indicator.id: row.unusual for row in sheets["885", "journey"].rows if row.grade.is_marked}
    assert rows == {
        "icpc_within_15_days_pct": "at the edge: unusually high for its size",
        "care_leavers_in_touch_19_21_pct": "clearly unusual: below all 10 neighbours and unusually low for its size",
        "care_leavers_suitable_accommodation_19_21_pct": "at the edge: unusually high for its size",
        "lac_health_checks_pct": "far from others, not tested: below all 10 neighbours and among the lowest 4 of 151 "
        "authorities",
    }


def test_the_chosen_periods_are_the_ones_shown(snapshot: Snapshot) -> None:
    view = profile(snapshot, "journey", Selection("885", "2018/19", "2020/21"))
    assert {row.period.label for row in view.rows} == {
        "2020/21",
        "2020",
        "academic year 2018/19",  # where 2019/20 was not collected
        "academic year 2019/20",
        "2018/19 to 2020/21",
    }
    assert {row.period.financial_year for row in view.rows} == {"2019/20", "2020/21"}
    assert profile(snapshot, "journey", Selection("885", "1990/91", "1991/92")).rows == ()


def test_a_row_of_an_earlier_year_than_the_others_is_dated(snapshot: Snapshot) -> None:
    rows = profile(snapshot, "journey", Selection("885")).rows
    newest = {"2024/25", "academic year 2024/25"}
    assert {row.period.label for row in rows} - newest == {
        "2021/22",
        "2022",
        "2023",
        "2023/24",
        "academic year 2023/24",
        "2021/22 to 2023/24",
    }
    for row in rows:
        assert row.name.endswith(f" ({period_words(row.period)})") is (row.period.label not in newest), row.name


def test_a_model_without_a_list_has_no_members(snapshot: Snapshot) -> None:
    for row in profile(snapshot, "journey", Selection("942", model="2021")).rows:
        assert (row.members, row.neighbours, row.neighbours_place) == ((), None, None)


def test_nothing_odd_is_said_of_any_panel(sheets) -> None:
    for view in sheets.values():
        said = [view.title, view.subtitle, view.summary, view.source, view.filename, *view.notes]
        said += [text for row in view.rows for text in (row.name, row.own.text, row.england.text, row.unusual)]
        said += [row.neighbours.text for row in view.rows if row.neighbours]
        assert [text for text in said if ODD.search(text)] == []


def test_an_authority_that_ended_is_not_said_to_be_like_its_peers(sheets) -> None:
    view = sheets["928", "journey"]
    assert {row.period.label for row in view.rows} == {
        "2020/21",
        "2020",
        "academic year 2020/21",
        "2018/19 to 2020/21",
    }
    assert all(row.name.endswith(f" ({period_words(row.period)})") for row in view.rows)
    assert "none of 18" not in view.title
    assert not view.summary.startswith("None of 18 indicators")
