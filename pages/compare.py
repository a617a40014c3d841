"""Compare: one indicator, many areas."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, callback, html

from components import ids
from components.current import LATEST, current_dataset, from_filters, text_of
from components.filters import select
from components.markup import encoded
from components.panels.chart import compared
from components.shell import page
from data.observations import PUBLISHED
from data.selection import Selection
from data.views.points import all_periods
from data.views.words import period_words

dash.register_page(__name__, path="/compare", title="Compare – Safeguarding KPIs", name="Compare")

DEFAULT = "lac_rate"
NONE = "none"
EXTRA = ("indicator", "period", "highlight")

Options = list[dict[str, str]]


def layout(**query: Any) -> html.Div:
    wanted, period, highlight = (text_of(query, name) for name in EXTRA)
    known = _known(wanted)
    sentences = []
    if wanted not in ("", known):
        sentences.append(
            f"“{wanted[:40]}” is not a published rate or percentage; showing {current_dataset().register[known].name}."
        )
    everything = [p["value"] for p in _periods(known, Selection(current_dataset().default_area()))]
    if period and period not in everything:
        sentences.append(f"“{period[:40]}” is not a period of this indicator; showing the latest.")

    def body(selection: Selection) -> list[Any]:
        return _body(known, period, highlight, selection)

    return page("Compare", query, body, EXTRA, sentences)


def _body(known: str, period: str, highlight: str, selection: Selection) -> list[Any]:
    periods, neighbours = _periods(known, selection), _neighbours(selection)
    chosen, picked = _offered(period, periods), _offered(highlight, neighbours)
    options = [{"label": i.name, "value": i.id} for i in current_dataset().register.published if i.is_comparable]
    return [
        html.P(
            "One indicator: the area among its statistical neighbours, and all of them over the years.",
            className="lede",
        ),
        html.Div(
            [
                select(ids.INDICATOR, "Indicator", options, known, "indicator", DEFAULT),
                select(ids.PERIOD, "Period compared", periods, chosen, "period", LATEST),
                select(ids.HIGHLIGHT, "Pick out a neighbour", neighbours, picked, "highlight", NONE),
            ],
            className="filter-bar filter-bar-inner",
        ),
        html.Div(id=ids.COMPARE, **{"data-block": encoded(compared(known, selection, chosen, picked))}),
    ]


@callback(
    Output(ids.COMPARE, "data-block"),
    Output(ids.PERIOD, "options"),
    Output(ids.HIGHLIGHT, "options"),
    Input(ids.INDICATOR, "value"),
    Input(ids.PERIOD, "value"),
    Input(ids.HIGHLIGHT, "value"),
    *(Input(name, "value") for name in ids.FILTERS),
    prevent_initial_call=True,
)
def redraw(
    indicator: str, period: str, highlight: str, area: str, first: str, last: str, neighbours: str
) -> tuple[str, Options, Options]:
    selection, known = from_filters(area, first, last, neighbours), _known(indicator)
    return encoded(compared(known, selection, period, highlight)), _periods(known, selection), _neighbours(selection)


def _known(indicator: str) -> str:
    return (
        indicator
        if any(i.id == indicator and i.is_comparable for i in current_dataset().register.published)
        else DEFAULT
    )


def _offered(value: str, options: Options) -> str:
    return value if any(option["value"] == value for option in options) else options[0]["value"]


def _periods(indicator: str, selection: Selection) -> Options:
    """The indicator's periods, newest first, after "the latest"."""
    found = all_periods(current_dataset().snapshot().figures(indicator, PUBLISHED), selection)
    options = [{"label": period_words(p), "value": p.label} for p in reversed(found)]
    return [{"label": "the latest", "value": LATEST}, *options]


def _neighbours(selection: Selection) -> Options:
    snapshot = current_dataset().snapshot()
    found = snapshot.neighbours.get(selection.model, {}).get(selection.area, ())
    options = [
        {"label": snapshot.areas[n.neighbour].name, "value": n.neighbour}
        for n in found
        if n.neighbour in snapshot.areas
    ]
    return [{"label": "none", "value": NONE}, *options]
