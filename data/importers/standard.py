"""Files of the DfE's open data standard: one row per time and place, read by a declared mapping."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.areas import AUTHORITY, JOINT, LONDON, LONDON_PARTS, NATION, REGION, AreaCode
from data.importers import figures, joint, times
from data.importers.column import Column, Mask, together
from data.importers.figures import Places
from data.importers.subject import Subject, spaced
from data.importers.withholding import withheld_of
from data.names import NAMED_BY
from data.observations import PUBLISHED, Status
from data.periods import Period
from data.store import Columns, Delivery, Release

# The columns that say what an area is.
_DESCRIPTION = ("geographic_level", "country_name", "region_name", "region_code", "new_la_code", "la_name")


def deliver(subject: Subject) -> Delivery:
    """The file's figures, areas and release. The subject has passed the checks.

    A quotient is numerator / denominator × 10,000 (rates) or × 100 (percentages), unrounded, and there
    is none where either is unusable. Population denominators are the mid-year estimate of the calendar
    year before (DfE, Children in need: methodology).
    """
    places = joint.places(subject, keys(subject), times.column(subject))
    frame, alive = _figures(subject, places)
    return replace(_delivery(subject, frame), areas=_areas(subject, places, alive))


def deliver_figures(subject: Subject) -> Delivery:
    """The same of a file that says nothing of areas."""
    return _delivery(subject, _figures(subject, joint.places(subject, keys(subject), times.column(subject)))[0])


def _figures(subject: Subject, places: Places) -> tuple[pd.DataFrame, Mask]:
    """The figures, and of each place (``Places.spots``) whether there is something."""
    frames: list[pd.DataFrame] = []
    alive = np.zeros(places.size, dtype=bool)
    for figure in subject.mapping.figures:
        source = figures.matching(subject, figure, places)
        frames.append(withheld_of(figures.read(source), subject.register[figure.indicator]))
        # A count alone, whose rate cannot be made, shows that the place is there.
        absent = frames[-1]["status"].isin([Status.NOT_APPLICABLE.value, Status.NOT_AVAILABLE.value])
        known = (frames[-1]["numerator"].notna() | ~absent).to_numpy()
        alive[places.spots(source.rows[known])] = True
    return pd.concat(frames, ignore_index=True), alive


def _delivery(subject: Subject, frame: pd.DataFrame) -> Delivery:
    seen = sorted(times.column(subject).values)
    return Delivery(_release(subject, seen[0], seen[-1], len(frame)), Columns(frame))


def _release(subject: Subject, first: Period, last: Period, rows: int) -> Release:
    mapping = subject.mapping
    return Release(
        source=PUBLISHED,
        publisher=mapping.publisher,
        title=f"{mapping.title}, {times.words(last, mapping.period)}",
        dataset=mapping.dataset,
        edition=last.end.year,
        period_first=first.label,
        period_last=last.label,
        file=subject.table.file,
        sha256=subject.table.sha256,
        licence=mapping.licence,
        rows=rows,
    )


def keys(subject: Subject) -> Column[str]:
    """The key of each row's area."""
    return subject.together("geographic_level", "country_code", "region_code", "old_la_code").map(_key)


def _key(place: tuple[str, ...]) -> str:
    match place:
        case ("National", country, _, _):
            return country
        case ("Regional", _, region, _):
            return region
        case (_, _, _, authority):
            return spaced(authority)
    raise ValueError(place)


def _areas(subject: Subject, places: Places, alive: Mask) -> tuple[AreaCode, ...]:
    """The areas under each code and name, with the days between which figures carried them.

    An area's region is the one of its newest row, whatever the order of the rows. Only the Department's files give a
    place its name.
    """
    own, when = keys(subject), times.column(subject)
    named = subject.mapping.publisher == NAMED_BY
    numbers = {key: number for number, key in enumerate(places.keys.values)}
    # Nothing counts of those that others speak for: they have the last place, in which nobody lives.
    at = own.each(lambda key: numbers.get(key, len(numbers)), np.intp)
    is_alive = np.append(alive, np.zeros(len(when.values), dtype=bool))[at * len(when.values) + when.codes]
    said = together((subject.together(*_DESCRIPTION), own, when)).at(is_alive)
    found: dict[tuple[str, str, str], dict[Period, tuple[str, str | None]]] = {}
    for (description, key, _), _row in said.firsts():
        code, name, *_ = _described(description, key)
        found[key, code, name] = {}
    for (description, key, period), _row in said.lasts():
        code, name, level, region = _described(description, key)
        found[key, code, name][period] = level, region
    return tuple(
        AreaCode(*of, *by_time[max(by_time)], _day(min(by_time)), _day(max(by_time)), named)
        for of, by_time in found.items()
    )


def _day(period: Period) -> str:
    return period.end.isoformat()


def _described(description: tuple[str, ...], key: str) -> tuple[str, str, str, str | None]:
    """The area's code, name, level and region."""
    level, country, region, region_code, code, name = description
    match level:
        case "Local authority":
            above = LONDON if region_code in LONDON_PARTS else region_code
            return spaced(code), spaced(name), JOINT if " / " in key else AUTHORITY, above
        case "Regional":
            return key, region, REGION, LONDON if key in LONDON_PARTS else None
        case _:
            return key, country, NATION, None
