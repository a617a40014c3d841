"""Overview: what changed, what differs, what nobody supplied, in ten seconds."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.panels import PANELS
from components.panels.blocks import block
from components.panels.overview import LEADS, PLACE
from components.shell import page
from data.selection import Selection

dash.register_page(__name__, path="/", title="Overview – Safeguarding KPIs", name="Overview")


def layout(**query: Any) -> html.Div:
    return page("Overview", query, _body)


def _body(selection: Selection) -> list[Any]:
    return [
        html.Div(block("headlines", "overview", selection), className="headlines"),
        html.Section([html.H2("What to look at"), block("standouts", "overview", selection)], className="stage"),
        _panel(PANELS[0].id, PANELS[0].title, PANELS[0].path, selection),
        html.Div([_panel(p.id, p.title, p.path, selection) for p in PANELS[1:]], className="panel-pairs"),
        html.Section(
            [
                html.H2("The place in figures"),
                block("tiles", PLACE, selection),
                html.Details(
                    [html.Summary("What the board's report says of the place"), block("local", PLACE, selection)],
                    className="more",
                ),
            ],
            className="stage",
        ),
    ]


def _panel(panel: str, title: str, path: str, selection: Selection) -> html.Section:
    heading = html.H2(html.A(title, href=path))
    return html.Section([heading, block("tiles", ",".join(LEADS[panel]), selection)], className="stage")
