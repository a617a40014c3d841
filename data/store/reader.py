"""What a snapshot reads by: the store as it stood at the snapshot's moment, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from data.register import Register
from data.store import past, reading
from data.store.holdings import Holding, OfArea
from data.store.keeping import Holdings
from data.store.reading import Known
from data.store.records import Historic

T = TypeVar("T")

Connect = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class StoreReader:
    """A reader of the database, with connections of its own. ``holdings`` are what the process keeps."""

    connect: Connect
    holdings: Holdings
    register: Register
    known: Known

    def holding(self, source: str, indicator: str) -> Holding:
        return self.holdings.get(self._key(source, indicator), lambda: self._read(source, indicator))

    def passing(self, source: str, indicator: str, areas: Collection[str]) -> Iterator[OfArea]:
        kept = self.holdings.peek(self._key(source, indicator))
        if kept is not None:
            return kept.figures.each(areas)
        with self.connect() as connection:
            return reading.passing(connection, self.known, source, self.register[indicator], areas)

    def settled(self, source: str, indicator: str, key: Hashable, work_out: Callable[[Holding], T]) -> T:
        of = self._key(source, indicator)

        def make() -> T:
            return work_out(self.holdings.peek(of) or self._read(source, indicator))

        return self.holdings.settled((of, key), make)

    def history(self, indicator: str, area: str) -> list[Historic]:
        with self.connect() as connection:
            return past.history(connection, self.known.at, self.register[indicator], area)

    def superseding(self) -> dict[int, frozenset[int]]:
        def read() -> dict[int, frozenset[int]]:
            with self.connect() as connection:
                return past.superseding(connection, self.known.at)

        return self.holdings.settled(("superseding", self.known.at), read)

    def counts(self) -> dict[int, int]:
        def read() -> dict[int, int]:
            with self.connect() as connection:
                return past.counts(connection, self.known.at)

        return self.holdings.settled(("counts", self.known.at), read)

    def _key(self, source: str, indicator: str) -> Hashable:
        """The figures of an indicator are kept for as long as they and what is known of areas are the same."""
        return source, indicator, self.known.changed.get((source, indicator)), self.known.places

    def _read(self, source: str, indicator: str) -> Holding:
        with self.connect() as connection:
            return reading.holding(connection, self.known, source, self.register[indicator])
