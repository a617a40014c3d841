"""The only module that touches the database."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError

from data import periods, schema
from data.areas import AUTHORITY, AreaCode, Areas
from data.errors import StoreError
from data.observations import LOCAL, SOURCES, Observation, Status
from data.register import Indicator, Register

T = TypeVar("T")
BATCH = 20_000
COLUMNS = (
    "indicator",
    "area",
    "period",
    "seq",
    "value",
    "printed",
    "numerator",
    "denominator",
    "status",
    "qualifier",
    "note",
)


@dataclass(frozen=True, slots=True)
class Release:
    """One publication or return of figures.

    ``sha256`` is of the publisher's file; ``edition`` orders releases; ``carried`` is the digest of what the project
    carries of it, "" for a file that people brought in.
    """

    source: str
    publisher: str
    title: str
    dataset: str
    edition: int
    period_first: str
    period_last: str
    file: str
    sha256: str
    published: str = ""
    licence: str = ""
    profile: str = "none"
    carried: str = ""
    rows: int = 0
    imported_at: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a release, as stored. ``seq`` tells apart two figures for one place and time."""

    indicator: str
    area: str
    period: str
    value: float | None
    printed: str | None
    numerator: float | None
    denominator: float | None
    status: str
    qualifier: str | None = None
    note: str | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The ``rank``-th closest neighbour of an area under a model."""

    model: str
    area: str
    rank: int
    neighbour: str
    closeness: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A release with all that came in its file, to be stored whole or not at all."""

    release: Release
    rows: tuple[Row, ...] = ()
    areas: tuple[AreaCode, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class Historic:
    """A figure of some release, and whether it is the current one."""

    observation: Observation
    imported_at: str
    is_current: bool


Figures = dict[str, dict[str, tuple[Observation, ...]]]


class Snapshot:
    """The current figures at one version of the store; never changes once made."""

    def __init__(
        self,
        version: int,
        frame: pd.DataFrame,
        area_codes: tuple[AreaCode, ...],
        neighbours: dict[str, dict[str, tuple[Neighbour, ...]]],
        releases: tuple[Release, ...],
        register: Register,
    ) -> None:
        self.version = version
        self.frame = frame
        self.area_codes = area_codes
        self.areas = Areas(area_codes)
        self.neighbours = neighbours
        self.releases = releases
        self.register = register
        self._figures: dict[tuple[str, str], Figures] = {}
        self._worked_out: dict[Hashable, Any] = {}

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What ``work_out`` makes of these figures, kept for as long as the snapshot: the figures never change."""
        if key not in self._worked_out:
            self._worked_out[key] = work_out()
        found: T = self._worked_out[key]
        return found

    @cached_property
    def local_area(self) -> str | None:
        """Key of the authority whose board the local figures are."""
        keys = self.frame.loc[self.frame["source"] == LOCAL, "area"].unique()
        return next((k for k in keys if k in self.areas and self.areas[k].level == AUTHORITY), None)

    @cached_property
    def publishers(self) -> dict[str, str]:
        """The publisher of each release, by title."""
        return {release.title: release.publisher for release in self.releases}

    def warm(self) -> None:
        """Read every indicator once, so that the first visitor does not wait for it."""
        for indicator in self.register.values():
            for source in SOURCES:
                self.figures(indicator.id, source)

    def figures(self, indicator: str, source: str) -> Figures:
        """Observations of one indicator and source: area key → period label → one or more."""
        key = (source, indicator)
        if key not in self._figures:
            self._figures[key] = self._read(self.register[indicator], source)
        return self._figures[key]

    def _read(self, indicator: Indicator, source: str) -> Figures:
        figures: Figures = {}
        try:
            rows = self.frame.loc[[(source, indicator.id)]]
        except KeyError:
            return figures
        for row in rows.to_dict("records"):
            observation = _observation(row, indicator, source)
            by_period = figures.setdefault(observation.area, {})
            label = observation.period.label
            by_period[label] = (*by_period.get(label, ()), observation)
        return figures


def _observation(row: dict[Any, Any], indicator: Indicator, source: str) -> Observation:
    return Observation(
        indicator=indicator.id,
        area=row["area"],
        period=dated(row["period"], indicator),
        value=_number(row["value"]),
        printed=row["printed"] or None,
        numerator=_number(row["numerator"]),
        denominator=_number(row["denominator"]),
        status=Status(row["status"]),
        qualifier=row["qualifier"] or None,
        source=source,
        release=row["release"],
        note=row["note"] or None,
    )


def dated(label: str, indicator: Indicator) -> periods.Period:
    """The period of a figure: a snapshot is dated on the last day of the period it is labelled with."""
    period = periods.parse(label)
    return period.at_end() if indicator.measure == "snapshot" else period


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


class Store:
    """A database of releases. One per process; safe for threads."""

    def __init__(self, url: str, register: Register) -> None:
        self._engine = _engine(url)
        self._register = register
        self._snapshot: Snapshot | None = None
        self._lock = Lock()
        self._check_schema()

    def close(self) -> None:
        """Close every connection; the next use opens new ones. Called before workers fork, which must share none."""
        self._engine.dispose()

    def version(self) -> int:
        """Number of the newest release, 0 for an empty store."""
        with self._reading() as connection:
            return int(connection.scalar(select(func.coalesce(func.max(schema.release.c.id), 0))) or 0)

    def snapshot(self) -> Snapshot:
        """The current figures, read again only when a release has come since."""
        version = self.version()
        with self._lock:
            if self._snapshot is None or self._snapshot.version != version:
                self._snapshot = self._load()
            return self._snapshot

    def history(self, indicator: Indicator, area: str) -> list[Historic]:
        """Every release's figures of an indicator and area: newest period first, the current one before the others."""
        query = select(schema.RANKED).where(schema.RANKED.c.indicator == indicator.id, schema.RANKED.c.area == area)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        found = [
            (
                Historic(_observation(dict(row), indicator, row["source"]), row["imported_at"], row["place"] == 1),
                row["place"],
            )
            for row in rows
        ]
        found.sort(key=lambda pair: pair[1])
        found.sort(key=lambda pair: pair[0].observation.period, reverse=True)
        return [historic for historic, _ in found]

    def holds(self, carried: str) -> bool:
        """Whether these carried figures are in the store already."""
        with self._reading() as connection:
            found = select(schema.release.c.id).where(schema.release.c.carried == carried)
            return connection.execute(found).first() is not None

    def mark(self, key: str) -> str | None:
        """A remark kept with the data, such as the digest of what the project carries."""
        with self._reading() as connection:
            return connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))

    def add(self, deliveries: Iterable[Delivery], marks: Mapping[str, str] | None = None) -> int:
        """Store deliveries and remarks in one transaction: all of them or none.

        A file that is the newest of its dataset and edition already is passed over; the number of those that were
        not. One that another has superseded since is taken again, so that a wrong correction can be undone. Writers
        come one after another, so that a higher release number is always a later one.
        """
        try:
            with self._engine.begin() as connection:
                _queue(connection)
                fresh = [d for d in deliveries if not _is_newest(connection, d.release)]
                for delivery in fresh:
                    _insert(connection, delivery)
                for key, value in (marks or {}).items():
                    connection.execute(schema.meta.delete().where(schema.meta.c.key == key))
                    connection.execute(insert(schema.meta).values(key=key, value=value))
        except SQLAlchemyError as error:
            raise StoreError(
                f"The database could not be written ({_cause(error)}). Nothing was changed; "
                "check its disk space and permissions, then try again."
            ) from error
        return len(fresh)

    def _load(self) -> Snapshot:
        with self._reading() as connection:
            _at_one_moment(connection)
            releases = tuple(
                Release(**row)
                for row in connection.execute(select(schema.release).order_by(schema.release.c.id)).mappings()
            )
            frame = pd.read_sql(schema.CURRENT, connection)
            codes = connection.execute(
                select(schema.area_code).order_by(schema.area_code.c.key, schema.area_code.c.code)
            )
            area_codes = tuple(AreaCode(**row) for row in codes.mappings())
            neighbours = connection.execute(select(schema.neighbour)).mappings().all()
        # A figure of an indicator that has left the register stays in the store and is not shown.
        frame = frame.loc[
            frame["indicator"].isin(list(self._register)), ["source", "release", "edition", "release_id", *COLUMNS]
        ].sort_values(["source", "indicator", "area", "period", "seq"], ignore_index=True)
        text = ["printed", "qualifier", "note"]
        frame[text] = frame[text].astype(object).where(frame[text].notna(), None)
        version = max((r.id for r in releases), default=0)
        frame = frame.set_index(["source", "indicator"], drop=False)
        return Snapshot(version, frame, area_codes, _newest(neighbours), releases, self._register)

    def _check_schema(self) -> None:
        try:
            try:
                found = self._make_tables()
            except SQLAlchemyError:  # another process may have been making them at the same time
                found = self._make_tables()
        except SQLAlchemyError as error:
            raise StoreError(
                f"The database {self._engine.url.render_as_string()} cannot be opened: {_cause(error)}. "
                "Nothing was changed; correct SAFEGUARDING_DATABASE, or move the file away so that a new one is made."
            ) from error
        if found not in (None, schema.VERSION):
            raise StoreError(
                f"The database {self._engine.url.render_as_string()} was made by another version (schema {found}, "
                f"expected {schema.VERSION}). Nothing was changed; move it away, start again, and import your "
                "files again."
            )

    def _make_tables(self) -> str | None:
        """Make the tables where there are none; the version of the schema found."""
        with self._engine.begin() as connection:
            if not inspect(connection).has_table(schema.meta.name):
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN IMMEDIATE")  # all tables or none, and nobody else meanwhile
                schema.metadata.create_all(connection)
            found: str | None = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema"))
            if found is None:
                connection.execute(insert(schema.meta).values(key="schema", value=schema.VERSION))
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, pd.errors.DatabaseError) as error:
            raise StoreError(
                f"The database cannot be read: {_cause(error)}. Check that it is there and try again."
            ) from error


