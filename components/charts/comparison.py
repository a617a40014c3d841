"""One indicator and period, many areas: ranked bars from zero, the averages as lines across them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from components import theme
from components.charts import comparison_lines, labels, texts
from components.charts.comparison_lines import Line
from components.charts.figures import Figure, drawn, empty, margin, meta, text_at
from data.views import AREA, MEMBER, NAMED, Bar, ComparisonView

_NAME_WIDTHS = (124, 140, 156, 180)  # px, of which the first that will do is taken
_VALUE_MOST = 96
_TOP = 8
_ROW = 22  # px, the least a row needs
_PHONE = 358  # px, a chart's width on a phone
_FULL = 1.02
_CAP = 0.16  # of a row, up and down from a whisker's end
_FEWEST = 5  # rows that there is room for, so that one area alone has a bar and not a block
FILLS = {AREA: theme.AREA, MEMBER: theme.MEMBER_PALE, NAMED: theme.WHITE}
EDGES = {AREA: theme.AREA, MEMBER: theme.MEMBER, NAMED: theme.INK}
EDGE_WIDTHS = {AREA: 1, MEMBER: 1, NAMED: 2}


def comparison(view: ComparisonView) -> Figure:
    """The figure of a comparison. A missing area has its reason in words instead of a bar."""
    lines = comparison_lines.found(view)
    values = [b.point.value for b in view.bars if b.point.value is not None]
    if not values:
        return empty(view, [b.point.text for b in view.bars])
    limits = [bar.point.interval.upper for bar in view.bars if bar.point.interval]
    high = (max(*values, *limits, *(line.value for line in lines), 0.0) or 1.0) * _FULL
    names = _names(view)
    left = max(labels.width(line) for name in names for line in name) + 12
    right = min(_VALUE_MOST, max(labels.width(b.point.text) for b in view.bars if b.point.value is not None)) + 12
    lines = comparison_lines.placed(lines, high, left, right)
    foot = comparison_lines.height(lines)
    reasons = [[] if b.point.value is not None else _reason(b, left) for b in view.bars]
    count, tall = _room([max(pair, key=len) for pair in zip(names, reasons, strict=True)])
    return {
        "data": [_bars(view), *texts.words(_values(view, high, right))],
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(left, right, _TOP, foot),
            "bargap": 0.3,
            "xaxis": {"range": [0, high], "visible": False},
            "yaxis": _names_axis(view, names, count),
            "shapes": _shapes(view, lines, count, high),
            "annotations": [_absence(i, reason) for i, reason in enumerate(reasons) if reason],
            "meta": meta(view, axis="starts at zero", height=round(_TOP + foot + tall)),
        },
    }


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
    """Names in lines: a column as narrow as allows two lines a name.

    Wider where two such names would stand one under the other: they would make every row as high.
    """
    tried = [[labels.wrapped(bar.name, width) for bar in view.bars] for width in _NAME_WIDTHS]
    fitting = [names for names in tried if max(map(len, names)) <= 2]
    apart = [names for names in fitting if all(len(a) + len(b) < 4 for a, b in pairwise(names))]
    return (apart or fitting or tried[-1:])[0]


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


def _shapes(view: ComparisonView, lines: list[Line], count: float, high: float) -> list[dict[str, Any]]:
    """The base line, the whiskers, and each line down to its words.

    A white halo lets the lines stand out across every bar, and the area's whisker on its own dark bar.
    """
    path = {"type": "path", "xref": "x", "yref": "y"}
    halos = [f"M{line.value},-0.5V{count - 0.5}" for line in lines] + _whiskers(view, only=AREA)
    found: list[dict[str, Any]] = [
        comparison_lines.UPRIGHT | {"x0": 0, "x1": 0, "line": {"color": theme.MUTED, "width": 1.25}},
        path | {"path": "".join(halos), "line": {"color": theme.WHITE, "width": 4}},
        path | {"path": "".join(_whiskers(view)), "line": {"color": theme.INK, "width": 1.5}},
        *(shape for line in lines for shape in comparison_lines.drawn(line, high)),
    ]
    return [shape for shape in found if shape.get("path") != ""]


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
    return drawn(value, view.indicator.decimals)
