"""The table of current figures: written again wherever a change may have changed which figures win."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from data import schema
from data.schema import Moment
from data.store import files

# A source and an indicator: what is read and written together.
Pair = tuple[str, str]

BATCH = 50  # indicators that one statement works out


class Superseded(Exception):
    """Another database took the place of the one in which a moment was."""


def moment(connection: Connection, at: Moment | None = None) -> Moment:
    """The last release and the last decision there are, or those of an earlier moment as they are here."""
    asked = (schema.NEWEST,) if at is None else (schema.AT_MOMENT, {"release": at.release, "decision": at.decision})
    release, decision, *facts = connection.execute(*asked).one()
    return Moment(release, decision, "|".join((files.origin(connection), *(str(fact) for fact in facts))))


def check_past(connection: Connection, at: Moment) -> None:
    """Raises Superseded where a moment is not one that this database had."""
    if moment(connection, at) != at:
        raise Superseded("another database took its place while it was read")


def moments(connection: Connection) -> dict[Pair, Moment]:
    """When the current figures of each indicator last changed; those that have some."""
    rows = connection.execute(select(schema.changed))
    return {(row.source, row.indicator): Moment(row.release_id, row.decision_id) for row in rows}


def moment_of(connection: Connection, pair: Pair) -> Moment | None:
    """The same of one indicator; None where it has no figures."""
    table = schema.changed.c
    query = select(table.release_id, table.decision_id).where(table.source == pair[0], table.indicator == pair[1])
    found = connection.execute(query).first()
    return None if found is None else Moment(*found)


def pairs_of(connection: Connection, releases: Iterable[int]) -> set[Pair]:
    """The indicators of these releases' figures, with their source."""
    table, release = schema.observation.c, schema.release.c
    query = (
        select(release.source, table.indicator)
        .join(schema.release, release.id == table.release_id)
        .where(table.release_id.in_(list(releases)))
        .distinct()
    )
    return {(row.source, row.indicator) for row in connection.execute(query)}


def refresh(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Work out again which figures of these indicators are current, and keep when that was."""
    by_source: dict[str, list[str]] = {}
    for source, indicator in sorted(set(pairs)):
        by_source.setdefault(source, []).append(indicator)
    last = moment(connection)
    for source, indicators in by_source.items():
        for start in range(0, len(indicators), BATCH):
            _refresh(connection, source, indicators[start : start + BATCH], last)


def _refresh(connection: Connection, source: str, indicators: list[str], last: Moment) -> None:
    for table in (schema.current, schema.changed):
        connection.execute(delete(table).where(table.c.source == source, table.c.indicator.in_(indicators)))
    found = schema.winning(source, indicators)
    columns = [column.name for column in schema.current.columns]
    # In the order of the key, so that the figures of an indicator lie together.
    ordered = found.order_by(*(found.selected_columns[name] for name in columns[:5]))
    connection.execute(insert(schema.current).from_select(columns, ordered))
    moments = [
        {"indicator": name, "source": source, "release_id": last.release, "decision_id": last.decision}
        for name in indicators
    ]
    connection.execute(insert(schema.changed), moments)