def _engine(url: str) -> Engine:
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


def _queue(connection: Connection) -> None:
    """Wait for whoever is writing, and let nobody else write before this transaction ends; readers go on."""
    connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=schema.VERSION))


def _at_one_moment(connection: Connection) -> None:
    """Let every query of this connection see the store as it is now, whatever is written meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.execution_options(isolation_level="REPEATABLE READ")


def _is_newest(connection: Connection, release: Release) -> bool:
    """Whether these carried figures are there, or the last file brought in of this dataset and edition is this one."""
    table = schema.release.c
    if release.carried:
        return connection.scalar(select(table.id).where(table.carried == release.carried).limit(1)) is not None
    same = select(table.sha256).where(
        table.dataset == release.dataset, table.edition == release.edition, table.carried == ""
    )
    return connection.scalar(same.order_by(table.id.desc()).limit(1)) == release.sha256


def _insert(connection: Connection, delivery: Delivery) -> None:
    values = asdict(replace(delivery.release, rows=len(delivery.rows) + len(delivery.neighbours)))
    del values["id"]
    values["imported_at"] = values["imported_at"] or datetime.now(UTC).isoformat(timespec="seconds")
    release_id = connection.execute(insert(schema.release).values(values)).inserted_primary_key[0]  # type: ignore[index]
    _insert_many(connection, schema.observation, delivery.rows, release_id)
    _insert_many(connection, schema.neighbour, delivery.neighbours, release_id)
    if delivery.areas:
        _merge_areas(connection, delivery.areas)


def _insert_many(connection: Connection, table: Any, rows: Sequence[Row | Neighbour], release_id: int) -> None:
    for start in range(0, len(rows), BATCH):
        batch = [{**asdict(row), "release_id": release_id} for row in rows[start : start + BATCH]]
        connection.execute(insert(table), batch)


def _merge_areas(connection: Connection, areas: Iterable[AreaCode]) -> None:
    known = [AreaCode(**row) for row in connection.execute(select(schema.area_code)).mappings()]
    merged: dict[tuple[str, str], AreaCode] = {}
    for code in (*known, *areas):
        same = merged.get((code.key, code.code))
        if same is not None:
            newer = code if code.last >= same.last else same
            code = replace(newer, first=min(same.first, code.first), last=max(same.last, code.last))
        merged[(code.key, code.code)] = code
    connection.execute(schema.area_code.delete())
    connection.execute(insert(schema.area_code), [asdict(code) for code in merged.values()])


def _newest(rows: Iterable[Any]) -> dict[str, dict[str, tuple[Neighbour, ...]]]:
    """For each model the list of its newest release, closest first."""
    rows = list(rows)
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["model"]] = max(newest.get(row["model"], 0), row["release_id"])
    models: dict[str, dict[str, tuple[Neighbour, ...]]] = {}
    for row in sorted(rows, key=lambda r: (r["area"], r["rank"])):
        if row["release_id"] == newest[row["model"]]:
            found = Neighbour(row["model"], row["area"], row["rank"], row["neighbour"], row["closeness"])
            by_area = models.setdefault(row["model"], {})
            by_area[row["area"]] = (*by_area.get(row["area"], ()), found)
    return models


def _cause(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
