"""One indicator over time: the area heavy and blue, its comparators each in their own dash and marker."""

from __future__ import annotations

import math
from typing import Any

from components import theme
from components.charts import axes, labels, trend_notes
from components.charts.figures import Figure, drawn, empty, margin, meta, whiskers
from components.formats import ACADEMIC
from data.views import AREA, ENGLAND, MEMBER, NAMED, NEIGHBOURS, REGION, Point, Series, TrendView

COLOURS = {
    AREA: theme.AREA,
    ENGLAND: theme.ENGLAND,
    NEIGHBOURS: theme.NEIGHBOURS,
    REGION: theme.REGION,
    MEMBER: theme.MEMBER,
    NAMED: theme.MUTED,
}
_LINES: dict[str, dict[str, Any]] = {
    AREA: {"width": 3.5},
    ENGLAND: {"width": 2.25, "dash": "6px,4px"},
    NEIGHBOURS: {"width": 2.25, "dash": "9px,4px,2px,4px"},
    REGION: {"width": 2.25, "dash": "2px,4px"},
    MEMBER: {"width": 1},
    NAMED: {"width": 2},
}
_MARKERS: dict[str, dict[str, Any]] = {
    AREA: {"size": 9, "symbol": "circle"},
    ENGLAND: {"size": 7, "symbol": "square"},
    NEIGHBOURS: {"size": 8, "symbol": "diamond-open", "line": {"width": 1.75, "color": theme.NEIGHBOURS}},
    REGION: {"size": 7, "symbol": "triangle-up"},
    MEMBER: {"size": 5, "symbol": "circle"},
    NAMED: {"size": 6, "symbol": "square"},
}
_ALWAYS_MARKED = (AREA, NEIGHBOURS, NAMED)
_CHANGED_N = "diamond"
_LABEL_WIDTH, _LABEL_GAP = 138, 20
_INDENT = "\N{NO-BREAK SPACE}" * 5
_SHORT = {NEIGHBOURS: "Neighbours"}  # beside the line; statistic and model stand in the chart's summary and table
_TOP, _AXIS = 14, 30
_TICKS = 7
_STRIP = 0.07  # of the axis
_FAR = 0.6  # where all values lie above this share of the highest, the lines need not start at zero to be read


def trend(view: TrendView) -> Figure:
    """The figure of a trend; an area picked to compare with comes forward and is named."""
    lines = _ordered(view)
    values = [p.value for _, series in lines for p in series.points if p.value is not None]
    if not values:
        return empty(view, _reasons(view))
    limits = [limit for p in view.area.points if p.interval for limit in (p.interval.lower, p.interval.upper)]
    low, high, step = axes.fitted(values + limits, _FAR)
    missing = any(p.value is None for p in view.area.points)
    # A strip under the zero line for what is missing: a cross on the line would read as zero.
    low, base = (low - _STRIP * (high - low), low) if missing else (low, low)
    digits = axes.decimals(step)
    start = [f"The axis starts at {base:,.{digits}f}, not at zero."] if base > 0 else []
    notes = [*start, *trend_notes.notes(view)]
    bottom = _AXIS + (labels.height(len(notes)) + theme.STEP if notes else 0)
    places = view.indicator.decimals + 2
    periods = [trend_notes.shown(p) for p in view.periods]
    ends, right = _end_labels(lines, periods, low, high, theme.MIN_HEIGHT - _TOP - bottom)
    left = max(36, labels.width(f"{math.floor(high / step) * step:,.{digits}f}") + 16)
    return {
        "data": [
            *_hairlines([s for role, s in lines if role == MEMBER], periods, places),
            *(_line(role, series, periods, places) for role, series in lines if role != MEMBER),
            ends,
            *_gaps(view, periods, (low + base) / 2),
        ],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(left, right, _TOP, bottom),
            "xaxis": _periods_axis(periods),
            "yaxis": {
                "range": [low, high],
                "tick0": 0,
                "dtick": step,
                "tickformat": f",.{digits}f",
                "zeroline": True,
                "zerolinecolor": theme.MUTED,
                "zerolinewidth": 1.25,
            },
            **trend_notes.block(notes, left, _AXIS),
            "meta": meta(view, axis=axes.origin(base, high)),
        },
    }


