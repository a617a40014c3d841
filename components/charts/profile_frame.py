"""What surrounds the rows of a profile: the key, the words of its axis, England's line, hairlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from components import theme
from components.charts import labels
from components.charts.figures import beside_plot
from components.charts.texts import Text
from data.views import Grade, ProfileView

HEAD = 62  # px above the first row, for the words of the axis
WORD = 38.0  # px beyond the ends of the plot that the words over them take
_WIDEST_NOTE = 260
_MARKS = 26  # px for the key's marks, left of its words
_LINE = labels.height(1)

Shape = dict[str, Any]


class Key(NamedTuple):
    """A line of the key: its words, and the mark that it explains."""

    words: list[str]
    draw: Callable[[float, float], list[Shape]]


def key(view: ProfileView) -> list[Key]:
    """What the marks mean, a mark a line."""
    found = [
        (view.area_name, _disc, True),
        (
            "clearly unusual",
            _ring,
            any(row.grade is Grade.CLEARLY_UNUSUAL and row.place is not None for row in view.rows),
        ),
        ("neighbours' average", _diamond, any(row.neighbours_place is not None for row in view.rows)),
        ("each neighbour", _stroke, any(row.members for row in view.rows)),
        ("middle half of all authorities", _bar, True),
    ]
    return [Key(labels.wrapped(words, _WIDEST_NOTE), draw) for words, draw, is_needed in found if is_needed]


def height(lines: list[Key]) -> float:
    """Px that the key takes."""
    return labels.height(sum(len(line.words) for line in lines))


def above(lines: list[Key], left: float) -> dict[str, Any]:
    """The part of a layout that has the key's words over the plot, at the left edge of the picture."""
    words = [labels.escape(part) for line in lines for part in line.words]
    return beside_plot(words, y=1, left=left - _MARKS - 4, below=-HEAD - height(lines))


def marks(lines: list[Key], left: float) -> list[Shape]:
    """The key's marks as the rows have them, each before the first of its words."""
    found: list[Shape] = []
    y = HEAD + height(lines) - _LINE / 2
    for line in lines:
        found += line.draw(round(_MARKS / 2 + 2 - left, 1), round(y, 1))
        y -= len(line.words) * _LINE
    return found


def head(end: float) -> list[Text]:
    """The axis in words: England over its line, the extremes over both ends of it."""
    return [
        Text(0, 0, ["England"], "top center", theme.ENGLAND, lift=2),
        Text(-end, 0, ["← lower than", "England"], "top center"),
        Text(end, 0, ["higher than", "England →"], "top center"),
    ]


def england() -> list[Shape]:
    """The centre line, with a stem up to its name."""
    place = {"type": "line", "xref": "paper", "x0": 0.5, "x1": 0.5, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    stem = place | {"ysizemode": "pixel", "yanchor": 1, "y0": 0, "y1": 38}
    return [
        place | {"line": {"color": theme.ENGLAND, "width": 2, "dash": "6px,4px"}},
        stem | {"line": {"color": theme.ENGLAND, "width": 2}},
    ]


def rules(edges: list[float]) -> list[Shape]:
    """A hairline at the foot of each row, all in one."""
    if not edges:
        return []
    path = " ".join(f"M0,{y}H1" for y in edges)
    place = {"type": "path", "path": path, "xref": "paper", "yref": "y", "layer": "below"}
    return [place | {"line": {"color": theme.RULE, "width": 1}}]


# The marks, in px from the upper left corner of the plot --------------------------------------------

_PLACE = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "yref": "paper", "ysizemode": "pixel", "yanchor": 1}


def _circle(x: float, y: float, radius: float, **style: Any) -> Shape:
    return _box("circle", (x - radius, x + radius), (y - radius, y + radius), **style)


def _box(kind: str, across: tuple[float, float], up: tuple[float, float], **style: Any) -> Shape:
    ends = {"x0": across[0], "x1": across[1], "y0": up[0], "y1": up[1]}
    return {"type": kind, "line": {"width": 0}} | _PLACE | ends | style


def _disc(x: float, y: float) -> list[Shape]:
    return [_circle(x, y, 6.5, fillcolor=theme.AREA)]


def _ring(x: float, y: float) -> list[Shape]:
    return [_circle(x, y, 8, line={"color": theme.AREA, "width": 2}), _circle(x, y, 4.5, fillcolor=theme.AREA)]


def _diamond(x: float, y: float) -> list[Shape]:
    path = f"M{x - 7},{y}L{x},{y + 7}L{x + 7},{y}L{x},{y - 7}Z"
    return [{"type": "path", "path": path, "fillcolor": theme.NEIGHBOURS, "line": {"width": 0}} | _PLACE]


def _stroke(x: float, y: float) -> list[Shape]:
    return [_box("line", (x, x), (y - 8, y + 8), line={"color": theme.MUTED, "width": 1.5})]


def _bar(x: float, y: float) -> list[Shape]:
    """Of the span from the lowest to the highest, thicker from quartile to quartile."""
    return [
        _box("rect", (x - 11, x + 11), (y - 2.5, y + 2.5), fillcolor=theme.RULE),
        _box("rect", (x - 7, x + 7), (y - 4, y + 4), fillcolor=theme.MEMBER),
    ]
