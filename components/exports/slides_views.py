"""Views as native charts: what is on each slide, where, and in whose colour. Lengths are points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby

from components import theme
from components.charts.comparison import EDGE_WIDTHS, EDGES, FILLS
from components.charts.labels import spread
from components.charts.trend import COLOURS, axis
from components.exports.slides_chart import Axis, Chart, Label, Look, Set, number_code
from components.exports.slides_text import clean, height, pages, width, wrapped
from components.formats import short_period
from data.views import (
    AREA,
    ENGLAND,
    MEMBER,
    NAMED,
    NEIGHBOURS,
    REGION,
    Bar,
    ComparisonView,
    FlowNode,
    FlowView,
    Point,
    ProfileRow,
    ProfileView,
    Series,
    TrendView,
)

_LINES = {
    AREA: Look(theme.AREA, theme.AREA, 3.5, symbol="circle", size=9),
    ENGLAND: Look(theme.ENGLAND, theme.ENGLAND, 2.25, "dash"),
    NEIGHBOURS: Look(theme.NEIGHBOURS, theme.NEIGHBOURS, 2.25, "dashDot", "diamond", 9, is_hollow=True),
    REGION: Look(theme.REGION, theme.REGION, 2.25, "sysDot"),
    MEMBER: Look(theme.MEMBER, theme.MEMBER, 0.75),
    NAMED: Look(COLOURS[NAMED], COLOURS[NAMED], 2, symbol="square", size=7),
}
_LONELY = {ENGLAND: ("square", 7), REGION: ("triangle", 7), MEMBER: ("circle", 5)}
_BARS = {role: Look(FILLS[role], EDGES[role], EDGE_WIDTHS[role]) for role in (AREA, MEMBER, NAMED)}
_SHORT = {NEIGHBOURS: "Neighbours"}
_NAMES_WIDE = 470.0  # the most for the names of bars
_END_WIDE = 220.0  # the most for the words at the ends of lines
_GAP = 14.0
_ENDS = 1.1  # of a profile's scale
_LINE_ROW, _BAR_ROW = 34.0, 25.0  # the least a row of bars needs: two bars, one bar


# Lines --------------------------------------------------------------------------------------------


def trend(view: TrendView, wide: float, high: float) -> Chart | None:
    """The lines, the area's last and so on top; None where nobody has a value."""
    lines = _ordered(view)
    drawn = [p.value for _, series in lines for p in series.points if p.value is not None]
    if not drawn:
        return None
    limits = [limit for p in view.area.points if p.interval for limit in (p.interval.lower, p.interval.upper)]
    low, top, step = axis([*drawn, *limits])
    low = math.floor(low / step + 1e-9) * step
    digits = len(f"{step:.6f}".rstrip("0").partition(".")[2])
    periods = tuple(short_period(period) for period in view.periods)
    named = [(role, s) for role, s in lines if role != MEMBER and _end(s.points) is not None]
    words = [wrapped(_end_words(s), _END_WIDE, bold=True) for _, s in named]
    right = max(width(line, bold=True) for lines in words for line in lines) + _GAP if words else _GAP
    left = max(width(f"{n * step:,.{digits}f}") for n in range(math.floor(top / step) + 1)) + 14
    left = max(left, width(periods[0]) / 2)
    plot = (left, 14.0, wide - left - right, high - 14 - 48)
    labels = _end_labels(view, named, words, plot, (low, top), right - _GAP)
    return Chart(
        kind="line",
        size=(wide, high),
        plot=plot,
        categories=periods,
        sets=tuple(_line(role, series, labels.get(series.key, ())) for role, series in lines),
        axis=Axis(low, top, step, f"#,##0{'.' + '0' * digits if digits else ''}"),
        code=number_code(view.indicator.decimals, view.indicator.unit),
        corner="Period",
        skip=_skip(len(periods), max(map(width, periods)) + 16, plot[2]),
    )


def missing_words(view: TrendView) -> str:
    """Which periods the area has no value for, and why: "2014/15, 2017/18 to 2020/21 suppressed …"."""
    runs: dict[str, list[str]] = {}
    for reason, run in groupby(view.area.points, key=lambda p: p.text if p.value is None else None):
        found = [short_period(p.period) for p in run]
        if reason is not None:
            runs.setdefault(reason, []).append(found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}")
    said = "; ".join(f"{', '.join(found)} {reason}" for reason, found in runs.items())
    return f"No figure for {view.area.name}: {said}." if said else ""


