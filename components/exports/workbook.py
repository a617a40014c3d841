"""A pack as an Excel workbook that reads well with a screen reader: what stands on each sheet."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from components.exports.exhibits import Exhibit
from components.exports.grids import Grid, Number, grid
from components.exports.pack import Pack
from components.exports.package import same
from components.exports.plain import LONGEST_HEAD, plain, sheet_name
from components.exports.remarks import Remarks, ranges
from components.exports.sheets import HEADING, TITLE, UNWRAPPED, Sheets, height, options, widths
from data.views import ComparisonView, FlowView, ProfileView, TrendView

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
HEAD_ROW = 5  # the sixth: title, subtitle, source and two links stand above
LANGUAGE = "en-GB"
AUTHOR = "Safeguarding KPIs"
LONGEST_ADDRESS = 2_000
COVER_WIDTH = 72  # in digits of the typeface
KINDS = {TrendView: "trend", ComparisonView: "peers", ProfileView: "profile", FlowView: "flow"}
HOW_TO_USE = (
    "The sheet Contents lists every sheet with a link to it.",
    "Each sheet of figures holds one table. It begins in row 6, below a title that says what the figures show, what "
    "and whom they are of, their source and two links.",
    "Where there is no number the cell says why in words; it is never zero and never left empty.",
    "The sheet Notes holds definitions, methods, the meaning of those words, and the releases the figures come from.",
)  # fmt: skip


def workbook(pack: Pack) -> bytes:
    """The pack as a file of Excel's; the same pack makes the same bytes."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, options()) as book:
        _Writer(book, pack).write()
    return same(written, _with_language)


class _Writer:
    """One workbook being written."""

    def __init__(self, book: xlsxwriter.Workbook, pack: Pack) -> None:
        self._book, self._pack, self._sheets = book, pack, Sheets(book)
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

    def _cover(self) -> None:
        sheet = self._sheets.add(COVER, landscape=False)
        sheet.set_column(0, 0, COVER_WIDTH)
        sheet.activate()
        lines: list[tuple[str, dict[str, object]]] = [(self._pack.title, TITLE)]
        lines += [(f"{name}: {value}", {}) for name, value in self._pack.facts]
        for part in self._pack.parts:
            lines += [(part.title, HEADING), *((line, {}) for line in part.said)] if part.said else []
        lines += [("How to use this workbook", HEADING), *((line, {}) for line in HOW_TO_USE)]
        for row, (text, look) in enumerate(lines):
            self._sheets.text(sheet, row, 0, text, **look)
            sheet.set_row(row, height([(text, COVER_WIDTH)], 1.5 if look else 1))
        self._sheets.link(sheet, len(lines), 0, f"internal:'{CONTENTS}'!A1", "Contents of this workbook")
        address = plain(self._pack.link)
        if address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS:
            self._sheets.link(sheet, len(lines) + 1, 0, address, "Make this pack again on the dashboard")

    def _contents(self) -> None:
        sheet = self._sheets.add(CONTENTS)
        self._sheets.title(sheet, CONTENTS)
        self._sheets.text(
            sheet, 1, 0, "This sheet holds one table: every sheet of the workbook, with a link to it.", **UNWRAPPED
        )
        named = [(COVER, "The workbook", "What the pack is, its headlines and how to use it"),
                 (NOTES, "The workbook", "Definitions, methods, words in place of figures, and releases")]  # fmt: skip
        named += [(n, part, e.message) for n, (part, e) in zip(self._names, self._exhibits, strict=True)]
        self._sheets.table(
            sheet, 2, Grid(("Sheet", "Part of the pack", "What it holds"), named), "contents", (40, 32, 80)
        )
        for row, (name, _, _) in enumerate(named, start=3):
            self._sheets.link(sheet, row, 0, f"internal:'{name}'!A1", name)

    def _notes(self) -> None:
        sheet = self._sheets.add(NOTES)
        self._sheets.title(sheet, NOTES)
        self._sheets.text(
            sheet, 1, 0, "This sheet holds one table: the notes, by the numbers that the sheets name.", **UNWRAPPED
        )
        self._back(sheet, 2)
        rows = [(Number(n), r.topic, r.about, r.text) for n, r in enumerate(self._remarks, start=1)]
        self._sheets.table(sheet, 3, Grid(("Note", "Kind", "About", "What it says"), rows), "notes", (12, 26, 44, 90))

    def _exhibit(self, number: int, exhibit: Exhibit) -> None:
        sheet = self._sheets.add(self._names[number])
        self._sheets.title(sheet, exhibit.message)
        self._sheets.text(sheet, 1, 0, exhibit.subtitle or self._pack.area, **UNWRAPPED)
        self._sheets.text(sheet, 2, 0, exhibit.source or "Source: see the sheet Notes", **UNWRAPPED)
        self._back(sheet, 3)
        notes = self._remarks.of[number]
        # Notes start in the fifth row of their sheet.
        words = f"Notes to this table: {ranges(notes)}" if notes else "Notes to this workbook"
        self._sheets.link(sheet, 4, 0, f"internal:'{NOTES}'!A{4 + notes[0] if notes else 1}", words)
        found = grid(exhibit)
        table = Grid(found.heads, found.rows or [["no figures", *["none"] * (len(found.heads) - 1)]])
        self._sheets.table(
            sheet, HEAD_ROW, table, f"figures_{number + 1}", widths(table), exhibit.message, exhibit.summary
        )
        sheet.repeat_rows(HEAD_ROW)

    def _back(self, sheet: Worksheet, row: int) -> None:
        self._sheets.link(sheet, row, 0, f"internal:'{CONTENTS}'!A1", "Back to Contents")


def _kind(exhibit: Exhibit) -> str:
    return KINDS.get(type(exhibit.view), "board" if exhibit.rows else "table")


def _subject(exhibit: Exhibit) -> str:
    if exhibit.indicator is not None:
        return exhibit.indicator.short
    return "Contacts" if isinstance(exhibit.view, FlowView) else exhibit.message.partition(":")[0]


def _with_language(name: str, content: bytes) -> bytes:
    """The properties of the file with its language, which the library cannot say."""
    if name != "docProps/core.xml":
        return content
    end = b"</cp:coreProperties>"
    return content.replace(end, f"<dc:language>{LANGUAGE}</dc:language>".encode() + end)
