"""Rates and proportions as shares of the denominator, and on the scale on which their variance is stable."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from data.stats.arrays import Array, Numbers, together


class Kind(StrEnum):
    """What is compared: events per 10,000, or so many (Poisson), or a percentage of the denominator (binomial)."""

    RATE = "rate"
    RATE_PER_1000 = "rate per 1,000"
    RATE_PER_100000 = "rate per 100,000"
    RATIO = "ratio"
    PROPORTION = "proportion"

    @property
    def per(self) -> float:
        """What one event for each one of the denominator reads as."""
        return _PER[self]

    @property
    def is_poisson(self) -> bool:
        """Whether events are counted, of which there may be more than there are in the denominator."""
        return self is not Kind.PROPORTION


_PER = {
    Kind.RATE: 10_000.0,
    Kind.RATE_PER_1000: 1_000.0,
    Kind.RATE_PER_100000: 100_000.0,
    Kind.RATIO: 1.0,
    Kind.PROPORTION: 100.0,
}


def shares(values: Numbers, denominators: Numbers, kind: Kind) -> tuple[Array, Array]:
    """Values as events for each one of the denominator, and the denominators; NaN where one cannot be."""
    value, n = together(values, denominators)
    share = value / kind.per
    possible = (share >= 0) & ((share <= 1) | kind.is_poisson)
    return np.where(possible, share, np.nan), np.where(n > 0, n, np.nan)


def stabilised(share: Array, kind: Kind) -> Array:
    """√share for a rate or ratio, arcsin √share for a proportion: both have the variance 1/(4n) by chance alone."""
    root = np.sqrt(share)
    return root if kind.is_poisson else np.arcsin(root)


def restored(y: Array, kind: Kind) -> Array:
    """The share that ``stabilised`` takes to ``y``; the nearest one that can be where there is none."""
    if kind.is_poisson:
        return np.maximum(y, 0) ** 2
    return np.sin(np.clip(y, 0, np.pi / 2)) ** 2
