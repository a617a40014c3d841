"""How figures are made and judged, as tables: the declared mappings, and how many authorities the limits part."""

from __future__ import annotations

from dash import html

from components.current import current_dataset
from components.tables import Cell, Column, table
from data.importers.mapping import Figure, mappings
from data.register import UNITS
from data.stats.funnel import LEVELS
from data.views.cohort import Cohort, cohort, spread

MAPPING_COLUMNS = (
    Column("Indicator"),
    Column("Publication"),
    Column("Numerator or figure"),
    Column("Denominator"),
    Column("Unit"),
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


def outside_limits() -> html.Div:
    """How many authorities lie outside the inner limits, for each published rate and percentage."""
    caption = f"Authorities outside the {100 * LEVELS[0]:g}% limits, latest period"
    return table(caption, OUTSIDE_COLUMNS, _outside_rows(), stacks=False)


def _outside_rows() -> list[list[Cell]]:
    """For each published rate and percentage how many authorities lie outside the inner limits, plain and adjusted."""
    snapshot = current_dataset().snapshot()
    rows: list[list[Cell]] = []
    for indicator in snapshot.register.published:
        label = _newest(cohort(snapshot, indicator))
        found = spread(snapshot, indicator, label) if label else None
        if found is not None and label is not None:
            rows.append([indicator.name, label, *map(str, found)])
    return rows


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
