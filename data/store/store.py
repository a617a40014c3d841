"""The store: a database of releases, read as snapshots and written whole deliveries at a time."""

from __future__ import annotations

import logging
import os
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, Thread

import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from data import schema
from data.register import Register
from data.schema import Moment
from data.store import copying, current, in_use, reading, writing
from data.store.keeping import Holdings
from data.store.opening import check_schema, failed, open_engine
from data.store.reader import StoreReader
from data.store.reading import Known
from data.store.records import Delivery
from data.store.snapshot import Snapshot
from data.store.soundness import Unsound
from data.store.work import Work

log = logging.getLogger("safeguarding")


class Store:
    """A database of releases. One per process; safe for threads.

    With ``warm``, figures that come while the store is read are first made ready by it, in a thread of their own, and
    the snapshot of before is given until they are.
    """

    warm: Callable[[Snapshot], None] | None = None

    def __init__(self, url: str, register: Register) -> None:
        self._engine = open_engine(url)
        self._register = register
        self._snapshot: Snapshot | None = None
        self._lock = Lock()
        file = copying.file_of(url)
        lock = in_use.hold(file) if file else None
        if lock is not None:  # for as long as there is this store, or a process that was forked with it
            weakref.finalize(self, os.close, lock)
        self._holdings = Holdings()
        self._renewal: Thread | None = None
        check_schema(self._engine)

    def close(self) -> None:
        """Close every connection; the next use opens new ones. Called before workers fork, which must share none."""
        self._engine.dispose()

    def moment(self) -> Moment:
        """The last release and the last decision on one."""
        with self._reading() as connection:
            return current.moment(connection)

    def snapshot(self) -> Snapshot:
        """What is current now; another one only when a release or a decision has come since."""
        moment = self.moment()
        with self._lock:
            if self._snapshot is None or (self._snapshot.moment != moment and self.warm is None):
                self._snapshot = self._fresh()
            elif self._snapshot.moment != moment:
                self._renew()
            return self._snapshot

    def _fresh(self) -> Snapshot:
        with self._at_one_moment() as connection:
            return reading.snapshot(connection, self._register, self._reader)

    def _renew(self) -> None:
        """Let one thread make the newest figures ready, unless one does."""
        if self.warm is not None and (self._renewal is None or not self._renewal.is_alive()):
            self._renewal = Thread(target=self._make_ready, args=(self.warm,), name="renewal", daemon=True)
            self._renewal.start()

    def _make_ready(self, warm: Callable[[Snapshot], None]) -> None:
        try:
            fresh = self._fresh()
            warm(fresh)
        except Exception:  # the figures of before stay; the next request tries again
            log.exception("The newest figures could not be made ready; those of before are shown.")
            return
        with self._lock:
            self._snapshot = fresh

    def _reader(self, known: Known) -> StoreReader:
        return StoreReader(self._at_one_moment, self._holdings, self._register, known)

    def look_through(self, area: str) -> None:
        """Raises StoreError where a current figure of an area holds what it cannot; others are looked through as they
        are read."""
        held = self.snapshot().held
        with self._reading() as connection:
            reading.look_through(connection, held, area)

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
                work = Work(connection, self._register, is_trial)
                yield work
                work.freshen()
                if is_trial:
                    transaction.rollback()
        except (SQLAlchemyError, pd.errors.DatabaseError, Unsound) as error:
            raise failed(
                self._engine, error, "could not be written", "check its disk space and permissions, then try again"
            ) from error

    @contextmanager
    def _at_one_moment(self) -> Iterator[Connection]:
        """A connection whose every query sees the store as it is now, whatever is written meanwhile."""
        with self._reading() as connection:
            reading.at_one_moment(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, pd.errors.DatabaseError, Unsound) as error:
            raise failed(self._engine, error, "cannot be read", "check that it is there, then try again") from error
