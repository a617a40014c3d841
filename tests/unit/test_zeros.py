"""A zero that is hardly one: published, kept, and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.dataset import Dataset
from data.observations import PUBLISHED, Observation
from data.selection import Selection
from data.store import Snapshot
from data.views.assessment.zero import doubt, expected
from data.views.comparison import comparison
from data.views.funnel import funnel
from data.views.headlines import sentence
from data.views.standout import standouts
from data.views.strip import strip
from data.views.tile import published_tile
from data.views.trend import trend

ID = "factor_domestic_abuse_person_pct"  # of which West Sussex has none, from 2022/23 to 2024/25, among thousands
WEST_SUSSEX, WORCESTERSHIRE = "938", "885"


@pytest.fixture(scope="module")
def england(snapshot: Snapshot) -> Observation:
    """25,560 of 513,250."""
    return snapshot.figures(ID, PUBLISHED)["E92000001"]["2024/25"][0]


@pytest.mark.parametrize(
    ("numerator", "denominator", "told"),
    [(0, 5556, 277), (0, 101, 5), (0, 100, None), (1, 5556, None), (None, 5556, None), (0, 0, None), (0, None, None)],
)
def test_none_is_doubtful_where_englands_rate_gives_five(
    england: Observation, numerator: float | None, denominator: float | None, told: int | None
) -> None:
    count = expected(replace(england, numerator=numerator, denominator=denominator), england)
    assert (None if count is None else round(count)) == told


def test_nothing_is_doubted_without_a_rate_for_england(england: Observation) -> None:
    none = replace(england, numerator=0)
    assert expected(none, england) is not None
    assert expected(none, None) is None
    assert expected(none, replace(england, denominator=None)) is None
    assert expected(none, none) is None
    assert expected(None, england) is None


def test_what_is_doubted_is_told_by_name() -> None:
    assert doubt({"Kent": None}) == ""
    assert doubt({"Kent": 20.4}) == (
        "Published as 0 for Kent, where England's rate would give 20: perhaps not recorded."
    )
    assert doubt({"Kent": 20.4, "Essex": None, "Dorset": 1277.0, "Devon": 30}) == (
        "Published as 0 for Kent, Dorset and Devon, where England's rate would give 20 to 1,277: perhaps not recorded."
    )


def test_a_neighbours_zero_is_told_beside_the_bars_and_stays_in_the_mean(snapshot: Snapshot) -> None:
    view = comparison(snapshot, snapshot.register[ID], Selection(WORCESTERSHIRE))
    told = "Published as 0 for West Sussex, where England's rate would give 277: perhaps not recorded."
    assert told.rstrip(".") in view.source
    assert view.neighbours is not None
    assert view.neighbours.count == 10


def test_an_areas_own_zero_is_told_wherever_it_stands(snapshot: Snapshot, dataset: Dataset) -> None:
    indicator, chosen = snapshot.register[ID], Selection(WEST_SUSSEX)
    tiles = [published_tile(dataset, snapshot, indicator, Selection(area)) for area in (WEST_SUSSEX, WORCESTERSHIRE)]
    assert [", perhaps not recorded" in sentence(tile) for tile in tiles if tile] == [True, False]
    answer = standouts(dataset, snapshot, chosen)
    told = {each.indicator.id: each for each in (*answer.unusual, *answer.edge)}[ID.replace("pct", "rate")]
    assert ", perhaps not recorded" in told.reason
    assert ", perhaps not recorded" in told.brief
    for view in (comparison, strip, funnel):
        made = view(snapshot, indicator, chosen, "2024/25")
        assert made.title.endswith(", perhaps not recorded")
        assert "Published as 0 for West Sussex, where England's rate would give 277" in made.source
    line = trend(snapshot, indicator, chosen)
    assert line.title.endswith(": 0.0% in 2024/25, perhaps not recorded"), "and not that it falls"
    assert line.source.endswith("perhaps not recorded")
    assert "Published as 0 for 2022/23, 2023/24 and 2024/25, where" in line.source
