"""One transaction on a store: what it holds of a file, what is current before and after, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, select

from data import schema
from data.observations import PUBLISHED, Observation
from data.register import Register
from data.store import carried, current, past, reading, standing, writing
from data.store.current import Pair
from data.store.holdings import observation
from data.store.keeping import Holdings
from data.store.reader import StoreReader
from data.store.records import (
    NEW,
    READ_AGAIN,
    Decision,
    Delivery,
    Fact,
    Key,
    Neighbour,
    Release,
    Row,
    Shown,
    Standing,
    shown,
)
from data.store.snapshot import Snapshot

T = TypeVar("T")
U = TypeVar("U")


class Work:
    """The store within one transaction, in which nobody else writes. In a trial, all of it is undone at the end."""

    def __init__(self, connection: Connection, register: Register, is_trial: bool) -> None:
        self._connection = connection
        self._register = register
        self._is_trial = is_trial
        self._aside = self.aside()
        self._touched: set[Pair] = set()
        self._is_fresh = True

    # What is there ----------------------------------------------------------------------------------

    def standing(self, delivery: Delivery) -> Standing:
        """How a delivery stands to what is held of its file."""
        return standing.standing(self._connection, delivery)

    def readings(self, release: Release) -> tuple[Release, ...]:
        """The releases in which the same file was read before, the one that counts first."""
        return tuple(standing.holders(self._connection, release))

    def aside(self) -> frozenset[int]:
        """Numbers of the releases that take no part: withdrawn, or read again."""
        return frozenset(self._connection.scalars(schema.put_aside()))

    def indicators(self, releases: Iterable[int]) -> set[str]:
        """The indicators of these releases' figures."""
        table = schema.observation.c
        found = select(table.indicator).where(table.release_id.in_(list(releases))).distinct()
        return set(self._connection.scalars(found))

    def list_releases(self) -> dict[str, int]:
        """The release of the current list of neighbours of each model."""
        return past.list_releases(self._connection)

    def contents(self, release_id: int) -> frozenset[Row | Neighbour]:
        """All figures and neighbours of a release."""
        return standing.contents(self._connection, release_id)

    def releases(self) -> dict[int, Release]:
        """Every release by its number."""
        found = self._connection.execute(select(schema.release)).mappings()
        return {row["id"]: Release(**row) for row in found}

    def decision(self, release_id: int) -> Decision | None:
        """The last decision on a release."""
        return standing.last_decision(self._connection, release_id)

    def facts(self, indicators: Iterable[str], source: str = PUBLISHED) -> dict[Key, Fact]:
        """The current figures of these indicators."""
        self.freshen()
        rows = self._connection.execute(_current(indicators, source)).mappings()
        return {_key(row): Fact(row["release_id"], row["edition"], _shown(row)) for row in rows}

    def figures(self, indicators: Iterable[str], area: str, source: str = PUBLISHED) -> dict[Key, Observation]:
        """The current figures of these indicators for one area, as people are shown them."""
        self.freshen()
        query = _current(indicators, source, schema.current.c.area == area)
        rows = self._connection.execute(query).mappings()
        return {
            (row["indicator"], row["area"], row["period"]): observation(
                row, self._register[row["indicator"]], PUBLISHED
            )
            for row in rows
            if row["indicator"] in self._register
        }

    def snapshot(self) -> Snapshot:
        """Everything current as it would be if the transaction ended here."""
        self.freshen()
        reader = partial(StoreReader, self._ask, Holdings(), self._register)
        return reading.snapshot(self._connection, self._register, reader)

    def _ask(self, question: Callable[[Connection], U], _seconds: float, then: Callable[[U], T]) -> T:
        return then(question(self._connection))

    # What is written --------------------------------------------------------------------------------

    def add(self, delivery: Delivery) -> int:
        """Store a delivery; the number of its release."""
        self._touch(delivery)
        return writing.add(self._connection, delivery, self._next_id() if self._is_trial else None)

    def add_if_new(self, delivery: Delivery) -> bool:
        """Store a delivery that is not held and that nobody withdrew or superseded; whether it was stored."""
        if delivery.release.carried:
            is_new = carried.add(self._connection, delivery)
            if is_new:
                self._touch(delivery)
            return is_new
        if self.standing(delivery).state not in (NEW, READ_AGAIN):
            return False
        self.add(delivery)
        return True

    def put_mark(self, key: str, value: str) -> None:
        """Keep a remark with the data, in place of an earlier one."""
        writing.put_mark(self._connection, key, value)

    def decide(self, decision: Decision) -> None:
        """Withdraw or restore a release."""
        self._is_fresh = False
        writing.decide(self._connection, decision)

    def freshen(self) -> None:
        """Work out again what may no longer be current: figures that came, and those of releases that took no part
        before and do now, or the other way round."""
        if self._is_fresh:
            return
        aside = self.aside()
        current.refresh(self._connection, self._touched | current.pairs_of(self._connection, aside ^ self._aside))
        self._aside, self._touched, self._is_fresh = aside, set(), True

    def _touch(self, delivery: Delivery) -> None:
        self._touched |= {(delivery.release.source, name) for name in delivery.indicators}
        self._is_fresh = False

    def _next_id(self) -> int:
        """A number of our own: one that PostgreSQL gave would be used up, though the trial is undone."""
        return int(self._connection.scalar(select(func.coalesce(func.max(schema.release.c.id), 0))) or 0) + 1


def _current(indicators: Iterable[str], source: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    table, release = schema.current, schema.release.c
    return (
        select(table, release.edition, release.title.label("release"))
        .join(schema.release, release.id == table.c.release_id)
        .where(table.c.indicator.in_(sorted(set(indicators))), table.c.source == source, *conditions)
    )


def _key(row: Any) -> Key:
    return row["indicator"], row["area"], row["period"]


def _shown(row: Any) -> Shown:
    return shown(row["status"], row["value"], row["numerator"], row["denominator"], row["printed"])
