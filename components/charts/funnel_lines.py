"""The lines of a funnel, England's and the limits', and what they are called at their right end."""

from __future__ import annotations

import math
from typing import Any

from components import theme
from components.charts import axes, labels
from components.charts.figures import drawn
from components.charts.texts import Text, plain, spaces
from data.views import FunnelView, Limits

OUTER = 0.998
_LABEL = labels.height(1)
_LIMITS = {0.95: {"width": 1.25, "dash": "2px,3px"}, OUTER: {"width": 1.5, "dash": "solid"}}
_ENGLAND = {"width": 2, "dash": "6px,4px", "color": theme.ENGLAND}


def limits(view: FunnelView) -> list[dict[str, Any]]:
    """A trace for each level."""
    return [_limit(view, each) for each in _drawn(view)]


def england(view: FunnelView) -> list[dict[str, Any]]:
    """Its line across the plot, if it has a figure."""
    if view.england is None or view.england.value is None:
        return []
    value = drawn(view.england.value, view.indicator.decimals)
    place = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": value, "y1": value}
    return [place | {"line": _ENGLAND, "layer": "below"}]


def end_labels(
    view: FunnelView, across: tuple[float, float], up: tuple[float, float, float], plot: float
) -> list[Text]:
    """The lines' names right of the plot, moved apart for a plot of ``plot`` px or more."""
    named, (low, high, _) = ends(view), up
    if not named:
        return []
    per_px = plot / (high - low)
    placed = labels.spread(_raised(list(named.values()), low, high, per_px), [_LABEL] * len(named), 0, plot)
    return [
        Text(
            10 ** (round(across[1], 5) - 1e-4), round(low + there / per_px, 4), plain([spaces(3) + words]),
            colour=theme.ENGLAND if words.startswith("England") else theme.MUTED,
        )
        for words, there in zip(named, placed, strict=True)
    ]  # fmt: skip


def level(share: float) -> str:
    """What a level's limits are called."""
    return f"{share * 100:g}% limits"


def _drawn(view: FunnelView) -> tuple[Limits, ...]:
    """The limits, where they have a length: authorities of one size have no funnel."""
    return view.limits if len(set(view.denominators)) > 1 else ()


def _limit(view: FunnelView, each: Limits) -> dict[str, Any]:
    """Both limits of a level as one trace, parted by a gap."""
    digits = view.indicator.decimals + 2
    grid: list[float | None] = [round(d, 1) for d in view.denominators]
    style = _LIMITS.get(each.level, _LIMITS[OUTER])
    return {
        "type": "scatter",
        "name": level(each.level),
        "mode": "lines",
        "x": [*grid, None, *grid],
        "y": [*axes.clean(each.lower, digits), None, *axes.clean(each.upper, digits)],
        "line": style | {"color": theme.MUTED},
        "hoverinfo": "skip",
    }


def ends(view: FunnelView) -> dict[str, float]:
    """What the lines are called at their right end and where that is, lowest first; of two limits only the upper."""
    found = {level(each.level): each.upper[-1] for each in _drawn(view)}
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
