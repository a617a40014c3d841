"""How often the trend test calls a series rising or falling: seldom when its years are shuffled, often as they were."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from data.stats.arrays import Array
from data.stats.trend import POINTS, trend
from data.store import Snapshot
from data.views import cohort

Series = tuple[Array, Array, Array, Array]
ORDERS = np.array(list(permutations(range(POINTS))))


def latest_five(found: cohort.Cohort) -> list[Series]:
    """Years, values and limits of the latest five valid points of every authority that has as many."""
    years = np.array([period.end.year for period in found.periods], dtype=float)
    valid = [np.flatnonzero(row > low)[-POINTS:] for row, low in zip(found.upper, found.lower, strict=True)]
    return [
        (years[at], found.value[i, at], found.lower[i, at], found.upper[i, at])
        for i, at in enumerate(valid)
        if len(at) == POINTS
    ]


def called(series: Series, orders: Array) -> Array:
    """Whether the five points are called rising or falling in each order of them."""
    years, *points = series
    return np.asarray(trend(years, *(part[orders] for part in points)).direction != 0)


@pytest.fixture(scope="module")
def shares(snapshot: Snapshot) -> tuple[int, float, float]:
    """How many series there are, the share called in all their 120 orders, and the share called in the true one."""
    series = [s for i in snapshot.register.published for s in latest_five(cohort.cohort(snapshot, i))]
    found = np.array([called(each, ORDERS) for each in series])
    return len(found), float(found.mean()), float(found[:, 0].mean())


def test_a_shuffled_series_is_seldom_called_a_trend(shares: tuple[int, float, float]) -> None:
    count, shuffled, _ = shares
    assert count > 3000
    assert shuffled <= 0.05


def test_a_series_in_its_true_order_is_called_more_often(shares: tuple[int, float, float]) -> None:
    assert shares[2] >= 0.12
