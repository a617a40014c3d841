"""Every cell that a figure is read from holds a number or a symbol of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.subject import Subject, read_cell
from data.observations import SYMBOLS

_KNOWN = ", ".join(SYMBOLS)


def check(subject: Subject) -> Iterator[Finding]:
    names = subject.figure_columns()
    columns = [subject.column(name) for name in names]
    wrong = np.zeros(len(subject.table.rows), dtype=bool)
    for column in columns:
        wrong |= column.each(lambda text: read_cell(text) is None or text.startswith("-"), bool)
    for row in np.flatnonzero(wrong).tolist():
        line = subject.table.lines[row]
        for name, text in zip(names, (column[row] for column in columns), strict=True):
            if read_cell(text) is None:
                yield Finding(ERROR, subject.table.file, line, name, _problem(text))
            elif text.startswith("-"):
                problem = f"{text} is negative; a count or rate cannot be."
                yield Finding(ERROR, subject.table.file, line, name, problem, "cells negative")


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
