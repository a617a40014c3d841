"""One figure with what a reader asks next: since when, compared with whom, says who."""

from __future__ import annotations

from collections.abc import Mapping

from data.areas import ENGLAND as ENGLAND_KEY
from data.conflicts import CONTRADICTION
from data.dataset import Dataset, Snapshot
from data.observations import PUBLISHED
from data.periods import previous
from data.register import Indicator
from data.selection import Selection
from data.views import doubts, points, printed, verdict, words
from data.views.assessment import About, Assessment, assess
from data.views.comparison import hidden, standing
from data.views.local import LocalRow
from data.views.types import Series, TileView

LABELS = {verdict.ENGLAND: "England", verdict.THEM: "neighbours"}


def published_tile(dataset: Dataset, snapshot: Snapshot, indicator: Indicator, selection: Selection) -> TileView | None:
    """The area's newest selected period of the published series; None where no area has a value in the selection."""
    figures = snapshot.figures(indicator.id, PUBLISHED)
    period = points.newest(snapshot, indicator, selection)
    if period is None:
        return None
    periods = tuple(p for p in points.all_periods(figures, selection) if p.end <= period.end)
    own = points.own(snapshot, indicator, selection, periods)
    found = assess(snapshot, indicator, selection, period.label)
    england, region, mean, members = points.comparators(snapshot, indicator, selection, (period,))
    above = [series for series in (england, region) if series is not None]
    before = previous(period.label)
    now = points.first(figures, selection.area, period.label)
    earlier = points.first(figures, selection.area, before) if before else None
    others = _others(found, england, mean, selection)
    lines = [_line(name, text, made) for name, (text, made) in others.items()]
    newer = points.newer(snapshot, indicator, selection, period) if england else ""
    return TileView(
        indicator=indicator,
        name=indicator.short,
        value=own.points[-1],
        unit=words.unit_beside(indicator).removesuffix(indicator.whom).rstrip(),
        period_words=words.when_words(period, indicator)
        + points.stale(snapshot, indicator, period, selection)
        + verdict.doubt(found),
        change=words.change(now, earlier, indicator) or _last_known(own),
        comparators=(
            *(_explained(found, line) for line in lines),
            *([f"England's newer figure: {newer}"] if newer else []),
        ),
        spark=tuple(p.value for p in own.points),
        source=f"{now.release}" if now else indicator.published_source,
        conflicts=(
            *(c for c in dataset.conflicts_of(indicator.id, selection.area) if c.kind == CONTRADICTION),
            *printed.beside(snapshot, (now, *(points.first(figures, s.key, period.label) for s in above))),
            *doubts.beside(snapshot, (now, earlier, *(points.first(figures, s.key, period.label) for s in above))),
        ),
        verdict=verdict.chip(found)
        or standing(
            own.points[-1], [m.points[0] for m in members], hidden(own.points[-1], found.neighbours, indicator)
        ),
        href=f"/indicators/{indicator.id}",
        counts=words.counts(now),
        versus=verdict.versus(found),
        compared=_compared(found, others) or ", ".join(lines),
        trend=verdict.sentence(verdict.over_years(found)),
        worth=verdict.worth(found),
        newer=newer,
    )


def _last_known(own: Series) -> str:
    """Of a figure without a number the last that has one: "3.2% in 2023/24, the last published"; else ""."""
    known = [p for p in own.points if p.value is not None]
    if not known or own.points[-1].value is not None:
        return ""
    return f"last published: {known[-1].text} {words.in_words(known[-1].period)}"


def _others(
    found: Assessment, england: Series | None, mean: Series | None, selection: Selection
) -> dict[str, tuple[str, str]]:
    """England's figure and the neighbours' average as written, each with how it was made; "" where that goes unsaid."""
    others: dict[str, tuple[str, str]] = {}
    if england:
        others[verdict.ENGLAND] = england.points[0].text, ""
    if mean:
        average = mean.points[0]
        pulled = ", skewed by one neighbour" if found.note(About.PULL) else ""
        made = points.average_words(average, selection) + pulled + verdict.with_hidden(found)
        others[verdict.THEM] = average.text, made if average.value is not None else ""
    return others


def _line(name: str, text: str, made: str) -> str:
    """One of the others as a line; why there is no average names the neighbours itself."""
    if name == verdict.THEM and not made:
        return text
    return f"{LABELS[name]} {text}" + (f" ({made})" if made else "")


def _explained(found: Assessment, line: str) -> str:
    """A line with the reason in brackets where the register withholds the figure that it is about."""
    why = next((each.why for each in found.indicator.withheld if each.area == ENGLAND_KEY), "")
    return f"{line} ({why})" if why and line.startswith(LABELS[verdict.ENGLAND]) else line


def _compared(found: Assessment, others: Mapping[str, tuple[str, str]]) -> str:
    """Whom the figure differs from, each with its value; "" where nothing is tested."""
    return verdict.versus(found, {name: f"{text}, {made}" if made else text for name, (text, made) in others.items()})


def local_tile(row: LocalRow) -> TileView:
    """A figure of the board's own; the section that the register names comes first, others are conflicts."""
    return TileView(
        indicator=row.indicator,
        name=row.indicator.short,
        value=row.figures[0],
        unit=words.unit_beside(row.indicator),
        period_words=words.when_words(row.period, row.indicator),
        change=row.change,
        comparators=row.comparators,
        spark=(),
        source=f"{row.release}, {row.section}",
        conflicts=row.conflicts,
        verdict="",
        href=f"/indicators/{row.indicator.id}",
    )
