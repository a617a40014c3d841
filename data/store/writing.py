"""Deliveries into the tables, within a transaction that the store holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, insert, update

from data import schema
from data.areas import AreaCode
from data.clock import stamp
from data.store.records import Decision, Delivery, Neighbour, Row

BATCH = 20_000


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
    _insert_many(connection, schema.observation, delivery.rows, number)
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


def _insert_many(
    connection: Connection, table: Any, rows: Sequence[Row | Neighbour | AreaCode], release_id: int
) -> None:
    kept = [column.name for column in table.columns if column.name != "release_id"]
    for start in range(0, len(rows), BATCH):
        batch = [
            {"release_id": release_id, **{name: getattr(row, name) for name in kept}}
            for row in rows[start : start + BATCH]
        ]
        connection.execute(insert(table), batch)
