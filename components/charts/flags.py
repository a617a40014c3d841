"""Flags: words above a plot, each on a stem over the place that it speaks of, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any, NamedTuple

from components import theme
from components.charts import labels
from components.charts.figures import text_at

NARROWEST = 300  # px, the narrowest chart that flags are placed for; a wider one only sets them further apart
_GAP = 6  # px between stem and words
_LINE = 142  # px, the widest line: half of the narrowest chart, so that one side of a stem has room for it
_ROW_GAP = 3
_POSITIONS = tuple(product(range(4), ("left", "right")))  # rows and sides, for up to four flags


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


class _Choice(NamedTuple):
    """One way to place a flag: row, side, and where stem and words are, in px."""

    row: int
    anchor: str
    stem: float
    start: float
    end: float


def placed(flags: Sequence[Flag], left: float, right: float) -> list[Flag]:
    """The flags in as few rows as keep words apart from words and from stems, for plots with these margins."""
    plot = NARROWEST - left - right
    choices = [
        [
            _Choice(row, anchor, flag.place * plot, *extent(flag, anchor, plot))
            for row, anchor in _POSITIONS[: 2 * len(flags)]
        ]
        for flag in flags
    ]
    best = min(product(*choices), key=lambda found: _cost(found, -left, plot + right))
    return [replace(flag, row=choice.row, anchor=choice.anchor) for flag, choice in zip(flags, best, strict=True)]


def extent(flag: Flag, anchor: str, plot: float) -> tuple[float, float]:
    """Where the words begin and end on that side of the stem, in px from the left of a plot so wide."""
    wide, stem = max(map(labels.width, flag.lines)), flag.place * plot
    return (stem + _GAP, stem + _GAP + wide) if anchor == "left" else (stem - _GAP - wide, stem - _GAP)


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


def _cost(found: tuple[_Choice, ...], first: float, last: float) -> tuple[float, ...]:
    """What is wrong with a placing, the worst first: words over words, words cut off, words over stems, rows."""
    clashes, crossings = 0, 0
    for a, b in combinations(found, 2):
        if a.row == b.row:
            clashes += a.start < b.end + _GAP and b.start < a.end + _GAP
        else:
            high, low = (a, b) if a.row > b.row else (b, a)
            crossings += low.start - 2 < high.stem < low.end + 2
    cut = sum(max(0.0, first - choice.start) + max(0.0, choice.end - last) for choice in found)
    rows = [choice.row for choice in found]
    return clashes, cut, crossings, max(rows, default=0), sum(rows), sum(choice.anchor == "right" for choice in found)
