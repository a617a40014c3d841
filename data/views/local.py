"""The board's own figures: what its reports print, this period beside the one before."""

from __future__ import annotations

from dataclasses import dataclass

from data.areas import AUTHORITY
from data.conflicts import Conflict
from data.dataset import Dataset, Figures, Snapshot
from data.observations import LOCAL, NEIGHBOURS_KEY, NEIGHBOURS_NAME, Status
from data.periods import Period, previous
from data.register import Indicator
from data.selection import Selection
from data.views import points, words
from data.views.types import Point


@dataclass(frozen=True, slots=True)
class LocalRow:
    """One indicator of the board's own: ``values`` are more than one where its sections disagree.

    Each value is (text, section). ``comparators`` are those that the report itself quotes, each with its
    own period; they are shown, never tested. ``figures`` are the values with their numbers, ``earlier`` the
    figure before.
    """

    indicator: Indicator
    period: Period
    values: tuple[tuple[str, str], ...]
    value: float | None
    status: Status
    before: str
    change: str
    comparators: tuple[str, ...]
    section: str
    release: str
    conflicts: tuple[Conflict, ...]
    figures: tuple[Point, ...] = ()
    earlier: Point | None = None


def local_row(dataset: Dataset, snapshot: Snapshot, indicator: Indicator, selection: Selection) -> LocalRow | None:
    """The newest local figure of the selected area in the selected periods, or None."""
    figures = snapshot.figures(indicator.id, LOCAL)
    mine = [found for found in figures.get(selection.area, {}).values() if selection.includes(found[0].period)]
    if not mine:
        return None
    latest = max(mine, key=lambda found: found[0].period)
    now, label = latest[0], previous(latest[0].period.label)
    earlier = figures.get(selection.area, {}).get(label, ())[:1] if label else ()
    before = earlier[0] if earlier else None
    return LocalRow(
        indicator=indicator,
        period=now.period,
        values=tuple((words.figure(o, indicator), o.section) for o in latest),
        value=now.value,
        status=now.status,
        before=words.figure(before, indicator) if before else "",
        change=words.change(now, before, indicator) if before else "",
        comparators=_quoted(figures, snapshot, indicator, selection),
        section=now.section,
        release=now.release,
        conflicts=dataset.conflicts_of(indicator.id, selection.area),
        figures=tuple(points.point(o, o.period, indicator) for o in latest),
        earlier=points.point(before, before.period, indicator) if before else None,
    )


def _quoted(figures: Figures, snapshot: Snapshot, indicator: Indicator, selection: Selection) -> tuple[str, ...]:
    lines = []
    for area, by_label in figures.items():
        if area == NEIGHBOURS_KEY or (area in snapshot.areas and snapshot.areas[area].level != AUTHORITY):
            name = NEIGHBOURS_NAME if area == NEIGHBOURS_KEY else snapshot.areas[area].name
            lines += [
                f"{name} {words.figure(o, indicator)} ({words.period_words(o.period)})"
                for found in by_label.values()
                for o in found
                if selection.includes(o.period)
            ]
    return tuple(lines)
