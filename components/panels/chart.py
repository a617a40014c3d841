"""A chart with its title, summary, table, source and what can be taken away."""

from __future__ import annotations

from typing import Any

from dash import html

from components import tables
from components.charts.comparison import comparison as comparison_figure
from components.charts.content import content as described
from components.charts.figures import Figure
from components.charts.profile import profile as profile_figure
from components.charts.trend import trend as trend_figure
from components.current import current_dataset
from components.notices import mark
from data.register import Indicator
from data.selection import Selection
from data.views import ComparisonView, FlowView, FunnelView, ProfileView, StripView, TrendView
from data.views.comparison import comparison
from data.views.profile import profile
from data.views.trend import trend

Children = list[Any]
View = TrendView | ComparisonView | FlowView | FunnelView | StripView | ProfileView


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
    shape: str = "",
) -> html.Figure:
    """The chart and what stands around it as data; ``assets/charts.js`` draws it, and draws it again in place."""
    conflicts = current_dataset().conflicts_of(indicator.id, selection.area) if indicator else ()
    marks = [[mark(c), f"/data#{c.id}", c.summary] for c in conflicts]
    chart = described(view, picture, content.data(), marks, f"/indicators/{indicator.id}" if indicator else "")
    return html.Figure(className=f"chart {shape}".strip(), **{"data-chart": chart})


def profile_chart(panel: str, selection: Selection) -> Children:
    """Every published indicator of a panel on one sheet."""
    view = profile(current_dataset().snapshot(), panel, selection)
    return [
        figure(view, profile_figure(view), tables.profile_content(view), None, selection, "chart-wide chart-fitted")
    ]
