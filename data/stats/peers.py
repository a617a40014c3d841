"""Position among peers: rank, quartiles and quartile band.

Where some figures are hidden, each is known only to lie between ``lowest`` and ``highest``, both NaN where there is no
figure at all and equal where it is known; infinite where nothing bounds it. What is answered is what holds for every
value that the hidden ones can have.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.stats.arrays import Array, Numbers, quiet, row

BANDS = np.array(["A", "B", "C", "D"])
NO_BAND = ""
QUARTERS = [0.25, 0.5, 0.75]
HUGE = 1e300  # so far below the largest float that differences stay finite
REACH = 1.5  # interquartile ranges from a quartile to the fence


def ranks(values: Numbers, higher_is_better: bool) -> tuple[Array, int]:
    """Rank of each value, shape (k,), and how many have one: 1 is best, ties share the smaller rank.

    NaN where there is no value: it takes no rank from the others. Also called "standard competition ranking".
    """
    numbers = row(values)
    return possible_ranks(numbers, numbers, higher_is_better)[0], int(np.sum(~np.isnan(numbers)))


def possible_ranks(lowest: Numbers, highest: Numbers, higher_is_better: bool) -> tuple[Array, Array]:
    """The best and the worst possible rank of each figure, shape (k,): 1 is best, ties share the smaller rank.

    Best is one more than the others that are better whatever they can be, its own value being the best it can be;
    worst is one more than the others that may be better, its own being the worst. Both are reached, for every figure
    can be any value of its own whatever the others are. NaN where there is no figure.

    Worked, lower being better: 2.0, 3.0, and one hidden from 1.0 to 2.5. The first is 1 or 2, the second 3 at any
    rate, the hidden one 1 or 2.
    """
    best, worst = _ends(lowest, highest, higher_is_better)
    known = ~np.isnan(best)
    certainly = np.searchsorted(np.sort(worst[known]), best, side="left")
    possibly = np.searchsorted(np.sort(best[known]), worst, side="left") - (best < worst)  # itself is no other
    return np.where(known, certainly + 1.0, np.nan), np.where(known, possibly + 1.0, np.nan)


def sharers(lowest: Numbers, highest: Numbers) -> tuple[Array, Array]:
    """How many figures, itself among them, have each known value: fewest and most, shape (k,); NaN where hidden.

    The most count every hidden figure that may have that value.
    """
    low, high = _row(lowest), _row(highest)
    is_known = low == high
    known = low[is_known]
    fewest = np.sum(low[:, None] == known[None, :], axis=1)
    hidden = ~is_known & ~np.isnan(low)
    maybe = np.sum((low[hidden][None, :] <= low[:, None]) & (low[:, None] <= high[hidden][None, :]), axis=1)
    return np.where(is_known, fewest, np.nan), np.where(is_known, fewest + maybe, np.nan)


def _row(values: Numbers) -> Array:
    """One row of values, infinite ones too: a figure that nothing bounds."""
    numbers = np.asarray(values, dtype=np.float64)
    row(numbers)  # the same complaint about anything but a list
    return numbers


def _ends(lowest: Numbers, highest: Numbers, higher_is_better: bool) -> tuple[Array, Array]:
    """The best and the worst that each figure can be, on a scale on which less is better."""
    low, high = _row(lowest), _row(highest)
    return (-high, -low) if higher_is_better else (low, high)


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
    q25, q50, q75 = np.quantile(valued, QUARTERS, method="linear")
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
    numbers = row(values)
    return certain_bands(numbers, numbers, higher_is_better)


def certain_bands(lowest: Numbers, highest: Numbers, higher_is_better: bool) -> NDArray[np.str_]:
    """Quartile band of each figure, shape (k,), as ``bands``; "" where it is not certain or there is no figure.

    Certain is a band that is the same for every value that the hidden figures can have. A type-7 quantile never falls
    where one of its values rises, and never rises by more than that value does. So a figure's band is best where it is
    the best it can be and all others the worst they can be, and worst the other way round: where the bands of these
    two are the same, so are all between.

    Worked, lower being better: 1, 2, 3, 4 and one hidden from 0 to 2. The quartiles lie from 1, 2 and 3 to 2, 2 and 3.
    So 4 is D, 3 is C, 1 is A, and 2 is A or B, which is not certain.
    """
    best, worst = _places(lowest, highest, higher_is_better), _places(highest, lowest, higher_is_better)
    if higher_is_better:
        best, worst = worst, best
    return np.where((best == worst) & (best >= 0), BANDS[np.maximum(best, 0)], NO_BAND)


def _places(own: Numbers, others: Numbers, higher_is_better: bool) -> NDArray[np.intp]:
    """How many quartiles each figure is worse than, itself being its ``own`` and all others those of ``others``; -1
    where there is no figure."""
    mine, theirs = _row(own), _row(others)
    counted = np.flatnonzero(~np.isnan(mine))
    # Nothing bounds an infinite one; as a very large number it is beyond all others and can still be interpolated.
    mine, theirs = (np.clip(values, -HUGE, HUGE) for values in (mine, theirs))
    limits = np.full((len(mine), 3), np.nan)
    limits[counted] = quartiles(theirs)
    hidden = counted[mine[counted] != theirs[counted]]
    if len(hidden):
        each = np.tile(theirs[counted], (len(hidden), 1))
        each[np.arange(len(hidden)), np.searchsorted(counted, hidden)] = mine[hidden]
        limits[hidden] = np.quantile(each, QUARTERS, axis=1, method="linear").T
    is_worse = mine[:, None] < limits if higher_is_better else mine[:, None] > limits
    return np.where(np.isnan(mine), -1, np.sum(is_worse, axis=1))
