"""One figure with what a reader asks next: since when, compared with whom, says who."""

from __future__ import annotations

from data.conflicts import CONTRADICTION
from data.dataset import Dataset
from data.observations import PUBLISHED
from data.periods import previous
from data.register import Indicator
from data.selection import Selection
from data.store import Snapshot
from data.views import points, verdict, words
from data.views.assessment import About, Assessment, assess
from data.views.comparison import standing
from data.views.local import LocalRow
from data.views.types import Point, TileView


def published_tile(dataset: Dataset, snapshot: Snapshot, indicator: Indicator, selection: Selection) -> TileView | None:
    """The latest selected period of the published series; None where no area has a value in the selection."""
    figures = snapshot.figures(indicator.id, PUBLISHED)
    periods = points.all_periods(figures, selection)
    if not periods:
        return None
    period = periods[-1]
    own = points.own(snapshot, indicator, selection, periods)
    found = assess(snapshot, indicator, selection, period.label)
    england, _, mean, members = points.comparators(snapshot, indicator, selection, (period,))
    before = previous(period.label)
    now = points.first(figures, selection.area, period.label)
    earlier = points.first(figures, selection.area, before) if before else None
    lines = [f"England {england.points[0].text}"] if england else []
    if mean:
        average = mean.points[0]
        pulled = ", pulled by one of them" if found.note(About.PULL) else ""
        made = points.average_words(average, selection) + pulled
        made = f" ({made})" if average.value is not None else ""
        lines.append(f"neighbours {average.text}{made}")
    return TileView(
        indicator=indicator,
        name=indicator.short,
        value=own.points[-1],
        unit=indicator.unit_words if indicator.unit not in ("percent", "percent_change") else "",
        period_words=words.when_words(period, indicator)
        + points.stale(snapshot, period, selection)
        + verdict.doubt(found),
        change=words.change(now, earlier, indicator),
        comparators=tuple(lines),
        spark=tuple(p.value for p in own.points),
        source=f"{now.release}" if now else indicator.published_source,
        conflicts=tuple(c for c in dataset.conflicts_of(indicator.id, selection.area) if c.kind == CONTRADICTION),
        verdict=verdict.chip(found) or standing(own.points[-1], [m.points[0] for m in members]),
        href=f"/indicators/{indicator.id}",
        counts=words.counts(now),
        versus=verdict.versus(found),
        compared=_compared(found, lines),
        trend=verdict.sentence(verdict.over_years(found)),
        worth=verdict.worth(found),
    )


def _compared(found: Assessment, lines: list[str]) -> str:
    """Whom the figure differs from, each with its value; where nothing is tested the values alone."""
    values = {}
    for line, name in zip(lines, (verdict.ENGLAND, verdict.THEM), strict=False):
        text, _, made = line.partition(" ")[2].partition(" (")
        values[name] = f"{text}, {made.rstrip(')')}" if made else text
    tested = verdict.versus(found, values)
    return tested or ", ".join(lines)


def local_tile(row: LocalRow) -> TileView:
    """A figure of the board's own; the section that the register names comes first, others are conflicts."""
    text = row.values[0][0]
    unit = row.indicator.unit_words if row.indicator.unit not in ("percent", "percent_change") else ""
    return TileView(
        indicator=row.indicator,
        name=row.indicator.short,
        value=Point(row.period, row.value, text, row.status),
        unit=unit,
        period_words=words.when_words(row.period, row.indicator),
        change=row.change,
        comparators=row.comparators,
        spark=(),
        source=f"{row.release}, {row.section}",
        conflicts=row.conflicts,
        verdict="",
        href=f"/indicators/{row.indicator.id}",
    )
