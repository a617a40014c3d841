"""How often an area would lie beyond all its neighbours if these were drawn at random from the other areas."""

from __future__ import annotations

import numpy as np

from data.stats.arrays import Array, Numbers, quiet, row


@quiet
def beyond_random_peers(values: Numbers, lower: Numbers, upper: Numbers, draws: int) -> Array:
    """The probability, for each of ``values``, shape (k,), that its whole interval lies beyond ``draws`` others.

    The others are drawn without replacement from the areas with a value, the area itself left out. Of n others, b lie
    below the interval and a above it: the probability is C(b, m)/C(n, m) + C(a, m)/C(n, m), m = ``draws`` or all n
    where they are fewer: the hypergeometric probability of no draw from the rest. NaN without a value or an interval.
    """
    numbers, low, high = row(values), row(lower), row(upper)
    valued = np.sort(numbers[~np.isnan(numbers)])
    others = len(valued) - 1
    below = np.searchsorted(valued, low, side="left").astype(float)
    above = len(valued) - np.searchsorted(valued, high, side="right").astype(float)
    found = _all_from(below, others, draws) + _all_from(above, others, draws)
    return np.where(np.isnan(numbers) | np.isnan(low) | np.isnan(high), np.nan, found)


def _all_from(some: Array, of: int, draws: int) -> Array:
    """The probability that all of so many draws without replacement from ``of`` fall among ``some`` of them."""
    taken = np.arange(min(draws, of))
    left = np.maximum(some[:, None] - taken, 0.0)
    return np.asarray(np.prod(left / (of - taken), axis=1))
