"""A pack as an Excel workbook that reads well with a screen reader.

By the Government Analysis Function's guidance "Making spreadsheets accessible": one table on a sheet, marked as such;
no merged cells, no empty rows or cells, no pictures, no colour that means something. Nothing is ever a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from components.exports.grids import Grid, Number, grid
from components.exports.pack import Exhibit, Pack
from components.exports.plain import FORMULA_STARTS, LONGEST_HEAD, heads, plain, sheet_name
from components.exports.remarks import Remarks, ranges
from data.views import ComparisonView, FlowView, ProfileView, TrendView

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
HEAD_ROW = 5  # the sixth: title, subtitle, source and two links stand above
LANGUAGE = "en-GB"
AUTHOR = "Safeguarding KPIs"
TYPE = {"font_name": "Arial", "font_size": 12}
LONGEST_ADDRESS = 2_000
EPOCH = (1980, 1, 1, 0, 0, 0)
KINDS = {TrendView: "trend", ComparisonView: "peers", ProfileView: "profile", FlowView: "flow"}
# Widths in digits of the typeface, heights in points; Excel takes no row higher than the last.
FIRST, NARROW, WIDE, WIDE_NUMBERS = 36, 12, 30, 16
COVER_WIDTH = 72
LINE, TALLEST = 16, 409
HOW_TO_USE = (
    "The sheet Contents lists every sheet with a link to it.",
    "Each sheet of figures holds one table. It begins in row 6, below a title that says what the figures show, what "
    "and whom they are of, their source and two links.",
    "Where there is no number the cell says why in words; it is never nought and never left empty.",
    "The sheet Notes holds definitions, methods, the meaning of those words, and the releases the figures come from.",
)  # fmt: skip


def workbook(pack: Pack) -> bytes:
    """The pack as a file of Excel's; the same pack makes the same bytes."""
    written = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": TYPE,
    }
    with xlsxwriter.Workbook(written, options) as book:
        _Writer(book, pack).write()
    return _finished(written)


