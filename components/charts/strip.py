"""Every authority as a dot on one axis, with the quarters they fall into and the averages as lines across."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from components import theme
from components.charts import axes, flags, labels, swarm, texts, trend_notes
from components.charts.figures import Figure, drawn, empty, grown, margin, meta
from data.views import AREA, MEMBER, NAMED, OTHER, Dot, StripView

_SIDE = 20  # px left and right of the plot
_AXIS = 30  # px for the tick labels
_WIDEST_NOTE = 290
_LANE = 8.5  # px from dot to dot
_FOOT = 44  # px of the plot for the quarters' names
_MARKERS: dict[str, dict[str, Any]] = {
    OTHER: {"size": 7, "color": theme.MEMBER, "line": {"width": 0}},
    MEMBER: {"size": 9, "color": theme.WHITE, "line": {"width": 2, "color": theme.MUTED}},
    NAMED: {"size": 12, "symbol": "square", "color": theme.WHITE, "line": {"width": 2.5, "color": theme.INK}},
    AREA: {"size": 17, "color": theme.AREA, "line": {"width": 2, "color": theme.WHITE}},
}
STEMS = {NAMED: theme.INK, AREA: theme.AREA}  # what is named, and in which colour
_WHO = {OTHER: "", MEMBER: " (a neighbour)", NAMED: "", AREA: ""}
_QUARTERS = ("lowest quarter", "middle half", "highest quarter")
_QUARTER_WIDTH = 56


def strip(view: StripView) -> Figure:
    """The figure of a strip. Only the place along the axis means something; dots stand above one another for room."""
    if not view.dots:
        return empty(view, [note.rstrip(".") for note in view.notes])
    low, high, step = axes.fitted([dot.value for dot in view.dots] + _averages(view))
    ends = (low - 0.02 * (high - low) if low else low, high)
    named = flags.placed(_flags(view, ends), _SIDE, _SIDE)
    notes = _notes(view, axes.origin(low, high))
    top, bottom = flags.height(named) + 4, _AXIS + labels.height(len(notes)) + theme.STEP
    lanes = _lanes(view, ends)
    up = _room(lanes, max(theme.MIN_HEIGHT, grown(top, bottom)) - top - bottom - _FOOT)

    def at(place: float) -> float:
        return ends[0] + place * (ends[1] - ends[0])

    return {
        "data": [
            *(_dots(view, lanes, role) for role in _MARKERS if any(d.role == role for d in view.dots)),
            *texts.words([*_quarter_names(view, ends, up[0]), *flags.words(named, at, up[1])]),
        ],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(_SIDE, _SIDE, top, bottom),
            "xaxis": axes.ticks(low, high, step) | {"range": list(ends), "ticks": "outside", "ticklen": 6},
            "yaxis": {"range": list(up), "visible": False},
            "shapes": [*_quarters(view, ends), *_lines(named, view, lanes, up)],
            **trend_notes.block(notes, _SIDE, _AXIS),
            "meta": meta(view, axis=axes.origin(low, high), height=grown(top, bottom)),
        },
    }


def _room(lanes: list[int], px: float) -> tuple[float, float]:
    """The axis of lanes: as many as there are, or as fit into so many px, and the quarters' names below them."""
    reach = max(max(map(abs, lanes)) + 1.0, px / _LANE / 2)
    return round(-reach - 2 * reach * _FOOT / px, 3), round(reach, 3)


def _averages(view: StripView) -> list[float]:
    return [p.value for p in (view.england, view.neighbours) if p is not None and p.value is not None]


def _flags(view: StripView, ends: tuple[float, float]) -> list[flags.Flag]:
    """What has words and a line of its own: the averages, and the area last, so on top."""
    lines = (
        (view.england, "England", theme.ENGLAND, "6px,4px"),
        (view.neighbours, "Neighbours", theme.NEIGHBOURS, "9px,4px,2px,4px"),
    )
    found = [
        flags.Flag(f"{name} {point.text}", axes.place(point.value, *ends), colour, dash)
        for point, name, colour, dash in lines
        if point is not None and point.value is not None
    ]
    chosen = sorted(filter(_is_named, view.dots), key=lambda dot: dot.role == AREA)
    return found + [
        flags.Flag(_words(dot), axes.place(dot.value, *ends), STEMS[dot.role], is_bold=dot.role == AREA, weight=1.25)
        for dot in chosen
    ]


