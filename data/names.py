"""How names of places are compared, and the further names that the project declares for them.

One place is written in many ways: "Bristol, City of", "City of Bristol", "Bristol City Council"; "St. Helens" and
"St Helens". What such spellings share is general and done here; a name of its own, as Hull is one, is declared in
``published/names.csv``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from data.errors import ContentError, located

FILE = Path(__file__).parent / "published" / "names.csv"
COLUMNS = ("key", "name")

# The publisher in whose open data files the newest name of a place is the one shown.
NAMED_BY = "Department for Education"

MOST_PARTS = 4  # into which a name falls at its commas

_SILENT = re.compile("['`\u2018\u2019]")
_SPACE = re.compile(r"[^\w&/]+|_+")
_OF = (("city", "of"), ("county", "of"))
# What stands before or after the name of a place and names the kind of authority.
_BEFORE = re.compile(
    r"((royal|london|metropolitan) borough|(metropolitan )?borough|council|city and county|city|county) of "
)
_AFTER = re.compile(
    r" (county|city|(royal|london|metropolitan) borough|borough|(metropolitan )?district|unitary authority)?"
    r" ?(council|corporation|mbc|mdc)?$"
)


def forms(text: str) -> tuple[str, ...]:
    """What a name is compared by, the fullest first: "bristolcitycouncil", "bristol".

    Case, spaces, punctuation, "the" and how "and" is written make no difference, nor whether "City of" or "County of"
    stands before or after; what names the kind of authority is left out last. Nothing for what holds a control
    character.
    """
    if any(unicodedata.category(character) == "Cc" for character in text):
        return ()
    full = _words(text)
    without_after = _AFTER.sub("", full)
    found = (full, without_after, _BEFORE.sub("", without_after, count=1))
    return tuple(dict.fromkeys(form.replace(" ", "") for form in found if form))


def _words(text: str) -> str:
    spaced = _SPACE.sub(" ", _SILENT.sub("", text.casefold())).replace("&", " and ")
    words = [word for word in spaced.split() if word != "the"]
    if len(words) > 2 and (words[-2], words[-1]) in _OF:
        words = [*words[-2:], *words[:-2]]
    return " ".join(words)


def read_names(path: Path = FILE) -> tuple[tuple[str, str], ...]:
    """Key and further name of places, in the file's order. Raises ContentError naming file, row and remedy."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise ContentError(f"{path.name}: cannot be read ({error}); restore it from the project") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        said = ", ".join(rows[0]) if rows else "nothing"
        raise ContentError(located(path.name, 1, None, f"the header is {said}; expected {', '.join(COLUMNS)}."))
    return tuple(_row(path.name, line, row) for line, row in enumerate(rows[1:], start=2))


def _row(file: str, line: int, row: list[str]) -> tuple[str, str]:
    if len(row) != len(COLUMNS):
        raise ContentError(located(file, line, None, f"has {len(row)} cells; expected {len(COLUMNS)}."))
    key, name = row
    if not (name[:1].isalpha() and name.isprintable() and forms(name)):
        raise ContentError(located(file, line, "name", f"'{name}' is no name; expected one that begins with a letter."))
    return key, name


@cache
def declared_names() -> tuple[tuple[str, str], ...]:
    """The names that the project declares, read once: the files of the project do not change under it."""
    return read_names()


def candidates(parts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The first parts of a list divided at its commas as one name: the longest first, each with its count of parts."""
    return ((count, ", ".join(parts[:count])) for count in range(min(len(parts), MOST_PARTS), 0, -1))
