"""A table in the layout of the Local Authority Interactive Tool, as long as asked, of made-up figures; the same each
time."""

from __future__ import annotations

import csv
import random
from itertools import islice, product
from pathlib import Path

from data.importers import carried_areas
from data.importers.lait.collection import COLUMNS
from data.importers.lait.measures import Measure, measures
from data.periods import YEARS_TOGETHER, together_label

LAST, FIRST = 2024, 1903


def write(path: Path, rows: int) -> None:
    """Of every declared measure and authority as many years as it takes, the newest first."""
    chance = random.Random(15)
    places = carried_areas.places()
    areas = [area for area in places.authorities if places.is_open(area) and " / " not in area.key]
    levels = {(m.short_desc, a.key): chance.uniform(5, 60) for m, a in product(measures().measures, areas)}
    found = product(range(LAST, FIRST, -1), measures().measures, areas)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for year, measure, area in islice(found, rows):
            value = round(levels[measure.short_desc, area.key] + chance.gauss(0, 1), 2)
            writer.writerow([measure.short_desc, _years(measure, year), area.name, f"{area.key}.0", value])


def _years(measure: Measure, year: int) -> str:
    return together_label(year, 3) if measure.period == YEARS_TOGETHER else str(year)
