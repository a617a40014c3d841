"""The store: a database of releases, read as snapshots and written whole deliveries at a time."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from data import schema
from data.register import Indicator, Register
from data.store import copying, in_use, reading, writing
from data.store.opening import check_schema, failed, open_engine
from data.store.records import Delivery, Historic
from data.store.snapshot import Snapshot
from data.store.soundness import Unsound
from data.store.work import Work


class Store:
    """A database of releases. One per process; safe for threads."""

    def __init__(self, url: str, register: Register) -> None:
        self._engine = open_engine(url)
        self._register = register
        self._snapshot: Snapshot | None = None
        self._superseding: tuple[int, dict[int, frozenset[int]]] | None = None
        self._lock = Lock()
        file = copying.file_of(url)
        lock = in_use.hold(file) if file else None
        if lock is not None:  # for as long as there is this store, or a process that was forked with it
            weakref.finalize(self, os.close, lock)
        check_schema(self._engine)

    def close(self) -> None:
        """Close every connection; the next use opens new ones. Called before workers fork, which must share none."""
        self._engine.dispose()

    def version(self) -> int:
        """A number that grows with every release that comes and every decision on one; 0 for an empty store."""
        with self._reading() as connection:
            return reading.version(connection)

    def snapshot(self) -> Snapshot:
        """The current figures, read again only when a release has come since."""
        version = self.version()
        with self._lock:
            if self._snapshot is None or self._snapshot.version != version:
                with self._reading() as connection:
                    self._snapshot = reading.snapshot(connection, self._register)
            return self._snapshot

    def superseding(self) -> dict[int, frozenset[int]]:
        """For each release with a figure or a list that is not current the releases that give the current one."""
        version = self.version()
        if self._superseding is None or self._superseding[0] != version:
            with self._reading() as connection:
                self._superseding = reading.superseding(connection)
        return self._superseding[1]

    def history(self, indicator: Indicator, area: str) -> list[Historic]:
        """Every release's figures of an indicator and area: newest period first, the current one before the others."""
        with self._reading() as connection:
            return reading.history(connection, indicator, area)

    def mark(self, key: str) -> str | None:
        """A remark kept with the data, such as the digest of what the project carries."""
        with self._reading() as connection:
            return connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))

    def add(self, deliveries: Iterable[Delivery], marks: Mapping[str, str] | None = None) -> int:
        """Store deliveries and remarks in one transaction: all of them or none; the number of those that were new.

        What is held already is passed over, and so is a file that was withdrawn or that another has superseded. What
        the project carries of a release that was withdrawn comes as withdrawn where people would see the same figures.
        """
        with self.work() as work:
            fresh = [delivery for delivery in deliveries if work.add_if_new(delivery)]
            for key, value in (marks or {}).items():
                work.put_mark(key, value)
        return len(fresh)

    @contextmanager
    def work(self, is_trial: bool = False) -> Iterator[Work]:
        """One transaction, whole or not at all; a trial is undone at its end.

        Writers come one after another, so that a higher release number is always a later one.
        """
        try:
            with self._engine.connect() as connection, connection.begin() as transaction:
                writing.queue(connection)
                yield Work(connection, self._register, is_trial)
                if is_trial:
                    transaction.rollback()
        except (SQLAlchemyError, pd.errors.DatabaseError, Unsound) as error:
            raise failed(
                self._engine, error, "could not be written", "check its disk space and permissions, then try again"
            ) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, pd.errors.DatabaseError, Unsound) as error:
            raise failed(self._engine, error, "cannot be read", "check that it is there, then try again") from error
