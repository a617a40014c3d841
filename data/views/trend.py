"""One indicator over time, for an area and those it is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from data.areas import ENGLAND
from data.dataset import Figures, Snapshot
from data.observations import PUBLISHED
from data.periods import Period, follows, parse
from data.register import Indicator
from data.selection import INTERVALS, Selection
from data.views import citing, doubts, points, printed, verdict, words
from data.views.assessment import SIMILAR, Assessment, assess
from data.views.assessment.zero import doubt, expected
from data.views.types import Point, Series, TrendView

SHOWN = INTERVALS[1]


def trend(snapshot: Snapshot, indicator: Indicator, selection: Selection, named: str | None = None) -> TrendView:
    """The published series of an indicator in the selected periods; ``named`` is one more area's key."""
    figures = snapshot.figures(indicator.id, PUBLISHED)
    periods = points.all_periods(figures, selection)
    area = snapshot.areas[selection.area]
    own = points.own(snapshot, indicator, selection, periods)
    if selection.intervals == SHOWN:
        own = points.with_intervals(snapshot, indicator, own)
    england, region, neighbours, members = points.comparators(snapshot, indicator, selection, periods)
    other = points.named(snapshot, indicator, named, selection, periods)
    if other is not None:
        members = (*(m for m in members if m.key != named), other)
    # England's line can be newer than the area's, from a release of its own.
    shown, drawn = {p.label for p in periods}, (area.key, *([ENGLAND] if england else []))
    titles = tuple(o[0].release for key in drawn for label, o in figures.get(key, {}).items() if label in shown)
    span, last = words.span(periods), _last(snapshot, indicator, selection, own)
    return TrendView(
        indicator=indicator,
        area_name=area.name,
        periods=periods,
        area=own,
        england=england,
        region=region,
        neighbours=neighbours,
        members=members,
        title=_title(indicator, own, england, last),
        subtitle=_subtitle(indicator, area.name, periods, span)
        + (_compared(england, region, neighbours, selection) if periods else ""),
        summary=_summary(indicator, own, england, neighbours, selection) + _tested(last),
        source=citing.remarked(
            citing.sources_words(titles, indicator, snapshot.publishers)
            if titles
            else f"Source: {indicator.published_source}",
            _zeros(figures, area.key, periods),
            *doubts.notes(snapshot, indicator, (own,)),
        ),
        notes=(
            *_notes(indicator, own, neighbours, selection, area.name),
            *_of_other_kinds(indicator, figures, selection),
            *_newer(snapshot, indicator, selection, own),
            *points.withheld(snapshot, (own, england, region, *members), indicator),
            *printed.notes(figures, indicator, (own, england, region, *members)),
            *doubts.notes(snapshot, indicator, (england, region, *members)),
        ),
        filename="_".join(words.slug(part) for part in (indicator.id, area.name, span) if part),
    )


def _newer(snapshot: Snapshot, indicator: Indicator, selection: Selection, own: Series) -> tuple[str, ...]:
    """That England has a figure of a later period than the area's last."""
    found = _valued(own) if indicator.is_comparable else []
    newer = points.newer(snapshot, indicator, selection, found[-1].period) if found else ""
    return (f"England has a newer figure: {newer}.",) if newer else ()


def _last(snapshot: Snapshot, indicator: Indicator, selection: Selection, own: Series) -> Assessment | None:
    """The latest figure shown, assessed; None where none is."""
    found = _valued(own)
    return assess(snapshot, indicator, selection, found[-1].period.label) if found else None


def _tested(last: Assessment | None) -> str:
    """The trend test of the latest figure as a sentence; "" where it cannot be made."""
    said = verdict.no_trend(last) if last else ""
    return f" {verdict.sentence(said)}." if said else ""


def _subtitle(indicator: Indicator, area: str, periods: tuple[Period, ...], span: str) -> str:
    if not periods:
        return f"{area}: no figures in the chosen periods"
    return f"{words.measure_words(indicator, periods[-1])}; {area}, {span}"


def _compared(england: Series | None, region: Series | None, neighbours: Series | None, selection: Selection) -> str:
    """Whom the lines are, so that a picture of them stands alone."""
    names = [s.name for s in (england, region) if s is not None and _valued(s)]
    if neighbours is not None:
        total = neighbours.points[-1].total if neighbours.points else 0
        names.append(
            f"the {selection.statistic} of {total} statistical neighbours ({selection.model} model; grey lines: each)"
        )
    return f"; with {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}" if names else ""


def _valued(series: Series | None) -> list[Point]:
    return [p for p in series.points if p.value is not None] if series else []


