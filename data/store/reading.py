"""From the tables: the current figures, and the history of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, func, select

from data import schema
from data.register import Indicator, Register
from data.store import naming, soundness
from data.store.records import COLUMNS, Decision, Historic, Neighbour, Release
from data.store.snapshot import Snapshot, observation

# By model and authority: its neighbours, closest first.
Lists = dict[str, dict[str, tuple[Neighbour, ...]]]


def snapshot(connection: Connection, register: Register) -> Snapshot:
    """Everything current, as it stands at one moment."""
    _at_one_moment(connection)
    return snapshot_within(connection, register)


def snapshot_within(connection: Connection, register: Register) -> Snapshot:
    """Everything current, as it stands in the transaction of this connection."""
    releases = tuple(Release(**row) for row in _rows(connection, schema.release, "id"))
    frame = pd.read_sql(schema.CURRENT, connection)
    soundness.check(schema.observation.name, frame)
    decisions = tuple(_decision(row) for row in _rows(connection, schema.decision, "id"))
    aside = frozenset(connection.scalars(schema.PUT_ASIDE))
    area_codes = naming.merged(_rows(connection, schema.area_code), releases, aside)
    listed = [r for r in _rows(connection, schema.neighbour) if r["release_id"] not in aside]
    neighbours = _newest(listed, {release.id: release for release in releases})
    return Snapshot(
        version(connection), _tidy(frame, register), area_codes, neighbours, releases, register, decisions, aside
    )


def version(connection: Connection) -> int:
    """A number that grows with every release that comes and every decision on one; 0 for an empty store."""
    newest = (select(func.coalesce(func.max(table.c.id), 0)) for table in (schema.release, schema.decision))
    return sum(int(connection.scalar(query) or 0) for query in newest)


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(row["release_id"], row["action"], row["why"], row["decided_at"])


def history(connection: Connection, indicator: Indicator, area: str) -> list[Historic]:
    """Every release's figures of an indicator and area: newest period first, the current one before the others."""
    # The releases are named so that the search goes by the key of the observations, which begins with them.
    query = schema.ranked(
        schema.observation.c.release_id.in_(select(schema.release.c.id)),
        schema.observation.c.indicator == indicator.id,
        schema.observation.c.area == area,
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    soundness.check(schema.observation.name, pd.DataFrame(rows, columns=COLUMNS))
    rows.sort(key=lambda row: (row["place"], row["seq"]))
    found = [
        Historic(observation(row, indicator, row["source"]), row["imported_at"], row["place"] == 1) for row in rows
    ]
    return sorted(found, key=lambda historic: historic.observation.period, reverse=True)


def _rows(connection: Connection, table: Table, *order: str) -> list[dict[str, Any]]:
    """All rows of a small table, looked through."""
    found = connection.execute(select(table).order_by(*(table.c[name] for name in order))).mappings()
    rows = [dict(row) for row in found]
    soundness.check(table.name, pd.DataFrame(rows, columns=table.c.keys(), dtype=object))
    return rows


def _tidy(frame: pd.DataFrame, register: Register) -> pd.DataFrame:
    """In order, found by source and indicator; a figure of an indicator that has left the register is not shown."""
    frame = frame.loc[
        frame["indicator"].isin(list(register)), ["source", "release", "edition", "release_id", *COLUMNS]
    ].sort_values(["source", "indicator", "area", "period", "seq"], ignore_index=True)
    text = ["printed", "qualifier", "note"]
    frame[text] = frame[text].astype(object).where(frame[text].notna(), None)
    return frame.set_index(["source", "indicator"], drop=False)


def _newest(
    rows: Sequence[Mapping[str, Any]], releases: Mapping[int, Release]
) -> dict[str, dict[str, tuple[Neighbour, ...]]]:
    """For each model the list of the release that wins, closest first."""
    newest = _winning({(row["model"], row["release_id"]) for row in rows}, releases)
    models: Lists = {}
    for row in sorted(rows, key=lambda r: (r["area"], r["rank"])):
        if row["release_id"] == newest[row["model"]]:
            neighbour = Neighbour(row["model"], row["area"], row["rank"], row["neighbour"], row["closeness"])
            by_area = models.setdefault(row["model"], {})
            by_area[row["area"]] = (*by_area.get(row["area"], ()), neighbour)
    return models


def _winning(listed: Iterable[tuple[str, int]], releases: Mapping[int, Release]) -> dict[str, int]:
    winning: dict[str, int] = {}
    for model, found in listed:
        winning[model] = max(found, winning.get(model, found), key=lambda number: releases[number].precedence)
    return winning


def list_releases(connection: Connection) -> dict[str, int]:
    """The release of the current list of neighbours of each model."""
    table = schema.neighbour.c
    query = select(table.model, table.release_id).where(table.release_id.not_in(schema.PUT_ASIDE)).distinct()
    releases = {row["id"]: Release(**row) for row in _rows(connection, schema.release, "id")}
    return _winning(((row.model, row.release_id) for row in connection.execute(query)), releases)


def superseding(connection: Connection) -> tuple[int, dict[int, frozenset[int]]]:
    """The version, and for each release with a figure or list that is not current those that give the current one."""
    _at_one_moment(connection)
    pairs = {(row.release_id, row.by) for row in connection.execute(schema.SUPERSEDED)}
    winning = list_releases(connection)
    table = schema.neighbour.c
    lists = connection.execute(select(table.release_id, table.model).distinct())
    pairs |= {(row.release_id, winning[row.model]) for row in lists if row.model in winning}
    reread: dict[int, int] = {}
    for row in connection.execute(schema.REREADINGS):
        reread[row.release_id] = max(row.by, reread.get(row.release_id, 0))
    found: dict[int, set[int]] = {}
    for number, by in pairs | set(reread.items()):
        if number != by:
            found.setdefault(number, set()).add(by)
    return version(connection), {number: frozenset(by) for number, by in found.items()}


def _at_one_moment(connection: Connection) -> None:
    """Let every query of this connection see the store as it is now, whatever is written meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.execution_options(isolation_level="REPEATABLE READ")
