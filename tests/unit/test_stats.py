"""Statistics: the rules at their edges, what is missing, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from data.stats import benchmark, funnel, intervals, peers, scale, standardise, trend
from data.stats.arrays import finite, row, together
from data.stats.funnel import LEVELS
from data.stats.scale import Kind

NAN = np.nan
RATE, PROPORTION = Kind.RATE, Kind.PROPORTION

pytestmark = pytest.mark.filterwarnings("error")


def same(found, expected) -> bool:
    return np.array_equal(np.asarray(found), np.asarray(expected, dtype=float), equal_nan=True)


# Arrays -------------------------------------------------------------------------------------------


def test_missing_is_nan():
    assert same(finite([1, None, np.inf, -np.inf, NAN]), [1, NAN, NAN, NAN, NAN])
    assert same(finite(None), NAN)


def test_shapes_are_brought_together_or_refused():
    wide, narrow = together([[1, 2], [3, None]], 5)
    assert same(wide, [[1, 2], [3, NAN]])
    assert same(narrow, [[5, 5], [5, 5]])
    with pytest.raises(ValueError, match="shape"):
        together([1, 2], [1, 2, 3])
    for wrong in (5, [[1, 2]]):
        with pytest.raises(ValueError, match="one row"):
            row(wrong)


# Intervals ----------------------------------------------------------------------------------------


def test_the_quantile_is_not_rounded():
    assert intervals.z() == intervals.z(0.95) == 1.959963984540054
    assert intervals.z(0.998) == pytest.approx(3.090232306167813, rel=1e-12)


@pytest.mark.parametrize("level", [0, 1, -0.5, 1.5, 95, NAN, 1 - 1e-17])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        intervals.z(level)
    for refusing in (
        lambda: intervals.rate(4, 100, level=level),
        lambda: intervals.proportion(4, 100, level=level),
        lambda: funnel.limits(4, 100, RATE, level),
        lambda: funnel.limits(4, 100, PROPORTION, level),
        lambda: funnel.limits(4, 100, RATE, level, 0.1),
        lambda: trend.trend([1], [1], [0], [2], level),
    ):
        with pytest.raises(ValueError, match="between 0 and 1"):
            refusing()


def test_exact_below_ten_events_and_byars_from_ten_on():
    _, upper = intervals.poisson([9, 10])
    byar_9, byar_10 = ((x + 1) * (1 - 1 / (9 * (x + 1)) + intervals.z() / (3 * np.sqrt(x + 1))) ** 3 for x in (9, 10))
    assert upper[0] != pytest.approx(byar_9, rel=1e-5)
    assert upper[1] == pytest.approx(byar_10, rel=1e-14)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(None, 5), (4, None), (-1, 5), (4, 0), (4, -5), (0, 0), (np.inf, 5), (4, np.inf)]
)
def test_no_interval_without_a_usable_figure(numerator, denominator):
    for method in (intervals.rate, intervals.proportion):
        assert same(method(numerator, denominator), (NAN, NAN))


def test_a_rate_may_exceed_one_and_a_proportion_may_not():
    assert same(intervals.proportion(6, 5), (NAN, NAN))
    lower, upper = intervals.rate(6, 5)
    assert 0 < lower < 12_000 < upper


def test_limits_end_where_nothing_and_all_are():
    lower, upper = intervals.proportion([0, 20, 3, 10**9], [20, 20, 3, 10**9])
    assert lower[0] == 0
    assert list(upper[1:]) == [100, 100, 100]
    assert intervals.poisson(0)[0] == 0


def test_shapes_and_scales_of_intervals():
    lower, upper = intervals.rate([[1], [20]], [100, 200, None], per=100)
    assert lower.shape == upper.shape == (2, 3)
    assert same(np.isnan(lower), [[False, False, True]] * 2)
    assert lower[1, 0] == pytest.approx(float(intervals.poisson(20)[0]))
    assert intervals.rate([], [])[0].shape == (0,)


# Benchmark ----------------------------------------------------------------------------------------


def test_significance_is_strict_at_both_ends():
    found = benchmark.against([2, 1, 5, 4, 5, 5], [4, 5, 9, 6, 5, 5], [5, 5, 4, 4, 5, 5.1])
    assert same(found, [-1, 0, 1, 0, 0, -1])


def test_nothing_is_compared_with_what_is_missing():
    assert same(benchmark.against([None, 1, 1], [2, None, 2], [9, 9, None]), [NAN] * 3)
    assert same(benchmark.against(1e308, 1.5e308, 1.2e308), 0)


# Peers --------------------------------------------------------------------------------------------


def test_ties_share_the_smaller_rank():
    values = [10, 20, None, 20, 30]
    ranks, count = peers.ranks(values, higher_is_better=False)
    assert (list(ranks[[0, 1, 3, 4]]), count) == ([1, 2, 2, 4], 4)
    assert np.isnan(ranks[2])
    assert same(peers.ranks(values, higher_is_better=True)[0], [4, 2, NAN, 2, 1])


def test_ranks_of_one_and_of_none():
    assert same(peers.ranks([5], True)[0], [1])
    found, count = peers.ranks([None, NAN], False)
    assert same(found, [NAN, NAN])
    assert count == 0
    assert peers.ranks([], True)[1] == 0


def test_a_value_at_a_quartile_belongs_to_the_better_band():
    # Of these nine the quartiles are 3, 5 and 7 themselves.
    values = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert "".join(peers.bands(values, higher_is_better=False)) == "AAABBCCDD"
    assert "".join(peers.bands(values, higher_is_better=True)) == "DDCCBBAAA"


def test_bands_without_values_or_differences():
    assert list(peers.bands([None, 4, 4], higher_is_better=True)) == ["", "A", "A"]
    assert list(peers.bands([None, None], higher_is_better=False)) == ["", ""]
    assert peers.bands([], higher_is_better=False).shape == (0,)
    assert same(peers.quartiles([None]), (NAN, NAN, NAN))


def test_fences():
    """Of these the quartiles are 3 and 7: 1.5 times 4 beyond each."""
    assert peers.fences([1, 2, 3, 4, 5, 6, 7, 8, None, 9]) == (-3, 13)
    assert same(peers.fences([]), (NAN, NAN))


# Trend --------------------------------------------------------------------------------------------

YEARS = np.arange(2016, 2026)


def trend_of(values, reach=1.0, years=YEARS):
    values = np.array(values, dtype=float)
    return trend.trend(years[-values.shape[-1] :], values, values - reach, values + reach)


def test_the_latest_five_valid_points_are_used():
    rising_once = [1, 90, 2, 12, NAN, 10, NAN, 9, 8, 7]
    found = trend_of(rising_once)
    assert found.points == 5
    assert found.direction == -1
    # 12, 10, 9, 8, 7 and nothing before them.
    assert found.slope == trend_of([500, 500, 500, 12, NAN, 10, NAN, 9, 8, 7]).slope
    assert found.slope != trend_of([1, 90, 2, 13, NAN, 10, NAN, 9, 8, 7]).slope


def test_times_need_no_order():
    values, mixed = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3.0]), np.random.default_rng(1).permutation(10)
    found = trend.trend(YEARS[mixed], values[mixed], values[mixed] - 1, values[mixed] + 1)
    assert found.slope == pytest.approx(trend_of(values).slope)


@pytest.mark.parametrize("missing", ["values", "lower", "upper", "width"])
def test_a_point_needs_its_value_and_an_interval(missing):
    arrays = {"values": np.arange(5.0), "lower": np.arange(5.0) - 1, "upper": np.arange(5.0) + 1}
    if missing == "width":
        arrays["upper"][2] = arrays["lower"][2]
    else:
        arrays[missing][2] = NAN
    found = trend.trend(range(5), **arrays)
    assert found.points == 4
    assert same([found.slope, found.statistic, found.direction], [NAN] * 3)


def test_a_trend_must_not_hang_on_one_point():
    # Falling but for the last point, far better known than the others: significant, yet not without it.
    found = trend_of([5, 4.9, 4.8, 4.7, 40], reach=np.array([20, 20, 20, 20, 0.5]))
    assert found.statistic > trend.CRITICAL
    assert found.slope > 0
    assert found.direction == 0


def test_a_slope_must_be_more_than_chance():
    # Weights 1/SE² and times -2 to 2: the statistic is slope² × 10 / SE².
    barely = np.sqrt(trend.CRITICAL / 10) / intervals.z()
    for factor, direction in [(1.001, 1.0), (0.999, 0.0)]:
        assert trend_of(np.arange(5) * barely * factor).direction == direction


def test_points_that_scatter_more_than_their_intervals_widen_the_error():
    """Slope 2, residuals -2, 3, -2, 3, -2 around it, SE 1: their squares, 30, over 3 make ten times the variance."""
    reach, values = intervals.z(), np.array([0, 7, 4, 11, 8.0]) - 2
    found = trend_of(values, reach=reach)
    assert found.slope == pytest.approx(2)
    assert found.statistic == pytest.approx(2**2 * 10 / 10)
    assert found.direction == 0
    # Points on a line are no better known than their intervals say.
    assert trend_of(2.0 * np.arange(5), reach=reach).statistic == pytest.approx(2**2 * 10)


def test_rows_do_not_touch_one_another():
    rows = np.array([[1, 2, 3, 4, 5, 6], [6, 5, 4, NAN, 2, 1], [1, 1, 1, NAN, 1, NAN], [4, 4, 4, 4, 4, 4]])
    found = trend_of(rows, reach=0.1)
    assert same(found.direction, [1, -1, NAN, 0])
    assert list(found.points) == [5, 5, 4, 5]
    for i, values in enumerate(rows):
        assert same(trend_of(values, reach=0.1).slope, found.slope[i])
    assert trend_of(rows.reshape(2, 2, 6), reach=0.1).slope.shape == (2, 2)


def test_no_trend_of_nothing():
    found = trend.trend([], [], [], [])
    assert (int(found.points), same(found.direction, NAN)) == (0, True)
    assert trend_of(np.full((3, 5), NAN)).points.tolist() == [0, 0, 0]


@pytest.mark.parametrize("times", [[1, 2, 2], [1, None, 3], [1, 2], [1, 2, 3, 4]])
def test_every_point_needs_a_time_of_its_own(times):
    with pytest.raises(ValueError, match="one time of its own"):
        trend.trend(times, [1, 2, 3], [0, 1, 2], [2, 3, 4])


# Funnel -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tau2", [None, 0.0, 0.001])
@pytest.mark.parametrize("kind", Kind)
def test_no_limits_without_a_usable_benchmark_and_denominator(kind, tau2):
    for target, n in [(None, 5), (-1, 5), (4, None), (4, 0), (4, -1)]:
        assert same(funnel.limits(target, n, kind, 0.95, tau2), (NAN, NAN))
    assert same(funnel.limits(101, 5, PROPORTION, 0.95, tau2), (NAN, NAN))


@pytest.mark.parametrize("kind", Kind)
def test_an_unknown_variance_between_areas_gives_no_limits(kind):
    for tau2 in (NAN, -0.1):
        assert same(funnel.limits(20, 500, kind, 0.95, tau2), (NAN, NAN))
        assert same(funnel.adjusted_scores(20, 500, 10, kind, tau2), NAN)


def test_plain_limits_of_proportions_stay_among_0_and_100():
    assert same(funnel.limits([0, 100], 40, PROPORTION, 0.95), [[0, 100], [0, 100]])
    lower, _ = funnel.limits(2, 10, PROPORTION, 0.998)
    _, upper = funnel.limits(98, 10, PROPORTION, 0.998)
    assert (lower, upper) == (0, 100)


def test_no_event_is_expected_where_the_benchmark_is_none():
    assert same(funnel.limits(0, 5_000, RATE, 0.95), (0, 0))


@pytest.mark.parametrize("level", LEVELS)
def test_adjusted_limits_stay_among_the_possible(level):
    assert same(funnel.limits(3, 100, RATE, level, 1.0)[0], 0)
    assert same(funnel.limits(3, 100, PROPORTION, level, 5.0), (0, 100))


def test_scores_on_the_stable_scale():
    # √0.0049 = 0.07 and √0.0025 = 0.05, with s = 1/(2 × 50) = 0.01.
    assert funnel.scores(49, 2_500, 25, RATE) == pytest.approx(2.0)
    # arcsin √1 = π/2 and arcsin √0 = 0.
    assert funnel.scores(100, 25, 0, PROPORTION) == pytest.approx(np.pi / 2 * 10)
    assert funnel.adjusted_scores(49, 2_500, 25, RATE, 0.0003) == pytest.approx(1.0)
    assert same(funnel.scores([None, 4, -1], [5, None, 5], 4, RATE), [NAN, NAN, NAN])
    assert same(funnel.scores([101, 4], 5, [4, 101], PROPORTION), [NAN, NAN])


def test_the_tails_are_winsorised():
    found = funnel.winsorise([-50, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99, None])
    assert same(found, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, NAN])
    assert same(funnel.winsorise([None, NAN]), [NAN, NAN])
    assert same(funnel.winsorise([3, 1], share=0), [3, 1])
    for share in (-0.1, 0.5, NAN):
        with pytest.raises(ValueError, match="share of each tail"):
            funnel.winsorise([1, 2], share)


def test_variance_between_areas_by_hand():
    # Eleven areas of one size n = 25, so w = 100 and Σw - Σw²/Σw = 1,000; winsorised scores ±3 and one 0.
    naive = [-9, -3, -3, -3, -3, 0, 3, 3, 3, 3, 9]
    assert funnel.between_variance(naive, 25) == pytest.approx((90 - 10) / 1_000)
    assert funnel.between_variance(naive, 25, share=0) == pytest.approx((234 - 10) / 1_000)


def test_areas_that_vary_by_chance_or_less_have_no_variance_between_them():
    assert funnel.between_variance([0.5, -0.5] * 6, range(100, 112)) == 0


def test_ten_areas_are_the_fewest_for_a_variance():
    naive = np.linspace(-4, 4, funnel.FEWEST)
    assert funnel.between_variance(naive, 25) > 0
    assert np.isnan(funnel.between_variance(naive[1:], 25))
    assert np.isnan(funnel.between_variance([*naive[1:], None], 25))
    assert np.isnan(funnel.between_variance(naive, [0, *[25] * 9]))
    assert np.isnan(funnel.between_variance([], []))


def test_what_is_taken_to_the_stable_scale_comes_back():
    share = np.linspace(0, 1, 11)
    for kind in Kind:
        assert scale.restored(scale.stabilised(share, kind), kind) == pytest.approx(share)
    assert (RATE.per, PROPORTION.per, Kind("rate")) == (10_000, 100, RATE)


# Spine --------------------------------------------------------------------------------------------


def test_positions_on_the_spine():
    found = standardise.spine(35, [10, 20, 25, 35, 50], benchmark=30)
    assert found == standardise.Spine(values=np.array(0.25), q25=-0.5, q75=0.25, lowest=-1.0, highest=1.0)
    lopsided = standardise.spine(10, [10, 20, 25, 35, 110], benchmark=30)
    assert (lopsided.values, lopsided.lowest, lopsided.highest) == (-0.25, -0.25, 1.0)


def test_a_value_beyond_all_authorities_widens_the_scale():
    found = standardise.spine(90, [10, 20, 40, 50], benchmark=30)
    assert (found.values, found.lowest, found.highest) == (1.0, -1 / 3, 1 / 3)


def test_several_values_lie_on_one_scale():
    everyone = [10, 20, 25, 35, 50]
    found = standardise.spine([35, None, 20, 50], everyone, benchmark=30)
    alone = [standardise.spine(value, everyone, benchmark=30).values for value in (35, None, 20, 50)]
    assert same(found.values, alone)
    assert standardise.spine([90, 50], everyone, benchmark=30).values.tolist() == [1.0, 1 / 3]


def test_a_spine_without_range_or_figures():
    assert standardise.spine(4, [4, None, 4], 4) == standardise.Spine(0, 0, 0, 0, 0)
    nothing = [NAN] * 5
    for value, everyone, target in [(4, [None], 4), (4, [], 4), (4, [3, 5], None)]:
        found = standardise.spine(value, everyone, target)
        assert same([found.values, found.q25, found.q75, found.lowest, found.highest], nothing)
    found = standardise.spine(None, [3, 5], 4)
    assert np.isnan(found.values)
    assert (found.lowest, found.q25, found.q75, found.highest) == (-1, -0.5, 0.5, 1)
