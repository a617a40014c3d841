"""A chart with its title, summary, table, source and what can be taken away."""

from __future__ import annotations

from typing import Any

from dash import html

from components.current import current_dataset
from components.drawings import View, chart
from components.notices import mark
from data.register import Indicator
from data.selection import Selection
from data.views.comparison import comparison
from data.views.profile import profile
from data.views.trend import trend

Children = list[Any]


def trend_chart(name: str, selection: Selection) -> Children:
    """An indicator over time against those it is compared with."""
    dataset = current_dataset()
    indicator = dataset.register[name]
    return [figure(trend(dataset.snapshot(), indicator, selection), selection, indicator)]


def comparison_chart(name: str, selection: Selection) -> Children:
    """The area among its neighbours in the latest selected period."""
    dataset = current_dataset()
    indicator = dataset.register[name]
    return [figure(comparison(dataset.snapshot(), indicator, selection), selection, indicator)]


def profile_chart(panel: str, selection: Selection) -> Children:
    """Every published indicator of a panel on one sheet."""
    view = profile(current_dataset().snapshot(), panel, selection)
    return [figure(view, selection, shape="chart-wide chart-fitted")]


def figure(view: View, selection: Selection, indicator: Indicator | None = None, shape: str = "") -> html.Figure:
    """The chart and what stands around it as data; ``assets/charts.js`` draws it, and draws it again in place."""
    conflicts = current_dataset().conflicts_of(indicator.id, selection.area) if indicator else ()
    marks = [[mark(c), f"/data#{c.id}", c.summary] for c in conflicts]
    content = chart(view, marks, f"/indicators/{indicator.id}" if indicator else "")
    return html.Figure(className=f"chart {shape}".strip(), **{"data-chart": content})
