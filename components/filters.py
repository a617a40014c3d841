"""The filter bar: area, periods and neighbours, mean the same on every page and live in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.current import EARLIEST, LATEST
from data.selection import DEFAULT_MODEL, INTERVALS, STATISTICS, Selection

Option = Mapping[str, str]
INTERVAL_WORDS = ("off", "on")


def bar(
    chosen: Selection, areas: Sequence[Option], years: Sequence[str], models: Sequence[str], codes: tuple[str, str]
) -> html.Form:
    """The bar. ``areas`` are options with a code as value; ``years`` financial years, oldest first; ``codes`` those
    of the chosen area and of the default one."""
    pairs = [(f"{model},{made}", f"{made.capitalize()}, {model} model") for model in models for made in STATISTICS]
    newest_first = [{"label": year, "value": year} for year in reversed(years)]
    first = [{"label": f"{years[0]} (first)", "value": EARLIEST}, *reversed(newest_first)]
    last = [{"label": f"{years[-1]} (latest)", "value": LATEST}, *newest_first]
    neighbours = [{"label": label, "value": value} for value, label in pairs]
    intervals = [{"label": label, "value": choice} for choice, label in zip(INTERVALS, INTERVAL_WORDS, strict=True)]
    chosen_pair = f"{chosen.model},{chosen.statistic}"
    return html.Form(
        [
            select(ids.AREA, "Area", areas, codes[0], "area", codes[1]),
            select(ids.FIRST, "From", first, chosen.first or EARLIEST, "from", EARLIEST),
            select(ids.LAST, "To", last, chosen.last or LATEST, "to", LATEST),
            select(
                ids.NEIGHBOURS,
                "Statistical neighbours",
                neighbours,
                chosen_pair,
                "neighbours,statistic",
                f"{DEFAULT_MODEL},{STATISTICS[0]}",
            ),
            select(
                ids.INTERVALS,
                "Show margin of error on line charts",
                intervals,
                chosen.intervals,
                "intervals",
                INTERVALS[0],
            ),
            html.Button("Copy link", type="button", className="button", **{"data-copy-link": ""}),
        ],
        className="filter-bar",
        role="search",
        **{"aria-label": "Choose what is shown"},
    )


def select(name: str, label: str, options: Sequence[Option], value: str, parameter: str, default: str) -> html.Div:
    """A labelled native select. ``assets/address.js`` puts its value into the address as ``parameter``.

    What the page chose stands beside it, for an address that said it in other words, or asked for what is not there.
    """
    return html.Div(
        [html.Label(label, htmlFor=name), dbc.Select(id=name, options=list(options), value=value)],
        className="filter",
        **{"data-parameter": parameter, "data-default": default, "data-chosen": value},
    )
