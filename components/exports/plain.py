"""Text that is safe in a file: nothing that XML forbids or that turns the reading round, and not too long for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_CELL = 32_767
LONGEST_NAME = 31
LONGEST_HEAD = 255
LONGEST_LINE = 4_000
# What begins like a formula is marked as text, so that it stays text where someone edits the cell.
FORMULA_STARTS = tuple("=+-@\t")

_KEPT = "\t\n\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff"
_UNSAFE = re.compile(f"[^{_KEPT}]|[\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]")
_SMALL_WORDS_AT_END = re.compile(r"([ ,]+(a|an|and|at|by|for|from|in|no|not|of|on|or|the|to|with))+,?$")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\s]+")


def plain(text: str, most: int = LONGEST_CELL) -> str:
    """The text without control characters and marks of direction, cut to ``most`` as Excel counts."""
    return _cut(_UNSAFE.sub("", text), most)


def clean(text: str, most: int = LONGEST_LINE) -> str:
    """The text on one line, as ``plain``."""
    return plain(" ".join(text[: 2 * most].split()), most)


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
    """A sheet's name by Excel's rules: "3 Child protection plans peers". The number makes it unlike every other."""
    room = LONGEST_NAME - len(f"{number}  {kind}")
    words = " ".join(_NOT_IN_NAMES.sub(" ", plain(subject)).split())
    encoded = words.encode("utf-16-le")
    if len(encoded) > 2 * room:
        # At the end of a word where that leaves a third, and not at a small one.
        cut = encoded[: 2 * room].decode("utf-16-le", errors="ignore")
        whole = _SMALL_WORDS_AT_END.sub("", cut if words[len(cut)] == " " else cut.rpartition(" ")[0])
        words = whole if len(whole) > room / 3 else cut
    return f"{number} {words.rstrip(' ,;–-')} {kind}" if words else f"{number} {kind}"
