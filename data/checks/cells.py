"""Every cell that a figure is read from holds a number or a symbol of the standard."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import Subject, read_cell
from data.observations import SYMBOLS

LONGEST = 40
_KNOWN = ", ".join(SYMBOLS)


def check(subject: Subject) -> Iterator[Finding]:
    columns = [(name, subject.getter(name)) for name in subject.figure_columns()]
    for row, line in zip(subject.table.rows, subject.table.lines, strict=True):
        for name, getter in columns:
            cell = read_cell(text := getter(row))
            if cell is None:
                said = f"'{text[:LONGEST]}'" if text else "an empty cell"
                yield Finding(
                    ERROR,
                    subject.table.file,
                    line,
                    name,
                    f"{said} is neither a number nor one of the symbols {_KNOWN}.",
                )
            elif text.startswith("-"):
                yield Finding(ERROR, subject.table.file, line, name, f"{text} is negative; a count or rate cannot be.")
