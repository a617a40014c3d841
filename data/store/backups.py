"""A backup of the database as one file, and the way back: at any moment there is one whole database or the other."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from data import schema
from data.errors import StoreError
from data.observations import SOURCES
from data.register import Register
from data.store import copying, in_use
from data.store.copying import BESIDE, Contents, Unfit
from data.store.opening import OLDEST, RESTORE, is_known
from data.store.store import Store

ASIDE = "before-restore"


def backup(url: str, target: Path, register: Register) -> str:
    """Save the database, which may be in use, as a file that is not there yet; what was saved, as a sentence.

    Raises StoreError, and leaves no file, where that cannot be done or the copy is no good.
    """
    database = _file(url, "pg_dump --format=custom --file=FILE {url}")
    if os.path.lexists(target):
        raise StoreError(f"{target} is there already. Nothing was saved; name a file that is not there yet.")
    if not database.exists():
        raise StoreError(
            f"The database {database} is not there yet. Nothing was saved; `python -m data prepare` makes it."
        )
    try:
        with in_use.held(database), copying.workroom(target) as room:
            part = room / target.name
            copying.copy_online(database, part)
            contents = _checked(part, register)
            copying.publish(part, target)
    except (OSError, sqlite3.Error, Unfit) as error:
        raise _not_saved(database, target, error) from error
    return f"Saved to {target} and checked: {contents}. `{RESTORE} {target}` puts it back."


def _not_saved(database: Path, target: Path, error: Exception) -> StoreError:
    if isinstance(error, Unfit) or (isinstance(error, sqlite3.Error) and copying.is_damage(error)):
        why = str(error) if isinstance(error, Unfit) else f"it is damaged ({error})"
        return StoreError(
            f"The database {database} was not saved: {why}. Nothing was written to {target}; put an earlier backup "
            f"back with `{RESTORE} FILE`."
        )
    why = getattr(error, "strerror", None) or str(error)
    return StoreError(f"{target} cannot be written ({why}). Nothing was saved; choose another folder, or make room.")


def restore_backup(url: str, file: Path, register: Register) -> str:
    """Put a backup in the place of the database, which is kept beside it; what is there now, as a sentence.

    Raises StoreError, and changes nothing, where the backup is no good or the database is in use.
    """
    database = _file(url, "pg_restore --clean --if-exists --single-transaction --dbname={url} FILE")
    if not file.is_file():
        raise StoreError(
            f"{file} is not a file. Nothing was changed; name one that `python -m data backup` made, or the number of "
            "a release that `python -m data releases` lists."
        )
    if database.exists() and database.samefile(file):
        raise StoreError(f"{file} is the database itself. Nothing was changed; name a backup of it.")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        with in_use.alone(database), copying.workroom(database) as room:
            part = room / database.name
            contents = _ready(file, part, register)
            _like(database, part)
            aside = _swap(part, database)
    except Unfit as error:
        raise StoreError(
            f"{file} was not put back: {error}. Nothing was changed; name a file that `python -m data backup` made."
        ) from error
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise StoreError(
            f"{file} was not put back ({why}). Nothing was changed; see to the room and the permissions of "
            f"{database.parent}, then try again."
        ) from error
    kept = f" The database before it is kept as {aside}." if aside else ""
    return f"{file} is the database {database} now: {contents}.{kept}"


def _file(url: str, instead: str) -> Path:
    """The SQLite file. Raises StoreError, which says what to use, for a server."""
    path = copying.file_of(url)
    if path is None:
        shown = make_url(url)._replace(drivername="postgresql", password=None)
        command = instead.format(url=f"'{shown.difference_update_query(['password', 'sslpassword'])}'")
        raise StoreError(f"The database is a PostgreSQL server's, and nothing was done; use `{command}`.")
    return path


def _ready(file: Path, part: Path, register: Register) -> Contents:
    """Copy a backup byte by byte, so that it stays as it is; check it and bring it forward. Raises Unfit."""
    for ending in ("", "-wal", "-journal"):
        source = file.with_name(file.name + ending)
        if source.exists():
            shutil.copyfile(source, part.with_name(part.name + ending))
    found = copying.examine(part).schema
    if found != schema.VERSION and not is_known(found):
        raise Unfit(f"another version made it (schema {found}; this one reads {OLDEST} to {schema.VERSION})")
    _read(part, register)
    contents = copying.examine(part)
    copying.flush(part)
    return contents


def _checked(part: Path, register: Register) -> Contents:
    """Read a copy through and through; one of an earlier schema is left so. Raises Unfit."""
    contents = copying.examine(part)
    if contents.schema == schema.VERSION:
        _read(part, register)
    return contents


def _read(part: Path, register: Register) -> None:
    """Open a copy as the dashboard does, which brings it forward, and read its figures. Raises Unfit."""
    try:
        store = Store(f"sqlite:///{part.absolute()}", register)
        snapshot = store.snapshot()
        for indicator in register:
            for source in SOURCES:
                snapshot.figures(indicator, source)
        store.close()
    except StoreError as error:
        cause = getattr(error.__cause__, "orig", None) or error.__cause__ or error
        raise Unfit(f"it cannot be read ({str(cause).splitlines()[0]})") from error
    copying.in_one_file(part)


def _like(database: Path, part: Path) -> None:
    """Let a copy belong to whom the database does: root restores what another user serves."""
    if database.exists():
        present = database.stat()
        part.chmod(present.st_mode & 0o777)
    else:
        present = database.parent.stat()
        part.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(part, present.st_uid, present.st_gid)


def _swap(part: Path, database: Path) -> Path | None:
    """Put a file in the place of the database; where that is kept. There is a whole one at every moment."""
    aside = copying.dated(database, ASIDE) if database.exists() else None
    with _still(database):
        left = [ending for ending in BESIDE if database.with_name(database.name + ending).exists()]
        if aside:
            _forget_second_names(database)
            copying.second_name(database, aside)
            for ending in left:
                copying.second_name(database.with_name(database.name + ending), aside.with_name(aside.name + ending))
            copying.flush(database.parent)
        # Only what a damaged database, or none, left: it would be read as a part of the new one.
        for ending in left:
            database.with_name(database.name + ending).unlink()
        part.replace(database)
        copying.flush(database.parent)
    return aside


def _forget_second_names(database: Path) -> None:
    """Drop the names that a killed restore gave the database: under two names it would be written to as two."""
    for other in database.parent.iterdir():
        if other.name.startswith(f"{database.name}.{ASIDE}-") and other.samefile(database):
            other.unlink()


@contextmanager
def _still(database: Path) -> Iterator[None]:
    """Put the database into one file and keep other programs from it; one that is damaged stays as it is.

    Raises StoreError where another program has it open.
    """
    if not database.exists() or not copying.is_database(database):
        yield
        return
    connection = copying.opened(database, wait=1)
    try:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if copying.code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise in_use.busy(database) from error
            if not copying.is_damage(error):
                raise
            connection.close()  # at its end it would see to the files beside
        yield
    finally:
        connection.close()
