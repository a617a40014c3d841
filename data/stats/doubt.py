"""Which figures without counts are unlike the other years of their place.

Figures are set beside the nearest other years of their place, and all of them, on the logarithmic scale, once with and
once without what each year has in common for all places (a median over the places, so that a year in which a measure
fell everywhere is nothing to doubt). The least of the three distances is taken in standard deviations: of the place's
other years and, as if it were so many years more, of the steps that places take from one year to the next.

A zero, or what is shown as one, has no logarithm. It counts as half of the smallest number that is shown, is set beside
the years that are none, and is doubted only where chance cannot make it: where a count varies from year to year by a
share s of itself, it is 1/s² or more, and none at all comes about exp(-1/s²) of the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.stats.arrays import Array, Numbers, finite, quiet
from data.stats.precedent import MAD, MEDIAN, NEAREST, USUAL_SPREAD, row_median, spread

Mask = NDArray[np.bool_]

DOUBTED = 6.0  # standard deviations
LEAST_RATIO = 2.5
FEWEST_YEARS, FEWEST_YEARS_OF_ZERO = 3, 2  # other years
# From so many other years on one of them may be wrong too, and does not hide it.
ENOUGH_YEARS = 5
MEASURE = 4  # years that the measure's own steps count as, beside the years of the place
FEWEST_PLACES = 8  # that have something in common in a year
# Of a zero: the place's years differ so little (of chance alone once in exp(12) times), or all places do.
STEADY, ALIKE = 0.29, 0.2
LEAST_UNITS = 8  # of the last digit shown, in each year that is not zero: beside fewer a zero is near
COMMON = 0.02  # the share of zeros of a measure from which on a zero is nothing unusual


@dataclass(frozen=True, slots=True)
class Doubts:
    """For each place and year, arrays of (places, years): whether it is doubted; and of each place, (places,), the
    least and most of its years that are not (NaN where there is none)."""

    doubted: Mask
    lowest: Array
    highest: Array


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the other years of its place say of each figure, arrays of (places, years): how many ``years`` are not zero,
    how far ``apart`` the figure is, in logarithms, the ``own`` spread of the others, and how many are as far."""

    years: NDArray[np.int_]
    apart: Array
    own: Array
    beyond: NDArray[np.int_]


@quiet
def doubts(values: Numbers, half: float, coarse: Mask) -> Doubts:
    """Which figures are doubted. ``values`` (places, years), oldest first; ``half`` the half of the last digit shown.

    ``coarse`` (places,) are England and the regions, which are set beside one another and not beside authorities. A
    measure that can be negative has no logarithms and no doubts.
    """
    given = finite(values)
    doubted = np.zeros(given.shape, bool)
    if given.shape[1] > FEWEST_YEARS_OF_ZERO and not (given < 0).any():
        for group in (coarse, ~coarse):
            if group.any():
                doubted[group] = _doubted(given[group], half)
    most = 2 * doubted.sum(axis=1) > (~np.isnan(given)).sum(axis=1)
    doubted[most] = False
    rest = np.where(doubted | np.isnan(given), np.nan, given)
    there = ~np.isnan(rest)
    none = ~there.any(axis=1)
    lowest = np.where(there, rest, np.inf).min(axis=1, initial=np.inf)
    highest = np.where(there, rest, -np.inf).max(axis=1, initial=-np.inf)
    return Doubts(doubted, np.where(none, np.nan, lowest), np.where(none, np.nan, highest))


def _doubted(values: Array, half: float) -> Mask:
    zero = values < half
    logs = np.log(np.where(values >= half, values, np.nan))
    level = _levels(logs)
    beside = _beside(logs, np.log(np.maximum(values, half)), level)
    usual = _usual(logs - level, np.where(zero | (beside.years == 0), np.nan, beside.apart))
    width = np.sqrt((MEASURE * usual**2 + beside.years * beside.own**2) / (MEASURE + beside.years))
    surprise = np.abs(beside.apart) / width / np.sqrt(1 + MEDIAN / np.minimum(beside.years, NEAREST))
    far = (surprise > DOUBTED) & (np.abs(beside.apart) >= np.log(LEAST_RATIO))
    is_rare = zero.sum() <= COMMON * (~np.isnan(values)).sum()
    plain = (beside.years >= FEWEST_YEARS) & (beside.beyond <= np.where(beside.years >= ENOUGH_YEARS, 1, 0))
    # Where zeros are common, small numbers are too.
    plain &= is_rare | (beside.apart > 0)
    steady = (np.maximum(beside.own, usual) <= STEADY) | (_scale(logs - level) <= ALIKE)
    none = is_rare & _mostly_far_from_zero(values, half)[:, None] & (beside.years >= FEWEST_YEARS_OF_ZERO) & steady
    return np.asarray(far & np.where(zero, none, plain))


