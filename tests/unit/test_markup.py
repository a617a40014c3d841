"""Components as data: nothing is lost on the way, and nothing that a browser would run gets through."""

from __future__ import annotations

import json

import pytest
from dash import dcc, html

from components.markup import encoded, node


def test_an_element_keeps_its_attributes_and_children() -> None:
    made = html.Li(
        [html.A("Essex & Kent", href="/compare", title="two"), " – ", html.Small("n")], className="tile", id="it"
    )
    assert json.loads(encoded([made, "after"])) == [
        [
            "li",
            {"id": "it", "class": "tile"},
            ["a", {"href": "/compare", "title": "two"}, "Essex & Kent"],
            " – ",
            ["small", {}, "n"],
        ],
        "after",
    ]


def test_attributes_have_the_names_and_values_of_html() -> None:
    label = html.Label("Area", htmlFor="filter", tabIndex="0", hidden=False, **{"data-chart": {"title": "x"}})
    assert node(label) == ["label", {"for": "filter", "tabindex": "0", "data-chart": {"title": "x"}}, "Area"]


@pytest.mark.parametrize("odd", [dcc.Input(), 7, None, b"text"])
def test_what_is_not_html_is_refused(odd: object) -> None:
    with pytest.raises(TypeError, match="neither text nor an element"):
        encoded([html.P("before"), odd])
