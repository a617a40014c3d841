"""Each measure of a table of the tool as a file of the open data standard, checked, read and doubted like any other.

The table says nothing of an area but its number: code, name, region and the days of its life are those that are known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np

from data.areas import NATION, REGION, Area
from data.importers import standard
from data.importers.lait.collection import NOTHING, Collection, number, period
from data.importers.lait.measures import VALUE, Measure
from data.importers.subject import LEVELS, STANDARD, Subject
from data.importers.text import TextTable
from data.importers.times import IDENTIFIERS, REPORTING_YEAR
from data.periods import CALENDAR_YEAR, TOGETHER, Period
from data.store import Columns, Delivery

T = TypeVar("T")

NATIONAL, REGIONAL, LOCAL = LEVELS
# The standard's symbol for what the tool writes as "-".
NOT_AVAILABLE = "x"


def parts(found: Collection) -> Iterator[Subject]:
    """Each declared measure of the table, in the order of its first row. The checks have passed."""
    for measure, _ in found.entries.measure.firsts():
        table = _table(found, measure)
        if table.rows:
            yield Subject(table, found.declared.mapping(measure), found.known, found.register)


def deliver(subject: Subject) -> Delivery:
    """The release that a measure is: it changes no area, and its binary numbers are no printed figures."""
    delivery = standard.deliver_figures(subject)
    return replace(delivery, rows=Columns(delivery.frame.assign(printed=None)))


def _table(found: Collection, measure: Measure) -> TextTable:
    """The standard's table of one measure.

    ``sha256`` is of what the file says of it, in whatever order and digits: of a newer table in which other measures
    are revised, this one is known to be there.
    """
    entries = found.entries
    at = np.flatnonzero(entries.measure.among({measure}))
    # What a place and a time are, and how they are written, is worked out once for each.
    places = entries.number.map(lambda text: _with(found.area(text), _place))
    times = entries.years.map(
        lambda text: _with(period(measure.period, text), lambda time: _time(time, measure.period))
    )
    said, rows, lines = [], [], []
    for row in at.tolist():
        place, when = places[row], times[row]
        if place is None or when is None:
            continue
        value = number(entries.value[row])
        said.append((place[0].key, when[0].label, value or NOTHING))
        # Before it began and after it ended an authority has no figure to lack.
        if value is not None or found.known.areas.is_of(place[0], when[0]):
            rows.append((*when[1], *place[1], value or NOT_AVAILABLE))
            lines.append(entries.line(row))
    digest = hashlib.sha256(repr((measure, sorted(said))).encode()).hexdigest()
    return TextTable(found.table.file, digest, (*STANDARD, VALUE), tuple(rows), lines)


def _with(what: T | None, write: Callable[[T], tuple[str, ...]]) -> tuple[T, tuple[str, ...]] | None:
    return None if what is None else (what, write(what))


def _time(found: Period, kind: str) -> tuple[str, str]:
    """``time_period`` and ``time_identifier``."""
    identifier = IDENTIFIERS.get(kind, IDENTIFIERS[REPORTING_YEAR])
    if found.kind in TOGETHER or found.kind == CALENDAR_YEAR:
        return found.label, identifier
    return f"{found.start.year}{found.end.year % 100:02d}", identifier


def _place(area: Area) -> tuple[str, ...]:
    """The standard's columns from ``geographic_level`` on."""
    if area.level == NATION:
        return NATIONAL, area.key, area.name, "", "", "", "", ""
    if area.level == REGION:
        return REGIONAL, "", "", area.key, area.name, "", "", ""
    return LOCAL, "", "", area.region or "", "", area.key, area.code, area.name
