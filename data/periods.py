"""Periods of time: financial, academic or calendar year, years together, quarter, month or a single day.

A label is what people see and what files and addresses hold: ``2018/19``, ``academic year 2018/19``, ``2017``,
``2016/17 to 2018/19``, ``2016 to 2018``, ``2018/19 Q3``, ``2018-11`` or ``2015-09-24``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FINANCIAL_YEAR = "financial_year"
QUARTER = "quarter"
MONTH = "month"
CALENDAR_YEAR = "calendar_year"
DAY = "day"
ACADEMIC_YEAR = "academic_year"
YEARS_TOGETHER = "years_together"
CALENDAR_YEARS_TOGETHER = "calendar_years_together"
# Several years taken as one, financial or calendar.
TOGETHER = (YEARS_TOGETHER, CALENDAR_YEARS_TOGETHER)

ALLOWED = (
    "a financial year 2018/19, a quarter 2018/19 Q3, a month 2018-11, a year 2017, a day 2015-09-24, "
    "an academic year “academic year 2018/19” or years together 2016/17 to 2018/19 or 2016 to 2018"
)
MOST_TOGETHER = 10
_ACADEMIC_WORDS = "academic year"

# This century and the last, in the digits 0 to 9 only, so that the financial year of every period can be read again.
EARLIEST = date(1900, 4, 1)
_CENTURY = r"(?:19|20)[0-9]{2}"
_FINANCIAL = re.compile(rf"({_CENTURY})[/-]([0-9]{{2}})(?: Q([1-4]))?")
_MONTH = re.compile(rf"({_CENTURY})-([0-9]{{2}})")
_YEAR = re.compile(_CENTURY)
_DAY = re.compile(rf"{_CENTURY}-[0-9]{{2}}-[0-9]{{2}}")
_ACADEMIC = re.compile(rf"(academic(?: year)? )?({_CENTURY})[/-]([0-9]{{2}})( academic(?: year)?)?", re.IGNORECASE)
_TOGETHER = re.compile(rf"({_CENTURY})[/-]([0-9]{{2}}) ?(?:to|-|\N{{EN DASH}}) ?((?:19|20)?[0-9]{{2}})[/-]([0-9]{{2}})")
_CALENDAR_TOGETHER = re.compile(rf"({_CENTURY}) (?:to|-|\N{{EN DASH}}) ({_CENTURY})")


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

    @property
    def middle(self) -> date:
        """The middle of its last year, or of itself where it is shorter: by it a period is of the areas of its time.

        An academic year is of the authorities of 1 March, whatever happens on 1 April.
        """
        return self.end - min(timedelta(days=183), (self.end - self.start) / 2)

    @property
    def years(self) -> int:
        """How many years are taken together; 1 for a year or less."""
        first, _, last = self.label.partition(" to ")
        return int(last[:4]) - int(first[:4]) + 1 if self.kind in TOGETHER else 1


def financial_year_label(ending: int) -> str:
    """The financial year to 31 March of ``ending``: 2019 is 2018/19."""
    return f"{ending - 1}/{ending % 100:02d}"


def academic_year_label(ending: int) -> str:
    """The academic year to 31 August of ``ending``: 2019 is academic year 2018/19."""
    return f"{_ACADEMIC_WORDS} {financial_year_label(ending)}"


def together_label(ending: int, years: int) -> str:
    """So many financial years, the last of them to 31 March of ``ending``: 2019 and 3 are 2016/17 to 2018/19."""
    return f"{financial_year_label(ending - years + 1)} to {financial_year_label(ending)}"


def calendar_together_label(ending: int, years: int) -> str:
    """So many calendar years, the last of them ``ending``: 2018 and 3 are 2016 to 2018."""
    return f"{ending - years + 1} to {ending}"


# The label of a period of so many years by the year in which it ends.
_LABELS: dict[str, Callable[[int, int], str]] = {
    FINANCIAL_YEAR: lambda ending, _: financial_year_label(ending),
    ACADEMIC_YEAR: lambda ending, _: academic_year_label(ending),
    CALENDAR_YEAR: lambda ending, _: str(ending),
    YEARS_TOGETHER: together_label,
    CALENDAR_YEARS_TOGETHER: calendar_together_label,
}


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
    return _academic(text) or _together(text)


def _academic(text: str) -> Period | None:
    found = _ACADEMIC.fullmatch(text)
    if found is None or bool(found[1]) is bool(found[4]) or int(found[3]) != (int(found[2]) + 1) % 100:
        return None
    ending = int(found[2]) + 1
    return Period(date(ending, 8, 31), date(ending - 1, 9, 1), ACADEMIC_YEAR, academic_year_label(ending))


def _together(text: str) -> Period | None:
    """Years together in any spelling: "2016/17 to 2018/19", "2016-17 to 2018-19", "2016/17-18/19", "2016 to 2018"."""
    if found := _CALENDAR_TOGETHER.fullmatch(text):
        start, end = int(found[1]), int(found[2])
        label = calendar_together_label(end, years := end - start + 1)
        is_some = 2 <= years <= MOST_TOGETHER
        return Period(date(end, 12, 31), date(start, 1, 1), CALENDAR_YEARS_TOGETHER, label) if is_some else None
    found = _TOGETHER.fullmatch(text)
    if found is None:
        return None
    first, second, third, fourth = (int(part) for part in found.groups())
    third += 0 if third > 99 else first // 100 * 100
    years = third - first + 1
    if (second, fourth) != ((first + 1) % 100, (third + 1) % 100) or not 2 <= years <= MOST_TOGETHER:
        return None
    return Period(date(third + 1, 3, 31), date(first, 4, 1), YEARS_TOGETHER, together_label(third + 1, years))


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


def comparable(first: Period, second: Period) -> bool:
    """Whether two periods may be joined by a line, subtracted or compared: of one kind and as many years each."""
    return first.kind == second.kind and first.years == second.years


def follows(later: Period, earlier: Period) -> bool:
    """Whether nothing is missing between two periods of one series; years together may share years."""
    if not comparable(later, earlier):
        return False
    if later.kind in TOGETHER:
        return later.end.year == earlier.end.year + 1 or previous(later.label) == earlier.label
    return previous(later.label) == earlier.label


def previous(label: str) -> str | None:
    """The period of the same kind just before, or None for a kind without one (a day: a year before).

    Years together come after as many others, none of which they share.
    """
    period = parse(label)
    if labelled := _LABELS.get(period.kind):
        return labelled(period.end.year - period.years, period.years)
    if period.kind == DAY and not (period.end.month == 2 and period.end.day == 29):
        return period.end.replace(year=period.end.year - 1).isoformat()
    if period.kind == MONTH:
        month = period.start.month - 1 or 12
        return f"{period.start.year - (month == 12)}-{month:02d}"
    if period.kind == QUARTER:
        year, _, quarter = period.label.rpartition("Q")
        return f"{year}Q{int(quarter) - 1}" if quarter != "1" else f"{financial_year_label(int(year[:4]))} Q4"
    return None
