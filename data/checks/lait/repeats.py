"""A measure has one row for an area and time."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.lait.collection import Collection, period


def check(found: Collection) -> Iterator[Finding]:
    seen: dict[tuple[str, str, object], tuple[int, str]] = {}
    for entry in found.entries:
        key = entry.measure.short_desc, entry.number, period(entry.measure.period, entry.years)
        first, value = seen.setdefault(key, (entry.row, entry.value))
        if first != entry.row:
            differ = (
                f", with another value ({quotable(value)} there, {quotable(entry.value)} here); find out which is right"
                if value != entry.value
                else " and says the same; keep one of them"
            )
            problem = f"is for the same measure, area and year as row {first}{differ}."
            yield Finding(ERROR, found.table.file, entry.row, None, problem)
