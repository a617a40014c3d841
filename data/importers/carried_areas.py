"""The areas that the project carries, with their dated codes, and the further names by which they are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.areas import AUTHORITY, JOINT, LEVELS, AreaCode, Areas
from data.errors import ContentError, located
from data.importers import tidy
from data.importers.tidy import PUBLISHED, Record
from data.names import forms, read_names


def read(published: Path = PUBLISHED) -> tuple[AreaCode, ...]:
    """The areas under every code and name. Raises ContentError naming file, row, column and remedy."""
    return tuple(_areas(published / "areas.csv"))


def codes(published: Path = PUBLISHED) -> dict[str, str]:
    """Key of the area that each GSS code the project carries is of."""
    return {area.code: area.key for area in read(published)}


def places(published: Path = PUBLISHED) -> Areas:
    """The areas, found by every name the project knows for them.

    Raises ContentError for a further name that is of no area, or by which another is found.
    """
    areas, path = Areas(read(published)), published / "names.csv"
    names, seen = read_names(path), dict[str, str]()
    for line, (key, name) in enumerate(names, start=2):
        if key not in areas:
            raise ContentError(located(path.name, line, "key", f"'{key}' is not in areas.csv; add it there."))
        other = areas.named(name)
        found = {other.key} if other else {seen.setdefault(form, key) for form in forms(name)}
        for another in found - {key}:
            said = f"'{name}' is a name of {areas[another].name} too; take it out."
            raise ContentError(located(path.name, line, "name", said))
    return Areas(read(published), names)


_CODE, _CODE_FORM = r"E[0-9]{8}", "E and eight digits"
# Form of an area's key and code, by level: regions and England are keyed by their code.
_KEYS = {AUTHORITY: (r"[0-9]{3}", "three digits"), JOINT: (r"[0-9]{3}( / [0-9]{3})+", "numbers such as 314 / 318")}
_CODES = {JOINT: (rf"{_CODE}( / {_CODE})+", "codes with ' / ' between them")}


def _areas(path: Path) -> Iterator[AreaCode]:
    """The areas, no code of which is of two: it would be found as either. A code may have had several names."""
    seen: dict[str, tuple[int, set[str], str]] = {}
    for line, record in tidy.records(path, tidy.AREA_COLUMNS):
        area = _area(path, line, record)
        first, names, key = seen.setdefault(area.code, (line, set(), area.key))
        if area.key != key or area.name in names:
            raise ContentError(located(path.name, line, "code", f"'{area.code}' is in row {first} too; keep one."))
        names.add(area.name)
        yield area


def _area(path: Path, line: int, record: Record) -> AreaCode:
    if record["level"] not in LEVELS:
        raise ContentError(located(path.name, line, "level", f"'{record['level']}' is not one of {', '.join(LEVELS)}."))
    for column, (form, expected) in (
        ("key", _KEYS.get(record["level"], (_CODE, _CODE_FORM))),
        ("code", _CODES.get(record["level"], (_CODE, _CODE_FORM))),
        ("region", (rf"({_CODE})?", f"{_CODE_FORM}, or nothing")),
    ):
        if not re.fullmatch(form, record[column]):
            raise ContentError(located(path.name, line, column, f"'{record[column]}' is not {expected}; correct it."))
    for column in ("first", "last"):
        try:
            date.fromisoformat(record[column])
        except ValueError as error:
            raise ContentError(
                located(path.name, line, column, f"'{record[column]}' is not a day; expected one such as 2025-03-31.")
            ) from error
    return AreaCode(**{**record, "region": record["region"] or None})  # type: ignore[arg-type]
