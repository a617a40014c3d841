"""Current figures in memory: those of one indicator and source, read when asked for, as many as there is room for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from threading import Lock, RLock
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from data import periods
from data.observations import COUNT_HIDDEN, Observation, Status
from data.register import Indicator
from data.store.records import COLUMNS, NUMBERS, Release

T = TypeVar("T")

# Figures that are kept: those that the project carries, and as many again. A figure is about 150 bytes, its share of
# what is worked out of it included.
MOST = 250_000

# Columns of few different values, of which a number for each is kept.
CATEGORIES = ("area", "period", "status")


# What is taken as it is, besides: the order in which ``Figures`` reads it.
_PLAIN = ("release_id", "value", "printed", "numerator", "denominator", "qualifier", "note")


class Figures(Mapping[str, dict[str, tuple[Observation, ...]]]):
    """Observations of one indicator and source: area key → period label → one or more. Never changes once made.

    The observations of an area are made when they are asked for.
    """

    def __init__(self, frame: pd.DataFrame, indicator: Indicator, source: str, titles: Mapping[int, str]) -> None:
        self._frame, self._indicator, self._source, self._titles = frame, indicator, source, titles
        self._made: dict[str, dict[str, tuple[Observation, ...]]] = {}
        self._rows = _stretches(frame["area"])

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
    def _columns(self) -> list[Any]:
        """The columns that an observation is made of, as arrays; categories as numbers."""
        frame = self._frame
        codes = (frame[name].cat.codes.to_numpy() for name in ("period", "status"))
        return [*codes, *(frame[name].to_numpy() for name in _PLAIN)]

    @cached_property
    def _periods(self) -> list[periods.Period]:
        return [dated(label, self._indicator) for label in self._frame["period"].cat.categories]

    @cached_property
    def _statuses(self) -> list[Status]:
        return [Status(name) for name in self._frame["status"].cat.categories]

    def _read(self, area: str) -> dict[str, tuple[Observation, ...]]:
        by_period: dict[str, tuple[Observation, ...]] = {}
        rows = zip(*(column[self._rows[area]].tolist() for column in self._columns), strict=True)
        for period, status, release, *cells in rows:
            about = self._indicator, self._source, area, self._periods[period], self._statuses[status]
            found = _observation(*about, self._titles[release], *cells)
            by_period[found.period.label] = (*by_period.get(found.period.label, ()), found)
        return by_period

    def without(self, rows: pd.Index[Any]) -> Figures:
        """The same without some rows of the frame."""
        return Figures(self._frame.drop(rows), self._indicator, self._source, self._titles)

    @cached_property
    def periods(self) -> tuple[periods.Period, ...]:
        """Every period in which some area has a value, oldest first."""
        first = self._frame[self._frame["value"].notna() & (self._frame["seq"] == 0)]
        return tuple(sorted(dated(label, self._indicator) for label in first["period"].unique()))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of every period in which some area has a row, in no order."""
        return tuple(self._frame["period"].unique())

    @cached_property
    def releases(self) -> dict[str, tuple[str, ...]]:
        """Titles of the releases that the figures of each period are from, by label."""
        found = self._frame[["period", "release_id"]].drop_duplicates()
        titles: dict[str, set[str]] = {}
        for label, release in zip(found["period"], found["release_id"], strict=True):
            titles.setdefault(label, set()).add(self._titles[release])
        return {label: tuple(sorted(names)) for label, names in titles.items()}


class Holding:
    """The current figures of one indicator and source, and what is worked out of them, kept as long as they are."""

    def __init__(self, frame: pd.DataFrame, indicator: Indicator, source: str, releases: Mapping[int, Release]) -> None:
        self.frame = frame
        self.figures = Figures(frame, indicator, source, {number: r.title for number, r in releases.items()})
        self._worked_out: dict[Hashable, Any] = {}
        self._lock = RLock()

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


class Holdings:
    """The holdings that were asked for last, by key, of so many figures together as there is room for."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Holding] = OrderedDict()
        self._lock = Lock()
        self._reading: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, read: Callable[[], Holding]) -> Holding:
        """The holding of a key, read once when several ask for it at the same time."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            waiting = self._reading.setdefault(key, Lock())
        with waiting:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            found = read()
            with self._lock:
                self._kept[key] = found
                self._reading.pop(key, None)
                while len(self._kept) > 1 and sum(len(held.frame) for held in self._kept.values()) > self._most:
                    self._kept.popitem(last=False)
        return found


def _stretches(areas: pd.Series) -> dict[str, slice]:
    """Where the rows of each area are, which lie together."""
    codes = areas.cat.codes.to_numpy()
    starts, ends = np.flatnonzero(np.diff(codes, prepend=-1)), np.flatnonzero(np.diff(codes, append=-1)) + 1
    names = areas.cat.categories
    return {str(names[codes[start]]): slice(start, end) for start, end in zip(starts, ends, strict=True)}


def framed(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Columns of the store, in the order of the key, as they are kept: few different values as categories."""
    made: dict[str, Any] = {"release_id": np.array(columns["release_id"], dtype=np.int64)}
    for name in COLUMNS:
        values = columns[name]
        if name in CATEGORIES:
            made[name] = pd.Categorical(values)
        elif name == "seq":
            made[name] = np.array(values, dtype=np.int64)
        elif name in NUMBERS:
            made[name] = np.array(values, dtype=float)
        else:
            made[name] = pd.Series(values, dtype=object)
    return pd.DataFrame(made, index=range(len(made["release_id"])))


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
        numerator=None if status in COUNT_HIDDEN else _number(numerator),
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
