"""A chart and the words around it as the data that ``assets/charts.js`` draws: the same on a page and in print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from components.charts.figures import Described, Figure


class Noted(Described, Protocol):
    """A view with what a reader must know besides."""

    @property
    def notes(self) -> tuple[str, ...]: ...


def content(
    view: Noted, picture: Figure, table: str, marks: Sequence[Sequence[str]] = (), about: str = ""
) -> dict[str, Any]:
    """``table`` is the figures as ``tables.Content.data``; ``marks`` are links (text, address, title) under the notes,
    ``about`` the address of the indicator's page, "" for none."""
    return {
        "figure": picture,
        "title": view.title,
        "subtitle": view.subtitle,
        "foot": view.source,
        "summary": view.summary,
        "notes": view.notes,
        "marks": marks,
        "table": table,
        "about": about,
        "height": (picture["layout"].get("meta") or {}).get("height", 0),
    }
