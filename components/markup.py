"""Components as plain data that ``assets/30-markup.js`` builds the same elements from.

What follows the filters is sent this way: Dash goes through every component of a page at every change, so a page of a
thousand components is slow whichever of them changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dash.development.base_component import Component

NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex"}


def encoded(children: Iterable[Any]) -> str:
    """Components as the value of ``data-block``."""
    return json.dumps([node(child) for child in children], ensure_ascii=False, separators=(",", ":"))


def node(child: Any) -> Any:
    """A text as it is, an element as [name, attributes, child, …]. Raises TypeError for anything else."""
    if isinstance(child, str):
        return child
    if not isinstance(child, Component) or child._namespace != "dash_html_components":
        raise TypeError(f"{child!r} is neither text nor an element of HTML")
    props = {key: value for key, value in child.to_plotly_json()["props"].items() if value not in (None, False)}
    children = props.pop("children", [])
    inside = children if isinstance(children, (list, tuple)) else [children]
    attributes = {NAMES.get(key, key): value for key, value in props.items()}
    return [child._type.lower(), attributes, *map(node, inside)]
