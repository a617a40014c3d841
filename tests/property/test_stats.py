"""What holds of every interval, rank, trend and funnel, whatever the figures."""

from __future__ import annotations

import itertools
import math
from dataclasses import astuple
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.stats import benchmark, funnel, intervals, peers, standardise, trend
from data.stats.scale import Kind

pytestmark = pytest.mark.filterwarnings("error")

NAN = np.nan
PEOPLE = st.integers(1, 15_000_000)
EVENTS = st.integers(0, 30) | st.integers(0, 1_000_000)
LEVELS = st.floats(0.5, 0.9999)
VALUES = st.integers(0, 40).map(float) | st.floats(0, 1e6, allow_subnormal=False)
ROWS = st.lists(VALUES | st.none(), max_size=40)
TARGETS = {
    Kind.RATE: st.floats(0.01, 3_000),
    Kind.RATE_PER_1000: st.floats(0.01, 300),
    Kind.RATE_PER_100000: st.floats(0.01, 30_000),
    Kind.RATIO: st.floats(0.01, 60),
    Kind.PROPORTION: st.floats(0.01, 99.99),
}
KINDS = st.sampled_from(list(Kind))
BENCHMARKS = KINDS.flatmap(lambda kind: st.tuples(st.just(kind), TARGETS[kind]))
# Whatever might arrive from a file: huge, tiny, negative, missing, infinite.
ANYTHING = st.floats() | st.none() | st.floats(-1, 200) | st.integers(-5, 10**12).map(float)


def fractions(draw_events=EVENTS, draw_people=PEOPLE):
    return st.tuples(draw_events, draw_people).map(lambda pair: (min(pair), max(pair)))


def near(one, other, rel=1e-6, abs=1e-9) -> bool:
    """Equal but for rounding; NaN where the other is NaN."""
    return np.allclose(np.asarray(one, dtype=float), np.asarray(other, dtype=float), rel, abs, equal_nan=True)


def known(values) -> np.ndarray:
    return np.array([v for v in values if v is not None], dtype=float)


# Intervals ----------------------------------------------------------------------------------------


@given(EVENTS, PEOPLE, LEVELS)
def test_a_rate_lies_within_its_interval(events, people, level):
    lower, upper = intervals.rate(events, people, level=level)
    assert 0 <= lower <= events / people * 10_000 < upper
    assert (lower == 0) == (events == 0)


@given(fractions(), LEVELS)
def test_a_percentage_lies_within_its_interval_and_that_within_0_to_100(fraction, level):
    numerator, denominator = fraction
    lower, upper = intervals.proportion(numerator, denominator, level=level)
    assert 0 <= lower <= numerator / denominator * 100 <= upper <= 100 * (1 + 1e-15)
    assert lower < upper


@given(fractions(), LEVELS, LEVELS)
def test_more_certainty_takes_a_wider_interval(fraction, one, other):
    assume(abs(one - other) > 1e-6)
    for method in (intervals.rate, intervals.proportion):
        (low, high), (lower, upper) = (method(*fraction, level=level) for level in sorted((one, other)))
        assert lower <= low <= high <= upper
        assert upper - lower > high - low


@given(EVENTS, PEOPLE, st.sampled_from([2, 10, 1_000, 0.5]))
def test_a_rate_does_not_depend_on_the_unit_of_people(events, people, factor):
    plain = intervals.rate(events, people)
    assert near(intervals.rate(events, people * factor, per=10_000 * factor), plain, rel=1e-12)
    assert near(intervals.rate(events, people * factor), np.divide(plain, factor), rel=1e-12)
    share = min(events, people), people
    assert near(intervals.proportion(*share, per=1), np.divide(intervals.proportion(*share), 100), rel=1e-12)


@given(EVENTS, st.integers(2_000_000, 15_000_000), LEVELS)
def test_one_event_more_raises_both_limits(events, people, level):
    for method in (intervals.rate, intervals.proportion):
        lower, upper = method([events, events + 1], people, level=level)
        assert lower[0] < lower[1]
        assert upper[0] < upper[1]


