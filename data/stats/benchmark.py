"""Significance against a benchmark."""

from __future__ import annotations

import numpy as np

from data.stats.arrays import Array, Numbers, finite

LOWER, SIMILAR, HIGHER = -1.0, 0.0, 1.0


def against(lower: Numbers, upper: Numbers, benchmark: Numbers) -> Array:
    """Where an interval lies to a benchmark: -1 wholly below, 1 wholly above, 0 similar; NaN where one is missing.

    All three in one unit, the answer of the shape they broadcast to. The benchmark is a point without an interval of
    its own, and both comparisons are strict: an interval that ends at the benchmark is similar. This is how England's
    public health profiles compare ("RAG rating" of Fingertips).
    """
    low, high, point = finite(lower), finite(upper), finite(benchmark)
    side = np.where(high < point, LOWER, np.where(low > point, HIGHER, SIMILAR))
    return np.where(np.isnan(low) | np.isnan(high) | np.isnan(point), np.nan, side)
