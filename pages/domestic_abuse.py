"""Domestic abuse."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.panels import DOMESTIC_ABUSE
from components.shell import page

dash.register_page(
    __name__, path=DOMESTIC_ABUSE.path, title=f"{DOMESTIC_ABUSE.title} – Safeguarding KPIs", name=DOMESTIC_ABUSE.title
)


def layout(**query: Any) -> html.Div:
    return page(DOMESTIC_ABUSE.title, query, DOMESTIC_ABUSE.body)
