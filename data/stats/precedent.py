"""What earlier and later years of a place let one expect of a year, and how surprising what was found is.

Counts vary by chance (Poisson) and, more than that, by practice and recording from year to year: a negative binomial
variance, e + (spread × e)². Counts are compared after the transformation that makes this variance the same everywhere,
2/spread × arsinh(spread × √(x + 3/8)) (Anscombe 1948, The transformation of Poisson, binomial and negative-binomial
data), so that a small place has to differ by more than a large one before it surprises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.stats.arrays import Array, Numbers, finite, quiet

NEAREST = 4  # years that the expectation is the median of
LEAST_SPREAD = 0.05
# Where there are too few pairs of years to see how much they differ.
USUAL_SPREAD = 0.25
FEWEST_PAIRS = 20
# Of a normal distribution: standard deviation over median absolute deviation, and variance of a median over a mean's.
MAD, MEDIAN = 1.4826, 1.57


@dataclass(frozen=True, slots=True)
class Precedent:
    """For each place and year: the median of the nearest other years, of how many, and the least and most of all.

    Arrays of shape (places, years); NaN where there is no other year.
    """

    expected: Array
    years: NDArray[np.int_]
    lowest: Array
    highest: Array


@quiet
def precedent(held: Numbers, given: Numbers) -> Precedent:
    """What other years let one expect of every value given. ``held`` and ``given``: (places, years), oldest first.

    What is held counts before what is given, and of the same year only what is held.
    """
    before, new = finite(held), finite(given)
    known = np.where(np.isnan(before), new, before)
    shape = known.shape
    found = Precedent(np.full(shape, np.nan), np.zeros(shape, int), np.full(shape, np.nan), np.full(shape, np.nan))
    years = np.arange(shape[1])
    for year in years:
        order = np.argsort(np.abs(years - year), kind="stable")
        others = known[:, order]
        others[:, 0] = before[:, year]
        there = ~np.isnan(others)
        near = np.where(np.cumsum(there, axis=1) <= NEAREST, others, np.nan)
        found.expected[:, year] = row_median(near)
        found.years[:, year] = np.minimum(there.sum(axis=1), NEAREST)
        found.lowest[:, year] = np.where(there, others, np.inf).min(axis=1)
        found.highest[:, year] = np.where(there, others, -np.inf).max(axis=1)
    return found


def spread(values: Numbers, counts: Numbers) -> float:
    """By how much values differ from one year to the next beyond chance: a standard deviation of their logarithms.

    Both (places, years), oldest first. ``counts`` are NaN where unknown; their chance is then part of the spread. From
    the median of the differences, so that single faults do not matter.
    """
    value, count = finite(values), finite(counts)
    with np.errstate(all="ignore"):
        steps = np.abs(np.diff(np.log(np.where(value > 0, value, np.nan)), axis=1))
        chance = 1 / (count + 0.5)
        chance = np.nan_to_num(chance[:, 1:] + chance[:, :-1])
    there = ~np.isnan(steps)
    if there.sum() < FEWEST_PAIRS:
        return USUAL_SPREAD
    beyond = (MAD * np.median(steps[there])) ** 2 - np.median(chance[there])
    return float(np.sqrt(max(beyond, 0) + LEAST_SPREAD**2))


@quiet
def surprise(count: Numbers, expected: Numbers, spread: Numbers, years: Numbers) -> Array:
    """How many standard deviations a count lies from the one expected as the median of so many years."""
    found, awaited, width, rests_on = (finite(numbers) for numbers in (count, expected, spread, years))
    return np.asarray(np.abs(_even(found, width) - _even(awaited, width)) / np.sqrt(1 + MEDIAN / rests_on))


def _even(count: Array, spread: Array) -> Array:
    return np.asarray(2 / spread * np.arcsinh(spread * np.sqrt(count + 0.375)))


def row_median(values: Array) -> Array:
    """Of each row's numbers; NaN where there is none. A sort: nanmedian is slow on many short rows."""
    ordered = np.sort(values, axis=1)
    count = (~np.isnan(ordered)).sum(axis=1)
    rows = np.arange(len(ordered))
    low, high = ordered[rows, np.maximum(count - 1, 0) // 2], ordered[rows, count // 2]
    return np.asarray(np.where(count > 0, (low + high) / 2, np.nan))
