"""The columns of the standard and those the mapping reads are there."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.mapping import POPULATION
from data.importers.subject import STANDARD, Subject


def check(subject: Subject) -> Iterator[Finding]:
    needed: dict[str, None] = dict.fromkeys(STANDARD)
    for figure in subject.mapping.figures:
        parts = (figure.value, *figure.numerator, figure.denominator, *figure.where)
        needed.update((name, None) for name in parts if name and name != POPULATION)
    for name in needed:
        if subject.at(name) is None:
            yield Finding(
                ERROR,
                subject.table.file,
                1,
                name,
                "is missing from the header; if it was renamed, add the new name to aliases in "
                f"{subject.mapping.name}.toml.",
            )
