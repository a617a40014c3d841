"""What a pack holds, before it is slides, a workbook or paper: made from the same views as the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from components import tables
from components.exports.choice import Choice
from components.panels import PANELS
from components.panels.panel import Panel, Section
from data.dataset import Dataset
from data.register import PANELS as TITLES
from data.register import Indicator
from data.selection import Selection
from data.store import Snapshot
from data.views import ComparisonView, FlowView, ProfileView, TrendView, words
from data.views.comparison import comparison
from data.views.flow import flow
from data.views.headlines import headlines, sentence
from data.views.local import LocalRow, local_row
from data.views.profile import profile
from data.views.tile import published_tile
from data.views.trend import trend

View = TrendView | ComparisonView | ProfileView | FlowView
METHOD = {
    TrendView: "Line: the published series and those it is compared with. Trend: the latest five yearly points, "
    "weighted by their precision. Every statistic is explained on the page Methods.",
    ComparisonView: "Bars: the area and its statistical neighbours, with 95% confidence intervals (Poisson for rates, "
    "Wilson for percentages). Averages are points. Every statistic is explained on the page Methods.",
    ProfileView: "One scale for each indicator: England in the middle, the authority furthest from it at the edge. "
    "Standing out: outside the range of all neighbours, or beyond control limits that allow for the spread between "
    "authorities. Every statistic is explained on the page Methods.",
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
class Part:
    """One panel, or single indicators: its headlines and exhibits in order."""

    title: str
    headlines: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a pack says. ``facts`` are (name, value) pairs for its cover, ``releases`` (title, publisher, day
    brought in); ``link`` is the address that makes it again, ``made`` the moment it was made."""

    title: str
    area: str
    facts: tuple[tuple[str, str], ...]
    releases: tuple[tuple[str, str, str], ...]
    link: str
    made: datetime
    parts: tuple[Part, ...]


def pack(dataset: Dataset, choice: Choice, made: datetime, link: str) -> Pack:
    """The pack of a choice. The same choice and figures make the same pack but for ``made``."""
    snapshot = dataset.snapshot()
    area = snapshot.areas[choice.selection.area].name
    parts = tuple(_part(dataset, snapshot, name, choice.selection) for name in choice.items)
    return Pack(
        title=choice.title or f"Safeguarding indicators: {area}",
        area=area,
        facts=_facts(choice.selection, area, link, made),
        releases=_releases(snapshot, parts),
        link=link,
        made=made,
        parts=parts,
    )


def _facts(selection: Selection, area: str, link: str, made: datetime) -> tuple[tuple[str, str], ...]:
    first, last = selection.first or "the first", selection.last or "the latest"
    return (
        ("Area", area),
        ("Periods", f"{first} to {last}"),
        ("Compared with", f"England, the region and the {selection.statistic} of its statistical neighbours"),
        ("Neighbour model", f"{selection.model} (Department for Education)"),
        ("Made", f"{made.day} {made:%B %Y at %H:%M}"),
        ("Made again at", link),
    )


def _releases(snapshot: Snapshot, parts: tuple[Part, ...]) -> tuple[tuple[str, str, str], ...]:
    """The releases that the exhibits name in their sources, each with its publisher and the day it was brought in."""
    said = " ".join(exhibit.source for part in parts for exhibit in part.exhibits)
    named = [r for r in snapshot.releases if r.title.partition(", ")[0] in said]
    return tuple(dict.fromkeys((r.title, r.publisher, r.imported_at[:10]) for r in named))


def _part(dataset: Dataset, snapshot: Snapshot, name: str, selection: Selection) -> Part:
    """A panel by its id, else one indicator."""
    panel = next((panel for panel in PANELS if panel.id == name), None)
    if panel is not None:
        return _panel(dataset, snapshot, panel, selection)
    indicator = dataset.register[name]
    tile = published_tile(dataset, snapshot, indicator, selection) if indicator.published_source else None
    said = (sentence(tile),) if tile is not None else ()
    return Part(indicator.name, said, tuple(_of(dataset, snapshot, indicator, selection)))


def _panel(dataset: Dataset, snapshot: Snapshot, panel: Panel, selection: Selection) -> Part:
    exhibits = [_profile(snapshot, panel.id, selection)]
    for section in panel.sections:
        exhibits += _section(dataset, snapshot, section, selection)
    return Part(TITLES[panel.id], headlines(dataset, snapshot, panel.id, selection), tuple(e for e in exhibits if e))


def _section(dataset: Dataset, snapshot: Snapshot, section: Section, selection: Selection) -> list[Exhibit | None]:
    register = dataset.register
    found: list[Exhibit | None] = [_flow(snapshot, selection) for kind, _ in section.blocks if kind == "flow"]
    found += [_trend(snapshot, register[i], selection) for i in section.trends]
    found += [_comparison(snapshot, register[i], selection) for i in section.comparisons]
    if section.has_local:
        found.append(_local(dataset, snapshot, section.title, _indicators(dataset, section.name), selection))
    return found


def _indicators(dataset: Dataset, name: str) -> tuple[Indicator, ...]:
    panel, _, stage = name.partition(".")
    if panel in TITLES:
        return dataset.register.of(panel, stage or None)
    return tuple(dataset.register[i] for i in name.split(","))


def _of(dataset: Dataset, snapshot: Snapshot, indicator: Indicator, selection: Selection) -> list[Exhibit]:
    """All there is of one indicator."""
    found: list[Exhibit | None] = []
    if indicator.published_source:
        found.append(_trend(snapshot, indicator, selection))
        if indicator.is_comparable:
            found.append(_comparison(snapshot, indicator, selection))
    if indicator.local_source:
        found.append(_local(dataset, snapshot, indicator.name, (indicator,), selection))
    return [exhibit for exhibit in found if exhibit is not None]


def _trend(snapshot: Snapshot, indicator: Indicator, selection: Selection) -> Exhibit:
    view = trend(snapshot, indicator, selection)
    return _exhibit(view, tables.trend_content(view), indicator)


def _comparison(snapshot: Snapshot, indicator: Indicator, selection: Selection) -> Exhibit:
    view = comparison(snapshot, indicator, selection)
    return _exhibit(view, tables.comparison_content(view), indicator)


def _profile(snapshot: Snapshot, panel: str, selection: Selection) -> Exhibit | None:
    view = profile(snapshot, panel, selection)
    return _exhibit(view, tables.profile_content(view), None) if view.rows else None


def _flow(snapshot: Snapshot, selection: Selection) -> Exhibit | None:
    view = flow(snapshot, selection)
    return None if view is None else _exhibit(view, tables.flow_content(view), None)


def _exhibit(view: View, content: tables.Content, indicator: Indicator | None) -> Exhibit:
    return Exhibit(
        message=view.title,
        subtitle=view.subtitle,
        summary=view.summary,
        source=view.source,
        notes=view.notes,
        table=content,
        view=view,
        indicator=indicator,
        definition=indicator.definition if indicator else "",
        method=METHOD[type(view)],
    )


def _local(
    dataset: Dataset, snapshot: Snapshot, title: str, indicators: tuple[Indicator, ...], selection: Selection
) -> Exhibit | None:
    """The board's own figures as a table; None where there are none for the area and periods."""
    found = (local_row(dataset, snapshot, i, selection) for i in indicators if i.local_source)
    rows = [row for row in found if row is not None]
    if not rows:
        return None
    area = snapshot.areas[selection.area].name
    message = f"{title}: the board's own figures"
    when = ", ".join(dict.fromkeys(words.period_words(row.period) for row in sorted(rows, key=lambda r: r.period)))
    return Exhibit(
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