@given(fractions(), LEVELS)
def test_those_who_are_not_have_the_mirrored_interval(fraction, level):
    numerator, denominator = fraction
    lower, upper = intervals.proportion(numerator, denominator, level=level)
    other_lower, other_upper = intervals.proportion(denominator - numerator, denominator, level=level)
    assert (other_lower, other_upper) == pytest.approx((100 - upper, 100 - lower), abs=1e-9)


@given(fractions(draw_events=st.integers(0, 200), draw_people=st.integers(1, 200)), st.integers(2, 50))
def test_more_people_with_the_same_share_narrow_the_interval(fraction, times):
    for method in (intervals.rate, intervals.proportion):
        lower, upper = method(np.multiply(fraction[0], [1, times]), np.multiply(fraction[1], [1, times]))
        assert upper[1] - lower[1] < upper[0] - lower[0] or (method is intervals.rate and fraction[0] == 9)


@given(ANYTHING, ANYTHING, LEVELS)
def test_an_interval_is_whole_or_missing(numerator, denominator, level):
    for method in (intervals.rate, intervals.proportion):
        lower, upper = method(numerator, denominator, level=level)
        assert not np.isinf([lower, upper]).any()
        assert np.isnan(lower) or np.isnan(upper) or 0 <= lower <= upper


# Benchmark ----------------------------------------------------------------------------------------


@given(*[ANYTHING] * 3)
def test_lower_and_higher_are_mirrors(lower, upper, target):
    ends = [None if value is None else -value for value in (upper, lower, target)]
    found = benchmark.against(lower, upper, target)
    assume(lower is None or upper is None or not lower > upper)
    assert np.array_equal(benchmark.against(*ends), -found, equal_nan=True)


# Peers --------------------------------------------------------------------------------------------


@given(ROWS, st.booleans())
def test_a_rank_is_one_more_than_those_who_are_better(values, higher):
    ranks, count = peers.ranks(values, higher)
    assert count == len(known(values))
    for value, rank in zip(values, ranks, strict=True):
        if value is None:
            assert np.isnan(rank)
        else:
            better = known(values) > value if higher else known(values) < value
            assert rank == 1 + better.sum()


@given(ROWS.flatmap(lambda values: st.tuples(st.just(values), st.permutations(range(len(values))))), st.booleans())
def test_no_position_depends_on_the_order_of_areas(lists, higher):
    values, order = lists
    mixed = [values[i] for i in order]
    assert np.array_equal(peers.ranks(mixed, higher)[0], peers.ranks(values, higher)[0][list(order)], equal_nan=True)
    assert list(peers.bands(mixed, higher)) == [peers.bands(values, higher)[i] for i in order]
    assert np.array_equal(peers.quartiles(mixed), peers.quartiles(values), equal_nan=True)


@given(ROWS, st.booleans())
def test_bands_follow_the_quartiles_and_the_ranks(values, higher):
    bands, ranks = peers.bands(values, higher), peers.ranks(values, higher)[0]
    q25, q50, q75 = peers.quartiles(values)
    for value, band in zip(values, bands, strict=True):
        if value is None:
            assert band == ""
        elif higher:
            assert band == ("A" if value >= q75 else "B" if value >= q50 else "C" if value >= q25 else "D")
        else:
            assert band == ("A" if value <= q25 else "B" if value <= q50 else "C" if value <= q75 else "D")
    found = sorted((rank, band) for rank, band in zip(ranks, bands, strict=True) if band)
    assert [band for _, band in found] == sorted(band for _, band in found)
    assert not found or found[0] == (1, "A")


@given(st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=60))
def test_quartiles_are_those_of_the_definition(values):
    """Type 7 in whole fractions: the place 1 + q(k - 1), and between two values in proportion."""
    ordered = [Fraction(v) for v in sorted(values)]
    for quarter, found in enumerate(peers.quartiles(values), 1):
        place = Fraction(quarter, 4) * (len(ordered) - 1)
        i = int(place)
        after = ordered[min(i + 1, len(ordered) - 1)]
        assert found == float(ordered[i] + (place - i) * (after - ordered[i]))


