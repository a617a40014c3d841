"""The register: every indicator, searchable."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, callback, dcc, html

from components import ids
from components.current import current_dataset
from components.shell import page
from components.tables import Cell, Column, Part, table
from components.words import MEASURES, POLARITIES
from data.register import PANELS, STAGES, Indicator
from data.selection import Selection

dash.register_page(__name__, path="/indicators", title="Indicators – Safeguarding KPIs", name="Indicators")


def layout(**query: Any) -> html.Div:
    wanted = query.get("q")
    text = wanted if isinstance(wanted, str) else ""

    def body(_selection: Selection) -> list[Any]:
        return [
            html.P("What is counted, by whom, and where each figure comes from.", className="lede"),
            html.Div(
                [
                    html.Label("Search names, definitions and sources", htmlFor=ids.REGISTER_SEARCH),
                    dcc.Input(
                        id=ids.REGISTER_SEARCH, type="search", value=text, debounce=False, className="form-control"
                    ),
                ],
                className="filter",
            ),
            html.Div(_found(text), id=ids.REGISTER_BODY, **{"aria-live": "polite", "data-filled": "true"}),
        ]

    return page("Indicators", query, body, ("q",), has_filters=False)


@callback(Output(ids.REGISTER_BODY, "children"), Input(ids.REGISTER_SEARCH, "value"), prevent_initial_call=True)
def search(text: str | None) -> list[Any]:
    return _found(str(text or ""))


def _found(text: str) -> list[Any]:
    wanted = text.casefold().split()
    found = [i for i in current_dataset().register.values() if _matches(i, wanted)]
    count = html.P(f"{len(found)} of {len(current_dataset().register)} indicators")
    if not found:
        return [count, html.P("No indicator matches all of these words. Try fewer.")]
    tables = [
        table(title, COLUMNS, [_row(i) for i in found if i.panel == panel])
        for panel, title in PANELS.items()
        if any(i.panel == panel for i in found)
    ]
    return [count, *tables]


COLUMNS = (
    Column("Indicator"),
    Column("Stage"),
    Column("Unit"),
    Column("Measure"),
    Column("Better is"),
    Column("Source"),
)


def _matches(indicator: Indicator, wanted: list[str]) -> bool:
    told = (indicator.id, indicator.name, indicator.definition, indicator.agency, STAGES.get(indicator.stage, ""))
    text = " ".join((*told, indicator.published_source, indicator.local_source)).casefold()
    return all(word in text for word in wanted)


def _row(indicator: Indicator) -> list[Cell]:
    return [
        Part(indicator.name, f"/indicators/{indicator.id}"),
        STAGES.get(indicator.stage, ""),
        indicator.unit_words or "number",
        MEASURES[indicator.measure],
        POLARITIES[indicator.polarity],
        "; ".join(s for s in (indicator.published_source, indicator.local_source) if s),
    ]
