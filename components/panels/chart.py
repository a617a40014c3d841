"""A chart with its title, summary, table, source and what can be taken away."""

from __future__ import annotations

from typing import Any

from dash import html

from components import tables
from components.charts.comparison import comparison as comparison_figure
from components.charts.figures import Figure
from components.charts.trend import trend as trend_figure
from components.current import current_dataset
from components.notices import mark
from data.register import Indicator
from data.selection import Selection
from data.views import ComparisonView, FlowView, TrendView
from data.views.comparison import comparison
from data.views.trend import trend

Children = list[Any]
View = TrendView | ComparisonView | FlowView


def trend_chart(name: str, selection: Selection) -> Children:
    """An indicator over time against those it is compared with."""
    dataset = current_dataset()
    indicator = dataset.register[name]
    view = trend(dataset.snapshot(), indicator, selection)
    return [figure(view, trend_figure(view), tables.trend_content(view), indicator, selection)]


def comparison_chart(name: str, selection: Selection) -> Children:
    """The area among its neighbours in the latest selected period."""
    dataset = current_dataset()
    indicator = dataset.register[name]
    view = comparison(dataset.snapshot(), indicator, selection)
    return [figure(view, comparison_figure(view), tables.comparison_content(view), indicator, selection)]


def figure(
    view: View,
    picture: Figure,
    content: tables.Content,
    indicator: Indicator | None,
    selection: Selection,
    wide: bool = False,
) -> html.Figure:
    """The chart and what stands around it as data; ``assets/charts.js`` draws it, and draws it again in place."""
    conflicts = current_dataset().conflicts_of(indicator.id, selection.area) if indicator else ()
    chart = {
        "figure": picture,
        "title": view.title,
        "subtitle": view.subtitle,
        "foot": view.source,
        "summary": view.summary,
        "notes": view.notes,
        "marks": [[mark(c), f"/data#{c.id}", c.summary] for c in conflicts],
        "table": content.data(),
        "about": f"/indicators/{indicator.id}" if indicator else "",
        "height": (picture["layout"].get("meta") or {}).get("height", 0),
    }
    return html.Figure(className="chart chart-wide" if wide else "chart", **{"data-chart": chart})


def compared(name: str, selection: Selection, label: str, highlight: str) -> Children:
    """One indicator for the compare page: the area among its neighbours in one period, and all over time."""
    dataset = current_dataset()
    snapshot, indicator = dataset.snapshot(), dataset.register[name]
    bars, lines = comparison(snapshot, indicator, selection, label), trend(snapshot, indicator, selection)
    charts = [
        figure(bars, comparison_figure(bars), tables.comparison_content(bars), indicator, selection, wide=True),
        figure(lines, trend_figure(lines, highlight), tables.trend_content(lines), indicator, selection, wide=True),
    ]
    return [
        html.H2(indicator.name),
        html.P(indicator.definition, className="lede"),
        html.Div(charts, className="charts"),
    ]
