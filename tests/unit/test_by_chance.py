"""How many figures have each grade, and how many would by chance, over all authorities: what Methods says of it."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from components.panels.workings import MEASURED_GRADES
from data.observations import PUBLISHED
from data.selection import Selection
from data.stats.random_peers import beyond_random_peers
from data.store import Snapshot
from data.views import Grade
from data.views.assessment import assess, latest
from data.views.by_chance import Shares, by_chance


def test_methods_says_what_is_measured(snapshot: Snapshot) -> None:
    """An average authority: tested, clearly unusual, at the edge, and the same by chance."""
    found = [(i, latest(snapshot, i, PUBLISHED)) for i in snapshot.register.published if i.is_comparable]
    open_areas = [area for area in snapshot.areas.authorities if snapshot.areas.is_open(area)]
    counts: Counter[Grade] = Counter()
    chance = Shares()
    for indicator, label in found:
        grades = [assess(snapshot, indicator, Selection(area.key), label or "").grade for area in open_areas]
        counts.update(grades)
        tested = sum(grade.is_tested for grade in grades)
        shares = by_chance(snapshot, indicator, label or "")
        chance += Shares(shares.clearly * tested, shares.edge * tested)
    clearly, edge = counts[Grade.CLEARLY_UNUSUAL], counts[Grade.AT_THE_EDGE]
    measured = [clearly + edge + counts[Grade.ORDINARY], clearly, edge, chance.clearly, chance.edge]
    said = [float(number) for number in re.findall(r"(?<![\d/])\d+\.\d", MEASURED_GRADES)]
    assert said == [pytest.approx(each / len(open_areas), abs=0.06) for each in measured]


def test_random_neighbours_are_counted_over_every_draw() -> None:
    """Of the values 1 to 5 with narrow intervals, two others drawn: the first and the last lie beyond all of them."""
    values = np.arange(1.0, 6.0)
    found = beyond_random_peers(values, values - 0.1, values + 0.1, 2)
    # The second has 1 below it and 3 above: no pair below, 3 of 6 pairs above; the middle one a pair on either side.
    assert found == pytest.approx([1, 3 / 6, 2 / 6, 3 / 6, 1])


def test_an_interval_that_holds_others_is_seldom_beyond_them() -> None:
    values = np.arange(1.0, 6.0)
    assert beyond_random_peers(values, values - 10, values + 10, 2) == pytest.approx([0, 0, 0, 0, 0])
    # Others without a value are not drawn, and what has no interval is beyond nothing.
    assert beyond_random_peers([1, np.nan, 3, 4], [0.9, np.nan, np.nan, 3.9], [1.1, np.nan, np.nan, 4.1], 2) == (
        pytest.approx([1, np.nan, np.nan, 1], nan_ok=True)
    )


def test_fewer_others_than_are_drawn_are_all_drawn() -> None:
    assert beyond_random_peers([1, 2, 9], [0, 0, 8], [3, 3, 10], 10) == pytest.approx([0, 0, 1])
