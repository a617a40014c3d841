"""A measure has one row for an area and time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.column import together
from data.importers.lait.collection import Collection, number, period


def check(found: Collection) -> Iterator[Finding]:
    entries = found.entries
    areas = entries.number.map(lambda text: area.key if (area := found.area(text)) else None)
    times = together((entries.measure, entries.years)).map(lambda both: (both[0], period(both[0].period, both[1])))
    rows = np.flatnonzero(~areas.among({None}))  # others are passed over
    later, firsts = together((areas.at(rows), times.at(rows))).again()
    for row, first in zip(rows[later].tolist(), rows[firsts].tolist(), strict=True):
        value, other = entries.value[first], entries.value[row]
        differ = (
            f", with another value ({quotable(value)} there, {quotable(other)} here); find out which is right"
            if number(value) != number(other)
            else " and says the same; keep one of them"
        )
        problem = f"is for the same measure, area and year as row {entries.line(first)}{differ}."
        yield Finding(ERROR, found.table.file, entries.line(row), None, problem)
