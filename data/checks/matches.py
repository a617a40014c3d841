"""The rows that a figure is made from are there: labels that match none would leave it out in silence."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, WARNING, Finding
from data.errors import quotable
from data.importers.mapping import Figure, Where
from data.importers.subject import Subject

TOLD = 5


def check(subject: Subject) -> Iterator[Finding]:
    """A file that is a part of a release may lack a figure, with a warning; all of them, or a denominator, it may not.

    Labels that are there but in no row together are a mistake of the mapping, as a publisher's filters are crossed.
    """
    figures = subject.mapping.figures
    found = [_matches(subject, figure.where) for figure in figures]
    for number, (figure, is_found) in enumerate(zip(figures, found, strict=True), 1):
        if not is_found:
            absent = _absent(subject, figure.where)
            severity = WARNING if any(found) and absent else ERROR
            yield _finding(subject, severity, number, figure, "where", absent)
        elif figure.denominator_where != figure.where and not _matches(subject, figure.denominator_where):
            absent = _absent(subject, figure.denominator_where)
            yield _finding(subject, ERROR, number, figure, "denominator_where", absent)


def _matches(subject: Subject, where: Where) -> bool:
    return bool(subject.picked(where).any())


def _absent(subject: Subject, where: Where) -> str:
    """The first column that holds none of its labels; "" where each holds one."""
    return next((column for column in where if not _matches(subject, {column: where[column]})), "")


def _finding(subject: Subject, severity: str, number: int, figure: Figure, key: str, absent: str) -> Finding:
    mapping = f"{subject.mapping.name}.toml, figure {number} ({figure.indicator})"
    where = figure.where if key == "where" else figure.denominator_where
    shown = {absent: where[absent]} if absent else where
    said = " and ".join(f"{column} = {_labels(labels)}" for column, labels in shown.items())
    if absent:
        held = _labels(subject.column(absent).values)
        why = f"labels in the file are {held}"
    else:
        why = "each label is in the file, but no row has all of them"
    remedy = "the file gives no figure of it" if severity == WARNING else "correct it there, or import the whole file"
    problem = f"{key} of {mapping} matches no row: {said}; {why}; {remedy}."
    return Finding(severity, subject.table.file, None, absent or next(iter(where)), problem)


def _labels(labels: tuple[str, ...]) -> str:
    told = [f"'{quotable(label)}'" for label in list(labels)[:TOLD]]
    return ", ".join(told) + (f" and {len(labels) - TOLD} more" if len(labels) > TOLD else "")