# A figure is known, hidden between two numbers, or not there at all.
FIGURE = st.none() | st.tuples(st.integers(0, 5), st.integers(0, 3)).map(lambda f: (f[0], f[0] + f[1]))
SEVERAL = st.lists(FIGURE | st.integers(0, 5).map(lambda v: (v, v)), max_size=7).filter(
    lambda figures: math.prod(f[1] - f[0] + 1 for f in figures if f) <= 256
)


def every_case(figures) -> list[list[int | None]]:
    """All rows of whole numbers that the figures can be."""
    spans = [[None] if figure is None else range(figure[0], figure[1] + 1) for figure in figures]
    return [list(case) for case in itertools.product(*spans)]


def ends(figures) -> tuple[list[int | None], list[int | None]]:
    return [f and f[0] for f in figures], [f and f[1] for f in figures]


@given(SEVERAL, st.booleans())
def test_a_possible_rank_is_the_best_and_worst_of_all_cases(figures, higher):
    low, high = peers.possible_ranks(*ends(figures), higher)
    cases = [peers.ranks(case, higher)[0] for case in every_case(figures)]
    assert np.array_equal(low, np.min(cases, axis=0), equal_nan=True)
    assert np.array_equal(high, np.max(cases, axis=0), equal_nan=True)


@given(SEVERAL, st.booleans())
def test_a_certain_band_is_that_of_all_cases(figures, higher):
    cases = [peers.bands(case, higher) for case in every_case(figures)]
    for i, found in enumerate(peers.certain_bands(*ends(figures), higher)):
        seen = {str(case[i]) for case in cases}
        assert found == (seen.pop() if len(seen) == 1 else "")


@given(SEVERAL)
def test_sharers_are_the_fewest_and_most_of_all_cases(figures):
    fewest, most = peers.sharers(*ends(figures))
    cases = every_case(figures)
    for i, figure in enumerate(figures):
        if figure is None or figure[0] < figure[1]:
            assert np.isnan([fewest[i], most[i]]).all()
        else:
            seen = [case.count(figure[0]) for case in cases]
            assert (fewest[i], most[i]) == (min(seen), max(seen))


@given(SEVERAL, st.booleans(), st.data())
def test_what_nothing_bounds_is_as_what_may_be_very_high(figures, higher, data):
    """An infinite end answers as one beyond all others does."""
    bounded = [figure for figure in figures if figure]
    if not bounded:
        return
    place = data.draw(st.integers(0, len(figures) - 1))
    answers = []
    for far in (1_000.0, np.inf):
        low, high = ends(figures)
        low[place], high[place] = 0, far
        answers.append((*peers.possible_ranks(low, high, higher), peers.certain_bands(low, high, higher)))
    for first, second in zip(*answers, strict=True):
        assert np.array_equal(first, second, equal_nan=first.dtype.kind == "f")


# Trend --------------------------------------------------------------------------------------------

SERIES = st.integers(0, 12).flatmap(
    lambda k: st.tuples(*[st.lists(s, min_size=k, max_size=k) for s in (st.floats(0, 500), st.floats(0.1, 50))])
)


def trend_of(values, reach, start=2014):
    values, reach = np.asarray(values, dtype=float), np.asarray(reach, dtype=float)
    return trend.trend(np.arange(values.shape[-1]) + start, values, values - reach, values + reach)


def fields(found):
    return found.slope, found.statistic, found.direction


@given(SERIES, st.integers(-2_014, 3_000))
def test_a_trend_does_not_depend_on_where_time_begins(series, start):
    assert near(fields(trend_of(*series)), fields(trend_of(*series, start=start)), abs=1e-7)


@given(SERIES)
def test_a_trend_turns_with_its_values_and_with_time(series):
    values, reach = (np.array(part, dtype=float) for part in series)
    slope, statistic, direction = fields(trend_of(values, reach))
    turned = fields(trend_of(-values, reach))
    assert np.array_equal(turned, (-slope, statistic, -direction), equal_nan=True)
    if len(values) == trend.POINTS:
        backwards = fields(trend_of(values[::-1], reach[::-1]))
        assert near(backwards, (-slope, statistic, -direction))


