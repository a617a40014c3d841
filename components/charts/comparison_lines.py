"""The averages as lines across a comparison's bars, each with its words below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from components import theme
from components.charts import labels
from data.views import ComparisonView

UPRIGHT = {"type": "line", "xref": "paper", "yref": "paper", "y0": 0, "y1": 1}
_ROW = labels.height(1)
_GAP = 6  # px from a line to its words, and from the plot down to them
_NARROW = 150  # px of plot left on a phone, for which the words are placed


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words, value, colour and dash, and the row of its label below the bars."""

    text: str
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
        Line(f"{name} {point.text}", point.value, colour, dash)
        for point, name, colour, dash in named
        if point is not None and point.value is not None
    ]


def placed(lines: list[Line], high: float, left: float, right: float) -> list[Line]:
    """Two lines share a row, the lower one's words to its left and the higher one's to its right, if both fit.

    Otherwise each has a row of its own, so words never overlap. ``high`` is the axis's end, ``left`` and ``right`` are
    px beside the plot.
    """
    ordered = sorted(lines, key=lambda line: line.value)
    if len(ordered) == 2:
        low, top = ordered
        room_left = left + low.value / high * _NARROW - 8
        room_right = right + (1 - top.value / high) * _NARROW - 8
        if labels.width(low.text) <= room_left and labels.width(top.text) <= room_right:
            return [replace(low, row=0, anchor="right"), replace(top, row=0, anchor="left")]
    # Words left of their line pass only under lower lines, which end higher up; words to the right likewise.
    if all(labels.width(line.text) <= left + line.value / high * _NARROW - 8 for line in ordered):
        return [replace(line, row=row, anchor="right") for row, line in enumerate(ordered)]
    return [replace(line, row=row, anchor=_side(line, high, left, right)) for row, line in enumerate(reversed(ordered))]


def _side(line: Line, high: float, left: float, right: float) -> str:
    after = right + (1 - line.value / high) * _NARROW
    return "left" if labels.width(line.text) + 8 <= after or after >= left + line.value / high * _NARROW else "right"


def height(lines: Sequence[Line]) -> float:
    """Px below the plot for the rows of their words."""
    rows = max((line.row for line in lines), default=-1) + 1
    return _GAP + rows * _ROW + 4


def drawn(line: Line, high: float) -> list[dict[str, Any]]:
    """The line across the bars, to the axis's end ``high``, and its tail to the middle of its words.

    The words are the tail's: a trace of them would take twice as long to draw.
    """
    here = UPRIGHT | {"x0": line.value / high, "x1": line.value / high}
    down = {"ysizemode": "pixel", "yanchor": 0, "y0": 0, "y1": -_GAP - (line.row + 0.5) * _ROW}
    words = {
        "text": labels.escape(line.text), "font": {"color": line.colour, "size": theme.SIZE_SMALL},
        "textposition": "end", "textangle": 0, "xanchor": line.anchor, "yanchor": "middle", "padding": _GAP,
    }  # fmt: skip
    return [
        here | {"line": {"color": line.colour, "width": 2, "dash": line.dash}},
        here | down | {"line": {"color": line.colour, "width": 2}, "label": words},
    ]
