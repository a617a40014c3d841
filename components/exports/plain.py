"""Text that is safe in a workbook: nothing that XML forbids or that turns the reading round, within Excel's limits."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_CELL = 32_767
LONGEST_NAME = 31
LONGEST_HEAD = 255
# What begins like a formula is marked as text, so that it stays text where someone edits the cell.
FORMULA_STARTS = tuple("=+-@\t")

_KEPT = "\t\n\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff"
_TURNING = re.compile("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")
_FORBIDDEN = re.compile(f"[^{_KEPT}]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\s]+")


def plain(text: str, most: int = LONGEST_CELL) -> str:
    """The text without control characters and marks of direction, cut to ``most`` as Excel counts."""
    return _cut(_TURNING.sub("", _FORBIDDEN.sub("", text)), most)


def _cut(text: str, most: int) -> str:
    """Excel counts a letter beyond the first 65,536 as two."""
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * most:
        return text
    return encoded[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + "…"


def heads(texts: Iterable[str]) -> list[str]:
    """Headings of a table: one line each, none empty, no two alike whatever their case."""
    found: list[str] = []
    taken: set[str] = set()
    for number, text in enumerate(texts, start=1):
        base = " ".join(plain(text).split()) or f"Column {number}"
        head, again = _cut(base, LONGEST_HEAD), 1
        while head.casefold() in taken:
            again += 1
            head = f"{_cut(base, LONGEST_HEAD - 6)} ({again})"
        taken.add(head.casefold())
        found.append(head)
    return found


def sheet_name(number: int, subject: str, kind: str) -> str:
    """A sheet's name by Excel's rules: "3 Child protection plans, peers". The number makes it unlike every other."""
    start, end = f"{number} ", f", {kind}"
    room = LONGEST_NAME - len(start) - len(end)
    subject = " ".join(_NOT_IN_NAMES.sub(" ", plain(subject)).split())
    if len(subject.encode("utf-16-le")) > 2 * room:
        # At the end of a word where that leaves more than half.
        cut = subject.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
        word = cut.rpartition(" ")[0]
        subject = (word if len(word) > room / 2 else cut).rstrip(" ,;–-")
    return f"{start}{subject}{end}" if subject else f"{start}{kind}"
