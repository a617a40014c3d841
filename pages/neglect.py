"""Neglect."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.panels import NEGLECT
from components.shell import page

dash.register_page(__name__, path=NEGLECT.path, title=f"{NEGLECT.title} – Safeguarding KPIs", name=NEGLECT.title)


def layout(**query: Any) -> html.Div:
    return page(NEGLECT.title, query, NEGLECT.body)
