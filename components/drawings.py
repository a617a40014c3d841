"""The picture and the table of each view, and a chart with the words around it as data, for a page and for print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from components import charts, tables
from components.charts import Figure
from components.charts.profile import WIDE
from data.views import ComparisonView, FlowView, FunnelView, ProfileView, StripView, TrendView

View = TrendView | ComparisonView | FlowView | FunnelView | StripView | ProfileView


_DRAWN: Mapping[type[View], tuple[Callable[[Any], Figure], Callable[[Any], tables.Content]]] = {
    TrendView: (charts.trend, tables.trend_content),
    ComparisonView: (charts.comparison, tables.comparison_content),
    FlowView: (charts.flow, tables.flow_content),
    FunnelView: (charts.funnel, tables.funnel_content),
    StripView: (charts.strip, tables.strip_content),
    ProfileView: (charts.profile, tables.profile_content),
}


def picture_of(view: View) -> Figure:
    return _DRAWN[type(view)][0](view)


def wide_of(view: View) -> Figure | None:
    """The picture for places of 640 px and more, where that is another."""
    return charts.profile(view, WIDE) if isinstance(view, ProfileView) else None


def table_of(view: View) -> tables.Content:
    return _DRAWN[type(view)][1](view)


def chart(view: View, marks: Sequence[Sequence[str]] = (), about: str = "") -> dict[str, Any]:
    """The content of ``data-chart``, which ``assets/charts.js`` draws.

    ``marks`` are links (text, address, title) under the notes, ``about`` the address of the indicator's page, "" for
    none.
    """
    return {
        "figure": picture_of(view),
        "wide": wide_of(view),
        "title": view.title,
        "subtitle": view.subtitle,
        "foot": view.source,
        "summary": view.summary,
        "notes": view.notes,
        "marks": marks,
        "table": table_of(view).data(),
        "about": about,
    }
