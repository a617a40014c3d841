"""What a row's time is: ``time_identifier`` names the kind of period, ``time_period`` the period.

Of the DfE's open data standard: a year of four digits (2025), or for academic and financial years both years
(202425). Several years taken together are written out (2021/22 to 2023/24).
"""

from __future__ import annotations

import re
from functools import lru_cache

from data import periods
from data.importers.column import Column
from data.importers.subject import Subject
from data.periods import CALENDAR_YEAR, DAY, TOGETHER, YEARS_TOGETHER, Period

REPORTING_YEAR = "reporting_year"
# The time_identifier of each kind of period that a mapping can declare.
IDENTIFIERS = {
    REPORTING_YEAR: "Reporting year",
    "academic_year": "Academic year",
    "calendar_year": "Calendar year",
    "financial_year": "Financial year",
}
EXPECTED = {
    "academic_year": "both years such as 202425",
    "financial_year": "both years such as 202425",
    "years_together": "years such as 2021/22 to 2023/24",
}

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BOTH = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})")


def identifier(period: str) -> str:
    """The time_identifier of a mapping's period: a day of the year stands in files of reporting years."""
    return IDENTIFIERS.get(period, IDENTIFIERS[REPORTING_YEAR])


def accepts(period: str, found: str) -> bool:
    """Whether rows with this time_identifier are of a mapping's period.

    Years together have no identifier of their own: their text says what they are, whatever stands beside it.
    """
    if period == YEARS_TOGETHER:
        return not found.startswith((IDENTIFIERS["academic_year"], IDENTIFIERS["calendar_year"]))
    return found == identifier(period)


def expected(period: str) -> str:
    """What ``time_period`` holds in files of a mapping's period, in words."""
    return EXPECTED.get(period, "four digits such as 2025")


@lru_cache(maxsize=1024)  # a file has few times, each in many rows
def read(period: str, text: str) -> Period | None:
    """The period that ``time_period`` stands for under a mapping's period; None where it is not one."""
    label = _label(period, text)
    try:
        return periods.parse(label) if label else None
    except ValueError:
        return None


def _label(period: str, text: str) -> str:
    if period == YEARS_TOGETHER:
        written = _BOTH.sub(r"\1/\2", text)
        return written if " to " in written or "-" in written else ""
    if period in ("academic_year", "financial_year"):
        both = _BOTH.fullmatch(text)
        label = f"{both[1]}/{both[2]}" if both else ""
        return f"academic year {label}" if both and period == "academic_year" else label
    if not _YEAR.fullmatch(text):
        return ""
    if period == REPORTING_YEAR:
        return periods.financial_year_label(int(text))
    return text if period == CALENDAR_YEAR else f"{text}-{period}"


def column(subject: Subject) -> Column[Period]:
    """The period of each row. ValueError for a time that the checks would have refused."""
    kind = subject.mapping.period

    def when(text: str) -> Period:
        found = read(kind, text)
        if found is None:
            raise ValueError(text)
        return found

    return subject.column("time_period").map(when)


def population_year(period: Period) -> int | None:
    """Year of the mid-year estimate that a rate of the period divides by; None for several years together.

    The year before the one that ``time_period`` names (DfE, Children in need: methodology): mid-2024 for the year to
    March 2025, and likewise for the academic year 2024/25; for a calendar year its own middle.
    """
    if period.kind in TOGETHER:
        return None
    return period.end.year - 1 if period.kind == DAY else period.start.year


def words(period: Period, kind: str) -> str:
    """A period as the title of a release names it: "reporting year 2025", "academic year 2024/25"."""
    if kind == REPORTING_YEAR:
        return f"reporting year {period.end.year}"
    if period.kind == DAY:
        return f"{period.end.year} release"
    return f"calendar year {period.label}" if period.kind == CALENDAR_YEAR else period.label


def last(subject: Subject) -> Period:
    """The newest period of the file."""
    return max(column(subject).values)


def is_older(subject: Subject) -> bool:
    """Whether an edition of the same dataset is held that ends later: the populations of this one's day are not."""
    return last(subject).end.year < subject.known.editions.get(subject.mapping.dataset, 0)
