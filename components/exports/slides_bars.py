"""Comparisons, profiles and flows as native bar charts. Lengths are points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from components import theme
from components.charts.axes import axis
from components.charts.comparison import EDGE_WIDTHS, EDGES, FILLS
from components.exports.plain import clean
from components.exports.slides_chart import Axis, Chart, Label, Look, Set, number_code
from components.exports.slides_text import height, pages, width, wrapped
from components.formats import short_period
from data.views import (
    AREA,
    MEMBER,
    NAMED,
    Bar,
    ComparisonView,
    FlowNode,
    FlowView,
    Point,
    ProfileRow,
    ProfileView,
    words,
)

_BARS = {role: Look(FILLS[role], EDGES[role], EDGE_WIDTHS[role]) for role in (AREA, MEMBER, NAMED)}
_NAMES_WIDE = 470.0  # the most for the names of bars
_ROWS_WIDE = 560.0  # the same of a profile, whose bars are short: a second line would take the room of a row
_GAP = 14.0
USUAL_RATE = "per 10,000"  # what most rates of a profile are, said once
_ENDS = 1.1  # of a profile's scale
_LINE_ROW, _BAR_ROW = 26.0, 25.0  # the least a row of bars needs: two bars, one bar


def comparison(view: ComparisonView, wide: float, high: float) -> list[Chart]:
    """The bars, on one scale over as many charts as they need; none where no area has a value."""
    if all(bar.point.value is None for bar in view.bars):
        return []
    names = [_name(bar.name, bar.point) for bar in view.bars]
    limits = [bar.point.interval.upper for bar in view.bars if bar.point.interval]
    top = max([*(bar.point.value or 0.0 for bar in view.bars), *limits]) * 1.02 or 1.0
    return [
        _comparison(view, [view.bars[i] for i in chosen], [names[i] for i in chosen], (wide, high), top)
        for chosen in _chosen(names, high - 8, _BAR_ROW)
    ]


def _comparison(
    view: ComparisonView, bars: list[Bar], names: list[str], size: tuple[float, float], top: float
) -> Chart:
    wide, high = size
    points = tuple(bar.point for bar in bars)
    said = [width(p.text, bold=True) for p in points if p.value is not None]
    right = max(said, default=0.0) + 6
    left = _left(names)
    plot = (left, 4.0, wide - left - right - _GAP, min(high - 8, 46.0 * len(bars)))
    labels = tuple(
        Label(
            i, (clean(bar.point.text, 80),), theme.AREA if bar.role == AREA else theme.INK, right,
            dx=plot[2] * (1 - (bar.point.value or 0.0) / top) + 4, is_bold=bar.role == AREA, place="outEnd",
        )
        for i, bar in enumerate(bars) if bar.point.value is not None
    )  # fmt: skip
    looks = tuple((i, _BARS[bar.role]) for i, bar in enumerate(bars) if bar.role != MEMBER)
    name = f"{view.indicator.name}, {short_period(view.period)}"
    has_intervals = any(p.interval for p in points)
    return Chart(
        kind="bar",
        size=size,
        plot=plot,
        categories=tuple(names),
        sets=(Set(clean(name, 200), points, _values(points), _BARS[MEMBER], looks, labels, has_intervals),),
        axis=Axis(0.0, top, axis([top])[2], "General", is_shown=False),
        code=number_code(view.indicator.decimals, view.indicator.unit),
        corner="Area",
    )


def averages(view: ComparisonView) -> list[tuple[str, str]]:
    """England, the neighbours' average and the region in words, with their colours."""
    found = (
        (view.england, "England", theme.ENGLAND),
        (view.neighbours, view.neighbours_name, theme.NEIGHBOURS),
        (view.region, view.region_name, theme.REGION),
    )
    return [(f"{name} {point.text}", colour) for point, name, colour in found if point is not None]


def profile(view: ProfileView, wide: float, high: float) -> list[Chart]:
    """Bars from England to the area and to its neighbours' average, each indicator on its own scale."""
    if all(row.place is None for row in view.rows):
        return []
    names = [_profile_name(row) for row in view.rows]
    return [
        _profile(view, [view.rows[i] for i in chosen], [names[i] for i in chosen], (wide, high))
        for chosen in _chosen(names, high - 64, _LINE_ROW, _ROWS_WIDE)
    ]


