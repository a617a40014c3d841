"""Confidence intervals of counts of events, of rates and of proportions."""

from __future__ import annotations

import numpy as np
import scipy  # scipy.special is loaded by its first use, not at every start

from data.stats.arrays import Array, Numbers, finite, quiet, together

LEVEL = 0.95
EXACT_BELOW = 10


def z(level: float = LEVEL) -> float:
    """The standard normal quantile of (1 + level) / 2, unrounded: 1.959963985 for 95%.

    ValueError where ``level`` is not between 0 and 1, or so near to 1 that the quantile is infinite.
    """
    quantile = float(scipy.special.ndtri((1 + level) / 2))
    if not 0 < level < 1 or not np.isfinite(quantile):
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    return quantile


@quiet
def poisson(counts: Numbers, level: float = LEVEL) -> tuple[Array, Array]:
    """Limits of the expected number of events where ``counts`` were seen: two arrays of its shape, in events.

    Below 10 events exact, χ²(a; 2x)/2 and χ²(1 - a; 2x + 2)/2 with a = (1 - level)/2, the lower 0 at x = 0 (Garwood
    1936, Biometrika 28:437-442). From 10 on Byar's approximation, x(1 - 1/(9x) - z/(3√x))³ and the same of x + 1 with
    + z (Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 69), as England's public health indicators
    have it.
    NaN where a count is missing or negative. ValueError for a level that is none.
    """
    x = finite(counts)
    quantile = z(level)
    few = x < EXACT_BELOW
    exact_lower, exact_upper = _garwood(np.where(few, x, np.nan), (1 - level) / 2)
    lower = np.where(few, exact_lower, _byar(x, -quantile))
    upper = np.where(few, exact_upper, _byar(x + 1, quantile))
    return finite(np.where(x < 0, np.nan, lower)), finite(np.where(x < 0, np.nan, upper))


def _garwood(x: Array, tail: float) -> tuple[Array, Array]:
    # Half a chi-squared quantile of 2x degrees is the gamma quantile of shape x.
    lower = np.where(x == 0, 0.0, finite(scipy.special.gammaincinv(x, tail)))
    return lower, finite(scipy.special.gammainccinv(x + 1, tail))


def _byar(x: Array, quantile: float) -> Array:
    return x * (1 - 1 / (9 * x) + quantile / (3 * np.sqrt(x))) ** 3


@quiet
def rate(numerators: Numbers, denominators: Numbers, per: float = 10_000, level: float = LEVEL) -> tuple[Array, Array]:
    """Limits of numerator / denominator × ``per``, of the shape the two broadcast to: those of ``poisson`` so scaled.

    The denominator is taken as known without error. Numerators may exceed denominators: one child can be referred
    twice. NaN where either is missing, the numerator is negative or the denominator not positive.
    """
    x, n = together(numerators, denominators)
    lower, upper = poisson(np.where(n > 0, x, np.nan), level)
    return finite(lower / n * per), finite(upper / n * per)


@quiet
def proportion(
    numerators: Numbers, denominators: Numbers, per: float = 100.0, level: float = LEVEL
) -> tuple[Array, Array]:
    """Wilson's score limits of numerator / denominator × ``per``, of the shape the two broadcast to.

    (2x + z² ± z√(z² + 4x(n - x)/n)) / (2(n + z²)) (Wilson 1927, J Am Stat Assoc 22:209-212; method 3 of Newcombe
    1998, Stat Med 17:857-872). NaN where either is missing, the denominator is not positive or the numerator is not
    among 0 to the denominator.
    """
    x, n = together(numerators, denominators)
    x = np.where((n > 0) & (x >= 0) & (x <= n), x, np.nan)
    quantile = z(level)
    half = quantile * np.sqrt(quantile**2 + 4 * x * (n - x) / n)
    middle, width = 2 * x + quantile**2, 2 * (n + quantile**2)
    # Rounding must not put a limit on the wrong side of the value: at 0 and at n they are equal.
    lower = np.clip((middle - half) / width, 0, x / n)
    upper = np.clip((middle + half) / width, x / n, 1)
    return finite(lower * per), finite(upper * per)
