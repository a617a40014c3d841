"""Rows of the API's table as text, a part at a time: CSV, or objects in a list of JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from data.rows import COLUMNS, NUMBERS, Row

ROWS = 500  # in one part: some 100 kB
LINE_END = "\r\n"


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """The heads of the columns, then the rows."""
    before: list[Row] = [COLUMNS]
    for batch in _batches(rows):
        yield _lines([*before, *batch])
        before = []
    if before:
        yield _lines(before)


def as_json(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as objects: numbers as numbers, what is not there as null."""
    before = "["
    for batch in _batches(rows):
        objects = [{n: _typed(n, text) for n, text in zip(COLUMNS, row, strict=True)} for row in batch]
        # Without the brackets of the list, of which this is a part.
        yield before + json.dumps(objects, ensure_ascii=False, allow_nan=False)[1:-1]
        before = ", "
    yield "]" if before != "[" else "[]"


def as_table(row: Mapping[str, object]) -> str:
    """One row under the heads of its columns."""
    return _lines([tuple(row), tuple(row.values())])


def _lines(rows: Iterable[tuple[object, ...]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=LINE_END).writerows(rows)
    return written.getvalue()


def _typed(name: str, text: str) -> str | float | None:
    if text == "":
        return None
    return float(text) if name in NUMBERS else text


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    every = iter(rows)
    while batch := list(islice(every, ROWS)):
        yield batch
