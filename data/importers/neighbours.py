"""Lists of statistical neighbours: an authority and its ten nearest, with how close each is.

Two layouts are known, by the header of the authority's number. The model is the year in the file's
name. The list ends at the first blank row: what follows it is not part of the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.importers.text import TextTable
from data.observations import PUBLISHED
from data.store import Delivery, Neighbour, Release

KEYS = ("old_la_code", "LA number")
FIRST = ("SN_1", "SN1")
COUNT = 10

# Line, column and what is wrong there.
Problem = tuple[int | None, str | None, str]

_LA = re.compile(r"[0-9]{3}")
_MODEL = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


def fits(table: TextTable) -> bool:
    return table.position(*KEYS) is not None and table.position(*FIRST) is not None


def check(table: TextTable) -> Iterator[Finding]:
    """The model's year is in the name, and every authority has ten neighbours with three-digit numbers."""
    found = list(_check_file(table)) or _check_rows(table)
    return (Finding(ERROR, table.file, line, column, problem) for line, column, problem in found)


def _check_file(table: TextTable) -> Iterator[Problem]:
    if len(years := set(_MODEL.findall(table.file))) != 1:
        said = f"has the years {' and '.join(sorted(years))}" if years else "has no year"
        yield None, None, f"{said} in its name; name it after the model, as neighbours_2025.csv."
    first = table.position(*FIRST) or 0
    if len(table.header) < first + 2 * COUNT:
        yield 1, table.header[first], f"expected {COUNT} neighbours, each with its closeness, from this column on."
    elif next(_rows(table), None) is None:
        yield 1, None, "is the header, and no authority follows; export the file again."


def _check_rows(table: TextTable) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row, line in _rows(table):
        if len(row) != len(table.header):
            yield line, None, f"has {len(row)} cells, the header {len(table.header)}; check its commas."
            continue
        area, pairs = _read(table, row)
        for number, column in ((area, "the authority"), *((n, f"neighbour {i}") for i, (n, _) in enumerate(pairs, 1))):
            if not _LA.fullmatch(number):
                yield line, column, f"'{number}' is not an LA number; expected three digits."
        if (first := seen.setdefault(area, line)) != line:
            yield line, None, f"authority {area} stands in row {first} too; keep one of them."


def deliver(table: TextTable) -> Delivery:
    """The model's lists; closeness as printed, in one spelling ("Very close")."""
    model = model_of(table)
    found = tuple(
        Neighbour(model, area, rank, neighbour, closeness)
        for row, _ in _rows(table)
        for area, pairs in (_read(table, row),)
        for rank, (neighbour, closeness) in enumerate(pairs, 1)
    )
    release = Release(
        source=PUBLISHED,
        publisher="Department for Education",
        title=f"Statistical neighbours, {model} model",
        dataset="neighbours",
        edition=int(model),
        period_first=model,
        period_last=model,
        file=table.file,
        sha256=table.sha256,
        licence="Open Government Licence v3.0",
        rows=len(found),
    )
    return Delivery(release, neighbours=found)


def model_of(table: TextTable) -> str:
    """The year of the model, from the file's name; "" where there is none."""
    found = _MODEL.findall(table.file)
    return found[-1] if found else ""


def _rows(table: TextTable) -> Iterator[tuple[tuple[str, ...], int]]:
    for row, line in zip(table.rows, table.lines, strict=True):
        if not any(cell.strip() for cell in row):
            return
        yield row, line


def _read(table: TextTable, row: tuple[str, ...]) -> tuple[str, list[tuple[str, str]]]:
    key, first = table.position(*KEYS), table.position(*FIRST)
    if key is None or first is None:
        raise ValueError(table.header)
    cells = row[first : first + 2 * COUNT]
    return row[key].strip(), [(cells[i].strip(), cells[i + 1].strip().capitalize()) for i in range(0, 2 * COUNT, 2)]
