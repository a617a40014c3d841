"""How many of the tested figures of an authority would be listed as unusual with neighbours drawn at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.dataset import Snapshot
from data.register import Indicator
from data.stats.funnel import LEVELS
from data.stats.random_peers import beyond_random_peers
from data.views import cohort

PEERS = 10  # drawn at random, as many as a list of statistical neighbours has


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of authorities that each grade would have with random neighbours: 0 to 1, or a sum of such."""

    clearly: float = 0.0
    edge: float = 0.0

    def __add__(self, other: Shares) -> Shares:
        return Shares(self.clearly + other.clearly, self.edge + other.edge)


def by_chance(snapshot: Snapshot, indicator: Indicator, label: str) -> Shares:
    """For an average authority: the probability of each grade over all sets of ten other authorities.

    The control limits do not depend on the neighbours and are taken as they are. Nothing where none is tested.
    """
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, label)
    column = found.column(label)
    if column is None or year is None:
        return Shares()
    return snapshot.once(indicator.id, ("by chance", column), lambda: _shares(found, year, column))


def _shares(found: cohort.Cohort, year: cohort.Year, column: int) -> Shares:
    value, lower, upper = (each[:, column] for each in (found.value, found.lower, found.upper))
    apart = beyond_random_peers(value, lower, upper, PEERS)
    tested = ~np.isnan(apart)
    if not tested.any():
        return Shares()
    apart, level = apart[tested], np.nan_to_num(year.beyond[tested])
    is_outer, is_inner = level >= max(LEVELS), level > 0
    clearly = np.where(is_outer, 1.0, np.where(is_inner, apart, 0.0))
    edge = np.where(is_outer, 0.0, np.where(is_inner, 1.0 - apart, apart))
    return Shares(float(clearly.mean()), float(edge.mean()))
