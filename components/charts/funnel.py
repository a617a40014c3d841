"""Every authority by how much its figure rests on: far from England is expected of the small, not of the large.

The axis of denominators is logarithmic, so that the many small authorities are not crowded by the few large ones.
"""

from __future__ import annotations

import math
from statistics import median
from typing import Any

from components import theme
from components.charts import axes, flags, labels, trend_notes
from components.charts.figures import Figure, empty, margin, meta
from data.views import AREA, MEMBER, OTHER, Dot, FunnelView, Limits

_AXIS = 30  # px for the tick labels
_WIDEST_NOTE = 290
_LABEL = labels.height(1)
_OUTER = 0.998
_LIMITS = {0.95: {"width": 1.25, "dash": "2px,3px"}, _OUTER: {"width": 1.5, "dash": "solid"}}
_ENGLAND = {"width": 2, "dash": "6px,4px", "color": theme.ENGLAND}
_MARKERS: dict[str, dict[str, Any]] = {
    OTHER: {"size": 6, "color": theme.MEMBER, "line": {"width": 0}},
    MEMBER: {"size": 9, "color": theme.WHITE, "line": {"width": 2, "color": theme.MUTED}},
    AREA: {"size": 16, "color": theme.AREA, "line": {"width": 2, "color": theme.WHITE}},
}
_WHO = {OTHER: "", MEMBER: " (a neighbour)", AREA: ""}


def funnel(view: FunnelView) -> Figure:
    """The figure of a funnel; a dot without a denominator has no place in it."""
    dots = [dot for dot in view.dots if dot.denominator and dot.denominator > 0]
    if not dots:
        return empty(view, [note.rstrip(".") for note in view.notes])
    across = axes.powers([dot.denominator or 1.0 for dot in dots])
    up = axes.fitted(_heights(view, dots))
    notes = _notes(view, dots, axes.step_words(across), axes.origin(*up[:2]))
    bottom = _AXIS + labels.height(len(notes)) + theme.STEP
    left = max(36, labels.width(f"{up[1]:,.{axes.decimals(up[2])}f}") + 16)
    right = max(map(labels.width, _ends(view))) + 14 if _ends(view) else 16
    named = flags.placed([_flag(dot, across) for dot in dots if dot.role == AREA][:1], left, right)
    top = flags.height(named) + theme.STEP
    plot = theme.MIN_HEIGHT - top - bottom
    return {
        "data": [
            *(_limit(view, limits) for limits in _drawn(view)),
            *(_dots(view, dots, role) for role in (OTHER, MEMBER, AREA) if any(d.role == role for d in dots)),
            *_end_labels(view, across, up, plot),
        ],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(left, right, top, bottom),
            "xaxis": axes.steps(across),
            "yaxis": axes.ticks(*up),
            "shapes": [*_england(view), *_stems(named, dots, up)],
            "annotations": [*flags.words(named), *trend_notes.block(notes, left, _AXIS)],
            "meta": meta(view, axis=axes.origin(*up[:2])),
        },
    }


def _heights(view: FunnelView, dots: list[Dot]) -> list[float]:
    """What the value axis has to hold: limits only as far as half of them go, the smallest have none worth seeing."""
    values = [dot.value for dot in dots]
    if view.england is not None and view.england.value is not None:
        values.append(view.england.value)
    edges = [[v for v in edge if math.isfinite(v)] for limits in view.limits for edge in (limits.lower, limits.upper)]
    return values + [median(edge) for edge in edges if edge]


def _drawn(view: FunnelView) -> tuple[Limits, ...]:
    """The limits, where they have a length: authorities of one size have no funnel."""
    return view.limits if len(set(view.denominators)) > 1 else ()


def _limit(view: FunnelView, limits: Limits) -> dict[str, Any]:
    """Both limits of a level as one trace, parted by a gap."""
    digits = view.indicator.decimals + 2
    grid: list[float | None] = [round(d, 1) for d in view.denominators]
    style = _LIMITS.get(limits.level, _LIMITS[_OUTER])
    return {
        "type": "scatter",
        "name": _level(limits.level),
        "mode": "lines",
        "x": [*grid, None, *grid],
        "y": [*axes.clean(limits.lower, digits), None, *axes.clean(limits.upper, digits)],
        "line": style | {"color": theme.MUTED},
        "hoverinfo": "skip",
    }


def _level(level: float) -> str:
    return f"{level * 100:g}% limits"


def _dots(view: FunnelView, dots: list[Dot], role: str) -> dict[str, Any]:
    """All dots of a role as one trace; those beyond a limit have another shape."""
    england = (view.england.value if view.england else None) or 0.0
    shown = [dot for dot in dots if dot.role == role]
    style = _MARKERS[role]
    return {
        "type": "scatter",
        "name": role,
        "mode": "markers",
        "x": [dot.denominator for dot in shown],
        "y": [round(dot.value, view.indicator.decimals + 2) for dot in shown],
        "text": [_hover(dot) for dot in shown],
        "customdata": [_basis(dot, england) for dot in shown],
        "hovertemplate": _template(view),
        "marker": style
        | {
            "symbol": [_symbol(dot, england) for dot in shown],
            "size": [style["size"] + (3 if dot.beyond else 0) for dot in shown],
            "opacity": 1,
        },
        "cliponaxis": False,
    }


