"""Text of slides: measured, put into lines and pages. All lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

FACE = "Arial"
"""On every Windows and Mac, and drawn elsewhere with Liberation Sans or Arimo, which are exactly as wide. The product's
own face is on no reader's machine and cannot be put into a presentation in a form that every program reads."""

SMALL = 18  # the least on a slide
LEAD = 22
TITLES = (28, 24, 20)
COVER = (40, 32, 24)
LINE = 1.2  # of the size

_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
_OTHER = 1000
_TYPOGRAPHIC = {"–": 556, "…": 1000, "“": 500, "”": 500, "\N{RIGHT SINGLE QUOTATION MARK}": 278, "£": 556, "é": 556}
_SAFE = 1.02


class _Units(dict[str, int]):
    """Thousandths of the size by letter. A pack of 60 indicators asks for three million."""

    def __missing__(self, letter: str) -> int:
        return _OTHER


_REGULAR_UNITS, _BOLD_UNITS = (
    _Units({chr(32 + place): units for place, units in enumerate(known)} | _TYPOGRAPHIC) for known in (_REGULAR, _BOLD)
)
T = TypeVar("T")


def width(text: str, size: float = SMALL, *, bold: bool = False) -> float:
    """Width of one line, on the safe side."""
    units = sum(map((_BOLD_UNITS if bold else _REGULAR_UNITS).__getitem__, text))
    return units * size * _SAFE / 1000


def height(lines: int, size: float = SMALL) -> float:
    return lines * size * LINE


def wrapped(text: str, limit: float, size: float = SMALL, *, bold: bool = False) -> list[str]:
    """The text in lines at most ``limit`` wide; a word wider than that is broken anywhere, as programs do."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, limit, size, bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(longer, size, bold=bold) <= limit:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines or [""]


def cut(text: str, limit: float, most: int, size: float = SMALL, *, bold: bool = False) -> str:
    """The text, ended with "…" where it needs more than ``most`` lines."""
    lines = wrapped(text, limit, size, bold=bold)
    if len(lines) <= most:
        return text
    last = lines[most - 1]
    while last and width(last + "…", size, bold=bold) > limit:
        last = last[:-1]
    return " ".join([*lines[: most - 1], last.rstrip(" ,;:") + "…"])


def fitted(text: str, limit: float, sizes: Sequence[int], most: int) -> tuple[str, int, int]:
    """A bold title, its size and its lines: rather a little smaller than on two lines, else cut."""
    for lines, size in [*((1, size) for size in sizes[:2]), *((most, size) for size in sizes)]:
        needed = len(wrapped(text, limit, size, bold=True))
        if needed <= lines:
            return text, size, needed
    return cut(text, limit, most, sizes[-1], bold=True), sizes[-1], most


def pages(items: Sequence[T], room: float, size_of: Callable[[T], float]) -> list[list[T]]:
    """The items in order on as few pages as hold them, each at least one, and the pages about equally full."""
    sizes = [size_of(item) for item in items]
    found = _filled(items, sizes, room)
    least = sum(sizes) / max(len(found), 1)
    for tenth in range(10):
        even = _filled(items, sizes, least + (room - least) * tenth / 10)
        if len(even) == len(found):
            return even
    return found


def _filled(items: Sequence[T], sizes: Sequence[float], room: float) -> list[list[T]]:
    found: list[list[T]] = []
    left = 0.0
    for item, needed in zip(items, sizes, strict=True):
        if not found or needed > left:
            found.append([])
            left = room
        found[-1].append(item)
        left -= needed
    return found


def _pieces(word: str, limit: float, size: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= limit:
        return [word]
    found = [""]
    for letter in word:
        if found[-1] and width(found[-1] + letter, size, bold=bold) > limit:
            found.append("")
        found[-1] += letter
    return found
