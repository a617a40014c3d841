"""Every row is of the mapping's kind of period, and of one that is over."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.clock import today
from data.importers import times
from data.importers.subject import Subject
from data.periods import YEARS_TOGETHER

LONGEST = 40


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each identifier and each time that is wrong, however many rows have it."""
    said = subject.together("time_identifier", "time_period")
    wrong: dict[str, set[tuple[str, ...]]] = {}
    unreadable: dict[str, set[tuple[str, ...]]] = {}
    for both, _ in said.firsts():
        kind, text = both
        if not times.accepts(subject.mapping.period, kind):
            wrong.setdefault(kind, set()).add(both)
        elif _problem(subject.mapping.period, text):
            unreadable.setdefault(text, set()).add(both)
    for found, where in wrong.items():
        lines = subject.table.lines_of(said.among(where))
        problem = f"{_rows(lines)} '{found[:LONGEST]}', not '{times.identifier(subject.mapping.period)}'; "
        yield Finding(
            ERROR, subject.table.file, lines[0], "time_identifier", problem + _remedy(subject, found, len(lines))
        )
    for found, where in unreadable.items():
        lines = subject.table.lines_of(said.among(where))
        problem = _problem(subject.mapping.period, found)
        more = f" So in {len(lines):,} rows." if len(lines) > 1 else ""
        yield Finding(ERROR, subject.table.file, lines[0], "time_period", problem + more)


def _rows(lines: list[int]) -> str:
    return "is" if len(lines) == 1 else f"{len(lines):,} rows are"


def _remedy(subject: Subject, found: str, count: int) -> str:
    """A file of another kind of year needs another period in its mapping; a few rows are taken out."""
    kinds = {identifier.casefold(): period for period, identifier in times.IDENTIFIERS.items()}
    period = kinds.get(found.casefold())
    if period == subject.mapping.period:
        return f"write it '{times.IDENTIFIERS[period]}'."
    if period and subject.mapping.period != YEARS_TOGETHER and count == len(subject.table.rows):
        return f'set period = "{period}" in {subject.mapping.name}.toml.'
    readable = ", ".join(times.IDENTIFIERS.values())
    return f"take rows of other kinds out{'' if period else f' (those that can be read are {readable})'}."


def _problem(period: str, text: str) -> str:
    found = times.read(period, text)
    if found is None:
        return f"'{text[:LONGEST]}' is not a {_noun(period)}; expected {times.expected(period)}."
    if found.end.year > today().year:
        return f"{text} is still to come; take projections out."
    return ""


def _noun(period: str) -> str:
    return "period of years together" if period == YEARS_TOGETHER else "year"
