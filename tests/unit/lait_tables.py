"""Tables of a few rows as the Local Authority Interactive Tool writes them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.unit import tiny

HEADER = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")

# Measures of the project, by kind of period.
REFERRALS, REVIEWED = "RefBySource_Police_%", "RevCP"  # financial years
ABSENCE = "LAC_Pers_Abs"  # academic years
DEATHS, ENTRANTS = "InfMort", "FirstYJS"  # calendar years
ALCOHOL = "Hosp_Adm_Alc_<18yrs"  # years together

WORCESTERSHIRE = ("Worcestershire", "885.0")
DURHAM, HEREFORDSHIRE = ("Durham", "840.0"), ("Herefordshire", "884.0")
DORSET, OLD_DORSET = ("Dorset", "838.0"), ("Dorset (Pre LG)", "835.0")
NORTHAMPTONSHIRE, NORTH_NORTHAMPTONSHIRE = ("Northamptonshire", "928.0"), ("North Northamptonshire", "940.0")
ENGLAND, YORKSHIRE = ("England", "970.0"), ("Yorkshire and the Humber", "982.0")
INNER, OUTER, LONDON = ("London (Inner)", "987.0"), ("London (Outer)", "988.0"), ("London", "986.0")

# Measure, years, (name, number), value.
Line = tuple[str, str, tuple[str, str], object]


def table(*lines: Line, header: Iterable[str] = HEADER) -> str:
    """The rows under the tool's columns, in whatever order these are wanted."""
    header = list(header)
    rows = [",".join(header)]
    for measure, years, (name, number), value in lines:
        cells = dict(
            zip(HEADER, (measure, f"About {measure}", years, name, str(value), number, "Somewhere"), strict=True)
        )
        rows.append(",".join(_quoted(cells.get(column, "")) for column in header))
    return "\n".join(rows) + "\n"


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def save(folder: Path, *lines: Line, name: str = "lait.csv") -> Path:
    return tiny.save(folder, name, table(*lines))
