"""Opening a database: its engine, its tables, and what to say where it cannot be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from data import schema
from data.errors import StoreError


def open_engine(url: str) -> Engine:
    """The engine of a URL; a SQLite file's folder is made. Raises StoreError, saying what to correct."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The database's folder {error.filename} cannot be made ({error.strerror}). Nothing was changed; "
            "correct SAFEGUARDING_DATABASE, or the folder's permissions."
        ) from error
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError(
            "The database's URL cannot be read. Nothing was changed; correct SAFEGUARDING_DATABASE: its form is "
            "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
        ) from error
    engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _durable)
    return engine


def _durable(connection: Any, _record: Any) -> None:
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def check_schema(engine: Engine) -> None:
    """Make the tables where there are none. Raises StoreError for a database of another version."""
    try:
        try:
            found = _make_tables(engine)
        except SQLAlchemyError:  # another process may have been making them at the same time
            found = _make_tables(engine)
    except SQLAlchemyError as error:
        raise StoreError(
            f"The database {engine.url.render_as_string()} cannot be opened: {cause(error)}. "
            "Nothing was changed; correct SAFEGUARDING_DATABASE, or move the file away so that a new one is made."
        ) from error
    if found not in (None, schema.VERSION):
        raise StoreError(
            f"The database {engine.url.render_as_string()} was made by another version (schema {found}, "
            f"expected {schema.VERSION}). Nothing was changed; move it away, start again, and import your "
            "files again."
        )


def _make_tables(engine: Engine) -> str | None:
    """Make the tables where there are none; the version of the schema found."""
    with engine.begin() as connection:
        if not inspect(connection).has_table(schema.meta.name):
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # all tables or none, and nobody else meanwhile
            schema.metadata.create_all(connection)
        found: str | None = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema"))
        if found is None:
            connection.execute(insert(schema.meta).values(key="schema", value=schema.VERSION))
    return found


def cause(error: Exception) -> str:
    """What the database says, in one line."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
