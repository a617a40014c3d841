"""All local authorities of an indicator at once, as arrays: what rank, band, trend and funnel are worked out of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.areas import AUTHORITY, ENGLAND, JOINT, NATION, REGION, Areas
from data.dataset import Grid, Snapshot, dated, of_their_time
from data.observations import PUBLISHED, Status
from data.periods import MONTH, QUARTER, Period, comparable
from data.register import HIGHER_IS_BETTER, NEUTRAL, Indicator
from data.stats import funnel, intervals, peers
from data.stats.arrays import Array
from data.stats.scale import Kind
from data.stats.trend import POINTS, Trend, trend

PEERS, ABOVE = (AUTHORITY, JOINT), (NATION, REGION)
KINDS = {
    "rate_per_10000": Kind.RATE,
    "rate_per_1000": Kind.RATE_PER_1000,
    "rate_per_100000": Kind.RATE_PER_100000,
    "ratio": Kind.RATIO,
    "percent": Kind.PROPORTION,
}


def kind_of(indicator: Indicator) -> Kind | None:
    """Whether an indicator is a rate, a ratio or a proportion; None for what has no interval (a count, a mean)."""
    return KINDS.get(indicator.unit)


@dataclass(frozen=True)
class Cohort:
    """An indicator's published figures: areas down (``keys``), periods across; arrays of (areas, periods).

    ``value`` in the indicator's unit; ``lower`` and ``upper`` its 95% interval, NaN where there is none. ``lowest``
    and ``highest`` are what it can be: the value where there is one, the ends of what a suppressed figure can be
    (infinite where nothing bounds it), NaN for every other status. They never leave the product for a single figure.
    ``has_row`` is where the release has a row at all, with or without a value.
    """

    indicator: Indicator
    keys: tuple[str, ...]
    periods: tuple[Period, ...]
    value: Array
    numerator: Array
    denominator: Array
    lower: Array
    upper: Array
    lowest: Array
    highest: Array
    has_row: NDArray[np.bool_]

    def row(self, key: str) -> int | None:
        return self._rows.get(key)

    def column(self, label: str) -> int | None:
        return self._columns.get(label)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {period.label: i for i, period in enumerate(self.periods)}


@dataclass(frozen=True, slots=True)
class Year:
    """All authorities in one period; arrays of (areas,) in the cohort's order.

    ``of`` counts those whose figure is reported or suppressed, of which ``hidden`` are suppressed: only what these two
    statuses say is a figure. ``rank_low`` and ``rank_high`` are the best and worst possible rank, ``band`` the quarter
    that is certain; NaN and "" where there is no figure, the indicator is neutral, or ``missing`` authorities have not
    been loaded. ``sharing`` are the fewest and most that have the same value. ``quartiles`` are those of the values
    that there are. ``beyond`` is the outermost control limit that a value lies outside of, adjusted for the
    spread between authorities, ``beyond_plain`` the same by chance alone: 0.95, 0.998, 0 within both, NaN where not
    judged. ``tau2`` is the variance between authorities.
    """

    of: int
    hidden: int
    rank_low: Array
    rank_high: Array
    band: NDArray[np.str_]
    sharing: tuple[Array, Array]
    quartiles: tuple[float, float, float]
    missing: int
    beyond: Array
    beyond_plain: Array
    tau2: float


def cohort(snapshot: Snapshot, indicator: Indicator, levels: tuple[str, ...] = PEERS) -> Cohort:
    """Every authority's figures of every period; or those of the nation and its regions."""
    return snapshot.once(indicator.id, ("cohort", levels), lambda: _cohort(snapshot, indicator, levels))


def year(snapshot: Snapshot, indicator: Indicator, label: str) -> Year | None:
    """All authorities in one period; None for a period without figures."""
    column = cohort(snapshot, indicator).column(label)
    if column is None:
        return None
    return snapshot.once(indicator.id, ("year", column), lambda: _year(snapshot, indicator, column))


