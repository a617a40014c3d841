"""Declared mappings: which file of the DfE's open data standard gives which indicator, and how.

One TOML per kind of file in ``mappings/``. A new release needs none; renamed columns and labels are
added to ``aliases`` and ``labels``; another file needs a TOML, not code. Whether mappings agree with
themselves, with one another and with the register is ``coherence``'s to say.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, field
from msgspec.structs import asdict

from data.declared import Declared, Text, mistake, read_toml

FOLDER = Path(__file__).parent / "mappings"
POPULATION = "population"

PERIODS = ("reporting_year", "academic_year", "calendar_year", "financial_year", "years_together")

Columns = tuple[Text, ...]
Labels = Annotated[tuple[Text, ...], Meta(min_length=1)]
Where = Mapping[str, tuple[str, ...]]


class Hidden(Declared, frozen=True, kw_only=True):
    """What a count that the publisher hides can be: from ``low`` to ``high`` (None: nothing bounds it), and why."""

    low: Annotated[int, Meta(ge=0)] = field(name="from")
    high: Annotated[int, Meta(ge=0)] | None = field(name="to", default=None)
    why: Text

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise mistake("to", f"is {self.high}, below from, which is {self.low}; exchange them, or leave 'to' out")


class Figure(Declared, frozen=True, kw_only=True):
    """How one indicator is made from a file's columns.

    Either ``value`` (a column holding the figure as printed) or ``numerator`` (columns that are added
    up) over ``denominator`` (columns that are added up, or "population"). ``where`` picks the rows, per
    filter column the labels that mean the same; ``denominator_where`` the denominator's rows where they
    differ. ``printed`` is the publisher's own quotient; ``rate`` a printed rate that is the value where the
    file has it. ``hidden`` says what a hidden count of the figure's columns can be; ``total`` is the column
    that ``parts`` add up to in one line, by which hidden cells are bounded.
    """

    indicator: Text
    value: Text | None = None
    numerator: Columns = ()
    declared_denominator: Text | Columns = field(name="denominator", default=())
    printed: Text | None = None
    rate: Text | None = None
    where: dict[str, Labels] = field(default_factory=dict)
    declared_denominator_where: dict[str, Labels] = field(name="denominator_where", default_factory=dict)
    hidden: Hidden | None = None
    total: Text | None = None
    parts: Columns = ()

    @property
    def denominator(self) -> tuple[str, ...]:
        """The columns that are added up below the line; ("population",) for the population."""
        declared = self.declared_denominator
        return (declared,) if isinstance(declared, str) else declared

    @property
    def denominator_where(self) -> Where:
        """Labels of the denominator's rows: those of ``where`` unless others are declared."""
        return self.declared_denominator_where or self.where

    @property
    def is_over_population(self) -> bool:
        return self.denominator == (POPULATION,)

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns that the figure cannot be made without."""
        below = () if self.is_over_population else self.denominator
        return (*((self.value,) if self.value else ()), *self.numerator, *below)

    @property
    def optional(self) -> tuple[tuple[str, str], ...]:
        """Columns that a file may lack, each with its key."""
        named = (("printed", self.printed), ("rate", self.rate), ("total", self.total))
        return (*((key, name) for key, name in named if name), *(("parts", name) for name in self.parts))

    def __post_init__(self) -> None:
        self._check_form()
        self._check_quotient()
        self._check_parts()

    def _check_form(self) -> None:
        given = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "printed": self.printed,
            "rate": self.rate,
            "denominator_where": self.declared_denominator_where,
        }
        if self.value:
            for key in (key for key, what in given.items() if what):
                raise mistake(key, "has no use beside value, which is the figure as printed; leave out one of the two")
        elif not self.numerator and not self.denominator:
            raise mistake("value", "is missing, as is numerator; give one: a figure as printed, or a count to divide")
        elif not self.numerator:
            raise mistake("numerator", "is missing beside a denominator; give the columns that are divided by it")
        elif not self.denominator:
            raise mistake(
                "denominator",
                f'is missing beside a numerator; give the column that it is divided by, or "{POPULATION}", '
                "or give the figure as value where the file prints it",
            )

    def _check_quotient(self) -> None:
        for key, columns in (("numerator", self.numerator), ("denominator", self.denominator)):
            if len(set(columns)) < len(columns):
                raise mistake(key, "has a column twice, which would be counted twice; name it once")
        if POPULATION in self.denominator:
            if len(self.denominator) > 1:
                raise mistake("denominator", f'has "{POPULATION}" beside columns; give one or the other')
            if self.declared_denominator_where:
                raise mistake("denominator_where", "has no use: the denominator is the population; leave it out")
        elif self.numerator and set(self.denominator) <= set(self.numerator) and self._same_rows():
            how = "picks the rows of where" if self.declared_denominator_where else "is missing"
            raise mistake(
                "denominator_where",
                f"{how}, so that a count would be divided by itself and every figure be 100%; "
                "give the labels of the denominator's rows, or another column as denominator",
            )

    def _same_rows(self) -> bool:
        above, below = ({column: set(labels) for column, labels in where.items()}
                        for where in (self.where, self.denominator_where))  # fmt: skip
        return above == below

    def _check_parts(self) -> None:
        if bool(self.total) != bool(self.parts):
            key, other = ("parts", "total") if self.total else ("total", "parts")
            raise mistake(key, f"is missing beside {other}; give the column and the columns that add up to it, or none")
        if self.total in self.parts:
            raise mistake("parts", f"has the total itself, '{self.total}', among them; leave it out")


class _Content(Declared, frozen=True, kw_only=True):
    dataset: Text
    publisher: Text
    title: Text
    licence: Text
    period: Annotated[str, Meta(description='a kind of year, or a day such as "09-30", in quotes')]
    requires: Annotated[Columns, Meta(min_length=1)]
    known_by: dict[str, Text] = field(default_factory=dict)
    aliases: dict[str, Labels] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    figures: Annotated[tuple[Figure, ...], Meta(min_length=1)] = field(name="figure")

    def __post_init__(self) -> None:
        if self.period not in PERIODS and not _is_day(self.period):
            raise mistake(
                "period", f"is '{self.period}'; expected one of {', '.join(PERIODS)}, or a day such as \"09-30\""
            )


class FileMapping(_Content, frozen=True, kw_only=True):
    """One kind of file. ``requires`` are the columns it is known by, ``known_by`` a label
    that a column must hold where columns alone do not tell; ``aliases`` other names of columns;
    ``labels`` every label a filter column may hold; ``period`` what ``time_period`` stands for: a kind of year, or
    a day ("09-30") of the year. ``name`` is the file's."""

    name: str

    def names(self, column: str) -> tuple[str, ...]:
        """The column's name and those it had in other releases."""
        return (column, *self.aliases.get(column, ()))


@cache
def mappings() -> tuple[FileMapping, ...]:
    """Every mapping of the project. Raises ContentError naming file, key and remedy."""
    return tuple(read_mapping(path) for path in sorted(FOLDER.glob("*.toml")))


def read_mapping(path: Path) -> FileMapping:
    """Read one mapping. Raises ContentError naming file, key and remedy."""
    return FileMapping(name=path.stem, **asdict(read_toml(path, _Content)))


def _is_day(text: str) -> bool:
    month, _, day = text.partition("-")
    if not (len(text) == 5 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return False
    return 1 <= int(day) <= calendar.monthrange(2001, int(month))[1]
