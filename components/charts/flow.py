"""Contacts: where they come from and what becomes of them, as bands into one node and out of it.

Sources and outcomes are two descriptions of the same contacts; no band runs from a source to an outcome.
"""

from __future__ import annotations

from typing import Any

from components import theme
from components.charts import labels
from components.charts.figures import Figure, empty, margin, meta, text_at
from data.views import FlowNode, FlowView

_SIZE = 16
_COLUMN = 120  # px for the words of each side
_GAP = 10  # px between words and band
_BOTTOM = 10
_THICKNESS = 0.72  # of the plot's height, for 100%
_NODE = (0.485, 0.515)
_CAP = 0.012  # a solid end to each band, as wide as this
_TOTAL_WIDTH = 300


def flow(view: FlowView) -> Figure:
    """The figure of a flow. Bands are as thick as their shares; shares that add up to 99% are drawn as 99%."""
    sides = (view.sources, view.outcomes)
    if not any(node.point.value for side in sides for node in side):
        return empty(view, [node.point.text for side in sides for node in side])
    heading = labels.wrapped(view.total_name, _TOTAL_WIDTH, _SIZE)
    top = labels.height(len(heading) + 1, _SIZE) + 14
    whole = max(100.0, *(sum(node.point.value or 0.0 for node in side) for side in sides))
    plot = theme.MIN_HEIGHT_FLOW - top - _BOTTOM
    scale = _THICKNESS / whole
    shapes, notes, marks = [_rectangle(*_NODE, 1 - scale * whole, 1.0)], [], []
    for side, nodes in enumerate(sides):
        bands = _bands(nodes, scale)
        shapes += [shape for band in bands for shape in _band(band, side)]
        notes += _words(nodes, bands, side, plot)
        marks.append(_hover(nodes, bands, side, view.total_name))
    notes.append(_total(heading, view.total.text))
    return {
        "data": marks,
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(_COLUMN + _GAP, _COLUMN + _GAP, top, _BOTTOM),
            "xaxis": {"visible": False, "range": [0, 1]},
            "yaxis": {"visible": False, "range": [0, 1]},
            "shapes": shapes,
            "annotations": notes,
            "meta": meta(view, height=theme.MIN_HEIGHT_FLOW),
        },
    }


_Band = tuple[float, float, float]  # thickness, top at its own end, top at the node; nothing where there is no share


def _bands(nodes: tuple[FlowNode, ...], scale: float) -> list[_Band]:
    """Bands from the top down: apart at their own ends, touching at the node."""
    sizes = [(node.point.value or 0.0) * scale for node in nodes]
    gap = min(0.09, (1 - sum(sizes)) / max(len(sizes) - 1, 1))
    bands: list[_Band] = []
    end = node_top = 1.0
    for size in sizes:
        bands.append((size, end, node_top))
        end -= size + gap
        node_top -= size
    return bands


def _band(band: _Band, side: int) -> list[dict[str, Any]]:
    size, end, node = band
    if size <= 0:
        return []
    outer, cap, inner = (0.0, _CAP, _NODE[0]) if side == 0 else (1.0, 1 - _CAP, _NODE[1])
    bend = (cap + inner) / 2
    path = (
        f"M {cap:.4f},{end:.4f} C {bend:.4f},{end:.4f} {bend:.4f},{node:.4f} {inner:.4f},{node:.4f} "
        f"L {inner:.4f},{node - size:.4f} C {bend:.4f},{node - size:.4f} {bend:.4f},{end - size:.4f} "
        f"{cap:.4f},{end - size:.4f} Z"
    )
    fill = {"fillcolor": theme.AREA_PALE, "line": {"color": theme.AREA, "width": 1}}
    return [
        {"type": "path", "path": path, "layer": "below"} | fill,
        _rectangle(min(outer, cap), max(outer, cap), end - size, end),
    ]


def _rectangle(x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
    return {
        "type": "rect", "x0": round(x0, 4), "x1": round(x1, 4), "y0": round(y0, 4), "y1": round(y1, 4),
        "fillcolor": theme.AREA, "line": {"color": theme.AREA, "width": 1},
    }  # fmt: skip


def _words(nodes: tuple[FlowNode, ...], bands: list[_Band], side: int, plot: float) -> list[dict[str, Any]]:
    """Name and share in the side's own column, moved apart for a plot of ``plot`` px or more."""
    texts = [labels.wrapped(f"{node.name} {node.point.text}", _COLUMN, _SIZE) for node in nodes]
    middles = [end - size / 2 for size, end, _ in bands]
    heights = [labels.height(len(text), _SIZE) + 2 for text in texts]
    placed = labels.spread([m * plot for m in middles], heights, -_BOTTOM, plot + 8)
    x, anchor, shift = (0.0, "right", -_GAP) if side == 0 else (1.0, "left", _GAP)
    return [
        text_at(
            _name_and_share(node, text), x=x, y=round(middle, 4), xanchor=anchor, yanchor="middle", align=anchor,
            xshift=shift, yshift=round(there - middle * plot, 1),
            font={"color": theme.MUTED if node.point.value is None else theme.INK, "size": _SIZE},
        )
        for node, text, middle, there in zip(nodes, texts, middles, placed, strict=True)
    ]  # fmt: skip


def _name_and_share(node: FlowNode, lines: list[str]) -> str:
    text = "<br>".join(map(labels.escape, lines))
    share = labels.escape(node.point.text)
    if node.point.value is None or not text.endswith(share):
        return text
    return f"{text[: -len(share)]}<b>{share}</b>"


def _hover(nodes: tuple[FlowNode, ...], bands: list[_Band], side: int, total: str) -> dict[str, Any]:
    """Unseen points along the bands, so that a pointer anywhere near one names it."""
    drawn = [(node, band) for node, band in zip(nodes, bands, strict=True) if band[0] > 0]
    outer, inner = (_CAP, _NODE[0]) if side == 0 else (1 - _CAP, _NODE[1])
    steps = ((0.1, 0.0), (0.5, 0.5), (0.9, 1.0))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Sources" if side == 0 else "Outcomes",
        "x": [round(outer + (inner - outer) * at, 3) for _ in drawn for at, _ in steps],
        "y": [round(end + (node - end) * mix - size / 2, 3) for _, (size, end, node) in drawn for _, mix in steps],
        "text": [labels.escape(f"{node.name}: {node.point.text}") for node, _ in drawn for _ in steps],
        "marker": {"size": 16, "color": theme.AREA, "opacity": 0},
        "hovertemplate": "%{text}<extra></extra>",
    }


def _total(heading: list[str], text: str) -> dict[str, Any]:
    words = "<br>".join([*map(labels.escape, heading), f"<b>{labels.escape(text)}</b>"])
    return text_at(
        words,
        x=0.5,
        y=1,
        font={"color": theme.INK, "size": _SIZE},
        xanchor="center",
        yanchor="bottom",
        align="center",
        yshift=6,
    )
