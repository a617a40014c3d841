"""Whatever the figures are: assessments, funnels, strips, profiles and lists say only what there is."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, fields, is_dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, poisson

from data.areas import AUTHORITY, ENGLAND, NATION, REGION, AreaCode
from data.observations import PUBLISHED, Status
from data.periods import financial_year_label
from data.register import NEUTRAL, POLARITIES, Indicator, Register
from data.selection import Selection
from data.stats import funnel as control
from data.store import COLUMNS, Neighbour, Snapshot
from data.views import cohort
from data.views.assessment import About, Assessment, Grade, Peer, assess
from data.views.comparison import comparison
from data.views.funnel import funnel
from data.views.profile import profile
from data.views.strip import strip
from data.views.trend import trend
from tests import builders
from tests.frames import snapshot_of

YEARS = [financial_year_label(year) for year in range(2019, 2026)]
LAST = YEARS[-1]
HERE = Selection("885")
AUTHORITIES = ["885", *(str(number) for number in range(810, 822))]
NEAR = AUTHORITIES[1:11]
PLACES = [ENGLAND, "E12000005", *AUTHORITIES]
PER = {"rate_per_10000": 10_000, "percent": 100}
# Nobody may read a number that is none, a zero with a sign, two spaces or empty brackets.
ODD = re.compile(r"\b(nan|NaN|None(?! of)|inf|Infinity)\b|(?<!\w)[-\N{MINUS SIGN}]0(\.0+)?(?![.\d])|  |\(\)")

# Every view of a table is made for four selections.
FEWER = settings(max_examples=30)

MISSING = st.sampled_from([status for status in Status if status is not Status.REPORTED])
COUNTS = st.integers(0, 5_000)
# A part and a whole, or why there is none; a child can be referred twice, so a rate's part may be the greater.
PARTS = st.tuples(COUNTS, st.integers(1, 200_000))


@dataclass(frozen=True)
class Hidden:
    """A suppressed figure: its part is from ``low`` to ``high``, of ``whole``."""

    low: int
    high: int
    whole: int


def hidden(most: int) -> st.SearchStrategy[Hidden]:
    """One that can have so many values at most."""
    return st.builds(
        lambda low, more, rest: Hidden(low, low + more, low + more + rest),
        st.integers(0, 5),
        st.integers(0, most - 1),
        st.integers(1, 300),
    )


# A float is a figure as printed, without its parts.
FIGURES = PARTS | MISSING | hidden(6) | st.integers(0, 1000).map(lambda tenths: tenths / 10)
Figure = tuple[int, int] | float | Status | Hidden
Table = dict[tuple[str, str], Figure]

INDICATORS = st.builds(
    builders.indicator,
    id=st.just("it"),
    unit=st.sampled_from(sorted(PER)),
    decimals=st.integers(0, 2),
    measure=st.sampled_from(["during_year", "snapshot"]),
    polarity=st.sampled_from(POLARITIES),
)


def row(indicator: Indicator, area: str, label: str, figure: Figure) -> dict[str, object]:
    made: dict[str, object] = dict.fromkeys(COLUMNS) | {"indicator": "it", "area": area, "period": label, "seq": 0}
    made |= {"source": PUBLISHED, "release": "Publication, 2025", "edition": 2025, "release_id": 1}
    if isinstance(figure, Status):
        return made | {"status": figure}
    if isinstance(figure, Hidden):
        ends = {"numerator_low": float(figure.low), "numerator_high": float(figure.high)}
        return made | ends | {"status": Status.SUPPRESSED, "denominator": float(figure.whole)}
    if isinstance(figure, float):
        return made | {"status": Status.REPORTED, "value": figure}
    part, whole = figure
    value = part / whole * PER[indicator.unit]
    return made | {"status": Status.REPORTED, "value": value, "numerator": float(part), "denominator": float(whole)}


def held(indicator: Indicator, rows: list[dict[str, object]], places: list[str] | None = None) -> Snapshot:
    """A snapshot of one indicator; ``places`` are the areas that there are."""
    levels = {ENGLAND: NATION, "E12000005": REGION}
    codes = tuple(
        AreaCode(
            key,
            key if key in levels else f"E10000{key}",
            f"Area {key}",
            levels.get(key, AUTHORITY),
            None if key in levels else "E12000005",
            "2018-03-31",
            "2025-03-31",
        )
        for key in (PLACES if places is None else places)
    )
    frame = pd.DataFrame(rows, columns=["source", "release", "edition", "release_id", *COLUMNS])
    lists = {"2025": {"885": tuple(Neighbour("2025", "885", i, key, "Close") for i, key in enumerate(NEAR, 1))}}
    return snapshot_of(frame, Register({"it": indicator}), codes, lists)


def fitting(indicator: Indicator, figures: Table) -> Table:
    """A percentage's part is no greater than its whole."""
    if indicator.unit != "percent":
        return figures
    return {
        place: (min(figure), max(figure)) if isinstance(figure, tuple) else figure for place, figure in figures.items()
    }


