"""Exhibits: what a panel or an indicator shows, one chart with its table at a time, from the views of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components import tables
from components.drawings import table_of
from components.panels.named import indicators
from components.panels.panel import Panel, Section
from data.dataset import Dataset, Snapshot
from data.register import Indicator
from data.selection import Selection
from data.views import ComparisonView, FlowView, ProfileView, TrendView, words
from data.views.comparison import comparison
from data.views.flow import flow
from data.views.local import LocalRow, local_row
from data.views.profile import profile
from data.views.trend import trend

View = TrendView | ComparisonView | ProfileView | FlowView
METHOD = {
    TrendView: "Line: the published series and those it is compared with. Trend: the latest five yearly points, "
    "weighted by their precision. Every statistic is explained on the page Methods.",
    ComparisonView: "Bars: the area and its statistical neighbours, with 95% confidence intervals (Poisson for rates, "
    "Wilson for percentages). Averages are points. Every statistic is explained on the page Methods.",
    ProfileView: "One scale for each indicator: England in the middle, the authority furthest from it at the edge. "
    "Unusual: outside control limits that allow for the spread between authorities, or beyond all neighbours by more "
    "than chance; clearly so on both counts or outside the 99.8% limits, else at the edge. "
    "Every statistic is explained on the page Methods.",
    FlowView: "Shares as the board's report prints them; it gives totals only, not which source led to which outcome.",
}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One chart with its table, or a table alone (``view`` None). ``message`` is its title as a sentence.

    ``definition`` and ``method`` go to the notes; ``summary`` is the alternative text of the chart. ``rows`` are what
    a table of the board's own figures is made of.
    """

    message: str
    subtitle: str
    summary: str
    source: str
    notes: tuple[str, ...]
    table: tables.Content
    view: View | None = None
    indicator: Indicator | None = None
    definition: str = ""
    method: str = ""
    rows: tuple[LocalRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What exhibits are made of: the dataset at one moment and the selection."""

    dataset: Dataset
    snapshot: Snapshot
    selection: Selection


def of_panel(wanted: Wanted, panel: Panel) -> Iterator[Exhibit]:
    """A panel's exhibits in the order of its page, those without any figure included."""
    yield from _profile(wanted, panel.id)
    for section in panel.sections:
        yield from _section(wanted, section)


def of_indicator(wanted: Wanted, indicator: Indicator) -> Iterator[Exhibit]:
    """All there is of one indicator."""
    if indicator.published_source:
        yield _trend(wanted, indicator)
        if indicator.is_comparable:
            yield _comparison(wanted, indicator)
    if indicator.local_source:
        yield from _local(wanted, indicator.name, (indicator,))


def is_empty(exhibit: Exhibit) -> bool:
    """Whether nobody in it has a figure: neither the area nor those it is compared with."""
    view = exhibit.view
    if isinstance(view, TrendView):
        series = (view.area, view.england, view.region, *view.members)
        return not any(p.value is not None for s in series if s is not None for p in s.points)
    if isinstance(view, ComparisonView):
        return not any(bar.point.value is not None for bar in view.bars)
    return isinstance(view, ProfileView) and not any(row.own.value is not None for row in view.rows)


def _section(wanted: Wanted, section: Section) -> Iterator[Exhibit]:
    register = wanted.dataset.register
    for kind, _ in section.blocks:
        yield from _flow(wanted) if kind == "flow" else ()
    yield from (_trend(wanted, register[i]) for i in section.trends_in(register))
    yield from (_comparison(wanted, register[i]) for i in section.comparisons_in(register))
    if section.has_local:
        yield from _local(wanted, section.title, indicators(register, section.name))


def _trend(wanted: Wanted, indicator: Indicator) -> Exhibit:
    return _exhibit(trend(wanted.snapshot, indicator, wanted.selection), indicator)


def _comparison(wanted: Wanted, indicator: Indicator) -> Exhibit:
    return _exhibit(comparison(wanted.snapshot, indicator, wanted.selection), indicator)


def _profile(wanted: Wanted, panel: str) -> Iterator[Exhibit]:
    view = profile(wanted.snapshot, panel, wanted.selection)
    if view.rows:
        yield _exhibit(view)


def _flow(wanted: Wanted) -> Iterator[Exhibit]:
    view = flow(wanted.snapshot, wanted.selection)
    if view is not None:
        yield _exhibit(view)


def _exhibit(view: View, indicator: Indicator | None = None) -> Exhibit:
    return Exhibit(
        message=view.title,
        subtitle=view.subtitle,
        summary=view.summary,
        source=view.source,
        notes=view.notes,
        table=table_of(view),
        view=view,
        indicator=indicator,
        definition=indicator.definition if indicator else "",
        method=METHOD[type(view)],
    )


def _local(wanted: Wanted, title: str, found: tuple[Indicator, ...]) -> Iterator[Exhibit]:
    """The board's own figures as a table; none where there are none for the area and periods."""
    every = (local_row(wanted.dataset, wanted.snapshot, i, wanted.selection) for i in found if i.local_source)
    rows = [row for row in every if row is not None]
    if not rows:
        return
    area = wanted.snapshot.areas[wanted.selection.area].name
    own = "the board's own figures"
    message = f"{title} {own[0].upper()}{own[1:]}" if title.endswith("?") else f"{title}: {own}"
    when = ", ".join(dict.fromkeys(words.period_words(row.period) for row in sorted(rows, key=lambda r: r.period)))
    yield Exhibit(
        message=message,
        subtitle=f"{area}, as its board reports them; {when}",
        summary=f"{len(rows)} figures of the board's own; they are separate from the published series.",
        source=f"Source: {'; '.join(dict.fromkeys(row.release for row in rows))}",
        notes=(),
        table=tables.local_content(rows, f"{message}, {area}"),
        definition="The board's own figures, with the sections of its report that they stand in.",
        method="As printed in the report; not tested, and never put on one line with a published series.",
        rows=tuple(rows),
    )
