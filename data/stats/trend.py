"""Trend over time: the weighted slope of the latest points, and whether it is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.stats.arrays import Array, Numbers, quiet, row, together
from data.stats.intervals import LEVEL, z

POINTS = 5
FITTED = 2  # what a line takes of the points' degrees of freedom: its height and its slope
# The 99.8% quantile of chi-squared with one degree of freedom.
CRITICAL = 9.5495
# Equal values must have no slope, not one of rounding whose sign a trend could hang on.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Trend:
    """One answer for each row of values, all of the rows' shape.

    ``slope`` in the values' unit per unit of time; ``statistic`` (slope / SE)², chi-squared with one degree of
    freedom where nothing changes, the SE widened where the points scatter more than their intervals; ``direction``
    1 rising, -1 falling, 0 no significant change; these three NaN where there are fewer than five points. ``points``
    is how many the answer rests on, or how few there were.
    """

    slope: Array
    statistic: Array
    direction: Array
    points: NDArray[np.intp]


@quiet
def trend(times: Numbers, values: Numbers, lower: Numbers, upper: Numbers, level: float = LEVEL) -> Trend:
    """The trend of each row of ``values``, shape (..., k), at ``times``, shape (k,), with its confidence limits.

    A point is valid where the value and both limits are there and upper > lower. Of the latest five valid points the
    slope is fitted by least squares with weights w = 1/SE², SE = (upper - lower) / 2z, the SE of the slope being
    1/√(Σw(t - t̄)²) with the weighted mean t̄ (least squares with known variances, Aitken 1935, Proc R Soc Edinburgh
    55:42-48). Counts vary more from year to year than their intervals say, so SE² is multiplied by max(1, R/3), R the
    weighted residual sum of squares of the line and 3 its degrees of freedom: the square of the Birge ratio (Birge
    1932, Phys Rev 40:207-227), never below one. It is significant where (slope/SE)² > 9.5495, the 99.8% point of
    chi-squared with one degree of freedom, and where its sign survives leaving out each of the five in turn, so that
    no trend hangs on a single point.

    ValueError where shapes do not fit, or a time is missing or there twice.
    """
    t = row(times)
    y, low, high = together(values, lower, upper)
    if np.isnan(t).any() or len(np.unique(t)) < len(t) or y.shape[-1:] != t.shape:
        raise ValueError(f"each point needs one time of its own: {len(t)} times for values of shape {y.shape}")
    y, t = together(y, t)
    y, w, used = _latest(t, y, (high - low) / (2 * z(level)))
    points = used.sum(axis=-1)
    slope, precision = _line(t, y, w)
    statistic = slope**2 * precision / _excess(t, y, w, slope)
    enough = (points == POINTS) & np.isfinite(slope) & np.isfinite(statistic)
    significant = (statistic > CRITICAL) & _survives(t, y, w, used, slope)
    direction = np.where(significant, np.sign(slope), 0.0)
    slope, statistic, direction = (np.where(enough, answer, np.nan) for answer in (slope, statistic, direction))
    return Trend(slope, statistic, direction, np.asarray(points))


def _latest(t: Array, y: Array, error: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Values and weights, 0 wherever a point is not among the latest five valid ones, and which are."""
    valid = ~np.isnan(y) & (error > 0)
    order = np.argsort(-t, axis=-1)
    recent = np.cumsum(np.take_along_axis(valid, order, axis=-1), axis=-1) <= POINTS
    used = valid & np.take_along_axis(recent, np.argsort(order, axis=-1), axis=-1)
    return np.where(used, y, 0.0), np.where(used, error**-2.0, 0.0), used


def _line(t: Array, y: Array, w: Array) -> tuple[Array, Array]:
    """Weighted slope along the last axis, and its precision 1/SE²."""
    total = w.sum(axis=-1, keepdims=True)
    dt = t - (w * t).sum(axis=-1, keepdims=True) / total
    dy = y - (w * y).sum(axis=-1, keepdims=True) / total
    precision = (w * dt**2).sum(axis=-1)
    joint, size = (w * dt * dy).sum(axis=-1), (w * np.abs(dt * y)).sum(axis=-1)
    return np.where(np.abs(joint) > ROUNDING * size, joint, joint * 0) / precision, precision


def _excess(t: Array, y: Array, w: Array, slope: Array) -> Array:
    """By how much the points scatter more around the line than their errors say, as variances; at least 1."""
    total = w.sum(axis=-1, keepdims=True)
    dt = t - (w * t).sum(axis=-1, keepdims=True) / total
    dy = y - (w * y).sum(axis=-1, keepdims=True) / total
    residual = (w * (dy - slope[..., None] * dt) ** 2).sum(axis=-1)
    return np.asarray(np.maximum(1.0, residual / (POINTS - FITTED)))


def _survives(t: Array, y: Array, w: Array, used: NDArray[np.bool_], slope: Array) -> NDArray[np.bool_]:
    """Whether the slope keeps its sign without each of the points used."""
    without = w[..., None, :] * (1 - np.eye(w.shape[-1]))
    slopes, _ = _line(t[..., None, :], y[..., None, :], without)
    kept: NDArray[np.bool_] = np.sign(slopes) == np.sign(slope)[..., None]
    return np.asarray(np.all(~used | kept, axis=-1))
