"""Trends as native line charts: the area heavy and last, labels at the ends of lines. Lengths are points."""

from __future__ import annotations

import math
from itertools import groupby

from components import theme
from components.charts.axes import axis
from components.charts.labels import spread
from components.charts.trend import COLOURS
from components.exports.plain import clean
from components.exports.slides_chart import Axis, Chart, Label, Look, Set, number_code
from components.exports.slides_text import height, width, wrapped
from components.formats import short_period
from data.views import AREA, ENGLAND, MEMBER, NAMED, NEIGHBOURS, REGION, Point, Series, TrendView

_LINES = {
    AREA: Look(theme.AREA, theme.AREA, 3.5, symbol="circle", size=9),
    ENGLAND: Look(theme.ENGLAND, theme.ENGLAND, 2.25, "dash"),
    NEIGHBOURS: Look(theme.NEIGHBOURS, theme.NEIGHBOURS, 2.25, "dashDot", "diamond", 9, is_hollow=True),
    REGION: Look(theme.REGION, theme.REGION, 2.25, "sysDot"),
    MEMBER: Look(theme.MEMBER, theme.MEMBER, 0.75),
    NAMED: Look(COLOURS[NAMED], COLOURS[NAMED], 2, symbol="square", size=7),
}
_LONELY = {ENGLAND: ("square", 7), REGION: ("triangle", 7), MEMBER: ("circle", 5)}
_SHORT = {NEIGHBOURS: "Neighbours"}
_END_WIDE = 220.0  # the most for the words at the ends of lines
_GAP = 14.0
_APART = 2.0  # the least between the names of two periods
_CENTURY = 2  # digits


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
    periods = _fitting(periods, plot[2])
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
        skip=_skip(len(periods), max(map(width, periods)) + _APART, plot[2]),
    )


def _fitting(periods: tuple[str, ...], room: float) -> tuple[str, ...]:
    """Financial years without their century, "12/13", where with it not every one can be named."""
    if _skip(len(periods), max(map(width, periods)) + _APART, room) == 1 or not all("/" in name for name in periods):
        return periods
    return tuple(name[_CENTURY:] for name in periods)


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
    return Set(
        clean(series.name, 200),
        series.points,
        tuple(p.value for p in series.points),
        look,
        lonely,
        labels,
        has_intervals,
    )


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