@given(SERIES, st.sampled_from([0.001, 10.0, 4_096.0]))
def test_a_trend_does_not_depend_on_the_unit_of_values(series, factor):
    values, reach = (np.array(part) for part in series)
    plain, scaled = trend_of(values, reach), trend_of(values * factor, reach * factor)
    assert near(fields(scaled), (plain.slope * factor, plain.statistic, plain.direction))


@given(SERIES, st.lists(st.floats(0, 500), max_size=6))
def test_nothing_before_the_latest_five_counts(series, earlier):
    values, reach = series
    assume(len(values) >= trend.POINTS)
    longer = trend_of([*earlier, *values], np.array([*[1.0] * len(earlier), *reach]), start=2014 - len(earlier))
    assert near(fields(longer), fields(trend_of(values, np.array(reach))), abs=1e-7)


@given(st.floats(0, 500), st.floats(0.01, 50), st.integers(0, 12))
def test_a_constant_series_has_no_change(value, reach, k):
    found = trend_of([value] * k, reach)
    assert found.points == min(k, trend.POINTS)
    assert np.isnan(found.slope) if k < trend.POINTS else found.slope == found.direction == 0


@given(st.floats(1, 500), st.lists(st.floats(0.1, 50), min_size=5, max_size=5), st.integers(0, 4), st.floats(-90, 90))
def test_one_point_off_a_constant_series_is_no_trend(value, reach, which, by):
    values = np.full(5, value)
    values[which] += by
    assert trend_of(values, reach).direction == 0


@given(st.lists(st.tuples(ANYTHING, ANYTHING, ANYTHING), max_size=12))
def test_a_trend_is_whole_or_missing(points):
    found = trend.trend(range(len(points)), *(zip(*points, strict=True) if points else ([], [], [])))
    assert not np.isinf(fields(found)).any()
    assert np.isnan(fields(found)).all() or not np.isnan(fields(found)).any()
    assert float(found.direction) in (-1, 0, 1) or np.isnan(found.direction)


# Funnel -------------------------------------------------------------------------------------------


@given(
    BENCHMARKS, st.lists(PEOPLE, min_size=2, max_size=8), st.sampled_from(funnel.LEVELS), st.sampled_from([None, 0.0])
)
def test_a_funnel_narrows_towards_the_benchmark(chosen, people, level, tau2):
    kind, target = chosen
    n = np.sort(np.array(people, dtype=float))
    lower, upper = funnel.limits(target, n, kind, level, tau2)
    slack = 1e-9 * target
    assert (lower <= target + slack).all()
    assert (upper >= target - slack).all()
    assert (np.diff(lower) >= -slack).all()
    # The adjusted upper limit of a proportion meets 100 and stays there while n is small.
    assert (np.diff(upper) <= slack).all()
    assert (lower >= 0).all()


@given(BENCHMARKS, PEOPLE, st.none() | st.floats(0, 0.5), LEVELS, LEVELS)
def test_a_higher_level_takes_wider_limits(chosen, people, tau2, one, other):
    kind, target = chosen
    assume(abs(one - other) > 1e-6)
    (low, high), (lower, upper) = (funnel.limits(target, people, kind, level, tau2) for level in sorted((one, other)))
    assert 0 <= lower <= low <= high <= upper
    assert upper > high or upper == pytest.approx(100)


@given(BENCHMARKS, PEOPLE, st.floats(1e-6, 0.5))
def test_variance_between_areas_widens_the_limits(chosen, people, tau2):
    kind, target = chosen
    (low, high), (lower, upper) = (funnel.limits(target, people, kind, 0.95, t) for t in (0.0, tau2))
    assert lower <= low
    assert high <= upper
    assert lower < low or high < upper or (low == 0 and upper == pytest.approx(100))


@given(BENCHMARKS, st.data(), PEOPLE, st.floats(0, 0.1), st.sampled_from(funnel.LEVELS))
def test_scores_and_adjusted_limits_name_the_same_areas(chosen, data, people, tau2, level):
    kind, target = chosen
    value = data.draw(TARGETS[kind])
    score = float(funnel.adjusted_scores(value, people, target, kind, tau2))
    assume(abs(abs(score) - intervals.z(level)) > 1e-6)
    lower, upper = funnel.limits(target, people, kind, level, tau2)
    low, high = funnel.limits(target, people, kind, level)
    assert (value > upper) == (score > intervals.z(level) and value > high)
    assert (value < lower) == (score < -intervals.z(level) and value < low)


