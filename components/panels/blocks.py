"""Blocks: the parts of a page that follow the filters, each drawn by one callback of its own.

A block is a kind and a name ("trend" of "lac_rate"). ``block`` places it with what the address asks
for; a change of a filter draws each block again, side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import MATCH, Input, Output, callback, dcc, html

from components import ids, tables, tiles
from components.charts.comparison import comparison as comparison_figure
from components.charts.flow import flow as flow_figure
from components.charts.trend import trend as trend_figure
from components.current import current_dataset, from_filters, search_of
from components.notices import conflict_link, notice
from components.theme import GRAPH_CONFIG
from data.register import PANELS, STAGES, Indicator
from data.selection import Selection
from data.views import ComparisonView, FlowView, TrendView
from data.views.comparison import comparison
from data.views.completeness import completeness
from data.views.flow import flow
from data.views.headlines import headlines
from data.views.local import LocalRow, local_area, local_row
from data.views.tile import local_tile, published_tile
from data.views.trend import trend

Children = list[Any]
View = TrendView | ComparisonView | FlowView


def block(kind: str, name: str, selection: Selection) -> html.Div:
    """The block as the selection shows it now."""
    return html.Div(RENDERERS[kind](name, selection), id=ids.block(kind, name), className=f"block block-{kind}")


@callback(
    Output({"type": ids.BLOCK, "kind": MATCH, "name": MATCH}, "children"),
    Input({"type": ids.BLOCK, "kind": MATCH, "name": MATCH}, "id"),
    *(Input(name, "value") for name in ids.FILTERS),
    prevent_initial_call=True,
)
def redraw(block_id: Mapping[str, str], area: str, first: str, last: str, neighbours: str) -> Children:
    return RENDERERS[block_id["kind"]](block_id["name"], from_filters(area, first, last, neighbours))


def compared(name: str, selection: Selection, label: str | None, highlight: str | None) -> Children:
    """One indicator for the compare page: the area among its neighbours in one period, and all over time."""
    dataset = current_dataset()
    snapshot, indicator = dataset.snapshot(), dataset.register[name]
    bars, lines = comparison(snapshot, indicator, selection, label), trend(snapshot, indicator, selection)
    charts: Children = (
        [figure(bars, comparison_figure(bars), tables.comparison_table(bars), search_of(selection), wide=True)]
        if bars
        else []
    )
    charts.append(
        figure(
            lines, trend_figure(lines, highlight or None), tables.trend_table(lines), search_of(selection), wide=True
        )
    )
    return [
        html.H2(indicator.name),
        html.P(indicator.definition, className="lede"),
        html.Div(charts, className="charts"),
    ]


def _trend(name: str, selection: Selection) -> Children:
    dataset = current_dataset()
    view = trend(dataset.snapshot(), dataset.register[name], selection)
    return [figure(view, trend_figure(view), tables.trend_table(view), search_of(selection))]


def _comparison(name: str, selection: Selection) -> Children:
    dataset = current_dataset()
    view = comparison(dataset.snapshot(), dataset.register[name], selection)
    if view is None:
        return [notice(f"{dataset.register[name].name}: no figures in the chosen periods.")]
    return [figure(view, comparison_figure(view), tables.comparison_table(view), search_of(selection))]


def _flow(_name: str, selection: Selection) -> Children:
    view = flow(current_dataset().snapshot(), selection)
    if view is None:
        return _elsewhere("Contacts by source and outcome", selection)
    rows = [
        [kind, n.name, n.point.text]
        for kind, nodes in (("source", view.sources), ("outcome", view.outcomes))
        for n in nodes
    ]
    columns = (tables.Column("Kind"), tables.Column("Name"), tables.Column("Share of contacts", True))
    return [
        figure(view, flow_figure(view), tables.table(view.subtitle, columns, rows, hide_caption=True), "", wide=True)
    ]


def _tiles(name: str, selection: Selection) -> Children:
    """A strip of tiles for a panel, a stage ("journey.front_door") or indicators separated by commas."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    found = (published_tile(dataset, snapshot, i, selection) for i in _indicators(name) if i.published_source)
    shown = [view for view in found if view is not None]
    return (
        [tiles.strip(shown, search_of(selection))] if shown else [notice("No published figures in the chosen periods.")]
    )


def _local_tiles(name: str, selection: Selection) -> Children:
    rows = _rows(name, selection)
    return (
        [tiles.strip([local_tile(row) for row in rows], search_of(selection))]
        if rows
        else _elsewhere(_title(name), selection)
    )


