"""The columns of the standard and those the mapping reads are there."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.subject import STANDARD, Subject


def check(subject: Subject) -> Iterator[Finding]:
    mapping = subject.mapping
    needed: dict[str, None] = dict.fromkeys((*STANDARD, *mapping.labels))
    for figure in mapping.figures:
        needed.update(dict.fromkeys((*figure.sources, *figure.where, *figure.denominator_where)))
    for name in needed:
        if subject.at(name) is None:
            yield Finding(
                ERROR,
                subject.table.file,
                1,
                name,
                f"is missing from the header; if it was renamed, add the new name to aliases in {mapping.name}.toml.",
            )