@given(BENCHMARKS, PEOPLE, st.floats(0, 0.1), st.sampled_from(funnel.LEVELS))
def test_adjusted_limits_are_never_narrower_than_the_plain_ones(chosen, people, tau2, level):
    kind, target = chosen
    (low, high), (lower, upper) = (funnel.limits(target, people, kind, level, each) for each in (None, tau2))
    assert lower <= low
    assert upper >= high


@given(
    st.integers(0, intervals.EXACT_BELOW - 1),
    st.integers(1, 500_000),
    st.floats(0.01, 3_000),
    st.sampled_from(funnel.LEVELS),
)
def test_the_plain_funnel_agrees_with_the_exact_interval(events, people, target, level):
    low, high = intervals.rate(events, people, level=level)
    assume(min(abs(low - target), abs(high - target)) > 1e-9 * target)
    lower, upper = funnel.limits(target, people, Kind.RATE, level)
    value = events / people * 10_000
    assert benchmark.against(low, high, target) == (value > upper) * 1.0 - (value < lower) * 1.0


AREAS = st.lists(st.tuples(st.floats(0, 100) | st.none(), st.integers(0, 10**6)), max_size=30)


@given(AREAS.flatmap(lambda areas: st.tuples(st.just(areas), st.permutations(areas))), KINDS, st.floats(0.1, 99))
def test_the_variance_between_areas_does_not_depend_on_their_order(lists, kind, target):
    found = []
    for areas in lists:
        values, people = zip(*areas, strict=True) if areas else ((), ())
        found.append(funnel.between_variance(funnel.scores(values, people, target, kind), people))
    assert found[0] == pytest.approx(found[1], rel=1e-9, abs=1e-15, nan_ok=True)
    valued = sum(value is not None and n > 0 for value, n in lists[0])
    assert np.isnan(found[0]) if valued < funnel.FEWEST else found[0] >= 0


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=60), st.floats(0, 0.49))
def test_winsorising_draws_in_and_keeps_the_order(naive, share):
    found = funnel.winsorise(naive, share)
    inside = np.isin(found, naive)
    assert (np.abs(found - np.median(naive)) <= np.abs(naive - np.median(naive)) + 1e-9).all()
    assert (np.diff(found[np.argsort(naive)]) >= 0).all()
    # At most the share of each tail is moved, and the one next to it, where the quantile lies between two.
    assert (found != naive).sum() <= 2 * np.ceil(share * (len(naive) - 1))
    assert share > 0 or inside.all()


@given(ANYTHING, ANYTHING, ANYTHING, KINDS, st.none() | st.floats(0, 10))
def test_a_funnel_is_whole_or_missing(value, people, target, kind, tau2):
    lower, upper = funnel.limits(target, people, kind, 0.998, tau2)
    scores = funnel.adjusted_scores(value, people, target, kind, tau2 or 0.0)
    assert not np.isinf([lower, upper, scores]).any()
    assert np.isnan(lower) or np.isnan(upper) or 0 <= lower <= upper


# Spine --------------------------------------------------------------------------------------------


@given(VALUES | st.none(), ROWS, VALUES, st.sampled_from([2.0, 64.0, 1_000.0]))
def test_a_spine_is_ordered_within_its_ends_and_has_no_unit(value, everyone, target, factor):
    found = standardise.spine(value, everyone, target)
    if not len(known(everyone)):
        assert np.isnan([found.values, found.lowest, found.q25, found.q75, found.highest]).all()
        return
    places = [found.lowest, found.q25, found.q75, found.highest]
    assert places == sorted(places)
    assert all(-1 <= place <= 1 for place in places)
    assert value is None or -1 <= found.values <= 1
    assert np.nanmax(np.abs([*places, found.values])) == 1 or set(places) == {0}
    assert value is None or np.sign(found.values) == np.sign(value - target)
    own = None if value is None else value * factor
    scaled = standardise.spine(own, known(everyone) * factor, target * factor)
    assert near(astuple(scaled), astuple(found))
