"""An exhibit as the charts that the browser draws, the same as on the pages but for their tables, which stand open."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Any

from components.charts.comparison import comparison
from components.charts.content import content
from components.charts.figures import Figure
from components.charts.flow import flow
from components.charts.profile import profile
from components.charts.trend import trend
from components.exports.exhibits import Exhibit, View
from data.views import ComparisonView, ProfileView, TrendView

MOST_ROWS = 9  # of a profile on a page, at a size that can be read


def drawn(exhibit: Exhibit) -> list[dict[str, Any]]:
    """The content of ``data-chart`` for each of its charts, of which a long profile is more than one; none for an
    exhibit that is a table alone."""
    if exhibit.view is None:
        return []
    table = exhibit.table.data()
    return [content(view, _figure(view), table) for view in _by_page(exhibit.view)]


def _by_page(view: View) -> list[View]:
    if not isinstance(view, ProfileView) or len(view.rows) <= MOST_ROWS:
        return [view]
    count = ceil(len(view.rows) / MOST_ROWS)
    size = ceil(len(view.rows) / count)
    return [
        replace(view, rows=view.rows[i * size : (i + 1) * size], title=f"{view.title} ({i + 1} of {count})")
        for i in range(count)
    ]


def _figure(view: View) -> Figure:
    if isinstance(view, TrendView):
        return trend(view)
    if isinstance(view, ComparisonView):
        return comparison(view)
    return profile(view) if isinstance(view, ProfileView) else flow(view)
