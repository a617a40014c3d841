"""Journey of the Child."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.panels import JOURNEY
from components.shell import page

dash.register_page(__name__, path=JOURNEY.path, title=f"{JOURNEY.title} – Safeguarding KPIs", name=JOURNEY.title)


def layout(**query: Any) -> html.Div:
    return page(JOURNEY.title, query, JOURNEY.body)
