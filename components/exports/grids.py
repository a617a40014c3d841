"""What the one table of each sheet holds: rectangular, a heading for every column, a number or words in every cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from components import tables
from components.exports.exhibits import Exhibit
from data.register import Indicator
from data.views import ComparisonView, FlowView, Point, ProfileRow, ProfileView, Series, TrendView
from data.views.local import LocalRow
from data.views.words import of_what, period_words

_DECIMALS = re.compile(r"\d\.(\d+)")
NONE = "none"
A_POINT = "none: a point"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is, unrounded, and the decimals it is shown with; ``is_change`` where its sign always shows."""

    value: float
    decimals: int = 0
    is_change: bool = False


Cell = str | Number


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings, and rows of as many cells."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def grid(exhibit: Exhibit) -> Grid:
    """The table of an exhibit, from its view where it has one."""
    match exhibit.view:
        case TrendView():
            return _trend(exhibit.view)
        case ComparisonView():
            return _comparison(exhibit.view)
        case ProfileView():
            return _profile(exhibit.view)
        case FlowView():
            return _flow(exhibit.view)
    return _local(exhibit.rows) if exhibit.rows else _in_words(exhibit.table)


def _number(value: float | None, indicator: Indicator, otherwise: str) -> Cell:
    if value is None or not isfinite(value):
        return otherwise
    return Number(value, indicator.decimals, indicator.unit == "percent_change")


def _figure(point: Point | None, indicator: Indicator) -> Cell:
    """The number with as many decimals as it is written with."""
    found = _number(point.value, indicator, point.text) if point else NONE
    written = _DECIMALS.search(point.text) if point else None
    if isinstance(found, Number) and written is not None and len(written[1]) > found.decimals:
        return replace(found, decimals=len(written[1]))
    return found


def _limits(points: Iterable[Point], indicator: Indicator, otherwise: str) -> tuple[list[Cell], list[Cell]]:
    """Lower and upper limits, each in order."""
    intervals = [point.interval for point in points]
    lower = [_number(i.lower if i else None, indicator, otherwise) for i in intervals]
    upper = [_number(i.upper if i else None, indicator, otherwise) for i in intervals]
    return lower, upper


def _count(point: Point | None, otherwise: str = NONE) -> Cell:
    return otherwise if point is None or point.count is None else Number(point.count)


def _qualifier(point: Point | None) -> str:
    return (point.qualifier if point else None) or NONE


def _unit(indicator: Indicator) -> str:
    return indicator.unit_words or "number"


def _trend(view: TrendView) -> Grid:
    """A row for each area, and one for each thing said of its figures; a column for each period."""
    heads = ["Area", "Figure", *map(period_words, view.periods)]
    rows = _series(view.area, view.indicator)
    for series in (view.england, view.region, view.neighbours, *view.members):
        rows += _series(series, view.indicator) if series else []
    return Grid(heads, rows)


def _series(series: Series, indicator: Indicator) -> list[list[Cell]]:
    points, unit = series.points, _unit(indicator)
    rows: list[list[Cell]] = [[series.name, f"Value ({unit})", *(_figure(p, indicator) for p in points)]]
    if any(p.qualifier for p in points):
        rows.append([series.name, "Qualifier", *map(_qualifier, points)])
    if any(p.interval for p in points):
        lower, upper = _limits(points, indicator, NONE)
        rows += [[series.name, f"95% lower ({unit})", *lower], [series.name, f"95% upper ({unit})", *upper]]
    if any(p.count is not None for p in points):
        rows.append([series.name, "Neighbours in the average", *map(_count, points)])
    return rows


def _comparison(view: ComparisonView) -> Grid:
    unit, indicator = _unit(view.indicator), view.indicator
    found = [(b.name, b.point, NONE, b.closeness or tables.CLOSENESS[b.role]) for b in view.bars]
    found += [("England", view.england, A_POINT, "nation")] if view.england else []
    found += [(view.region_name, view.region, A_POINT, "region")] if view.region else []
    if view.neighbours:
        made = f"average of {view.neighbours.count} of {view.neighbours.total}"
        found.append((view.neighbours_name, view.neighbours, A_POINT, made))
    qualified = any(point.qualifier for _, point, _, _ in found)
    rows: list[list[Cell]] = []
    for name, point, unlimited, closeness in found:
        (lower,), (upper,) = _limits([point], indicator, unlimited)
        row = [name, _figure(point, indicator), lower, upper, closeness]
        rows.append([*row, _qualifier(point)] if qualified else row)
    heads = ["Area", f"Value ({unit})", f"95% lower ({unit})", f"95% upper ({unit})", "Closeness"]
    return Grid([*heads, "Qualifier"] if qualified else heads, rows)


def _profile(view: ProfileView) -> Grid:
    heads = ("Indicator", "Unit", "Period", view.area_name, "England", "Neighbours",
             "Neighbours in the average", "Unusual")  # fmt: skip
    return Grid(heads, [_profiled(row) for row in view.rows])


def _profiled(row: ProfileRow) -> list[Cell]:
    figures = [_figure(point, row.indicator) for point in (row.own, row.england, row.neighbours)]
    return [
        row.indicator.name, of_what(row.indicator), period_words(row.period), *figures, _count(row.neighbours),
        row.unusual,
    ]  # fmt: skip


def _flow(view: FlowView) -> Grid:
    """The total, then sources and outcomes."""
    rows = [["total", view.total_name, "number", _qualifier(view.total), _printed(view.total)]]
    for kind, nodes in (("source", view.sources), ("outcome", view.outcomes)):
        rows += [[kind, n.name, "% of contacts", _qualifier(n.point), _printed(n.point)] for n in nodes]
    return Grid(("Kind", "Name", "Unit", "Qualifier", "Value"), rows)


def _printed(point: Point) -> Cell:
    """A figure of a report, with a decimal where the report gives one."""
    value = point.value
    return point.text if value is None or not isfinite(value) else Number(value, 0 if value == int(value) else 1)


def _local(rows: Sequence[LocalRow]) -> Grid:
    """A row for each value: two where two sections of the report disagree."""
    heads = ("Indicator", "Unit", "Period", "Qualifier", "Value", "Section", "Qualifier before", "Value before",
             "Change", "Comparators in the report", "Where the sources disagree")  # fmt: skip
    return Grid(heads, [line for row in rows for line in _lines(row)])


def _lines(row: LocalRow) -> Iterable[list[Cell]]:
    indicator = row.indicator
    for point, (_, section) in zip(row.figures, row.values, strict=True):
        yield [
            indicator.name, of_what(indicator), period_words(point.period), _qualifier(point),
            _figure(point, indicator), section, _qualifier(row.earlier), _figure(row.earlier, indicator),
            row.change or "no figure for the period before", "; ".join(row.comparators) or NONE,
            "; ".join(conflict.summary for conflict in row.conflicts) or NONE,
        ]  # fmt: skip


def _in_words(content: tables.Content) -> Grid:
    """A table that has no values behind it, as it reads."""
    return Grid([c.title for c in content.columns], [[_said(cell) for cell in row] for row in content.rows])


def _said(cell: tables.Cell) -> str:
    parts = [cell] if isinstance(cell, str | tables.Part) else cell
    return "; ".join(part if isinstance(part, str) else part.text for part in parts)
