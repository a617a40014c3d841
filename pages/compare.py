"""Compare: one indicator, many areas."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, callback, html

from components import ids
from components.current import current_dataset, from_filters
from components.filters import select
from components.panels.blocks import compared
from components.shell import page
from data.observations import PUBLISHED
from data.selection import Selection
from data.views.points import all_periods
from data.views.words import period_words

dash.register_page(__name__, path="/compare", title="Compare – Safeguarding KPIs", name="Compare")

DEFAULT = "lac_rate"
EXTRA = ("indicator", "period")


def layout(**query: Any) -> html.Div:
    wanted, period = (str(query.get(name) or "") for name in EXTRA)
    published = {i.id: i for i in current_dataset().register.published}
    known = wanted if wanted in published else DEFAULT
    sentences = [f"“{wanted[:40]}” is not a published indicator; showing {published[DEFAULT].name}."] if wanted not in ("", known) else []

    def body(selection: Selection) -> list[Any]:
        periods = _periods(known, selection)
        chosen = period if period in [p["value"] for p in periods] else ""
        options = [{"label": i.name, "value": i.id} for i in published.values()]
        return [
            html.P("One indicator: the area among its statistical neighbours, and all of them over the years.", className="lede"),
            html.Div(
                [
                    select(ids.INDICATOR, "Indicator", options, known),
                    select(ids.PERIOD, "Year compared", periods, chosen),
                    select(ids.HIGHLIGHT, "Pick out a neighbour", _neighbours(selection), ""),
                ],
                className="filter-bar filter-bar-inner",
            ),
            html.Div(compared(known, selection, chosen, ""), id=ids.COMPARE),
        ]

    if period and not sentences and period not in [p["value"] for p in _periods(known, None)]:
        sentences.append(f"“{period[:40]}” is not a period of {published[known].name}; showing the latest.")
    return page("Compare", query, body, EXTRA, sentences)


@callback(
    Output(ids.COMPARE, "children"),
    Output(ids.PERIOD, "options"),
    Output(ids.HIGHLIGHT, "options"),
    Input(ids.INDICATOR, "value"),
    Input(ids.PERIOD, "value"),
    Input(ids.HIGHLIGHT, "value"),
    *(Input(name, "value") for name in ids.FILTERS),
    State(ids.URL, "search"),
    prevent_initial_call=True,
)
def redraw(
    indicator: str, period: str, highlight: str, area: str, first: str, last: str, neighbours: str, _search: str
) -> tuple[Any, Any, Any]:
    selection = from_filters(area, first, last, neighbours)
    known = indicator if indicator in current_dataset().register else DEFAULT
    return compared(known, selection, period, highlight), _periods(known, selection), _neighbours(selection)


def _periods(indicator: str, selection: Selection | None) -> list[dict[str, str]]:
    """The indicator's periods, newest first, after "the latest"."""
    dataset = current_dataset()
    everything = Selection(dataset.default_area())
    found = all_periods(dataset.snapshot().figures(indicator, PUBLISHED), selection or everything)
    options = [{"label": period_words(p), "value": p.label} for p in reversed(found)]
    return [{"label": "the latest", "value": ""}, *options]


def _neighbours(selection: Selection) -> list[dict[str, str]]:
    snapshot = current_dataset().snapshot()
    found = snapshot.neighbours.get(selection.model, {}).get(selection.area, ())
    options = [{"label": snapshot.areas[n.neighbour].name, "value": n.neighbour} for n in found if n.neighbour in snapshot.areas]
    return [{"label": "none", "value": ""}, *options]
