"""Semantic tables: a caption, header cells with a scope, numbers to the right, missing values in words.

A table is sent as data and built in the browser (``assets/tables.js``): a component for each cell would make every
change of a filter slow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dash import html

from components.formats import short_period
from components.notices import mark
from data.conflicts import Conflict
from data.views import ComparisonView, Point, TrendView
from data.views.local import LocalRow
from data.views.words import period_words


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell on a line of its own: text, where it leads, its class, and an id to link to."""

    text: str
    href: str = ""
    look: str = ""
    id: str = ""
    title: str = ""


Cell = str | Part | Sequence[str | Part]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds numbers."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds. The first cell of a row is its header."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    hide_caption: bool = False

    def data(self) -> str:
        """As the browser is sent it."""
        content = {
            "caption": self.caption,
            "hidden": self.hide_caption,
            "columns": [[column.title, column.is_number] for column in self.columns],
            "rows": [[_plain(cell) for cell in row] for row in self.rows],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> html.Div:
    """A table in a box of its own that scrolls sideways where narrow."""
    return holder(Content(caption, columns, tuple(rows)))


def holder(content: Content, **named: Any) -> html.Div:
    """The element in which the browser builds the table."""
    attributes = {"aria-label": "Table", "data-table": content.data()}
    return html.Div(className="table-scroll", tabIndex="0", role="region", **attributes, **named)


def _plain(cell: Cell) -> object:
    if isinstance(cell, str):
        return cell
    parts = [cell] if isinstance(cell, Part) else cell
    return [part if isinstance(part, str) else {k: v for k, v in asdict(part).items() if v} for part in parts]


def conflict_part(conflict: Conflict) -> Part:
    """The mark beside a figure on which the sources disagree, leading to both citations."""
    return Part(mark(conflict), f"/data#{conflict.id}", "tile-conflict", title=conflict.summary)


def trend_content(view: TrendView) -> Content:
    """Areas down, periods across; the area and its comparators first, then each neighbour."""
    columns = [Column("Area"), *(Column(short_period(p), True) for p in view.periods)]
    chosen = [s for s in (view.area, view.england, view.region, view.neighbours) if s is not None]
    rows = [[s.name, *map(_cell, s.points)] for s in chosen]
    rows += [[s.name, *map(_cell, s.points)] for s in view.members]
    return Content(
        f"{view.indicator.name}: {view.area_name} and those it is compared with", columns, rows, hide_caption=True
    )


def _cell(point: Point) -> str:
    if point.value is not None and point.count is not None and point.count != point.total:
        return f"{point.text} ({point.count} of {point.total})"
    return point.text


def comparison_content(view: ComparisonView) -> Content:
    """The area and its neighbours with their values and closeness, then the comparators."""
    columns = [Column("Area"), Column(period_words(view.period), True), Column("Closeness")]
    rows: list[list[Cell]] = [[b.name, b.point.text, b.closeness or "the chosen area"] for b in view.bars]
    rows += [["England", view.england.text, ""]] if view.england else []
    rows += [[view.region_name, view.region.text, "region"]] if view.region else []
    if view.neighbours:
        rows.append([view.neighbours_name, view.neighbours.text, f"{view.neighbours.count} of {view.neighbours.total}"])
    return Content(
        f"{view.indicator.name}: {view.area_name} and its neighbours, {period_words(view.period)}",
        columns,
        rows,
        hide_caption=True,
    )


def local_table(rows: Sequence[LocalRow], caption: str) -> html.Div:
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
    return table(caption, columns, [_local(row) for row in rows])


def _local(row: LocalRow) -> list[Cell]:
    several = len(row.values) > 1
    name = Part(row.indicator.name, f"/indicators/{row.indicator.id}")
    return [
        [name, *(conflict_part(c) for c in row.conflicts)],
        period_words(row.period),
        [f"{text} ({section})" if several else text for text, section in row.values],
        row.before or "–",
        row.change or "no figure for the period before",
        "; ".join(row.comparators) or "none",
        row.section,
    ]
