"""What a trend says under its axis: why periods are missing, where an average rests on another number of areas."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

from components.charts import labels
from components.charts.figures import beside_plot
from components.formats import short_period
from data.periods import DAY, MONTH, Period
from data.views import Point, TrendView

_NOTE_WIDTH, _NOTE_LINES = 330, 5
_MOST_CHANGES = 3


def shown(period: Period) -> str:
    """A period as the axis names it: its label, a day or a month in short words."""
    if period.kind == DAY:
        return f"{period.end.day} {period.end:%b %Y}"
    return f"{period.end:%b %Y}" if period.kind == MONTH else short_period(period)


def changes(points: tuple[Point, ...]) -> dict[int, tuple[Point, Point]]:
    """Where an average begins to rest on another number of areas: index -> (the point before, the point)."""
    known = [(i, p) for i, p in enumerate(points) if p.value is not None and p.count is not None]
    pairs = pairwise(known)
    return {i: (before, point) for (_, before), (i, point) in pairs if before.count != point.count}


def notes(view: TrendView) -> list[str]:
    """Lines under the axis: each run of missing periods with its reason, then how the average's n changes."""
    found: list[str] = []
    index = 0
    for reason, run in groupby(view.area.points, key=lambda p: p.text if p.value is None else None):
        span = list(run)
        if reason is not None:
            first, last = shown(view.periods[index]), shown(view.periods[index + len(span) - 1])
            when = first if first == last else f"{first} to {last}"
            found.append(f"× {when}: {reason}")
        index += len(span)
    if view.neighbours is not None and (changed := changes(view.neighbours.points)):
        found.append(f"◆ average of {_numbers(view, changed)}")
    lines = [line for note in found for line in labels.wrapped(note, _NOTE_WIDTH)]
    if len(lines) > _NOTE_LINES:
        lines = [*lines[: _NOTE_LINES - 1], "… and more"]
    return [labels.escape(line) for line in lines]


def _numbers(view: TrendView, changed: dict[int, tuple[Point, Point]]) -> str:
    """Of how many neighbours from when, or, where that changes often, of how few and how many."""
    counts = [point.count or 0 for pair in changed.values() for point in pair]
    if len(changed) > _MOST_CHANGES:
        return f"{min(counts)} to {max(counts)} neighbours with a figure"
    later = ", ".join(f"{point.count} from {shown(view.periods[i])}" for i, (_, point) in changed.items())
    return f"{counts[0]} neighbours, {later}"


def block(lines: list[str], left: float, below: float) -> dict[str, Any]:
    """The part of a layout that has the lines at the left edge of the picture, ``below`` px under the plot."""
    return beside_plot(lines, left=round(left) - 6, below=below)
