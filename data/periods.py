"""Periods of time: financial year, quarter, month, calendar year or a single day.

A label is what people see and what files and addresses hold: ``2018/19``, ``2018/19 Q3``,
``2018-11``, ``2017`` or ``2015-09-24``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FINANCIAL_YEAR = "financial_year"
QUARTER = "quarter"
MONTH = "month"
CALENDAR_YEAR = "calendar_year"
DAY = "day"

ALLOWED = "a financial year 2018/19, a quarter 2018/19 Q3, a month 2018-11, a year 2017 or a day 2015-09-24"

# This century and the last, in the digits 0 to 9 only, so that the financial year of every period can be read again.
EARLIEST = date(1900, 4, 1)
_CENTURY = r"(?:19|20)[0-9]{2}"
_FINANCIAL = re.compile(rf"({_CENTURY})[/-]([0-9]{{2}})(?: Q([1-4]))?")
_MONTH = re.compile(rf"({_CENTURY})-([0-9]{{2}})")
_YEAR = re.compile(_CENTURY)
_DAY = re.compile(rf"{_CENTURY}-[0-9]{{2}}-[0-9]{{2}}")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A labelled stretch of time; ``start`` and ``end`` are both inside it. Sorts by its end."""

    end: date
    start: date
    kind: str
    label: str

    def at_end(self) -> Period:
        """The same period as a snapshot: labelled alike, dated on its last day."""
        return Period(self.end, self.end, self.kind, self.label)

    @property
    def financial_year(self) -> str:
        """Label of the financial year in which the period ends: 2017 (to 31 December) is 2017/18."""
        return financial_year_label(self.end.year + (self.end.month > 3))


def financial_year_label(ending: int) -> str:
    """The financial year to 31 March of ``ending``: 2019 is 2018/19."""
    return f"{ending - 1}/{ending % 100:02d}"


@lru_cache(maxsize=4096)
def parse(label: str) -> Period:
    """Read a label. ``2018-19`` is accepted for ``2018/19``; 2018-11 is November 2018.

    Raises ValueError, with what is allowed, for anything else.
    """
    text = label.strip()
    try:
        period = _parse(text)
    except ValueError:
        period = None
    if period is None or period.start < EARLIEST:
        raise ValueError(f"'{label}' is not a period; expected {ALLOWED}")
    return period


def _parse(text: str) -> Period | None:
    if _YEAR.fullmatch(text):
        year = int(text)
        return Period(date(year, 12, 31), date(year, 1, 1), CALENDAR_YEAR, text)
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return Period(day, day, DAY, text)
    # A month first: 2010-11 is November 2010; the financial year is 2010/11.
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
        return Period(date(year, month, calendar.monthrange(year, month)[1]), date(year, month, 1), MONTH, text)
    if found := _FINANCIAL.fullmatch(text):
        first, second, quarter = found.groups()
        if int(second) == (int(first) + 1) % 100:
            return _financial(int(first), int(quarter) if quarter else None)
    return None


def _financial(year: int, quarter: int | None) -> Period:
    label = financial_year_label(year + 1)
    if quarter is None:
        return Period(date(year + 1, 3, 31), date(year, 4, 1), FINANCIAL_YEAR, label)
    month = 3 * quarter + 1
    start = date(year + (month > 12), (month - 1) % 12 + 1, 1)
    end_month = start.month + 2
    end = date(start.year, end_month, calendar.monthrange(start.year, end_month)[1])
    return Period(end, start, QUARTER, f"{label} Q{quarter}")


def in_range(period: Period, first: str | None, last: str | None) -> bool:
    """Whether the period ends on or after the start of ``first`` and on or before the end of ``last``."""
    return (first is None or period.end >= parse(first).start) and (last is None or period.end <= parse(last).end)


def previous(label: str) -> str | None:
    """The period of the same kind just before, or None for a kind without one (a day: a year before)."""
    period = parse(label)
    if period.kind == FINANCIAL_YEAR:
        return financial_year_label(period.end.year - 1)
    if period.kind == CALENDAR_YEAR:
        return str(period.end.year - 1)
    if period.kind == DAY and not (period.end.month == 2 and period.end.day == 29):
        return period.end.replace(year=period.end.year - 1).isoformat()
    if period.kind == MONTH:
        month = period.start.month - 1 or 12
        return f"{period.start.year - (month == 12)}-{month:02d}"
    if period.kind == QUARTER:
        year, _, quarter = period.label.rpartition("Q")
        return f"{year}Q{int(quarter) - 1}" if quarter != "1" else f"{financial_year_label(int(year[:4]))} Q4"
    return None
