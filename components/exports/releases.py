"""Which releases the figures of an exhibit are from, by the figures themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from components.exports.exhibits import Exhibit
from data.areas import ENGLAND
from data.dataset import Release, Snapshot
from data.loading import POPULATION
from data.observations import LOCAL, PUBLISHED
from data.register import Indicator
from data.selection import Selection
from data.views import ComparisonView, FlowView, ProfileView, TrendView
from data.views.flow import OUTCOMES, SOURCES, TOTAL

NEIGHBOURS = "neighbours"  # the dataset of the lists of neighbours


def releases(snapshot: Snapshot, exhibits: Iterable[Exhibit], selection: Selection) -> tuple[Release, ...]:
    """The releases behind every figure that the exhibits show, lists of neighbours included, in the store's order."""
    shown = tuple(exhibits)
    titles = {title for exhibit in shown for title in _titles(snapshot, exhibit, selection)}
    has_neighbours = any(_has_neighbours(exhibit) for exhibit in shown)
    return tuple(
        r
        for r in snapshot.releases
        if r.id not in snapshot.aside
        and (r.title in titles or (has_neighbours and r.dataset == NEIGHBOURS and r.period_last == selection.model))
    )


def _titles(snapshot: Snapshot, exhibit: Exhibit, selection: Selection) -> Iterator[str]:
    view = exhibit.view
    if isinstance(view, TrendView):
        series = (view.area, view.england, view.region, *view.members)
        keys = [s.key for s in series if s is not None]
        yield from _published(snapshot, view.indicator, keys, [p.label for p in view.periods])
    elif isinstance(view, ComparisonView):
        above = snapshot.areas.region_of(snapshot.areas[selection.area])
        keys = [bar.key for bar in view.bars] + ([ENGLAND, above.key] if above else [ENGLAND])
        yield from _published(snapshot, view.indicator, keys, [view.period.label])
    elif isinstance(view, ProfileView):
        for row in view.rows:  # a scale runs from the lowest authority to the highest
            every = snapshot.figures(row.indicator.id, PUBLISHED)
            yield from _published(snapshot, row.indicator, every, [row.period.label])
    elif isinstance(view, FlowView):
        for indicator in snapshot.register.local:
            if indicator.id == TOTAL or indicator.id.startswith((SOURCES, OUTCOMES)):
                yield from _of(snapshot, indicator.id, LOCAL, [selection.area], [view.period.label])
    yield from (row.release for row in exhibit.rows)


def _published(snapshot: Snapshot, indicator: Indicator, areas: Iterable[str], labels: list[str]) -> Iterator[str]:
    """Of the figures, and of the populations that they are rates of where they are made with them."""
    areas = tuple(areas)
    yield from _of(snapshot, indicator.id, PUBLISHED, areas, labels)
    if "ONS" in indicator.published_source:
        yield from _of(snapshot, POPULATION, PUBLISHED, areas)


def _of(
    snapshot: Snapshot, indicator: str, source: str, areas: Iterable[str], labels: list[str] | None = None
) -> Iterator[str]:
    """Releases of the observations of these areas, in these periods or in all."""
    figures = snapshot.figures(indicator, source)
    for area in areas:
        for label, found in figures.get(area, {}).items():
            if labels is None or label in labels:
                yield from (observation.release for observation in found)


def _has_neighbours(exhibit: Exhibit) -> bool:
    view = exhibit.view
    if isinstance(view, TrendView):
        return bool(view.members)
    if isinstance(view, ComparisonView):
        return len(view.bars) > 1
    return isinstance(view, ProfileView) and any(row.neighbours for row in view.rows)
