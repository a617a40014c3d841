"""The figures of an indicator without counts that are unlike the other years of their place: one rule for all."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data import periods
from data.importers.rounded import is_coarse
from data.stats.arrays import Array
from data.stats.doubt import Doubts, doubts


def unlike(figures: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """The doubted of some figures of one indicator: ``area``, ``period`` (labels of one kind), ``value``.

    Returns rows of the three with ``lowest`` and ``highest``, what the place's years are that are not doubted. Of two
    figures of one place and period the later row counts. ``decimals`` are those of the indicator.
    """
    there = figures[figures["value"].notna()].drop_duplicates(["area", "period"], keep="last")
    rows, areas = pd.factorize(there["area"], sort=True)
    labels = sorted(there["period"].unique(), key=periods.parse)
    columns = pd.Index(labels).get_indexer(there["period"])
    values = np.full((len(areas), len(labels)), np.nan)
    values[rows, columns] = there["value"].to_numpy(dtype=float)
    found = doubted(values, areas, decimals)
    ends = there[["area", "period", "value"]].assign(lowest=found.lowest[rows], highest=found.highest[rows])
    those: pd.DataFrame = ends[found.doubted[rows, columns]]
    return those


def doubted(values: Array, areas: Iterable[str], decimals: int) -> Doubts:
    """The same of values by area, whose keys are ``areas``, and period, (areas, periods), oldest first."""
    return doubts(values, 0.5 * 10.0**-decimals, is_coarse(pd.Series(list(areas), dtype=str)))