def snapshot(indicator: Indicator, figures: Table) -> Snapshot:
    made = fitting(indicator, figures)
    return held(indicator, [row(indicator, area, label, figure) for (area, label), figure in made.items()])


TABLES = st.dictionaries(st.tuples(st.sampled_from(PLACES), st.sampled_from(YEARS)), FIGURES, min_size=1, max_size=60)
# Every authority and England in one year: ranks, bands, funnels and lists of neighbours have all they need.
FULL = st.fixed_dictionaries({(place, LAST): FIGURES for place in PLACES})


def is_suppressed(figure: Figure | None) -> bool:
    return isinstance(figure, Hidden) or figure is Status.SUPPRESSED


def views(made: Snapshot, indicator: Indicator) -> list[object]:
    selections = (HERE, replace(HERE, statistic="median"), Selection("815"), Selection("885", intervals="shown"))
    found: list[object] = []
    for chosen in selections:
        found += [assess(made, indicator, chosen, LAST), strip(made, indicator, chosen, LAST)]
        found += [funnel(made, indicator, chosen, LAST, kind) for kind in (True, False)]
        found += [trend(made, indicator, chosen, "812"), comparison(made, indicator, chosen, LAST, "812")]
        found.append(profile(made, indicator.panel, chosen))
    return found


def inside(thing: object):
    """Every text and number of a view, however deep."""
    if isinstance(thing, str | float) and not isinstance(thing, Status):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from inside(each)
    elif is_dataclass(thing) and not isinstance(thing, Indicator):
        inner = ("lowest", "highest") if isinstance(thing, Peer) else ()  # used inside, shown to nobody
        for field in (field for field in fields(thing) if field.name not in inner):
            yield from inside(getattr(thing, field.name))


def assert_whole(found: list[object]) -> None:
    for view in found:
        for thing in inside(view):
            assert math.isfinite(thing) if isinstance(thing, float) else not ODD.search(thing), thing


# What is said -----------------------------------------------------------------------------------------


@FEWER
@given(TABLES, INDICATORS)
def test_no_field_and_no_text_holds_a_number_that_is_none(figures: Table, indicator: Indicator) -> None:
    assert_whole(views(snapshot(indicator, figures), indicator))


@FEWER
@given(FULL, INDICATORS)
def test_nor_where_every_authority_has_a_row(figures: Table, indicator: Indicator) -> None:
    assert_whole(views(snapshot(indicator, figures), indicator))


@given(st.one_of(TABLES, FULL), INDICATORS)
def test_rank_number_and_band_are_there_together_or_not(figures: Table, indicator: Indicator) -> None:
    made = snapshot(indicator, figures)
    for area in ("885", "812", ENGLAND):
        found = assess(made, indicator, Selection(area), LAST)
        assert (found.rank_low is None) is (found.rank_high is None) is (found.of is None)
        loaded = {place for place, label in figures if label == LAST} >= set(AUTHORITIES)
        has_figure = found.value is not None or is_suppressed(figures.get((area, LAST)))
        is_ranked = indicator.polarity != NEUTRAL and loaded and has_figure and area != ENGLAND
        assert (found.of is not None) is is_ranked
        assert is_ranked or found.note(About.RANK).startswith("No rank or band: ")
        if found.of is not None:
            assert 1 <= found.rank_low <= found.rank_high <= found.of <= len(AUTHORITIES)
            assert found.rank == (found.rank_low if found.rank_low == found.rank_high else None)
            said = found.note(About.RANK).partition(":")[0]
            assert (found.rank is None) is (said in ("No rank is certain", "No rank or band is certain"))
            assert (found.band is None) is (said in ("No band is certain", "No rank or band is certain"))
            assert found.rank is not None or found.shared is None


