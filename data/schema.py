"""The tables. Releases are immutable rows; what is current is computed by precedence (``CURRENT``)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union,
)

VERSION = "3"

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

observation = Table(
    "observation",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("area", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
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

_last = select(func.max(decision.c.id)).group_by(decision.c.release_id)
# Ids of the releases that are withdrawn.
WITHDRAWN = select(decision.c.release_id).where(decision.c.id.in_(_last), decision.c.action == WITHDRAW)

NEIGHBOURS = "neighbours"  # the dataset of lists of neighbours, whose edition is the year in the file's name

_first, _second = release.alias("first_reading"), release.alias("second_reading")
_both_carried = and_(_first.c.carried != "", _second.c.carried != "")
_same_release = and_(_first.c.dataset == _second.c.dataset, _first.c.edition == _second.c.edition)
_same_file = and_(
    _first.c.sha256 == _second.c.sha256,
    _first.c.sha256 != "",
    or_(_same_release, _first.c.dataset != NEIGHBOURS),
)
_is_later = or_(
    and_(_first.c.carried != "", _second.c.carried == ""),
    and_((_first.c.carried == "") == (_second.c.carried == ""), _second.c.id > _first.c.id),
)
# Ids of the releases that were read again: of one file the last reading counts alone, that of a file which people
# imported before that of the same file as the project carries it; withdraw it, and the one before counts again. Of what
# the project carries of one release only the newest version counts, withdrawn or not.
_is_reread = and_(
    _first.c.source == _second.c.source,
    _is_later,
    or_(and_(_same_file, _second.c.id.not_in(WITHDRAWN)), and_(_both_carried, _same_release)),
)
READ_AGAIN = select(_first.c.id).where(exists().where(_is_reread))
# Each of them with every release in which it was.
REREADINGS = select(_first.c.id.label("release_id"), _second.c.id.label("by")).where(_is_reread)
# Ids of the releases that take no part.
PUT_ASIDE = union(WITHDRAWN, READ_AGAIN)

# Which release wins, declared once: the later edition of the same source; of one edition a file that people imported
# over what the project carries; then the later import. One that is withdrawn or was read again takes no part.
_order = (release.c.edition.desc(), case((release.c.carried == "", 0), else_=1), release.c.id.desc())
_one_figure = (release.c.source, observation.c.indicator, observation.c.area, observation.c.period)
# RANK, not ROW_NUMBER: two figures of one release for one place and time are both current.
_precedence = func.rank().over(partition_by=_one_figure, order_by=_order)
_winner = func.first_value(release.c.id).over(partition_by=_one_figure, order_by=_order)


def ranked(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Figures of every release that fit the conditions, each with its ``place``, 1 for the one that wins.

    A condition may be on the indicator, area or period, or on anything that all releases share: one that leaves some
    of a figure's releases out changes which wins.
    """
    columns = (release.c.source, release.c.edition, release.c.imported_at, release.c.title.label("release"))
    joined = select(observation, *columns, _precedence.label("place")).join(
        release, release.c.id == observation.c.release_id
    )
    return joined.where(release.c.id.not_in(PUT_ASIDE), *conditions)


_everything = ranked().subquery()
CURRENT = select(_everything).where(_everything.c.place == 1)

_won = (
    select(observation.c.release_id, _winner.label("by"))
    .join(release, release.c.id == observation.c.release_id)
    .where(release.c.id.not_in(PUT_ASIDE))
    .subquery()
)
# How many figures of each release are superseded, and by which.
SUPERSEDED = (
    select(_won.c.release_id, _won.c.by, func.count().label("figures"))
    .where(_won.c.release_id != _won.c.by)
    .group_by(_won.c.release_id, _won.c.by)
)
