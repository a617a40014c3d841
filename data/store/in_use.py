"""Whether a SQLite file is in use: who opens it shares a lock on a file beside it, who replaces it has that lock alone.

The lock goes with the process, however that ends, and a server's workers inherit it. It is not on the database itself:
SQLite's own locks would be lost when a second handle on that file is closed.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import StoreError

WAIT_SECONDS = 60.0  # for a restore to end: it copies and checks a file


def hold(database: Path, wait: float = WAIT_SECONDS) -> int | None:
    """Share the lock until the number that is returned is closed; None where no file can be made beside it, which
    SQLite will say. Raises StoreError where a restore does not end."""
    try:
        lock = _opened(database)
    except OSError:
        return None
    give_up = time.monotonic() + wait
    while not _is_locked(lock, fcntl.LOCK_SH):
        if time.monotonic() > give_up:
            os.close(lock)
            raise StoreError(f"A backup is being restored to {database}. Nothing was changed; try again when it is.")
        time.sleep(0.1)
    return lock


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Share the lock within a block."""
    lock = hold(database)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Have the lock alone within a block. Raises StoreError where somebody has the database open."""
    lock = _opened(database)
    try:
        if not _is_locked(lock, fcntl.LOCK_EX):
            raise busy(database)
        yield
    finally:
        os.close(lock)


def busy(database: Path) -> StoreError:
    """What to say of a database that may not be replaced now."""
    return StoreError(
        f"The database {database} is in use by a running dashboard, an import or another program. Nothing was changed; "
        "stop them, then try again."
    )


def _opened(database: Path) -> int:
    """The lock's file, which anybody may read: it holds nothing, and whoever runs the server is to find it locked."""
    path = database.with_name(f"{database.name}-lock")
    try:
        return os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)


def _is_locked(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
