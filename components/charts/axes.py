"""Axes of charts of single values: a range that fits the values, and places on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

_LEAST_RATIO = 4.0  # of the ends of a logarithmic axis, so that a single dot has ticks around it
_DOUBLED = 6.7 * math.log10(2)  # the longest that is labelled at each doubling
_NEAR_ZERO = 1e-6  # values this small are drawn as zero
_EMPTY = 0.4  # the most of an axis that may lie idle between zero and the lowest value


def fitted(values: Sequence[float], idle: float = _EMPTY) -> tuple[float, float, float]:
    """Range and step of a value axis: from zero, unless all values lie together far from it.

    ``idle`` is the most of the axis that may lie idle between zero and the lowest value.
    """
    low, high = min(values), max(values)
    span = high - low
    if low <= idle * high or high <= 0 or span < high * 1e-6:
        return axis(values)
    step = axis([span])[2]
    start = max(0.0, math.floor((low - span * 0.03) / step) * step)
    return round(start, 9), high + span * 0.06, step


def axis(values: Sequence[float]) -> tuple[float, float, float]:
    """Range and step of a value axis that always holds zero: at most five steps of 1, 2, 2.5 or 5."""
    low, high = min(0.0, *values), max(0.0, *values)
    if high - low < _NEAR_ZERO:
        high = 1.0
    span = high - low
    power = 10.0 ** math.floor(math.log10(span / 5))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if span <= 5 * f * power * (1 + 1e-9))
    return low - span * 0.06 * (low < 0), high + span * 0.06 if high > 0 else 0.0, step


def ticks(low: float, high: float, step: float) -> dict[str, Any]:
    """The part of a plotly axis that says where it begins, ends and is labelled."""
    return {"range": [low, high], "tick0": 0, "dtick": step, "tickformat": f",.{decimals(step)}f"}


def decimals(step: float) -> int:
    """Digits after the point that labels so far apart need."""
    return len(f"{step:.6f}".rstrip("0").partition(".")[2])


def origin(low: float, high: float) -> str:
    """Where a value axis starts, in words."""
    if low == 0:
        return "starts at zero"
    return "passes through zero" if low < 0 < high else "does not start at zero"


def place(value: float, low: float, high: float) -> float:
    """Where a value lies between the ends of its axis, from 0 to 1."""
    return round(min(max((value - low) / (high - low), 0.0), 1.0), 5)


def clean(values: Sequence[float], digits: int) -> list[float | None]:
    """Rounded numbers; None, a gap, for what is none."""
    return [round(value, digits) if math.isfinite(value) else None for value in values]


def powers(values: Sequence[float]) -> tuple[float, float]:
    """The ends of a logarithmic axis for these values, as powers of ten."""
    low, high = math.log10(min(values)), math.log10(max(values))
    pad = max(0.04 * (high - low), (math.log10(_LEAST_RATIO) - (high - low)) / 2)
    return low - pad, high + pad


def steps(ends: tuple[float, float]) -> dict[str, Any]:
    """A logarithmic axis that is labelled at each doubling or, where they are many, at each power of ten."""
    shown = _tens(*ends) if ends[1] - ends[0] > _DOUBLED else _doublings(*ends)
    return {
        "type": "log",
        "range": [round(end, 5) for end in ends],
        "tickvals": shown,
        "ticktext": [f"{tick:,.10g}" for tick in shown],
        "ticks": "outside",
        "ticklen": 6,
    }


def step_words(ends: tuple[float, float]) -> str:
    """How the labels of ``steps`` follow one another."""
    return f"each step is {'ten times' if ends[1] - ends[0] > _DOUBLED else 'twice'} as many"


def _doublings(low: float, high: float) -> list[float]:
    power = 10.0 ** math.ceil(low)
    ticks = [power * 2.0**n for n in range(-3, 8)]
    return [tick for tick in ticks if low <= math.log10(tick) <= high and tick == round(tick)]


def _tens(low: float, high: float) -> list[float]:
    return [10.0**n for n in range(math.ceil(low), math.floor(high) + 1)]
