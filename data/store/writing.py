"""Deliveries into the tables, within a transaction that the store holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data import schema
from data.areas import AreaCode
from data.clock import stamp
from data.store.records import Delivery, Neighbour, Release, Row

BATCH = 20_000


def queue(connection: Connection) -> None:
    """Wait for whoever is writing, and let nobody else write before this transaction ends; readers go on."""
    connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=schema.VERSION))


def is_newest(connection: Connection, release: Release) -> bool:
    """Whether these carried figures are there, or the last file brought in of this dataset and edition is this one."""
    table = schema.release.c
    if release.carried:
        return connection.scalar(select(table.id).where(table.carried == release.carried).limit(1)) is not None
    same = select(table.sha256).where(
        table.dataset == release.dataset, table.edition == release.edition, table.carried == ""
    )
    return connection.scalar(same.order_by(table.id.desc()).limit(1)) == release.sha256


def add(connection: Connection, delivery: Delivery) -> None:
    """Store one delivery: its release, its figures and neighbours, and what it tells of areas."""
    values = asdict(replace(delivery.release, rows=len(delivery.rows) + len(delivery.neighbours)))
    del values["id"]
    values["imported_at"] = values["imported_at"] or stamp()
    release_id = connection.execute(insert(schema.release).values(values)).inserted_primary_key[0]  # type: ignore[index]
    _insert_many(connection, schema.observation, delivery.rows, release_id)
    _insert_many(connection, schema.neighbour, delivery.neighbours, release_id)
    _insert_many(connection, schema.area_code, delivery.areas, release_id)


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
