"""Declared mappings: which file of the DfE's open data standard gives which indicator, and how.

One TOML per kind of file in ``mappings/``. A new release needs none; renamed columns and labels are
added to ``aliases`` and ``labels``; another file needs a TOML, not code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import ContentError
from data.importers.text import TextTable

FOLDER = Path(__file__).parent / "mappings"
POPULATION = "population"

Where = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Figure:
    """How one indicator is made from a file's columns.

    Either ``value`` (a column holding the figure as printed) or ``numerator`` (columns that are added
    up) over ``denominator`` (a column, or "population"). ``where`` picks the rows, per filter column
    the labels that mean the same; ``denominator_where`` the denominator's rows where they differ.
    ``printed`` is the publisher's own quotient; ``rate`` a printed rate that is the value where the
    file has it.
    """

    indicator: str
    value: str | None
    numerator: tuple[str, ...]
    denominator: str | None
    printed: str | None
    rate: str | None
    where: Where
    denominator_where: Where


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One kind of file. ``requires`` are the columns it is known by, ``known_by`` a label
    that a column must hold where columns alone do not tell; ``aliases`` other names of columns;
    ``labels`` every label a filter column may hold; ``period`` "reporting_year" or a day ("09-30") of
    the year in ``time_period``."""

    name: str
    dataset: str
    publisher: str
    title: str
    licence: str
    period: str
    requires: tuple[str, ...]
    known_by: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    figures: tuple[Figure, ...]

    def names(self, column: str) -> tuple[str, ...]:
        """The column's name and those it had in other releases."""
        return (column, *self.aliases.get(column, ()))

    def fits(self, table: TextTable) -> bool:
        """Whether this is the mapping of the file: its columns are there, and its telling label."""
        return all(table.position(*self.names(column)) is not None for column in self.requires) and all(
            self._holds(table, column, label) for column, label in self.known_by.items()
        )

    def _holds(self, table: TextTable, column: str, label: str) -> bool:
        at = table.position(*self.names(column))
        return at is not None and any(len(row) > at and row[at] == label for row in table.rows)


@cache
def mappings() -> tuple[FileMapping, ...]:
    """Every mapping of the project. Raises ContentError naming file, key and remedy."""
    return tuple(read_mapping(path) for path in sorted(FOLDER.glob("*.toml")))


def read_mapping(path: Path) -> FileMapping:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return FileMapping(
            name=path.stem,
            dataset=raw["dataset"],
            publisher=raw["publisher"],
            title=raw["title"],
            licence=raw["licence"],
            period=raw["period"],
            requires=tuple(raw["requires"]),
            known_by=raw.get("known_by", {}),
            aliases=_tuples(raw.get("aliases", {})),
            labels=_tuples(raw.get("labels", {})),
            figures=tuple(_figure(figure) for figure in raw["figure"]),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: is not valid TOML: {error}; correct that place") from error
    except KeyError as error:
        raise ContentError(f"{path.name}: key {error} is missing; see the other mappings for its form") from error
    except (TypeError, AttributeError) as error:
        raise ContentError(f"{path.name}: is malformed ({error}); see the other mappings for its form") from error


def _figure(raw: dict[str, Any]) -> Figure:
    where = _tuples(raw.get("where", {}))
    return Figure(
        indicator=raw["indicator"],
        value=raw.get("value"),
        numerator=tuple(raw.get("numerator", ())),
        denominator=raw.get("denominator"),
        printed=raw.get("printed"),
        rate=raw.get("rate"),
        where=where,
        denominator_where=_tuples(raw.get("denominator_where", {})) or where,
    )


def _tuples(raw: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in raw.items()}