class _Writer:
    """One workbook being written, with its formats, which Excel keeps once for all sheets."""

    def __init__(self, book: xlsxwriter.Workbook, pack: Pack) -> None:
        self._book, self._pack = book, pack
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._exhibits = [(part.title, exhibit) for part in pack.parts for exhibit in part.exhibits]
        self._names = [sheet_name(n, _subject(e), _kind(e)) for n, (_, e) in enumerate(self._exhibits, start=1)]
        self._remarks = Remarks(pack)

    def write(self) -> None:
        self._properties()
        self._cover()
        self._contents()
        self._notes()
        for number, (_, exhibit) in enumerate(self._exhibits):
            self._exhibit(number, exhibit)

    def _properties(self) -> None:
        made = self._pack.made
        self._book.set_properties(
            {
                "title": plain(self._pack.title, LONGEST_HEAD),
                "subject": plain(self._pack.area, LONGEST_HEAD),
                "author": AUTHOR,
                "created": (made.astimezone(UTC) if made.tzinfo else made).replace(tzinfo=None),
            }
        )

    # Sheets -----------------------------------------------------------------------------------------

    def _cover(self) -> None:
        sheet = self._sheet(COVER, landscape=False)
        sheet.set_column(0, 0, COVER_WIDTH)
        sheet.activate()
        lines: list[tuple[str, dict[str, object]]] = [(self._pack.title, _TITLE)]
        lines += [(f"{name}: {value}", {}) for name, value in self._pack.facts]
        for part in self._pack.parts:
            said = part.headlines if part.exhibits else ("No figures for this area and these periods.",)
            lines += [(part.title, _HEADING), *((line, {}) for line in said)] if said else []
        lines += [("How to use this workbook", _HEADING), *((line, {}) for line in HOW_TO_USE)]
        for row, (text, look) in enumerate(lines):
            self._text(sheet, row, 0, text, **look)
            sheet.set_row(row, _height([(text, COVER_WIDTH)], 1.5 if look else 1))
        self._link(sheet, len(lines), 0, f"internal:'{CONTENTS}'!A1", "Contents of this workbook")
        address = plain(self._pack.link)
        if address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS:
            self._link(sheet, len(lines) + 1, 0, address, "Make this pack again on the dashboard")

    def _contents(self) -> None:
        sheet = self._sheet(CONTENTS)
        self._title(sheet, CONTENTS)
        self._text(sheet, 1, 0, "This sheet holds one table: every sheet of the workbook, with a link to it.", **_LINE)
        named = [(COVER, "The workbook", "What the pack is, its headlines and how to use it"),
                 (NOTES, "The workbook", "Definitions, methods, words in place of figures, and releases")]  # fmt: skip
        named += [(n, part, e.message) for n, (part, e) in zip(self._names, self._exhibits, strict=True)]
        self._table(sheet, 2, Grid(("Sheet", "Part of the pack", "What it holds"), named), "contents", (40, 32, 80))
        for row, (name, _, _) in enumerate(named, start=3):
            self._link(sheet, row, 0, f"internal:'{name}'!A1", name)

    def _notes(self) -> None:
        sheet = self._sheet(NOTES)
        self._title(sheet, NOTES)
        self._text(sheet, 1, 0, "This sheet holds one table: the notes, by the numbers that the sheets name.", **_LINE)
        self._back(sheet, 2)
        rows = [(Number(n), r.topic, r.about, r.text) for n, r in enumerate(self._remarks, start=1)]
        self._table(sheet, 3, Grid(("Note", "Kind", "About", "What it says"), rows), "notes", (12, 26, 44, 90))

    def _exhibit(self, number: int, exhibit: Exhibit) -> None:
        sheet = self._sheet(self._names[number])
        self._title(sheet, exhibit.message)
        self._text(sheet, 1, 0, exhibit.subtitle or self._pack.area, **_LINE)
        self._text(sheet, 2, 0, exhibit.source or "Source: see the sheet Notes", **_LINE)
        self._back(sheet, 3)
        notes = self._remarks.of[number]
        # Notes start in the fifth row of their sheet.
        words = f"Notes to this table: {ranges(notes)}" if notes else "Notes to this workbook"
        self._link(sheet, 4, 0, f"internal:'{NOTES}'!A{4 + notes[0] if notes else 1}", words)
        found = grid(exhibit)
        table = Grid(found.heads, found.rows or [["no figures", *["none"] * (len(found.heads) - 1)]])
        self._table(sheet, HEAD_ROW, table, f"figures_{number + 1}", _widths(table), exhibit)
        sheet.repeat_rows(HEAD_ROW)

    # Pieces -----------------------------------------------------------------------------------------

    def _sheet(self, name: str, landscape: bool = True) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&RPage &P of &N")
        if landscape:
            sheet.set_landscape()
        return sheet

    def _title(self, sheet: Worksheet, text: str) -> None:
        self._text(sheet, 0, 0, text, **_TITLE)
        sheet.set_row(0, 1.5 * LINE)

    def _table(
        self, sheet: Worksheet, top: int, table: Grid, name: str, widths: Sequence[float], of: Exhibit | None = None
    ) -> None:
        titles = heads(table.heads)
        places = [_placed(table, column) for column in range(len(titles))]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        options: dict[str, object] = {
            "name": name,
            "columns": [
                {"header": title, "header_format": self._format(**_HEAD, **place, **_quoted(title))}
                for title, place in zip(titles, places, strict=True)
            ],
            "style": "Table Style Light 1",
            "banded_rows": False,
            "first_column": True,
            "autofilter": False,
        }
        if of is not None:
            options |= {"title": plain(of.message, LONGEST_HEAD), "description": plain(of.summary, 1_000)}
        sheet.add_table(top, 0, top + len(table.rows), len(titles) - 1, options)
        sheet.set_row(top, _height(zip(titles, widths, strict=True)))
        for row, cells in enumerate(table.rows, start=top + 1):
            for column, (cell, place) in enumerate(zip(cells, places, strict=True)):
                if isinstance(cell, Number):
                    sheet.write_number(row, column, cell.value, self._format(num_format=_shown(cell), **place))
                else:
                    self._text(sheet, row, column, cell, **place)
            words = ((cell if isinstance(cell, str) else "", width) for cell, width in zip(cells, widths, strict=True))
            sheet.set_row(row, _height(words))

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, **look: object) -> None:
        text = plain(text)
        sheet.write_string(row, column, text or "none", self._format(**({"text_wrap": True} | look | _quoted(text))))

    def _link(self, sheet: Worksheet, row: int, column: int, address: str, words: str) -> None:
        look = {"font_color": "#0B4F9E", "underline": 1}
        sheet.write_url(row, column, address, self._format(**look), words)

    def _back(self, sheet: Worksheet, row: int) -> None:
        self._link(sheet, row, 0, f"internal:'{CONTENTS}'!A1", "Back to Contents")

    def _format(self, **look: object) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**TYPE, "valign": "top", **look})
        return self._formats[key]


_TITLE: dict[str, object] = {"bold": True, "font_size": 16, "text_wrap": False}
_HEADING: dict[str, object] = {"bold": True, "font_size": 14}
_LINE: dict[str, object] = {"text_wrap": False}
_HEAD: dict[str, object] = {"bold": True, "text_wrap": True, "bottom": 2}


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


def _widths(table: Grid) -> Sequence[float]:
    """Columns wide enough for their words, long ones wrapped."""
    found: list[float] = [FIRST]
    for column in range(1, len(table.heads)):
        cells = [row[column] for row in table.rows]
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        most = WIDE if all(isinstance(cell, str) for cell in cells) else WIDE_NUMBERS
        word = max(map(len, table.heads[column].split()), default=0)
        found.append(max(min(max(longest + 3, NARROW), most), min(word + 4, WIDE)))
    return found


def _height(cells: Iterable[tuple[str, float]], size: float = 1) -> float:
    """Of a row, by the words of its cells and the widths of their columns: not every program works it out."""
    lines = max(sum(ceil(size * (len(line) + 1) / (width - 2)) or 1 for line in text.split("\n"))
                for text, width in cells)  # fmt: skip
    return min(lines * LINE * size, TALLEST)


def _kind(exhibit: Exhibit) -> str:
    return KINDS.get(type(exhibit.view), "board" if exhibit.rows else "table")


def _subject(exhibit: Exhibit) -> str:
    if exhibit.indicator is not None:
        return exhibit.indicator.short
    return "Contacts" if isinstance(exhibit.view, FlowView) else exhibit.message.partition(":")[0]


def _finished(written: BytesIO) -> bytes:
    """The file with its language, which the library cannot say, and with no trace of when it was written."""
    finished = BytesIO()
    with ZipFile(written) as source, ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                end = b"</cp:coreProperties>"
                content = content.replace(end, f"<dc:language>{LANGUAGE}</dc:language>".encode() + end)
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, content)
    return finished.getvalue()
