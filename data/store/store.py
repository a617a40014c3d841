"""The store: a database of releases, read as snapshots and written whole deliveries at a time."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from data import schema
from data.register import Register
from data.schema import Moment
from data.store import copying, current, files, in_use, patience, reading, writing
from data.store.keeping import Holdings
from data.store.opening import check_schema, check_still, failed, open_engine, to_write, unknown
from data.store.reader import StoreReader
from data.store.reading import Known
from data.store.records import Delivery
from data.store.renewal import Renewal
from data.store.snapshot import Snapshot
from data.store.soundness import Unsound
from data.store.work import Work

T = TypeVar("T")
_FAILURES = (SQLAlchemyError, sqlite3.Error, pd.errors.DatabaseError, Unsound, current.Superseded)


class Store:
    """A database of releases. One per process; safe for threads.

    With ``warm``, figures that are imported while the store is read are first made ready by it, in a thread of their
    own, and the snapshot of before is given until they are, or for ``renewal.LONGEST`` seconds. What a decision changed
    is read at once, and so is another database in the place of the one that was opened: nothing of the two is mixed.
    """

    warm: Callable[[Snapshot], None] | None = None

    def __init__(self, url: str, register: Register, wait: float = 0.0) -> None:
        """Open the database; a server that is not up yet is waited for, so many seconds at most."""
        self._engine = open_engine(url)
        self._register = register
        self._snapshot: Snapshot | None = None
        self._lock = Lock()
        self._file = copying.file_of(url)
        lock = in_use.hold(self._file) if self._file else None
        if lock is not None:  # for as long as there is this store, or a process that was forked with it
            weakref.finalize(self, os.close, lock)
        self._holdings = Holdings()
        self._renewal = Renewal()
        self._seen: tuple[files.State, Moment] | None = None
        self._continued: tuple[Moment, Moment] | None = None
        self._rest, self._turns = patience.Rest(), patience.Turns()
        check_schema(self._engine, wait)
        self._origin = files.state(self._file).origin if self._file else ""

    def close(self) -> None:
        """Close every connection; the next use opens new ones. Called before workers fork, which must share none."""
        self._engine.dispose()

    def moment(self) -> Moment:
        """The last release and the last decision. A file that was not written to since is not opened for it."""
        state = files.state(self._file) if self._file else None
        seen = self._seen
        if seen is not None and seen[0] == state:
            return seen[1]
        moment = self._ask(current.moment, patience.AT_ONCE)
        self._seen = (state, moment) if state is not None and state.is_settled else None
        return moment

    def snapshot(self) -> Snapshot:
        """What is current now; another one only when a release or a decision has come since, or another database."""
        moment = self.moment()
        with self._lock:
            kept = self._snapshot
            if kept is not None and kept.moment == moment:
                return kept
            if kept is not None and self.warm is not None and self._may_wait(kept.moment, moment):
                self._renew(kept, self.warm)
                return kept
            fresh = self._snapshot = self._fresh()
            if kept is not None and self.warm is not None:
                self._renewal.make_ready(self.warm, fresh, lambda snapshot: self._snapshot is snapshot)
            return fresh

    def _may_wait(self, kept: Moment, moment: Moment) -> bool:
        """Whether figures may be shown on for a while: not once a release was withdrawn, which may identify a child,
        or restored, nor those of another database."""
        return moment.decision == kept.decision and self._is_past(kept, moment)

    def _is_past(self, kept: Moment, moment: Moment) -> bool:
        """Whether a moment is an earlier one of the database that is read now."""
        if self._continued != (kept, moment):
            if self._ask(lambda connection: current.moment(connection, kept), patience.AT_ONCE) != kept:
                return False
            self._continued = (kept, moment)
        return True

    def _fresh(self) -> Snapshot:
        def read(connection: Connection) -> Snapshot:
            check_still(connection)
            return reading.snapshot(connection, self._register, self._reader)

        return self._ask_at_one_moment(read)

    def _renew(self, before: Snapshot, warm: Callable[[Snapshot], None]) -> None:
        def show(fresh: Snapshot) -> None:
            with self._lock:
                if self._snapshot is before:  # else something newer is shown already, or another database
                    self._snapshot = fresh

        def is_wanted(fresh: Snapshot) -> bool:
            return self._snapshot is before or self._snapshot is fresh

        self._renewal.begin(self._fresh, warm, show, is_wanted)

    def _reader(self, known: Known) -> StoreReader:
        return StoreReader(self._ask_for_figures, self._holdings, self._register, known)

    def look_through(self, area: str) -> None:
        """Raises StoreError where a current figure of an area holds what it cannot; others are looked through as they
        are read."""
        held = self.snapshot().held
        with self._reading() as connection:
            reading.look_through(connection, held, area)

    def mark(self, key: str) -> str | None:
        """A remark kept with the data, such as the digest of what the project carries."""
        query = select(schema.meta.c.value).where(schema.meta.c.key == key)
        return self._ask(lambda connection: connection.scalar(query))

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
        is_ending = False
        try:
            with self._engine.connect() as connection, patience.within(connection, patience.WRITING):
                to_write(connection)
                with connection.begin() as transaction:
                    writing.queue(connection)
                    if files.origin(connection) != self._origin and self._file:
                        raise files.replaced(self._file)
                    work = Work(connection, self._register, is_trial)
                    yield work
                    work.freshen()
                    if is_trial:
                        transaction.rollback()
                    is_ending = not is_trial
        except _FAILURES as error:
            if is_ending and self._file is None:
                raise unknown(self._engine, error) from error
            raise failed(
                self._engine, error, "could not be written", "check its disk space and permissions, then try again"
            ) from error

    def _ask(self, question: Callable[[Connection], T], seconds: float = patience.FIGURES) -> T:
        """What the database answers, each of its steps within so many seconds. Raises StoreError.

        A file that is written over meanwhile is asked again: what was read of it may be of two files.
        """
        with self._rest.watched():
            for _ in range(files.ATTEMPTS):
                with self._reading() as connection, patience.within(connection, seconds):
                    begun = current.moment(connection) if self._file else None
                    answer = question(connection)
                    if begun is None or self._is_of_one(connection, begun):
                        return answer
        raise files.replaced(Path(str(self._file)))

    def _is_of_one(self, connection: Connection, begun: Moment) -> bool:
        """Whether what was read of a file since a moment is of one database, not of one that was copied over it."""
        file = Path(str(self._file))
        if files.is_unchanged(connection, file):
            return True
        if not files.may_be_put_in(connection, file):
            return False
        with self._reading() as anew:  # the other connection would answer with what it has read already
            return current.moment(anew, begun) == begun

    def _ask_at_one_moment(self, question: Callable[[Connection], T], seconds: float = patience.FIGURES) -> T:
        """The same where every step sees the store as it is now, whatever is written meanwhile."""

        def ask(connection: Connection) -> T:
            reading.at_one_moment(connection)
            return question(connection)

        return self._ask(ask, seconds)

    def _ask_for_figures(self, question: Callable[[Connection], Any], seconds: float, then: Callable[[Any], T]) -> T:
        """What ``then`` makes of the same answer, after its turn and without a connection."""
        with self._turns.taken(seconds):
            answer = self._ask_at_one_moment(question, seconds)
        with self._told():
            return then(answer)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            raise failed(self._engine, error, "cannot be read", "check that it is there, then try again") from error
