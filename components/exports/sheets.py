"""Sheets of a workbook: text, links and tables in one look, rows and columns as wide and high as their words need.

By the Government Analysis Function's guidance "Making spreadsheets accessible": one table on a sheet, marked as such;
no merged cells, no empty rows or cells, no pictures, no colour that means something. Nothing is ever a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from components.exports.grids import Grid, Number
from components.exports.plain import FORMULA_STARTS, LONGEST_HEAD, heads, plain

TYPE = {"font_name": "Arial", "font_size": 12}
LONGEST_SAID = 1_000
# Widths in digits of the typeface, heights in points; Excel takes no row higher than the last.
FIRST, NARROW, WIDE, WIDE_NUMBERS = 36, 12, 30, 16
LINE, TALLEST = 16, 409
TITLE: dict[str, object] = {"bold": True, "font_size": 16, "text_wrap": False}
HEADING: dict[str, object] = {"bold": True, "font_size": 14}
UNWRAPPED: dict[str, object] = {"text_wrap": False}
_HEAD: dict[str, object] = {"bold": True, "text_wrap": True, "bottom": 2}


def options() -> dict[str, object]:
    """What a workbook is made with; a dictionary of its own for each, as the library writes into it."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(TYPE),
    }


class Sheets:
    """The sheets of one workbook, with their formats, which Excel keeps once for all."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def add(self, name: str, landscape: bool = True) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&RPage &P of &N")
        if landscape:
            sheet.set_landscape()
        return sheet

    def title(self, sheet: Worksheet, text: str) -> None:
        self.text(sheet, 0, 0, text, **TITLE)
        sheet.set_row(0, 1.5 * LINE)

    def table(
        self,
        sheet: Worksheet,
        top: int,
        table: Grid,
        name: str,
        widths: Sequence[float],
        title: str = "",
        said: str = "",
    ) -> None:
        """The one table of a sheet, marked as one; ``title`` and ``said`` are its alternative text."""
        titles = heads(table.heads)
        places = [_placed(table, column) for column in range(len(titles))]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        options = self._marked(name, titles, places) | _described(title, said)
        sheet.add_table(top, 0, top + len(table.rows), len(titles) - 1, options)
        sheet.set_row(top, height(zip(titles, widths, strict=True)))
        for row, cells in enumerate(table.rows, start=top + 1):
            for column, (cell, place) in enumerate(zip(cells, places, strict=True)):
                if isinstance(cell, Number):
                    sheet.write_number(row, column, cell.value, self._format(num_format=_shown(cell), **place))
                else:
                    self.text(sheet, row, column, cell, **place)
            words = ((cell if isinstance(cell, str) else "", width) for cell, width in zip(cells, widths, strict=True))
            sheet.set_row(row, height(words))

    def _marked(self, name: str, titles: Sequence[str], places: Sequence[dict[str, object]]) -> dict[str, object]:
        return {
            "name": name,
            "columns": [
                {"header": head, "header_format": self._format(**_HEAD, **place, **_quoted(head))}
                for head, place in zip(titles, places, strict=True)
            ],
            "style": "Table Style Light 1",
            "banded_rows": False,
            "first_column": True,
            "autofilter": False,
        }

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **look: object) -> None:
        text = plain(text)
        sheet.write_string(row, column, text or "none", self._format(**({"text_wrap": True} | look | _quoted(text))))

    def link(self, sheet: Worksheet, row: int, column: int, address: str, words: str) -> None:
        look = {"font_color": "#0B4F9E", "underline": 1}
        sheet.write_url(row, column, address, self._format(**look), words)

    def _format(self, **look: object) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**TYPE, "valign": "top", **look})
        return self._formats[key]


def _described(title: str, said: str) -> dict[str, object]:
    return {"title": plain(title, LONGEST_HEAD), "description": plain(said, LONGEST_SAID)} if title else {}


def _quoted(text: str) -> dict[str, object]:
    return {"quote_prefix": True} if text.startswith(FORMULA_STARTS) else {}


def _shown(number: Number) -> str:
    form = "#,##0" + ("." + "0" * number.decimals if number.decimals else "")
    return f"+{form};-{form};{form}" if number.is_change else form


def _placed(table: Grid, column: int) -> dict[str, object]:
    """Numbers and the words among them to the right, other words a little off the column before."""
    if column == 0:
        return {"align": "left"}
    if any(isinstance(row[column], Number) for row in table.rows):
        return {"align": "right"}
    return {"align": "left", "indent": 1}


def widths(table: Grid) -> Sequence[float]:
    """Columns wide enough for their words, long ones wrapped."""
    found: list[float] = [FIRST]
    for column in range(1, len(table.heads)):
        cells = [row[column] for row in table.rows]
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        most = WIDE if all(isinstance(cell, str) for cell in cells) else WIDE_NUMBERS
        word = max(map(len, table.heads[column].split()), default=0)
        found.append(max(min(max(longest + 3, NARROW), most), min(word + 4, WIDE)))
    return found


def height(cells: Iterable[tuple[str, float]], size: float = 1) -> float:
    """Of a row, by the words of its cells and the widths of their columns: not every program works it out."""
    lines = max(sum(ceil(size * (len(line) + 1) / (width - 2)) or 1 for line in text.split("\n"))
                for text, width in cells)  # fmt: skip
    return min(lines * LINE * size, TALLEST)
