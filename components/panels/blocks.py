"""Blocks: the parts of a page that follow the filters.

A block is a kind and a name ("tiles" of "journey.front_door"). ``block`` places it with what the address asks for;
when the address changes, ``assets/follow.js`` asks ``components/panels/routes.py`` for it again.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from typing import Any

from dash import html

from components import tables, tiles
from components.charts.flow import flow as flow_figure
from components.charts.ministrip import ministrip
from components.charts.sparkline import sparkline
from components.current import current_dataset, search_of
from components.markup import encoded
from components.notices import notice
from components.panels.assessment import assessment
from components.panels.chart import comparison_chart, figure, profile_chart, trend_chart
from components.panels.compare import choices_bar, compared
from components.panels.named import indicators
from components.panels.standouts import standout_list
from data.errors import SelectionError
from data.register import PANELS, STAGES
from data.selection import Selection
from data.views.completeness import completeness
from data.views.flow import flow
from data.views.headlines import headlines
from data.views.history import history
from data.views.local import LocalRow, local_row
from data.views.standout import standouts
from data.views.tile import local_tile, published_tile

Children = list[Any]
Query = Mapping[str, object]
NO_QUERY: Query = {}
THESE = "These indicators"


def block(kind: str, name: str, selection: Selection, query: Query = NO_QUERY) -> html.Div:
    """The block as the address selects it; ``query`` holds the parameters that the page has besides the filters."""
    content = encoded(RENDERERS[kind](name, selection, query))
    return html.Div(className=f"block block-{kind}", **{"data-block": content, "data-follows": f"{kind}:{name}"})


def rendered(block_name: str, selection: Selection, query: Query) -> str:
    """The content of a block that is named as in ``data-follows``. Raises SelectionError where there is none such."""
    kind, _, name = block_name.partition(":")
    if not is_known(block_name):
        raise SelectionError("The request names a block or an indicator that does not exist.")
    return encoded(RENDERERS[kind](name, selection, query))


def is_known(block_name: str) -> bool:
    kind, _, name = block_name.partition(":")
    return kind in RENDERERS and (kind not in KNOWN or name in KNOWN[kind]())


def _flow(_name: str, selection: Selection) -> Children:
    view = flow(current_dataset().snapshot(), selection)
    if view is None:
        return _elsewhere("Contacts by source and outcome", selection)
    return [figure(view, flow_figure(view), tables.flow_content(view), None, selection, "chart-wide")]


def _tiles(name: str, selection: Selection) -> Children:
    """A strip of tiles for a panel, a stage ("journey.front_door") or indicators separated by commas."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    found = (
        published_tile(dataset, snapshot, i, selection)
        for i in indicators(current_dataset().register, name)
        if i.published_source
    )
    shown = [view for view in found if view is not None]
    return [tiles.strip(shown)] if shown else [notice("No published figures in the chosen periods.")]


def _local_tiles(name: str, selection: Selection) -> Children:
    """Tiles of the board's own figures, and their table to be opened."""
    rows = _rows(name, selection)
    if not rows:
        return _elsewhere(_title(name), selection)
    table = html.Details([html.Summary("As a table, with sources"), *_local(name, selection)], className="more")
    return [tiles.strip([local_tile(row) for row in rows]), table]


def _local(name: str, selection: Selection) -> Children:
    rows = _rows(name, selection)
    if not rows:
        return _elsewhere(_title(name), selection)
    area = current_dataset().snapshot().areas[selection.area].name
    several = name.partition(".")[0] in PANELS  # one indicator's page says it elsewhere
    said = [
        html.Li([html.A(i.short, href=f"/indicators/{i.id}"), f": {note.text} ({note.source})"])
        for i in indicators(current_dataset().register, name)
        for note in i.notes
        if several
    ]
    return [
        tables.local_table(rows, f"{_heading(name)}{area}'s own figures, as its board reports them"),
        *([html.H4("What the report says without a figure"), html.Ul(said, className="plain-list")] if said else []),
    ]


def _headlines(name: str, selection: Selection) -> Children:
    dataset = current_dataset()
    return [html.P(text, className="headline") for text in headlines(dataset, dataset.snapshot(), name, selection)]


def _standouts(_name: str, selection: Selection) -> Children:
    """What stands out, in an order that the reader is told."""
    dataset = current_dataset()
    found = standouts(dataset, dataset.snapshot(), selection)
    area = dataset.snapshot().areas[selection.area].name
    parts: Children = [
        html.H3("Unusual among similar authorities"),
        html.P(
            [
                f"{len(found.apart)} of {found.tested} rates and percentages lie outside all neighbours, or are "
                "unusually high or low for an authority of this size; figures of earlier years come last. In the "
                f"pictures: grey lines all authorities, orange the neighbours' range, blue {area}. ",
                html.A("How this is judged", href="/methods#standing-out"),
            ]
        ),
        standout_list((s, ministrip(s.own, s.everyone, s.members)) for s in found.apart)
        if found.apart
        else notice(f"No published figure of {area} is unusual among similar authorities."),
    ]
    if found.trends:
        most = f"; these {len(found.trends)} most" if found.changing > len(found.trends) else ""
        tested = f"{found.changing} of {found.tested} are rising or falling over five years by more than chance{most}. "
        parts += [
            html.H3("Changing over the years"),
            html.P([tested, html.A("How this is tested", href="/methods#trend")]),
            standout_list((s, sparkline(s.spark)) for s in found.trends),
        ]
    if found.missing:
        parts += [html.H3("Not supplied"), standout_list((s, "") for s in found.missing)]
    return parts


