"""Tiles: one figure each, in strips of equal height."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from components.charts.sparkline import sparkline
from components.notices import conflict_link
from data.views import TileView


def strip(tiles: Iterable[TileView]) -> html.Ul:
    return html.Ul([tile(view) for view in tiles], className="tiles")


def tile(view: TileView) -> html.Li:
    """Name, value with its unit and period, change, comparators, and what to know of it.

    Whom a rate is of goes on below it, so that the unit leaves room for the sparkline: "12.0 per 1,000" over "girls
    aged 15 to 17; calendar year 2022".
    """
    when = (view.indicator.whom, view.period_words, view.counts)
    return html.Li(
        [
            html.H3(html.A(view.name, href=view.href), className="tile-name"),
            _value(view),
            html.P("; ".join(filter(None, when)), className="tile-period"),
            *([html.P(view.change, className="tile-change")] if view.change else []),
            *([html.P(_explained(view.trend, "trend"), className="tile-trend")] if view.trend else []),
            *(html.P(_comparator(line), className="tile-comparator") for line in view.comparators),
            *([html.P(_explained(view.versus, "significance"), className="tile-versus")] if view.versus else []),
            *([_chip(view)] if view.verdict else []),
            *(html.P(conflict_link(c), className="tile-conflict") for c in view.conflicts),
            html.P(view.source, className="tile-source"),
        ],
        className="tile",
    )


def _explained(text: str, paragraph: str) -> html.A:
    """A statistic in words, leading to how it is worked out."""
    return html.A(text, href=f"/methods#{paragraph}", className="explained")


def _chip(view: TileView) -> html.P:
    verdict = _explained(view.verdict, "rank-and-quarter") if "Rank" in view.verdict else view.verdict
    return html.P(verdict, className=f"chip chip-{view.worth or 'neutral'}")


def _value(view: TileView) -> html.Div:
    if view.value.value is None:
        return html.Div(html.P(view.value.text, className="tile-missing"), className="tile-figure")
    spark = (
        [html.Img(src=sparkline(view.spark), alt="", className="tile-spark")]
        if sum(v is not None for v in view.spark) > 1
        else []
    )
    unit = [html.Span(f" {view.unit}", className="tile-unit")] if view.unit else []
    return html.Div([html.P([view.value.text, *unit], className="tile-value"), *spark], className="tile-figure")


def _comparator(line: str) -> list[object]:
    """A comparator's value; an average leads to how it is made, and says so in small, "(mean of 10, 2025 model)"."""
    value, bracket, made = line.partition(" (")
    return [_explained(value, "comparators"), html.Small(f" ({made}")] if bracket else [line]
