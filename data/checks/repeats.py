"""No row comes twice: one figure for one area, year and labels."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    keys = ("time_period", "geographic_level", "country_code", "region_code", "old_la_code", *subject.mapping.labels)
    getters = [subject.getter(name) for name in keys]
    seen: dict[tuple[str, ...], int] = {}
    for row, line in zip(subject.table.rows, subject.table.lines, strict=True):
        key = tuple(getter(row) for getter in getters)
        first = seen.setdefault(key, line)
        if first != line:
            yield Finding(
                ERROR,
                subject.table.file,
                line,
                None,
                f"is for the same area, year and labels as row {first}; keep one of them.",
            )