@given(st.one_of(TABLES, FULL), INDICATORS)
def test_nothing_is_compared_exactly_where_a_side_is_missing(figures: Table, indicator: Indicator) -> None:
    made = snapshot(indicator, figures)
    for area in ("885", "812"):
        found = assess(made, indicator, Selection(area), LAST)
        has_parts = isinstance(figures.get((area, LAST)), tuple)
        assert (found.lower is None) is (found.upper is None) is (not has_parts)
        for side, benchmark in (
            (found.significance.england, found.england),
            (found.significance.region, found.region),
        ):
            assert (side is None) is (found.lower is None or benchmark is None)
            if side is not None:
                assert side == (
                    "lower" if found.upper < benchmark else "higher" if found.lower > benchmark else "similar"
                )
        assert (found.significance.neighbours is None) is bool(found.note(About.TO_NEIGHBOURS))


@given(FULL, INDICATORS)
def test_apart_is_the_whole_interval_beyond_every_neighbour(figures: Table, indicator: Indicator) -> None:
    found = assess(snapshot(indicator, figures), indicator, HERE, LAST)
    near = found.neighbours
    valued = [peer.value for peer in near.members if peer.value is not None]
    assert near.count == len(valued)
    if found.lower is None or len(valued) < 6:
        assert found.grading.apart is None
    else:
        per = PER[indicator.unit]
        # What nothing bounds can be anything from zero, and no percentage is more than 100.
        most = 100 if indicator.unit == "percent" else math.inf
        ends = [(value, value) for value in valued]
        for peer in near.members:
            figure = figures[peer.key, LAST]
            if isinstance(figure, Hidden):
                ends.append((figure.low / figure.whole * per, figure.high / figure.whole * per))
            elif figure is Status.SUPPRESSED:
                ends.append((0, most))
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        side = "above" if found.lower > high else "below" if found.upper < low else None
        is_low = any(peer.status is Status.LOW for peer in near.members)
        assert found.grading.apart == (None if side == "below" and is_low else side)


# Of some small areas few are hidden, and each can be one of three numbers at most: all cases can be gone through.
SMALL = st.tuples(st.integers(0, 9), st.integers(10, 60))
SOME_HIDDEN = st.tuples(
    st.fixed_dictionaries({place: SMALL | MISSING.filter(lambda s: s is not Status.SUPPRESSED) for place in PLACES}),
    st.dictionaries(st.sampled_from(AUTHORITIES), hidden(3), min_size=1, max_size=3),
).map(lambda tables: {(place, LAST): figure for place, figure in {**tables[0], **tables[1]}.items()})


def every_case(figures: Table) -> list[Table]:
    """All that the hidden figures can be, as tables without any."""
    places = [place for place, figure in figures.items() if isinstance(figure, Hidden)]
    spans = [[(part, f.whole) for part in range(f.low, f.high + 1)] for f in (figures[place] for place in places)]
    return [figures | dict(zip(places, parts, strict=True)) for parts in itertools.product(*spans)]