def _is_named(dot: Dot) -> bool:
    return dot.role in STEMS


def _words(dot: Dot) -> str:
    return f"{dot.name} {dot.text}"


def _lanes(view: StripView, ends: tuple[float, float]) -> list[int]:
    """Lanes in which no dot hides another on the narrowest chart, so on no wider one."""
    plot = flags.NARROWEST - 2 * _SIDE
    first = next((i for i, dot in enumerate(view.dots) if dot.role == AREA), None)
    places = [axes.place(dot.value, *ends) * plot for dot in view.dots]
    return swarm.lanes(places, _LANE, first, first_gap=_LANE * 1.6)


def _dots(view: StripView, lanes: list[int], role: str) -> dict[str, Any]:
    """All dots of a role as one trace."""
    shown = [(dot, lane) for dot, lane in zip(view.dots, lanes, strict=True) if dot.role == role]
    return {
        "type": "scatter",
        "name": role,
        "mode": "markers",
        "x": [drawn(dot.value, view.indicator.decimals) for dot, _ in shown],
        "y": [lane for _, lane in shown],
        "text": [labels.escape(_hover(dot)) for dot, _ in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "circle", "opacity": 1} | _MARKERS[role],
        "cliponaxis": False,
    }


def _hover(dot: Dot) -> str:
    return f"{dot.name}{_WHO[dot.role]}: {dot.text}"


def _notes(view: StripView, origin: str) -> list[str]:
    roles = {dot.role for dot in view.dots}
    shapes = [("○ neighbour", MEMBER in roles), ("• other authority", OTHER in roles)]
    shapes += [(f"scale {origin}", origin.startswith("does"))]
    return labels.packed([text for text, is_needed in shapes if is_needed], _WIDEST_NOTE)


def _edges(view: StripView, ends: tuple[float, float]) -> list[float]:
    """The bounds of lowest quarter, middle half and highest quarter, from 0 to 1; none where they have no width."""
    if view.quartiles is None or view.quartiles[0] >= view.quartiles[2]:
        return []
    return [0.0, axes.place(view.quartiles[0], *ends), axes.place(view.quartiles[2], *ends), 1.0]


def _quarters(view: StripView, ends: tuple[float, float]) -> list[dict[str, Any]]:
    """The outer quarters on tinted ground, with a rule where they end."""
    edges = _edges(view, ends)
    if not edges:
        return []
    place = {"type": "path", "xref": "paper", "yref": "paper", "layer": "below"}
    grounds = " ".join(f"M{a},0V1H{b}V0Z" for a, b in (edges[:2], edges[2:]))
    rules = " ".join(f"M{x},0V1" for x in edges[1:3])
    return [
        place | {"path": grounds, "fillcolor": theme.TINT, "line": {"width": 0}},
        place | {"path": rules, "line": {"color": theme.RULE, "width": 1}},
    ]


def _quarter_names(view: StripView, ends: tuple[float, float], foot: float) -> list[texts.Text]:
    """The quarters' names at the foot, apart on a narrow chart, and further apart on a wider one."""
    edges, plot = _edges(view, ends), flags.NARROWEST - 2 * _SIDE
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    names = [labels.wrapped(name, _QUARTER_WIDTH) for name in _QUARTERS]
    sizes = [max(map(labels.width, lines)) + 8 for lines in names][: len(middles)]
    placed = labels.spread([middle * plot for middle in middles], sizes, -_SIDE, plot + _SIDE)
    return [
        texts.Text(ends[0] + there / plot * (ends[1] - ends[0]), foot, lines, side="top center")
        for lines, there in zip(names, placed, strict=False)
    ]


def _lines(named: list[flags.Flag], view: StripView, lanes: list[int], up: tuple[float, float]) -> list[dict[str, Any]]:
    """Averages down to the quarters' names, an area's stem down to its dot."""
    foot = axes.place(-up[1], *up)
    feet = {_words(dot): axes.place(lane, *up) for dot, lane in zip(view.dots, lanes, strict=True) if _is_named(dot)}
    return [line for flag in named for line in (flags.stem(flag, named), flags.across(flag, feet.get(flag.text, foot)))]
