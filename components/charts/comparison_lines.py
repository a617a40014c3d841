"""The averages as lines across a comparison's bars, each with its words below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, permutations, product
from typing import Any

from components import theme
from components.charts import labels
from data.views import ComparisonView

UPRIGHT = {"type": "line", "xref": "paper", "yref": "paper", "y0": 0, "y1": 1}
_ROW = labels.height(1)
_GAP = 6  # px from a line to its words, and from the plot down to them
_NARROWEST = 300  # px, the least width of a chart
_WRAPPED = 104  # px, for words that have no room in one line


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its value, colour and dash, its words line by line, how many lines are above them, and their side."""

    words: tuple[str, ...]
    value: float
    colour: str
    dash: str
    row: int = 0
    anchor: str = "left"


def found(view: ComparisonView) -> list[Line]:
    """England's, the neighbours' and the region's, of those that have a figure."""
    named = (
        (view.england, "England", theme.ENGLAND, "6px,4px"),
        (view.neighbours, view.neighbours_name, theme.NEIGHBOURS, "9px,4px,2px,4px"),
        (view.region, view.region_name, theme.REGION, "2px,4px"),
    )
    return [
        Line((f"{name} {point.text}",), point.value, colour, dash)
        for point, name, colour, dash in named
        if point is not None and point.value is not None
    ]


def placed(lines: Sequence[Line], high: float, left: float, right: float) -> list[Line]:
    """The lines with places for their words: all have room and no other line's tail passes through them, if any way.

    Two lines share a row where both fit; otherwise each has one of its own. Words without room are wrapped. ``high`` is
    the axis's end, ``left`` and ``right`` are px beside the plot.
    """
    ordered = sorted(lines, key=lambda line: line.value)
    narrow = [replace(line, words=tuple(labels.wrapped(line.words[0], _WRAPPED))) for line in ordered]
    tried = []
    for arranged in chain(_arrangements(ordered), _arrangements(narrow)):
        faults = _faults(arranged, high, left, right)
        if not any(faults):
            return arranged
        tried.append((faults, arranged))
    return min(tried, key=lambda each: each[0])[1]


def _arrangements(ordered: Sequence[Line]) -> Iterator[list[Line]]:
    """From the neatest on: words to the left of their lines, a row lower from line to line."""
    count = len(ordered)
    if count == 2:
        yield _arranged(ordered, (0, 0), ("right", "left"))
    for anchors in product(("right", "left"), repeat=count):
        for order in permutations(range(count)):
            above = [sum(len(ordered[i].words) for i in range(count) if order[i] < row) for row in order]
            yield _arranged(ordered, above, anchors)


def _arranged(ordered: Sequence[Line], rows: Sequence[int], anchors: Sequence[str]) -> list[Line]:
    return [replace(line, row=row, anchor=side) for line, row, side in zip(ordered, rows, anchors, strict=True)]


def _faults(lines: Sequence[Line], high: float, left: float, right: float) -> tuple[float, int]:
    """Px by which words leave the picture, and how many tails pass through words.

    Reckoned for the narrowest chart: on a wider plot there is more room, and what is apart is further apart.
    """
    plot = _NARROWEST - left - right
    cut, crossed = 0.0, 0
    for line in lines:
        reach, at = max(map(labels.width, line.words)) + _GAP, line.value / high * plot
        room, way = (left + at, -1) if line.anchor == "right" else (right + plot - at, 1)
        cut += max(0.0, reach - room)
        beyond = (other for other in lines if other.row > line.row)
        crossed += sum(0 < way * (other.value - line.value) / high * plot < reach for other in beyond)
    return cut, crossed


def height(lines: Sequence[Line]) -> float:
    """Px below the plot for the rows of their words."""
    return _GAP + max((line.row + len(line.words) for line in lines), default=0) * _ROW + 4


def drawn(line: Line, high: float) -> list[dict[str, Any]]:
    """The line across the bars, to the axis's end ``high``, and its tail to the middle of its words.

    The words are the tail's: a trace of them would take twice as long to draw.
    """
    here = UPRIGHT | {"x0": line.value / high, "x1": line.value / high}
    down = {"ysizemode": "pixel", "yanchor": 0, "y0": 0, "y1": -_GAP - (line.row + len(line.words) / 2) * _ROW}
    words = {
        "text": "<br>".join(map(labels.escape, line.words)), "font": {"color": line.colour, "size": theme.SIZE_SMALL},
        "textposition": "end", "textangle": 0, "xanchor": line.anchor, "yanchor": "middle", "padding": _GAP,
    }  # fmt: skip
    return [
        here | {"line": {"color": line.colour, "width": 2, "dash": line.dash}},
        here | down | {"line": {"color": line.colour, "width": 2}, "label": words},
    ]
