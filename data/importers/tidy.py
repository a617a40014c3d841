"""The tidy text that the project carries figures as: which files, which columns, what a cell may hold.

``releases.csv`` names the releases, ``areas.csv`` the areas with their dated codes, ``names.csv`` further names
that people and other tools have for them (``data/names.py``),
``neighbours_MODEL.csv`` the neighbours, and there is one file per indicator: area, period, numerator
and denominator (or the value, where the source gives no more), what the publisher printed, status and
release. ``local/observations.csv`` holds the board's own figures as its reports print them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from data import periods
from data.errors import ContentError, ImportRefused, located
from data.importers.text import read_csv
from data.observations import Status

FOLDER = Path(__file__).parent.parent
PUBLISHED = FOLDER / "published"
LOCAL = FOLDER / "local"

RELEASE_COLUMNS = ("release", "source", "publisher", "title", "dataset", "edition", "period_first", "period_last",
                   "published", "licence", "file", "sha256")  # fmt: skip
FIGURE_COLUMNS = ("area", "period", "numerator", "denominator", "value", "printed", "status", "numerator_low",
                  "numerator_high", "release")  # fmt: skip
LOCAL_COLUMNS = ("indicator", "area", "period", "value", "printed", "status", "qualifier", "section", "note", "release")
AREA_COLUMNS = ("key", "code", "name", "level", "region", "first", "last")
NEIGHBOUR_COLUMNS = ("area", "rank", "neighbour", "closeness")

Record = dict[str, str]

# What ``plain`` writes, and nothing that is infinite or no number.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?(e-[0-9]{1,2})?")


def plain(value: object) -> str:
    """A number as short as it can be without losing anything; "" for none."""
    if value is None or value != value:
        return ""
    number = float(str(value))
    return str(int(number)) if number.is_integer() else repr(number)


def records(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Record]]:
    """Each row of a file by column, with its line. Raises ContentError, as all here do, naming file, row and remedy."""
    try:
        table = read_csv(path)
    except ImportRefused as error:
        raise ContentError(str(error)) from error
    if table.header != columns:
        raise ContentError(
            located(path.name, 1, None, f"the header is {', '.join(table.header)}; expected {', '.join(columns)}.")
        )
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != len(columns):
            raise ContentError(located(path.name, line, None, f"has {len(row)} cells; expected {len(columns)}."))
        yield line, dict(zip(columns, row, strict=True))


def status(path: Path, line: int, record: Record) -> Status:
    """Whether there is a value, and why not."""
    try:
        return Status(record["status"])
    except ValueError as error:
        raise ContentError(
            located(path.name, line, "status", f"'{record['status']}' is not one of {', '.join(Status)}.")
        ) from error


def period(path: Path, line: int, record: Record) -> str:
    """Label of the period."""
    try:
        return periods.parse(record["period"]).label
    except ValueError as error:
        raise ContentError(located(path.name, line, "period", f"{error}.")) from error


def number(path: Path, line: int, record: Record, column: str) -> float | None:
    """A number of one column, None where the cell is empty."""
    if not record[column]:
        return None
    if not _NUMBER.fullmatch(record[column]):
        raise ContentError(
            located(path.name, line, column, f"'{record[column]}' is not a number; expected digits such as 1234.5.")
        )
    return float(record[column])
