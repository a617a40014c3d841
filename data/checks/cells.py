"""Every cell that a figure is read from holds a number or a symbol of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.subject import Subject, read_cell
from data.observations import SYMBOLS

_KNOWN = ", ".join(SYMBOLS)


def check(subject: Subject) -> Iterator[Finding]:
    columns = [(name, subject.getter(name)) for name in subject.figure_columns()]
    for row, line in zip(subject.table.rows, subject.table.lines, strict=True):
        for name, getter in columns:
            cell = read_cell(text := getter(row))
            if cell is None:
                yield Finding(ERROR, subject.table.file, line, name, _problem(text))
            elif text.startswith("-"):
                yield Finding(
                    ERROR,
                    subject.table.file,
                    line,
                    name,
                    f"{text} is negative; a count or rate cannot be.",
                    "cells negative",
                )


def _problem(text: str) -> str:
    said = f"'{quotable(text)}'" if text else "an empty cell"
    return f"{said} is neither a number nor one of the symbols {_KNOWN}{_remedy(text)}."


def _remedy(text: str) -> str:
    """What to do, where the text tells: a guess at its meaning is left to the reader."""
    if text.lower() in SYMBOLS:
        return f"; if the symbol is meant, write '{text.lower()}'"
    if not text:
        return "; give it what the publisher's file has there"
    if re.search("[0-9]", text):
        return "; write digits alone, with a point before decimals and no sign, blank or comma"
    return "; where the publisher's file has something else there, write that, else the symbol that means the same"
