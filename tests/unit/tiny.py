"""Files of a few rows in the DfE's layouts, written as a release would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

STANDARD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
_START = "{year},Reporting year,{level},E92000001,England,"
ENGLAND = _START.replace("{level}", "National") + ",,,,"
WEST_MIDLANDS = _START.replace("{level}", "Regional") + "E12000005,West Midlands,,,"
INNER_LONDON = _START.replace("{level}", "Regional") + "E13000001,Inner London,,,"
_HERE = _START.replace("{level}", "Local authority")
WORCESTERSHIRE = _HERE + "E12000005,West Midlands,885,E10000034,Worcestershire"
CAMDEN = _HERE + "E13000001,Inner London,202,E09000007,Camden"
KINGSTON_RICHMOND = (
    _HERE + "E13000002,Outer London,314 / 318,E09000021 / E09000027,Kingston upon Thames / Richmond upon Thames"
)
NORTHAMPTONSHIRE = _HERE + "E12000004,East Midlands,928,E10000021,Northamptonshire"

POPULATION = "age_group,population_estimate"
WORKFORCE = (
    "inpost_fte,leavers_fte,turnover_rate_fte,agency_fte,agency_rate_fte,vacancy_fte,vacancy_rate_fte,"
    "case_holders_fte,cases,caseload_fte"
)
PLANS = "category,CPP_At31,2_years_or_more,2_years_or_more_percent"


def text(columns: str, rows: Iterable[tuple[str, int, str]]) -> str:
    """A standard file: its own columns, and rows of (place, year, their cells)."""
    lines = [f"{STANDARD},{columns}", *(f"{place.format(year=year)},{cells}" for place, year, cells in rows)]
    return "\n".join(lines) + "\n"


def population(figures: Mapping[tuple[str, int], object]) -> str:
    """Mid-year estimates by (place, year)."""
    rows = [(place, year, f"Children aged 0 to 17 years,{number}") for (place, year), number in figures.items()]
    return text(POPULATION, rows)


def plans(figures: Mapping[tuple[str, int], object]) -> str:
    """Child protection plans at 31 March by (place, year), one of them of two years and more."""
    return text(
        PLANS, [(place, year, f"Plans,{count},1,{_percent(count)}") for (place, year), count in figures.items()]
    )


def _percent(count: object) -> str:
    """What one of so many is, as the DfE prints it; its symbol where there is none."""
    return f"{100 / count:.1f}" if isinstance(count, int) and count else "z"


def save(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file exactly as given."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
