"""The current figures at one moment of the store, as views read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Protocol, TypeVar

import numpy as np
import pandas as pd

from data.areas import AUTHORITY, AreaCode, Areas
from data.names import declared_names
from data.observations import LOCAL, PUBLISHED
from data.register import Indicator, Register
from data.schema import WITHDRAW, Moment
from data.store.holdings import Figures, Holding, OfArea, dated
from data.store.records import Decision, Historic, Neighbour, Release
from data.store.table import Mask, Table

T = TypeVar("T")


class Reader(Protocol):
    """Gives the figures that were current at one moment."""

    def holding(self, source: str, indicator: str) -> Holding:
        """Those of one indicator and source, kept for the next who asks."""

    def passing(self, source: str, indicator: str, areas: Collection[str]) -> Iterator[OfArea]:
        """The same by area, of some areas or, for none, of all: nothing is kept that was not kept before."""

    def settled(self, source: str, indicator: str, key: Hashable, work_out: Callable[[Holding], T]) -> T:
        """What ``work_out`` makes of them, which is small and kept longer than they are."""

    def history(self, indicator: str, area: str) -> list[Historic]:
        """Those of every release that there was: newest period first, the current one before the others."""

    def superseding(self) -> dict[int, frozenset[int]]:
        """For each release with a figure or list that was not current those that gave the current one."""

    def counts(self) -> dict[int, int]:
        """How many figures of each release were current, by its number."""


class Snapshot:
    """The current figures at one moment of the store; never changes once made.

    What is small is read at once, the figures of an indicator when they are asked for (``reader``). ``held`` are the
    pairs of source and indicator that have figures.
    """

    def __init__(
        self,
        moment: Moment,
        register: Register,
        area_codes: tuple[AreaCode, ...],
        neighbours: dict[str, dict[str, tuple[Neighbour, ...]]],
        releases: tuple[Release, ...],
        held: frozenset[tuple[str, str]],
        reader: Reader,
        decisions: tuple[Decision, ...] = (),
        aside: frozenset[int] = frozenset(),
    ) -> None:
        self.moment = moment
        self.register = register
        self.area_codes = area_codes
        self.areas = Areas(area_codes, declared_names())
        self.neighbours = neighbours
        self.releases = releases
        self.held = held
        self.decisions = decisions
        self.aside = aside  # ids of the releases that take no part: withdrawn, or read again
        self._reader = reader

    def holding(self, indicator: str, source: str) -> Holding:
        """The current figures of one indicator and source."""
        return self._reader.holding(source, indicator)

    def figures(self, indicator: str, source: str) -> Figures:
        """Observations of one indicator and source: area key → period label → one or more."""
        return self.holding(indicator, source).figures

    def passing(self, indicator: str, source: str, areas: Collection[str] = ()) -> Iterator[OfArea]:
        """Observations by area, of some areas or, for none, of all, in the order of the areas' keys.

        For who goes through many indicators once: nothing is kept, and nothing that is kept makes room for them.
        """
        return self._reader.passing(source, indicator, areas)

    def settled(self, indicator: str, key: Hashable, work_out: Callable[[Holding], T]) -> T:
        """What ``work_out`` makes of the published figures of an indicator: small, and kept longer than they are."""
        return self._reader.settled(PUBLISHED, indicator, key, work_out)

    def history(self, indicator: str, area: str) -> list[Historic]:
        """Every release's figures of an indicator and area: newest period first, the current one before the others."""
        return self._reader.history(indicator, area)

    def superseding(self) -> dict[int, frozenset[int]]:
        """For each release with a figure or a list that is not current the releases that give the current one."""
        return self._reader.superseding()

    def counts(self) -> dict[int, int]:
        """How many figures of each release are current, by its number."""
        return self._reader.counts()

    def frame(self, indicator: str, source: str) -> pd.DataFrame:
        """The same as rows, in the order of area, period and ``seq``; their columns are ``records.COLUMNS``."""
        return self.holding(indicator, source).frame

    def once(self, indicator: str, key: Hashable, work_out: Callable[[], T]) -> T:
        """What ``work_out`` makes of the published figures of an indicator, kept as long as they are.

        Keys are of what the figures have (one of their periods), never of what a visitor may ask for.
        """
        return self.holding(indicator, PUBLISHED).once(key, work_out)

    def peer_figures(self, indicator: str, source: str) -> Figures:
        """Those that areas are set beside one another by: none of years before an authority began or after its end."""
        held = self.holding(indicator, source)
        return held.once("peers", lambda: self._of_their_time(held, indicator, source))

    def _of_their_time(self, held: Holding, indicator: str, source: str) -> Figures:
        outside = ~of_their_time(self.areas, held.table, self.register[indicator])
        return held.figures.without(outside) if outside.any() else held.figures

    @cached_property
    def version(self) -> str:
        """What tells these figures apart from all others, those of a restored or another database too."""
        told = self.moment, [(r.id, r.sha256, r.imported_at) for r in self.releases], self.decisions, sorted(self.held)
        return sha256(repr(told).encode()).hexdigest()[:16]

    @cached_property
    def local_area(self) -> str | None:
        """Key of the authority whose board the local figures are."""
        local = [indicator for source, indicator in sorted(self.held) if source == LOCAL]
        keys = (key for indicator in local for key in self.figures(indicator, LOCAL))
        return next((k for k in keys if k in self.areas and self.areas[k].level == AUTHORITY), None)

    @cached_property
    def withdrawn(self) -> dict[int, Decision]:
        """The decision on every release that is withdrawn, by the release's number."""
        last = {decision.release_id: decision for decision in self.decisions}
        return {number: decision for number, decision in last.items() if decision.action == WITHDRAW}

    @cached_property
    def publishers(self) -> Mapping[str, str]:
        """The publisher of each release, by title."""
        return {release.title: release.publisher for release in self.releases}


def of_their_time(areas: Areas, table: Table, indicator: Indicator) -> Mask:
    """Whether each row (rows,) is of a period of its area's life; those of areas that nobody knows are."""
    found = [dated(label, indicator) for label in table.period.names]
    is_of = np.ones((len(table.area.names), len(found)), dtype=bool)
    for row, key in enumerate(table.area.names):
        area = areas.get(key)
        if area is not None and (areas.is_later(area) or not areas.is_open(area)):
            is_of[row] = [areas.is_of(area, period) for period in found]
    return np.asarray(is_of[table.area.codes, table.period.codes])
