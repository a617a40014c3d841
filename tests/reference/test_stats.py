"""Statistics against published worked examples, and against computations that share no code with ours."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from data.dataset import open_dataset
from data.observations import PUBLISHED, Observation
from data.settings import read_settings
from data.stats import benchmark, funnel, intervals, peers, trend
from data.stats.scale import Kind
from data.store import Snapshot

RATE, PROPORTION = Kind.RATE, Kind.PROPORTION


# Intervals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "people", "lower", "upper"),
    [
        # DOMAIN.md, section 3.
        (404, 116_900, 31.27, 38.10),
        (842, 116_900, 67.24, 77.06),
        (11, 116_900, 0.47, 1.68),
    ],
)
def test_the_worked_rates(events, people, lower, upper):
    low, high = intervals.rate(events, people)
    assert (round(float(low), 2), round(float(high), 2)) == (lower, upper)


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        # Garwood 1936, Biometrika 28:437-442, table 1; Ulm 1990, Am J Epidemiol 131:373-375.
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (5, 1.623, 11.668),
        (9, 4.115, 17.085),
    ],
)
def test_exact_limits_of_few_events(events, lower, upper):
    low, high = intervals.poisson(events)
    assert float(low) == pytest.approx(lower, abs=6e-4 if events != 1 else 6e-5)
    assert float(high) == pytest.approx(upper, abs=6e-4)


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [
        # Newcombe 1998, Stat Med 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_newcombes_score_limits(numerator, denominator, lower, upper):
    low, high = intervals.proportion(numerator, denominator, per=1)
    assert (round(float(low), 4), round(float(high), 4)) == (lower, upper)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_intervals_of_another_library(level):
    counts = np.arange(10)
    tail = (1 - level) / 2
    lower, upper = intervals.poisson(counts, level)
    assert lower[1:] == pytest.approx(stats.chi2.ppf(tail, 2 * counts[1:]) / 2, rel=1e-9)
    assert upper == pytest.approx(stats.chi2.isf(tail, 2 * counts + 2) / 2, rel=1e-9)
    for numerator, denominator in [(0, 5), (3, 7), (7, 7), (812, 4558)]:
        known = stats.binomtest(numerator, denominator).proportion_ci(level, method="wilson")
        low, high = intervals.proportion(numerator, denominator, 1, level)
        assert (float(low), float(high)) == pytest.approx((known.low, known.high), rel=1e-9, abs=1e-15)


def test_byars_limits_are_near_the_exact_ones():
    counts = np.array([10, 11, 25, 100, 404, 5000])
    lower, upper = intervals.poisson(counts)
    # Breslow and Day 1987 call it accurate even for few events: here within 0.2% from 10 on.
    assert lower == pytest.approx(stats.chi2.ppf(0.025, 2 * counts) / 2, rel=2e-3)
    assert upper == pytest.approx(stats.chi2.ppf(0.975, 2 * counts + 2) / 2, rel=2e-3)


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_intervals_cover_what_they_say(level):
    """Drawn 20,000 times with a fixed seed; Wald's limits, or a z for another level, fall outside these bounds."""
    random, draws = np.random.default_rng(885), 20_000
    for mean in (2.5, 14.0, 60.0, 404.0):
        lower, upper = intervals.poisson(random.poisson(mean, draws), level)
        assert level - 0.003 <= np.mean((lower <= mean) & (mean <= upper)) <= level + (1 - level) * 0.9
    for share, n in [(0.02, 400), (0.178, 4558), (0.5, 60), (0.937, 640)]:
        lower, upper = intervals.proportion(random.binomial(n, share, draws), n, 1, level)
        assert np.mean((lower <= share) & (share <= upper)) == pytest.approx(
            level, abs=0.012 if level < 0.99 else 0.004
        )


# DOMAIN.md's worked authority ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The figures the project carries, in the temporary database of tests/conftest.py."""
    return open_dataset(read_settings()).snapshot()


def of_authorities(snapshot: Snapshot, indicator: str) -> dict[str, Observation]:
    """The published figures of the year to March 2025, by the three-digit key of each authority."""
    figures = snapshot.figures(indicator, PUBLISHED)
    return {key: found["2024/25"][0] for key, found in figures.items() if len(key) == 3 and "2024/25" in found}


def test_worcestershires_child_protection_plans(snapshot):
    own = of_authorities(snapshot, "cpp_rate")["885"]
    lower, upper = intervals.rate(own.numerator, own.denominator)
    assert [round(float(figure), 3) for figure in (own.value, lower, upper)] == [43.457, 39.808, 47.350]
    assert benchmark.against(lower, upper, 40.565) == benchmark.SIMILAR


@pytest.mark.parametrize(
    ("indicator", "higher_is_better", "rank", "count", "band"),
    [("rereferrals_12m_pct", False, 48, 153, "B"), ("icpc_within_15_days_pct", True, 15, 143, "A")],
)
def test_worcestershires_ranks(snapshot, indicator, higher_is_better, rank, count, band):
    found = of_authorities(snapshot, indicator)
    values, own = [o.value for o in found.values()], list(found).index("885")
    ranks, valued = peers.ranks(values, higher_is_better)
    assert (ranks[own], valued, peers.bands(values, higher_is_better)[own]) == (rank, count, band)


