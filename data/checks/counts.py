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
from data.register import SCALES
from data.stats.arrays import Array
from data.store import Delivery

RATE, COUNT = "rate_per_10000", "count"


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
    """Rates: a count above the population, or of a printed rate above 10,000 in 10,000."""
    frame = _of_unit(subject, delivery, RATE)
    people = _populations(subject, frame)
    above, below = room(subject, frame)
    too_many = frame["numerator"].to_numpy() - above > people + below
    too_high = frame["value"].to_numpy() > SCALES[RATE]
    for at in np.flatnonzero(too_many | too_high).tolist():
        row = delivery.rows[frame.index[at]]
        if too_many[at]:
            yield (
                int(frame.index[at]),
                f"{row.numerator:,.10g} is above the population aged 0 to 17, {people[at]:,.10g}",
            )
        else:
            yield int(frame.index[at]), f"{row.printed or row.value} per 10,000 would be more children than there are"


def _populations(subject: Subject, frame: pd.DataFrame) -> Array:
    """What each rate is of; where the file has no denominator, the population held of the year before."""
    people = frame["denominator"].to_numpy(copy=True)
    areas, labels = frame["area"].tolist(), frame["period"].tolist()
    for at in np.flatnonzero(np.isnan(people)).tolist():
        year = periods.parse(labels[at]).end.year - 1
        people[at] = subject.populations.get((areas[at], year)) or np.nan
    return people


def _above_country(subject: Subject, delivery: Delivery) -> Iterator[tuple[int, str]]:
    """Bare counts, populations among them: more in a place than the same file has for England."""
    frame = _of_unit(subject, delivery, COUNT)
    england = frame[frame["area"] == ENGLAND].set_index(["indicator", "period"])["value"]
    whole = england[~england.index.duplicated()].reindex(pd.MultiIndex.from_frame(frame[["indicator", "period"]]))
    above, _ = room(subject, frame.assign(numerator=frame["value"]))
    for at in np.flatnonzero(frame["value"].to_numpy() - 2 * above > whole.to_numpy()).tolist():
        row = delivery.rows[frame.index[at]]
        yield int(frame.index[at]), f"{row.value:,.10g} is above England's {whole.iat[at]:,.10g}"


def _of_unit(subject: Subject, delivery: Delivery, unit: str) -> pd.DataFrame:
    names = [f.indicator for f in subject.mapping.figures if subject.register[f.indicator].unit == unit]
    return delivery.frame[delivery.frame["indicator"].isin(names)]
