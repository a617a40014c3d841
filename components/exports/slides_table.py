"""Tables on slides: real ones, their header row marked, over as many slides as their rows need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Pt

from components import tables, theme
from components.exports.plain import clean
from components.exports.slides_frame import NS, Box, describe, fill
from components.exports.slides_text import SMALL, cut, height, pages, width, wrapped

_SIDE, _ABOVE = 6.0, 4.0  # around the text of a cell
_MOST_LINES = 8  # of a cell
_STEP = 24.0
_NONE = "–"

Cell = tuple[str, ...]  # lines of their own


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands on one slide: widths of its columns, which are numbers, its head and rows with heights."""

    widths: tuple[float, ...]
    numbers: tuple[bool, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heights: tuple[float, ...]  # the head's first


def grids(content: tables.Content, wide: float, high: float, *, keeps_all: bool = False) -> tuple[list[Grid], str]:
    """The table in as many parts as fit, and what is the same in every row, said once instead of in a column."""
    rows = [[_cell(cell) for cell in row] for row in content.rows]
    same = [] if keeps_all else _same(rows, [column.is_number for column in content.columns])
    said = "; ".join(f"{content.columns[i].title}: {_worded(rows[0][i][0])}" for i in same)
    kept = [i for i in range(len(content.columns)) if i not in same]
    head = tuple((clean(content.columns[i].title, 60),) for i in kept)
    body = [tuple(row[i] for i in kept) for row in rows]
    widths = _widths([head, *body], wide)
    body = [tuple(_cut(cell, w) for cell, w in zip(row, widths, strict=True)) for row in body]
    top = _tall(head, widths, is_head=True)
    numbers = tuple(content.columns[i].is_number for i in kept)
    found = []
    for page in pages(body, high - top, lambda row: _tall(row, widths)):
        heights = (top, *(_tall(row, widths) for row in page))
        found.append(Grid(widths, numbers, head, tuple(page), heights))
    return found, clean(said, 300)


def put_table(slide: Slide, grid: Grid, box: Box, name: str, summary: str) -> None:
    left, top, _, _ = (Pt(value) for value in box)
    frame = slide.shapes.add_table(1, 1, left, top, Pt(sum(grid.widths)), Pt(sum(grid.heights)))
    describe(frame, name, summary)
    old: Any = frame._element.find(".//{*}tbl")
    old.getparent().replace(old, parse_xml(_xml(grid)))


def _cell(cell: tables.Cell) -> Cell:
    parts = [cell] if isinstance(cell, str | tables.Part) else list(cell)
    texts = (clean(part if isinstance(part, str) else part.text, 400) for part in parts)
    return tuple(text for text in texts if text) or (_NONE,)


def _worded(text: str) -> str:
    return "none" if text == _NONE else text


def _same(rows: Sequence[Sequence[Cell]], numbers: Sequence[bool]) -> list[int]:
    """Columns of words that say the same in every row, and of numbers that have none."""
    return [
        i
        for i in range(1, len(rows[0]))
        if len({row[i] for row in rows}) == 1 and len(rows[0][i]) == 1 and (not numbers[i] or rows[0][i] == (_NONE,))
    ]


def _widths(rows: Sequence[Sequence[Cell]], room: float) -> tuple[float, ...]:
    """As wide as the texts where they fit; otherwise each at least as wide as its longest word."""
    columns = list(zip(*rows, strict=True))
    wished = [max(width(t, bold=True) for cell in column for t in cell) + 2 * _SIDE + 2 for column in columns]
    least = [
        max(width(word, bold=True) for cell in column for t in cell for word in t.split() or [""]) + 2 * _SIDE + 2
        for column in columns
    ]
    if sum(wished) <= room:
        spare = min(room - sum(wished), 24.0 * len(wished))
        return tuple(w + spare / len(wished) for w in wished)
    if sum(least) >= room:
        return tuple(w * room / sum(least) for w in least)
    return _shared(columns, list(least), wished, room)


def _shared(
    columns: Sequence[Sequence[Cell]], widths: list[float], wished: Sequence[float], room: float
) -> tuple[float, ...]:
    """The room given to whichever column saves most lines for it, until nothing saves any."""
    lines: dict[tuple[int, float], list[int]] = {}

    def needed(i: int, wide: float) -> list[int]:
        if (i, wide) not in lines:
            room = wide - 2 * _SIDE
            lines[i, wide] = [
                sum(len(wrapped(text, room, bold=row == 0)) for text in cell) for row, cell in enumerate(columns[i])
            ]
        return lines[i, wide]

    def tall(tried: Sequence[float]) -> float:
        rows = list(zip(*(needed(i, wide) for i, wide in enumerate(tried)), strict=True))
        return sum(max(row) + sum(row) / 100 for row in rows)  # where two columns hold a row up, either is a start

    left = room - sum(widths)
    while True:
        now = tall(widths)
        best = (0.0, 0, 0.0)
        for i, wish in enumerate(wished):
            more = _STEP
            while more <= min(left, wish - widths[i] + _STEP):
                saved = now - tall([*widths[:i], widths[i] + more, *widths[i + 1 :]])
                best = max(best, (saved / more, -i, more))
                more += _STEP
        if best[0] <= 0:
            return tuple(w + left * (i == 0) for i, w in enumerate(widths))
        widths[-best[1]] += best[2]
        left -= best[2]


def _cut(cell: Cell, wide: float) -> Cell:
    return tuple(cut(text, wide - 2 * _SIDE, _MOST_LINES) for text in cell[:_MOST_LINES])


def _tall(row: Sequence[Cell], widths: Sequence[float], *, is_head: bool = False) -> float:
    lines = max(
        sum(len(wrapped(text, w - 2 * _SIDE, bold=is_head)) for text in cell)
        for cell, w in zip(row, widths, strict=True)
    )
    return height(lines) + 2 * _ABOVE


def _xml(grid: Grid) -> str:
    columns = "".join(f'<a:gridCol w="{Pt(w)}"/>' for w in grid.widths)
    lines = zip((grid.head, *grid.rows), grid.heights, strict=True)
    rows = "".join(_tr(row, tall, grid.numbers, is_head=i == 0) for i, (row, tall) in enumerate(lines))
    return f'<a:tbl {NS}><a:tblPr firstRow="1" firstCol="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _tr(row: Sequence[Cell], tall: float, numbers: Sequence[bool], *, is_head: bool) -> str:
    cells = (_tc(cell, is_number, is_head=is_head) for cell, is_number in zip(row, numbers, strict=True))
    return f'<a:tr h="{Pt(tall)}">{"".join(cells)}</a:tr>'


def _tc(cell: Cell, is_number: bool, *, is_head: bool) -> str:
    look = f'lang="en-GB" sz="{SMALL * 100}" b="{int(is_head)}"'
    paragraphs = "".join(
        f'<a:p><a:pPr algn="{"r" if is_number else "l"}"/><a:r><a:rPr {look}>{fill(theme.INK)}</a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p>"
        for text in cell
    )
    none = "".join(f'<a:ln{edge} w="0"><a:noFill/></a:ln{edge}>' for edge in "LRT")
    line = f'<a:lnB w="{Pt(1.5 if is_head else 0.75)}">{fill(theme.MUTED if is_head else theme.RULE)}</a:lnB>'
    margins = f'marL="{Pt(_SIDE)}" marR="{Pt(_SIDE)}" marT="{Pt(_ABOVE)}" marB="{Pt(_ABOVE)}"'
    ground = fill(theme.TINT) if is_head else "<a:noFill/>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"
        f'<a:tcPr {margins} anchor="{"b" if is_head else "t"}">{none}{line}{ground}</a:tcPr></a:tc>'
    )
