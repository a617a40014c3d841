"""One figure read from the rows of a standard file, as the mapping declares it: columns in, columns out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.importers import bounds, times
from data.importers.column import Column, Mask, Rows
from data.importers.mapping import Figure
from data.importers.subject import Cell, Subject, read_cell
from data.observations import COUNT_HIDDEN, Status
from data.periods import Period
from data.stats.arrays import Array
from data.store import COLUMNS

STATUSES = tuple(Status)
_NUMBER = {status: number for number, status in enumerate(STATUSES)}
REPORTED, SUPPRESSED, NOT_APPLICABLE, NOT_AVAILABLE = (
    _NUMBER[status] for status in (Status.REPORTED, Status.SUPPRESSED, Status.NOT_APPLICABLE, Status.NOT_AVAILABLE)
)
HIDDEN = [_NUMBER[status] for status in COUNT_HIDDEN]

_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Places:
    """Of which area (its key) and period each row of a file is, and which ``rows`` count."""

    rows: Rows
    keys: Column[str]
    times: Column[Period]

    @property
    def size(self) -> int:
        """How many pairs of an area and a period there can be."""
        return len(self.keys.values) * len(self.times.values)

    def spots(self, rows: Rows) -> Rows:
        """A number for the area and period of each of these rows."""
        return np.asarray(self.keys.codes[rows] * len(self.times.values) + self.times.codes[rows])

    def spot(self, number: int) -> tuple[str, Period]:
        """The area and period that have a number."""
        key, time = divmod(number, len(self.times.values))
        return self.keys.values[key], self.times.values[time]


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of some rows: numbers, NaN where there is none, and the number of each status (``STATUSES``)."""

    values: Array
    statuses: NDArray[np.int8]

    @property
    def missing(self) -> Mask:
        return np.isnan(self.values)

    def cell(self, at: int) -> Cell:
        """One of them by itself."""
        value = float(self.values[at])
        return Cell("", None if value != value else value, STATUSES[self.statuses[at]])


@dataclass(frozen=True, slots=True)
class Source:
    """What a figure is read from: the file, where its rows are of, and ``rows``, those that the figure has."""

    subject: Subject
    figure: Figure
    places: Places
    rows: Rows

    def cells(self, name: str, rows: Rows | None = None) -> Cells:
        """The cells of a column in the figure's rows, or in others."""
        column = self.subject.column(name)
        found = [cell(text) for text in column.values]
        codes = column.codes[self.rows if rows is None else rows]
        values = np.array([np.nan if each.value is None else each.value for each in found], dtype=float)
        statuses = np.array([_NUMBER[each.status] for each in found], dtype=np.int8)
        return Cells(values[codes], statuses[codes])

    def texts(self, name: str, where: Mask) -> NDArray[np.object_]:
        """What the cells of a column say in some of the figure's rows, None in the others."""
        column = self.subject.column(name)
        found = np.array(column.values, dtype=object)[column.codes[self.rows]]
        found[~where] = None
        return found


def matching(subject: Subject, figure: Figure, places: Places) -> Source:
    """The figure with the rows that hold one of its labels in every column of ``where``."""
    return Source(subject, figure, places, places.rows[subject.picked(figure.where)[places.rows]])


def read(source: Source) -> pd.DataFrame:
    """The figures in the order of the file: the columns of ``records.COLUMNS``."""
    figure = source.figure
    if figure.value:
        return _value(source, figure.value)
    if figure.rate and source.subject.at(figure.rate) is not None:
        return _rate(source, figure.rate)
    return _quotient(source)


def cell(text: str) -> Cell:
    """A cell that the checks have read. ValueError for one that they would have refused."""
    found = read_cell(text)
    if found is None:
        raise ValueError(text)
    return found


def _framed(source: Source, statuses: NDArray[np.int8], **columns: Any) -> pd.DataFrame:
    """Rows of the store; what is not given is empty."""
    places, rows = source.places, source.rows
    labels = np.array([period.label for period in places.times.values], dtype=object)
    empty = np.full(len(rows), np.nan)
    given = {
        "indicator": np.full(len(rows), source.figure.indicator, dtype=object),
        "area": np.array(places.keys.values, dtype=object)[places.keys.codes[rows]],
        "period": labels[places.times.codes[rows]],
        "seq": np.zeros(len(rows), dtype=np.int64),
        "value": empty,
        "printed": None,
        "numerator": empty,
        "denominator": empty,
        "numerator_low": empty,
        "numerator_high": empty,
        "status": np.array([status.value for status in STATUSES], dtype=object)[statuses],
        "qualifier": None,
        "note": None,
        **columns,
    }
    return pd.DataFrame({name: given[name] for name in COLUMNS}, index=range(len(rows)))


def _value(source: Source, name: str) -> pd.DataFrame:
    found = source.cells(name)
    printed = source.texts(name, ~found.missing)
    return _framed(source, found.statuses, value=found.values, printed=printed)


