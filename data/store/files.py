"""A SQLite file beneath its readers: opened anew for each reading, made by none of them, and told from another file.

No connection is kept between readings: one that stays open goes on with a file that was moved away, and keeps the
files beside it alive, which would be read into whatever is put in its place.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from data.errors import StoreError

# How long a reader waits for a lock. In WAL mode readers wait for nobody but for programs that keep all others out.
WAIT_SECONDS = 5.0
ATTEMPTS = 5
# Two changes within a tick of the kernel's clock have one time: a file changed so lately may have changed again.
SETTLED_NANOSECONDS = 100_000_000
# What SQLite says where it cannot make -wal and -shm beside a file: the disk is full, or the folder is read-only.
_NOT_BESIDE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


class Written(NamedTuple):
    """A file as it was last written: two that are equal have the same content. Times are in nanoseconds."""

    device: int
    inode: int
    size: int
    when: int


class State(NamedTuple):
    """A database's file, and the log beside it where that holds something."""

    file: Written
    log: Written | None

    @property
    def origin(self) -> str:
        """What tells the file from another that is put in its place."""
        return f"{self.file.device}:{self.file.inode}"

    @property
    def is_settled(self) -> bool:
        """Whether any later change will show."""
        last = max(written.when for written in (self.file, self.log) if written)
        return time.time_ns() - last > SETTLED_NANOSECONDS


class Opened(sqlite3.Connection):
    """A connection that knows its file as it was when it was opened, and whether it takes that to stay as it is."""

    state: State
    is_immutable = False


def state(path: Path) -> State:
    """How a database stands now. Raises StoreError where there is no file."""
    try:
        file = _written(path)
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be read: there is no such file, or its folder cannot be entered "
            f"({error.strerror}). Nothing was changed and no other one was made; put the file back, and the dashboard "
            "goes on by itself."
        ) from error
    return State(file, _log(path))


def connect(path: Path) -> Opened:
    """Open a file that is there. Raises StoreError where there is none, sqlite3.Error where it cannot be read."""
    for _ in range(ATTEMPTS):
        before = state(path)
        connection = _connected(path, before)
        if state(path).origin == before.origin:
            connection.state = before
            return connection
        connection.close()
    raise replaced(path)


def origin(connection: Connection) -> str:
    """What tells the file of a connection from another; "" for a server's database."""
    opened = connection.connection.driver_connection
    return opened.state.origin if isinstance(opened, Opened) else ""


def is_unchanged(connection: Connection, path: Path) -> bool:
    """Whether a file is still as it was when the connection was opened: what was read is of one file then."""
    opened = connection.connection.driver_connection
    return not isinstance(opened, Opened) or state(path).file == opened.state.file


def may_be_put_in(connection: Connection, path: Path) -> bool:
    """Whether a change of a file can be SQLite's own, which puts into it what the log beside it holds.

    That takes nothing from a reading that has begun, and may go on for as long as it takes. While a connection is open
    its log stays: a file that changes without one was written over.
    """
    opened = connection.connection.driver_connection
    if not isinstance(opened, Opened) or opened.is_immutable:
        return False
    now = state(path)
    return now.log is not None and now.origin == opened.state.origin


def replaced(path: Path) -> StoreError:
    """What to say of a file that is no longer the one that was opened."""
    return StoreError(
        f"The database {path} was replaced or written over by another program meanwhile. Nothing was changed; try "
        "again when that has ended."
    )


def _connected(path: Path, before: State) -> Opened:
    address = path.absolute().as_uri()
    if before.log is None and not os.access(path, os.W_OK):
        return _immutable(address)
    try:
        return _opened(f"{address}?mode=rw")
    except sqlite3.OperationalError as error:
        if before.log is not None or error.sqlite_errorcode & 0xFF not in _NOT_BESIDE:
            raise
    # Nothing is beside it and nothing can be made there: all there is to read is in the file. ``is_unchanged`` shows
    # whether somebody wrote to it meanwhile.
    return _immutable(address)


def _immutable(address: str) -> Opened:
    connection = _opened(f"{address}?mode=ro&immutable=1")
    connection.is_immutable = True
    return connection


def _opened(uri: str) -> Opened:
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, check_same_thread=False, factory=Opened)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _written(path: Path) -> Written:
    found = path.stat()
    return Written(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _log(path: Path) -> Written | None:
    """The log, None where there is none or an empty one, which comes and goes with every connection."""
    try:
        log = _written(path.with_name(f"{path.name}-wal"))
    except OSError:
        return None
    return log if log.size else None
