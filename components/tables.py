"""Semantic tables: a caption, header cells with a scope, numbers to the right, missing values in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import dcc, html

from components.formats import short_period
from components.notices import conflict_link
from data.views import ComparisonView, Point, TrendView
from data.views.local import LocalRow
from data.views.words import period_words

Cell = object


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds numbers."""

    title: str
    is_number: bool = False


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], hide_caption: bool = False
) -> html.Div:
    """A table in a box of its own that scrolls sideways where narrow. The first cell of a row is its header."""
    heads = [html.Th(c.title, scope="col", className="number" if c.is_number else "") for c in columns]
    body = [
        html.Tr(
            [html.Th(row[0], scope="row")]
            + [
                html.Td(cell, className="number" if column.is_number else "")
                for column, cell in zip(columns[1:], row[1:], strict=True)
            ]
        )
        for row in rows
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="visually-hidden" if hide_caption else ""),
                html.Thead(html.Tr(heads)),
                html.Tbody(body),
            ],
            className="data-table",
        ),
        className="table-scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
    )


def trend_table(view: TrendView) -> html.Div:
    """Areas down, periods across; the area and its comparators first, then each neighbour."""
    columns = [Column("Area"), *(Column(short_period(p), True) for p in view.periods)]
    chosen = [s for s in (view.area, view.england, view.region, view.neighbours) if s is not None]
    rows = [[s.name, *map(_cell, s.points)] for s in chosen]
    rows += [[s.name, *map(_cell, s.points)] for s in view.members]
    return table(f"{view.indicator.name}: {view.subtitle}", columns, rows, hide_caption=True)


def _cell(point: Point) -> str:
    if point.value is not None and point.count is not None and point.count != point.total:
        return f"{point.text} ({point.count} of {point.total})"
    return point.text


def comparison_table(view: ComparisonView) -> html.Div:
    """The area and its neighbours with their values and closeness, then the comparators."""
    columns = [Column("Area"), Column(period_words(view.period), True), Column("Closeness")]
    rows: list[list[Cell]] = [[b.name, b.point.text, b.closeness or "the chosen area"] for b in view.bars]
    rows += [["England", view.england.text, ""]] if view.england else []
    rows += [[view.region_name, view.region.text, "region"]] if view.region else []
    if view.neighbours:
        rows.append([view.neighbours_name, view.neighbours.text, f"{view.neighbours.count} of {view.neighbours.total}"])
    return table(f"{view.indicator.name}: {view.subtitle}", columns, rows, hide_caption=True)


def local_table(rows: Sequence[LocalRow], caption: str, search: str) -> html.Div:
    """The board's own figures: this period, the one before, what the report itself compares with."""
    columns = (
        Column("Indicator"),
        Column("Period"),
        Column("Value", True),
        Column("Before", True),
        Column("Change"),
        Column("Comparators in the report"),
        Column("Source"),
    )
    return table(caption, columns, [_local(row, search) for row in rows])


def _local(row: LocalRow, search: str) -> list[Cell]:
    name: list[object] = [dcc.Link(row.indicator.name, href=f"/indicators/{row.indicator.id}{search}")]
    name += [html.Div(conflict_link(c), className="tile-conflict") for c in row.conflicts]
    several = len(row.values) > 1
    values = [html.Div(f"{text} ({section})" if several else text) for text, section in row.values]
    return [
        name,
        period_words(row.period),
        values,
        row.before or "–",
        row.change or "no figure for the period before",
        "; ".join(row.comparators) or "none",
        row.section,
    ]
