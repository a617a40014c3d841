"""How figures are made and judged, as tables: mappings, hidden counts, certain ranks, and limits."""

from __future__ import annotations

import numpy as np
from dash import html

from components.current import current_dataset
from components.tables import Cell, Column, table
from data.importers.lait.measures import measures
from data.importers.mapping import Figure, Hidden, mappings
from data.periods import parse
from data.register import UNITS
from data.stats.funnel import LEVELS
from data.stats.peers import NO_BAND
from data.views.cohort import Cohort, cohort, spread, year
from data.views.words import period_words

MAPPING_COLUMNS = (
    Column("Indicator"),
    Column("Publication"),
    Column("Numerator or figure"),
    Column("Denominator"),
    Column("Unit"),
)
MEASURE_COLUMNS = (
    Column("Indicator"),
    Column("Publisher"),
    Column("Publication"),
    Column("Measure of the tool"),
    Column("Unit"),
)
HIDDEN_COLUMNS = (Column("Indicator"), Column("A hidden count is"), Column("Why"))
CERTAIN_COLUMNS = (
    Column("Indicator"),
    Column("Period"),
    Column("Figures", True),
    Column("Hidden", True),
    Column("Certain ranks", True),
    Column("Certain quarters", True),
)
OUTSIDE_COLUMNS = (
    Column("Indicator"),
    Column("Period"),
    Column("Authorities", True),
    Column("Outside by chance alone", True),
    Column("Outside allowing for spread", True),
)

# What tests/unit/test_by_chance.py measures, over all authorities and the latest periods of the carried figures.
MEASURED_GRADES = (
    "In 2024/25 an authority has 38.7 tested figures: 2.4 are clearly unusual and 4.2 at the edge; with neighbours "
    "drawn at random 2.8 and 3.6 would be."
)


def declared_mappings() -> html.Div:
    """Which column of which publication makes which indicator."""
    return table("Declared mappings", MAPPING_COLUMNS, _mapping_rows())


def collected_measures() -> html.Div:
    """Which measure of the interactive tool is which indicator, and who published it."""
    register = current_dataset().register
    rows: list[list[Cell]] = [
        [register[m.indicator].name, m.publisher, m.title, m.short_desc, register[m.indicator].unit_words or "number"]
        for m in measures().measures
        if m.indicator in register
    ]
    return table("Measures taken from the interactive tool", MEASURE_COLUMNS, rows)


def withheld_figures() -> tuple[str, ...]:
    """What the register withholds, and why, a sentence for each."""
    dataset = current_dataset()
    areas = dataset.snapshot().areas
    return tuple(
        f"Withheld: {indicator.name}, {areas[entry.area].name if entry.area in areas else entry.area}. {entry.why}"
        for indicator in dataset.register.values()
        for entry in indicator.withheld
    )


def outside_limits() -> html.Div:
    """How many authorities lie outside the inner limits, for each published rate and percentage."""
    caption = f"Authorities outside the {100 * LEVELS[0]:g}% limits, latest period"
    return table(caption, OUTSIDE_COLUMNS, _outside_rows(), stacks=False)


def hidden_counts() -> html.Div:
    """What a hidden count of each figure can be, and why, as the mappings declare it."""
    return table("What a hidden count can be, as declared", HIDDEN_COLUMNS, _hidden_rows())


def uncertain_ranks() -> html.Div:
    """For each indicator that is ranked, how many figures are hidden and what they leave certain."""
    return table("Ranks and quarters that are certain, latest period", CERTAIN_COLUMNS, _certain_rows(), stacks=False)


def _hidden_rows() -> list[list[Cell]]:
    register = current_dataset().register
    return [
        [register[f.indicator].name, _span(f.hidden), f.hidden.why]
        for m in mappings()
        for f in m.figures
        if f.hidden is not None and f.indicator in register
    ]


def _span(hidden: Hidden) -> str:
    return f"{hidden.low} or more" if hidden.high is None else f"{hidden.low} to {hidden.high}"


def _certain_rows() -> list[list[Cell]]:
    snapshot = current_dataset().snapshot()
    rows: list[list[Cell]] = []
    for indicator in snapshot.register.published:
        label = _newest(cohort(snapshot, indicator))
        found = year(snapshot, indicator, label) if label else None
        if found is None or label is None or np.isnan(found.rank_low).all():
            continue
        ranked = ~np.isnan(found.rank_low)
        certain = (np.sum(found.rank_low[ranked] == found.rank_high[ranked]), np.sum(found.band[ranked] != NO_BAND))
        rows.append([indicator.name, _named(label), str(found.of), str(found.hidden), *map(str, certain)])
    return rows


def _outside_rows() -> list[list[Cell]]:
    """For each published rate and percentage how many authorities lie outside the inner limits, plain and adjusted."""
    snapshot = current_dataset().snapshot()
    rows: list[list[Cell]] = []
    for indicator in snapshot.register.published:
        label = _newest(cohort(snapshot, indicator))
        found = spread(snapshot, indicator, label) if label else None
        if found is not None and label is not None:
            rows.append([indicator.name, _named(label), *map(str, found)])
    return rows


def _named(label: str) -> str:
    """A period as it is written everywhere: "30 September 2025" of the label 2025-09-30."""
    return period_words(parse(label))


def _newest(everyone: Cohort) -> str | None:
    """The newest period in which an authority has a value: England's may come before theirs."""
    valued = [p.label for p, column in zip(everyone.periods, everyone.value.T, strict=True) if (column == column).any()]
    return valued[-1] if valued else None


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
    if figure.is_over_population:
        return "children aged 0 to 17, mid-year of the year before"
    rows = "; ".join(labels[0] for labels in figure.denominator_where.values())
    columns = " + ".join(figure.denominator)
    return (columns or "as printed") + (f" ({rows})" if rows and columns else "")
