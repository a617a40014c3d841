"""The tool's columns are there, each once, and every row has as many cells as the header."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding, shape
from data.importers.lait.collection import COLUMNS, Collection
from data.importers.text import written_otherwise


def check(found: Collection) -> Iterator[Finding]:
    yield from shape.uneven(found.table)
    for name in (name for name in COLUMNS if name not in found.table.header):
        other = written_otherwise(name, found.table.header)
        remedy = f"it is written '{other}' there; write it {name}" if other else "export the table again"
        yield Finding(ERROR, found.table.file, 1, name, f"is missing from the header; {remedy}.")
