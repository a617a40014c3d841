"""What a link to a page that does not exist shows."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.shell import page

dash.register_page(__name__, title="No such page – Safeguarding KPIs")


def layout(**query: Any) -> html.Div:
    return page(
        "There is no such page", {}, lambda _: [html.P(html.A("Go to the overview", href="/"))], has_filters=False
    )