def _ordered(view: TrendView) -> list[tuple[str, Series]]:
    """Series with their roles, the one that matters last, so on top."""
    quiet = [(MEMBER, s) for s in view.members if s.role == MEMBER]
    named = [(NAMED, s) for s in view.members if s.role == NAMED]
    others = [(s.role, s) for s in (view.region, view.england, view.neighbours) if s is not None]
    return [*quiet, *others, *named, (AREA, view.area)]


def _line(role: str, series: Series, periods: list[str], digits: int) -> dict[str, Any]:
    colour = COLOURS[role]
    lonely = _lonely(series.points)
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": labels.escape(series.name),
        "x": periods,
        "y": [None if p.value is None else drawn(p.value, digits - 2) for p in series.points],
        "text": [_hover(p, role) for p in series.points],
        "mode": "lines+markers" if role in _ALWAYS_MARKED or any(lonely) else "lines",
        "line": _LINES[role] | {"color": colour},
    }
    if "markers" in trace["mode"]:
        trace["marker"] = _MARKERS[role] | {"color": colour}
        trace["cliponaxis"] = False
        if role not in _ALWAYS_MARKED:  # a point with no neighbour has no line: it gets the only marker
            trace["marker"]["size"] = [_MARKERS[role]["size"] if alone else 0 for alone in lonely]
    if role == AREA and (bars := whiskers(series.points, digits, colour)):
        trace["error_y"] = bars
    if role == NEIGHBOURS and (changes := trend_notes.changes(series.points)):
        open_marker = _MARKERS[role]["symbol"]
        trace["marker"]["symbol"] = [_CHANGED_N if i in changes else open_marker for i in range(len(periods))]
    return trace


def _hairlines(members: list[Series], periods: list[str], digits: int) -> list[dict[str, Any]]:
    """Every neighbour in one trace, parted by gaps: ten times quicker than one each. Points alone are in another."""
    if not members:
        return []
    line: dict[str, Any] = {"x": [], "y": [], "text": []}
    dots: dict[str, Any] = {"x": [], "y": [], "text": []}
    for series in members:
        alone = _lonely(series.points)
        for when, point, is_alone in zip(periods, series.points, alone, strict=True):
            value = None if point.value is None else drawn(point.value, digits - 2)
            text = labels.escape(f"{series.name}, ") + _hover(point, MEMBER)
            for trace in (line, dots) if is_alone else (line,):
                trace["x"].append(when), trace["y"].append(value), trace["text"].append(text)
        line["x"].append(None), line["y"].append(None), line["text"].append("")
    shared = {"type": "scatter", "name": "Neighbours", "hovertemplate": "%{x}: %{text}<extra></extra>"}
    found = [shared | line | {"mode": "lines", "line": _LINES[MEMBER] | {"color": COLOURS[MEMBER]}}]
    if dots["x"]:
        marker = _MARKERS[MEMBER] | {"color": COLOURS[MEMBER]}
        found.append(shared | dots | {"mode": "markers", "marker": marker, "cliponaxis": False})
    return found


def _lonely(points: tuple[Point, ...]) -> list[bool]:
    known = [False, *(p.value is not None for p in points), False]
    return [here and not before and not after for before, here, after in zip(known, known[1:], known[2:], strict=False)]


def _hover(point: Point, role: str) -> str:
    text = point.text
    if point.interval:
        text += f" (95% interval {point.interval.text})"
    if role == NEIGHBOURS and point.count is not None and point.total is not None:
        text += f" ({point.count} of {point.total} neighbours)"
    if point.note:
        text += "<br>" + "<br>".join(labels.wrapped(labels.escape(point.note), 280))
        return labels.escape(point.text) + text[len(point.text) :]
    return labels.escape(text)