def _local(name: str, selection: Selection) -> Children:
    rows = _rows(name, selection)
    if not rows:
        return _elsewhere(_title(name), selection)
    area = current_dataset().snapshot().areas[selection.area].name
    return [
        tables.local_table(
            rows, f"{_title(name)}: {area}'s own figures, as its board reports them", search_of(selection)
        )
    ]


def _headlines(name: str, selection: Selection) -> Children:
    dataset = current_dataset()
    return [html.P(text, className="headline") for text in headlines(dataset, dataset.snapshot(), name, selection)]


def _completeness(_name: str, selection: Selection) -> Children:
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    area = snapshot.areas[selection.area].name
    columns = (
        tables.Column("Agency or publication"),
        tables.Column("Source"),
        tables.Column("Periods"),
        tables.Column("Figures", True),
        tables.Column("Without a value"),
    )
    rows = [
        [r.agency, r.source, r.span, f"{r.reported} of {r.total}", _list(r.missing)]
        for r in completeness(dataset, snapshot, selection)
    ]
    return [tables.table(f"{area}: figures with a value, by who supplies them", columns, rows)]


def _list(sentences: Sequence[str]) -> html.Ul | str:
    return html.Ul([html.Li(s) for s in sentences]) if sentences else "none"


def _indicators(name: str) -> tuple[Indicator, ...]:
    register = current_dataset().register
    panel, _, stage = name.partition(".")
    if panel in PANELS:
        return register.of(panel, stage or None)
    return tuple(register[i] for i in name.split(",") if i in register)


def _rows(name: str, selection: Selection) -> list[LocalRow]:
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    found = (local_row(dataset, snapshot, i, selection) for i in _indicators(name) if i.local_source)
    return [row for row in found if row is not None]


def _title(name: str) -> str:
    panel, _, stage = name.partition(".")
    return STAGES.get(stage) or PANELS.get(panel) or "These indicators"


def _elsewhere(what: str, selection: Selection) -> Children:
    """Why there are no local figures: another authority's board reported them, or another period."""
    snapshot = current_dataset().snapshot()
    home = local_area(snapshot)
    if home is None:
        return [notice(f"{what}: no board's own figures are loaded.")]
    owner = snapshot.areas[home]
    if selection.area != home:
        return [
            notice(
                f"{what}: the board's own figures here are {owner.name}'s, from its annual report 2018/19. "
                f"There are none for {snapshot.areas[selection.area].name}; choose {owner.name} under Area to see them."
            )
        ]
    return [
        notice(
            f"{what}: {owner.name}'s own figures are for other periods (2017 to 2018/19). Widen From and To to "
            "see them."
        )
    ]


def figure(view: View, drawn: Mapping[str, Any], table: html.Div, search: str, wide: bool = False) -> html.Figure:
    """A chart with its title, summary, table, source and what can be taken away."""
    indicator = getattr(view, "indicator", None)
    return html.Figure(
        [
            html.Figcaption(
                [html.H4(view.title, className="chart-title"), html.P(view.subtitle, className="chart-subtitle")]
            ),
            html.Div(
                dcc.Graph(figure=drawn, config=GRAPH_CONFIG, responsive=True, className="chart-canvas"),
                className="chart-graph",
                role="img",
                **{"aria-label": view.summary},
            ),
            html.P(view.source, className="chart-foot"),
            html.P(view.summary, className="chart-summary"),
            *(html.P(note, className="chart-note") for note in view.notes),
            *(_conflicts(indicator) if indicator else []),
            html.Details([html.Summary("Figures as a table"), table]),
            _actions(indicator, search),
        ],
        className="chart chart-wide" if wide else "chart",
    )


def _conflicts(indicator: Indicator) -> Children:
    return [html.P(conflict_link(c), className="chart-note") for c in current_dataset().conflicts_of(indicator.id)]


def _actions(indicator: Indicator | None, search: str) -> html.Div:
    kinds = (
        ("png2", "Picture (PNG 2×)"),
        ("png3", "PNG 3×"),
        ("svg", "SVG"),
        ("copy", "Copy picture"),
        ("csv", "Figures (CSV)"),
    )
    buttons: Children = [html.Button(text, type="button", **{"data-export": kind}) for kind, text in kinds]
    if indicator:
        buttons.append(dcc.Link("About this indicator", href=f"/indicators/{indicator.id}{search}"))
    return html.Div(buttons, className="chart-actions")


RENDERERS: Mapping[str, Callable[[str, Selection], Children]] = {
    "trend": _trend,
    "comparison": _comparison,
    "flow": _flow,
    "tiles": _tiles,
    "local-tiles": _local_tiles,
    "local": _local,
    "headlines": _headlines,
    "completeness": _completeness,
}
