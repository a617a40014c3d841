"""How a file stands to what the store holds of it, and which releases it competes with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from data import schema
from data.store.records import (
    COLUMNS,
    HELD,
    NEW,
    READ_AGAIN,
    SUPERSEDED,
    WITHDRAWN,
    Decision,
    Delivery,
    Neighbour,
    Release,
    Row,
    Standing,
    shown,
)


def standing(connection: Connection, delivery: Delivery) -> Standing:
    """How a delivery of people's stands to the releases that are there."""
    last = next(holders(connection, delivery.release), None)
    if last is None:
        return Standing(NEW)
    decision = last_decision(connection, last.id)
    if decision is not None and decision.action == schema.WITHDRAW:
        return Standing(WITHDRAWN, last, decision)
    other = _superseding(connection, delivery, last)
    if other is not None:
        return Standing(SUPERSEDED, other)
    is_same = _release_of(last) == _release_of(delivery.release) and contents(connection, last.id) == _contents(
        delivery
    )
    return Standing(HELD if is_same else READ_AGAIN, last)


def holders(connection: Connection, release: Release) -> Iterator[Release]:
    """Releases of the same file, the one that counts first. A list of neighbours is also told by its model."""
    table = schema.release
    found = connection.execute(
        select(table).where(table.c.source == release.source, table.c.sha256 == release.sha256, table.c.sha256 != "")
    ).mappings()
    same = (r for r in (Release(**row) for row in found) if _is_same_file(r, release))
    return iter(sorted(same, key=_imported_last, reverse=True))


def _is_same_file(held: Release, release: Release) -> bool:
    return schema.NEIGHBOURS not in (held.dataset, release.dataset) or held.edition == release.edition


def _imported_last(release: Release) -> tuple[bool, int]:
    return release.precedence[1:]


def _release_of(release: Release) -> tuple[str, int]:
    return release.dataset, release.edition


def last_decision(connection: Connection, release_id: int) -> Decision | None:
    table = schema.decision
    query = select(table).where(table.c.release_id == release_id).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else Decision(row["release_id"], row["action"], row["why"], row["decided_at"])


def _superseding(connection: Connection, delivery: Delivery, held: Release) -> Release | None:
    """The release of another file of the same edition that wins over the one held, with another figure."""
    table = schema.release
    query = select(table).where(
        table.c.source == delivery.release.source,
        table.c.dataset == delivery.release.dataset,
        table.c.edition == delivery.release.edition,
        table.c.sha256 != delivery.release.sha256,
        table.c.id.not_in(schema.put_aside()),
    )
    found = [Release(**row) for row in connection.execute(query).mappings()]
    ours = contents_of(delivery)
    later = (r for r in found if _imported_last(r) > _imported_last(held))
    for other in sorted(later, key=_imported_last, reverse=True):
        theirs = by_key(contents(connection, other.id))
        if any(ours.get(key, fact) != fact for key, fact in theirs.items()):
            return other
    return None


def contents(connection: Connection, release_id: int) -> frozenset[Row | Neighbour]:
    """All figures and neighbours of a release, as they were given."""
    table, listed = schema.observation, schema.neighbour
    columns = [table.c[name] for name in COLUMNS]
    rows = connection.execute(select(*columns).where(table.c.release_id == release_id)).mappings()
    lists = connection.execute(select(listed).where(listed.c.release_id == release_id)).mappings()
    return frozenset((*map(_row, rows), *map(_neighbour, lists)))


def by_key(found: Iterable[Row | Neighbour]) -> dict[Hashable, Hashable]:
    """What people see of each figure and of each place of a list of neighbours, to be compared with another file's."""
    return dict(_fact(each) for each in found)


def contents_of(delivery: Delivery) -> dict[Hashable, Hashable]:
    """What people see of each figure and neighbour of a delivery, by its key."""
    return by_key((*delivery.rows, *delivery.neighbours))


def _fact(found: Row | Neighbour) -> tuple[Hashable, Hashable]:
    if isinstance(found, Neighbour):
        return (found.model, found.area, found.rank), (found.neighbour, found.closeness)
    key = found.indicator, found.area, found.period, found.seq
    return key, shown(found.status, found.value, found.numerator, found.denominator, found.printed)


def _contents(delivery: Delivery) -> frozenset[Row | Neighbour]:
    return frozenset((*delivery.rows, *delivery.neighbours))


def _row(row: Mapping[Any, Any]) -> Row:
    return Row(**row)


def _neighbour(row: Mapping[Any, Any]) -> Neighbour:
    return Neighbour(**{name: value for name, value in row.items() if name != "release_id"})
