"""From the tables: the current figures, and the history of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, func, select
from sqlalchemy import Table as Stored

from data import schema
from data.register import Indicator, Register
from data.schema import Moment
from data.store import current, naming, soundness
from data.store.holdings import Holding, observation
from data.store.records import COLUMNS, Decision, Historic, Neighbour, Release
from data.store.snapshot import Snapshot
from data.store.table import Table

FRAME = ("release_id", *COLUMNS)


class Wanted(NamedTuple):
    """The figures of an indicator and source at a moment, which had ``changed`` last then; None for none.

    ``places`` tells apart what is known of areas, on which what is worked out of the figures rests too.
    """

    indicator: Indicator
    source: str
    at: Moment
    changed: Moment | None
    places: int


ReadAt = Callable[[Wanted, Mapping[int, Release]], Holding]

# By model and authority: its neighbours, closest first.
Lists = dict[str, dict[str, tuple[Neighbour, ...]]]


def snapshot(connection: Connection, register: Register, read: ReadAt) -> Snapshot:
    """What is current, as it stands at one moment; ``read`` reads the figures of an indicator later."""
    at_one_moment(connection)
    return snapshot_within(connection, register, read)


def snapshot_within(connection: Connection, register: Register, read: ReadAt) -> Snapshot:
    """What is current, as it stands in the transaction of this connection."""
    moment = current.moment(connection)
    releases = tuple(Release(**row) for row in _rows(connection, schema.release, "id"))
    decisions = tuple(_decision(row) for row in _rows(connection, schema.decision, "id"))
    aside = frozenset(connection.scalars(schema.put_aside()))
    area_codes = naming.merged(_rows(connection, schema.area_code), releases, aside)
    listed = [r for r in _rows(connection, schema.neighbour) if r["release_id"] not in aside]
    by_number = {release.id: release for release in releases}
    moments = {pair: when for pair, when in current.moments(connection).items() if pair[1] in register}
    places = hash(area_codes)
    return Snapshot(
        moment,
        register,
        area_codes,
        _newest(listed, by_number),
        releases,
        frozenset(moments),
        lambda source, indicator: read(
            Wanted(register[indicator], source, moment, moments.get((source, indicator)), places), by_number
        ),
        decisions,
        aside,
    )


def holding(connection: Connection, wanted: Wanted, releases: Mapping[int, Release]) -> Holding:
    """The current figures of one indicator and source as they stood at the moment wanted."""
    at_one_moment(connection)
    return holding_within(connection, wanted, releases)


def holding_within(connection: Connection, wanted: Wanted, releases: Mapping[int, Release]) -> Holding:
    """The same in the transaction of this connection.

    Where the indicator has changed since, what was current is worked out of the releases there were.
    """
    table = schema.current.c
    if current.moment_of(connection, (wanted.source, wanted.indicator.id)) == wanted.changed:
        conditions = table.source == wanted.source, table.indicator == wanted.indicator.id
        query = select(*(table[name] for name in FRAME)).where(*conditions)
    else:
        found = schema.winning(wanted.source, [wanted.indicator.id], wanted.at).subquery()
        query = select(*(found.c[name] for name in FRAME))
    # They come in this order where the database sorts text as Python does.
    rows = sorted(connection.execute(query).all(), key=itemgetter(*map(FRAME.index, ("area", "period", "seq"))))
    columns: dict[str, tuple[Any, ...]] = dict.fromkeys(FRAME, ())
    columns.update(zip(FRAME, zip(*rows, strict=True), strict=False))
    soundness.check_figures(schema.current.name, columns)
    return Holding(Table.of(columns), wanted.indicator, wanted.source, releases)


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(row["release_id"], row["action"], row["why"], row["decided_at"])


def history(connection: Connection, indicator: Indicator, area: str) -> list[Historic]:
    """Every release's figures of an indicator and area: newest period first, the current one before the others."""
    query = schema.ranked(schema.observation.c.indicator == indicator.id, schema.observation.c.area == area)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    soundness.check(schema.observation.name, pd.DataFrame(rows, columns=COLUMNS))
    rows.sort(key=lambda row: (row["place"], row["seq"]))
    found = [
        Historic(observation(row, indicator, row["source"]), row["imported_at"], row["place"] == 1) for row in rows
    ]
    return sorted(found, key=lambda historic: historic.observation.period, reverse=True)


def _rows(connection: Connection, table: Stored, *order: str) -> list[dict[str, Any]]:
    """All rows of a small table, looked through."""
    found = connection.execute(select(table).order_by(*(table.c[name] for name in order))).mappings()
    rows = [dict(row) for row in found]
    soundness.check(table.name, pd.DataFrame(rows, columns=table.c.keys(), dtype=object))
    return rows


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
    query = select(table.model, table.release_id).where(table.release_id.not_in(schema.put_aside())).distinct()
    releases = {row["id"]: Release(**row) for row in _rows(connection, schema.release, "id")}
    return _winning(((row.model, row.release_id) for row in connection.execute(query)), releases)


def superseding(connection: Connection) -> tuple[Moment, dict[int, frozenset[int]]]:
    """The moment, and for each release with a figure or list that is not current those that give the current one."""
    at_one_moment(connection)
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
    return current.moment(connection), {number: frozenset(by) for number, by in found.items()}


def at_one_moment(connection: Connection) -> None:
    """Let every query of this connection see the store as it is now, whatever is written meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.execution_options(isolation_level="REPEATABLE READ")


def counts(connection: Connection) -> dict[int, int]:
    """How many figures of each release are current, by its number."""
    table = schema.current.c
    query = select(table.release_id, func.count()).group_by(table.release_id)
    return {int(number): int(count) for number, count in connection.execute(query)}
