"""A chart of a slide: what is drawn, and the workbook that it is edited in. Places and sizes are points within it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from components.exports.plain import clean
from data.views import Point

SHEET, WORDS = "Figures", "In words"


@dataclass(frozen=True, slots=True)
class Label:
    """Words at one point: ``dx``, ``dy`` are from where a program would put them, ``wide`` the room they have."""

    index: int
    lines: tuple[str, ...]
    colour: str
    wide: float
    dx: float = 0.0
    dy: float = 0.0
    is_bold: bool = False
    place: str = "r"


@dataclass(frozen=True, slots=True)
class Look:
    """How a line or a bar is drawn; no ``dash`` is solid, no ``symbol`` no marker."""

    fill: str
    edge: str
    width: float
    dash: str = ""
    symbol: str = ""
    size: int = 0
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Set:
    """One series: ``points`` as the view has them, ``values`` what is drawn of them, ``points_apart`` looks of
    single points, ``has_intervals`` whether to draw error bars."""

    name: str
    points: tuple[Point, ...]
    values: tuple[float | None, ...]
    look: Look
    points_apart: tuple[tuple[int, Look], ...] = ()
    labels: tuple[Label, ...] = ()
    has_intervals: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: ``step`` between labels, ``code`` their number format; ``is_shown`` with its labels and grid."""

    low: float
    high: float
    step: float
    code: str
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the frame's size, the plot's box in it, and what is drawn. ``code`` is the values' number format."""

    kind: str  # line or bar
    size: tuple[float, float]
    plot: tuple[float, float, float, float]
    categories: tuple[str, ...]
    sets: tuple[Set, ...]
    axis: Axis
    code: str
    corner: str  # the heading of the categories
    skip: int = 1
    gap: int = 40
    title: str = ""
    has_legend: bool = False

    def workbook(self, made: datetime) -> bytes:
        """The figures unrounded, empty cells where there are none; the words for each on a second sheet."""
        stream = BytesIO()
        # Never a formula or a link out of a text, whatever it begins with.
        options = {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }  # fmt: skip
        book = Workbook(stream, options)
        book.set_properties({"author": "Safeguarding KPIs", "created": made.replace(tzinfo=None)})
        number = book.add_format({"num_format": self.code})
        figures, said = book.add_worksheet(SHEET), book.add_worksheet(WORDS)
        for sheet in (figures, said):
            sheet.write_string(0, 0, self.corner)
            sheet.set_column(0, 0, 30)
            for row, category in enumerate(self.categories, 1):
                sheet.write_string(row, 0, category)
        for column, found in enumerate(self.sets, 1):
            figures.write_string(0, column, found.name)
            said.write_string(0, column, found.name)
            for row, (value, point) in enumerate(zip(found.values, found.points, strict=True), 1):
                if value is not None:
                    figures.write_number(row, column, value, number)
                said.write_string(row, column, said_of(point))
        book.close()
        return stream.getvalue()


def said_of(point: Point) -> str:
    """A figure in words with its interval, or why there is none."""
    return clean(point.text + (f" (95% interval {point.interval.text})" if point.interval else ""))


def number_code(decimals: int, unit: str) -> str:
    """The number format of an indicator's values."""
    return "#,##0" + ("." + "0" * decimals if decimals else "") + ('"%"' if unit == "percent" else "")
