"""What a snapshot reads by: the store as it stood at the snapshot's moment, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from data.register import Register
from data.schema import Moment
from data.store import current, past, patience, reading
from data.store.holdings import Holding, OfArea
from data.store.keeping import Holdings
from data.store.reading import Known
from data.store.records import Historic

T = TypeVar("T")
U = TypeVar("U")

# What is made, without a connection, of what the database answers within so many seconds to a question that is given a
# connection which sees one moment.
Ask = Callable[[Callable[[Connection], Any], float, Callable[[Any], Any]], Any]


@dataclass(frozen=True, slots=True)
class StoreReader:
    """A reader of the database, with connections of its own. ``holdings`` are what the process keeps."""

    ask: Ask
    holdings: Holdings
    register: Register
    known: Known

    def holding(self, source: str, indicator: str) -> Holding:
        return self.holdings.get(self._key(source, indicator), lambda: self._read(source, indicator))

    def passing(self, source: str, indicator: str, areas: Collection[str]) -> Iterator[OfArea]:
        kept = self.holdings.peek(self._key(source, indicator))
        if kept is not None:
            return kept.figures.each(areas)
        named = self.register[indicator]
        return self._made(
            lambda connection: reading.found(connection, self.known, source, named, areas),
            lambda rows: reading.passing(rows, self.known, source, named),
        )

    def settled(self, source: str, indicator: str, key: Hashable, work_out: Callable[[Holding], T]) -> T:
        of = self._key(source, indicator)

        def make() -> T:
            return work_out(self.holdings.peek(of) or self._read(source, indicator))

        return self.holdings.settled((of, key), make)

    def history(self, indicator: str, area: str) -> list[Historic]:
        named = self.register[indicator]
        return self._asked(lambda connection: past.history(connection, self.known.at, named, area))

    def superseding(self) -> dict[int, frozenset[int]]:
        return self._settled("superseding", past.superseding)

    def counts(self) -> dict[int, int]:
        return self._settled("counts", past.counts)

    def _settled(self, name: str, read: Callable[[Connection, Moment], T]) -> T:
        """What goes through every release, kept for a moment."""
        at = self.known.at
        question = partial(self._asked, lambda connection: read(connection, at), patience.EVERYTHING)
        return self.holdings.settled((name, at), question)

    def _key(self, source: str, indicator: str) -> Hashable:
        """The figures of an indicator are kept for as long as they and what is known of areas are the same."""
        return self.known.key(source, indicator)

    def _read(self, source: str, indicator: str) -> Holding:
        named = self.register[indicator]
        return self._made(
            lambda connection: reading.found(connection, self.known, source, named),
            lambda rows: reading.holding(rows, self.known, source, named),
        )

    def _asked(self, question: Callable[[Connection], T], seconds: float = patience.FIGURES) -> T:
        return self._made(question, lambda answer: answer, seconds)

    def _made(
        self, question: Callable[[Connection], U], then: Callable[[U], T], seconds: float = patience.FIGURES
    ) -> T:
        """Raises StoreError where another database took the place of the one that the moment is of."""

        def asked(connection: Connection) -> U:
            current.check_past(connection, self.known.at)
            return question(connection)

        found: T = self.ask(asked, seconds, then)
        return found
