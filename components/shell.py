"""The shell: header, the page within, footer; and the frame every page shares."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from dash import html, page_container

from components import filters, ids
from components.current import current_dataset, from_query, years_of
from components.notices import notices
from components.panels import PANELS
from components.panels.blocks import block
from data.areas import Areas
from data.selection import PARAMETERS, PRESENT, Selection

NAME = "Safeguarding KPIs"
NAVIGATION = (
    ("/", "Overview"),
    *((panel.path, panel.title) for panel in PANELS),
    ("/compare", "Compare"),
    ("/indicators", "Indicators"),
    ("/data", "Data"),
    ("/pack", "Pack"),
)
FOOT = (
    ("/methods", "Methods"),
    ("/api", "API for spreadsheets"),
    ("/accessibility", "Accessibility"),
)

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

Children = list[Any]
NOTHING: Mapping[str, str] = MappingProxyType({})


def app_layout(organisation: str) -> html.Div:
    """What surrounds every page."""
    links = [html.Li(html.A(title, href=path, className="nav-link")) for path, title in NAVIGATION]
    foot = [html.Li(html.A(title, href=path)) for path, title in FOOT]
    return html.Div(
        [
            html.A("Skip to the page", href=f"#{ids.PAGE}", className="skip-link"),
            html.Header(
                [
                    html.P([html.Span(NAME, className="brand"), html.Span(organisation, className="organisation")]),
                    html.Nav(html.Ul(links), **{"aria-label": "Pages"}),
                ],
                className="site-header",
            ),
            html.Main(page_container, id=ids.PAGE, tabIndex="-1"),
            html.Footer(
                [
                    html.Ul(foot),
                    html.P(
                        [
                            "Published figures: the publisher that each names, under the ",
                            html.A("Open Government Licence v3.0", href=LICENCE),
                            ". Figures are for scrutiny, not for decisions about a child.",
                        ]
                    ),
                ],
                className="site-footer",
            ),
        ]
    )


def page(
    title: str,
    query: Mapping[str, object],
    body: Any,
    extra: tuple[str, ...] = (),
    sentences: Iterable[str] = (),
    has_filters: bool = True,
    shown: Mapping[str, str] = NOTHING,
) -> html.Div:
    """A page: filter bar, notices on what its address asks and is not shown, heading, body.

    ``body`` is a function from the selection to components. ``extra`` names the page's own parameters, ``shown`` what
    the page shows of them where that may be other than what the address asks: ``assets/address.js`` corrects it.
    """
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    chosen, warnings = from_query(query, *extra)
    models = sorted(snapshot.neighbours, reverse=True)
    codes = snapshot.areas[chosen.area].code, snapshot.areas[dataset.default_area()].code
    bar = filters.bar(chosen, _area_options(snapshot.areas), years_of(snapshot.areas), models, codes)
    return html.Div(
        [
            html.Div(bar, hidden=not has_filters),
            html.Div(
                [
                    html.Div(notices((*warnings, *sentences)), className="asked"),
                    *([block("lifetime", "", chosen)] if has_filters else []),
                    _head(title),
                    html.Div(className="print-only print-chosen"),  # filled as the page is printed: assets/print.js
                    *_parts(body, chosen),
                ],
                className="page",
                **{"data-known": ",".join((*PARAMETERS, PRESENT, *extra)), "data-own": json.dumps(dict(shown))},
            ),
        ],
        key=uuid4().hex,  # a page that Dash draws is made of new elements: changes made in those before go with them
    )


def _head(title: str) -> html.Div:
    """The heading, and the way to show the page's tiles and charts as slides."""
    button = html.Button("Present", type="button", className="button no-print", **{"data-present": ""})
    return html.Div([html.H1(title, tabIndex="-1"), button], className="page-head")


def _parts(body: Any, chosen: Selection) -> Children:
    parts: Children = body(chosen)
    return parts


def _area_options(areas: Areas) -> list[dict[str, str]]:
    """Authorities that exist, by name, then those that ended, with their last year."""
    now = [a for a in areas.authorities if areas.is_open(a)]
    ended = [a for a in areas.authorities if not areas.is_open(a)]
    options = [{"label": a.name, "value": a.code} for a in now]
    return options + [{"label": f"{a.name} (ended {a.last[:4]})", "value": a.code} for a in ended]
