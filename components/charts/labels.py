"""Labels that fit: how wide a text is, where it wraps, and places that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from components import theme

# Advance widths of the product's face in thousandths of its size, printable ASCII from the space on, weight 600.
_WIDTHS = (
    200, 315, 483, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513, 513, 513, 513, 513,
    513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538, 509, 628, 663, 282, 494, 597, 502, 745,
    657, 674, 581, 674, 591, 545, 546, 655, 536, 800, 540, 501, 540, 324, 344, 324, 513, 500, 548, 516, 563, 462, 564,
    507, 317, 519, 558, 261, 263, 522, 271, 843, 560, 548, 564, 564, 373, 431, 361, 556, 495, 748, 480, 494, 443, 324,
    254, 324, 513,
)  # fmt: skip
_OTHER = 560
_FALLBACK = 1.04  # a reader's own font may be a little wider


def escape(text: str) -> str:
    """Text as plotly's small HTML: what looks like a tag is shown, not obeyed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=8192)  # names and figures come again in every chart
def width(text: str, size: float = theme.SIZE_SMALL) -> float:
    """Width in px of one line of plain text, on the safe side."""
    units = sum(_WIDTHS[ord(c) - 32] if " " <= c <= "~" else _OTHER for c in text)
    return units * size * _FALLBACK / 1000


def height(lines: int, size: float = theme.SIZE_SMALL) -> float:
    """Height in px of so many lines."""
    return lines * size * theme.LINE_HEIGHT


def wrapped(text: str, limit: float, size: float = theme.SIZE_SMALL) -> list[str]:
    """The text in lines at most ``limit`` px wide; a single word wider than that keeps its line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def packed(items: Sequence[str], limit: float, gap: str = "    ") -> list[str]:
    """Items side by side in lines at most ``limit`` px wide; an item is only broken where it has no line to itself."""
    lines: list[str] = []
    for item in items:
        longer = f"{lines[-1]}{gap}{item}" if lines else item
        if lines and width(longer) <= limit:
            lines[-1] = longer
        else:
            lines += wrapped(item, limit)
    return lines


def spread(centres: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres moved as little as possible so that no two intervals of these sizes overlap.

    The order is kept (equal centres keep theirs), and all stay within ``low`` to ``high`` where they fit.
    """
    order = sorted(range(len(centres)), key=lambda i: centres[i])
    blocks: list[tuple[list[int], float, float]] = []  # members, middle, size
    for i in order:
        block = ([i], _clamp(centres[i], sizes[i], low, high), sizes[i])
        while blocks and blocks[-1][1] + blocks[-1][2] / 2 > block[1] - block[2] / 2:
            block = _merge(blocks.pop(), block, centres, sizes, low, high)
        blocks.append(block)
    placed = [0.0] * len(centres)
    for members, middle, size in blocks:
        edge = middle - size / 2
        for i in members:
            placed[i] = edge + sizes[i] / 2
            edge += sizes[i]
    return placed


def _merge(
    lower: tuple[list[int], float, float],
    upper: tuple[list[int], float, float],
    centres: Sequence[float],
    sizes: Sequence[float],
    low: float,
    high: float,
) -> tuple[list[int], float, float]:
    members, size = lower[0] + upper[0], lower[2] + upper[2]
    offset, wish = 0.0, 0.0
    for i in members:  # the middle at which the members are nearest, on average, to where they belong
        wish += centres[i] - (offset + sizes[i] / 2 - size / 2)
        offset += sizes[i]
    return members, _clamp(wish / len(members), size, low, high), size


def _clamp(middle: float, size: float, low: float, high: float) -> float:
    if size >= high - low:
        return (low + high) / 2
    return min(max(middle, low + size / 2), high - size / 2)
