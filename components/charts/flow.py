"""Contacts: where they come from and what becomes of them, as bands into one node and out of it.

Sources and outcomes are two descriptions of the same contacts; no band runs from a source to an outcome.
"""

from __future__ import annotations

from typing import Any

from components import theme
from components.charts import labels, texts
from components.charts.figures import Figure, empty, margin, meta
from data.views import FlowNode, FlowView

_SIZE = 16
_COLUMN = 120  # px for the words of each side
_GAP = 10  # px between words and band
_BOTTOM = 10
_TOP = 6  # px from the node up to the words over it
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
    top = labels.height(len(heading) + 1, _SIZE) + 8
    whole = max(100.0, *(sum(node.point.value or 0.0 for node in side) for side in sides))
    plot = theme.MIN_HEIGHT_FLOW - top - _BOTTOM - _TOP
    scale = _THICKNESS / whole
    bodies, solids, notes, marks = [], [_rectangle(*_NODE, 1 - scale * whole, 1.0)], [], []
    for side, nodes in enumerate(sides):
        bands = _bands(nodes, scale)
        bodies += [_body(band, side) for band in bands if band[0] > 0]
        solids += [_cap(band, side) for band in bands if band[0] > 0]
        notes += _words(nodes, bands, side, plot)
        marks.append(_hover(nodes, bands, side, view.total_name))
    notes.append(_total(heading, view.total.text, plot))
    return {
        "data": marks + texts.words(notes, _SIZE),
        "layout": {
            "template": theme.TEMPLATE,
            "margin": margin(_COLUMN + _GAP, _COLUMN + _GAP, top, _BOTTOM),
            "xaxis": {"visible": False, "range": [0, 1]},
            "yaxis": {"visible": False, "range": [0, 1 + _TOP / plot]},
            "shapes": [_filled(bodies, theme.AREA_PALE) | {"layer": "below"}, _filled(solids, theme.AREA)],
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


def _body(band: _Band, side: int) -> str:
    """A band as a path, from its cap to the node."""
    size, end, node = band
    cap, inner = (_CAP, _NODE[0]) if side == 0 else (1 - _CAP, _NODE[1])
    bend = (cap + inner) / 2
    return (
        f"M {cap:.4f},{end:.4f} C {bend:.4f},{end:.4f} {bend:.4f},{node:.4f} {inner:.4f},{node:.4f} "
        f"L {inner:.4f},{node - size:.4f} C {bend:.4f},{node - size:.4f} {bend:.4f},{end - size:.4f} "
        f"{cap:.4f},{end - size:.4f} Z"
    )


def _cap(band: _Band, side: int) -> str:
    size, end, _ = band
    return _rectangle(*((0.0, _CAP) if side == 0 else (1 - _CAP, 1.0)), end - size, end)


def _rectangle(x0: float, x1: float, y0: float, y1: float) -> str:
    return f"M {x0:.4f},{y0:.4f} V {y1:.4f} H {x1:.4f} V {y0:.4f} Z"


def _filled(paths: list[str], colour: str) -> dict[str, Any]:
    """All paths as one shape: one each would take as many times as long to draw."""
    line = {"color": theme.AREA, "width": 1}
    return {"type": "path", "path": " ".join(paths), "fillcolor": colour, "line": line}


def _words(nodes: tuple[FlowNode, ...], bands: list[_Band], side: int, plot: float) -> list[texts.Text]:
    """Name and share in the side's own column, moved apart for a plot of ``plot`` px or more."""
    wrapped = [labels.wrapped(f"{node.name} {node.point.text}", _COLUMN, _SIZE) for node in nodes]
    heights = [labels.height(len(lines), _SIZE) + 2 for lines in wrapped]
    placed = labels.spread([(end - size / 2) * plot for size, end, _ in bands], heights, 0, plot + _TOP)
    return [
        texts.Text(
            side, round(there / plot, 4), [_beside(line, side) for line in _name_and_share(node, lines)],
            side="middle right" if side else "middle left",
            colour=theme.MUTED if node.point.value is None else theme.INK,
        )
        for node, lines, there in zip(nodes, wrapped, placed, strict=True)
    ]  # fmt: skip


def _beside(line: str, side: int) -> str:
    space = texts.spaces(_GAP, _SIZE)
    return space + line if side else line + space


def _name_and_share(node: FlowNode, lines: list[str]) -> list[str]:
    """The lines with the share in bold, where it stands whole at the end of the last."""
    *before, last = texts.plain(lines)
    share = labels.escape(node.point.text)
    if node.point.value is None or not last.endswith(share):
        return [*before, last]
    return [*before, f"{last[: -len(share)]}<b>{share}</b>"]


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


def _total(heading: list[str], text: str, plot: float) -> texts.Text:
    return texts.Text(0.5, 1 + _TOP / plot, texts.plain(heading) + texts.bold([text]), "top center", theme.INK)
