"""Every row has a year of its measure's kind, and one that is over; a stray zero is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, WARNING, Finding
from data.clock import today
from data.errors import quotable
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
    rows: dict[tuple[str, str, str], list[int]] = {}
    for entry in (*found.strays, *found.entries):
        rows.setdefault((entry.measure.period, entry.measure.short_desc, entry.years), []).append(entry.row)
    for (kind, name, years), lines in rows.items():
        if problem := _problem(kind, name, years):
            severity = WARNING if years == STRAY else ERROR
            so = f" This is so in {len(lines):,} rows." if len(lines) > 1 else ""
            yield Finding(severity, found.table.file, lines[0], YEARS, f"{problem}{so}", f"years {severity}")


def _problem(kind: str, name: str, years: str) -> str:
    if years == STRAY:
        return f"is {STRAY}, which is no year ({quotable(name)}); passed over."
    time = period(kind, years)
    if time is None:
        said = f"'{quotable(years)}'" if years else "an empty cell"
        return f"{said} is not of the kind that {quotable(name)} has; expected {EXPECTED[kind]}."
    return f"{time.label} is not over ({quotable(name)}); take projections out." if time.end > today() else ""
