"""Each measure of a table of the tool as a file of the open data standard, checked, read and doubted like any other.

The table says nothing of an area but its number: code, name, region and the days of its life are those that are known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from data.areas import NATION, REGION, Area
from data.importers import standard
from data.importers.lait.collection import NOTHING, Collection, Entry, number, period
from data.importers.lait.measures import VALUE, Measure
from data.importers.subject import LEVELS, STANDARD, Subject
from data.importers.text import TextTable
from data.importers.times import IDENTIFIERS, REPORTING_YEAR
from data.periods import CALENDAR_YEAR, TOGETHER, Period
from data.store import Delivery

NATIONAL, REGIONAL, LOCAL = LEVELS
# The standard's symbol for what the tool writes as "-".
NOT_AVAILABLE = "x"


def parts(found: Collection) -> Iterator[Subject]:
    """Each declared measure of the table, in the order of its first row. The checks have passed."""
    by_measure: dict[Measure, list[Entry]] = {}
    for entry in found.entries:
        by_measure.setdefault(entry.measure, []).append(entry)
    for measure, entries in by_measure.items():
        table = _table(found, measure, entries)
        if table.rows:
            yield Subject(table, found.declared.mapping(measure), found.known, found.register)


def deliver(subject: Subject) -> Delivery:
    """The release that a measure is: it changes no area, and its binary numbers are no printed figures."""
    delivery = standard.deliver(subject)
    return replace(delivery, rows=tuple(replace(row, printed=None) for row in delivery.rows), areas=())


def _table(found: Collection, measure: Measure, entries: list[Entry]) -> TextTable:
    """The standard's table of one measure.

    ``sha256`` is of what the file says of it, in whatever order and digits: of a newer table in which other measures
    are revised, this one is known to be there.
    """
    said, rows, lines = [], [], []
    for entry in entries:
        area, time = found.area(entry.number), period(measure.period, entry.years)
        if area is None or time is None:
            continue
        value = number(entry.value)
        said.append((area.key, time.label, value or NOTHING))
        # Before it began and after it ended an authority has no figure to lack.
        if value is not None or found.known.areas.is_of(area, time):
            rows.append((*_time(time, measure.period), *_place(area), value or NOT_AVAILABLE))
            lines.append(entry.row)
    digest = hashlib.sha256(repr((measure, sorted(said))).encode()).hexdigest()
    return TextTable(found.table.file, digest, (*STANDARD, VALUE), tuple(rows), tuple(lines))


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
