"""How far the counts of a file are rounded: England's and the regions' to 10, some files' to 5, staff to a tenth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.importers.subject import Subject
from data.stats.arrays import Array
from data.stats.rounding import COARSE, printed_number

# So many counts of authorities, all of them multiples of 5, show that a column is rounded.
TELLING = 30


def room(subject: Subject, frame: pd.DataFrame) -> tuple[Array, Array]:
    """By how much numerator and denominator of each row of ``frame`` can differ from the true ones."""
    above, below = np.zeros(len(frame)), np.zeros(len(frame))
    coarse = is_coarse(frame["area"])
    for figure in subject.mapping.figures:
        of = (frame["indicator"] == figure.indicator).to_numpy()
        for half, name, parts in (
            (above, "numerator", len(figure.numerator)),
            (below, "denominator", 1 if figure.is_over_population else len(figure.denominator)),
        ):
            half[of] = _half(frame[name].to_numpy()[of], coarse[of]) * max(parts, 1)
    return above, below


def printed_numbers(texts: pd.Series) -> tuple[Array, Array]:
    """Printed figures as numbers, and how many decimals each has; NaN where none is printed."""
    found = [printed_number(text if isinstance(text, str) else None) or (np.nan, np.nan) for text in texts]
    numbers = np.array(found, dtype=float).reshape(len(found), 2)
    return numbers[:, 0], numbers[:, 1]


def is_coarse(areas: pd.Series) -> np.ndarray:
    """Whether each area is England or a region: they are keyed by code, authorities by number."""
    return areas.str.startswith("E").to_numpy(dtype=bool)


def _half(counts: Array, coarse: np.ndarray) -> Array:
    """Half the step that each count is rounded to; one of England that is no multiple of 10 is not rounded to 10."""
    there = ~np.isnan(counts)
    fine = 0.05 if (counts[there] % 1 != 0).any() else 0.0
    others = counts[there & ~coarse]
    step = next((s for s in (COARSE, 5.0) if len(others) >= TELLING and (others % s == 0).all()), 0.0)
    wide = np.where(coarse & (counts % COARSE == 0), COARSE / 2, step / 2)
    return np.asarray(np.maximum(wide, fine))
