"""Every label of a filter column is declared, so that a renamed one is never skipped in silence."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    for column, allowed in subject.mapping.labels.items():
        getter = subject.getter(column)
        seen: set[str] = set()
        for row, line in zip(subject.table.rows, subject.table.lines, strict=True):
            label = getter(row)
            if label not in allowed and label not in seen:
                seen.add(label)
                yield Finding(
                    ERROR,
                    subject.table.file,
                    line,
                    column,
                    f"label '{label}' is not known; add it to labels in {subject.mapping.name}.toml, and to the "
                    "figure it is another name for.",
                )
