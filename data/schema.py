"""The tables. Releases are immutable rows; which of their figures are current is declared here once (``ranked``).

What is current is kept in a table of its own, written in the transaction of whatever changes it, so that readers find
the figures of an indicator together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    event,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

VERSION = "4"

WITHDRAW, RESTORE = "withdraw", "restore"

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("publisher", String, nullable=False),
    Column("title", String, nullable=False),
    Column("dataset", String, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("period_first", String, nullable=False),
    Column("period_last", String, nullable=False),
    Column("published", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("profile", String, nullable=False),
    Column("file", String, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    # Digest of the figures the project carries of this release; "" for a file that people imported.
    Column("carried", String(64), nullable=False),
    Column("imported_at", String, nullable=False),
    Column("rows", Integer, nullable=False),
)


def _figure() -> list[Column[Any]]:
    """What a figure is: its value, what that is made of, or the status that says why there is none."""
    return [
        Column("value", Double),
        Column("printed", String),
        Column("numerator", Double),
        Column("denominator", Double),
        # The lowest and the highest that the numerator of a suppressed figure can be; empty where nothing bounds it.
        Column("numerator_low", Double),
        Column("numerator_high", Double),
        Column("status", String, nullable=False),
        Column("qualifier", String),
        Column("note", String),
    ]


observation = Table(
    "observation",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("area", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    *_figure(),
)

# The current figures, copied from the releases that give them.
current = Table(
    "current",
    metadata,
    Column("indicator", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("area", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("release_id", Integer, nullable=False),
    *_figure(),
    sqlite_with_rowid=False,
)
PARTITIONS = 16

# Which release and decision were the last when the current figures of an indicator last changed.
changed = Table(
    "changed",
    metadata,
    Column("indicator", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("release_id", Integer, nullable=False),
    Column("decision_id", Integer, nullable=False),
)


@event.listens_for(current, "before_create")
def _divide(table: Table, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "postgresql":  # an option of the table itself would load that dialect at every start
        table.dialect_options["postgresql"]["partition_by"] = "HASH (indicator)"


@event.listens_for(current, "after_create")
def _partition(_table: Table, connection: Connection, **_: Any) -> None:
    """PostgreSQL keeps the figures of an indicator in one of several tables, each with an index of its own."""
    if connection.dialect.name == "postgresql":
        for number in range(PARTITIONS):
            connection.exec_driver_sql(
                f"CREATE TABLE current_{number} PARTITION OF current "
                f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
            )


# What a release says of areas. Release 0 is what databases of schema 2 held, which did not keep who said it.
area_code = Table(
    "area_code",
    metadata,
    Column("release_id", Integer, primary_key=True, autoincrement=False),
    Column("key", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("level", String, nullable=False),
    Column("region", String),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
)

neighbour = Table(
    "neighbour",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("model", String, primary_key=True),
    Column("area", String, primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("neighbour", String, nullable=False),
    Column("closeness", String, nullable=False),
)

# A release is withdrawn or restored by a row here, never by a change of its own rows; the last decision holds.
decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("release_id", ForeignKey("release.id"), nullable=False, index=True),
    Column("action", String, nullable=False),
    Column("why", String, nullable=False),
    Column("decided_at", String, nullable=False),
)

NEIGHBOURS = "neighbours"  # the dataset of lists of neighbours, whose edition is the year in the file's name


class Moment(NamedTuple):
    """The store once this release and this decision were the last: (0, 0) while it is empty.

    ``mark`` tells apart databases in which they have the same numbers: a backup that is put back goes on from them.
    """

    release: int
    decision: int
    mark: str = ""


def _moment(release_id: Any, decision_id: Any) -> Select[Any]:
    """A release and a decision, 0 where there is none, with what tells them from others of the same numbers."""
    columns = (
        *(func.coalesce(table.c.id, 0) for table in (release, decision)),
        *(release.c[name] for name in ("imported_at", "dataset", "edition", "sha256", "carried")),
        *(decision.c[name] for name in ("decided_at", "release_id", "action")),
    )
    row = select(literal(1).label("row")).subquery()
    joined = row.outerjoin(release, release.c.id == release_id).outerjoin(decision, decision.c.id == decision_id)
    return select(*columns).select_from(joined)


# The last release and the last decision; and those of a moment, given as ``release`` and ``decision``.
NEWEST = _moment(*(select(func.max(table.c.id)).scalar_subquery() for table in (release, decision)))
AT_MOMENT = _moment(bindparam("release"), bindparam("decision"))


def withdrawn(at: Moment | None = None) -> Select[Any]:
    """Ids of the releases that are withdrawn, or were at a moment."""
    until = [] if at is None else [decision.c.id <= at.decision]
    last = select(func.max(decision.c.id)).where(*until).group_by(decision.c.release_id)
    return select(decision.c.release_id).where(decision.c.id.in_(last), decision.c.action == WITHDRAW)


_first, _second = release.alias("first_reading"), release.alias("second_reading")


def _is_reread(at: Moment | None) -> ColumnElement[bool]:
    """Whether the second release takes the place of the first.

    Of one file the last reading counts alone, that of a file which people imported before that of the same file as the
    project carries it; withdraw it, and the one before counts again. Of what the project carries of one release only
    the newest version counts, withdrawn or not.
    """
    both_carried = and_(_first.c.carried != "", _second.c.carried != "")
    same_release = and_(_first.c.dataset == _second.c.dataset, _first.c.edition == _second.c.edition)
    same_file = and_(
        _first.c.sha256 == _second.c.sha256,
        _first.c.sha256 != "",
        or_(same_release, _first.c.dataset != NEIGHBOURS),
    )
    is_later = or_(
        and_(_first.c.carried != "", _second.c.carried == ""),
        and_((_first.c.carried == "") == (_second.c.carried == ""), _second.c.id > _first.c.id),
    )
    return and_(
        _first.c.source == _second.c.source,
        is_later,
        or_(and_(same_file, _second.c.id.not_in(withdrawn(at))), and_(both_carried, same_release)),
        *([] if at is None else [_second.c.id <= at.release]),
    )


def rereadings(at: Moment | None = None) -> Select[Any]:
    """Each release that was read again, with every release in which it was."""
    return select(_first.c.id.label("release_id"), _second.c.id.label("by")).where(_is_reread(at))


def put_aside(at: Moment | None = None) -> CompoundSelect[Any]:
    """Ids of the releases that take no part, or took none at a moment: withdrawn, or read again."""
    return union(withdrawn(at), select(_first.c.id).where(exists().where(_is_reread(at))))


# Which release wins, declared once: the later edition of the same source; of one edition a file that people imported
# over what the project carries; then the later import. One that is withdrawn or was read again takes no part.
_order = (release.c.edition.desc(), case((release.c.carried == "", 0), else_=1), release.c.id.desc())
_one_figure = (release.c.source, observation.c.indicator, observation.c.area, observation.c.period)
# RANK, not ROW_NUMBER: two figures of one release for one place and time are both current.
_precedence = func.rank().over(partition_by=_one_figure, order_by=_order)
_winner = func.first_value(release.c.id).over(partition_by=_one_figure, order_by=_order)


def ranked(*conditions: ColumnElement[bool], at: Moment | None = None) -> Select[Any]:
    """Figures of every release that fit the conditions, each with its ``place``, 1 for the one that wins.

    A condition may be on the indicator, area or period, or on anything that all releases share: one that leaves some
    of a figure's releases out changes which wins. ``at`` asks what won at an earlier moment.
    """
    columns = (release.c.source, release.c.edition, release.c.imported_at, release.c.title.label("release"))
    joined = select(observation, *columns, _precedence.label("place")).join(
        release, release.c.id == observation.c.release_id
    )
    # The releases are named so that the search goes by the key of the observations, which begins with them.
    until = [] if at is None else [release.c.id <= at.release]
    named = observation.c.release_id.in_(select(release.c.id).where(*until))
    return joined.where(named, release.c.id.not_in(put_aside(at)), *until, *conditions)


def winning(
    source: str, indicators: Sequence[str], at: Moment | None = None, *conditions: ColumnElement[bool]
) -> Select[Any]:
    """The columns of ``current`` for these indicators of a source, worked out of the releases; see ``ranked``."""
    of_these = observation.c.indicator.in_(indicators)
    found = ranked(release.c.source == source, of_these, *conditions, at=at).subquery()
    return select(*(found.c[column.name] for column in current.columns)).where(found.c.place == 1)


def superseded(at: Moment | None = None) -> Select[Any]:
    """Each release of which figures are superseded, with every release that supersedes some."""
    until = [] if at is None else [release.c.id <= at.release]
    won = (
        select(observation.c.release_id, _winner.label("by"))
        .join(release, release.c.id == observation.c.release_id)
        .where(release.c.id.not_in(put_aside(at)), *until)
        .subquery()
    )
    return select(won.c.release_id, won.c.by).where(won.c.release_id != won.c.by).distinct()
