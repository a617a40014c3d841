"""A CSV file as text, read strictly: nothing is guessed, shifted or turned into a number."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from data.errors import ImportRefused, located
from data.importers.column import Column, Mask, Rows, column

MAX_BYTES = 50_000_000

SAVE = "save it as “CSV UTF-8”"
MARK = "\ufeff"

# What a file begins with that is no text, or text of another kind; longer beginnings first.
_STARTS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "a workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "a workbook of an older Excel",
    b"%PDF": "a PDF",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}

# What separates columns in other files, in words.
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}

# No place in a table of figures: PostgreSQL stores no NUL, and a terminal obeys the others.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


# No slots: columns that are looked at are kept.
@dataclass(frozen=True)
class TextTable:
    """Header and rows of a file; ``lines[i]`` is the line of the file in which ``rows[i]`` begins."""

    file: str
    sha256: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: Sequence[int]
    _columns: dict[int, Column[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def position(self, *names: str) -> int | None:
        """The first column with one of these names."""
        return next((self.header.index(name) for name in names if name in self.header), None)

    def column(self, position: int) -> Column[str]:
        """A column of a table whose rows are as long as its header."""
        if position not in self._columns:
            self._columns[position] = column([row[position] for row in self.rows])
        return self._columns[position]

    def lines_of(self, rows: Mask | Rows) -> list[int]:
        """The lines in which some of the rows begin."""
        return [self.lines[row] for row in np.arange(len(self.rows))[rows].tolist()]

    def filled(self) -> TextTable:
        """The table without rows of nothing but commas, which a spreadsheet leaves where cells were once filled."""
        kept = [i for i, row in enumerate(self.rows) if "".join(row).strip()]
        if len(kept) == len(self.rows):
            return self
        return replace(self, rows=tuple(self.rows[i] for i in kept), lines=tuple(self.lines[i] for i in kept))


def written_otherwise(name: str, names: Iterable[str]) -> str:
    """The name among ``names`` that is this one but for capital letters, blanks, dashes and the like; "" for none."""
    return next((other for other in names if other != name and _plain(other) == _plain(name)), "")


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def read_csv(path: Path) -> TextTable:
    """Read UTF-8 (with or without a byte-order mark). Raises ImportRefused naming file, row and remedy."""
    content = _content(path)
    _check_text(path.name, content)
    rows, lines = _rows(path.name, content)
    if not rows:
        raise ImportRefused(f"{path.name}: is empty; expected a header and rows. Nothing was taken.")
    _check_separator(path.name, rows[0], lines[0])
    return TextTable(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        header=tuple(name.strip() for name in rows[0]),
        rows=tuple(rows[1:]),
        lines=lines[1:],
    )


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe or a device may never end
            raise ImportRefused(f"{path.name}: is not a file; name a CSV file. Nothing was taken.")
        if size > MAX_BYTES:
            raise ImportRefused(
                f"{path.name}: is over {MAX_BYTES // 1_000_000} MB; split it by year. Nothing was taken."
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportRefused(
            f"{path.name}: cannot be read ({error.strerror}); check the path. Nothing was taken."
        ) from error


def _check_text(file: str, content: bytes) -> None:
    """It is UTF-8 throughout, of characters that have a place in a table."""
    if other := next((what for start, what in _STARTS.items() if content.startswith(start)), None):
        raise ImportRefused(located(file, 1, None, f"is not UTF-8 text but {other}; {SAVE}."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ImportRefused(located(file, line, None, f"is not UTF-8 text{_likely(content, error.start)}.")) from error
    if _is_wide(content):
        raise ImportRefused(located(file, 1, None, f"is not UTF-8 text but UTF-16; {SAVE}."))
    if (at := text.find(MARK)) >= 0:
        line = text.count("\n", 0, at) + 1
        raise ImportRefused(located(file, line, None, _stray_mark(at)))
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ImportRefused(
            located(file, line, None, f"holds the control character {ord(found[0])}; export the file again.")
        )


def _likely(content: bytes, at: int) -> str:
    """What a text that is not UTF-8 most likely is, and what to do."""
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return f"; {SAVE}"
    letter = content[at : at + 1].decode("cp1252")
    return f", most likely Windows-1252 (Excel's plain “CSV”), whose byte {content[at]:02X} is “{letter}”; {SAVE}"


def _is_wide(content: bytes) -> bool:
    """Whether it is UTF-16 without a mark: every second byte of plain text is empty then."""
    start = content[:200]
    return len(start) > 3 and any(not any(start[first::2]) for first in (0, 1))


def _stray_mark(at: int) -> str:
    if at == 0:
        return (
            "begins with a second byte-order mark, a character that cannot be seen, before the first column's name; "
            "delete what stands before that name in a text editor, or download the file again."
        )
    return (
        "holds a byte-order mark, a character that cannot be seen, where two files may have been joined; delete it "
        "in a text editor, or import the files one by one."
    )


def _check_separator(file: str, header: tuple[str, ...], line: int) -> None:
    """Columns are separated by commas. Raises ImportRefused naming what separates them instead."""
    text = ",".join(header)
    if len(header) == 1 and text.count(",") > 1:
        problem = "is in quotes as a whole, as one cell; save it again from the publisher's file."
        raise ImportRefused(located(file, line, None, problem))
    for sign, name in _SEPARATORS.items():
        if text.count(sign) >= len(header):
            problem = (
                f"columns are separated by {name}, not by commas; save the file again as “CSV UTF-8 (comma "
                "delimited)”, or download it again."
            )
            raise ImportRefused(located(file, line, None, problem))


def _rows(file: str, content: bytes) -> tuple[list[tuple[str, ...]], array[int]]:
    """Rows that are not blank, and the line in which each begins: a quoted cell may hold line ends.

    Of cells that are alike one is kept.
    """
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    lines, kept = array("Q"), dict[str, str]()
    begins = 1
    try:
        for row in reader:
            if row:
                rows.append(tuple(map(kept.setdefault, row, row)))
                lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(
            located(file, begins, None, f"is not valid CSV ({error}); check the quotes from there on.")
        ) from error
    return rows, lines
