"""How long the store waits: for an answer of PostgreSQL, for a server that is still starting, and after it waited in
vain, so that a database that is stuck does not hold every thread."""

from __future__ import annotations

import logging
import socket
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, Semaphore
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg.errors import ConnectionTimeout
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import TimeoutError as NoneFree

from data.errors import StoreError, printable

T = TypeVar("T")
log = logging.getLogger("safeguarding")

# Seconds for one answer: to connect and to ask what is newest, for the figures of a page, for what goes through every
# release, and for a step of an import. A server that is stopped never answers and its machine still takes the
# question, so that only the asking side can give up.
AT_ONCE, FIGURES, EVERYTHING, WRITING = 5.0, 20.0, 120.0, 900.0
REST_SECONDS = 5.0
BUSY = "The database is asked for too many figures at once."
RETRY_SECONDS = 1.0
# So that an import finds out that the other machine is gone; libpq's own defaults are hours.
NETWORK = {
    "connect_timeout": int(AT_ONCE),
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


# Connections of a process to a server: those that stay open, all there may be, and how many of these figures may take
# at once. The others are left to questions that take no time, above all what is newest, which every request asks.
KEPT, MOST, FOR_FIGURES = 5, 10, 6


class Unanswered(psycopg.OperationalError):
    """The server did not answer in time."""


class Bounded(psycopg.Connection[Any]):
    """A connection that waits so many seconds for each answer, and is of no more use where none came."""

    seconds = AT_ONCE

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        try:
            return super().wait(gen, *args, **{"timeout": self.seconds, **kwargs})
        except psycopg.OperationalError as error:
            if type(error).__name__ != "_WaitTimeout":
                raise
            self.pgconn.finish()
            raise Unanswered(f"the server did not answer within {self.seconds:g} seconds") from error


def bound(engine: Engine) -> None:
    """Let every connection of a PostgreSQL engine give up in time."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Bounded:
        return Bounded.connect(*arguments, **{**NETWORK, **options})


@contextmanager
def within(connection: Connection, seconds: float) -> Iterator[None]:
    """Wait so many seconds for each answer within a block; a file has limits of its own."""
    opened = connection.connection.driver_connection
    if not isinstance(opened, Bounded):
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
    return isinstance(original, Unanswered | ConnectionTimeout)


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


def wait_for_server(engine: Engine, shown: str, seconds: float) -> None:
    """Wait until a PostgreSQL server takes connections, as at the boot of a machine, and say so once.

    Returns when it does, when that time is over, or at once where waiting would not help; whoever connects then finds
    out what is wrong. A server answers this before it asks for a password.
    """
    _, options = engine.dialect.create_connect_args(engine.url)
    options.pop("context", None)  # what psycopg makes of values, nothing of libpq's
    give_up = time.monotonic() + seconds
    is_said = False
    while _may_come(options) and time.monotonic() < give_up:
        if not is_said:
            log.warning(
                "The database %s does not answer yet; it is waited for, %g seconds at most.", printable(shown), seconds
            )
        is_said = True
        time.sleep(min(RETRY_SECONDS, max(0.0, give_up - time.monotonic())))


def _may_come(options: Mapping[str, Any]) -> bool:
    """Whether the server does not take connections now and may do so later: not where its name is unknown."""
    host = str(options.get("host") or "")
    if host and not host.startswith(("/", "@")) and "," not in host:
        try:
            socket.getaddrinfo(host, None)
        except socket.gaierror as error:
            return error.errno == socket.EAI_AGAIN
        except UnicodeError:
            return False
    try:
        answer = pq.PGconn.ping(make_conninfo(**{**NETWORK, **options}).encode())
    except psycopg.Error:  # an option that there is not
        return False
    return answer in (pq.Ping.REJECT, pq.Ping.NO_RESPONSE)