@FEWER
@given(SOME_HIDDEN, INDICATORS, st.sampled_from(["mean", "median"]))
def test_what_is_said_beside_hidden_figures_holds_whatever_they_are(
    figures: Table, indicator: Indicator, statistic: str
) -> None:
    """Every rank, band, average and verdict against all numbers that the hidden ones can be, one after another."""
    made, cases = snapshot(indicator, figures), [snapshot(indicator, case) for case in every_case(figures)]
    for area in AUTHORITIES:
        chosen = replace(HERE, area=area, statistic=statistic)
        found, all_found = assess(made, indicator, chosen, LAST), [assess(c, indicator, chosen, LAST) for c in cases]
        ranks, bands = [each.rank for each in all_found], {each.band for each in all_found}
        if found.of is not None:
            assert (found.rank_low, found.rank_high) == (min(ranks), max(ranks))
            assert found.of == all_found[0].of
            assert found.band == (bands.pop() if len(bands) == 1 else None)
            shared = [each.shared[0] for each in all_found if each.shared]
            assert found.shared in (None, (min(shared), max(shared)))
    found, all_found = (
        assess(made, indicator, replace(HERE, statistic=statistic), LAST),
        [assess(case, indicator, replace(HERE, statistic=statistic), LAST) for case in cases],
    )
    averages = [each.neighbours.value for each in all_found]
    near = found.neighbours
    assert near.count + near.hidden == all_found[0].neighbours.count
    if averages[0] is not None:
        assert (near.lowest, near.highest) == (min(averages), max(averages))
    if found.lower is not None and 2 * near.count > len(near.members):
        sides = {each.significance.neighbours for each in all_found}
        assert found.significance.neighbours == (sides.pop() if len(sides) == 1 else None)
    else:
        assert found.significance.neighbours is None
    if found.lower is not None and near.count >= 6:
        sides = {each.grading.apart for each in all_found}
        assert found.grading.apart == (sides.pop() if len(sides) == 1 else None)


@given(FULL, INDICATORS)
def test_a_grade_follows_from_its_parts(figures: Table, indicator: Indicator) -> None:
    made = snapshot(indicator, figures)
    for key in AUTHORITIES:
        found = assess(made, indicator, replace(HERE, area=key), LAST)
        grading, counted = found.grading, bool(found.grading.apart) + bool(found.grading.beyond)
        if found.lower is None:
            assert (grading.apart, grading.beyond) == (None, None)
            assert found.grade is (Grade.FAR if grading.far else Grade.NOT_JUDGED)
        elif grading.beyond == 0.998 or counted == 2:
            assert found.grade is Grade.CLEARLY_UNUSUAL
        elif counted == 1:
            assert found.grade is Grade.AT_THE_EDGE
        else:
            assert found.grade in (Grade.ORDINARY, Grade.NOT_JUDGED)


@given(FULL, INDICATORS)
def test_adjusted_limits_are_no_narrower_than_chance_alone(figures: Table, indicator: Indicator) -> None:
    """So nobody is outside them whom chance leaves within, whether drawn or judged."""
    made = snapshot(indicator, figures)
    year = cohort.year(made, indicator, LAST)
    if cohort.england(made, indicator, LAST) is None:
        assert np.isnan([year.beyond, year.beyond_plain]).all()
        return
    assert np.isnan(year.beyond[np.isnan(year.beyond_plain)]).all()
    is_judged = ~np.isnan(year.beyond)
    assert (year.beyond[is_judged] <= year.beyond_plain[is_judged]).all()
    adjusted, plain = (funnel(made, indicator, HERE, LAST, is_adjusted).limits for is_adjusted in (True, False))
    for wide, narrow in zip(adjusted, plain, strict=True):
        assert all(one <= other for one, other in zip(wide.lower, narrow.lower, strict=True))
        assert all(one >= other for one, other in zip(wide.upper, narrow.upper, strict=True))


@given(FULL, INDICATORS)
def test_plain_limits_leave_out_what_chance_would_hardly_bring(figures: Table, indicator: Indicator) -> None:
    """By the tail of the distribution itself, not by the limits that are solved from it."""
    made = snapshot(indicator, figures)
    found, year = cohort.cohort(made, indicator), cohort.year(made, indicator, LAST)
    benchmark, column = cohort.england(made, indicator, LAST), found.column(LAST)
    for row, beyond in enumerate(year.beyond_plain):
        value, n = found.value[row, column], found.denominator[row, column]
        is_judged = benchmark is not None and value == value and n > 0
        assert np.isnan(beyond) == (not is_judged)
        if is_judged:
            tail = chance(value / PER[indicator.unit], n, benchmark / PER[indicator.unit], indicator)
            for level in control.LEVELS:
                if tail != pytest.approx((1 - level) / 2, rel=1e-6):  # not on the limit itself
                    assert bool(beyond >= level) is bool(tail < (1 - level) / 2)