# Peers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # R 4: quantile(x, c(.25, .5, .75)), its type 7.
        ([1, 2, 3, 4], (1.75, 2.5, 3.25)),
        (range(1, 11), (3.25, 5.5, 7.75)),
        # Rivers, R's own data: the lengths of 141 rivers begin so; quantile(rivers[1:6]).
        ([735, 320, 325, 392, 524, 450], (341.75, 421.0, 505.5)),
        ([7], (7.0, 7.0, 7.0)),
    ],
)
def test_quantiles_of_type_7(values, expected):
    assert peers.quartiles(list(values)) == expected


# Trend --------------------------------------------------------------------------------------------


def test_the_critical_value_is_the_one_of_99_8_percent():
    assert round(stats.chi2.ppf(0.998, 1), 4) == trend.CRITICAL
    assert round(stats.norm.ppf(0.999) ** 2, 4) == trend.CRITICAL


@pytest.mark.parametrize("seed", range(8))
def test_the_slope_is_that_of_weighted_regression(seed):
    random = np.random.default_rng(seed)
    times = np.array([2019, 2020, 2021, 2023, 2025])
    values, errors = random.normal(80, 9, 5), random.uniform(0.5, 5, 5)
    reach = errors * stats.norm.ppf(0.975)
    found = trend.trend(times, values, values - reach, values + reach)
    # The covariance of generalised least squares is (X'WX)^-1, X with a column of ones.
    design, weights = np.column_stack([np.ones(5), times - 2022]), np.diag(errors**-2.0)
    covariance = np.linalg.inv(design.T @ weights @ design)
    line = covariance @ design.T @ weights @ values
    residuals = values - design @ line
    slope, statistic = line[1], line[1] ** 2 / (covariance[1, 1] * max(1, residuals @ weights @ residuals / 3))
    assert float(found.slope) == pytest.approx(slope, rel=1e-9)
    assert float(found.statistic) == pytest.approx(statistic, rel=1e-9)
    without = [
        np.polyfit(np.delete(times - 2022, i), np.delete(values, i), 1, w=1 / np.delete(errors, i)) for i in range(5)
    ]
    lasts = all(np.sign(line[0]) == np.sign(slope) for line in without)
    assert float(found.direction) == (np.sign(slope) if lasts and statistic > 9.5495 else 0)


# Funnel -------------------------------------------------------------------------------------------

# Thirteen trials of BCG vaccine: log relative risks and their variances (Colditz et al. 1994, JAMA 271:698-702, as
# dat.bcg of the R package metafor gives them), between which DerSimonian and Laird find τ² = 0.3088, Q = 152.23.
BCG = [
    (-0.8893, 0.3256), (-1.5854, 0.1946), (-1.3481, 0.4154), (-1.4416, 0.0200), (-0.2175, 0.0512),
    (-0.7861, 0.0069), (-1.6209, 0.2230), (0.0120, 0.0040), (-0.4694, 0.0564), (-1.3713, 0.0730),
    (-0.3394, 0.0124), (0.4459, 0.5325), (-0.0173, 0.0714),
]  # fmt: skip


def test_the_variance_between_the_bcg_trials():
    effects, variances = np.array(BCG).T
    centre = np.average(effects, weights=1 / variances)
    naive = (effects - centre) / np.sqrt(variances)
    assert np.sum(naive**2) == pytest.approx(152.23, rel=0.003)  # the inputs have four decimals
    # A variance of 1/(4n) is what a denominator n stands for.
    assert funnel.between_variance(naive, 1 / (4 * variances), share=0) == pytest.approx(0.3088, rel=0.01)


@pytest.mark.parametrize("level", funnel.LEVELS)
@pytest.mark.parametrize("expected", [0.01, 0.3, 2.0, 3.7, 14.2, 404.0, 8000.0])
def test_control_limits_of_a_rate_cut_the_tails_of_poisson(expected, level):
    """Every whole count is outside the limits exactly if it, or one further out, has a chance below the tail's."""
    n = 10_000
    lower, upper = (float(limit) for limit in funnel.limits(expected, n, RATE, level))
    counts = np.arange(int(expected + 10 * np.sqrt(expected) + 20))
    tail = (1 - level) / 2
    assert np.array_equal(counts > upper, stats.poisson.sf(counts - 1, expected) < tail)
    assert np.array_equal(counts < lower, stats.poisson.cdf(counts, expected) < tail)


@pytest.mark.parametrize("level", funnel.LEVELS)
def test_funnel_and_interval_agree_on_proportions(level):
    """A value is outside the plain limits exactly if its Wilson interval excludes the benchmark."""
    denominators = np.array([[5], [37], [640], [4558]])
    numerators = np.floor(denominators * np.linspace(0, 1, 201))
    benchmark = 17.815
    lower, upper = funnel.limits(benchmark, denominators, PROPORTION, level)
    low, high = intervals.proportion(numerators, denominators, level=level)
    values = numerators / denominators * 100
    assert np.array_equal(values > upper, low > benchmark)
    assert np.array_equal(values < lower, high < benchmark)
    assert (values > upper).any()
    assert (values < lower).any()


def test_areas_that_vary_by_more_than_chance_are_found_out():
    """Rates drawn with a known spread on the square-root scale give it back; without one, next to nothing."""
    random = np.random.default_rng(7)
    n, target = random.uniform(20_000, 300_000, 5_000), np.sqrt(0.006)
    for tau in (0.0, 0.008):
        rates = (target + random.normal(0, tau, n.size)) ** 2
        values = random.poisson(rates * n) / n * 10_000
        naive = funnel.scores(values, n, target**2 * 10_000, RATE)
        assert np.sqrt(funnel.between_variance(naive, n, share=0)) == pytest.approx(tau, rel=0.05, abs=3e-4)
