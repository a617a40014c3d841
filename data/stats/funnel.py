"""Funnels: control limits around a benchmark by denominator, plain and adjusted for overdispersion."""

from __future__ import annotations

import numpy as np
import scipy  # scipy.special is loaded by its first use, not at every start

from data.stats.arrays import Array, Numbers, finite, quiet, row, together
from data.stats.intervals import z
from data.stats.scale import Kind, restored, shares, stabilised

LEVELS = (0.95, 0.998)
WINSORISED = 0.10
FEWEST = 10


@quiet
def limits(
    benchmark: Numbers, denominators: Numbers, kind: Kind, level: float, tau2: float | None = None
) -> tuple[Array, Array]:
    """Lower and upper control limits in the benchmark's unit, of the shape benchmark and denominators broadcast to.

    Without ``tau2`` plain: an area is outside exactly where its own confidence interval (exact Poisson, Wilson)
    excludes the benchmark. They are the limits of the funnel plots of England's public health profiles.

    - Rate: the count x, taken as continuous, whose exact Poisson interval ends at the count E that the benchmark
      expects: P(X ≥ x | E) = (1 - level)/2 above, P(X ≤ x | E) the same below, 0 where no count is low enough.
      Spiegelhalter (2005, Stat Med 24:1185-1202, A.1) interpolates the stepped distribution instead; there the limits
      waver with n, and the upper tail leaves x itself out, so that funnel and interval would disagree.
    - Proportion: Wilson's equation solved for the proportion, b ± z√(b(1 - b)/n), within 0 to 100.

    With ``tau2``, the between-area variance, adjusted: y₀ ± z√(s² + τ²) on the scale of ``scores``, put back within
    the possible values (Spiegelhalter 2005, Qual Saf Health Care 14:347-351), or the plain limit where that is wider:
    the normal distribution of the one and the exact one of the other differ for small places, and nobody is unusual
    whom chance alone leaves within.

    NaN where benchmark, denominator or ``tau2`` is missing or impossible. ValueError for a level that is none.
    """
    share, n = shares(benchmark, denominators, kind)
    lower, upper = (_poisson if kind.is_poisson else _binomial)(share, n, level)
    if tau2 is not None:
        y, reach = stabilised(share, kind), z(level) * _spread(n, tau2)
        lower, upper = np.minimum(lower, restored(y - reach, kind)), np.maximum(upper, restored(y + reach, kind))
    return finite(lower * kind.per), finite(upper * kind.per)


def scores(values: Numbers, denominators: Numbers, benchmark: Numbers, kind: Kind) -> Array:
    """Naive z-scores (y - y₀)/s on the scale on which the variance depends on the denominator alone.

    y is √(events per person) for a rate and arcsin √share for a proportion, y₀ the same of the benchmark, and
    s = 1/(2√n) for both (Spiegelhalter 2005, Qual Saf Health Care 14:347-351). Values and benchmark in the unit of
    ``kind``; the three broadcast. NaN where one is missing or impossible.
    """
    return adjusted_scores(values, denominators, benchmark, kind, 0.0)


@quiet
def adjusted_scores(values: Numbers, denominators: Numbers, benchmark: Numbers, kind: Kind, tau2: float) -> Array:
    """``scores`` with the between-area variance in their spread: (y - y₀)/√(s² + τ²).

    Beyond ±z(level) wherever the value is outside ``limits`` of that level and ``tau2``; within them may also lie a
    value beyond ±z(level) that the plain limits, being wider there, do not leave out.
    """
    share, n = shares(values, denominators, kind)
    target, n = shares(benchmark, n, kind)
    return finite((stabilised(share, kind) - stabilised(target, kind)) / _spread(n, tau2))


@quiet
def winsorise(naive: Numbers, share: float = WINSORISED) -> Array:
    """Scores, shape (k,), with those beyond the quantiles ``share`` and 1 - ``share`` (type 7) set to them.

    So that the areas the funnel is to find do not widen it. NaN stays. ValueError unless 0 ≤ ``share`` < 0.5.
    """
    if not 0 <= share < 0.5:
        raise ValueError(f"the share of each tail lies between 0 and 0.5, not at {share}")
    numbers = row(naive)
    valued = numbers[~np.isnan(numbers)]
    return np.clip(numbers, *np.quantile(valued, [share, 1 - share])) if len(valued) else numbers


@quiet
def between_variance(naive: Numbers, denominators: Numbers, share: float = WINSORISED) -> float:
    """The variance τ² between areas beyond chance, from naive ``scores``, shape (k,), on their scale squared.

    With the I winsorised scores, φ = mean of their squares and weights w = 1/s² = 4n:
    τ² = max(0, (Iφ - (I - 1)) / (Σw - Σw²/Σw)) (Spiegelhalter 2005, Qual Saf Health Care 14:347-351, after
    DerSimonian and Laird 1986, Control Clin Trials 7:177-188).

    NaN for fewer than ten areas with a score: so few cannot tell their spread, and 0 would say that there is none.
    Limits and scores adjusted by it are NaN too; the plain ones remain.
    """
    found, n = together(row(naive), denominators)
    valued = ~np.isnan(found) & (n > 0)
    areas = int(valued.sum())
    if areas < FEWEST:
        return np.nan
    w = 4 * n[valued]
    excess = np.sum(winsorise(found[valued], share) ** 2) - (areas - 1)
    return float(finite(max(0.0, excess / (w.sum() - (w**2).sum() / w.sum()))))


def _spread(n: Array, tau2: float) -> Array:
    return np.sqrt(1 / (4 * n) + (tau2 if tau2 >= 0 else np.nan))


def _poisson(share: Array, n: Array, level: float) -> tuple[Array, Array]:
    z(level)  # refuses what is no level
    tail, expected = (1 - level) / 2, share * n
    # P(X ≥ x | E) is the probability below E of a gamma distribution of shape x; gdtrib finds that shape.
    upper = finite(scipy.special.gdtrib(1, tail, expected))
    lower = finite(scipy.special.gdtrib(1, 1 - tail, expected)) - 1
    return np.maximum(lower, 0) / n, upper / n


def _binomial(share: Array, n: Array, level: float) -> tuple[Array, Array]:
    reach = z(level) * np.sqrt(share * (1 - share) / n)
    return np.maximum(share - reach, 0), np.minimum(share + reach, 1)