def _profile(view: ProfileView, rows: list[ProfileRow], names: list[str], size: tuple[float, float]) -> Chart:
    wide, high = size
    left = _left(names, _ROWS_WIDE)
    reasons = {i: _reason(row) for i, row in enumerate(rows) if row.marked and row.place is not None}
    right = max((width(text, bold=True) for text in reasons.values()), default=0.0) + 6
    plot = (left, 56.0, wide - left - right - _GAP, min(high - 64, 60.0 * len(rows)))
    own = tuple(row.own for row in rows)
    others = tuple(row.neighbours or _nothing(row) for row in rows)
    labels = tuple(
        Label(
            i, (text,), theme.AREA, width(text, bold=True), _aside(rows[i], text, plot[2]), is_bold=True, place="outEnd"
        )
        for i, text in reasons.items()
    )
    average = Look(theme.NEIGHBOURS, theme.NEIGHBOURS, 1)
    return Chart(
        kind="bar",
        size=size,
        plot=plot,
        categories=tuple(names),
        sets=(
            Set(clean(view.area_name, 200), own, tuple(row.place for row in rows), _BARS[AREA], labels=labels),
            Set("Neighbours' average", others, tuple(row.neighbours_place for row in rows), average),
        ),
        axis=Axis(-_ENDS, _ENDS, _ENDS, '"higher";"lower";"England"'),
        code="0.00",
        corner="Indicator",
        gap=50,
        has_legend=True,
    )


def _aside(row: ProfileRow, text: str, plot: float) -> float:
    """From the end of a row's bar to the right of the plot; a bar to the left has its words on its left."""
    place = row.place or 0.0
    return plot * (_ENDS - place) / (2 * _ENDS) + 4 + (width(text, bold=True) if place < 0 else 0.0)


def flow(view: FlowView, wide: float, high: float) -> list[Chart]:
    """Sources and outcomes side by side on one scale; none where nothing has a share."""
    sides = (("Where contacts came from", view.sources), ("What became of them", view.outcomes))
    if not any(node.point.value is not None for _, nodes in sides for node in nodes):
        return []
    top = max(node.point.value or 0.0 for _, nodes in sides for node in nodes) or 1.0
    return [_flow(title, nodes, ((wide - 24) / 2, high), top) for title, nodes in sides]


def _flow(title: str, nodes: Sequence[FlowNode], size: tuple[float, float], top: float) -> Chart:
    wide, high = size
    names = [_name(node.name, node.point) for node in nodes]
    left = min(_left(names), 0.5 * wide)
    points = tuple(node.point for node in nodes)
    labels = tuple(
        Label(i, (clean(p.text, 30),), theme.INK, 60, dx=4, is_bold=True, place="outEnd")
        for i, p in enumerate(points) if p.value is not None
    )  # fmt: skip
    plot = (left, 40.0, wide - left - 64, min(high - 48, 60.0 * len(nodes)))
    return Chart(
        kind="bar",
        size=size,
        plot=plot,
        categories=tuple(names),
        sets=(Set("Share of contacts", points, _values(points), _BARS[AREA], labels=labels),),
        axis=Axis(0.0, top, axis([top])[2], "General", is_shown=False),
        code='0"%"',
        corner=title,
        title=title,
    )


def _values(points: Iterable[Point]) -> tuple[float | None, ...]:
    return tuple(point.value for point in points)


def _name(name: str, point: Point) -> str:
    """The name of a bar; where there is no bar, with the reason."""
    return clean(name if point.value is not None else f"{name}: {point.text}", 120)


def _profile_name(row: ProfileRow) -> str:
    """Name and value; its unit but for the rates that the subtitle says it of."""
    unit = words.unit_beside(row.indicator)
    said = f" {unit}" if unit and unit != USUAL_RATE and row.own.value is not None else ""
    return clean(f"{row.name}: {row.own.text}{said}", 120)


def _reason(row: ProfileRow) -> str:
    """Whether a row is unusual; the notes say why."""
    return clean(row.marked.partition(":")[0], 60)


def _nothing(row: ProfileRow) -> Point:
    return Point(row.period, None, "none", row.own.status)


def _left(names: list[str], most: float = _NAMES_WIDE) -> float:
    return min(most, max(width(name) for name in names)) * 1.03 + 10


def _chosen(names: list[str], room: float, row: float, most: float = _NAMES_WIDE) -> list[list[int]]:
    """Which rows go on which chart: as even as can be, all as tall as the longest name needs."""
    lines = max(len(wrapped(name, most)) for name in names)
    tall = max(row, height(lines) + 4)
    count = len(pages(names, room, lambda _: tall))
    size = math.ceil(len(names) / count)
    return [list(range(start, min(start + size, len(names)))) for start in range(0, len(names), size)]
