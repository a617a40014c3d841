"""Compare: one indicator, many areas."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, callback, html

from components import ids
from components.current import LATEST, current_dataset, from_filters, text_of
from components.filters import select
from components.markup import encoded
from components.notices import notices
from components.panels.chart import LIMITS, Choices, compared
from components.shell import page
from data.observations import PUBLISHED
from data.selection import Selection
from data.views.points import all_periods, neighbours_of
from data.views.words import period_words

dash.register_page(__name__, path="/compare", title="Compare – Safeguarding KPIs", name="Compare")

DEFAULT = "lac_rate"
NONE = "none"
LIMIT_WORDS = ("adjusted for the spread between authorities", "by chance alone")
EXTRA = ("indicator", "period", "against", "limits")

Options = list[dict[str, str]]


def layout(**query: Any) -> html.Div:
    wanted, period, against, limits = (text_of(query, name) for name in EXTRA)
    known = _known(wanted)
    sentences = []
    if wanted not in ("", known):
        sentences.append(
            f"“{wanted[:40]}” is not a published rate or percentage; showing {current_dataset().register[known].name}."
        )
    everything = [p["value"] for p in _periods(known, Selection(current_dataset().default_area()))]
    if period and period not in everything:
        sentences.append(f"“{period[:40]}” is not a period of this indicator; showing the latest.")
    named = current_dataset().snapshot().areas.find(against) if against not in ("", NONE) else None
    if named is None and against not in ("", NONE):
        sentences.append(f"“{against[:40]}” is not an area to compare with; nobody else is shown.")
    if limits and limits not in LIMITS:
        sentences.append(f"“{limits[:40]}” is not one of {', '.join(LIMITS)} for limits; showing {LIMITS[0]}.")

    def body(selection: Selection) -> list[Any]:
        asked = period if period in everything else ""
        return _body(known, asked, named.key if named else NONE, limits, selection)

    return page("Compare", query, body, EXTRA, sentences)


def _body(known: str, period: str, against: str, limits: str, selection: Selection) -> list[Any]:
    periods, areas = _periods(known, selection), _areas(selection)
    dropped = [
        text
        for text in (
            _lost(period, periods, "period", "the latest is compared"),
            _lost(against, areas, "area", "nobody else is shown"),
        )
        if text
    ]
    kinds = [{"label": label, "value": value} for value, label in zip(LIMITS, LIMIT_WORDS, strict=True)]
    choices = Choices(known, _offered(period, periods), _offered(against, areas), _offered(limits, kinds))
    options = [{"label": i.name, "value": i.id} for i in current_dataset().register.published if i.is_comparable]
    return [
        *notices(dropped),
        html.P(
            "One indicator: the area among its statistical neighbours and among every local authority, and over "
            "the years.",
            className="lede",
        ),
        html.Div(
            [
                select(ids.INDICATOR, "Indicator", options, known, "indicator", DEFAULT),
                select(ids.PERIOD, "Period compared", periods, choices.period, "period", LATEST),
                select(ids.AGAINST, "And with", areas, choices.named, "against", NONE),
                select(ids.LIMITS, "Limits of the funnel", kinds, choices.limits, "limits", LIMITS[0]),
            ],
            className="filter-bar filter-bar-inner",
        ),
        html.Div(id=ids.COMPARE, **{"data-block": encoded(compared(choices, selection))}),
    ]


@callback(
    Output(ids.COMPARE, "data-block"),
    Output(ids.PERIOD, "options"),
    Output(ids.AGAINST, "options"),
    Input(ids.INDICATOR, "value"),
    Input(ids.PERIOD, "value"),
    Input(ids.AGAINST, "value"),
    Input(ids.LIMITS, "value"),
    *(Input(name, "value") for name in ids.FILTERS),
    prevent_initial_call=True,
)
def redraw(indicator: str, period: str, against: str, limits: str, *filters: str) -> tuple[str, Options, Options]:
    selection, known = from_filters(*filters), _known(indicator)
    choices = Choices(known, str(period), str(against), str(limits))
    return encoded(compared(choices, selection)), _periods(known, selection), _areas(selection)


def _known(indicator: str) -> str:
    return (
        indicator
        if any(i.id == indicator and i.is_comparable for i in current_dataset().register.published)
        else DEFAULT
    )


def _lost(value: str, options: Options, what: str, instead: str) -> str:
    """A sentence where what the address asks for is not among what can be chosen; else ""."""
    if not value or any(option["value"] == value for option in options):
        return ""
    return f"The {what} that the address asks for cannot be chosen with these filters; {instead}."


def _offered(value: str, options: Options) -> str:
    return value if any(option["value"] == value for option in options) else options[0]["value"]


def _periods(indicator: str, selection: Selection) -> Options:
    """The indicator's periods, newest first, after "the latest"."""
    found = all_periods(current_dataset().snapshot().figures(indicator, PUBLISHED), selection)
    options = [{"label": period_words(p), "value": p.label} for p in reversed(found)]
    return [{"label": "the latest", "value": LATEST}, *options]


def _areas(selection: Selection) -> Options:
    """Nobody, then the neighbours, closest first, then every other authority there is."""
    areas = current_dataset().snapshot().areas
    near = [n.neighbour for n in neighbours_of(current_dataset().snapshot(), selection) if n.neighbour in areas]
    others = [a.key for a in areas.authorities if areas.is_open(a) and a.key not in (*near, selection.area)]
    options = [{"label": f"{areas[key].name} (neighbour)", "value": key} for key in near]
    return [{"label": "nobody else", "value": NONE}, *options, *({"label": areas[k].name, "value": k} for k in others)]
