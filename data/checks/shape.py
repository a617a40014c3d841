"""There are rows, every one has as many cells as the header, and no column name comes twice."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import Subject
from data.importers.text import TextTable


def check(subject: Subject) -> Iterator[Finding]:
    yield from uneven(subject.table)


def uneven(table: TextTable) -> Iterator[Finding]:
    """What is wrong with a table's shape, whatever it holds."""
    for name in dict.fromkeys(n for n in table.header if n and table.header.count(n) > 1):
        yield Finding(
            ERROR,
            table.file,
            1,
            name,
            "stands twice in the header; find out which is meant, and keep one of the two columns.",
        )
    if not table.rows:
        yield Finding(ERROR, table.file, 1, None, "is the header, and no row follows; export the file again.")
    width = len(table.header)
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != width:
            yield Finding(
                ERROR,
                table.file,
                line,
                None,
                f"has {len(row)} cells, the header {width}; check commas and quotes in that row.",
            )