def _ordered(view: TrendView) -> list[tuple[str, Series]]:
    quiet = [(MEMBER, s) for s in view.members if s.role == MEMBER]
    named = [(NAMED, s) for s in view.members if s.role == NAMED]
    others = [(s.role, s) for s in (view.region, view.england, view.neighbours) if s is not None]
    return [*quiet, *others, *named, (AREA, view.area)]


def _line(role: str, series: Series, labels: tuple[Label, ...]) -> Set:
    look = _LINES[role]
    lonely: tuple[tuple[int, Look], ...] = ()
    if not look.symbol:  # a point with no neighbour has no line: it gets the only marker
        symbol, size = _LONELY[role]
        spot = Look(look.fill, look.edge, look.width, look.dash, symbol, size)
        lonely = tuple((i, spot) for i in _alone(series.points))
    has_intervals = role == AREA and any(p.interval for p in series.points)
    return Set(clean(series.name, 200), series.points, _values(series.points), look, lonely, labels, has_intervals)


def _alone(points: tuple[Point, ...]) -> list[int]:
    known = [False, *(p.value is not None for p in points), False]
    return [i for i in range(len(points)) if known[i + 1] and not known[i] and not known[i + 2]]


def _end(points: tuple[Point, ...]) -> int | None:
    return next((i for i in reversed(range(len(points))) if points[i].value is not None), None)


def _end_words(series: Series) -> str:
    end = _end(series.points) or 0
    point = series.points[end]
    when = "" if end == len(series.points) - 1 else f" ({short_period(point.period)})"
    return clean(f"{_SHORT.get(series.role, series.name)} {point.text}{when}", 80)


def _end_labels(
    view: TrendView,
    named: list[tuple[str, Series]],
    words: list[list[str]],
    plot: tuple[float, float, float, float],
    ends: tuple[float, float],
    wide: float,
) -> dict[str, tuple[Label, ...]]:
    """Labels right of the plot, moved apart, by the key of their series."""
    _, _, plot_wide, plot_high = plot
    count = len(view.periods)
    per = plot_high / (ends[1] - ends[0])
    at = [_end(series.points) or 0 for _, series in named]
    wanted = [((s.points[i].value or 0.0) - ends[0]) * per for (_, s), i in zip(named, at, strict=True)]
    placed = spread(wanted, [height(len(lines)) + 2 for lines in words], 0, plot_high + 10)
    found: dict[str, tuple[Label, ...]] = {}
    for (role, series), lines, index, was, now in zip(named, words, at, wanted, placed, strict=True):
        across = plot_wide * (count - 1 - index) / (count - 1) if count > 1 else plot_wide / 2
        found[series.key] = (
            Label(index, tuple(lines), COLOURS[role], wide, across + 2, was - now, is_bold=role == AREA),
        )
    return found


def _skip(count: int, label: float, room: float) -> int:
    """Every how many periods one is named: so that they do not touch and, where it can be, the last is named."""
    least = max(1, math.ceil(label * (count - 1) / room)) if count > 1 else 1
    even = [n for n in range(least, count) if (count - 1) % n == 0 and (count - 1) // n >= 2]
    return even[0] if even and even[0] <= least * 2 else least


# Bars ---------------------------------------------------------------------------------------------


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
        for chosen in _chosen(names, high - 64, _LINE_ROW)
    ]


def _profile(view: ProfileView, rows: list[ProfileRow], names: list[str], size: tuple[float, float]) -> Chart:
    wide, high = size
    left = _left(names)
    reasons = {i: _reason(row) for i, row in enumerate(rows) if row.stands_out and row.place is not None}
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
    return clean(f"{row.name}: {row.own.text}", 120)


def _reason(row: ProfileRow) -> str:
    """Why a row stands out, the first reason; the notes have all."""
    return clean(row.stands_out.partition(";")[0], 60)


def _nothing(row: ProfileRow) -> Point:
    return Point(row.period, None, "none", row.own.status)


def _left(names: list[str]) -> float:
    return min(_NAMES_WIDE, max(width(name) for name in names)) * 1.03 + 10


def _chosen(names: list[str], room: float, row: float) -> list[list[int]]:
    """Which rows go on which chart: as even as can be, all as tall as the longest name needs."""
    lines = max(len(wrapped(name, _NAMES_WIDE)) for name in names)
    tall = max(row, height(lines) + 4)
    count = len(pages(names, room, lambda _: tall))
    size = math.ceil(len(names) / count)
    return [list(range(start, min(start + size, len(names)))) for start in range(0, len(names), size)]
