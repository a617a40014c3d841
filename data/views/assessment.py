"""One figure assessed: its interval, whom it differs from, its rank, its change and its trend, with a reason for
each that cannot be given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.areas import ENGLAND, REGION, Area
from data.observations import LOCAL, NEIGHBOURS_KEY, PUBLISHED, SOURCES, Observation, Status
from data.periods import Period, previous
from data.register import NEUTRAL, Indicator
from data.selection import Selection
from data.stats.benchmark import against
from data.stats.peers import outside
from data.stats.trend import POINTS
from data.store import Snapshot, dated
from data.views import cohort, points, words

LOWER, SIMILAR, HIGHER = "lower", "similar", "higher"
SIDES = {-1.0: LOWER, 0.0: SIMILAR, 1.0: HIGHER}
RISING, FALLING, NO_TREND = "rising", "falling", "none"
HIDDEN = (Status.SUPPRESSED, Status.LOW)
DIRECTIONS = {1.0: RISING, -1.0: FALLING, 0.0: NO_TREND}


@dataclass(frozen=True, slots=True)
class Peer:
    """One neighbour: ``value`` None with the ``status`` that says why."""

    key: str
    code: str
    name: str
    closeness: str
    value: float | None
    status: Status


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The neighbours' mean or median: unweighted, over the ``count`` members that have a value."""

    model: str
    statistic: str
    value: float | None
    count: int
    members: tuple[Peer, ...]


@dataclass(frozen=True, slots=True)
class Significance:
    """Where the whole interval lies to each benchmark: lower, similar or higher; None where not compared."""

    england: str | None = None
    region: str | None = None
    neighbours: str | None = None


@dataclass(frozen=True, slots=True)
class TrendResult:
    """The five-point test: ``direction`` rising, falling, or none where there is no significant change.

    ``since`` is the label of the first of the points that it rests on, ``start`` the value there.
    """

    direction: str
    points: int
    since: str
    start: float

    @property
    def is_significant(self) -> bool:
        return self.direction != NO_TREND


@dataclass(frozen=True, slots=True)
class Assessment:
    """One area's figure of one period and source, with all that a board asks of it. Values are unrounded.

    ``rank``, ``of`` and ``band`` are None together. ``apart`` is "above" or "below" where the figure lies outside the
    range of all its neighbours by more than chance, ``beyond`` the outermost control limit, adjusted for the spread
    between authorities, that it lies outside of (0.95, 0.998). ``notes`` has a sentence for everything that is None.
    """

    indicator: Indicator
    area: Area
    period: Period
    source: str
    observation: Observation | None
    value: float | None
    lower: float | None
    upper: float | None
    england: float | None
    region: float | None
    neighbours: Neighbourhood
    significance: Significance
    rank: int | None
    of: int | None
    band: str | None
    change: float | None
    previous_period: str | None
    trend: TrendResult | None
    apart: str | None
    beyond: float | None
    notes: tuple[str, ...]


def assess(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, source: str = PUBLISHED
) -> Assessment:
    """The selected area's figure of one period, assessed; never fails for want of figures."""
    return _Assessor(snapshot, indicator, selection, label, source).result()


def latest(snapshot: Snapshot, indicator: Indicator, source: str, area: str | None = None) -> str | None:
    """The newest period of a source in which any area, or this one, has a value."""
    figures = snapshot.figures(indicator.id, source)
    chosen = figures.values() if area is None else [figures.get(area, {})]
    valued = {found[0].period for by_label in chosen for found in by_label.values() if found[0].value is not None}
    return max(valued).label if valued else None


