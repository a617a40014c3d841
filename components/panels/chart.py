"""A chart with its title, summary, table, source and what can be taken away, following the filters.

A change of a filter sends the figure and the words around it as two properties: repainting in place is several times
faster than sending the chart's components again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, MATCH, Input, Output, callback, dcc, html

from components import ids, tables
from components.charts.comparison import comparison as comparison_figure
from components.charts.figures import Figure
from components.charts.trend import trend as trend_figure
from components.current import current_dataset, from_filters
from components.notices import mark
from components.theme import GRAPH_CONFIG
from data.errors import SelectionError
from data.register import Indicator
from data.selection import Selection
from data.views import ComparisonView, FlowView, TrendView
from data.views.comparison import comparison
from data.views.trend import trend

Children = list[Any]
View = TrendView | ComparisonView | FlowView
Drawn = tuple[View, Figure, tables.Content]


def chart(kind: str, name: str, selection: Selection, group: str = ids.PAGE_GROUP) -> html.Figure:
    """The trend or comparison of an indicator, redrawn with the others of its group when a filter changes."""
    indicator = current_dataset().register[name]
    return figure(CHARTS[kind](name, selection), indicator, selection, lambda part: ids.chart(part, group, kind, name))


@callback(
    Output(ids.chart("graph", MATCH, ALL, ALL), "figure"),
    Output(ids.chart("words", MATCH, ALL, ALL), "data-words"),
    Input(ids.chart("graph", MATCH, ALL, ALL), "id"),
    *(Input(name, "value") for name in ids.FILTERS),
    prevent_initial_call=True,
)
def redraw(
    charts: Sequence[Mapping[str, str]], area: str, first: str, last: str, neighbours: str
) -> tuple[list[Figure], list[str]]:
    selection, register = from_filters(area, first, last, neighbours), current_dataset().register
    if not all(c.get("kind") in CHARTS and c.get("name") in register for c in charts):
        raise SelectionError("The request names a chart or an indicator that does not exist.")
    drawn = [CHARTS[c["kind"]](c["name"], selection) for c in charts]
    said = [words(d, register[c["name"]], selection) for d, c in zip(drawn, charts, strict=True)]
    return [picture for _, picture, _ in drawn], said


def _trend(name: str, selection: Selection) -> Drawn:
    dataset = current_dataset()
    view = trend(dataset.snapshot(), dataset.register[name], selection)
    return view, trend_figure(view), tables.trend_content(view)


def _comparison(name: str, selection: Selection) -> Drawn:
    dataset = current_dataset()
    view = comparison(dataset.snapshot(), dataset.register[name], selection)
    return view, comparison_figure(view), tables.comparison_content(view)


CHARTS: Mapping[str, Callable[[str, Selection], Drawn]] = {"trend": _trend, "comparison": _comparison}


def figure(
    drawn: Drawn,
    indicator: Indicator | None,
    selection: Selection,
    name_of: Callable[[str], Mapping[str, str]] | None = None,
    wide: bool = False,
) -> html.Figure:
    """The chart. ``name_of`` gives its graph and its words their ids where they follow the filters by themselves."""

    def named(part: str) -> dict[str, Any]:
        return {"id": name_of(part)} if name_of else {}

    graph = dcc.Graph(figure=drawn[1], config=GRAPH_CONFIG, responsive=True, className="chart-canvas", **named("graph"))
    return html.Figure(
        [html.Figcaption(), html.Div(graph, className="chart-graph", role="img"), html.Div(className="chart-words")],
        className="chart chart-wide" if wide else "chart",
        **{"data-words": words(drawn, indicator, selection)},
        **named("words"),
    )


def words(drawn: Drawn, indicator: Indicator | None, selection: Selection) -> str:
    """What stands around a chart, as data: ``assets/charts.js`` builds it, a fraction of the work of components."""
    view, picture, content = drawn
    conflicts = current_dataset().conflicts_of(indicator.id, selection.area) if indicator else ()
    said = {
        "title": view.title,
        "subtitle": view.subtitle,
        "source": view.source,
        "summary": view.summary,
        "notes": view.notes,
        "marks": [[mark(c), f"/data#{c.id}", c.summary] for c in conflicts],
        "table": content.data(),
        "about": f"/indicators/{indicator.id}" if indicator else "",
        "height": (picture["layout"].get("meta") or {}).get("height", 0),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def compared(name: str, selection: Selection, label: str, highlight: str) -> Children:
    """One indicator for the compare page: the area among its neighbours in one period, and all over time."""
    dataset = current_dataset()
    snapshot, indicator = dataset.snapshot(), dataset.register[name]
    bars, lines = comparison(snapshot, indicator, selection, label), trend(snapshot, indicator, selection)
    ranked = bars, comparison_figure(bars), tables.comparison_content(bars)
    over_time = lines, trend_figure(lines, highlight), tables.trend_content(lines)
    charts = [figure(drawn, indicator, selection, wide=True) for drawn in (ranked, over_time)]
    return [
        html.H2(indicator.name),
        html.P(indicator.definition, className="lede"),
        html.Div(charts, className="charts"),
    ]