def _symbol(dot: Dot, england: float) -> str:
    """A circle within the limits, a square beyond the inner ones, a triangle away from England beyond the outer."""
    if dot.beyond is None:
        return "circle"
    if dot.beyond < _OUTER:
        return "square"
    return "triangle-up" if dot.value >= england else "triangle-down"


def _hover(dot: Dot) -> str:
    return labels.escape(f"{dot.name}{_WHO[dot.role]}: {dot.text}")


def _basis(dot: Dot, england: float) -> str:
    """What the figure rests on and whether it is beyond a limit; the words between are in the trace's template."""
    number = f"{dot.denominator:,.0f}"
    if dot.beyond is None:
        return number
    return f"{number}<br>{'Above' if dot.value >= england else 'Below'} the {_level(dot.beyond)}"


def _template(view: FunnelView) -> str:
    counted = "<br>".join(map(labels.escape, labels.wrapped(_sentence(view.denominator_name), 280)))
    return f"%{{text}}<br>{counted}: %{{customdata}}<extra></extra>"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _notes(view: FunnelView, dots: list[Dot], step: str, origin: str) -> list[str]:
    """Under the axis: what it counts, and what the shapes mean that have no label of their own."""
    title = f"{_sentence(view.denominator_name)} ({step})"
    beyond = {dot.beyond for dot in dots if dot.beyond is not None}
    roles = {dot.role for dot in dots}
    shapes = [("○ neighbour", MEMBER in roles), ("• other authority", OTHER in roles)]
    shapes += [("■ outside 95%", any(level < _OUTER for level in beyond)), ("▲▼ outside 99.8%", _OUTER in beyond)]
    shapes += [(f"scale {origin}", origin.startswith("does"))]
    key = labels.packed([text for text, is_needed in shapes if is_needed], _WIDEST_NOTE)
    return [labels.escape(line) for line in [*labels.wrapped(title, _WIDEST_NOTE), *key]]


def _flag(dot: Dot, across: tuple[float, float]) -> flags.Flag:
    place = axes.place(math.log10(dot.denominator or 1.0), *across)
    return flags.Flag(f"{dot.name} {dot.text}", place, theme.AREA, is_bold=True, weight=1.25)


def _stems(named: list[flags.Flag], dots: list[Dot], up: tuple[float, float, float]) -> list[dict[str, Any]]:
    height = next((axes.place(dot.value, *up[:2]) for dot in dots if dot.role == AREA), 0.0)
    return [line for flag in named for line in (flags.stem(flag, named), flags.across(flag, height))]


def _england(view: FunnelView) -> list[dict[str, Any]]:
    if view.england is None or view.england.value is None:
        return []
    value = round(view.england.value, view.indicator.decimals + 2)
    place = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": value, "y1": value}
    return [place | {"line": _ENGLAND, "layer": "below"}]


def _ends(view: FunnelView) -> dict[str, float]:
    """What the lines are called at their right end and where that is, lowest first; of two limits only the upper."""
    found = {_level(limits.level): limits.upper[-1] for limits in _drawn(view)}
    if view.england is not None and view.england.value is not None:
        found[f"England {view.england.text}"] = view.england.value
    return {words: value for words, value in sorted(found.items(), key=lambda item: item[1]) if math.isfinite(value)}


def _raised(values: list[float], low: float, high: float, per_px: float) -> list[float]:
    """Px above the axis for labels: the lowest, England, at its line, the next where they are clear of it."""
    found: list[float] = []
    for value in values:
        place = (min(max(value, low), high) - low) * per_px
        found.append(max(place, found[-1] + _LABEL) if found else place)
    return found


def _end_labels(
    view: FunnelView, across: tuple[float, float], up: tuple[float, float, float], plot: float
) -> list[dict[str, Any]]:
    """The lines' names right of the plot, moved apart for a plot of ``plot`` px or more, as one trace."""
    ends, (low, high, _) = _ends(view), up
    if not ends:
        return []
    per_px = plot / (high - low)
    placed = labels.spread(_raised(list(ends.values()), low, high, per_px), [_LABEL] * len(ends), 0, plot)
    return [
        {
            "type": "scatter",
            "name": "",
            "mode": "text",
            "x": [10 ** (round(across[1], 5) - 1e-4)] * len(ends),
            "y": [round(low + there / per_px, 4) for there in placed],
            "text": ["\N{NO-BREAK SPACE}" + labels.escape(words) for words in ends],
            "textposition": "middle right",
            "textfont": {"color": [theme.ENGLAND if words.startswith("England") else theme.MUTED for words in ends]},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]
