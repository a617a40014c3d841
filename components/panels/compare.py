"""What the compare page shows: one indicator, and what is chosen there besides the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from components.current import LATEST, current_dataset, text_of
from components.panels.assessment import unusual
from components.panels.chart import figure
from data.observations import PUBLISHED
from data.selection import Selection
from data.views.assessment import assess
from data.views.comparison import comparison
from data.views.funnel import funnel
from data.views.points import all_periods, neighbours_of
from data.views.strip import strip
from data.views.trend import trend
from data.views.words import period_words

Children = list[Any]
Query = Mapping[str, object]
Options = list[tuple[str, str]]  # value and label

PARAMETERS = INDICATOR, PERIOD, AGAINST, LIMITS = "indicator", "period", "against", "limits"
DEFAULT = "lac_rate"
NOBODY = "none"
ADJUSTED, PLAIN = "adjusted", "plain"
KINDS: Options = [(ADJUSTED, "allowing for differences between authorities"), (PLAIN, "chance alone")]


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen besides the filters: ``period`` is a label or "latest", ``named`` the key of one more area or
    "none", ``limits`` one of KINDS."""

    indicator: str
    period: str
    named: str
    limits: str


def choices(query: Query, selection: Selection) -> Choices:
    """The choices of an address; what it asks for and cannot be chosen with these filters becomes the default."""
    indicator = comparable(text_of(query, INDICATOR))
    found = current_dataset().snapshot().areas.find(text_of(query, AGAINST))
    return Choices(
        indicator=indicator,
        period=_offered(text_of(query, PERIOD), periods_of(indicator, selection)),
        named=_offered(found.key if found else "", areas_of(selection)),
        limits=_offered(text_of(query, LIMITS), KINDS),
    )


def comparable(indicator: str) -> str:
    """The indicator, or the default where it is none that areas can be compared by."""
    found = current_dataset().register.get(indicator)
    return indicator if found and found.published_source and found.is_comparable else DEFAULT


def periods_of(indicator: str, selection: Selection) -> Options:
    """The indicator's periods, newest first, after "the latest"."""
    found = all_periods(current_dataset().snapshot().figures(indicator, PUBLISHED), selection)
    return [(LATEST, "the latest"), *((p.label, period_words(p)) for p in reversed(found))]


def areas_of(selection: Selection) -> Options:
    """Nobody, then the neighbours, closest first, then every other authority there is."""
    areas = current_dataset().snapshot().areas
    near = [n.neighbour for n in neighbours_of(current_dataset().snapshot(), selection) if n.neighbour in areas]
    others = [a.key for a in areas.authorities if areas.is_open(a) and a.key not in (*near, selection.area)]
    return [
        (NOBODY, "no other area"),
        *((key, f"{areas[key].name} (neighbour)") for key in near),
        *((key, areas[key].name) for key in others),
    ]


def _offered(value: str, options: Options) -> str:
    return value if any(value == offered for offered, _ in options) else options[0][0]


def choices_bar(made: Choices, selection: Selection) -> Children:
    """What can be chosen; it follows the filters, an indicator's periods being its own."""
    periods, areas = periods_of(made.indicator, selection), areas_of(selection)
    indicators = [(i.id, i.name) for i in current_dataset().register.published if i.is_comparable]
    return [
        _select("compare-indicator", "Indicator", indicators, made.indicator, INDICATOR, DEFAULT),
        _select("compare-period", "Period compared", periods, made.period, PERIOD, LATEST),
        _select("compare-against", "Also compare with", areas, made.named, AGAINST, NOBODY),
        _select("compare-limits", "What counts as unusual", KINDS, made.limits, LIMITS, ADJUSTED),
    ]


def _select(name: str, label: str, options: Options, value: str, parameter: str, default: str) -> html.Div:
    """A labelled select as plain HTML. ``assets/address.js`` puts its value into the address as ``parameter``."""
    shown = [html.Option(text, value=offered, selected=offered == value) for offered, text in options]
    return html.Div(
        [html.Label(label, htmlFor=name), html.Select(shown, id=name, className="form-select")],
        className="filter",
        **{"data-parameter": parameter, "data-default": default, "data-chosen": value},
    )


def compared(made: Choices, selection: Selection) -> Children:
    """One indicator: the area among its neighbours and among all authorities in one period, and all over time."""
    dataset = current_dataset()
    snapshot, indicator = dataset.snapshot(), dataset.register[made.indicator]
    bars = comparison(snapshot, indicator, selection, made.period, made.named)
    lines, label = trend(snapshot, indicator, selection, made.named), bars.period.label
    dots = strip(snapshot, indicator, selection, label, made.named)
    control = funnel(snapshot, indicator, selection, label, made.limits == ADJUSTED, made.named)
    found = assess(snapshot, indicator, selection, label)
    return [
        html.H2(indicator.name),
        html.P(indicator.definition, className="lede"),
        html.P(bars.summary),
        html.P(["Unusual? ", unusual(found), " ", html.A("How this is judged", href="/methods#unusual")]),
        html.Div([figure(view, selection, indicator) for view in (bars, lines, dots, control)], className="charts"),
    ]
