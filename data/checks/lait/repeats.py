"""A measure has one row for an area and time."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.lait.collection import Collection, number, period


def check(found: Collection) -> Iterator[Finding]:
    seen: dict[tuple[str, str, object], tuple[int, str]] = {}
    for entry in found.entries:
        area = found.area(entry.number)
        if area is None:  # its rows are passed over
            continue
        key = entry.measure.short_desc, area.key, period(entry.measure.period, entry.years)
        first, value = seen.setdefault(key, (entry.row, entry.value))
        if first != entry.row:
            differ = (
                f", with another value ({quotable(value)} there, {quotable(entry.value)} here); find out which is right"
                if number(value) != number(entry.value)
                else " and says the same; keep one of them"
            )
            problem = f"is for the same measure, area and year as row {first}{differ}."
            yield Finding(ERROR, found.table.file, entry.row, None, problem)
