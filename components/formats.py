"""Small formats of the screen."""

from __future__ import annotations

from datetime import date

from data.periods import DAY, Period


def short_period(period: Period) -> str:
    """A period as a column head or axis tick: "2018/19", "Sep 2025"."""
    return f"{period.end:%b %Y}" if period.kind == DAY else period.label


def day_words(day: str) -> str:
    """A day as people write it: "2026-11-25" is 25 November 2026. What is no day stays as it is."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{when.day} {when:%B %Y}"
