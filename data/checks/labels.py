"""Every label of a filter column is declared, so that a renamed one is never skipped in silence."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.subject import Subject
from data.importers.text import written_otherwise

# A label is copied into a mapping, so it is quoted whole.
LONGEST = 120


def check(subject: Subject) -> Iterator[Finding]:
    for column, allowed in subject.mapping.labels.items():
        for label, row in subject.column(column).firsts():
            if label not in allowed:
                problem = f"label '{quotable(label, LONGEST)}' is not known; {_remedy(subject, label, allowed)}"
                yield Finding(ERROR, subject.table.file, subject.table.lines[row], column, problem)


def _remedy(subject: Subject, label: str, allowed: tuple[str, ...]) -> str:
    file = f"{subject.mapping.name}.toml"
    if not label:
        return "give the row its label, or take it out where the publisher has no such row."
    if other := written_otherwise(label, allowed):
        return (
            f"it is '{quotable(other, LONGEST)}' written otherwise; write it so, as capital letters and dashes count."
        )
    near = get_close_matches(label, allowed, 1)
    like = f" (the nearest is '{quotable(near[0], LONGEST)}')" if near else ""
    return f"if it is new or renamed{like}, add it to labels in {file}, and to the figure it is another name for."
