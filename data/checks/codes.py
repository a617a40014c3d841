"""A GSS code belongs to one area: by it people ask for the area, and would be answered another's figures."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import LEVELS, Subject, spaced

# Per level: the columns of an area's key and of its code.
_COLUMNS = dict(
    zip(
        LEVELS,
        (("country_code", "country_code"), ("region_code", "region_code"), ("old_la_code", "new_la_code")),
        strict=True,
    )
)


def check(subject: Subject) -> Iterator[Finding]:
    level = subject.getter("geographic_level")
    getters = {name: subject.getter(name) for pair in _COLUMNS.values() for name in pair}
    seen: dict[str, tuple[str, str]] = {code: (key, "") for code, key in subject.codes.items()}
    for row, line in zip(subject.table.rows, subject.table.lines, strict=True):
        named, column = _COLUMNS[level(row)]
        key, code = spaced(getters[named](row)), spaced(getters[column](row))
        other, where = seen.setdefault(code, (key, f" in row {line}"))
        if other != key:
            remedy = "one of the two rows is wrong" if where else f"correct it, or {named} '{key}'"
            yield Finding(
                ERROR, subject.table.file, line, column, f"'{code}' is the code of area {other}{where}; {remedy}."
            )