def _title(indicator: Indicator, own: Series, england: Series | None, tested: Assessment | None) -> str:
    """The message as a sentence; no more than what the shown figures and the test say."""
    found = _valued(own)
    if not found:
        return f"{indicator.short}: no figure to show"
    last = found[-1]
    if tested and verdict.doubt(tested):
        return f"{indicator.short}: {last.text} {words.in_words(last.period)}{verdict.doubt(tested)}"
    parts = [_course(found, tested)] if len(found) > 1 else []
    nation = _at(england, last.period)
    if nation is not None:
        is_similar = tested is not None and tested.significance.england == SIMILAR
        parts.append(("similar to" if is_similar else _position(last, nation)) + " England")
    is_old = last is not own.points[-1]
    when = f" {last.text} {words.in_words(last.period)}" + (", " if parts else "") if is_old or not parts else " "
    return f"{indicator.short}:{when}{' and '.join(parts)}".rstrip()


def _course(found: list[Point], tested: Assessment | None) -> str:
    """What the trend test says; where it cannot be made or rests on years that are not shown, how the ends differ."""
    start, last = found[0], found[-1]
    if tested and tested.trend and parse(tested.trend.since).end >= start.period.end:
        return verdict.course(tested)
    way = {"up": "higher than", "down": "lower than"}.get(_direction(start, last), "the same as")
    return f"{way} {words.in_words(start.period)}"


def _direction(start: Point, last: Point) -> str:
    if start.text == last.text or start.value is None or last.value is None:
        return "no different"
    return "up" if last.value > start.value else "down"


def _position(own: Point, other: Point) -> str:
    if own.text == other.text or own.value is None or other.value is None:
        return "level with"
    return "above" if own.value > other.value else "below"


def _at(series: Series | None, period: Period) -> Point | None:
    return next((p for p in _valued(series) if p.period == period), None)


def _summary(
    indicator: Indicator, own: Series, england: Series | None, neighbours: Series | None, selection: Selection
) -> str:
    found = _valued(own)
    if not found:
        reasons = "; ".join(dict.fromkeys(p.text for p in own.points)) or "no figures in the chosen periods"
        return f"{indicator.name}: {own.name} has no figure ({reasons})."
    last, start = found[-1], found[0]
    text = f"{own.name} {last.text} {words.in_words(last.period)}"
    if last is not start:
        way = _direction(start, last)
        before = f"{start.text} {words.in_words(start.period)}"
        text += f", no different from {before}" if way == "no different" else f", {way} from {before}"
    nation, mean = _at(england, last.period), _at(neighbours, last.period)
    if nation:
        text += f"; England {nation.text}"
    if mean:
        text += f"; neighbours {mean.text} ({points.average_words(mean, selection)})"
    return text + "."


def _notes(
    indicator: Indicator, own: Series, neighbours: Series | None, selection: Selection, area: str
) -> tuple[str, ...]:
    notes = []
    missing = [p for p in own.points if p.value is None]
    for text in dict.fromkeys(p.text for p in missing):
        years = ", ".join(words.period_words(p.period) for p in missing if p.text == text)
        notes.append(f"{area}, {years}: {text}.")
    fewer = [p for p in neighbours.points if p.count != p.total] if neighbours else []
    if not indicator.is_comparable:
        notes.append("A bare count is not compared with places of another size.")
    elif neighbours is None:
        notes.append(f"The {selection.model} model has no list of neighbours for {area}.")
    if fewer:
        runs = ", ".join(f"{run_of[0] or 'none'} of {run_of[1]} in {words.span(run)}" for run, run_of in _runs(fewer))
        notes.append(f"The {selection.statistic} is of the neighbours with a figure: {runs}.")
    gaps = [words.period_words(after) for before, after in pairwise(_periods(own)) if not follows(after, before)]
    if gaps:
        notes.append(f"The series has a gap before {', '.join(gaps)}.")
    return tuple(notes)


def _of_other_kinds(indicator: Indicator, figures: Figures, selection: Selection) -> Iterator[str]:
    """The area's figures for other kinds of period than the line shows, which are not compared with it."""
    for period in points.other_periods(figures, selection):
        found = points.first(figures, selection.area, period.label)
        if found is not None:
            when = words.when_words(period, indicator)
            yield f"Another kind of period, not on the line and not compared: {words.figure(found, indicator)}, {when}."


def _zeros(figures: Figures, area: str, periods: tuple[Period, ...]) -> str:
    """What is to be known of the area's doubtful zeros, if it has any."""
    found = {
        words.period_words(p): expected(points.first(figures, area, p.label), points.first(figures, ENGLAND, p.label))
        for p in periods
    }
    return doubt(found)


def _periods(series: Series) -> tuple[Period, ...]:
    return tuple(p.period for p in series.points)


def _runs(points: list[Point]) -> list[tuple[tuple[Period, ...], tuple[int | None, int | None]]]:
    """Neighbouring periods whose average rests on the same number of areas."""
    runs: list[tuple[list[Period], tuple[int | None, int | None]]] = []
    for point in points:
        of = (point.count, point.total)
        if runs and runs[-1][1] == of and follows(point.period, runs[-1][0][-1]):
            runs[-1][0].append(point.period)
        else:
            runs.append(([point.period], of))
    return [(tuple(periods), of) for periods, of in runs]
