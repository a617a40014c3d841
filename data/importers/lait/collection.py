"""A table of the tool, with what is declared of it and what is known when it comes in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

import numpy as np

from data import periods
from data.areas import Area
from data.importers.column import Column, Rows
from data.importers.lait.measures import Measure, Measures
from data.importers.subject import Known
from data.importers.text import TextTable, written_otherwise
from data.periods import ACADEMIC_YEAR, CALENDAR_YEAR, YEARS_TOGETHER, Period
from data.register import Register

MEASURE, YEARS, PLACE, NUMBER, VALUES = "Short Desc", "Years", "LA and Regions", "LA Number", "Values"
COLUMNS = (MEASURE, YEARS, PLACE, NUMBER, VALUES)
# What stands in the dictionary of the same tool, which describes the measures and holds no figure.
DICTIONARY = ("Measure_code", "Measure_short", "Polarity")
NOTHING = "-"
# Years that stand where a measure has none.
STRAY = "0"
# What whole numbers end with in a table that was written from binary ones: 885.0.
BINARY = ".0"
# Digits that a value keeps: the table is written from binary numbers, 10.199999999999999 for 10.2.
DIGITS = 12

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
_YEAR, _LAST_YEAR = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{2}|[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of measures that are declared, as columns; ``rows`` are their positions in the table, the rest as the file
    has it."""

    table: TextTable
    rows: Rows
    measure: Column[Measure]
    years: Column[str]
    place: Column[str]
    number: Column[str]
    value: Column[str]

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, at: int) -> int:
        """The line of the file in which one of them begins."""
        return self.table.lines[int(self.rows[at])]


# No slots: what is looked up is kept.
@dataclass(frozen=True)
class Collection:
    """A table whose rows have as many cells as its header, and the columns of the tool among them."""

    table: TextTable
    declared: Measures
    known: Known = field(default_factory=Known)
    register: Register = field(default_factory=lambda: Register({}))

    @cached_property
    def entries(self) -> Entries:
        """The rows of the measures that are declared, in the order of the file, without those of stray years."""
        return self._entries(is_stray=False)

    @cached_property
    def strays(self) -> Entries:
        """Rows of stray years."""
        return self._entries(is_stray=True)

    @cached_property
    def others(self) -> Mapping[str, int]:
        """Measures that are not declared, with the first row of each."""
        names = self._column(MEASURE).firsts()
        return {name: self.table.lines[row] for name, row in names if name not in self._by_name}

    def area(self, number: str) -> Area | None:
        """The area of a number as the table writes it, "885.0"; None for one that is not known."""
        number = number.removesuffix(BINARY)
        key = self.declared.areas.get(number, number)
        return self.known.areas.get(key)

    @cached_property
    def _by_name(self) -> dict[str, Measure]:
        return {measure.short_desc: measure for measure in self.declared.measures}

    def _entries(self, is_stray: bool) -> Entries:
        measures = self._column(MEASURE).map(self._by_name.get)
        years = self._column(YEARS).map(lambda text: text.removesuffix(BINARY))
        is_there = ~measures.among({None}) & (years.among({STRAY}) == is_stray)
        rows = np.flatnonzero(is_there)
        place, number, value = (self._column(name).at(rows) for name in (PLACE, NUMBER, VALUES))
        return Entries(self.table, rows, measures.at(rows), years.at(rows), place, number, value)  # type: ignore[arg-type]

    def _column(self, name: str) -> Column[str]:
        at = self.table.position(name)
        if at is None:
            raise KeyError(name)
        return self.table.column(at)


def fits(table: TextTable) -> bool:
    """Whether a file is a table of the tool: it has most of its columns, if written in another way."""
    return sum(_has(table, name) for name in COLUMNS) > len(COLUMNS) // 2


def is_dictionary(table: TextTable) -> bool:
    """Whether a file is the tool's dictionary."""
    return all(_has(table, name) for name in DICTIONARY)


def _has(table: TextTable, name: str) -> bool:
    return name in table.header or bool(written_otherwise(name, table.header))


@lru_cache(maxsize=2**12)  # a file has few years, each in many rows
def period(kind: str, text: str) -> Period | None:
    """The period that ``Years`` stands for: "2025", "2024-25", "2015/16", "2013/14-15/16", "2014-16".

    ``kind`` is the measure's; of years together the text says whether they are financial or calendar ones.

    One year is the one in which the academic or financial year ends, so that 2025 is 2024/25. None for anything else.
    """
    label = _label(kind, text)
    try:
        found = periods.parse(label) if label else None
    except ValueError:
        return None
    kinds = periods.TOGETHER if kind == YEARS_TOGETHER else (kind,)
    return found if found is not None and found.kind in kinds else None


def _label(kind: str, text: str) -> str:
    if kind == CALENDAR_YEAR:
        return text
    if kind == YEARS_TOGETHER:
        first, _, last = text.partition("-")
        # 2014-16 are the calendar years 2014 to 2016; 2013/14-15/16 are financial ones.
        if _YEAR.fullmatch(first) and _LAST_YEAR.fullmatch(last):
            return f"{first} to {last if len(last) > 2 else int(first) + (int(last) - int(first)) % 100}"
        return text
    label = periods.financial_year_label(int(text)) if _YEAR.fullmatch(text) else text.replace("-", "/")
    return f"academic year {label}" if label and kind == ACADEMIC_YEAR else label


@lru_cache(maxsize=2**16)
def number(text: str) -> str | None:
    """A value in plain digits, "0.04798" for "4.798E-2", rounded to twelve; None for what is no number."""
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(f"{Decimal(text):.{DIGITS}g}")
    if abs(value) >= 10**DIGITS:
        return None
    plain = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
