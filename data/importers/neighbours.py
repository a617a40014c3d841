"""Lists of statistical neighbours: an authority and its ten nearest, with how close each is.

Two layouts are known, by the header of the authority's number. The model is the year in the file's
name. Blank rows are passed over. The list ends at a row after a blank one that begins with no LA number: a note,
below which the lists of authorities that ended may stand, which are not part of the model.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from data import clock
from data.areas import Areas
from data.checks import ERROR, WARNING, Finding
from data.errors import quotable
from data.importers.subject import Known
from data.importers.text import TextTable
from data.observations import PUBLISHED
from data.store import Delivery, Neighbour, Release

KEYS = ("old_la_code", "LA number")
NAMES = ("la_name", "LA Name")
FIRST = ("SN_1", "SN1")
COUNT = 10

# Line, column, what is wrong there, and the kind of fault.
Problem = tuple[int | None, str | None, str, str]

_LA = re.compile(r"[0-9]{3}")
_MODEL = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_FIRST_MODEL = 2000
# "Very close", "Not Close": a few words.
_CLOSENESS = re.compile(r"[A-Za-z][A-Za-z -]{2,29}")


def fits(table: TextTable) -> bool:
    return table.position(*KEYS) is not None and table.position(*FIRST) is not None


def check(table: TextTable, known: Known) -> Iterator[Finding]:
    """The model's year is in the name; every authority has ten neighbours: other ones, each once, all known.

    An authority without a list is told of: the table is taken, since it may be a part of the model's.
    """
    layout = list(_check_layout(table))
    found = (*_check_model(table), *(layout or _check_rows(table, known)))
    missing = () if found else _check_missing(table, known)
    for severity, problems in ((ERROR, found), (WARNING, missing)):
        for line, column, problem, kind in problems:
            yield Finding(severity, table.file, line, column, problem, kind)


def _check_missing(table: TextTable, known: Known) -> Iterator[Problem]:
    """An authority that exists, and did when the model was made, and has no list in it."""
    listed = {_read(table, row)[0] for row, _ in _rows(table) if len(row) == len(table.header)}
    model = model_of(table)
    for area in known.carried.authorities:
        if area.key not in listed and known.carried.is_open(area) and area.first[:4] <= model:
            problem = f"has no list of {area.name} ({area.key}), which has no neighbours in this model then."
            yield None, None, problem, "neighbours_missing"


def _check_layout(table: TextTable) -> Iterator[Problem]:
    first = table.position(*FIRST) or 0
    if len(table.header) < first + 2 * COUNT:
        problem = f"expected {COUNT} neighbours, each with its closeness, from this column on."
        yield 1, table.header[first], problem, "neighbours_few"
    elif next(_rows(table), None) is None:
        yield 1, None, "is the header, and no authority follows; export the file again.", "neighbours_rows"


def _check_model(table: TextTable) -> Iterator[Problem]:
    kind, latest = "neighbours_model", clock.today().year + 1
    if len(years := set(_MODEL.findall(table.file))) != 1:
        said = f"has the years {' and '.join(sorted(years))}" if years else "has no year"
        yield None, None, f"{said} in its name; name it after the model, as neighbours_2025.csv.", kind
    elif not _FIRST_MODEL <= int(year := years.pop()) <= latest:
        problem = f"{year} in its name is not the year of a model; expected {_FIRST_MODEL} to {latest}."
        yield None, None, problem, kind


def _check_rows(table: TextTable, known: Known) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    authorities = known.authorities
    for row, line in _rows(table):
        if len(row) != len(table.header):
            problem = f"has {len(row)} cells, the header {len(table.header)}; check its commas."
            yield line, None, problem, "neighbours_cells"
            continue
        area, _ = _read(table, row)
        if (first := seen.setdefault(area, line)) != line:
            yield line, None, f"authority {area} stands in row {first} too; keep one of them.", "neighbours_repeated"
        yield from ((line, *problem) for problem in _check_row(table, row, authorities))
        yield from ((line, *problem) for problem in _check_name(table, row, area, known.carried))


def _check_row(table: TextTable, row: tuple[str, ...], known: Container[str]) -> Iterator[tuple[str, str, str]]:
    """The number of the authority and of its neighbours, and how close each is."""
    area, pairs = _read(table, row)
    first = table.position(*FIRST) or 0
    yield from _check_number(table.header[table.position(*KEYS) or 0], area, known)
    seen: dict[str, str] = {}
    for rank, (number, closeness) in enumerate(pairs):
        column, beside = table.header[first + 2 * rank], table.header[first + 2 * rank + 1]
        yield from _check_number(column, number, known)
        if number == area:
            problem = f"{number} is the authority itself; give another neighbour."
            yield column, problem, "neighbours_itself"
        elif (before := seen.setdefault(number, column)) != column:
            yield column, f"{number} is a neighbour in {before} already; give each once.", "neighbours_twice"
        if not _CLOSENESS.fullmatch(closeness):
            # In a layout that calls every such column the same, the one after which neighbour.
            place = beside if table.header.count(beside) == 1 else f"{beside} after {column}"
            problem = (
                f"'{quotable(closeness)}' does not say how close the neighbour is; expected words such as Very close."
            )
            yield place, problem, "neighbours_closeness"


def _check_name(table: TextTable, row: tuple[str, ...], area: str, carried: Areas) -> Iterator[tuple[str, str, str]]:
    """The name beside a number is not that of another authority that exists: the list would be another's."""
    at = table.position(*NAMES)
    owner = carried.named(row[at]) if at is not None else None
    if at is None or owner is None or owner.key == area or not carried.is_open(owner):
        return
    if area in carried and row[at].strip() in carried[area].names:
        return  # the Dorset that ended in 2019 had the name of today's
    number = table.header[table.position(*KEYS) or 0]
    said = f"'{quotable(row[at].strip())}' is the name of area {owner.key}; correct it, or {number} '{area}'."
    yield table.header[at], said, "neighbours_name"


def _check_number(column: str, number: str, known: Container[str]) -> Iterator[tuple[str, str, str]]:
    if not _LA.fullmatch(number):
        yield column, f"'{quotable(number)}' is not an LA number; expected three digits.", "neighbours_number"
    elif number not in known:
        problem = f"{number} is the number of no authority, open or ended; correct it, or import figures of it first."
        yield column, problem, "neighbours_unknown"


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
    key = table.position(*KEYS) or 0
    is_after_blank = False
    for row, line in zip(table.rows, table.lines, strict=True):
        if not any(cell.strip() for cell in row):
            is_after_blank = True
        elif is_after_blank and not _LA.fullmatch(row[key].strip() if len(row) > key else ""):
            return
        else:
            is_after_blank = False
            yield row, line


def _read(table: TextTable, row: tuple[str, ...]) -> tuple[str, list[tuple[str, str]]]:
    key, first = table.position(*KEYS), table.position(*FIRST)
    if key is None or first is None:
        raise ValueError(table.header)
    cells = row[first : first + 2 * COUNT]
    return row[key].strip(), [(cells[i].strip(), cells[i + 1].strip().capitalize()) for i in range(0, 2 * COUNT, 2)]
