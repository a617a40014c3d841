"""What every statistic does with its input and its answer: missing is NaN, and nothing is infinite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
# Whatever can be read as numbers; None is missing, as NaN is.
Numbers = ArrayLike | Sequence[float | None] | None

# Divisions by zero and the like come out as NaN, which `finite` and the callers' masks see to.
quiet = np.errstate(all="ignore")


def finite(values: Numbers) -> Array:
    """``values`` as floats of the same shape, NaN wherever there is no finite number (None, NaN, infinity)."""
    numbers = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def together(*inputs: Numbers) -> tuple[Array, ...]:
    """The inputs as ``finite`` has them, broadcast to one shape. ValueError where their shapes do not fit."""
    return tuple(np.broadcast_arrays(*(finite(values) for values in inputs)))


def row(values: Numbers) -> Array:
    """One row of values, shape (k,). ValueError for anything but a list of numbers."""
    numbers = finite(values)
    if numbers.ndim != 1:
        raise ValueError(f"one row of values is needed, not an array of shape {numbers.shape}")
    return numbers
