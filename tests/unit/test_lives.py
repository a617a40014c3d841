"""What a source gives of an authority for years before it began or after it ended: kept, and compared with nobody."""

from __future__ import annotations

import pytest

from data.dataset import Dataset
from data.observations import PUBLISHED
from data.periods import parse
from data.queries import as_object, compare, understood
from data.selection import Selection
from data.store import Snapshot
from data.views import cohort
from data.views.assessment import About, assess
from data.views.comparison import comparison
from data.views.profile import profile
from data.views.standout import standouts

CONCEPTIONS = "under_18_conceptions_rate"
LATER, ENDED = ("838", "839", "940", "941", "942", "943"), ("835", "836", "837", "928", "909")


def outside(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Indicator, area and period of every value outside its authority's life."""
    return [
        (indicator.id, key, label)
        for indicator in snapshot.register.published
        for key in (*LATER, *ENDED)
        for label, found in snapshot.figures(indicator.id, PUBLISHED).get(key, {}).items()
        if found[0].value is not None and snapshot.areas.outside(snapshot.areas[key], found[0].period)
    ]


def test_each_is_answered_and_has_no_rank_and_no_place_among_others(snapshot: Snapshot) -> None:
    found = outside(snapshot)
    assert len(found) > 150
    for name, key, label in found:
        indicator = snapshot.register[name]
        answer = assess(snapshot, indicator, Selection(key), label)
        assert answer.value is not None
        assert (answer.rank, answer.rank_low, answer.band) == (None, None, None), (name, key, label)
        everyone = cohort.cohort(snapshot, indicator)
        row, column = everyone.row(key), everyone.column(label)
        assert row is None or column is None or everyone.value[row, column] != everyone.value[row, column]


def test_the_reason_names_the_year(snapshot: Snapshot) -> None:
    found = assess(snapshot, snapshot.register[CONCEPTIONS], Selection("943"), "2022")
    assert found.note(About.RANK) == (
        "No rank or band: Westmorland and Furness began in 2023, so this figure is not among those of its period."
    )


def test_a_neighbour_is_neither_in_the_mean_nor_shown_with_a_value(dataset: Dataset, snapshot: Snapshot) -> None:
    """East Riding's neighbours of 2025 have Westmorland and Furness among them, which began in 2023."""
    answer = as_object(compare(understood(dataset, {"indicator": CONCEPTIONS, "area": "811", "period": "2022"})))
    them = next(m for m in answer["neighbours"]["members"] if m["area_name"] == "Westmorland and Furness")
    assert (answer["neighbours"]["n"], them["value"], them["status"]) == (9, None, "not_available")
    view = comparison(snapshot, snapshot.register[CONCEPTIONS], Selection("811"), "2022")
    assert "Left out of the mean: Westmorland and Furness (not counted: it began in 2023)." in view.notes


@pytest.mark.parametrize("area", [*LATER, *ENDED])
@pytest.mark.parametrize("last", [None, "2018/19", "2020/21", "2022/23"])
def test_pages_of_such_authorities_are_answered(dataset: Dataset, snapshot: Snapshot, area: str, last: str) -> None:
    selection = Selection(area, last=last)
    standouts(dataset, snapshot, selection)
    profile(snapshot, "journey", selection)


@pytest.mark.parametrize(
    ("area", "label", "reason"),
    [
        ("835", "academic year 2018/19", ""),  # seven months of it
        ("838", "academic year 2018/19", "began in 2019"),
        ("838", "2019", ""),
        ("835", "2019", "ended in 2019"),
        ("928", "2020/21", ""),
        ("928", "academic year 2020/21", ""),
        ("940", "academic year 2020/21", "began in 2021"),
        ("940", "2019/20 to 2021/22", ""),  # worked out for today's borders
        ("928", "2019/20 to 2021/22", "ended in 2021"),
        ("885", "2001", ""),
    ],
)
def test_a_period_is_of_those_there_in_the_middle_of_its_last_year(
    snapshot: Snapshot, area: str, label: str, reason: str
) -> None:
    assert snapshot.areas.outside(snapshot.areas[area], parse(label)) == reason
