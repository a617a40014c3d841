"""Figures as columns: numbers as arrays, texts, of which there are few different ones, as a number for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.store.records import COLUMNS

Whole = NDArray[np.signedinteger[Any]]  # as narrow as its numbers allow
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

T = TypeVar("T", np.float64, np.bool_)

CATEGORIES = ("area", "period", "status")


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: ``codes`` (rows,) are places in ``names``, which are sorted; -1 where there is none."""

    codes: Whole
    names: tuple[str, ...]

    @classmethod
    def of(cls, values: Sequence[str | None]) -> Texts:
        names = tuple(sorted({value for value in values if value is not None}))
        places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
        places[None] = -1
        return cls(_narrow(np.fromiter(map(places.__getitem__, values), dtype=np.int64, count=len(values))), names)

    def cells(self, rows: slice = slice(None)) -> list[str | None]:
        """The texts of some rows; None where there is none."""
        known = (*self.names, None)
        return [known[code] for code in self.codes[rows].tolist()]

    def used(self, rows: Mask | slice = slice(None)) -> list[int]:
        """The codes that some rows have, each once, in order."""
        found: list[int] = np.unique(self.codes[rows]).tolist()
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the store in the order of area, period and ``seq``; its columns are ``release_id`` and ``COLUMNS``."""

    release_id: Whole
    indicator: Texts
    area: Texts
    period: Texts
    seq: Whole
    value: Numbers
    printed: Texts
    numerator: Numbers
    denominator: Numbers
    numerator_low: Numbers
    numerator_high: Numbers
    status: Texts
    qualifier: Texts
    note: Texts

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Any]]) -> Table:
        """Columns as the store gives them, None where there is nothing."""
        return cls(**{field.name: _MAKERS[str(field.type)](columns[field.name]) for field in fields(cls)})

    def __len__(self) -> int:
        return len(self.release_id)

    def where(self, rows: Mask) -> Table:
        """The rows of which the mask (rows,) is true."""
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        for name, column in columns.items():
            columns[name] = Texts(column.codes[rows], column.names) if isinstance(column, Texts) else column[rows]
        return Table(**columns)

    def frame(self) -> pd.DataFrame:
        """The same as rows of pandas, made anew each time; area, period and status are categories."""
        made: dict[str, Any] = {}
        for name in ("release_id", *COLUMNS):
            column = getattr(self, name)
            if name in CATEGORIES:
                made[name] = pd.Categorical.from_codes(column.codes, pd.Index(column.names))
            elif isinstance(column, Texts):
                made[name] = pd.Series(column.cells(), dtype=object)
            else:
                made[name] = column.astype(np.int64) if column.dtype.kind == "i" else column
        return pd.DataFrame(made, index=range(len(self)))


class Grid:
    """The rows of a table as areas down and periods across: the codes of both (``areas``, ``periods``) in order.

    ``periods`` are those of the rows in the order given. Of two rows for one place and time the first stays.
    """

    def __init__(self, table: Table, periods: Sequence[int]) -> None:
        self.areas, self.periods = table.area.used(), periods
        down, across = np.zeros(len(table.area.names), dtype=int), np.zeros(len(table.period.names), dtype=int)
        down[self.areas], across[list(periods)] = range(len(self.areas)), range(len(periods))
        self._places = down[table.area.codes][::-1], across[table.period.codes][::-1]

    def filled(self, numbers: NDArray[T], empty: float | bool) -> NDArray[T]:
        """A column of the table, (rows,), as (areas, periods)."""
        made = np.full((len(self.areas), len(self.periods)), empty, dtype=numbers.dtype)
        made[self._places] = numbers[::-1]
        return made


def _whole(values: Sequence[int]) -> Whole:
    return _narrow(np.array(values, dtype=np.int64))


def _narrow(numbers: NDArray[np.int64]) -> Whole:
    """The same in as few bytes as the largest takes, the lowest being -1 or more."""
    most = numbers.max(initial=0)
    return numbers.astype(next(kind for kind in (np.int8, np.int16, np.int32, np.int64) if most <= np.iinfo(kind).max))


def _numbers(values: Sequence[float | None]) -> Numbers:
    """The numbers, NaN where there is none; a column without any takes no room."""
    numbers = np.array(values, dtype=float)
    return np.broadcast_to(np.nan, numbers.shape) if np.isnan(numbers).all() else numbers


_MAKERS: Mapping[str, Any] = {"Whole": _whole, "Numbers": _numbers, "Texts": Texts.of}
