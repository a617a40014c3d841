"""Small formats of the screen."""

from __future__ import annotations

from data.periods import DAY, Period


def short_period(period: Period) -> str:
    """A period as a column head or axis tick: "2018/19", "Sep 2025"."""
    return f"{period.end:%b %Y}" if period.kind == DAY else period.label
