"""No count of children is above the number of children there are, and no place counts more than its country."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data import periods
from data.areas import ENGLAND
from data.checks import ERROR, Finding
from data.importers.origins import Origins
from data.importers.rounded import room
from data.importers.subject import Subject
from data.register import CHILDREN, RATES, UNITS, Indicator
from data.stats.arrays import Array
from data.store import Delivery

COUNT = "count"


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    origins = Origins(subject, delivery)
    for at, said in (*_above_population(subject, delivery), *_above_country(subject, delivery)):
        row = delivery.rows[at]
        yield Finding(
            ERROR,
            subject.table.file,
            origins.row(row.indicator, row.area, row.period),
            origins.counts(row.indicator) or origins.shown(row.indicator),
            f"{said} ({origins.place(row.area, row.period)}); correct the row, or exchange the two columns.",
        )


def _above_population(subject: Subject, delivery: Delivery) -> Iterator[tuple[int, str]]:
    """Rates: a count above the population, or of a printed rate above 10,000 in 10,000, or however many it is of."""
    frame = _of_units(subject, delivery, *RATES)
    people = _populations(subject, frame)
    above, below = room(subject, frame)
    too_many = frame["numerator"].to_numpy() - above > people + below
    too_high = frame["value"].to_numpy() > frame["indicator"].map(lambda name: subject.register[name].scale).to_numpy()
    for at in np.flatnonzero(too_many | too_high).tolist():
        row = delivery.rows[frame.index[at]]
        if too_many[at]:
            whom = subject.register[row.indicator].population.removeprefix("children ")
            said = f"{row.numerator:,.10g} is above the population {whom}, {people[at]:,.10g}"
        else:
            said = f"{row.printed or row.value} {_unit(subject.register[row.indicator])} would be more than there are"
        yield int(frame.index[at]), said


def _unit(indicator: Indicator) -> str:
    """ "per 1,000 girls aged 15 to 17"."""
    return f"{UNITS[indicator.unit]} {indicator.population}"


def _populations(subject: Subject, frame: pd.DataFrame) -> Array:
    """What each rate is of; where the file has no denominator, the population held of the year before, if it is of
    those aged 0 to 17."""
    people = frame["denominator"].to_numpy(copy=True)
    areas, labels = frame["area"].tolist(), frame["period"].tolist()
    is_held = frame["indicator"].map(lambda name: subject.register[name].population == CHILDREN).to_numpy(dtype=bool)
    for at in np.flatnonzero(np.isnan(people) & is_held).tolist():
        year = periods.parse(labels[at]).end.year - 1
        people[at] = subject.populations.get((areas[at], year)) or np.nan
    return people


def _above_country(subject: Subject, delivery: Delivery) -> Iterator[tuple[int, str]]:
    """Bare counts, populations among them: more in a place than the same file has for England."""
    frame = _of_units(subject, delivery, COUNT)
    england = frame[frame["area"] == ENGLAND].set_index(["indicator", "period"])["value"]
    whole = england[~england.index.duplicated()].reindex(pd.MultiIndex.from_frame(frame[["indicator", "period"]]))
    above, _ = room(subject, frame.assign(numerator=frame["value"]))
    for at in np.flatnonzero(frame["value"].to_numpy() - 2 * above > whole.to_numpy()).tolist():
        row = delivery.rows[frame.index[at]]
        yield int(frame.index[at]), f"{row.value:,.10g} is above England's {whole.iat[at]:,.10g}"


def _of_units(subject: Subject, delivery: Delivery, *units: str) -> pd.DataFrame:
    names = [f.indicator for f in subject.mapping.figures if subject.register[f.indicator].unit in units]
    return delivery.frame[delivery.frame["indicator"].isin(names)]
