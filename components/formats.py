"""Small formats of the screen."""

from __future__ import annotations

from data.periods import ACADEMIC_YEAR, DAY, TOGETHER, Period

ACADEMIC = "acad. "


def short_period(period: Period) -> str:
    """A period as a column head or axis tick: "2018/19", "Sep 2025", "acad. 2018/19", "2016/17–18/19"."""
    if period.kind == DAY:
        return f"{period.end:%b %Y}"
    if period.kind == ACADEMIC_YEAR:
        return f"{ACADEMIC}{period.label[-7:]}"
    if period.kind in TOGETHER:
        first, _, last = period.label.partition(" to ")
        return f"{first}\N{EN DASH}{last[-5:]}"
    return period.label
