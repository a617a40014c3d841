"""Flags: words above a plot, each on a stem over the place that it speaks of, none over another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any, NamedTuple

from components.charts import labels
from components.charts.texts import Text, bold

NARROWEST = 300  # px, the narrowest chart that flags are placed for; a wider one only sets them further apart
_GAP = 6  # px between stem and words, and between plot and words
_EDGE = 1e-4  # of the plot: what rounds to beyond its end would not be drawn
# px, the widest line: half of the narrowest chart, so that one side of a stem has room for it; less where that helps.
_LINES = (142, 100, 72)
_FAULTS = 3  # of the parts of a placing's cost: the others are matters of taste
_POSITIONS = tuple(product(range(4), ("left", "right")))  # rows and sides, for up to four flags


@dataclass(frozen=True, slots=True)
class Flag:
    """Words for a ``place`` of the plot, 0 at its left and 1 at its right end.

    ``row`` counts from the plot upwards, ``anchor`` is the side of the words on which the stem is, ``line`` the width
    of their widest line in px.
    """

    text: str
    place: float
    colour: str
    dash: str = "solid"
    is_bold: bool = False
    weight: float = 2
    row: int = 0
    anchor: str = "left"
    line: float = _LINES[0]

    @property
    def lines(self) -> list[str]:
        return labels.wrapped(self.text, self.line)


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
    tried = []
    for line in _LINES:
        narrow = [replace(flag, line=line) for flag in flags]
        best = _best(narrow, left, plot, right)
        cost = _cost(best, -left, plot + right)
        tried.append((cost, narrow, best))
        if not any(cost[:_FAULTS]):
            break
    _, narrow, best = min(tried, key=lambda each: each[0])
    return [replace(flag, row=choice.row, anchor=choice.anchor) for flag, choice in zip(narrow, best, strict=True)]


def _best(flags: Sequence[Flag], left: float, plot: float, right: float) -> tuple[_Choice, ...]:
    """The least bad placing, found flag by flag: one more never makes what is placed already any better."""
    choices = [
        [_Choice(*at, flag.place * plot, *extent(flag, at[1], plot)) for at in _POSITIONS[: 2 * len(flags)]]
        for flag in flags
    ]
    best: list[tuple[tuple[float, ...], tuple[_Choice, ...]]] = []

    def extend(found: tuple[_Choice, ...]) -> None:
        cost = _cost(found, -left, plot + right)
        if best and cost >= best[-1][0]:
            return
        if len(found) == len(choices):
            best.append((cost, found))
            return
        for choice in choices[len(found)]:
            extend((*found, choice))

    extend(())
    return best[-1][1]


def extent(flag: Flag, anchor: str, plot: float) -> tuple[float, float]:
    """Where the words begin and end on that side of the stem, in px from the left of a plot so wide."""
    wide, stem = max(map(labels.width, flag.lines)), flag.place * plot
    return (stem + _GAP, stem + _GAP + wide) if anchor == "left" else (stem - _GAP - wide, stem - _GAP)


def height(flags: Sequence[Flag]) -> float:
    """Px that the rows take above the plot."""
    return _foot(flags, max((flag.row for flag in flags), default=-1) + 1)


def words(flags: Sequence[Flag], at: Callable[[float], float], top: float) -> list[Text]:
    """The words, each in its row; ``at`` tells what is at a place of the plot, ``top`` where the other axis ends."""
    return [
        Text(
            at(min(max(flag.place, _EDGE), 1 - _EDGE)), top, bold(flag.lines, when=flag.is_bold),
            side="top right" if flag.anchor == "left" else "top left",
            colour=flag.colour, gap=_GAP, lift=_lines_below(flags, flag.row),
        )
        for flag in flags
    ]  # fmt: skip


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


def _lines_below(flags: Sequence[Flag], row: int) -> int:
    return sum(max((len(f.lines) for f in flags if f.row == below), default=0) for below in range(row))


def _foot(flags: Sequence[Flag], row: int) -> float:
    """Px from the plot to a row's lower edge."""
    return _GAP + labels.height(_lines_below(flags, row))


def _cost(found: tuple[_Choice, ...], first: float, last: float) -> tuple[float, ...]:
    """What is wrong with a placing, the worst first: words over words, words cut off, words over stems, rows."""
    clashes, crossings = 0, 0
    for pair in combinations(found, 2):
        if pair[0].row == pair[1].row:
            # By their stems, for these part on a wider chart: words between them may stand apart on a narrow one alone.
            before, after = sorted(pair, key=lambda choice: (choice.stem, choice.anchor == "left"))
            clashes += before.end + _GAP > after.start
        else:
            high, low = sorted(pair, key=lambda choice: -choice.row)
            crossings += _crosses(high.stem, low)
    cut = sum(max(0.0, first - choice.start) + max(0.0, choice.end - last) for choice in found)
    rows = [choice.row for choice in found]
    return clashes, cut, crossings, max(rows, default=0), sum(rows), sum(choice.anchor == "right" for choice in found)


def _crosses(stem: float, words: _Choice) -> bool:
    """Whether a stem passes through words, on the narrowest chart or on any wider one."""
    if words.anchor == "left":
        return words.stem < stem < words.end + 2
    return words.start - 2 < stem < words.stem