class _Assessor:
    """One assessment in the making: each question answered once, with a note where it cannot be."""

    def __init__(self, snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, source: str) -> None:
        self.snapshot, self.indicator, self.selection = snapshot, indicator, selection
        self.label, self.source = label, source
        self.area = snapshot.areas[selection.area]
        self.figures = snapshot.figures(indicator.id, source)
        self.period = dated(label, indicator)
        self.notes: list[str] = []

    def result(self) -> Assessment:
        own = self._first(self.area.key)
        value = own.value if own else None
        if value is None:
            self.notes.append(f"No value: {self._reason(own)}.")
        lower, upper = self._interval(value)
        england = self._benchmark(ENGLAND, "England")
        region = self._region()
        neighbours = self._neighbours()
        significance = self._significance(lower, upper, england, region, neighbours.value)
        rank, of, band = self._rank(value)
        change, before = self._change(own)
        return Assessment(
            indicator=self.indicator,
            area=self.area,
            period=self.period,
            source=self.source,
            observation=own,
            value=value,
            lower=lower,
            upper=upper,
            england=england,
            region=region,
            neighbours=neighbours,
            significance=significance,
            rank=rank,
            of=of,
            band=band,
            change=change,
            previous_period=before,
            trend=self._trend(value),
            apart=self._apart(value, neighbours, significance),
            beyond=self._beyond(),
            notes=tuple(self.notes),
        )

    def _first(self, key: str, label: str | None = None) -> Observation | None:
        return points.first(self.figures, key, label or self.label)

    def _reason(self, found: Observation | None) -> str:
        """Why there is no value, in words."""
        if found is not None:
            return f"the source says “{words.figure(found, self.indicator)}”"
        joint = self.snapshot.areas.joint_of(self.area)
        if joint and self._first(joint.key):
            return f"published only for {joint.name.replace(' / ', ' and ')} together"
        if not self.figures:
            other = next(source for source in SOURCES if source != self.source)
            return f"there are no {self.source} figures of this indicator, only {other} ones"
        return "the source has no figure for this area and period"

    def _place(self, levels: tuple[str, ...] = cohort.PEERS) -> tuple[cohort.Cohort, int, int] | None:
        """The area's row and the period's column among all authorities, for published figures."""
        if self.source != PUBLISHED or self.area.level not in levels:
            return None
        found = cohort.cohort(self.snapshot, self.indicator, levels)
        row, column = found.row(self.area.key), found.column(self.label)
        return None if row is None or column is None else (found, row, column)

    def _interval(self, value: float | None) -> tuple[float | None, float | None]:
        self.no_interval = self._no_interval(value)
        if self.no_interval:
            self.notes.append(f"No confidence interval: {self.no_interval}.")
            return None, None
        own = self._first(self.area.key)
        assert own is not None
        arrays = (np.array([x if x is not None else np.nan]) for x in (own.value, own.numerator, own.denominator))
        lower, upper = cohort.interval(self.indicator, *arrays)
        if np.isnan(lower[0]):
            self.no_interval = "the numerator and the denominator do not allow one"
            self.notes.append(f"No confidence interval: {self.no_interval}.")
            return None, None
        return float(lower[0]), float(upper[0])

    def _no_interval(self, value: float | None) -> str:
        """Why the figure cannot be tested; "" where it can."""
        own = self._first(self.area.key)
        if value is None or own is None:
            return "there is no value"
        if self.source == LOCAL:
            return "the board's own figures come without the denominators that a test needs"
        if not self.indicator.is_comparable:
            return "a bare count is not tested"
        if cohort.kind_of(self.indicator) is None:
            return f"it is neither a rate nor a proportion but {words.unit_as_noun(self.indicator)}"
        if own.numerator is None or own.denominator is None:
            return "the figure is taken as printed, without a numerator and a denominator"
        return ""

    def _benchmark(self, key: str, name: str) -> float | None:
        found = self._first(key)
        if found is None or found.value is None:
            reason = f"the source says “{words.figure(found, self.indicator)}”" if found else self._elsewhere(key)
            self.notes.append(f"No figure for {name}: {reason}.")
            return None
        return found.value

    def _elsewhere(self, key: str) -> str:
        """Why a source has no figure of a comparator: the board's report may quote one of another period."""
        quoted = [found[0] for found in self.figures.get(key, {}).values()] if self.source == LOCAL else []
        shown = "; ".join(f"{words.figure(o, self.indicator)} for {words.period_words(o.period)}" for o in quoted)
        return f"the report quotes {shown}, another period" if quoted else "the source has none"

    def _region(self) -> float | None:
        if self.area.level == REGION:
            return self._benchmark(self.area.key, self.area.name)
        above = self.snapshot.areas.region_of(self.area)
        if above is None:
            self.notes.append(f"No figure for the region: {self.area.name} lies in none.")
            return None
        return self._benchmark(above.key, above.name)

    def _neighbours(self) -> Neighbourhood:
        model, statistic = self.selection.model, self.selection.statistic
        if self.source == LOCAL:
            self.notes.append(f"No figure for the neighbours: {self._quoted()}.")
            return Neighbourhood(model, statistic, None, 0, ())
        nearest = points.neighbours_of(self.snapshot, self.selection)
        found = points.average(self.figures, nearest, self.period, statistic, self.indicator)
        if found.value is None:
            ended = "" if self.snapshot.areas.is_open(self.area) else f" as it was until {self.area.last[:4]}"
            reason = (
                f"no neighbour in the {model} model has one"
                if nearest
                else f"the {model} model has no list of neighbours for {self.area.name}{ended}"
            )
            self.notes.append(f"No figure for the neighbours: {reason}.")
        elif found.count != found.total:
            self.notes.append(
                f"The neighbours' {statistic} rests on {found.count} of {found.total} that have a figure."
            )
        members = tuple(self._peer(n.neighbour, n.closeness) for n in nearest)
        return Neighbourhood(model, statistic, found.value, found.count or 0, members)

    def _quoted(self) -> str:
        found = self._first(NEIGHBOURS_KEY)
        if found is None or found.value is None:
            return "the board's report gives none for this period"
        average = words.figure(found, self.indicator)
        return f"the report's own average, {average}, does not say of whom, so nothing is compared with it"

    def _peer(self, key: str, closeness: str) -> Peer:
        found, area = self._first(key), self.snapshot.areas.get(key)
        value, status = (found.value, found.status) if found else (None, Status.NOT_AVAILABLE)
        return Peer(key, area.code if area else key, area.name if area else key, closeness, value, status)

    def _significance(
        self,
        lower: float | None,
        upper: float | None,
        england: float | None,
        region: float | None,
        neighbours: float | None,
    ) -> Significance:
        itself = {"england": self.area.key == ENGLAND, "region": self.area.level == REGION, "neighbours": False}
        names = {"england": "England", "region": "the region", "neighbours": "the neighbours"}
        answers: dict[str, str | None] = {}
        for (key, name), benchmark in zip(names.items(), (england, region, neighbours), strict=True):
            side = float(against(lower, upper, None if itself[key] else benchmark))
            answers[key] = SIDES.get(side)
            if answers[key] is None:
                them = "them" if key == "neighbours" else "it"
                reason = self.no_interval or ("it is the area itself" if itself[key] else f"no figure for {them}")
                self.notes.append(f"Not compared with {name}: {reason}.")
        return Significance(**answers)

    def _rank(self, value: float | None) -> tuple[int | None, int | None, str | None]:
        reason = self._no_rank(value)
        if reason:
            self.notes.append(f"No rank or band: {reason}.")
            return None, None, None
        place = self._place()
        found = cohort.year(self.snapshot, self.indicator, self.label)
        assert place is not None
        assert found is not None
        _, row, _ = place
        return int(found.rank[row]), found.of, str(found.band[row])

    def _no_rank(self, value: float | None) -> str:
        if self.source == LOCAL:
            return "the board's own figures are of one authority"
        if self.indicator.polarity == NEUTRAL:
            return "neither more nor less of it is better"
        place, found = self._place(), cohort.year(self.snapshot, self.indicator, self.label)
        if place is None or found is None or value is None:
            return "there is no value" if value is None else "only local authorities are ranked"
        if found.missing:
            return (
                f"{_authorities(found.missing)} not loaded for this period; the release's file of all local "
                f"authorities ({self.indicator.published_source}) would give it"
            )
        return ""

    def _change(self, own: Observation | None) -> tuple[float | None, str | None]:
        """On the period before of the same source; not across a figure that is not comparable."""
        label = previous(self.label)
        before = self._first(self.area.key, label) if label else None
        if own is None or own.value is None:
            reason = "there is no value"
        elif before is None or label is None:
            reason = "there is no comparable figure for the period before"
        elif before.value is None:
            when = words.period_words(before.period)
            reason = f"there is no figure for {when} ({words.figure(before, self.indicator)})"
        else:
            return own.value - before.value, label
        self.notes.append(f"No change worked out: {reason}.")
        return None, label if before else None

    def _trend(self, value: float | None) -> TrendResult | None:
        """Over the points up to the period, which must have a value: a trend that ended before is no answer for it."""
        levels = cohort.PEERS if self.area.level in cohort.PEERS else cohort.ABOVE
        place = self._place(levels)
        found = cohort.trends(self.snapshot, self.indicator, self.label, levels) if place else None
        count = 0
        if place is not None and found is not None and value is not None:
            direction, count = float(found.direction[place[1]]), int(found.points[place[1]])
            if not np.isnan(direction):
                return TrendResult(DIRECTIONS[direction], count, *self._start(*place))
        reason = "there is no value" if value is None else self.no_interval or _too_few(count)
        self.notes.append(f"No trend tested: {reason}.")
        return None

    def _start(self, everyone: cohort.Cohort, row: int, column: int) -> tuple[str, float]:
        """Label and value of the first point that a trend rests on."""
        first = cohort.tested(everyone, row, column)[0]
        return everyone.periods[first].label, float(everyone.value[row, first])

    def _apart(self, value: float | None, neighbours: Neighbourhood, significance: Significance) -> str | None:
        """Outside the range of all neighbours. Not where chance could have put it there; and nothing is below those
        whose number is hidden for being small."""
        side = float(outside(value, [peer.value for peer in neighbours.members]))
        hidden = any(peer.status in HIDDEN for peer in neighbours.members)
        if significance.neighbours == SIMILAR or (side < 0 and hidden):
            return None
        return {-1.0: "below", 1.0: "above"}.get(side)

    def _beyond(self) -> float | None:
        place, found = self._place(), cohort.year(self.snapshot, self.indicator, self.label)
        if place is None or found is None:
            return None
        return float(found.beyond[place[1]]) if found.beyond[place[1]] > 0 else None


def _authorities(count: int) -> str:
    return "one local authority is" if count == 1 else f"{count} local authorities are"


def _too_few(count: int) -> str:
    there = {0: "there are none", 1: "there is one"}.get(count, f"there are {count}")
    return f"it takes {POINTS} yearly points with an interval and {there}"
