"""Every row names a known level and a well-formed area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import numpy as np

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.subject import LEVELS, NAME_COLUMNS, Subject
from data.importers.text import written_otherwise

LONGEST_NAME = 100

_LA = re.compile(r"[0-9]{3}( ?/ ?[0-9]{3})*")
_GSS = re.compile(r"E[0-9]{8}( ?/ ?E[0-9]{8})*")

# Per level: the columns of its codes.
_NATION = {"country_code": _GSS}
_REGION = {"region_code": _GSS}
_AUTHORITY = {"old_la_code": _LA, "new_la_code": _GSS, "region_code": _GSS}
_CODES = dict(zip(LEVELS, (_NATION, _REGION, _AUTHORITY), strict=True))


def check(subject: Subject) -> Iterator[Finding]:
    names = ("geographic_level", *_AUTHORITY, *_NATION, *NAME_COLUMNS.values())
    said = subject.together(*names)
    problems = {
        cells: found for cells, _ in said.firsts() if (found := list(_area(dict(zip(names, cells, strict=True)))))
    }
    for row in np.flatnonzero(said.among(problems)).tolist():
        for column, problem in problems[said[row]]:
            # A kind for each column: a fault of every row's level does not hide one of a code.
            yield Finding(ERROR, subject.table.file, subject.table.lines[row], column, problem, f"places {column}")


def _level_remedy(level: str) -> str:
    if not level:
        return "give the row its level."
    if other := written_otherwise(level, LEVELS):
        return f"it is '{other}' written otherwise; write it so, as capital letters count."
    if near := get_close_matches(level, LEVELS, 1):
        return f"if '{near[0]}' is meant, write it so."
    return "if it is one of them under another name, write it so; rows of other levels are not read, take them out."


def _code_problem(value: str, pattern: re.Pattern[str]) -> str:
    expected = "three digits" if pattern is _LA else "E and eight digits"
    if pattern.fullmatch(value.upper()):
        return f"area code '{value}' has a small letter; write it '{value.upper()}'."
    length = "1 character" if len(value) == 1 else f"{len(value)} characters"
    return f"area code '{quotable(value)}' has {length}; expected {expected}."


def _area(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    level = cells["geographic_level"]
    if level not in _CODES:
        yield "geographic_level", f"'{quotable(level)}' is not one of {', '.join(LEVELS)}; {_level_remedy(level)}"
        return
    for column, pattern in _CODES[level].items():
        if not pattern.fullmatch(value := cells[column]):
            yield column, _code_problem(value, pattern)
    name = cells[NAME_COLUMNS[level]]
    # A name that does not begin with a letter would be a formula to a spreadsheet.
    if not (name[:1].isalpha() and name.isprintable() and len(name) <= LONGEST_NAME):
        yield (
            NAME_COLUMNS[level],
            f"'{name[:LONGEST_NAME]}' is not the name of an area; expected one that begins with a letter.",
        )
