"""A figure is made from one row for an area and a time: of two, one would silently win."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.checks import ERROR, Finding
from data.checks.repeats import KEYS
from data.errors import quotable
from data.importers.mapping import Where
from data.importers.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Only a filter that a figure leaves open can give two rows, since no row comes twice."""
    for number, figure in enumerate(subject.mapping.figures, 1):
        wheres: dict[str, Where] = {"where": figure.where}
        if figure.denominator_where != figure.where:
            wheres["denominator_where"] = figure.denominator_where
        for key, where in wheres.items():
            open_ = [column for column in subject.mapping.labels if len(where.get(column, ())) != 1]
            found = _twice(subject, where) if open_ else None
            if found is not None:
                place = f"{key} of {subject.mapping.name}.toml, figure {number} ({figure.indicator})"
                yield _finding(subject, place, open_, *found)


def _twice(subject: Subject, where: Where) -> tuple[int, int] | None:
    """The first two rows of one area and time that a figure would be made from."""
    rows = np.flatnonzero(subject.picked(where))
    later, firsts = subject.together(*KEYS).at(rows).again()
    return (int(rows[firsts[0]]), int(rows[later[0]])) if len(later) else None


def _finding(subject: Subject, place: str, columns: list[str], first: int, second: int) -> Finding:
    lines = subject.table.lines
    column = next(name for name in columns if subject.column(name)[first] != subject.column(name)[second])
    one, other = (quotable(subject.column(column)[number]) for number in (first, second))
    problem = (
        f"{place} picks this row ('{other}') and row {lines[first]} ('{one}') of the same area and time; "
        f"give it one label of {column}, or labels that no file has side by side."
    )
    return Finding(ERROR, subject.table.file, lines[second], column, problem)
