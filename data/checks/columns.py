"""The columns of the standard and those the mapping reads are there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from data.checks import ERROR, WARNING, Finding
from data.errors import quotable
from data.importers.subject import STANDARD, Subject
from data.importers.text import written_otherwise

# How alike a column that may be absent must be to one in the header to be taken for a slip.
NEARLY = 0.85


def check(subject: Subject) -> Iterator[Finding]:
    mapping, table = subject.mapping, subject.table
    needed: dict[str, None] = dict.fromkeys((*STANDARD, *mapping.labels))
    optional: dict[str, str] = {}
    for figure in mapping.figures:
        needed.update(dict.fromkeys((*figure.sources, *figure.where, *figure.denominator_where)))
        optional.update((name, key) for key, name in figure.optional)
    for name in (name for name in needed if subject.at(name) is None):
        yield Finding(ERROR, table.file, 1, name, f"is missing from the header; {_remedy(subject, name)}")
    read = {name for column in (*needed, *optional) for name in mapping.names(column)}
    others = [name for name in table.header if name not in read]
    for name, key in ((name, key) for name, key in optional.items() if subject.at(name) is None):
        near = get_close_matches(name, others, 1, NEARLY)
        # A newer release may print no rates, and an excerpt have no parts, by which only hidden cells are bounded.
        if near or key not in ("rate", "total", "parts"):
            like = f" (the nearest is '{quotable(near[0])}')" if near else ""
            problem = f"is missing from the header; correct {key} in {mapping.name}.toml{like}, or add an alias there"
            yield Finding(WARNING, table.file, 1, name, f"{problem}. The figures are read without it.")


def _remedy(subject: Subject, name: str) -> str:
    header, names = subject.table.header, subject.mapping.names(name)
    other = next((found for name in names if (found := written_otherwise(name, header))), "")
    if other:
        return f"it is written '{quotable(other)}' there; write it {name}, as capital letters, blanks and dashes count."
    near = get_close_matches(name, header, 1)
    like = f" (the nearest is '{quotable(near[0])}')" if near and near[0] not in STANDARD else ""
    return f"if it was renamed{like}, add the new name to aliases in {subject.mapping.name}.toml."