def _mostly_far_from_zero(values: Array, half: float) -> Mask:
    """Of each place whether most of its years are not zero, and none of these near it."""
    zeros, there = (values < half).sum(axis=1), (~np.isnan(values)).sum(axis=1)
    least = np.where(values >= half, values, np.inf).min(axis=1)
    return np.asarray((2 * zeros <= there) & (least >= LEAST_UNITS * 2 * half))


def _usual(even: Array, apart: Array) -> Array:
    """By how much places differ from year to year, (years,): in all years, or more in one in which they differ more."""
    steps = spread(np.exp(even), np.full(even.shape, np.nan))
    return np.array([max(steps, _scale(column)) for column in apart.T])


def _beside(logs: Array, found: Array, level: Array) -> _Beside:
    """Of ``found`` (places, years) beside the others of ``logs``, which are (places, years, others), nearest first."""
    count = logs.shape[1]
    order = np.argsort(np.abs(np.arange(count)[:, None] - np.arange(count)), axis=1, kind="stable")[:, 1:]
    raw = logs[:, order]
    even = raw - level[order]
    there = ~np.isnan(raw)
    near = np.cumsum(there, axis=2) <= NEAREST
    middle = _medians(even)
    distances = np.stack(
        [
            found - level - _medians(np.where(near, even, np.nan)),
            found - level - middle,
            found - _medians(np.where(near, raw, np.nan)),
        ]
    )
    one_side = np.abs(np.sign(distances).sum(axis=0)) == len(distances)
    years = there.sum(axis=2)
    at = found[:, :, None]
    return _Beside(
        years=years,
        apart=np.where(one_side, np.sign(distances[0]) * np.abs(distances).min(axis=0), 0.0),
        own=_own_spread(even - middle[:, :, None], years),
        beyond=np.minimum((raw >= at).sum(axis=2), (raw <= at).sum(axis=2)),
    )


def _own_spread(from_middle: Array, years: NDArray[np.int_]) -> Array:
    """The standard deviation of the others, (places, years); where there are enough, without the one furthest out."""
    distance = np.nan_to_num(np.abs(from_middle), nan=-1.0)
    furthest = np.arange(distance.shape[2]) == distance.argmax(axis=2)[:, :, None]
    there = ~np.isnan(from_middle) & ~(furthest & (years >= ENOUGH_YEARS)[:, :, None])
    count = there.sum(axis=2)
    mean = np.where(there, from_middle, 0.0).sum(axis=2) / np.maximum(count, 1)
    squares = np.where(there, (from_middle - mean[:, :, None]) ** 2, 0.0).sum(axis=2)
    return np.asarray(np.sqrt(squares / np.maximum(count - 1, 1)))


def _medians(others: Array) -> Array:
    """Over the last axis."""
    return row_median(others.reshape(-1, others.shape[2])).reshape(others.shape[:2])


def _levels(logs: Array) -> Array:
    """What each year has in common: the median over its places; with too few, that of the nearest year with enough."""
    enough = np.flatnonzero((~np.isnan(logs)).sum(axis=0) >= FEWEST_PLACES)
    if not len(enough):
        return np.zeros(logs.shape[1])
    medians = row_median(logs.T)
    nearest = np.abs(np.arange(logs.shape[1])[:, None] - enough).argmin(axis=1)
    return np.asarray(medians[enough[nearest]])


def _scale(numbers: Array) -> float:
    """A standard deviation from the median of the distances to the median; with too few numbers the usual spread."""
    there = numbers[~np.isnan(numbers)]
    if len(there) < FEWEST_PLACES:
        return USUAL_SPREAD
    return float(MAD * np.median(np.abs(there - np.median(there))))
