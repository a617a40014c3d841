"""Where the words of a figure come to lie, in px, to see that none lies over another or outside the picture."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from components import theme
from components.charts import Figure
from components.charts.labels import height, width

Box = tuple[str, float, float, float, float]
WIDE_FROM = 640  # px, of a place that a wide figure is drawn in, as assets/charts.js has it
SIZES = ((300, 340), (340, 340), (648, 365), (960, 540), (1320, 560))


def boxes(figure: Figure, wide: float, tall: float) -> list[Box]:
    """Left, top, right and bottom of annotations, title and every text of a trace, in a picture of this size."""
    tall = max(tall, figure["layout"]["meta"].get("height", 0))
    return [*_annotations(figure, wide, tall), *_title(figure, wide, tall), *_texts(figure, wide, tall)]


def overlapping(figure: Figure, least: int = 0) -> list[tuple[Any, ...]]:
    """Pairs of words of which one lies on the other, and words that leave the picture, with the width they do it at.

    ``least`` is the least width that the figure is drawn at.
    """
    found: list[tuple[Any, ...]] = []
    for wide, tall in (size for size in SIZES if size[0] >= least):
        placed = boxes(figure, wide, tall)
        found += [(wide, a, b) for a, b in combinations(placed, 2) if _touch(a, b)]
        found += [(wide, a) for a in placed if a[1] < -1 or a[3] > wide + 1 or a[2] < -1]
    return found


def crossed(figure: Figure) -> list[tuple[Any, ...]]:
    """Stems above the plot that pass through words, with the width they do it at."""
    stems = [shape for shape in figure["layout"].get("shapes", ()) if shape.get("ysizemode") == "pixel"]
    assert stems
    found: list[tuple[Any, ...]] = []
    for wide, tall in SIZES:
        left, top, across, _ = _inner(figure, wide, tall)
        for shape in stems:
            x = left + shape["x0"] * across
            through = [b[0] for b in boxes(figure, wide, tall) if b[1] < x < b[3] and top - shape["y1"] < b[4] <= top]
            found += [(wide, shape["x0"], text) for text in through]
    return found


def struck(figure: Figure) -> list[tuple[Any, ...]]:
    """Words of lines below the plot that leave the picture or that another line passes through, with the width."""
    tails = [shape for shape in figure["layout"].get("shapes", ()) if "label" in shape]
    found: list[tuple[Any, ...]] = []
    for wide, tall in SIZES:
        left, _, across, _ = _inner(figure, wide, tall)
        for tail in tails:
            label = tail["label"]
            text, w, _ = _size(label["text"])
            place = left + tail["x0"] * across
            start, end = {
                "right": (place - label["padding"] - w, place - label["padding"]),
                "left": (place + label["padding"], place + label["padding"] + w),
            }[label["xanchor"]]
            lower = [left + other["x0"] * across for other in tails if other["y1"] < tail["y1"]]
            if start < -1 or end > wide + 1 or any(start < x < end for x in lower):
                found.append((wide, text))
    return found


def _touch(a: Box, b: Box) -> bool:
    return a[1] < b[3] - 0.6 and b[1] < a[3] - 0.6 and a[2] < b[4] - 0.6 and b[2] < a[4] - 0.6


def _size(text: str, size: float = theme.SIZE_SMALL) -> tuple[str, float, float]:
    lines = [html.unescape(re.sub(r"</?b>", "", line)).strip() for line in text.split("<br>")]
    return " ".join(lines), max(width(line, size) for line in lines), height(len(lines), size)


def _inner(figure: Figure, wide: float, tall: float) -> tuple[float, float, float, float]:
    margin = figure["layout"]["margin"]
    return margin["l"], margin["t"], wide - margin["l"] - margin["r"], tall - margin["t"] - margin["b"]


def _annotations(figure: Figure, wide: float, tall: float) -> Iterator[Box]:
    left, top, across, down = _inner(figure, wide, tall)
    for note in figure["layout"].get("annotations", []):
        assert (note["xref"], note["yref"]) == ("paper", "paper")
        text, w, h = _size(note["text"], note["font"].get("size", theme.SIZE_SMALL))
        x = left + note["x"] * across + note.get("xshift", 0)
        y = top + (1 - note["y"]) * down - note.get("yshift", 0)
        x -= {"left": 0, "center": w / 2, "right": w}[note["xanchor"]]
        y -= {"top": 0, "middle": h / 2, "bottom": h}[note["yanchor"]]
        yield text, x, y, x + w, y + h


def _title(figure: Figure, wide: float, tall: float) -> Iterator[Box]:
    """What stands in one piece beside the plot, as ``beside_plot`` places it."""
    left, top, _, down = _inner(figure, wide, tall)
    if (title := figure["layout"].get("title")) is not None:
        text, w, h = _size(title["text"])
        x, y = left + title["pad"]["l"], top + (1 - title["y"]) * down - title["pad"]["b"] - 15
        yield text, x, y, x + w, y + h


def _texts(figure: Figure, wide: float, tall: float) -> Iterator[Box]:
    for trace in figure["data"]:
        if "text" not in trace.get("mode", ""):
            continue
        sides, sizes = trace["textposition"], trace.get("marker", {}).get("size", [0] * len(trace["x"]))
        sides = [sides] * len(trace["x"]) if isinstance(sides, str) else sides
        for x, y, words, side, size in zip(trace["x"], trace["y"], trace["text"], sides, sizes, strict=True):
            place = _place(figure, x, y, wide, tall)
            yield _beside(place, words, side, size / 1.6 + 1 if size else 0.0)


def _place(figure: Figure, x: float, y: float, wide: float, tall: float) -> tuple[float, float]:
    left, top, across, down = _inner(figure, wide, tall)
    xaxis, yaxis = figure["layout"]["xaxis"], figure["layout"]["yaxis"]
    x = math.log10(x) if xaxis.get("type") == "log" else x
    (first, last), (foot, head) = xaxis["range"], yaxis["range"]
    # Beyond the ends of an axis nothing is drawn.
    assert min(first, last) <= x <= max(first, last)
    assert min(foot, head) <= y <= max(foot, head)
    return left + (x - first) / (last - first) * across, top + (head - y) / (head - foot) * down


def _beside(place: tuple[float, float], words: str, side: str, gap: float) -> Box:
    """The box of words at a place; empty lines before or after them only keep them off it."""
    lines = words.split("<br>")
    empty = sum(not line.strip() for line in lines)
    space = 0.2 * theme.SIZE_SMALL * max(
        len(plain) - len(plain.strip()) for plain in (re.sub(r"</?b>", "", line) for line in lines if line.strip())
    )  # fmt: skip
    text, w, h = _size("<br>".join(line for line in lines if line.strip()))
    up, across = side.split()
    x = place[0] + {"right": gap + space, "center": -w / 2, "left": -gap - space - w}[across]
    lift = height(empty)
    y = place[1] + {"bottom": gap + lift, "middle": -h / 2, "top": -gap - lift - h}[up]
    return text, x, y, x + w, y + h


def colours(value: Any) -> set[str]:
    """Every colour that is named anywhere in a figure but its template."""
    if isinstance(value, dict):
        return {c for key, part in value.items() if key != "template" for c in colours(part)}
    if isinstance(value, list):
        return {c for part in value for c in colours(part)}
    return {value} if isinstance(value, str) and re.fullmatch(r"#[0-9a-f]{3,8}|rgba?\(.*\)", value) else set()


def is_red_or_green(colour: str) -> bool:
    """Whether a colour says bad or good to anyone: strongly red, or more green than anything else."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return (red > 2 * green + 40 and red > 2 * blue) or (green > red + 25 and green > blue + 25)
