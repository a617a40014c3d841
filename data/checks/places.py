"""Every row names a known level and a well-formed area, and a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import LEVELS, REPORTING_YEAR, Subject

_YEAR = re.compile(r"(19|20)\d{2}")
_LA = re.compile(r"\d{3}( ?/ ?\d{3})*")
_GSS = re.compile(r"E\d{8}( ?/ ?E\d{8})*")


def check(subject: Subject) -> Iterator[Finding]:
    cell = {name: subject.getter(name) for name in ("time_period", "time_identifier", "geographic_level")}
    key = {
        "National": ("country_code", _GSS),
        "Regional": ("region_code", _GSS),
        "Local authority": ("old_la_code", _LA),
    }
    place = {level: (column, pattern, subject.getter(column)) for level, (column, pattern) in key.items()}
    code, name = subject.getter("new_la_code"), subject.getter("la_name")
    file = subject.table.file
    for row, line in zip(subject.table.rows, subject.table.lines, strict=True):
        if not _YEAR.fullmatch(year := cell["time_period"](row)):
            yield Finding(
                ERROR, file, line, "time_period", f"'{year}' is not a year; expected four digits such as 2025."
            )
        if (kind := cell["time_identifier"](row)) != REPORTING_YEAR:
            yield Finding(
                ERROR,
                file,
                line,
                "time_identifier",
                f"'{kind}' is not '{REPORTING_YEAR}'; take rows of other kinds out.",
            )
        level = cell["geographic_level"](row)
        if level not in place:
            yield Finding(
                ERROR,
                file,
                line,
                "geographic_level",
                f"'{level}' is not one of {', '.join(LEVELS)}; take such rows out.",
            )
            continue
        column, pattern, getter = place[level]
        if not pattern.fullmatch(value := getter(row)):
            expected = "three digits" if column == "old_la_code" else "E and eight digits"
            yield Finding(
                ERROR, file, line, column, f"area code '{value}' has {len(value)} characters; expected {expected}."
            )
        if level == "Local authority" and not (_GSS.fullmatch(code(row)) and name(row)):
            yield Finding(
                ERROR,
                file,
                line,
                "new_la_code",
                f"'{code(row)}' needs a GSS code (E and eight digits) and la_name a name.",
            )
