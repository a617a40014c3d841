"""Opening a database: its engine, its tables, and what to say where it cannot be opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from pandas.errors import DatabaseError
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from data import schema
from data.errors import StoreError, printable
from data.store import copying, files, patience
from data.store.current import Superseded
from data.store.soundness import Unsound

OLDEST = 2  # the schema that version 0.1.0 made, the first that can be brought forward
RESTORE = "python -m data restore"
LOCK = 20_261_128  # any number that only this project asks PostgreSQL to lock
# How long a writer of SQLite waits for another: a slow machine takes half a minute to fill the store at its first
# start, and a second process that starts meanwhile is to wait for it, not to fail.
BUSY_MILLISECONDS = 60_000


def open_engine(url: str) -> Engine:
    """The engine of a URL; a SQLite file's folder is made. Raises StoreError, saying what to correct."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            path = Path(parsed.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            _make_private(path)
    except OSError as error:
        raise StoreError(
            f"The database's file or folder {error.filename} cannot be made ({error.strerror}). Nothing was changed; "
            "correct SAFEGUARDING_DATABASE, or the folder's permissions."
        ) from error
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError(
            "The database's URL cannot be read. Nothing was changed; correct SAFEGUARDING_DATABASE: its form is "
            "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
        ) from error
    if parsed.get_backend_name() == "sqlite":
        file = Path(str(parsed.database))
        engine = create_engine(parsed, poolclass=NullPool, creator=lambda: files.connect(file))
        event.listen(engine, "connect", _keep_keys)
        return engine
    from data.store import server  # a dashboard on a file does without

    # A connection that a restart of the server ended is found by the ping and replaced; it takes 0.1 ms.
    more = patience.MOST - patience.KEPT
    engine = create_engine(
        parsed, pool_pre_ping=True, pool_size=patience.KEPT, max_overflow=more, pool_timeout=patience.AT_ONCE
    )
    server.bound(engine)
    return engine


def _make_private(path: Path) -> None:
    """Make the file empty, for its owner alone, where there is none; SQLite gives -wal and -shm the same rights.

    One that is there keeps the rights that somebody chose for it. Raises OSError where the file cannot be made."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))


def _keep_keys(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=ON")


def to_write(connection: Connection) -> None:
    """Make a connection that was just opened one for writing: it waits for other writers, and what it commits stays."""
    opened = connection.connection.driver_connection
    if isinstance(opened, files.Opened):
        opened.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        opened.execute("PRAGMA synchronous=FULL")
        try:
            opened.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:  # what may not be written is read as it is
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise


def check_schema(engine: Engine, wait: float = 0.0) -> None:
    """Make the tables where there are none; a server that is not up yet is waited for, so many seconds at most.

    Raises StoreError for a database of another version.
    """
    if wait and not _is_file(engine):
        from data.store import server

        server.wait_for_server(engine, _shown(engine), wait)
    try:
        try:
            found = _make_tables(engine)
        except (SQLAlchemyError, sqlite3.Error):  # another process may have been making them at the same time
            found = _make_tables(engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        mend = "see that the server runs" if not _is_file(engine) else "its permissions"
        mend = _anew(engine) if _is_damaged(error) else mend
        raise StoreError(
            f"The database {_shown(engine)} cannot be opened: {_cause(error)}. "
            f"Nothing was changed; correct SAFEGUARDING_DATABASE, or {mend}."
        ) from error
    if found not in (None, schema.VERSION):
        raise StoreError(
            f"The database {_shown(engine)} was made by another version (schema {printable(found)}; this one reads "
            f"{OLDEST} to {schema.VERSION}). Nothing was changed; start the version that made it, or name another "
            "database in SAFEGUARDING_DATABASE."
        )


def check_still(connection: Connection) -> None:
    """Raises StoreError for a database of another schema, put in the place of the one that was opened: who reads it
    changes nothing."""
    found = _version(connection)
    if found != schema.VERSION:
        earlier = found is not None and is_known(found)
        mend = "run `python -m data prepare`, which brings it forward" if earlier else "put the right one back"
        raise StoreError(
            f"The database {_shown(connection.engine)} was replaced by one of another version (schema "
            f"{printable(str(found))}; this one reads {schema.VERSION}). Nothing was changed; {mend}."
        )


def _make_tables(engine: Engine) -> str | None:
    """Make the tables where there are none, bring those of an earlier schema forward; the schema found."""
    with engine.connect() as connection, patience.within(connection, patience.WRITING):
        to_write(connection)
        return _tables_made(connection)


def _tables_made(connection: Connection) -> str | None:
    with connection.begin():
        if not inspect(connection).has_table(schema.meta.name):
            _lock(connection)
            schema.metadata.create_all(connection)
        found = _version(connection)
        if found is None:
            connection.execute(insert(schema.meta).values(key="schema", value=schema.VERSION))
        elif is_known(found):
            return _bring_forward(connection)
    return found


def _version(connection: Connection) -> str | None:
    found: str | None = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema"))
    return found


def _bring_forward(connection: Connection) -> str | None:
    """Read the schema again once nobody else writes: another process may have brought it forward meanwhile. What it
    is then."""
    from data.store import migrating  # a start with a database of today does without Alembic

    _lock(connection)
    found = _version(connection)
    if found is None or not is_known(found):
        return found
    copying.keep_before_steps(connection.engine.url.render_as_string(hide_password=False), found)
    migrating.bring_forward(connection, found)
    return schema.VERSION


def is_known(found: str) -> bool:
    """Whether a schema is an earlier one that can be brought forward."""
    return found.isdigit() and OLDEST <= int(found) < int(schema.VERSION)


def _lock(connection: Connection) -> None:
    """All steps or none, and nobody else meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _is_file(engine: Engine) -> bool:
    """Whether the database is a file, not a server's."""
    return engine.dialect.name == "sqlite"


