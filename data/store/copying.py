"""Copies of a SQLite file: made while it is written to, looked through, and put in place whole or not at all."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import make_url

from data.clock import now
from data.errors import StoreError, printable, quotable

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file that is in use
PART = ".part"
WAIT_SECONDS = 60.0
_MARK = b"SQLite format 3\0"
_DAMAGE = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Unfit(Exception):
    """A file that cannot serve as the database: why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: its schema, how many releases, the figures of all of them, and its size in bytes."""

    schema: str
    releases: int
    figures: int
    size: int

    def __str__(self) -> str:
        releases = "1 release" if self.releases == 1 else f"{self.releases:,} releases"
        figures = "1 figure" if self.figures == 1 else f"{self.figures:,} figures"
        return f"{releases} with {figures}, {self.size / 1e6:,.1f} MB"


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for a server's."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def code(error: sqlite3.Error) -> int:
    """What SQLite calls an error; one of Python's own is about a cell that cannot be read."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error means that the file is no good, not that it is locked or that the disk is full."""
    return code(error) in _DAMAGE


@contextmanager
def workroom(target: Path) -> Iterator[Path]:
    """A folder beside a file in which it is made, for one process at a time; what a killed one left there goes."""
    folder = target.with_name(f".{target.name}{PART}")
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{target} is being written by another process. Nothing was changed.") from error
        try:
            for left in folder.iterdir():
                left.unlink()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def opened(path: Path, wait: float = WAIT_SECONDS) -> sqlite3.Connection:
    """A connection to a file that is there: none is made."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None)


def copy_online(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment, into one file; whoever writes to it goes on."""
    target.touch(mode=0o600)
    with closing(opened(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
    in_one_file(target)


def in_one_file(path: Path) -> None:
    """Put what SQLite keeps beside a file into it."""
    with closing(opened(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite's do; nothing is touched."""
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def examine(path: Path) -> Contents:
    """Read every page of a database and count what it holds. Raises Unfit where it is damaged or not ours."""
    if not is_database(path):
        raise Unfit("it is not a database")
    try:
        with closing(opened(path)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise Unfit(f"it is damaged ({quotable(verdict, 120)})")
            (releases,) = connection.execute("SELECT count(*) FROM release").fetchone()
            (figures,) = connection.execute("SELECT count(*) FROM observation").fetchone()
            schema = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        is_foreign = code(error) == sqlite3.SQLITE_ERROR  # it lacks a table
        why = "it is not a database of this dashboard" if is_foreign else "it is damaged"
        raise Unfit(f"{why} ({quotable(str(error), 120)})") from error
    if schema is None:
        raise Unfit("it is not a database of this dashboard (it does not say its schema)")
    return Contents(str(schema[0]), releases, figures, path.stat().st_size)


def flush(path: Path) -> None:
    """Have a file, or what a folder lists, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(part: Path, target: Path) -> None:
    """Give a finished file its name. Raises FileExistsError where there is one of that name."""
    flush(part)
    second_name(part, target)
    flush(target.parent)


def second_name(path: Path, other: Path) -> None:
    """Let a file be found by another name as well; where the disk knows no such names it is copied."""
    try:
        other.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:
        with path.open("rb") as source, other.open("xb") as target:
            other.chmod(path.stat().st_mode)
            shutil.copyfileobj(source, target)
        flush(other)


def dated(path: Path, what: str) -> Path:
    """A name beside a file that says what it is and of when, and that nothing has yet."""
    name = f"{path.name}.{what}-{now():%Y-%m-%d-%H%M%S}"
    names = (path.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())


def keep_before_steps(url: str, found: str) -> None:
    """Save a SQLite file of an earlier schema beside itself, and say so. Raises StoreError where that fails."""
    path = file_of(url)
    if path is None or path.parent.name.endswith(PART):  # a server's, or a copy already
        return
    target = dated(path, f"schema-{found}")
    try:
        with workroom(target) as room:
            copy_online(path, room / target.name)
            publish(room / target.name, target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The database {path} is of an earlier version and could not be saved to {target.name} before it is "
            f"brought forward: {error}. Nothing was changed; make room on its disk, then try again."
        ) from error
    logging.getLogger(__name__).warning(
        "The database %s is of an earlier version (schema %s) and is brought forward; as it was it is kept as %s.",
        printable(str(path)), found, printable(target.name),
    )  # fmt: skip
