"""Flags: words above a plot, each on a stem over the place that it speaks of, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from components import theme
from components.charts import labels
from components.charts.figures import text_at

NARROWEST = 300  # px, the narrowest chart that flags are placed for; a wider one only sets them further apart
_GAP = 6  # px between stem and words
_LINE = 142  # px, the widest line: half of the narrowest chart, so that one side of a stem has room for it
_ROW_GAP = 3


@dataclass(frozen=True, slots=True)
class Flag:
    """Words for a ``place`` of the plot, 0 at its left and 1 at its right end.

    ``row`` counts from the plot upwards, ``anchor`` is the side of the words on which the stem is.
    """

    text: str
    place: float
    colour: str
    dash: str = "solid"
    is_bold: bool = False
    weight: float = 2
    row: int = 0
    anchor: str = "left"

    @property
    def lines(self) -> list[str]:
        return labels.wrapped(self.text, _LINE)


def placed(flags: Sequence[Flag], left: float, right: float) -> list[Flag]:
    """The flags in as few rows as keep words apart from words and from stems, for plots with these margins."""
    choices = list(product(range(len(flags)), ("left", "right")))
    tried = (
        [replace(flag, row=row, anchor=anchor) for flag, (row, anchor) in zip(flags, chosen, strict=True)]
        for chosen in product(choices, repeat=len(flags))
    )
    return min(tried, key=lambda found: _cost(found, left, right), default=[])


def extent(flag: Flag, plot: float) -> tuple[float, float]:
    """Where the words begin and end, in px from the left of a plot so wide."""
    wide, stem = max(map(labels.width, flag.lines)), flag.place * plot
    return (stem + _GAP, stem + _GAP + wide) if flag.anchor == "left" else (stem - _GAP - wide, stem - _GAP)


def height(flags: Sequence[Flag]) -> float:
    """Px that the rows take above the plot."""
    return _foot(flags, max((flag.row for flag in flags), default=-1) + 1)


def words(flags: Sequence[Flag]) -> list[dict[str, Any]]:
    """The words, each in its row."""
    return [_label(flag, _foot(flags, flag.row)) for flag in flags]


def stem(flag: Flag, flags: Sequence[Flag]) -> dict[str, Any]:
    """The line from the plot up to the words."""
    top = _foot(flags, flag.row) + labels.height(len(flag.lines)) - 4
    return {
        "type": "line", "xref": "paper", "x0": flag.place, "x1": flag.place, "layer": "below",
        "yref": "paper", "ysizemode": "pixel", "yanchor": 1, "y0": 0, "y1": round(top, 1),
        "line": {"color": flag.colour, "width": flag.weight},
    }  # fmt: skip


def across(flag: Flag, down_to: float = 0.0) -> dict[str, Any]:
    """The flag's line through the plot, from the top to ``down_to``, 0 being the bottom."""
    return {
        "type": "line", "xref": "paper", "x0": flag.place, "x1": flag.place, "layer": "below",
        "yref": "paper", "y0": down_to, "y1": 1,
        "line": {"color": flag.colour, "width": flag.weight, "dash": flag.dash},
    }  # fmt: skip


def _label(flag: Flag, foot: float) -> dict[str, Any]:
    text = "<br>".join(map(labels.escape, flag.lines))
    return text_at(
        f"<b>{text}</b>" if flag.is_bold else text, x=flag.place, y=1, color=flag.colour, xanchor=flag.anchor,
        yanchor="bottom", xshift=_GAP if flag.anchor == "left" else -_GAP, yshift=round(foot, 1), borderpad=0,
        align=flag.anchor, bgcolor=theme.WHITE,
    )  # fmt: skip


def _foot(flags: Sequence[Flag], row: int) -> float:
    """Px from the plot to a row's lower edge."""
    most = [max((len(f.lines) for f in flags if f.row == below), default=0) for below in range(row)]
    return _ROW_GAP + sum(labels.height(lines) + _ROW_GAP for lines in most)


def _cost(flags: list[Flag], left: float, right: float) -> tuple[float, ...]:
    """What is wrong with a placing, the worst first: words over words, words cut off, words over stems, rows."""
    plot = NARROWEST - left - right
    extents = [extent(flag, plot) for flag in flags]
    clashes, crossings = 0, 0
    for (a, span_a), (b, span_b) in combinations(zip(flags, extents, strict=True), 2):
        if a.row == b.row:
            clashes += span_a[0] < span_b[1] + _GAP and span_b[0] < span_a[1] + _GAP
        else:
            high, span = (a, span_b) if a.row > b.row else (b, span_a)
            crossings += span[0] - 2 < high.place * plot < span[1] + 2
    cut = sum(max(0.0, -left - start) + max(0.0, end - plot - right) for start, end in extents)
    rows = max((flag.row for flag in flags), default=0)
    return clashes, cut, crossings, rows, sum(f.row for f in flags), sum(f.anchor == "right" for f in flags)
