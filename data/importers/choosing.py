"""Which mapping a file is read by: the most specific that fits; where none does, the nearest is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

from data.errors import ImportRefused, quotable
from data.importers import neighbours
from data.importers.lait.collection import COLUMNS
from data.importers.mapping import FileMapping, mappings
from data.importers.text import TextTable, written_otherwise

# How alike a name in the header must be to one that is missing to be named as what it may have become.
ALIKE = 0.75
TOLD = 3
# In so many rows a header is looked for below a title.
FEW = 20
# A label is copied into a mapping, so it is quoted whole.
LONGEST = 100

# What tells a file of the DfE's open data standard, whatever else it has.
_KNOWN_BY = ("time_period", "geographic_level")


def choose(table: TextTable) -> FileMapping:
    """The mapping that the file is read by.

    A mapping fits where the columns it requires are there, each telling label, and at least half of the labels that
    the file has in each filter column. Of those that fit, one that knows every label and has every column wins over
    one that does not, then the one that names most columns, then most filters. Raises ImportRefused where two fit
    alike, or none: then the nearest is named with what is missing.
    """
    found = [_fit(table, mapping) for mapping in mappings()]
    fitting = [fit for fit in found if not fit.lacking and fit.problem is None]
    if not fitting:
        raise ImportRefused(_refusal(table, found))
    best = max(fit.rank for fit in fitting)
    alike = [fit.mapping.name for fit in fitting if fit.rank == best]
    if len(alike) > 1:
        raise ImportRefused(
            f"{table.file}, row 1: the mappings {' and '.join(alike)} fit this file alike. Nothing was taken; "
            "add to requires or known_by of the right one what tells it from the other."
        )
    return next(fit.mapping for fit in fitting if fit.rank == best)


@dataclass(frozen=True)
class Fit:
    """How a mapping suits a table: the required columns that it ``lacks``, and the label because of which it does not.

    ``strange`` counts labels that the mapping does not know and columns it reads that are not there.
    """

    mapping: FileMapping
    lacking: tuple[str, ...]
    problem: str | None
    strange: int

    @cached_property
    def rank(self) -> tuple[bool, int, int]:
        mapping = self.mapping
        columns = {*mapping.requires, *mapping.labels, *mapping.known_by}
        return self.strange == 0, len(columns), len(mapping.labels) + len(mapping.known_by)


def _fit(table: TextTable, mapping: FileMapping) -> Fit:
    lacking = tuple(c for c in mapping.requires if table.position(*mapping.names(c)) is None)
    if lacking:
        return Fit(mapping, lacking, None, len(lacking))
    sources = {column for figure in mapping.figures for column in figure.sources}
    strange = sum(table.position(*mapping.names(column)) is None for column in sources)
    for column, label in mapping.known_by.items():
        if label not in _labels(table, mapping, column):
            return Fit(mapping, (), f"the label '{quotable(label)}' in its column '{column}'", strange)
    for column, known in mapping.labels.items():
        labels = _labels(table, mapping, column)
        unknown = [label for label in labels if label not in known]
        if 2 * len(unknown) > len(labels):
            return Fit(mapping, (), _not_among(column, unknown, known), strange)
        strange += len(unknown)
    return Fit(mapping, (), None, strange)


def _labels(table: TextTable, mapping: FileMapping, column: str) -> dict[str, None]:
    """The labels of a column, in the order of the file."""
    at = table.position(*mapping.names(column))
    if at is None:
        return {}
    cells = dict.fromkeys(row[at] for row in table.rows if len(row) > at)
    return dict.fromkeys(cell.strip() for cell in cells if cell.strip())


def _not_among(column: str, unknown: Sequence[str], known: Sequence[str]) -> str:
    for label in unknown:
        if other := written_otherwise(label, known):
            return f"'{quotable(other)}' in its column '{column}', which the file writes '{quotable(label, LONGEST)}'"
    told = ", ".join(f"'{quotable(label)}'" for label in known[:1])
    more = ", …" if len(known) > 1 else ""
    found = ", ".join(f"'{quotable(label, LONGEST)}'" for label in unknown[:2])
    return f"other labels in its column '{column}' ({told}{more}), where the file has {found}"


# Where none fits ----------------------------------------------------------------------------------


def _refusal(table: TextTable, found: Sequence[Fit]) -> str:
    start = f"{table.file}, row 1: "
    if said := _otherwise(table, found) or _below(table) or _uneven(table):
        return f"{start}{said}"
    if not found or (not set(_KNOWN_BY) <= set(table.header) and all(_held(table, fit) == 0 for fit in found)):
        names = ", ".join(fit.mapping.name for fit in found)
        return (
            f"{start}no mapping knows these columns. Nothing was taken; expected a file of one of {names}, "
            "neighbours, or the table of the Local Authority Interactive Tool, or add a mapping in "
            "data/importers/mappings."
        )
    nearest = max(found, key=lambda fit: _nearness(table, fit))
    name = nearest.mapping.name
    what = nearest.problem or _columns(table, nearest)
    where = "labels, and to its figure," if nearest.problem else "aliases"
    return (
        f"{start}no mapping fits this file. Nothing was taken. The nearest, {name}, needs {what}. If that was renamed, "
        f"add the new name to {where} in {name}.toml; a file of another publication needs a mapping of its own in "
        "data/importers/mappings."
    )


def _below(table: TextTable) -> str:
    """Said where the names of the columns stand in a later row; "" otherwise."""
    for row, line in zip(table.rows[:FEW], table.lines, strict=False):
        cells = {cell.strip() for cell in row}
        if set(_KNOWN_BY) <= cells or set(COLUMNS) <= cells:
            return (
                f"is not the header, which is row {line}. Nothing was taken; take out what stands "
                "above that row, or download the file again."
            )
    return ""


def _uneven(table: TextTable) -> str:
    """Said where no row has as many cells as the header: labels stand in other columns than their own then."""
    width = len(table.header)
    rows = ((row, line) for row, line in zip(table.rows, table.lines, strict=True) if any(row))
    first = next(rows, None)
    if first is None or not set(_KNOWN_BY) & set(table.header):
        return ""
    row, line = first
    if len(row) == width or any(len(other) == width for other, _ in rows):
        return ""
    return (
        f"has {width} column names, and row {line} {len(row)} cells, so that the columns cannot be told. Nothing was "
        "taken; find the name that is missing or too many, or download the file again."
    )


def _nearness(table: TextTable, fit: Fit) -> tuple[float, float, float]:
    """How near: by the share of the required columns that are there or nearly, by their number, by their names."""
    held = _held(table, fit)
    alike = sum(max(SequenceMatcher(None, column, name).ratio() for name in table.header) for column in fit.lacking)
    return held / len(fit.mapping.requires), held, alike / max(1, len(fit.lacking))


def _held(table: TextTable, fit: Fit) -> float:
    """How many of the required columns are there; one that is most like another in the header counts half."""
    missing = sum(0.5 if _like(column, table.header) else 1.0 for column in fit.lacking)
    return len(fit.mapping.requires) - missing


def _columns(table: TextTable, fit: Fit) -> str:
    told = [f"'{column}'" for column in fit.lacking[:TOLD]]
    more = f" and {len(fit.lacking) - TOLD} more" if len(fit.lacking) > TOLD else ""
    like = _like(fit.lacking[0], table.header)
    return (
        f"the column{'s' if len(fit.lacking) > 1 else ''} {', '.join(told)}{more}"
        + (f" (most like '{quotable(like[0])}' in the header)" if like else "")
    )  # fmt: skip


def _like(name: str, header: Iterable[str]) -> list[str]:
    return get_close_matches(name, header, 1, ALIKE)


def _otherwise(table: TextTable, found: Sequence[Fit]) -> str:
    """Said where a mapping's columns are all there but for capital letters, blanks or dashes; "" otherwise."""
    lists: list[list[tuple[str, ...]]] = [
        [fit.mapping.names(column) for column in fit.lacking] for fit in found if fit.lacking
    ]
    missing: list[tuple[str, ...]] = [
        names for names in (neighbours.KEYS, neighbours.FIRST) if table.position(*names) is None
    ]
    for lacking in (*lists, missing):
        written = [
            next(((name, other) for name in names if (other := written_otherwise(name, table.header))), None)
            for names in lacking
        ]
        if written and written[0] and all(written):
            name, other = written[0]
            return (
                f"the header writes column names in its own way, '{quotable(other)}' for '{name}'; capital letters, "
                "blanks and dashes count. Nothing was taken; write the names as the publisher does, or download the "
                "file again."
            )
    return ""
