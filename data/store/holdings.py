"""Current figures in memory: those of one indicator and source, read when asked for, as many as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from functools import cached_property
from threading import RLock
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from data import periods
from data.observations import Observation, Status, count_told
from data.register import Indicator
from data.store.records import Release
from data.store.table import Mask, Table, Texts

T = TypeVar("T")

# The figures of one area: its key, and by the label of their periods one or more.
OfArea = tuple[str, dict[str, tuple[Observation, ...]]]

# What is taken as it is, besides: the order in which ``Figures`` reads it.
_PLAIN = ("release_id", "value", "printed", "numerator", "denominator", "qualifier", "note")


class Figures(Mapping[str, dict[str, tuple[Observation, ...]]]):
    """Observations of one indicator and source: area key → period label → one or more. Never changes once made.

    The observations of an area are made when they are asked for.
    """

    def __init__(self, table: Table, indicator: Indicator, source: str, titles: Mapping[int, str]) -> None:
        self._table, self._indicator, self._source, self._titles = table, indicator, source, titles
        self._made: dict[str, dict[str, tuple[Observation, ...]]] = {}
        self._rows = _stretches(table.area)

    def __getitem__(self, area: str) -> dict[str, tuple[Observation, ...]]:
        if area not in self._made:
            self._made[area] = self._read(area)
        return self._made[area]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, area: object) -> bool:
        return area in self._rows

    @cached_property
    def _periods(self) -> list[periods.Period]:
        return [dated(label, self._indicator) for label in self._table.period.names]

    @cached_property
    def _statuses(self) -> list[Status]:
        return [Status(name) for name in self._table.status.names]

    def _read(self, area: str) -> dict[str, tuple[Observation, ...]]:
        by_period: dict[str, tuple[Observation, ...]] = {}
        table, stretch = self._table, self._rows[area]
        codes = (table.period.codes[stretch].tolist(), table.status.codes[stretch].tolist())
        cells = (_cells(getattr(table, name), stretch) for name in _PLAIN)
        for period, status, release, *plain in zip(*codes, *cells, strict=True):
            about = self._indicator, self._source, area, self._periods[period], self._statuses[status]
            found = _observation(*about, self._titles[release], *plain)
            by_period[found.period.label] = (*by_period.get(found.period.label, ()), found)
        return by_period

    def each(self, areas: Collection[str] = ()) -> Iterator[OfArea]:
        """The observations of some areas or, for none, of all, in the order of the areas' keys; none is kept."""
        for area in self:
            if not areas or area in areas:
                yield area, self._made[area] if area in self._made else self._read(area)

    def without(self, rows: Mask) -> Figures:
        """The same without some rows of the table."""
        return Figures(self._table.where(~rows), self._indicator, self._source, self._titles)

    @cached_property
    def periods(self) -> tuple[periods.Period, ...]:
        """Every period in which some area has a value, oldest first."""
        table = self._table
        return tuple(sorted(self._periods[i] for i in table.period.used(~np.isnan(table.value) & (table.seq == 0))))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of every period in which some area has a row, in no order."""
        return tuple(self._table.period.names[i] for i in self._table.period.used())

    @cached_property
    def releases(self) -> dict[str, tuple[str, ...]]:
        """Titles of the releases that the figures of each period are from, by label."""
        table = self._table
        titles: dict[str, set[str]] = {}
        for period, release in set(zip(table.period.codes.tolist(), table.release_id.tolist(), strict=True)):
            titles.setdefault(table.period.names[period], set()).add(self._titles[release])
        return {label: tuple(sorted(names)) for label, names in titles.items()}


class Holding:
    """The current figures of one indicator and source, and what is worked out of them, kept as long as they are."""

    def __init__(self, table: Table, indicator: Indicator, source: str, releases: Mapping[int, Release]) -> None:
        self.table = table
        self.figures = Figures(table, indicator, source, {number: r.title for number, r in releases.items()})
        self._worked_out: dict[Hashable, Any] = {}
        self._lock = RLock()

    @property
    def frame(self) -> pd.DataFrame:
        """The table as rows of pandas, for what goes through all of them; it is not kept."""
        return self.table.frame()

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What ``work_out`` makes of the figures, made once when several ask for it: the figures never change.

        Keys are of what the figures have (one of their periods), never of what a visitor may ask for.
        """
        if key not in self._worked_out:
            with self._lock:
                if key not in self._worked_out:
                    self._worked_out[key] = work_out()
        found: T = self._worked_out[key]
        return found


def _stretches(areas: Texts) -> dict[str, slice]:
    """Where the rows of each area are, which lie together."""
    codes = areas.codes
    starts, ends = np.flatnonzero(np.diff(codes, prepend=-1)), np.flatnonzero(np.diff(codes, append=-1)) + 1
    return {areas.names[codes[start]]: slice(start, end) for start, end in zip(starts, ends, strict=True)}


def _cells(column: Any, rows: slice) -> list[Any]:
    cells: list[Any] = column.cells(rows) if isinstance(column, Texts) else column[rows].tolist()
    return cells


def observation(row: Mapping[Any, Any], indicator: Indicator, source: str) -> Observation:
    """A row of the store as the figure it is."""
    cells = (row[name] for name in _PLAIN[1:])
    period, status = dated(row["period"], indicator), Status(row["status"])
    return _observation(indicator, source, row["area"], period, status, row["release"], *cells)


def _observation(
    indicator: Indicator,
    source: str,
    area: str,
    period: periods.Period,
    status: Status,
    release: str,
    value: Any,
    printed: str | None,
    numerator: Any,
    denominator: Any,
    qualifier: str | None,
    note: str | None,
) -> Observation:
    """The figure that cells of the store make: the count of one that is hidden is never told."""
    return Observation(
        indicator=indicator.id,
        area=area,
        period=period,
        value=_number(value),
        printed=printed or None,
        numerator=_number(count_told(status, numerator)),
        denominator=_number(denominator),
        status=status,
        qualifier=qualifier or None,
        source=source,
        release=release,
        note=note or None,
    )


def dated(label: str, indicator: Indicator) -> periods.Period:
    """The period of a figure: a snapshot is dated on the last day of the period it is labelled with."""
    period = periods.parse(label)
    return period.at_end() if indicator.measure == "snapshot" else period


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
