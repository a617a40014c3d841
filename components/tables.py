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
from data.views import (
    AREA,
    MEMBER,
    NAMED,
    OTHER,
    ComparisonView,
    FlowView,
    FunnelView,
    Point,
    ProfileView,
    StripView,
    TrendView,
)
from data.views.local import LocalRow
from data.views.words import period_words

KINDS = {AREA: "the chosen area", MEMBER: "neighbour", NAMED: "chosen to compare with", OTHER: ""}
CLOSENESS = {AREA: "the chosen area", MEMBER: "", NAMED: "chosen to compare with"}


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
    """What a table holds. The first cell of a row is its header.

    A table that ``stacks`` holds words more than numbers: where narrow, each row becomes a block of its cells. Where a
    table ``ends_latest``, its last column is the newest period, and what is seen first of a table wider than its place.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    hide_caption: bool = False
    stacks: bool = False
    ends_latest: bool = False

    def data(self) -> str:
        """As the browser is sent it."""
        content = {
            "caption": self.caption,
            "hidden": self.hide_caption,
            "stacks": self.stacks,
            "latest": self.ends_latest,
            "columns": [[column.title, column.is_number] for column in self.columns],
            "rows": [[_plain(cell) for cell in row] for row in self.rows],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], stacks: bool = True) -> html.Div:
    """A table in a box of its own; where narrow its rows are stacked, or it scrolls sideways."""
    return holder(Content(caption, columns, tuple(rows), stacks=stacks))


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
    rows = [[view.area.name, *map(_cell, view.area.points)]]
    if any(p.interval for p in view.area.points):
        limits = [p.interval.text if p.interval else "none" for p in view.area.points]
        rows.append([f"{view.area.name}, 95% interval", *limits])
    chosen = [s for s in (view.england, view.region, view.neighbours) if s is not None]
    rows += [[s.name, *map(_cell, s.points)] for s in chosen]
    rows += [[s.name, *map(_cell, s.points)] for s in view.members]
    caption = f"{view.indicator.name}: {view.area_name} and those it is compared with"
    return Content(caption, columns, rows, hide_caption=True, ends_latest=True)


def _cell(point: Point) -> str:
    if point.value is not None and point.count is not None and point.count != point.total:
        return f"{point.text} ({point.count} of {point.total})"
    return point.text


def comparison_content(view: ComparisonView) -> Content:
    """The area and its neighbours with their values and closeness, then the comparators."""
    columns = [
        Column("Area"), Column(period_words(view.period), True), Column("95% interval", True), Column("Closeness"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [b.name, b.point.text, b.point.interval.text if b.point.interval else "none", b.closeness or CLOSENESS[b.role]]
        for b in view.bars
    ]
    rows += [["England", view.england.text, "none", "nation"]] if view.england else []
    rows += [[view.region_name, view.region.text, "none", "region"]] if view.region else []
    if view.neighbours:
        made = f"{view.neighbours.count} of {view.neighbours.total}"
        rows.append([view.neighbours_name, view.neighbours.text, "none", made])
    return Content(
        f"{view.indicator.name}: {view.area_name} and its neighbours, {period_words(view.period)}",
        columns,
        rows,
        hide_caption=True,
    )


def strip_content(view: StripView) -> Content:
    """Every authority, lowest first, marked where it is the area or a neighbour."""
    columns = [Column("Area"), Column(period_words(view.period), True), Column("Kind")]
    rows = [[dot.name, dot.text, KINDS[dot.role]] for dot in view.dots]
    caption = f"{view.indicator.name}: every local authority, {period_words(view.period)}"
    return Content(caption, columns, rows, hide_caption=True)


def funnel_content(view: FunnelView) -> Content:
    """Every authority with its size and where it lies to the limits."""
    size = view.denominator_name[:1].upper() + view.denominator_name[1:]
    columns = [
        Column("Area"), Column(period_words(view.period), True), Column(size or "Size", True), Column("To the limits"),
        Column("Kind"),
    ]  # fmt: skip
    rows = [
        [d.name, d.text, f"{d.denominator or 0:,.0f}", f"outside {100 * d.beyond:g}%" if d.beyond else "within",
         KINDS[d.role]]
        for d in view.dots
    ]  # fmt: skip
    caption = f"{view.indicator.name}: every local authority by its size, {period_words(view.period)}"
    return Content(caption, columns, rows, hide_caption=True)


def profile_content(view: ProfileView) -> Content:
    """Every indicator of the panel with its comparators and whether it is unusual."""
    columns = [
        Column("Indicator"), Column("Unit"), Column("Period"), Column(view.area_name, True), Column("England", True),
        Column("Neighbours", True), Column("Unusual"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            Part(row.indicator.name, f"/indicators/{row.indicator.id}"), row.indicator.unit_words or "number",
            period_words(row.period), row.own.text, row.england.text if row.england else "none",
            _cell(row.neighbours) if row.neighbours else "none", row.unusual,
        ]
        for row in view.rows
    ]  # fmt: skip
    return Content(f"{view.title}, {view.area_name}", columns, rows, hide_caption=True)


def local_table(rows: Sequence[LocalRow], caption: str) -> html.Div:
    """The board's own figures: this period, the one before, what the report itself compares with."""
    return holder(local_content(rows, caption))


def local_content(rows: Sequence[LocalRow], caption: str) -> Content:
    """Without the columns that would be empty: what the report leaves out of every row is said once."""
    has_earlier = any(row.change or row.before for row in rows)
    has_comparators = any(row.comparators for row in rows)
    missing = [name for name, has in (("earlier figures", has_earlier), ("comparators", has_comparators)) if not has]
    columns = (
        Column("Indicator"),
        Column("Period"),
        Column("Value", True),
        *((Column("Compared with the period before"),) if has_earlier else ()),
        *((Column("Comparators in the report"),) if has_comparators else ()),
        Column("Source"),
    )
    reports = tuple(dict.fromkeys(row.release for row in rows))
    note = f". Source: {reports[0]}" if len(reports) == 1 else ""
    note += f". The report gives no {' and no '.join(missing)} here." if missing else ""
    cells = [_local(row, has_earlier, has_comparators, len(reports) > 1) for row in rows]
    return Content(caption + note, columns, cells, stacks=True)


def flow_content(view: FlowView) -> Content:
    """Sources of contact and their outcomes, each with its share."""
    kinds = (("source", view.sources), ("outcome", view.outcomes))
    rows = [[kind, n.name, n.point.text] for kind, nodes in kinds for n in nodes]
    columns = (Column("Kind"), Column("Name"), Column("Share of contacts", True))
    return Content(view.subtitle, columns, rows, hide_caption=True)


def _local(row: LocalRow, has_earlier: bool, has_comparators: bool, is_report_named: bool) -> list[Cell]:
    several = len(row.values) > 1
    name = Part(row.indicator.name, f"/indicators/{row.indicator.id}")
    return [
        [name, *(conflict_part(c) for c in row.conflicts)],
        period_words(row.period),
        [f"{text} ({section})" if several else text for text, section in row.values],
        *([row.change or row.before or "no earlier figure"] if has_earlier else []),
        *(["; ".join(row.comparators) or "none"] if has_comparators else []),
        f"{row.section}, {row.release}" if is_report_named else row.section,
    ]
