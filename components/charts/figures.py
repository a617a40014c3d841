"""What every chart is: a typed dict of data and layout, with what its picture needs in ``layout.meta``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Protocol, TypedDict

from components import theme
from components.charts.labels import escape, wrapped
from data.views import Point

_LEAST_PLOT = 180  # px
_ON_A_HALF = 1e-6
_BASELINE = 15  # px from the top of a line to what its letters stand on, the one anchor that holds for several lines


class Meta(TypedDict, total=False):
    """What a picture needs to stand alone. ``height`` is the least height in px of a chart with many rows."""

    title: str
    subtitle: str
    source: str
    summary: str
    filename: str
    axis: str
    height: int


class Figure(TypedDict):
    """A plotly figure as plain values."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]


class Described(Protocol):
    """A view with the words of its picture."""

    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def filename(self) -> str: ...


def meta(view: Described, axis: str = "", height: int = 0) -> Meta:
    """The view's words for ``layout.meta``; ``axis`` says where the value axis starts."""
    described: Meta = {
        "title": view.title,
        "subtitle": view.subtitle,
        "source": view.source,
        "summary": view.summary,
        "filename": view.filename,
    }
    if axis:
        described["axis"] = axis
    if height:
        described["height"] = height
    return described


def margin(left: float, right: float, top: float, bottom: float) -> dict[str, Any]:
    """Fixed margins in px: no automatic growth, so that labels placed for them stay in place."""
    return {"l": round(left), "r": round(right), "t": round(top), "b": round(bottom), "pad": 0, "autoexpand": False}


def grown(top: float, bottom: float) -> int:
    """The least height in px of a chart whose words above and below leave too little of the usual one; 0 otherwise."""
    needed = math.ceil(top + bottom + _LEAST_PLOT)
    return needed if needed > theme.MIN_HEIGHT else 0


def text_at(text: str, *, x: float, y: float, color: str = theme.MUTED, **more: Any) -> dict[str, Any]:
    """An annotation without an arrow; positions are fractions of the plot unless ``more`` says otherwise."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"color": color},
    } | more


def beside_plot(lines: list[str], *, left: float, below: float, y: float = 0) -> dict[str, Any]:
    """Lines, as plotly's small HTML, from ``left`` px before the plot on, and ``below`` px under its height ``y``.

    Plotly's title, of which a chart has one: placed in px like an annotation, and not drawn twice over as those are.
    """
    if not lines:
        return {}
    return {
        "title": {
            "text": "<br>".join(lines),
            "font": {"size": theme.SIZE_SMALL, "color": theme.MUTED, "weight": 400},
            "xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": y, "yanchor": "bottom",
            "pad": {"l": -round(left), "b": -round(below + _BASELINE)},
        }
    }  # fmt: skip


def empty(view: Described, reasons: Iterable[str]) -> Figure:
    """A chart with no value at all: says so, and why, in the place of the picture."""
    words = "; ".join(dict.fromkeys(reasons)) or "no figures for these periods"
    lines = ["<b>There is nothing to draw</b>", *wrapped(escape(words[:1].upper() + words[1:] + "."), 260)]
    note = text_at(
        "<br>".join(lines), x=0.5, y=0.5, xanchor="center", yanchor="middle", align="center", bgcolor=theme.TINT,
        borderpad=24, font={"color": theme.MUTED, "size": theme.SIZE_TEXT - 2},
    )  # fmt: skip
    return {
        "data": [],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(8, 8, 8, 8),
            "xaxis": {"visible": False},
            "yaxis": {"visible": False},
            "annotations": [note],
            "meta": meta(view),
        },
    }


def drawn(value: float, decimals: int) -> float:
    """A value as fine as a picture can show, two digits more than are written, so that it rounds to what is written.

    17.8496 is written 17.8; as 17.85 it would read 17.9, so where so few digits end on a half it stays whole.
    """
    short = round(value, decimals + 2)
    return value if abs(abs(short) * 10**decimals % 1 - 0.5) < _ON_A_HALF else short


def whiskers(points: Iterable[Point], digits: int, colour: str, width: float = 1.5) -> dict[str, Any] | None:
    """Error bars of the points' 95% intervals; None where none has one."""
    above, below = [], []
    for point in points:
        has = point.interval is not None and point.value is not None
        above.append(round(point.interval.upper - point.value, digits) if has else 0)  # type: ignore[union-attr,operator]
        below.append(round(point.value - point.interval.lower, digits) if has else 0)  # type: ignore[union-attr,operator]
    if not any(above) and not any(below):
        return None
    return {
        "type": "data", "symmetric": False, "array": above, "arrayminus": below,
        "color": colour, "thickness": width, "width": 4,
    }  # fmt: skip
