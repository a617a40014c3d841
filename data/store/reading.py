"""From the tables: the current figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy import Table as Stored

from data import schema
from data.observations import Observation, count_told
from data.register import Indicator, Register
from data.schema import Moment
from data.store import current, files, naming, soundness
from data.store.current import Pair
from data.store.holdings import Holding, OfArea, observation
from data.store.records import COLUMNS, Decision, Neighbour, Release
from data.store.snapshot import Reader, Snapshot
from data.store.table import Table

FRAME = ("release_id", *COLUMNS)


class Known(NamedTuple):
    """What a snapshot knows of the store at its moment: when the figures of each source and indicator changed last, a
    number that tells apart what is known of areas, and the releases by number.

    ``lineage`` tells a moment of a change from that of another database in which it has the same numbers.
    """

    at: Moment
    changed: Mapping[Pair, Moment]
    lineage: Callable[[Moment], str]
    places: int
    releases: Mapping[int, Release]

    def key(self, source: str, indicator: str) -> Hashable:
        """The same for the same figures, whatever is imported of other indicators."""
        changed = self.changed.get((source, indicator))
        return source, indicator, changed, changed and self.lineage(changed), self.places


MakeReader = Callable[[Known], Reader]

# By model and authority: its neighbours, closest first.
Lists = dict[str, dict[str, tuple[Neighbour, ...]]]


def snapshot(connection: Connection, register: Register, reader: MakeReader) -> Snapshot:
    """What is current, as it stands in the transaction of this connection; the reader reads the figures later."""
    moment = current.moment(connection)
    releases = tuple(Release(**row) for row in rows_of(connection, schema.release, "id"))
    decided = {row["id"]: _decision(row) for row in rows_of(connection, schema.decision, "id")}
    aside = frozenset(connection.scalars(schema.put_aside()))
    area_codes = naming.merged(rows_of(connection, schema.area_code), releases, aside)
    listed = [r for r in rows_of(connection, schema.neighbour) if r["release_id"] not in aside]
    by_number = {release.id: release for release in releases}
    moments = {pair: when for pair, when in current.moments(connection).items() if pair[1] in register}
    lineage = _lineages(files.origin(connection), releases, decided)
    return Snapshot(
        moment,
        register,
        area_codes,
        _newest(listed, by_number),
        releases,
        frozenset(moments),
        reader(Known(moment, moments, lineage, hash(area_codes), by_number)),
        tuple(decided.values()),
        aside,
    )


def _lineages(origin: str, releases: Iterable[Release], decided: Mapping[int, Decision]) -> Callable[[Moment], str]:
    """What a database had been given up to a moment, as digests, with what tells its file from another."""
    by_release, by_decision = ({0: ""}, {0: ""})
    digest = sha256()
    for release in releases:
        facts = (release.id, release.dataset, release.edition, release.sha256, release.carried, release.imported_at)
        digest.update(repr(facts).encode())
        by_release[release.id] = digest.hexdigest()
    digest = sha256()
    for number, decision in decided.items():
        digest.update(repr(decision).encode())
        by_decision[number] = digest.hexdigest()
    return lambda at: f"{origin} {by_release.get(at.release, '')} {by_decision.get(at.decision, '')}"


def found(
    connection: Connection, known: Known, source: str, indicator: Indicator, areas: Collection[str] = ()
) -> Sequence[Any]:
    """The current figures of one indicator and source, of some areas or, for none, of all, as they stood at the moment
    known: rows in no order, not looked through, whose columns are FRAME.

    Where the indicator has changed since, what was current is worked out of the releases there were.
    """
    if current.moment_of(connection, (source, indicator.id)) == known.changed.get((source, indicator.id)):
        table = schema.current.c
        conditions = [table.source == source, table.indicator == indicator.id]
        conditions += [table.area.in_(areas)] if areas else []
        query = select(*(table[name] for name in FRAME)).where(*conditions)
    else:
        conditions = [schema.observation.c.area.in_(areas)] if areas else []
        winning = schema.winning(source, [indicator.id], known.at, *conditions).subquery()
        query = select(*(winning.c[name] for name in FRAME))
    return connection.execute(query).all()


def holding(rows: Sequence[Any], known: Known, source: str, indicator: Indicator) -> Holding:
    """Rows that were found, looked through."""
    return Holding(Table.of(_columns(_in_order(rows))), indicator, source, known.releases)


def passing(rows: Sequence[Any], known: Known, source: str, indicator: Indicator) -> Iterator[OfArea]:
    """The same by area."""
    ordered = _in_order(rows)
    _columns(ordered)
    return _by_area(ordered, indicator, source, {number: release.title for number, release in known.releases.items()})


def _in_order(rows: Sequence[Any]) -> Sequence[Any]:
    """By area, period and ``seq``. They come so where the database sorts text as Python does."""
    return sorted(rows, key=itemgetter(*map(FRAME.index, ("area", "period", "seq"))))


def look_through(connection: Connection, held: Iterable[Pair], area: str) -> None:
    """Raises Unsound where a current figure of an area, of a pair that is held, cannot be one."""
    table = schema.current.c
    sources, indicators = ({pair[part] for pair in held} for part in (0, 1))
    conditions = table.area == area, table.source.in_(sources), table.indicator.in_(indicators)
    _columns(connection.execute(select(*(table[name] for name in FRAME)).where(*conditions)).all())


def _columns(rows: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    """The same by column, looked through."""
    columns: dict[str, tuple[Any, ...]] = dict.fromkeys(FRAME, ())
    columns.update(zip(FRAME, zip(*rows, strict=True), strict=False))
    soundness.check_figures(schema.current.name, columns)
    columns["numerator"] = tuple(map(count_told, columns["status"], columns["numerator"]))
    return columns


def _by_area(rows: Sequence[Any], indicator: Indicator, source: str, titles: Mapping[int, str]) -> Iterator[OfArea]:
    for area, of_area in groupby(rows, key=itemgetter(FRAME.index("area"))):
        by_label: dict[str, tuple[Observation, ...]] = {}
        for row in of_area:
            named = dict(zip(FRAME, row, strict=True))
            found = observation({**named, "release": titles[named["release_id"]]}, indicator, source)
            by_label[found.period.label] = (*by_label.get(found.period.label, ()), found)
        yield area, by_label


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(row["release_id"], row["action"], row["why"], row["decided_at"])


def rows_of(connection: Connection, table: Stored, *order: str) -> list[dict[str, Any]]:
    """All rows of a small table, looked through."""
    names, found = table.c.keys(), connection.execute(select(table).order_by(*(table.c[name] for name in order))).all()
    soundness.check_columns(table.name, dict(zip(names, zip(*found, strict=True), strict=False)))
    return [dict(zip(names, row, strict=True)) for row in found]


def _newest(
    rows: Sequence[Mapping[str, Any]], releases: Mapping[int, Release]
) -> dict[str, dict[str, tuple[Neighbour, ...]]]:
    """For each model the list of the release that wins, closest first."""
    newest = winning({(row["model"], row["release_id"]) for row in rows}, releases)
    models: Lists = {}
    for row in sorted(rows, key=lambda r: (r["area"], r["rank"])):
        if row["release_id"] == newest[row["model"]]:
            neighbour = Neighbour(row["model"], row["area"], row["rank"], row["neighbour"], row["closeness"])
            by_area = models.setdefault(row["model"], {})
            by_area[row["area"]] = (*by_area.get(row["area"], ()), neighbour)
    return models


def winning(listed: Iterable[tuple[str, int]], releases: Mapping[int, Release]) -> dict[str, int]:
    """The release of the list of neighbours that wins, by model."""
    found: dict[str, int] = {}
    for model, number in listed:
        found[model] = max(number, found.get(model, number), key=lambda each: releases[each].precedence)
    return found


def at_one_moment(connection: Connection) -> None:
    """Let every query of this connection see the store as it is now, whatever is written meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.execution_options(isolation_level="REPEATABLE READ")
