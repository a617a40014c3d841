"""A mean of neighbours that one extreme neighbour pulls is told, by whom, and no more often than that."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, median, quantiles

import pytest
from flask.testing import FlaskClient

from data.observations import PUBLISHED
from data.selection import Selection
from data.stats.peers import REACH
from data.store import Snapshot
from data.views.assessment import About, Assessment, assess, latest
from data.views.comparison import comparison

PULLED = "The mean of the neighbours is pulled up by Shropshire (34); their median is 21"
SAID = f"{PULLED}, and the figure is higher than that."


def assessed(snapshot: Snapshot, model: str, statistic: str = "mean") -> Iterator[Assessment]:
    """Every comparison with neighbours of the latest figures that is tested."""
    for indicator in snapshot.register.published:
        for area in snapshot.areas.authorities:
            selection = Selection(area.key, model=model, statistic=statistic)
            found = assess(snapshot, indicator, selection, latest(snapshot, indicator, PUBLISHED))
            if found.significance.neighbours is not None:
                yield found


def side(found: Assessment, benchmark: float) -> int:
    return (found.lower > benchmark) - (found.upper < benchmark)


def is_pulled(found: Assessment) -> bool:
    """By the rule as Methods has it, worked out another way."""
    values = sorted(peer.value for peer in found.neighbours.members if peer.value is not None)
    if len(values) < 3 or found.neighbours.hidden:  # what hidden ones can be decides more than one that is known
        return False
    q25, _, q75 = quantiles(values, method="inclusive")
    mean, middle = fmean(values), median(values)
    extreme, others = (values[-1], values[:-1]) if mean > middle else (values[0], values[1:])
    is_out = max(extreme - q75, q25 - extreme) > REACH * (q75 - q25)
    return is_out and side(found, mean) != side(found, middle) == side(found, fmean(others))


def test_the_neighbour_that_pulls_is_named_with_the_median(snapshot: Snapshot, client: FlaskClient) -> None:
    indicator, here = snapshot.register["lac_started_rate"], Selection("885")
    found = assess(snapshot, indicator, here, "2024/25")
    assert found.note(About.PULL) == SAID
    assert SAID in comparison(snapshot, indicator, here, "2024/25").notes
    asked = {"indicator": indicator.id, "area": "885", "period": "2024/25"}
    assert SAID in client.get("/api/v1/comparisons", query_string=asked).get_json()["notes"]


def test_a_median_is_pulled_by_nobody(snapshot: Snapshot) -> None:
    assert not any(found.note(About.PULL) for found in assessed(snapshot, "2025", "median"))


@pytest.mark.parametrize("model", ["2021", "2025"])
def test_it_is_said_exactly_where_one_neighbour_decides_and_seldom(snapshot: Snapshot, model: str) -> None:
    tested = said = 0
    for found in assessed(snapshot, model):
        assert bool(found.note(About.PULL)) == is_pulled(found), (found.indicator.id, found.area.name)
        tested, said = tested + 1, said + bool(found.note(About.PULL))
    assert tested > 4500
    assert 0.01 < said / tested < 0.07


def test_the_named_neighbour_is_the_furthest_from_the_median(snapshot: Snapshot) -> None:
    for found in assessed(snapshot, "2025"):
        if text := found.note(About.PULL):
            valued = [peer for peer in found.neighbours.members if peer.value is not None]
            middle = median(peer.value for peer in valued)
            end = max if " pulled up by " in text else min
            assert end(valued, key=lambda peer: peer.value).name in text
            assert (" pulled up by " in text) == (found.neighbours.value > middle)


def test_leaving_the_mean_for_the_median_makes_the_note_true(snapshot: Snapshot) -> None:
    """What it says of the figure and the median is what choosing the median shows."""
    for found in assessed(snapshot, "2025"):
        if text := found.note(About.PULL):
            other = Selection(found.area.key, model="2025", statistic="median")
            told = assess(snapshot, found.indicator, other, found.period.label).significance.neighbours
            assert f"and the figure is {told} " in text
            assert told != found.significance.neighbours
