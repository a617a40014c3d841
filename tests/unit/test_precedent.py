"""What other years let one expect, and how surprising a figure is."""

from __future__ import annotations

import numpy as np
import pytest

from data.stats.precedent import (
    LEAST_SPREAD,
    USUAL_SPREAD,
    precedent,
    spread,
    surprise,
)

NAN = np.nan


def test_the_median_of_the_nearest_four_other_years_is_expected():
    given = [[10.0, 20.0, 30.0, 40.0, 50.0, 999.0]]
    found = precedent(np.full((1, 6), NAN), given)
    # Of 999 the nearest four are 50, 40, 30 and 20; of 10 they are 20, 30, 40 and 50.
    assert found.expected[0].tolist()[-1] == 35.0
    assert found.expected[0].tolist()[0] == 35.0
    assert found.years[0].tolist() == [4] * 6
    assert (found.lowest[0, 5], found.highest[0, 5]) == (10.0, 50.0)


def test_what_is_held_of_the_same_year_counts_and_before_what_is_given():
    held = [[100.0, NAN, 100.0]]
    given = [[1.0, 1.0, 1.0]]
    found = precedent(held, given)
    assert found.expected[0].tolist() == [100.0, 100.0, 100.0]
    assert found.years[0].tolist() == [2 + 1, 2, 2 + 1]


def test_without_another_year_nothing_is_expected():
    found = precedent([[NAN]], [[5.0]])
    assert np.isnan(found.expected[0, 0])
    assert found.years[0, 0] == 0
    assert np.isnan(surprise(5, found.expected, 0.1, found.years)).all()


def test_a_small_place_must_differ_by_more_than_a_large_one():
    """Ten times as many is little where 2 are expected, much where 200 are."""
    small, large = surprise([20, 2000], [2, 200], 0.25, 4)
    assert 3 < small < 6 < large
    # With chance alone: twice the difference of √(9 + 3/8) and √(4 + 3/8), over √(1 + 1.57 / 4).
    assert surprise(9, 4, 1e-9, 4) == pytest.approx(2 * (9.375**0.5 - 4.375**0.5) / 1.3925**0.5, rel=1e-6)


def test_the_spread_is_that_beyond_chance_and_one_wild_value_does_not_widen_it():
    steady = np.tile([100.0, 100.0, 100.0, 100.0], (10, 1))
    assert spread(steady, np.full_like(steady, 1e6)) == pytest.approx(LEAST_SPREAD)
    moving = np.tile([100.0, 120.0, 100.0, 120.0], (10, 1))
    wide = spread(moving, np.full_like(moving, NAN))
    assert wide == pytest.approx(np.hypot(1.4826 * np.log(1.2), LEAST_SPREAD))
    moving[0, 0] = 1e9
    assert spread(moving, np.full_like(moving, NAN)) == pytest.approx(wide)
    assert spread([[1.0, 2.0]], [[NAN, NAN]]) == USUAL_SPREAD