def _completeness(_name: str, selection: Selection) -> Children:
    """Who supplied what: agencies down, years across; then each figure that has no value, and why."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    area = snapshot.areas[selection.area].name
    found = completeness(dataset, snapshot, selection)
    years = sorted({year for row in found for year in row.years})
    grid = [[f"{r.agency} ({r.source})", *(_of(r.years.get(year)) for year in years)] for r in found]
    columns = (tables.Column("Agency or publication"), *(tables.Column(year, True) for year in years))
    gaps = [[f"{r.agency} ({r.source})", f"{r.reported} of {r.total}", r.missing or "none"] for r in found]
    return [
        tables.table(
            f"{area}: figures with a value, of those expected, by the year they fall in", columns, grid, stacks=False
        ),
        tables.table(
            f"{area}: figures without a value",
            (tables.Column("Agency or publication"), tables.Column("Figures", True), tables.Column("Without a value")),
            gaps,
        ),
    ]


def _of(counted: tuple[int, int] | None) -> str:
    return "–" if counted is None else f"{counted[0]} of {counted[1]}"


def _history(name: str, selection: Selection) -> Children:
    """Every figure of every release for the area, the current one and what it superseded."""
    dataset = current_dataset()
    area = dataset.snapshot().areas[selection.area]
    rows = history(dataset, dataset.register[name], area.key)
    if not rows:
        return [notice(f"No release has figures for {area.name}.")]
    columns = (
        tables.Column("Period"),
        tables.Column("Value", True),
        tables.Column("Release"),
        tables.Column("Brought in"),
        tables.Column("Standing"),
    )
    body = [
        [r.period, r.text, r.release, r.imported_at[:10], "current" if r.is_current else "superseded"] for r in rows
    ]
    return [tables.table(f"{area.name}: every figure of every release", columns, body)]


def _rows(name: str, selection: Selection) -> list[LocalRow]:
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    found = (
        local_row(dataset, snapshot, i, selection)
        for i in indicators(current_dataset().register, name)
        if i.local_source
    )
    return [row for row in found if row is not None]


def _heading(name: str) -> str:
    """What a table begins with; nothing where it is of a few indicators that have no name together."""
    title = _title(name)
    return "" if title == THESE else f"{title}: "


def _title(name: str) -> str:
    panel, _, stage = name.partition(".")
    named = [current_dataset().register[i].name for i in name.split(",") if i in current_dataset().register]
    return STAGES.get(stage) or PANELS.get(panel) or (named[0] if len(named) == 1 else THESE)


def _elsewhere(what: str, selection: Selection) -> Children:
    """Why there are no local figures: another authority's board reported them, or another period."""
    snapshot = current_dataset().snapshot()
    home = snapshot.local_area
    if home is None:
        return [notice(f"{what}: no board's own figures are loaded.")]
    owner = snapshot.areas[home]
    if selection.area != home:
        text = (
            f"{what}: the board's own figures here are {owner.name}'s; there are none for "
            f"{snapshot.areas[selection.area].name}. "
        )
        return [notice([text, html.A(f"Show {owner.name}", href=search_of(replace(selection, area=home)) or "?")])]
    text = f"{what}: {owner.name}'s own figures are for other periods. "
    return [
        notice([text, html.A("Show every period", href=search_of(replace(selection, first=None, last=None)) or "?")])
    ]


Renderer = Callable[[str, Selection, Query], Children]


def _by_filters(render: Callable[[str, Selection], Children]) -> Renderer:
    """A block that follows the filters alone."""
    return lambda name, selection, _query: render(name, selection)


def _by_choices(render: Callable[[Query, Selection], Children]) -> Renderer:
    """A block that follows the page's own choices too."""
    return lambda _name, selection, query: render(query, selection)


RENDERERS: Mapping[str, Renderer] = {
    "flow": _by_filters(_flow),
    "tiles": _by_filters(_tiles),
    "local-tiles": _by_filters(_local_tiles),
    "local": _by_filters(_local),
    "headlines": _by_filters(_headlines),
    "standouts": _by_filters(_standouts),
    "completeness": _by_filters(_completeness),
    "history": _by_filters(_history),
    "trend": _by_filters(trend_chart),
    "comparison": _by_filters(comparison_chart),
    "assessment": _by_filters(assessment),
    "profile": _by_filters(profile_chart),
    "choices": _by_choices(choices_bar),
    "compared": _by_choices(compared),
}
# What a block of some kinds may be named after.
KNOWN: Mapping[str, Callable[[], Container[str]]] = {
    **dict.fromkeys(("assessment", "history", "trend", "comparison"), lambda: current_dataset().register),
    "profile": lambda: PANELS,
    "headlines": lambda: (*PANELS, "overview"),
}