def chance(share: float, n: float, expected: float, indicator: Indicator) -> float:
    """How likely a share as far out as this is on its side, where as much as ``expected`` is to be seen."""
    if indicator.unit == "percent":
        if share == expected:
            return 0.5
        spread = math.sqrt(expected * (1 - expected) / n)
        return float(norm.sf(abs(share - expected) / spread)) if spread else 0.0
    count = round(share * n)
    return float(min(poisson.sf(count - 1, expected * n), poisson.cdf(count, expected * n)))


# Odd tables -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", sorted(PER))
@pytest.mark.parametrize("polarity", POLARITIES)
def test_noughts_everywhere(unit: str, polarity: str) -> None:
    indicator = builders.indicator(id="it", unit=unit, polarity=polarity)
    made = snapshot(indicator, {(place, year): (0, 1000) for place in PLACES for year in YEARS})
    assert_whole(views(made, indicator))
    found = assess(made, indicator, HERE, LAST)
    assert (found.value, found.england, found.neighbours.value, found.change) == (0, 0, 0, 0)
    assert found.grade in (Grade.ORDINARY, Grade.NOT_JUDGED)
    assert found.significance.england == found.significance.neighbours == "similar"
    assert found.trend is not None
    assert not found.trend.is_significant
    assert (found.rank, found.band) == ((None, None) if polarity == NEUTRAL else (1, "A"))


@given(st.dictionaries(st.sampled_from(YEARS), FIGURES, min_size=1), INDICATORS)
def test_one_area_and_no_other(series: dict[str, Figure], indicator: Indicator) -> None:
    series = {
        label: figure for (_, label), figure in fitting(indicator, {("885", k): v for k, v in series.items()}).items()
    }
    made = held(indicator, [row(indicator, "885", label, figure) for label, figure in series.items()], ["885"])
    found = assess(made, indicator, HERE, LAST)
    assert (found.england, found.region, found.neighbours.value) == (None,) * 3
    assert found.grade is Grade.NOT_JUDGED
    assert_whole([found, strip(made, indicator, HERE, LAST), funnel(made, indicator, HERE, LAST)])
    assert_whole([trend(made, indicator, HERE), comparison(made, indicator, HERE), profile(made, "journey", HERE)])


@given(INDICATORS)
def test_no_figures_at_all(indicator: Indicator) -> None:
    made = held(indicator, [])
    assert_whole(views(made, indicator))
    assert assess(made, indicator, HERE, LAST).value is None
    assert strip(made, indicator, HERE, LAST).dots == ()
    assert profile(made, indicator.panel, HERE).rows == ()


# What does not matter, and what does ------------------------------------------------------------------


@FEWER
@given(st.one_of(TABLES, FULL).flatmap(lambda t: st.tuples(st.just(t), st.permutations(list(t)))), INDICATORS)
def test_the_order_of_rows_changes_nothing(pair: tuple[Table, list[tuple[str, str]]], indicator: Indicator) -> None:
    figures = fitting(indicator, pair[0])
    first, second = (
        held(indicator, [row(indicator, area, label, figures[area, label]) for area, label in order])
        for order in (list(figures), pair[1])
    )
    assert views(first, indicator) == views(second, indicator)


@given(
    st.integers(0, 500),
    st.integers(500, 100_000),
    st.integers(2, 50),
    INDICATORS,
)
def test_of_a_larger_place_with_the_same_value_more_is_known(
    part: int, whole: int, times: int, indicator: Indicator
) -> None:
    def one(factor: int) -> Assessment:
        figures: Table = {("885", LAST): (part * factor, whole * factor)}
        return assess(snapshot(indicator, figures), indicator, HERE, LAST)

    small, large = one(1), one(times)
    assert large.value == pytest.approx(small.value, rel=1e-12)
    assert large.upper - large.lower < small.upper - small.lower
    assert small.lower <= small.value <= small.upper