def trends(snapshot: Snapshot, indicator: Indicator, label: str, levels: tuple[str, ...] = PEERS) -> Trend | None:
    """The trend of every area of a cohort over the latest five valid points up to a period."""
    everyone = cohort(snapshot, indicator, levels)
    column = everyone.column(label)
    # Months and quarters have seasons, and lie too close together for a line through five of them.
    if column is None or everyone.periods[column].kind in (MONTH, QUARTER):
        return None
    return snapshot.once(indicator.id, ("trends", levels, column), lambda: _trends(everyone, column))


def _cohort(snapshot: Snapshot, indicator: Indicator, levels: tuple[str, ...]) -> Cohort:
    areas, table = snapshot.areas, snapshot.holding(indicator.id, PUBLISHED).table
    of_levels = np.array([key in areas and areas[key].level in levels for key in table.area.names], dtype=bool)
    table = table.where(of_levels[table.area.codes] & of_their_time(areas, table, indicator))
    dates = {code: dated(table.period.names[code], indicator) for code in table.period.used()}
    grid = Grid(table, sorted(dates, key=dates.__getitem__))

    def filled(numbers: Array) -> Array:
        return grid.filled(numbers, np.nan)

    value, numerator, denominator = filled(table.value), filled(table.numerator), filled(table.denominator)
    lower, upper = interval(indicator, value, numerator, denominator)
    suppressed = np.array([name == Status.SUPPRESSED for name in table.status.names], dtype=bool)
    is_hidden = grid.filled(suppressed[table.status.codes], False)
    has_row = grid.filled(np.ones(len(table), dtype=bool), False)
    lowest, highest = value, value
    if is_hidden.any():
        ends = possible(indicator, filled(table.numerator_low), filled(table.numerator_high), denominator)
        lowest, highest = (np.where(is_hidden, end, value) for end in ends)
    keys = tuple(table.area.names[code] for code in grid.areas)
    periods = tuple(dates[code] for code in grid.periods)
    return Cohort(indicator, keys, periods, value, numerator, denominator, lower, upper, lowest, highest, has_row)


def interval(indicator: Indicator, value: Array, numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """95% limits in the indicator's unit; NaN for what has no value, no denominator or no interval."""
    kind = kind_of(indicator)
    if kind is None:
        return np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    limits = intervals.rate if kind.is_poisson else intervals.proportion
    return limits(np.where(np.isnan(value), np.nan, numerator), denominator, kind.per)


def possible(indicator: Indicator, low: Array, high: Array, denominator: Array) -> tuple[Array, Array]:
    """The lowest and highest that a hidden figure can be, in its unit, from the ends of its numerator.

    Where nothing bounds the numerator (NaN) it is 0 at least and, for a share, no more than the whole; a rate or
    another quotient can then be anything. So it can, but for a numerator of 0, where the denominator is not known.
    """
    kind, whole = kind_of(indicator), denominator
    if indicator.unit == "count":  # a number is its own numerator
        whole = np.ones(low.shape)
    per = kind.per if kind else 1.0
    least, most = np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), np.inf, high)
    is_known = whole > 0
    lowest = np.where(is_known, least / np.where(is_known, whole, 1.0) * per, 0.0)
    highest = np.where(is_known, most / np.where(is_known, whole, 1.0) * per, np.where(most == 0, 0.0, np.inf))
    return lowest, np.minimum(highest, per) if indicator.is_share else highest


def _year(snapshot: Snapshot, indicator: Indicator, column: int) -> Year:
    found = cohort(snapshot, indicator)
    lowest, highest = found.lowest[:, column], found.highest[:, column]
    missing = _missing(snapshot.areas, found, column)
    low = high = fewest = most = np.full(len(lowest), np.nan)
    band = np.full(len(lowest), peers.NO_BAND)
    beyond, beyond_plain, tau2 = _beyond(snapshot, found, column)
    if not missing and indicator.polarity != NEUTRAL:
        is_higher_better = indicator.polarity == HIGHER_IS_BETTER
        low, high = peers.possible_ranks(lowest, highest, is_higher_better)
        band, (fewest, most) = peers.certain_bands(lowest, highest, is_higher_better), peers.sharers(lowest, highest)
    return Year(
        of=int(np.sum(~np.isnan(lowest))),
        hidden=int(np.sum(np.isnan(found.value[:, column]) & ~np.isnan(lowest))),
        rank_low=low,
        rank_high=high,
        band=band,
        sharing=(fewest, most),
        quartiles=peers.quartiles(found.value[:, column]),
        missing=missing,
        beyond=beyond,
        beyond_plain=beyond_plain,
        tau2=tau2,
    )


