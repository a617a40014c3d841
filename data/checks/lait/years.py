"""Every row has a year of its measure's kind, and one that is over; a stray zero is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, WARNING, Finding
from data.clock import today
from data.errors import quotable
from data.importers.column import together
from data.importers.lait.collection import STRAY, YEARS, Collection, period
from data.periods import ACADEMIC_YEAR, CALENDAR_YEAR, FINANCIAL_YEAR, YEARS_TOGETHER

EXPECTED = {
    FINANCIAL_YEAR: "the year in which the financial year ends, such as 2025, or both, such as 2024/25",
    ACADEMIC_YEAR: "the year in which the academic year ends, such as 2025, or both, such as 2024/25",
    CALENDAR_YEAR: "a year such as 2024",
    YEARS_TOGETHER: "years such as 2013/14-15/16 or 2014-16",
}


def check(found: Collection) -> Iterator[Finding]:
    """One finding for each measure and year that is wrong, however many rows have it."""
    for entries in (found.strays, found.entries):
        said = together((entries.measure, entries.years))
        for (measure, years), row in said.firsts():
            if problem := _problem(measure.period, measure.short_desc, years):
                severity, count = WARNING if years == STRAY else ERROR, int(said.among({(measure, years)}).sum())
                so = f" This is so in {count:,} rows." if count > 1 else ""
                kind = f"years {severity}"
                yield Finding(severity, found.table.file, entries.line(row), YEARS, f"{problem}{so}", kind)


def _problem(kind: str, name: str, years: str) -> str:
    if years == STRAY:
        return f"is {STRAY}, which is no year ({quotable(name)}); passed over."
    time = period(kind, years)
    if time is None:
        said = f"'{quotable(years)}'" if years else "an empty cell"
        return f"{said} is not of the kind that {quotable(name)} has; expected {EXPECTED[kind]}."
    return f"{time.label} is not over ({quotable(name)}); take projections out." if time.end > today() else ""
