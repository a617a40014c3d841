"""Every value is a number that can be, or the tool's sign for none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.lait.collection import NOTHING, VALUES, Collection, number

# The one unit of which a figure can be below zero.
SIGNED = "percent_change"


def check(found: Collection) -> Iterator[Finding]:
    entries = found.entries
    doubted = entries.value.each(lambda text: text != NOTHING and (number(text) or "-").startswith("-"), bool)
    for row in np.flatnonzero(doubted).tolist():
        text, line = entries.value[row], entries.line(row)
        value = number(text)
        if value is None:
            said = f"'{quotable(text)}'" if text else "an empty cell"
            problem = (
                f"{said} is neither a number nor '{NOTHING}', which stands for none; give what the tool has there."
            )
            yield Finding(ERROR, found.table.file, line, VALUES, problem)
        elif value.startswith("-") and _unit(found, entries.measure[row].indicator) != SIGNED:
            problem = f"{value} is negative; a count, a rate or a share cannot be."
            yield Finding(ERROR, found.table.file, line, VALUES, problem, "values negative")


def _unit(found: Collection, indicator: str) -> str:
    return found.register[indicator].unit if indicator in found.register else ""
