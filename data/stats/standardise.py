"""One scale for indicators of different units: the profile's picture of an area among all authorities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.stats.arrays import Array, Numbers, finite, quiet, row
from data.stats.peers import quartiles


@dataclass(frozen=True, slots=True)
class Spine:
    """Positions from -1 to 1 with the benchmark at 0; NaN where there is nothing to place.

    ``values`` of the shape of those that were to be placed.
    """

    values: Array
    q25: float
    q75: float
    lowest: float
    highest: float


@quiet
def spine(values: Numbers, all_values: Numbers, benchmark: float | None) -> Spine:
    """Where some values, the quartiles and the extremes of all authorities, shape (k,), lie about the benchmark.

    position(x) = (x - b) / max(|highest - b|, |lowest - b|): the same linear scale on both sides, so that twice as far
    is twice as far, as in the spine charts of England's public health profiles. Linear rather than a rank or a robust
    z-score, because it keeps the distances that a reader can check against the figures; where one extreme authority
    presses the others together, the quartiles drawn beside show it. Type-7 quartiles.

    The values are of ``all_values``; one that lies beyond them (another source) widens the scale and is not cut off.
    All positions are 0 where everything equals the benchmark, and NaN without a benchmark or any authority's value.
    Polarity is the caller's: higher figures lie towards 1.
    """
    point, own = float(finite(benchmark)), finite(values)
    among = row(all_values)
    q25, _, q75 = quartiles(among)
    lowest, highest = np.fmin.reduce(among, initial=np.nan), np.fmax.reduce(among, initial=np.nan)
    distances = np.array([*own.flat, q25, q75, lowest, highest]) - point
    span = np.fmax.reduce(np.abs(distances)) if not np.isnan(distances[-1]) else np.nan
    places = finite(distances / span) if span else distances
    return Spine(places[:-4].reshape(own.shape), *(float(place) for place in places[-4:]))
