"""The one clock: days and times are those of Europe/London, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment in London, with its offset."""
    return datetime.now(LONDON)


def today() -> date:
    """The day it is in London."""
    return now().date()


def stamp() -> str:
    """This moment as the store keeps it, in UTC: "2026-06-30T23:30:00+00:00"."""
    return now().astimezone(UTC).isoformat(timespec="seconds")


def day_of(moment: str) -> str:
    """The day in London of a stored moment: "2026-06-30T23:30:00+00:00" is 2026-07-01. What is no moment stays."""
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return when.date().isoformat() if when.tzinfo is None else when.astimezone(LONDON).date().isoformat()


def day_in_words(moment: str) -> str:
    """The day in London of a stored moment, or a day, as people write it: "1 July 2026". What is neither stays."""
    try:
        when = date.fromisoformat(day_of(moment))
    except ValueError:
        return moment
    return long_date(when)


def long_date(day: date) -> str:
    """A day as people write it: "1 July 2026"."""
    return f"{day.day} {day:%B %Y}"
