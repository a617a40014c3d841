"""Pack: choose panels and indicators, put them in order, take them away as slides, workbook or print."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import dash
from dash import dcc, html

from components import ids
from components.current import current_dataset
from components.exports.choice import LONGEST_TITLE, MOST_ITEMS, PARAMETERS, read, shown
from components.panels import PANELS
from components.shell import page
from data.register import PANELS as TITLES
from data.register import Indicator

dash.register_page(__name__, path="/pack", title="Pack for board papers – Safeguarding KPIs", name="Pack")

EVERYTHING = f"/pack?items={','.join(panel.id for panel in PANELS)}"
FORMATS = (
    ("pptx", "PowerPoint", "slides with charts that can be edited"),
    ("xlsx", "Excel", "a workbook with one table a sheet"),
)


def layout(**query: Any) -> html.Div:
    choice, sentences, _ = read(query, current_dataset().register)
    return page("Pack for board papers", query, lambda _: _body(choice.items, choice.title), PARAMETERS, sentences,
                shown=shown(choice))  # fmt: skip


def _body(items: tuple[str, ...], title: str) -> list[Any]:
    names = {panel.id: f"{panel.title} (whole panel)" for panel in PANELS}
    names |= {indicator.id: indicator.name for indicator in current_dataset().register.values()}
    return [
        html.P(
            "Choose the contents and their order. Area, periods and comparators are those of the bar above; the "
            "address keeps everything, so that a copied link makes the same pack again.",
            className="lede",
        ),
        html.Div(
            [html.Label("Title on the cover", htmlFor=ids.PACK_TITLE), _title(title)],
            className="filter pack-title",
            **{"data-parameter": "title", "data-default": ""},
        ),
        html.Section(
            [
                html.H2("Contents", id="pack-chosen"),
                html.Ol(
                    id=ids.PACK_ITEMS,
                    className="pack-items",
                    **{"data-pack": json.dumps({"items": items, "most": MOST_ITEMS})},
                ),
                html.P(
                    ["Nothing yet: add one below, or ", html.A("start with every panel", href=EVERYTHING), "."],
                    className="pack-empty",
                ),
                html.Div(
                    [_adder("Add a panel", ids.PACK_PANEL, [(p.id, names[p.id]) for p in PANELS]), _indicators()],
                    className="filter-bar filter-bar-inner",
                ),
            ],
            className="stage",
            **{"aria-labelledby": "pack-chosen"},
        ),
        html.Section(
            [
                html.H2("Download"),
                html.P("Files are made one at a time. If others come first, their number is shown here."),
                html.Ul([_format(*each) for each in FORMATS], className="pack-formats"),
                html.P(
                    [
                        html.A("Open the print version", href="/pack/print", **{"data-pack-print": ""}),
                        ": figures and tables page by page; print it, or save it as PDF, from the browser.",
                    ]
                ),
                html.P(className="pack-status", role="status"),
            ],
            className="stage no-print",
        ),
    ]


def _title(title: str) -> dcc.Input:
    return dcc.Input(id=ids.PACK_TITLE, value=title, maxLength=LONGEST_TITLE, className="form-control", debounce=True)


def _adder(label: str, name: str, options: Iterable[tuple[str, str]]) -> html.Div:
    """A select and the button that adds what is chosen in it."""
    return html.Div(
        [
            html.Label(label, htmlFor=name),
            html.Div(
                [
                    html.Select([html.Option(text, value=value) for value, text in options], id=name),
                    html.Button("Add", type="button", className="button", **{"data-pack-add": name}),
                ],
                className="pack-adder",
            ),
        ],
        className="filter",
    )


def _indicators() -> html.Div:
    return _adder(
        "Add an indicator", ids.PACK_INDICATOR, [(i.id, _label(i)) for i in current_dataset().register.values()]
    )


def _label(indicator: Indicator) -> str:
    return f"{TITLES[indicator.panel]}: {indicator.name}"


def _format(kind: str, name: str, what: str) -> html.Li:
    button = html.Button(f"Make {name}", type="button", className="button", **{"data-pack-make": kind})
    return html.Li([button, html.Span(f" {what}")])
