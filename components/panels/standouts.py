"""A list of what stands out: each with its picture, its reason and a link."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from data.views.standout import StandOut


def standout_list(found: Iterable[tuple[StandOut, str]]) -> html.Ul:
    """Each with the address of its picture, "" for none."""
    return html.Ul([_item(each, picture) for each, picture in found], className="standouts")


def _item(found: StandOut, picture: str) -> html.Li:
    words = html.Div(
        [
            html.P(html.A(found.indicator.name, href=f"/indicators/{found.indicator.id}"), className="standout-name"),
            html.P(found.reason),
        ]
    )
    return html.Li([words, *([html.Img(src=picture, alt="", className="standout-picture")] if picture else [])])
