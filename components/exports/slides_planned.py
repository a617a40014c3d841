"""One slide before there is one: what it says, where that stands, and how much fits. All lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.exports.plain import clean
from components.exports.slides_chart import Chart
from components.exports.slides_frame import HIGH, ROOM, SIDE, Box, Lines
from components.exports.slides_table import Grid
from components.exports.slides_text import COVER, TITLES, fitted, height, pages, wrapped

_TOP, _BOTTOM, _GAP = 22.0, 16.0, 8.0
FOOT_WIDE = ROOM - 44


@dataclass(frozen=True, slots=True)
class Planned:
    """One slide. ``links`` are, for each paragraph of ``text``, the number of the slide it leads to, 0 for none."""

    title: str
    under: tuple[Lines, ...] = ()
    charts: tuple[Chart, ...] = ()
    grid: Grid | None = None
    text: tuple[Lines, ...] = ()
    links: tuple[int, ...] = ()
    aside: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    summary: str = ""
    is_cover: bool = False

    def heading(self) -> tuple[str, int, Box]:
        """The title as it fits, its size and box."""
        text, size, lines = fitted(
            clean(self.title), ROOM, COVER if self.is_cover else TITLES, 3 if self.is_cover else 2
        )
        return text, size, (SIDE, 68.0 if self.is_cover else _TOP, ROOM, height(lines, size))

    def under_box(self) -> Box:
        _, _, (left, top, wide, high) = self.heading()
        return left, top + high + (12 if self.is_cover else 2), wide, tall(self.under)

    def foot_box(self) -> Box:
        high = sum(height(len(wrapped(line, FOOT_WIDE))) for line in self.foot) or height(1)  # the slide's number
        return SIDE, HIGH - _BOTTOM - high, FOOT_WIDE, high

    def aside_box(self) -> Box:
        high = sum(height(len(wrapped(line, ROOM))) for line in self.aside)
        return SIDE, self.foot_box()[1] - _GAP - high, ROOM, high

    def body_box(self) -> Box:
        """What is left for a chart, a table or a text."""
        _, top, _, high = self.under_box()
        start = top + high + (20 if self.is_cover else _GAP)
        return SIDE, start, ROOM, self.aside_box()[1] - (4 if self.aside else 0) - start


def room_of(base: Planned) -> float:
    """The height for a body, whether or not the title is numbered."""
    return min(base.body_box()[3], replace(base, title=f"{base.title} (99 of 99)").body_box()[3])


def numbered(slides: list[Planned]) -> list[Planned]:
    if len(slides) == 1:
        return slides
    return [replace(s, title=f"{clean(s.title, 300)} ({i} of {len(slides)})") for i, s in enumerate(slides, 1)]


def tall(lines: Sequence[Lines]) -> float:
    return sum(_line_tall(line) for line in lines)


def _line_tall(line: Lines) -> float:
    is_bold = any(run.is_bold for run in line.runs)
    text = "".join(run.text for run in line.runs)
    return height(len(wrapped(text, ROOM, line.size, bold=is_bold)), line.size) + line.above


def paged(base: Planned, lines: list[Lines]) -> list[list[Lines]]:
    """Paragraphs on as many slides as they need; one longer than a slide is divided."""
    room = room_of(base)
    divided: list[Lines] = []
    for line in lines:
        most = max(1, int((room - line.above) / height(1, line.size)))
        words = wrapped(line.runs[0].text, ROOM, line.size)
        is_whole = len(words) <= most
        pieces = (
            [line.runs[0].text] if is_whole else [" ".join(words[i : i + most]) for i in range(0, len(words), most)]
        )
        divided += [replace(line, runs=(replace(line.runs[0], text=piece),)) for piece in pieces]
    return pages(divided, room, _line_tall)