def _missing(areas: Areas, found: Cohort, column: int) -> int:
    """How many authorities that there were have no row of their own nor one together with another."""
    period = found.periods[column]
    present = {member for i, key in enumerate(found.keys) if found.has_row[i, column] for member in key.split(" / ")}
    there = (a for a in areas.authorities if a.first <= period.end.isoformat() and areas.is_of(a, period))
    return sum(area.key not in present for area in there)


def _beyond(snapshot: Snapshot, found: Cohort, column: int) -> tuple[Array, Array, float]:
    """Limits that each authority lies outside of, adjusted and plain, and the variance between them."""
    kind, value, n = kind_of(found.indicator), found.value[:, column], found.denominator[:, column]
    benchmark = england(snapshot, found.indicator, found.periods[column].label)
    if kind is None or benchmark is None:
        nothing = np.full(len(value), np.nan)
        return nothing, nothing, np.nan
    tau2 = funnel.between_variance(funnel.scores(value, n, benchmark, kind), n)
    adjusted, plain = (
        _outermost(value, [funnel.limits(benchmark, n, kind, level, spread) for level in funnel.LEVELS])
        for spread in (tau2, None)
    )
    return adjusted, plain, tau2


def _outermost(value: Array, limits: list[tuple[Array, Array]]) -> Array:
    """The level of the outermost limits that each value lies outside of, 0 for none, NaN where there are no limits."""
    beyond = np.zeros(len(value))
    for level, (lower, upper) in zip(funnel.LEVELS, limits, strict=True):
        beyond = np.where((value < lower) | (value > upper), level, beyond)
    return np.where(np.isnan(value) | np.isnan(limits[0][0]), np.nan, beyond)


def england(snapshot: Snapshot, indicator: Indicator, label: str) -> float | None:
    """England's published value, unrounded."""
    found = snapshot.figures(indicator.id, PUBLISHED).get(ENGLAND, {}).get(label)
    return found[0].value if found else None


def _trends(found: Cohort, column: int) -> Trend:
    until = alike(found, column)
    ends = [found.periods[i].end for i in until]
    times = [end.year + end.month / 12 for end in ends]  # in years: of one kind, a year's periods end in one month
    return trend(times, found.value[:, until], found.lower[:, until], found.upper[:, until])


def tested(everyone: Cohort, row: int, column: int) -> list[int]:
    """Columns of the points that a trend up to a period rests on: the latest that have an interval, oldest first."""
    return [i for i in alike(everyone, column) if everyone.upper[row, i] > everyone.lower[row, i]][-POINTS:]


def alike(everyone: Cohort, column: int) -> list[int]:
    """Columns up to a period whose periods are of its kind: others are never compared with it, nor in its trend."""
    last = everyone.periods[column]
    return [i for i, period in enumerate(everyone.periods[: column + 1]) if comparable(period, last)]


def spread(snapshot: Snapshot, indicator: Indicator, label: str) -> tuple[int, int, int] | None:
    """How many authorities can be judged in a period, how many lie outside the inner limits by chance alone, and how
    many once the spread between authorities is allowed for; None where none can."""
    found = year(snapshot, indicator, label)
    if found is None or np.isnan(found.beyond_plain).all():
        return None
    plain, adjusted = (int(np.sum(beyond > 0)) for beyond in (found.beyond_plain, found.beyond))
    return int(np.sum(~np.isnan(found.beyond_plain))), plain, adjusted
