"""A panel's indicators one under another, each on its own scale with England in the middle.

Higher and lower are not better and worse here: nothing has a colour for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from components import theme
from components.charts import labels, texts
from components.charts import profile_frame as frame
from components.charts.figures import Figure, empty, margin, meta
from data.views import Grade, Mark, Point, ProfileRow, ProfileView, words


class Room(NamedTuple):
    """Px for a row at least, and for the widest lines of names and of reasons; whether values stand beside names."""

    row: float
    left: float
    right: float
    is_wide: bool


NARROW, WIDE = Room(44, 116, 78, False), Room(36, 200, 112, True)
_ENDS = 1.08  # of the axis, so that a ring at an end is whole
_NEIGHBOURS = {"symbol": "diamond", "size": 11, "color": theme.NEIGHBOURS, "line": {"width": 1.5, "color": theme.WHITE}}
_STROKE = 9  # px that a neighbour's stroke reaches up and down
_AREA = {"symbol": "circle", "size": 15, "color": theme.AREA, "line": {"width": 2, "color": theme.WHITE}}
_RING = {"symbol": "circle-open", "size": 23, "color": theme.AREA, "line": {"width": 2, "color": theme.AREA}}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as drawn: its words left and right in lines, and the y of its middle, in px from the first row's top."""

    row: ProfileRow
    name: list[str]
    value: list[str]
    aside: list[str]
    room: Room
    y: float = 0.0

    @property
    def height(self) -> float:
        """Px that keep its words clear of the next row's."""
        return max(self.room.row, labels.height(max(len(self.words), len(self.aside))) + 12)

    @property
    def words(self) -> list[str]:
        """Name and value as plotly's small HTML; the value ends the name's last line where there is room."""
        name, value = texts.plain(self.name), texts.bold(self.value)
        if self.is_one_line:
            return [*name[:-1], f"{name[-1]}  {value[0]}"]
        return name + value

    @property
    def is_one_line(self) -> bool:
        return self.room.is_wide and len(self.value) == 1 and self.ends <= self.room.left

    @property
    def ends(self) -> float:
        """Px of the last line of the name with the value behind it."""
        return labels.width(f"{self.name[-1]}  {self.value[0]}")

    @property
    def wide(self) -> float:
        """Px of its widest line at the left."""
        joined = [self.ends] if self.is_one_line else [labels.width(text) for text in self.value]
        return max([*(labels.width(text) for text in self.name), *joined])


def profile(view: ProfileView, room: Room = NARROW) -> Figure:
    """The figure of a profile. A row without a value says why at the right, and has no dot.

    ``room`` is NARROW for any chart, or WIDE for one of 640 px or more, which is lower then.
    """
    if not any(row.own.value is not None for row in view.rows):
        return empty(view, [row.own.text for row in view.rows] or [note.rstrip(".") for note in view.notes])
    lines = _lines(view, room)
    tall = sum(line.height for line in lines)
    left = max(line.wide for line in lines) + 14
    right = max([frame.WORD, *(labels.width(text) + 12 for line in lines for text in line.aside)])
    key = frame.key(view)
    top = frame.HEAD + frame.height(key) + theme.STEP
    return {
        "data": [
            *_spans(lines),
            *_members(lines),
            *_dots(view, lines),
            *texts.words([*_asides(lines), *frame.head(_ENDS)]),
        ],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(left, right, top, theme.STEP),
            "xaxis": {"range": [-_ENDS, _ENDS], "visible": False},
            "yaxis": _names(lines, tall),
            "shapes": [
                *frame.rules([round(ln.y + ln.height / 2, 1) for ln in lines[:-1]]),
                *frame.england(),
                *frame.marks(key, left),
            ],
            **frame.above(key, left),
            "meta": meta(view, axis="England in the middle", height=math.ceil(top + theme.STEP + tall)),
        },
    }


def _lines(view: ProfileView, room: Room) -> list[_Line]:
    found, top = [], 0.0
    for row in view.rows:
        is_missing = row.own.value is None
        value = [] if is_missing else labels.wrapped(_value(row), room.left)
        aside = row.own.text if is_missing else row.marked
        asides = labels.wrapped(aside, room.right) if aside else []
        line = _Line(row, labels.wrapped(row.name, room.left), value, asides, room)
        found.append(replace(line, y=top + line.height / 2))
        top += line.height
    return found


def _value(row: ProfileRow) -> str:
    if row.own.value is None or row.own.text.endswith("%"):
        return row.own.text
    return f"{row.own.text} {words.unit_beside(row.indicator)}".strip()


