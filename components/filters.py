"""The filter bar: area, periods and neighbours, mean the same on every page and live in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import ClientsideFunction, Input, Output, State, clientside_callback, dcc, html

from components import ids
from components.current import EARLIEST, LATEST
from data.selection import STATISTICS, Selection

Option = Mapping[str, str]


# A change of a filter puts the selection into the address; the page itself stays as it is.
clientside_callback(
    ClientsideFunction("filters", "toSearch"),
    Output(ids.URL, "search"),
    *(Input(name, "value") for name in ids.FILTERS),
    State(ids.DEFAULTS, "data"),
    prevent_initial_call=True,
)


def bar(
    chosen: Selection, areas: Sequence[Option], years: Sequence[str], models: Sequence[str], codes: tuple[str, str]
) -> html.Form:
    """The bar. ``areas`` are options with a code as value; ``years`` financial years, oldest first; ``codes`` those
    of the chosen area and of the default one."""
    pairs = [(f"{model},{statistic}", f"{model} model, {statistic}") for model in models for statistic in STATISTICS]
    newest_first = [{"label": year, "value": year} for year in reversed(years)]
    first = [{"label": "the first", "value": EARLIEST}, *reversed(newest_first)]
    last = [{"label": "the latest", "value": LATEST}, *newest_first]
    neighbours = [{"label": label, "value": value} for value, label in pairs]
    return html.Form(
        [
            select(ids.AREA, "Area", areas, codes[0]),
            select(ids.FIRST, "From", first, chosen.first or EARLIEST),
            select(ids.LAST, "To", last, chosen.last or LATEST),
            select(ids.NEIGHBOURS, "Statistical neighbours", neighbours, f"{chosen.model},{chosen.statistic}"),
            html.Button("Copy link", type="button", className="button", **{"data-copy-link": ""}),
            dcc.Store(
                id=ids.DEFAULTS, data={"area": codes[1], "first": EARLIEST, "last": LATEST, "neighbours": pairs[0][0]}
            ),
        ],
        className="filter-bar",
        role="search",
        **{"aria-label": "Choose what is shown"},
    )


def select(name: str, label: str, options: Sequence[Option], value: str) -> html.Div:
    """A labelled native select."""
    return html.Div(
        [html.Label(label, htmlFor=name), dbc.Select(id=name, options=list(options), value=value)], className="filter"
    )
