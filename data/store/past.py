"""From the tables: what is and was current of each release, as it stood at a moment."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from data import schema
from data.register import Indicator
from data.schema import Moment
from data.store import current, reading, soundness
from data.store.holdings import observation
from data.store.records import COLUMNS, Historic, Release


def history(connection: Connection, at: Moment, indicator: Indicator, area: str) -> list[Historic]:
    """Every release's figures of an indicator and area: newest period first, the current one before the others."""
    query = schema.ranked(schema.observation.c.indicator == indicator.id, schema.observation.c.area == area, at=at)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    soundness.check(schema.observation.name, pd.DataFrame(rows, columns=COLUMNS))
    rows.sort(key=lambda row: (row["place"], row["seq"]))
    found = [
        Historic(observation(row, indicator, row["source"]), row["imported_at"], row["place"] == 1) for row in rows
    ]
    return sorted(found, key=lambda historic: historic.observation.period, reverse=True)


def superseding(connection: Connection, at: Moment) -> dict[int, frozenset[int]]:
    """For each release with a figure or list that is not current those that give the current one."""
    pairs = {(row.release_id, row.by) for row in connection.execute(schema.superseded(at))}
    winning = list_releases(connection, at)
    table = schema.neighbour.c
    lists = connection.execute(select(table.release_id, table.model).where(table.release_id <= at.release).distinct())
    pairs |= {(row.release_id, winning[row.model]) for row in lists if row.model in winning}
    reread: dict[int, int] = {}
    for row in connection.execute(schema.rereadings(at)):
        reread[row.release_id] = max(row.by, reread.get(row.release_id, 0))
    found: dict[int, set[int]] = {}
    for number, by in pairs | set(reread.items()):
        if number != by:
            found.setdefault(number, set()).add(by)
    return {number: frozenset(by) for number, by in found.items()}


def list_releases(connection: Connection, at: Moment | None = None) -> dict[str, int]:
    """The release of the list of neighbours of each model that is, or was, current."""
    table = schema.neighbour.c
    until = [] if at is None else [table.release_id <= at.release]
    query = select(table.model, table.release_id).where(table.release_id.not_in(schema.put_aside(at)), *until)
    releases = {row["id"]: Release(**row) for row in reading.rows_of(connection, schema.release, "id")}
    return reading.winning(((row.model, row.release_id) for row in connection.execute(query.distinct())), releases)


def counts(connection: Connection, at: Moment) -> dict[int, int]:
    """How many figures of each release are, or were, current, by its number."""
    number = schema.current.c.release_id
    query = select(number, func.count()).group_by(number)
    if current.moment(connection) != at:
        every = schema.ranked(at=at).subquery()
        query = select(every.c.release_id, func.count()).where(every.c.place == 1).group_by(every.c.release_id)
    return {int(number): int(count) for number, count in connection.execute(query)}
