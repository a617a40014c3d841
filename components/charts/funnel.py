"""Every authority by how much its figure rests on: far from England is expected of the small, not of the large.

The axis of denominators is logarithmic, so that the many small authorities are not crowded by the few large ones.
"""

from __future__ import annotations

import math
from statistics import median
from typing import Any

from components import theme
from components.charts import axes, flags, funnel_lines, labels, texts, trend_notes
from components.charts.figures import Figure, drawn, empty, grown, margin, meta
from components.charts.strip import STEMS
from data.views import AREA, MEMBER, NAMED, OTHER, Dot, FunnelView

_AXIS = 30  # px for the tick labels
_WIDEST_NOTE = 290
_MARKERS: dict[str, dict[str, Any]] = {
    OTHER: {"size": 6, "color": theme.MEMBER, "line": {"width": 0}},
    MEMBER: {"size": 9, "color": theme.WHITE, "line": {"width": 2, "color": theme.MUTED}},
    NAMED: {"size": 14, "color": theme.WHITE, "line": {"width": 2.5, "color": theme.INK}},
    AREA: {"size": 16, "color": theme.AREA, "line": {"width": 2, "color": theme.WHITE}},
}
_WHO = {OTHER: "", MEMBER: " (a neighbour)", NAMED: "", AREA: ""}


def funnel(view: FunnelView) -> Figure:
    """The figure of a funnel; a dot without a denominator has no place in it."""
    dots = [dot for dot in view.dots if dot.denominator and dot.denominator > 0]
    if not dots:
        return empty(view, [note.rstrip(".") for note in view.notes])
    across = axes.powers([dot.denominator or 1.0 for dot in dots])
    up = axes.fitted(_heights(view, dots))
    notes = _notes(view, dots, axes.step_words(across), axes.origin(*up[:2]))
    left, right = _sides(view, up)
    chosen = sorted((dot for dot in dots if dot.role in STEMS), key=lambda dot: dot.role == AREA)
    named = flags.placed([_flag(dot, across) for dot in chosen], left, right)
    top, bottom = flags.height(named) + theme.STEP, _AXIS + labels.height(len(notes)) + theme.STEP
    return {
        "data": _traces(view, dots)
        + texts.words(
            funnel_lines.end_labels(view, across, up, theme.MIN_HEIGHT - top - bottom)
            + flags.words(named, lambda place: 10 ** (across[0] + place * (across[1] - across[0])), up[1])
        ),
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(left, right, top, bottom),
            "xaxis": axes.steps(across),
            "yaxis": axes.ticks(*up),
            "shapes": [*funnel_lines.england(view), *_stems(named, chosen, up)],
            **trend_notes.block(notes, left, _AXIS),
            "meta": meta(view, axis=axes.origin(*up[:2]), height=grown(top, bottom)),
        },
    }


def _sides(view: FunnelView, up: tuple[float, float, float]) -> tuple[float, float]:
    """Px left for the values, and right for what the lines are called."""
    widest = max((labels.width(words) + 14 for words in funnel_lines.ends(view)), default=16.0)
    return max(36, labels.width(f"{up[1]:,.{axes.decimals(up[2])}f}") + 16), widest


def _traces(view: FunnelView, dots: list[Dot]) -> list[dict[str, Any]]:
    """Limits, then dots, the area's last, so on top."""
    roles = [role for role in _MARKERS if any(dot.role == role for dot in dots)]
    return funnel_lines.limits(view) + [_dots(view, dots, role) for role in roles]


def _heights(view: FunnelView, dots: list[Dot]) -> list[float]:
    """What the value axis has to hold: limits only as far as half of them go, the smallest have none worth seeing."""
    values = [dot.value for dot in dots]
    if view.england is not None and view.england.value is not None:
        values.append(view.england.value)
    edges = [[v for v in edge if math.isfinite(v)] for limits in view.limits for edge in (limits.lower, limits.upper)]
    return values + [median(edge) for edge in edges if edge]


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
        "y": [drawn(dot.value, view.indicator.decimals) for dot in shown],
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
    if dot.beyond < funnel_lines.OUTER:
        return "square"
    return "triangle-up" if dot.value >= england else "triangle-down"


def _hover(dot: Dot) -> str:
    return labels.escape(f"{dot.name}{_WHO[dot.role]}: {dot.text}")


def _basis(dot: Dot, england: float) -> str:
    """What the figure rests on and whether it is beyond a limit; the words between are in the trace's template."""
    number = f"{dot.denominator:,.0f}"
    if dot.beyond is None:
        return number
    return f"{number}<br>{'Above' if dot.value >= england else 'Below'} the {funnel_lines.level(dot.beyond)}"


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
    shapes += [
        ("■ outside 95%", any(level < funnel_lines.OUTER for level in beyond)),
        ("▲▼ outside 99.8%", funnel_lines.OUTER in beyond),
    ]
    shapes += [(f"scale {origin}", origin.startswith("does"))]
    key = labels.packed([text for text, is_needed in shapes if is_needed], _WIDEST_NOTE)
    return [labels.escape(line) for line in [*labels.wrapped(title, _WIDEST_NOTE), *key]]


def _flag(dot: Dot, across: tuple[float, float]) -> flags.Flag:
    place = axes.place(math.log10(dot.denominator or 1.0), *across)
    return flags.Flag(f"{dot.name} {dot.text}", place, STEMS[dot.role], is_bold=dot.role == AREA, weight=1.25)


def _stems(named: list[flags.Flag], dots: list[Dot], up: tuple[float, float, float]) -> list[dict[str, Any]]:
    feet = [axes.place(dot.value, *up[:2]) for dot in dots]
    return [
        line
        for flag, foot in zip(named, feet, strict=True)
        for line in (flags.stem(flag, named), flags.across(flag, foot))
    ]
