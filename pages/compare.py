"""Compare: one indicator, many areas."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.current import current_dataset, from_query, text_of
from components.panels import compare
from components.panels.blocks import block
from components.shell import page
from data.selection import Selection

dash.register_page(__name__, path="/compare", title="Compare – Safeguarding KPIs", name="Compare")


def layout(**query: Any) -> html.Div:
    def body(selection: Selection) -> list[Any]:
        return [
            html.P(
                "One indicator: the area among its statistical neighbours and among every local authority, and over "
                "the years.",
                className="lede",
            ),
            html.Div(block("choices", "", selection, query), className="filter-bar filter-bar-inner"),
            block("compared", "", selection, query),
        ]

    selection, _ = from_query(query, *compare.PARAMETERS)
    return page("Compare", query, body, compare.PARAMETERS, _refused(query, selection))


def _refused(query: dict[str, Any], selection: Selection) -> list[str]:
    """A sentence for each of the page's own parameters that the address asks in vain."""
    made = compare.choices(query, selection)
    shown = {
        compare.INDICATOR: (made.indicator, current_dataset().register[made.indicator].name),
        compare.PERIOD: (made.period, dict(compare.periods_of(made.indicator, selection))[made.period]),
        compare.AGAINST: (made.named, dict(compare.areas_of(selection))[made.named]),
        compare.LIMITS: (made.limits, dict(compare.KINDS)[made.limits]),
    }
    asked = {name: text_of(query, name) for name in shown}
    area = current_dataset().snapshot().areas.find(asked[compare.AGAINST])
    asked[compare.AGAINST] = area.key if area else asked[compare.AGAINST]
    return [
        f"“{asked[name][:40]}” cannot be chosen as {name} with these filters; showing {label}."
        for name, (value, label) in shown.items()
        if asked[name] not in ("", value)
    ]
