"""One indicator and period, many areas: ranked bars from zero, the averages as lines across them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components import theme
from components.charts import labels, texts
from components.charts.figures import Figure, empty, margin, meta, text_at
from data.views import AREA, MEMBER, NAMED, Bar, ComparisonView

_NAME_WIDTH, _NAME_MOST, _VALUE_MOST = 124, 180, 96
_TOP = 8
_ROW = 22  # px, the least a row needs
_LABEL_ROW = labels.height(1)
_LABEL_GAP = 6  # px from a line to its words, and from the plot down to them
_PHONE = 358  # px, a chart's width on a phone
_NARROW = 150  # px of plot left there, for which the lines' labels are placed
_FULL = 1.02
_CAP = 0.16  # of a row, up and down from a whisker's end
_FEWEST = 5  # rows that there is room for, so that one area alone has a bar and not a block
_UPRIGHT = {"type": "line", "xref": "paper", "yref": "paper", "y0": 0, "y1": 1}
FILLS = {AREA: theme.AREA, MEMBER: theme.MEMBER_PALE, NAMED: theme.WHITE}
EDGES = {AREA: theme.AREA, MEMBER: theme.MEMBER, NAMED: theme.INK}
EDGE_WIDTHS = {AREA: 1, MEMBER: 1, NAMED: 2}


@dataclass(frozen=True, slots=True)
class _Line:
    """A reference line: its words, value, colour and dash, and the row of its label below the bars."""

    text: str
    value: float
    colour: str
    dash: str
    row: int = 0
    anchor: str = "left"


def comparison(view: ComparisonView) -> Figure:
    """The figure of a comparison. A missing area has its reason in words instead of a bar."""
    lines = _reference_lines(view)
    values = [b.point.value for b in view.bars if b.point.value is not None]
    if not values:
        return empty(view, [b.point.text for b in view.bars])
    limits = [bar.point.interval.upper for bar in view.bars if bar.point.interval]
    high = (max(*values, *limits, *(line.value for line in lines), 0.0) or 1.0) * _FULL
    names = _names(view)
    left = max(labels.width(line) for name in names for line in name) + 12
    right = min(_VALUE_MOST, max(labels.width(b.point.text) for b in view.bars if b.point.value is not None)) + 12
    lines = _placed(lines, high, left, right)
    rows = max((line.row for line in lines), default=-1) + 1
    reasons = [[] if b.point.value is not None else _reason(b, left) for b in view.bars]
    count, tall = _room([max(pair, key=len) for pair in zip(names, reasons, strict=True)])
    return {
        "data": [
            _bars(view),
            *texts.words(_values(view, high, right)),
        ],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(left, right, _TOP, _foot(rows)),
            "bargap": 0.3,
            "xaxis": {"range": [0, high], "visible": False},
            "yaxis": _names_axis(view, names, count),
            "shapes": _shapes(view, lines, count, high),
            "annotations": [_absence(i, reason) for i, reason in enumerate(reasons) if reason],
            "meta": meta(view, axis="starts at zero", height=round(_TOP + _foot(rows) + tall)),
        },
    }


def _foot(rows: int) -> float:
    """Px below the plot for so many rows of words."""
    return _LABEL_GAP + rows * _LABEL_ROW + 4


def _bars(view: ComparisonView) -> dict[str, Any]:
    """One trace; rows without a value are not in it, so they can never look like zero."""
    shown = [(i, bar) for i, bar in enumerate(view.bars) if bar.point.value is not None]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [i for i, _ in shown],
        "x": [_exact(view, bar.point.value or 0.0) for _, bar in shown],
        "marker": {
            "color": [FILLS[bar.role] for _, bar in shown],
            "line": {
                "color": [EDGES[bar.role] for _, bar in shown],
                "width": [EDGE_WIDTHS[bar.role] for _, bar in shown],
            },
        },
        "hovertext": [labels.escape(_hover(bar)) for _, bar in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(bar: Bar) -> str:
    closeness = f" ({bar.closeness.strip()})" if bar.closeness.strip() else ""
    limits = f", 95% interval {bar.point.interval.text}" if bar.point.interval else ""
    note = f"; {bar.point.note}" if bar.point.note else ""
    return f"{bar.name}: {bar.point.text}{limits}{closeness}{note}"


def _names(view: ComparisonView) -> list[list[str]]:
    """Names in lines: a column as narrow as two lines a name allow."""
    narrow = [labels.wrapped(bar.name, _NAME_WIDTH) for bar in view.bars]
    if max(map(len, narrow)) <= 2:
        return narrow
    return [labels.wrapped(bar.name, _NAME_MOST) for bar in view.bars]


def _room(words: list[list[str]]) -> tuple[float, float]:
    """How many rows there is room for, and px of all, so that no row's words touch the next's or what is below them.

    There is room for more rows than there are where the last one's words are higher than it.
    """
    heights = [labels.height(len(lines)) for lines in words]
    row = max([_ROW, *((a + b) / 2 + 2 for a, b in pairwise(heights))])
    count = max(len(words) + max(0.0, heights[-1] / row - 1) / 2, _FEWEST)
    return round(count, 3), count * row


def _names_axis(view: ComparisonView, names: list[list[str]], count: float) -> dict[str, Any]:
    """Rows from the top down, named at the left, the area in bold."""
    text = [texts.bold(name, when=bar.role == AREA) for bar, name in zip(view.bars, names, strict=True)]
    return {
        "range": [count - 0.5, -0.5],
        "tickvals": list(range(len(view.bars))),
        "ticktext": ["<br>".join(name) for name in text],
        "tickfont": {"color": theme.INK},
        "showgrid": False,
    }


def _reason(bar: Bar, left: float) -> list[str]:
    """Why there is no value, in lines that a phone has room for."""
    return labels.wrapped(bar.point.text, _PHONE - left - 12)


def _values(view: ComparisonView, high: float, right: float) -> list[texts.Text]:
    """The values in a column at the right."""
    return [
        texts.Text(
            high, i, texts.bold(labels.wrapped(bar.point.text, right), when=bar.role == AREA),
            colour=theme.AREA if bar.role == AREA else theme.INK,
        )
        for i, bar in enumerate(view.bars)
        if bar.point.value is not None
    ]  # fmt: skip


def _absence(row: int, reason: list[str]) -> dict[str, Any]:
    """Why an area has no value, in words from the base line on."""
    return text_at(
        "<br>".join(map(labels.escape, reason)),
        x=0,
        y=row,
        yref="y",
        xanchor="left",
        yanchor="middle",
        xshift=5,
        bgcolor=theme.WHITE,
    )


def _reference_lines(view: ComparisonView) -> list[_Line]:
    named = (
        (view.england, "England", theme.ENGLAND, "6px,4px"),
        (view.neighbours, view.neighbours_name, theme.NEIGHBOURS, "9px,4px,2px,4px"),
        (view.region, view.region_name, theme.REGION, "2px,4px"),
    )
    return [
        _Line(f"{name} {point.text}", point.value, colour, dash)
        for point, name, colour, dash in named
        if point is not None and point.value is not None
    ]


def _placed(lines: list[_Line], high: float, left: float, right: float) -> list[_Line]:
    """Two lines share a row, the lower one's words to its left and the higher one's to its right, if both fit.

    Otherwise each has a row of its own, so words never overlap.
    """
    ordered = sorted(lines, key=lambda line: line.value)
    if len(ordered) == 2:
        low, top = ordered
        room_left = left + low.value / high * _NARROW - 8
        room_right = right + (1 - top.value / high) * _NARROW - 8
        if labels.width(low.text) <= room_left and labels.width(top.text) <= room_right:
            return [_moved(low, 0, "right"), _moved(top, 0, "left")]
    # Words left of their line pass only under lower lines, which end higher up; words to the right likewise.
    if all(labels.width(line.text) <= left + line.value / high * _NARROW - 8 for line in ordered):
        return [_moved(line, row, "right") for row, line in enumerate(ordered)]
    return [_moved(line, row, _side(line, high, left, right)) for row, line in enumerate(reversed(ordered))]


def _side(line: _Line, high: float, left: float, right: float) -> str:
    after = right + (1 - line.value / high) * _NARROW
    return "left" if labels.width(line.text) + 8 <= after or after >= left + line.value / high * _NARROW else "right"


def _moved(line: _Line, row: int, anchor: str) -> _Line:
    return _Line(line.text, line.value, line.colour, line.dash, row, anchor)


def _shapes(view: ComparisonView, lines: list[_Line], count: float, high: float) -> list[dict[str, Any]]:
    """The base line, the whiskers, and each line down to its words.

    A white halo lets the lines stand out across every bar, and the area's whisker on its own dark bar.
    """
    path = {"type": "path", "xref": "x", "yref": "y"}
    halos = [f"M{line.value},-0.5V{count - 0.5}" for line in lines] + _whiskers(view, only=AREA)
    found: list[dict[str, Any]] = [
        _UPRIGHT | {"x0": 0, "x1": 0, "line": {"color": theme.MUTED, "width": 1.25}},
        path | {"path": "".join(halos), "line": {"color": theme.WHITE, "width": 4}},
        path | {"path": "".join(_whiskers(view)), "line": {"color": theme.INK, "width": 1.5}},
        *(shape for line in lines for shape in _upright(line, line.value / high)),
    ]
    return [shape for shape in found if shape.get("path") != ""]


def _upright(line: _Line, place: float) -> list[dict[str, Any]]:
    """The line across the bars, at a share of the plot's width, and its tail to the middle of its words.

    The words are the tail's: a trace of them would take twice as long to draw.
    """
    here = _UPRIGHT | {"x0": place, "x1": place}
    down = {"ysizemode": "pixel", "yanchor": 0, "y0": 0, "y1": -_LABEL_GAP - (line.row + 0.5) * _LABEL_ROW}
    words = {
        "text": labels.escape(line.text), "font": {"color": line.colour, "size": theme.SIZE_SMALL},
        "textposition": "end", "textangle": 0, "xanchor": line.anchor, "yanchor": "middle", "padding": _LABEL_GAP,
    }  # fmt: skip
    return [
        here | {"line": {"color": line.colour, "width": 2, "dash": line.dash}},
        here | down | {"line": {"color": line.colour, "width": 2}, "label": words},
    ]


def _whiskers(view: ComparisonView, only: str | None = None) -> list[str]:
    """The 95% intervals as paths, with a cap at each end; of one role, or of all."""
    found = []
    for row, bar in enumerate(view.bars):
        if bar.point.value is not None and bar.point.interval and only in (None, bar.role):
            lower, upper = (_exact(view, end) for end in (bar.point.interval.lower, bar.point.interval.upper))
            top, foot = row - _CAP, row + _CAP
            found.append(f"M{lower},{row}H{upper}M{lower},{top:g}V{foot:g}M{upper},{top:g}V{foot:g}")
    return found


def _exact(view: ComparisonView, value: float) -> float:
    """As fine as the picture can show."""
    return round(value, view.indicator.decimals + 2)
