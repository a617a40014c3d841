"""Position among peers: rank, quartiles, quartile band, and whether outside all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.stats.arrays import Array, Numbers, finite, quiet, row

BANDS = np.array(["A", "B", "C", "D"])
NO_BAND = ""
REACH = 1.5  # interquartile ranges from a quartile to the fence


def ranks(values: Numbers, higher_is_better: bool) -> tuple[Array, int]:
    """Rank of each value, shape (k,), and how many have one: 1 is best, ties share the smaller rank.

    NaN where there is no value: it takes no rank from the others. Also called "standard competition ranking".
    """
    scores = row(values) * (-1 if higher_is_better else 1)
    valued = np.sort(scores[~np.isnan(scores)])
    better = np.searchsorted(valued, scores, side="left")
    return np.where(np.isnan(scores), np.nan, better + 1.0), len(valued)


@quiet
def quartiles(values: Numbers) -> tuple[float, float, float]:
    """The 25%, 50% and 75% quantiles of what values there are, in their unit; three NaN where there are none.

    Type 7 of Hyndman and Fan (1996, Am Stat 50:361-365), the default of R and of spreadsheets: the quantile q of k
    values lies at the place 1 + q(k - 1) among them in order, between two of them in proportion.
    """
    numbers = row(values)
    valued = numbers[~np.isnan(numbers)]
    if not len(valued):
        return np.nan, np.nan, np.nan
    q25, q50, q75 = np.quantile(valued, [0.25, 0.5, 0.75], method="linear")
    return float(q25), float(q50), float(q75)


def fences(values: Numbers) -> tuple[float, float]:
    """Limits beyond which one of some values, shape (k,), is extreme among them, in their unit; NaN without values.

    1.5 interquartile ranges beyond the quartiles: the inner fences of Tukey (1977, Exploratory Data Analysis).
    """
    q25, _, q75 = quartiles(values)
    reach = REACH * (q75 - q25)
    return q25 - reach, q75 + reach


def bands(values: Numbers, higher_is_better: bool) -> NDArray[np.str_]:
    """Quartile band of each value, shape (k,): "A" best to "D", and "" where there is no value.

    Where lower is better A = [min, q25], B = (q25, q50], C = (q50, q75], D = (q75, max]; where higher is better the
    mirror of it. A value at a quartile belongs to the better band, so ties stay together and bands may differ in size.
    """
    numbers = row(values) * (-1 if higher_is_better else 1)
    # The mirror's quartiles are those of the values themselves, negated: not computed anew, so no rounding differs.
    limits = sorted(-q if higher_is_better else q for q in quartiles(values))
    place = np.sum([numbers > limit for limit in limits], axis=0, dtype=np.intp)
    return np.where(np.isnan(numbers), NO_BAND, BANDS[place])


def outside(value: Numbers, others: Numbers) -> Array:
    """Whether a value lies below (-1) or above (1) the whole range of others, strictly, or within it (0).

    ``value`` has a shape (...) that broadcasts with that of ``others`` (..., m) less its last axis; others without a
    value are left out. NaN where the value is missing or none of the others has one.
    """
    one, many = finite(value), finite(others)
    valued = ~np.isnan(many)
    lowest = np.min(many, axis=-1, where=valued, initial=np.inf)
    highest = np.max(many, axis=-1, where=valued, initial=-np.inf)
    side = np.where(one < lowest, -1.0, np.where(one > highest, 1.0, 0.0))
    return np.where(np.isnan(one) | ~valued.any(axis=-1), np.nan, side)
