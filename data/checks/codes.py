"""A GSS code belongs to one area: by it people ask for the area, and would be answered another's figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

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
    names = ("geographic_level", *dict.fromkeys(name for pair in _COLUMNS.values() for name in pair))
    said, lines = subject.together(*names), subject.table.lines
    seen: dict[str, tuple[str, str]] = {code: (key, "") for code, key in subject.codes.items()}
    wrong: dict[tuple[str, ...], tuple[str, str]] = {}
    for cells, row in said.firsts():
        cell = dict(zip(names, cells, strict=True))
        named, column = _COLUMNS[cell["geographic_level"]]
        key, code = spaced(cell[named]), spaced(cell[column])
        other, where = seen.setdefault(code, (key, f" in row {lines[row]}"))
        if other != key:
            remedy = "one of the two rows is wrong" if where else f"correct it, or {named} '{key}'"
            wrong[cells] = column, f"'{code}' is the code of area {other}{where}; {remedy}."
    for row in np.flatnonzero(said.among(wrong)).tolist():
        column, problem = wrong[said[row]]
        yield Finding(ERROR, subject.table.file, lines[row], column, problem)
