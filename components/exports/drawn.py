"""An exhibit as the chart that the browser draws, the same as on the pages but for its table, which stands open."""

from __future__ import annotations

from typing import Any

from components.charts.comparison import comparison
from components.charts.content import content
from components.charts.figures import Figure
from components.charts.flow import flow
from components.charts.profile import profile
from components.charts.trend import trend
from components.exports.exhibits import Exhibit, View
from data.views import ComparisonView, ProfileView, TrendView


def drawn(exhibit: Exhibit) -> dict[str, Any] | None:
    """The content of ``data-chart``; None for an exhibit that is a table alone."""
    view = exhibit.view
    return None if view is None else content(view, _figure(view), exhibit.table.data())


def _figure(view: View) -> Figure:
    if isinstance(view, TrendView):
        return trend(view)
    if isinstance(view, ComparisonView):
        return comparison(view)
    return profile(view) if isinstance(view, ProfileView) else flow(view)