def _names(lines: list[_Line], tall: float) -> dict[str, Any]:
    return {
        "range": [round(tall, 1), 0],
        "tickvals": [round(line.y, 1) for line in lines],
        "ticktext": ["<br>".join(line.words) for line in lines],
        "tickfont": {"color": theme.INK},
        "showgrid": False,
        "ticklen": 8,
    }


def _spans(lines: list[_Line]) -> list[dict[str, Any]]:
    """From the lowest authority to the highest, and thicker from quartile to quartile: a trace each."""
    return [
        _segments("lowest to highest", [(line.y, line.row.low, line.row.high) for line in lines], theme.RULE, 5),
        _segments("middle half", [(line.y, *line.row.quarter) for line in lines], theme.MEMBER, 8),
    ]


def _segments(name: str, spans: list[tuple[float, float, float]], colour: str, width: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": [x for _, low, high in spans for x in (round(low, 4), round(high, 4), None)],
        "y": [y for middle, _, _ in spans for y in (round(middle, 1), round(middle, 1), None)],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def _members(lines: list[_Line]) -> list[dict[str, Any]]:
    """A stroke for each neighbour, all in one line with gaps: a marker each would take ten times as long to draw."""
    marks = [(line, mark) for line in lines for mark in line.row.members]
    if not marks:
        return []
    reach = (-_STROKE, 0, _STROKE)
    return [
        {
            "type": "scatter",
            "name": "each neighbour",
            "mode": "lines",
            "x": [x for _, mark in marks for x in [*[round(mark.place, 4)] * len(reach), None]],
            "y": [y for line, _ in marks for y in [*(round(line.y + by, 1) for by in reach), None]],
            "text": [text for line, mark in marks for text in [*[_member(line.row, mark)] * len(reach), ""]],
            "line": {"color": theme.MUTED, "width": 1.5},
            "hovertemplate": "%{text}<extra></extra>",
        }
    ]


def _dots(view: ProfileView, lines: list[_Line]) -> list[dict[str, Any]]:
    """The neighbours' average, the rings of what is clearly unusual and the area's dots: a trace each."""
    rows = [(line.y, line.row) for line in lines]
    average = [(row.neighbours_place, y, _average(row)) for y, row in rows if row.neighbours_place is not None]
    rings = [(row.place, y, "") for y, row in rows if row.place is not None and row.grade is Grade.CLEARLY_UNUSUAL]
    own = [(row.place, y, _hover(view, row)) for y, row in rows if row.place is not None]
    styles = (_NEIGHBOURS, _RING, _AREA)
    names = ("neighbours' average", "clearly unusual", view.area_name)
    return [
        _markers(name, found, style)
        for name, found, style in zip(names, (average, rings, own), styles, strict=True)
        if found
    ]


def _markers(name: str, found: list[tuple[float, float, str]], style: dict[str, Any]) -> dict[str, Any]:
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": labels.escape(name),
        "mode": "markers",
        "x": [round(place, 4) for place, _, _ in found],
        "y": [round(y, 1) for _, y, _ in found],
        "marker": style | {"opacity": 1},
        "cliponaxis": False,
    }
    if not any(text for _, _, text in found):
        return trace | {"hoverinfo": "skip"}
    return trace | {"text": [text for _, _, text in found], "hovertemplate": "%{text}<extra></extra>"}


def _hover(view: ProfileView, row: ProfileRow) -> str:
    compared = [(name, p) for name, p in (("England", row.england), ("neighbours", row.neighbours)) if p is not None]
    lines = [f"{row.indicator.short}, {row.period.label}", f"{view.area_name}: {_value(row)}"]
    lines += ["; ".join(f"{name} {point.text}" for name, point in compared)] if compared else []
    lines += [row.marked] if row.marked else []
    return "<br>".join(labels.escape(part) for line in lines for part in labels.wrapped(line, 280))


def _member(row: ProfileRow, mark: Mark) -> str:
    return "<br>".join(map(labels.escape, labels.wrapped(f"{row.name}, {mark.name}: {mark.text}", 280)))


def _average(row: ProfileRow) -> str:
    words = _count(row.neighbours) if row.neighbours is not None else ""
    return labels.escape(f"{row.name}, neighbours' average{words}")


def _count(point: Point) -> str:
    of = f" ({point.count} of {point.total})" if point.count is not None and point.total is not None else ""
    return f": {point.text}{of}"


def _asides(lines: list[_Line]) -> list[texts.Text]:
    """At the right: why rows are unusual, or why there is no dot."""
    return [
        texts.Text(
            _ENDS, round(line.y, 1), texts.plain([texts.spaces(3) + part for part in line.aside]),
            colour=theme.MUTED if line.row.place is None else theme.INK,
        )
        for line in lines
        if line.aside
    ]  # fmt: skip
