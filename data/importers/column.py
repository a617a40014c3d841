"""A column of a table as numbers: each different cell once, and which of them stands in each row.

A file has few different labels, areas and times, each in many rows: what is asked of a cell is asked of each once.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

T = TypeVar("T")
U = TypeVar("U")

Rows = NDArray[np.intp]  # positions of rows, the first is 0
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """``values[codes[i]]`` is what row ``i`` holds; values are numbered in the order in which they first stand.

    Of a column that was made from another (``map``) some values may stand in no row.
    """

    codes: Rows
    values: tuple[T, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> T:
        return self.values[int(self.codes[row])]

    def map(self, change: Callable[[T], U]) -> Column[U]:
        """What ``change`` makes of each value; values of which it makes the same become one."""
        numbers: dict[U, int] = {}
        codes = [numbers.setdefault(change(value), len(numbers)) for value in self.values]
        return Column(np.array(codes, dtype=np.intp)[self.codes], tuple(numbers))

    def each(self, change: Callable[[T], Any], kind: Any) -> NDArray[Any]:
        """What ``change`` makes of each row's value, as an array of a kind."""
        made = np.empty(len(self.values), dtype=kind)
        for number, value in enumerate(self.values):
            made[number] = change(value)
        return np.asarray(made[self.codes])

    def among(self, wanted: Container[T]) -> Mask:
        """Of each row whether it holds one of these values."""
        return self.each(wanted.__contains__, bool)

    def firsts(self) -> list[tuple[T, int]]:
        """Each value that stands in some row, with the first such row, in the order of rows."""
        codes, rows = np.unique(self.codes, return_index=True)
        found = sorted(zip(rows.tolist(), codes.tolist(), strict=True))
        return [(self.values[code], row) for row, code in found]

    def lasts(self) -> list[tuple[T, int]]:
        """Each value that stands in some row, with the last such row, in the order of these."""
        found = Column(self.codes[::-1], self.values).firsts()
        return [(value, len(self) - 1 - row) for value, row in reversed(found)]

    def at(self, rows: Rows | Mask) -> Column[T]:
        """The column of some of the rows."""
        return Column(self.codes[rows], self.values)

    def again(self) -> tuple[Rows, Rows]:
        """The rows that hold what an earlier row holds, and of each the first that does."""
        _, first, inverse = np.unique(self.codes, return_index=True, return_inverse=True)
        before = first[inverse]
        later = np.flatnonzero(before != np.arange(len(before)))
        return later, before[later]


def column(cells: Sequence[str]) -> Column[str]:
    """The column of some cells, without the blanks around them."""
    codes, values = pd.factorize(np.array(cells, dtype=object))
    return Column(codes, tuple(values)).map(str.strip)


def together(columns: Iterable[Column[Any]]) -> Column[tuple[Any, ...]]:
    """The values of several columns of one table side by side."""
    first, *others = columns
    codes = first.codes
    for other in others:
        codes, _ = pd.factorize(codes * np.intp(len(other.values)) + other.codes)
    _, rows = np.unique(codes, return_index=True)
    sides = [[each.values[code] for code in each.codes[rows].tolist()] for each in (first, *others)]
    if not others:  # only then are codes those of another column, in which some may stand in no row
        return first.map(lambda value: (value,))
    return Column(codes, tuple(zip(*sides, strict=True)))