def _rate(source: Source, name: str) -> pd.DataFrame:
    """The rate that the release prints, from the population of its day, which it does not print."""
    count, rate = _added([source.cells(each) for each in source.figure.numerator]), source.cells(name)
    statuses = _first_missing(rate, count)
    reported = statuses == REPORTED
    return _framed(
        source,
        statuses,
        value=np.where(reported, rate.values, np.nan),
        printed=source.texts(name, reported),
        numerator=_told(count, statuses),
    )


def _quotient(source: Source) -> pd.DataFrame:
    subject, figure = source.subject, source.figure
    indicator = subject.register[figure.indicator]
    above, below = [source.cells(name) for name in figure.numerator], _denominators(source)
    prints = figure.printed if figure.printed and subject.at(figure.printed) is not None else None
    count, printed = _added(above), [source.cells(prints)] if prints else []
    # The symbol of the printed figure, else the first of its counts; of nothing there is no share.
    statuses = _first_missing(*printed, count, below)
    statuses = np.where((statuses == REPORTED) & (below.values == 0), np.int8(NOT_APPLICABLE), statuses)
    reported = statuses == REPORTED
    with np.errstate(all="ignore"):
        value = np.where(reported, count.values / below.values * indicator.scale, np.nan)
    told = _told(count, statuses)
    # A count beside a figure that is not available, with nothing to divide it by.
    is_bare = (statuses == NOT_AVAILABLE) & ~np.isnan(told)
    low, high = _bounds(source, np.flatnonzero(statuses == SUPPRESSED), above, below)
    return _framed(
        source,
        statuses,
        value=value,
        printed=source.texts(prints, reported) if prints else None,
        numerator=told,
        denominator=np.where(is_bare, np.nan, below.values),
        numerator_low=low,
        numerator_high=high,
    )


def _added(cells: Sequence[Cells]) -> Cells:
    """The sum of cells as one: without a value, and with its reason, where one of them has none.

    Full-time equivalents have one decimal: 137.4 + 24.1 is 161.5, not 161.50000000000003.
    """
    if len(cells) == 1:
        return cells[0]
    sums = [round(sum(row), _DECIMALS) for row in zip(*(each.values.tolist() for each in cells), strict=True)]
    return Cells(np.array(sums, dtype=float), _first_missing(*cells))


def _first_missing(*cells: Cells) -> NDArray[np.int8]:
    """In each row the status of the first that has no number; reported where all have one."""
    found = np.full(len(cells[0].values), REPORTED, dtype=np.int8)
    for each in reversed(cells):
        found = np.where(each.missing, each.statuses, found)
    return found


def _told(count: Cells, statuses: NDArray[np.int8]) -> Array:
    return np.where(np.isin(statuses, HIDDEN), np.nan, count.values)


def _bounds(source: Source, hidden: Rows, above: Sequence[Cells], below: Cells) -> tuple[Array, Array]:
    """What the numerators of the suppressed figures, few among many, can be."""
    subject, figure = source.subject, source.figure
    # Of the population too there are no more than all.
    is_share = subject.register[figure.indicator].is_share or figure.is_over_population
    has_parts = figure.total is not None and all(subject.at(name) is not None for name in (figure.total, *figure.parts))
    total = source.cells(figure.total) if has_parts and figure.total else None
    others = [source.cells(name) for name in figure.parts if has_parts and name not in figure.numerator]
    low, high = np.full(len(source.rows), np.nan), np.full(len(source.rows), np.nan)
    for at in hidden.tolist():
        line = bounds.Line(
            [each.cell(at) for each in above],
            below.cell(at),
            None if total is None else total.cell(at),
            [each.cell(at) for each in others],
        )
        found = bounds.bounds(line, figure.hidden, is_share)
        low[at], high[at] = (np.nan if end is None else end for end in found)
    return low, high


def _denominators(source: Source) -> Cells:
    subject, figure, places = source.subject, source.figure, source.places
    spots = places.spots(source.rows)
    if figure.is_over_population:
        return _populations(subject, places, spots)
    if figure.denominator_where == figure.where:
        return _added([source.cells(name) for name in figure.denominator])
    rows = places.rows[subject.picked(figure.denominator_where)[places.rows]]
    found = _added([source.cells(name, rows) for name in figure.denominator])
    row_of = np.full(places.size, len(rows), dtype=np.intp)
    row_of[places.spots(rows)] = np.arange(len(rows))
    # Behind the last of them stands what a place has that none of them is of.
    values = np.append(found.values, np.nan)
    statuses = np.append(found.statuses, np.int8(NOT_AVAILABLE))
    return Cells(values[row_of[spots]], statuses[row_of[spots]])


def _populations(subject: Subject, places: Places, spots: Rows) -> Cells:
    """The population of each row's area and time; of an older release that of its day, which is not held."""
    found, at = np.unique(spots, return_inverse=True)
    people = [np.nan if times.is_older(subject) else _population(subject, *places.spot(n)) for n in found.tolist()]
    values = np.array(people, dtype=float)[at]
    return Cells(values, np.where(np.isnan(values), NOT_AVAILABLE, REPORTED).astype(np.int8))


def _population(subject: Subject, area: str, period: Period) -> float:
    year = times.population_year(period)
    found = None if year is None else subject.populations.get((area, year))
    return np.nan if found is None else found
