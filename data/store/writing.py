"""Deliveries into the tables, within a transaction that the store holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import DBAPIError

from data import schema
from data.areas import AreaCode
from data.clock import stamp
from data.store.records import BATCH, COLUMNS, Columns, Decision, Delivery, Neighbour


def queue(connection: Connection) -> None:
    """Wait for whoever is writing, and let nobody else write before this transaction ends; readers go on."""
    connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=schema.VERSION))


def add(connection: Connection, delivery: Delivery, release_id: int | None = None) -> int:
    """Store one delivery: its release, its figures and neighbours, and what it tells of areas; the release's number."""
    values = asdict(replace(delivery.release, rows=len(delivery.rows) + len(delivery.neighbours)))
    del values["id"]
    values["imported_at"] = values["imported_at"] or stamp()
    if release_id is not None:
        values["id"] = release_id
    number: int = connection.execute(insert(schema.release).values(values)).inserted_primary_key[0]  # type: ignore[index]
    _insert_figures(connection, Columns(delivery.frame), number)
    _insert_many(connection, schema.neighbour, delivery.neighbours, number)
    _insert_many(connection, schema.area_code, delivery.areas, number)
    return number


def decide(connection: Connection, decision: Decision) -> None:
    """Withdraw or restore a release."""
    values = {**asdict(decision), "decided_at": decision.decided_at or stamp()}
    connection.execute(insert(schema.decision).values(values))


def put_mark(connection: Connection, key: str, value: str) -> None:
    """Keep a remark in place of an earlier one."""
    connection.execute(schema.meta.delete().where(schema.meta.c.key == key))
    connection.execute(insert(schema.meta).values(key=key, value=value))


def _insert_figures(connection: Connection, figures: Columns, release_id: int) -> None:
    """The figures of a release, past SQLAlchemy, which would take as long for each as the database itself."""
    names = ", ".join(f'"{name}"' for name in ("release_id", *COLUMNS))
    rows = ((release_id, *cells) for cells in figures.cells(COLUMNS))
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {schema.observation.name} ({names}) FROM STDIN", rows)
        return
    places = ", ".join("?" for _ in ("release_id", *COLUMNS))
    statement = f"INSERT INTO {schema.observation.name} ({names}) VALUES ({places})"
    while batch := list(islice(rows, BATCH)):
        connection.exec_driver_sql(statement, batch)


def _copy(connection: Connection, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Rows by PostgreSQL's own way for many. Raises DBAPIError, as SQLAlchemy does."""
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error, dialect=connection.dialect) from error


def _insert_many(connection: Connection, table: Any, rows: Sequence[Neighbour | AreaCode], release_id: int) -> None:
    kept = [column.name for column in table.columns if column.name != "release_id"]
    for start in range(0, len(rows), BATCH):
        batch = [
            {"release_id": release_id, **{name: getattr(row, name) for name in kept}}
            for row in rows[start : start + BATCH]
        ]
        connection.execute(insert(table), batch)
