"""What the checks of a standard file look at: the table, its mapping and what is known already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from data.areas import Area, Areas
from data.importers.column import Column, Mask, together
from data.importers.editions import Rosters
from data.importers.history import History
from data.importers.mapping import FileMapping
from data.importers.text import TextTable
from data.observations import SYMBOLS, Status
from data.register import Register

# Key of the area that each GSS code is known to be of.
Codes = Mapping[str, str]
# Population aged 0 to 17 by area key and year of the mid-year estimate; no number where it has none.
Populations = Mapping[tuple[str, int], float | None]

LEVELS = ("National", "Regional", "Local authority")
# The column that holds the name of an area, by level.
NAME_COLUMNS = dict(zip(LEVELS, ("country_name", "region_name", "la_name"), strict=True))
PLACE = ("country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name")
STANDARD = ("time_period", "time_identifier", "geographic_level", *PLACE)

CELLS = 2**16  # cells whose reading is remembered: codes and small numbers come again in every row and file
# So many digits and no more: beyond them a quotient could be infinite.
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a file comes in.

    ``codes`` are those of the areas that the project carries: a wrong code of the store, once imported, would keep
    the right file out. ``carried`` are those areas, ``areas`` are those of the store, ``history`` its current
    published figures, ``editions`` the newest edition held of each dataset and ``rosters`` the areas that it has.
    """

    populations: Populations = field(default_factory=dict)
    codes: Codes = field(default_factory=dict)
    areas: Areas = field(default_factory=lambda: Areas(()))
    carried: Areas = field(default_factory=lambda: Areas(()))
    rosters: Rosters = field(default_factory=Rosters)
    history: History = field(default_factory=History)
    editions: Mapping[str, int] = field(default_factory=dict)

    def versions(self, key: str) -> tuple[Area, ...]:
        """An area as the project carries it, then as the store holds it; those of the two that there are."""
        return tuple(areas[key] for areas in (self.carried, self.areas) if key in areas)

    @property
    def authorities(self) -> frozenset[str]:
        """LA numbers of every authority that is held or carried, ended ones and those that publish together too."""
        return frozenset(number for key in (*self.areas, *self.codes.values()) for number in key.split(" / "))


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a file says of one area in one time: ``row`` is the first that says so. ``region`` is as the file has it."""

    row: int
    time: str
    level: str
    key: str
    code: str
    name: str
    region: str = ""
    region_name: str = ""


@dataclass(frozen=True)
class Subject:
    """A standard file with its mapping, and what is known already."""

    table: TextTable
    mapping: FileMapping
    known: Known = field(default_factory=Known)
    register: Register = field(default_factory=lambda: Register({}))

    @property
    def populations(self) -> Populations:
        return self.known.populations

    @property
    def codes(self) -> Codes:
        return self.known.codes

    @cached_property
    def sightings(self) -> tuple[Sighting, ...]:
        """Everything the file says of areas, each once, in the order of rows."""
        said = self.together("time_period", "geographic_level", *PLACE)
        return tuple(_sighting(self.table.lines[row], *cells) for cells, row in said.firsts())

    @cached_property
    def places(self) -> tuple[Sighting, ...]:
        """The same whatever the time: of several that differ in it alone the first."""
        said = self.together("geographic_level", *PLACE)
        time = self.column("time_period")
        return tuple(_sighting(self.table.lines[row], time[row], *cells) for cells, row in said.firsts())

    def at(self, column: str) -> int | None:
        """Position of a column under any of its names."""
        return self.table.position(*self.mapping.names(column))

    def figure_columns(self) -> tuple[str, ...]:
        """Every column that a figure is read from."""
        names: dict[str, None] = {}
        for figure in self.mapping.figures:
            parts = (*figure.sources, *(name for _, name in figure.optional))
            names.update((name, None) for name in parts if self.at(name) is not None)
        return tuple(names)

    def column(self, name: str) -> Column[str]:
        """The cells of a column that is there. KeyError for one that is not."""
        position = self.at(name)
        if position is None:
            raise KeyError(name)
        return self.table.column(position)

    def together(self, *names: str) -> Column[tuple[str, ...]]:
        """The cells of several columns that are there, side by side."""
        return together(self.column(name) for name in names)

    def picked(self, where: Mapping[str, tuple[str, ...]]) -> Mask:
        """Of each row whether it holds one of the labels in every column of ``where``."""
        picked = np.ones(len(self.table.rows), dtype=bool)
        for name, labels in where.items():
            picked &= self.column(name).among(frozenset(labels))
        return picked


def _sighting(row: int, time: str, level: str, *place: str) -> Sighting:
    country, country_name, region, region_name, number, code, name = place
    if level == LEVELS[0]:
        return Sighting(row, time, level, country, country, country_name)
    if level == LEVELS[1]:
        return Sighting(row, time, level, region, region, region_name)
    return Sighting(row, time, level, spaced(number), spaced(code), spaced(name), region, region_name)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell read: a number as printed, or the status its symbol stands for."""

    text: str
    value: float | None
    status: Status


@lru_cache(maxsize=CELLS)
def spaced(text: str) -> str:
    """The numbers or codes of authorities that publish together, always written "314 / 318"."""
    return " / ".join(part.strip() for part in text.split("/"))


@lru_cache(maxsize=CELLS)
def read_cell(text: str) -> Cell | None:
    """A number or a status symbol of the standard; None for anything else."""
    if _NUMBER.fullmatch(text):
        return Cell(text, float(text), Status.REPORTED)
    status = SYMBOLS.get(text)
    return Cell(text, None, status) if status else None
