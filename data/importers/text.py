"""A CSV file as text, read strictly: nothing is guessed, shifted or turned into a number."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from data.errors import ImportRefused, located

MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class TextTable:
    """Header and rows of a file; ``lines[i]`` is the line of ``rows[i]`` in the file."""

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
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportRefused(
                f"{path.name}: is over {MAX_BYTES // 1_000_000} MB; split it by year. Nothing was taken."
            )
        content = path.read_bytes()
    except OSError as error:
        raise ImportRefused(
            f"{path.name}: cannot be read ({error.strerror}); check the path. Nothing was taken."
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ImportRefused(located(path.name, line, None, "is not UTF-8 text; save it as “CSV UTF-8”.")) from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    try:
        for row in reader:
            if row:
                rows.append(tuple(row))
                lines.append(reader.line_num)
    except csv.Error as error:
        raise ImportRefused(
            located(path.name, reader.line_num, None, f"is not valid CSV ({error}); check the quotes there.")
        ) from error
    if not rows:
        raise ImportRefused(f"{path.name}: is empty; expected a header and rows. Nothing was taken.")
    header = tuple(name.strip() for name in rows[0])
    return TextTable(path.name, hashlib.sha256(content).hexdigest(), header, tuple(rows[1:]), tuple(lines[1:]))
