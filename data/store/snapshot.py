"""The current figures at one version of the store, as views read them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from data import periods
from data.areas import AUTHORITY, AreaCode, Areas
from data.names import declared_names
from data.observations import COUNT_HIDDEN, LOCAL, SOURCES, Observation, Status
from data.register import Indicator, Register
from data.schema import WITHDRAW
from data.store.records import Decision, Neighbour, Release

T = TypeVar("T")


class Figures(dict[str, dict[str, tuple[Observation, ...]]]):
    """Observations of one indicator and source: area key → period label → one or more. Never changes once made."""

    @cached_property
    def periods(self) -> tuple[periods.Period, ...]:
        """Every period in which some area has a value, oldest first."""
        first = (found[0] for by_label in self.values() for found in by_label.values())
        return tuple(sorted({figure.period for figure in first if figure.value is not None}))

    @cached_property
    def releases(self) -> dict[str, tuple[str, ...]]:
        """Titles of the releases that the figures of each period are from, by label."""
        titles: dict[str, set[str]] = {}
        for by_label in self.values():
            for label, found in by_label.items():
                titles.setdefault(label, set()).add(found[0].release)
        return {label: tuple(sorted(found)) for label, found in titles.items()}


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
        decisions: tuple[Decision, ...] = (),
        aside: frozenset[int] = frozenset(),
    ) -> None:
        self.version = version
        self.frame = frame
        self.area_codes = area_codes
        self.areas = Areas(area_codes, declared_names())
        self.neighbours = neighbours
        self.releases = releases
        self.register = register
        self.decisions = decisions
        self.aside = aside  # ids of the releases that take no part: withdrawn, or read again
        self._figures: dict[tuple[str, str], Figures] = {}
        self._worked_out: dict[Hashable, Any] = {}

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What ``work_out`` makes of these figures, kept for as long as the snapshot: the figures never change.

        Keys are of what the figures have (an indicator, one of its periods), never of what a visitor may ask for.
        """
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
    def withdrawn(self) -> dict[int, Decision]:
        """The decision on every release that is withdrawn, by the release's number."""
        last = {decision.release_id: decision for decision in self.decisions}
        return {number: decision for number, decision in last.items() if decision.action == WITHDRAW}

    @cached_property
    def current_figures(self) -> dict[int, int]:
        """How many figures of each release are current, by its number."""
        counts = self.frame["release_id"].value_counts()
        return dict(zip(map(int, counts.index), map(int, counts), strict=True))

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

    def peer_figures(self, indicator: str, source: str) -> Figures:
        """Those that areas are set beside one another by: none of years before an authority began or after its end."""

        def find() -> Figures:
            areas, found = self.areas, self.figures(indicator, source)
            peers = Figures()
            for key, by_label in found.items():
                area = areas.get(key)
                is_partly = area is not None and (areas.is_later(area) or not areas.is_open(area))
                peers[key] = by_label
                if area is not None and is_partly:
                    own = {label: them for label, them in by_label.items() if areas.is_of(area, them[0].period)}
                    peers[key] = by_label if len(own) == len(by_label) else own
            return found if all(peers[key] is found[key] for key in found) else peers

        return self.once(("peers", indicator, source), find)

    def _read(self, indicator: Indicator, source: str) -> Figures:
        figures = Figures()
        try:
            rows = self.frame.loc[[(source, indicator.id)]]
        except KeyError:
            return figures
        for row in rows.to_dict("records"):
            found = observation(row, indicator, source)
            by_period = figures.setdefault(found.area, {})
            label = found.period.label
            by_period[label] = (*by_period.get(label, ()), found)
        return figures


def observation(row: Mapping[Any, Any], indicator: Indicator, source: str) -> Observation:
    """A row of the store as the figure it is, without a count that is hidden, whatever its file or an earlier version
    of the product has stored."""
    status = Status(row["status"])
    return Observation(
        indicator=indicator.id,
        area=row["area"],
        period=dated(row["period"], indicator),
        value=_number(row["value"]),
        printed=row["printed"] or None,
        numerator=None if status in COUNT_HIDDEN else _number(row["numerator"]),
        denominator=_number(row["denominator"]),
        status=status,
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