def _shown(engine: Engine) -> str:
    """The URL of a database without its password."""
    return engine.url.difference_update_query(["password", "sslpassword"]).render_as_string()


def failed(engine: Engine, error: Exception, what: str, remedy: str) -> StoreError:
    """What to say where a database fails: the remedy is for one that is whole but cannot be reached or written now."""
    if patience.is_busy(error):
        return StoreError(f"{patience.BUSY} Nothing was changed; try again.")
    if _is_damaged(error):
        remedy = _anew(engine)
    elif patience.is_stuck(error) and _is_file(engine):
        remedy = "end the other program that keeps it locked, then try again"
    elif isinstance(error, Superseded):
        remedy = "try again"
    return StoreError(f"The database {_shown(engine)} {what}: {_cause(error)}. Nothing was changed; {remedy}.")


def unknown(engine: Engine, error: Exception) -> StoreError:
    """What to say where a server fails at the very end: it may have kept what it was given, and its answer is lost."""
    return StoreError(
        f"The database {_shown(engine)} was lost at the end of the change: {_cause(error)}. It is not known whether it "
        "was kept; `python -m data releases` tells, and the same command may be given again, which changes nothing "
        "twice."
    )


def _anew(engine: Engine) -> str:
    """What to do about a database that is no good: a backup is put back, else all is begun again."""
    if _is_file(engine):
        back, away = f"`{RESTORE} FILE`", "move the file away with its -wal and -shm"
    else:
        back, away = "pg_restore", "name an empty database in SAFEGUARDING_DATABASE"
    return (
        f"stop the dashboard and put a backup back with {back}; without one, {away}, start again and import your "
        "files again"
    )


def _cause(error: Exception) -> str:
    """What the database says, in one line."""
    error = _unwrapped(error)
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


def _unwrapped(error: Exception) -> Exception:
    """The error of SQLAlchemy that pandas puts into one of its own, with the whole query."""
    inner = error.__cause__
    return inner if isinstance(error, DatabaseError) and isinstance(inner, Exception) else error


# A file that is locked, full or not there is not damaged; one that lacks a table is. SQLITE_ERROR alone says neither,
# and nobody is told to put a backup back, which takes later imports away, for a question that was wrong.
# Of PostgreSQL: no such table, no such column, damaged data, damaged index.
_POSTGRESQL_DAMAGE = {"42P01", "42703", "XX001", "XX002"}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LACKING = ("no such table", "no such column", "has no column")


def _is_damaged(error: Exception) -> bool:
    error = _unwrapped(error)
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        is_lacking = any(part in str(original) for part in _LACKING)
        return is_lacking or getattr(original, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGE
    return isinstance(error, Unsound) or getattr(original, "sqlstate", None) in _POSTGRESQL_DAMAGE
