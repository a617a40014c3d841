"""What is kept: releases with their figures and neighbours, whole as they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, overload

import pandas as pd

from data.areas import AreaCode
from data.observations import Observation
from data.stats.rounding import printed_number

COLUMNS = (
    "indicator",
    "area",
    "period",
    "seq",
    "value",
    "printed",
    "numerator",
    "denominator",
    "numerator_low",
    "numerator_high",
    "status",
    "qualifier",
    "note",
)

BATCH = 20_000  # figures that are looked at together

NUMBERS = ("value", "numerator", "denominator", "numerator_low", "numerator_high")


@dataclass(frozen=True, slots=True)
class Release:
    """One publication or return of figures.

    ``sha256`` is of the publisher's file; ``edition`` orders releases; ``carried`` is the digest of what the project
    carries of it, "" for a file that people imported.
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

    @property
    def precedence(self) -> tuple[int, bool, int]:
        """Of two releases with one figure the higher wins; ``data.schema`` says the same of the tables."""
        return self.edition, self.carried == "", self.id


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a release, as stored. ``seq`` tells apart two figures for one place and time.

    ``numerator_low`` and ``numerator_high`` are the lowest and highest that the numerator of a suppressed figure can
    be; None where nothing bounds it, and for figures that are not suppressed.
    """

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
    numerator_low: float | None = None
    numerator_high: float | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The ``rank``-th closest neighbour of an area under a model."""

    model: str
    area: str
    rank: int
    neighbour: str
    closeness: str


class Columns(Sequence[Row]):
    """Figures of a release as columns: a frame of ``COLUMNS``, NaN where there is no number. Rows are made when asked
    for, since a file has hundreds of thousands."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Columns: ...
    def __getitem__(self, at: int | slice) -> Row | Columns:
        if isinstance(at, slice):
            return Columns(self.frame.iloc[at])
        at = range(len(self))[at]
        return next(iter(Columns(self.frame.iloc[at : at + 1])))

    def __iter__(self) -> Iterator[Row]:
        for cells in self.cells(COLUMNS):
            yield Row(**dict(zip(COLUMNS, cells, strict=True)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def cells(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The cells of each row in the columns named, None where there is nothing."""
        for start in range(0, len(self), BATCH):
            part = self.frame.iloc[start : start + BATCH]
            yield from zip(*(_plain(part[name]) for name in names), strict=True)


def _plain(cells: pd.Series) -> list[Any]:
    """Cells as Python's own numbers and text, None where there is nothing."""
    there = cells.notna().to_numpy()
    found = cells.tolist()
    return found if there.all() else [cell if is_there else None for cell, is_there in zip(found, there, strict=True)]


# What people see of a figure: its status, value, numerator, denominator and printed number.
Shown = tuple[str, float | None, float | None, float | None, float | str | None]


def shown(
    status: str, value: float | None, numerator: float | None, denominator: float | None, printed: str | None
) -> Shown:
    """What people see of a figure, to be compared with another: "54" and "54.0" are printed alike."""
    number = printed_number(printed)
    return str(status), value, numerator, denominator, number[0] if number else printed or None


# No slots: a delivery keeps its frame.
@dataclass(frozen=True)
class Delivery:
    """A release with all that came in its file, to be stored whole or not at all."""

    release: Release
    rows: Sequence[Row] = ()
    areas: tuple[AreaCode, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as columns, in their order; NaN where there is no number."""
        if isinstance(self.rows, Columns):
            return self.rows.frame
        frame = pd.DataFrame({name: list(map(attrgetter(name), self.rows)) for name in COLUMNS})
        return frame.astype(dict.fromkeys(NUMBERS, float))

    @property
    def indicators(self) -> frozenset[str]:
        """Those that there are figures of."""
        return frozenset(self.frame["indicator"].unique())


# An indicator, an area and a period.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A current figure: the release that it is of, that one's edition, and what people see of it."""

    release_id: int
    edition: int
    shown: Shown


@dataclass(frozen=True, slots=True)
class Decision:
    """A release withdrawn or restored (``action``), when and why."""

    release_id: int
    action: str
    why: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class Historic:
    """A figure of some release, and whether it is the current one."""

    observation: Observation
    imported_at: str
    is_current: bool


NEW, HELD, READ_AGAIN, SUPERSEDED, WITHDRAWN = "new", "held", "read again", "superseded", "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a delivery stands to what a store holds of its file.

    ``state`` is NEW where the store does not hold the file; HELD where it holds what is read of it; READ_AGAIN where
    something else is read of it than before; SUPERSEDED where another file of the same release gives another figure;
    WITHDRAWN where somebody withdrew it. ``release`` is the release that this is said of: the one that holds the file,
    or the one that superseded it. ``decision`` is the one that withdrew it.
    """

    state: str
    release: Release | None = None
    decision: Decision | None = None