def _gaps(view: TrendView, periods: list[str], strip: float) -> list[dict[str, Any]]:
    """A cross under the axis for each period the area has no value for; the reason on hover and below."""
    missing = [(label, p.text) for label, p in zip(periods, view.area.points, strict=True) if p.value is None]
    if not missing:
        return []
    return [
        {
            "type": "scatter",
            "name": labels.escape(view.area.name),
            "mode": "markers",
            "x": [label for label, _ in missing],
            "y": [strip] * len(missing),
            "text": [labels.escape(text) for _, text in missing],
            "marker": {"symbol": "x-thin", "size": 8, "line": {"width": 2, "color": theme.AREA}},
            "cliponaxis": False,
        }
    ]


def _reasons(view: TrendView) -> list[str]:
    return [p.text for p in view.area.points]


def _end_labels(
    lines: list[tuple[str, Series]], periods: list[str], low: float, high: float, plot: float
) -> tuple[dict[str, Any], float]:
    """Names and last values right of the plot, moved apart for a plot of ``plot`` px or more, and their margin.

    One trace of texts: annotations would double the time a trend takes to draw. Places are in units of the value axis,
    so a taller plot only sets them further apart.
    """
    named = [(role, s, end) for role, s in lines if role != MEMBER and (end := _end(s)) is not None]
    texts = [labels.wrapped(_end_text(s, end), _LABEL_WIDTH) for _, s, end in named]
    per_px = plot / (high - low)
    wanted = [((s.points[end].value or 0.0) - low) * per_px for _, s, end in named]
    heights = [labels.height(len(text)) for text in texts]
    # No higher than their middles can be: a text at a place beyond the axis is not drawn.
    placed = labels.spread(wanted, heights, -2, plot + min(heights, default=0.0) / 2 - 0.5)
    trace = {
        "type": "scatter",
        "name": "",
        "mode": "text",
        "x": periods[-1:] * len(named),
        "y": [min(low + there / per_px, high) for there in placed],
        "text": [_indented(text, role == AREA) for (role, _, _), text in zip(named, texts, strict=True)],
        "textposition": "middle right",
        "textfont": {"color": [COLOURS[role] for role, _, _ in named]},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    widest = max((labels.width(line) for text in texts for line in text), default=0)
    return trace, widest + _LABEL_GAP + 4


def _indented(lines: list[str], is_bold: bool) -> str:
    """Lines clear of the last marker."""
    shown = [f"<b>{labels.escape(line)}</b>" if is_bold else labels.escape(line) for line in lines]
    return "<br>".join(_INDENT + line for line in shown)


def _end(series: Series) -> int | None:
    return next((i for i in reversed(range(len(series.points))) if series.points[i].value is not None), None)


def _end_text(series: Series, end: int) -> str:
    point = series.points[end]
    when = "" if end == len(series.points) - 1 else f" ({trend_notes.shown(point.period)})"
    return f"{_SHORT.get(series.role, series.name)} {point.text}{when}"


def _tick(label: str) -> str:
    """A period as a tick names it: "2015/16" of an academic year, "13/14–15/16" of years together."""
    name = label.removeprefix(ACADEMIC)
    return name[2:] if "/" in name and "\N{EN DASH}" in name else name


def _periods_axis(periods: list[str]) -> dict[str, Any]:
    """Every period has a tick, few have a label, the last always. Narrow pages hide every other label (app.css)."""
    count = len(periods)
    # A chart has periods of one kind, which its subtitle names: there is no room for that at every tick.
    names = [_tick(label) for label in periods]
    most = _TICKS if max(map(len, names)) <= len("Nov 2018") else _TICKS - 2
    step = max(1, math.ceil((count - 1) / (most - 1)))
    shown = slice((count - 1) % step, None, step)
    pad = 0.5 if count == 1 else min(0.25, 0.02 * count)
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": periods,
        "range": [-pad, count - 1 + pad],
        "tickvals": periods[shown],
        "ticktext": names[shown],
        "minor": {"tickvals": periods, "ticks": "outside", "ticklen": 4, "tickcolor": theme.MEMBER},
        "ticks": "outside",
        "ticklen": 6,
    }
