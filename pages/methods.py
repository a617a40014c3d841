"""Methods: how every figure is made, written from the register and the code's own constants."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.current import current_dataset
from components.shell import page
from components.tables import Cell, Column, table
from data.importers.mapping import POPULATION, Figure, mappings
from data.importers.standard import SCALES
from data.observations import SYMBOLS, WORDS
from data.register import UNITS
from data.selection import DEFAULT_MODEL, STATISTICS, Selection

dash.register_page(__name__, path="/methods", title="Methods – Safeguarding KPIs", name="Methods")


def layout(**query: Any) -> html.Div:
    return page("Methods", query, _body, has_filters=False)


def _body(_selection: Selection) -> list[Any]:
    symbols = [[symbol, WORDS[status]] for symbol, status in SYMBOLS.items()]
    return [
        html.P("How each figure here is computed, and what is never done to one.", className="lede"),
        _section(
            "Two kinds of figures",
            "Published figures are national statistics; the board's own are what its annual report prints. They "
            "are different "
            "series even for one indicator, are shown side by side, and are never put on one line or subtracted "
            "from one another.",
            "Comparisons use published figures, for every area in them.",
        ),
        _section(
            "Periods",
            "A year such as 2018/19 runs from 1 April to 31 March. A count on one day is labelled with the year "
            "it closes and dated "
            "31 March. The social work workforce is counted on 30 September, populations are for 30 June.",
        ),
        _section(
            "Rates and percentages",
            f"A rate is its numerator over the population aged 0 to 17, times {SCALES['rate_per_10000']:,.0f}. "
            "The population is the "
            "estimate for 30 June of the calendar year before the year's end, so the rate of 2018/19 uses "
            "mid-2018. A rate without a "
            "population of its year is not made.",
            f"A percentage is its numerator over its denominator, times {SCALES['percent']:g}. Values are kept "
            "unrounded; where the "
            "publisher prints a figure that is what is shown, else the value rounded half up.",
            "Counts for England and regions are rounded to 10 by the publisher, so that a printed figure may "
            "differ in its last digit.",
        ),
        html.Section(
            [
                html.H2("Which column makes which indicator"),
                table("Declared mappings", MAPPING_COLUMNS, _mapping_rows()),
            ],
            className="stage",
        ),
        _section(
            "Missing figures",
            "A figure that is not there is shown in words, never as nought. Averages and ranks leave it out and "
            "say on how many areas "
            "they rest. Where a part of a quotient is missing there is no quotient, whatever the publisher "
            "prints for it.",
            extra=[table("Symbols of the published files", (Column("Symbol"), Column("Shown as")), symbols)],
        ),
        _section(
            "Statistical neighbours",
            "The ten authorities most like an area under a model of the Department for Education; "
            f"{DEFAULT_MODEL} unless another is "
            f"chosen. Their average is the unweighted {STATISTICS[0]} of those with a figure, or the "
            f"{STATISTICS[1]} if chosen, always "
            "with the model and the number of areas.",
        ),
        _section(
            "Change",
            "The difference from the period just before, of one source and one measure; where there is none, no "
            "change is given. "
            "No change is called significant.",
        ),
        _section(
            "Better and worse",
            "Only where the register says that higher or lower is better. Rates of referral, section 47 "
            "enquiries, child in need, child "
            "protection and looked after children show need and activity: they are never good or bad by themselves.",
        ),
        _section(
            "Releases",
            "Every release is kept as it came. Of two figures for one place and time the one of the later "
            "edition is current, and of one "
            "edition the one brought in later.",
        ),
        _section(
            "Areas",
            "Local authorities are followed by LA number where their code changes. Merged and split ones end and "
            "are not added to their "
            "successors. Where two authorities publish together, neither has the figure alone.",
        ),
    ]


def _section(title: str, *paragraphs: str, extra: list[Any] | None = None) -> html.Section:
    name = title.lower().replace(" ", "-")
    return html.Section(
        [html.H2(title, id=name), *(html.P(text) for text in paragraphs), *(extra or [])], className="stage"
    )


MAPPING_COLUMNS = (
    Column("Indicator"),
    Column("Publication"),
    Column("Numerator or figure"),
    Column("Denominator"),
    Column("Unit"),
)


def _mapping_rows() -> list[list[Cell]]:
    register = current_dataset().register
    return [
        [
            register[f.indicator].name,
            m.title,
            _numerator(f),
            _denominator(f),
            UNITS[register[f.indicator].unit] or "number",
        ]
        for m in mappings()
        for f in m.figures
        if f.indicator in register
    ]


def _numerator(figure: Figure) -> str:
    rows = "; ".join(labels[0] for labels in figure.where.values())
    return (figure.value or " + ".join(figure.numerator)) + (f" ({rows})" if rows else "")


def _denominator(figure: Figure) -> str:
    if figure.denominator == POPULATION:
        return "children aged 0 to 17, mid-year of the year before"
    rows = "; ".join(labels[0] for labels in figure.denominator_where.values())
    return (figure.denominator or "as printed") + (f" ({rows})" if rows and figure.denominator else "")
