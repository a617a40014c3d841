"""A CSV file as text, read strictly: nothing is guessed, shifted or turned into a number."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from data.errors import ImportRefused, located

MAX_BYTES = 50_000_000

# No place in a table of figures: PostgreSQL stores no NUL, and a terminal obeys the others.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextTable:
    """Header and rows of a file; ``lines[i]`` is the line of the file in which ``rows[i]`` begins."""

    file: str
    sha256: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def position(self, *names: str) -> int | None:
        """The first column with one of these names."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def read_csv(path: Path) -> TextTable:
    """Read UTF-8 (with or without a byte-order mark). Raises ImportRefused naming file, row and remedy."""
    content = _content(path)
    rows = _rows(path.name, _text(path.name, content))
    if not rows:
        raise ImportRefused(f"{path.name}: is empty; expected a header and rows. Nothing was taken.")
    (first, _), *rest = rows
    return TextTable(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        header=tuple(name.strip() for name in first),
        rows=tuple(row for row, _ in rest),
        lines=tuple(line for _, line in rest),
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


def _text(file: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ImportRefused(located(file, line, None, "is not UTF-8 text; save it as “CSV UTF-8”.")) from error
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ImportRefused(
            located(file, line, None, f"holds the control character {ord(found[0])}; export the file again.")
        )
    return text


def _rows(file: str, text: str) -> list[tuple[tuple[str, ...], int]]:
    """Rows that are not blank, each with the line in which it begins: a quoted cell may hold line ends."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[tuple[str, ...], int]] = []
    begins = 1
    try:
        for row in reader:
            if row:
                rows.append((tuple(row), begins))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(
            located(file, begins, None, f"is not valid CSV ({error}); check the quotes from there on.")
        ) from error
    return rows
