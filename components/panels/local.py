"""The board's own figures: as tiles, as a table, and the flow of contacts; or why there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from components import tables, tiles
from components.current import current_dataset, search_of
from components.notices import notice
from components.panels.chart import figure
from components.panels.named import indicators
from data.register import PANELS, STAGES
from data.selection import Selection
from data.views.flow import flow
from data.views.local import LocalRow, local_row
from data.views.tile import local_tile

Children = list[Any]
THESE = "These indicators"


def flow_chart(_name: str, selection: Selection) -> Children:
    view = flow(current_dataset().snapshot(), selection)
    if view is None:
        return _elsewhere("Contacts by source and outcome", selection)
    return [figure(view, selection, shape="chart-wide")]


def local_tiles(name: str, selection: Selection) -> Children:
    """Tiles of the board's own figures, and their table to be opened."""
    rows = _rows(name, selection)
    if not rows:
        return _elsewhere(_title(name), selection)
    table = html.Details([html.Summary("As a table, with sources"), *local_figures(name, selection)], className="more")
    return [tiles.strip([local_tile(row) for row in rows]), table]


def local_figures(name: str, selection: Selection) -> Children:
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
