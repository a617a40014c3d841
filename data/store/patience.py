"""How long the store waits for an answer, and after it waited in vain, so that a database that is stuck does not hold
every thread. How a PostgreSQL server is waited for is in ``server``."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore

from sqlalchemy import Connection
from sqlalchemy.exc import TimeoutError as NoneFree

from data.errors import StoreError

# Seconds for one answer: to connect and to ask what is newest, for the figures of a page, for what goes through every
# release, and for a step of an import. A server that is stopped never answers and its machine still takes the
# question, so that only the asking side can give up.
AT_ONCE, FIGURES, EVERYTHING, WRITING = 5.0, 20.0, 120.0, 900.0
REST_SECONDS = 5.0
BUSY = "The database is asked for too many figures at once."

# Connections of a process to a server: those that stay open, all there may be, and how many of these figures may take
# at once. The others are left to questions that take no time, above all what is newest, which every request asks.
KEPT, MOST, FOR_FIGURES = 5, 10, 6


class Unanswered(Exception):
    """The server did not answer in time."""


class Patient:
    """A connection that waits so many seconds for each answer, and is of no more use where none came."""

    seconds = AT_ONCE


@contextmanager
def within(connection: Connection, seconds: float) -> Iterator[None]:
    """Wait so many seconds for each answer within a block; a file has limits of its own."""
    opened = connection.connection.driver_connection
    if not isinstance(opened, Patient):
        yield
        return
    opened.seconds = seconds
    try:
        yield
    finally:
        opened.seconds = AT_ONCE


def is_stuck(error: BaseException | None) -> bool:
    """Whether an error says that the database kept somebody waiting: another try would wait as long."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return isinstance(original, Unanswered)


def is_busy(error: BaseException | None) -> bool:
    """Whether an error says that all connections of the process were taken, and nothing of the database."""
    return isinstance(error, NoneFree)


class Turns:
    """So many at once, and the others after them. Whoever has a turn takes no second one."""

    def __init__(self, most: int = FOR_FIGURES) -> None:
        self._free = Semaphore(most)

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """Raises StoreError where no turn comes within so many seconds."""
        if not self._free.acquire(timeout=seconds):
            raise StoreError(f"{BUSY} Nothing was changed; try again.")
        try:
            yield
        finally:
            self._free.release()


class Rest:
    """After one thread waited in vain the others are refused at once for some seconds, then one tries again."""

    def __init__(self, seconds: float = REST_SECONDS) -> None:
        self._seconds = seconds
        self._until: float | None = None
        self._lock = Lock()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Raises StoreError where the database is left alone; remembers what becomes of the block."""
        with self._lock:
            if self._until is not None:
                if time.monotonic() < self._until:
                    raise StoreError(
                        "The database did not answer in time a moment ago. Nothing was changed; it is asked again "
                        f"every {self._seconds:g} seconds."
                    )
                self._until = time.monotonic() + self._seconds
        try:
            yield
        except StoreError as error:
            if is_busy(error.__cause__):
                raise
            self._until = time.monotonic() + self._seconds if is_stuck(error.__cause__) else None
            raise
        self._until = None
