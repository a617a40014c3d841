"""Files of the DfE's open data standard: one row per time and place, read by a declared mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.areas import AUTHORITY, JOINT, LONDON, LONDON_PARTS, NATION, REGION, AreaCode
from data.importers import figures, joint, times
from data.importers.figures import Line, Place
from data.importers.subject import Subject, spaced
from data.importers.withholding import withheld
from data.names import NAMED_BY
from data.observations import PUBLISHED, Status
from data.periods import Period
from data.store import Delivery, Release, Row


def deliver(subject: Subject) -> Delivery:
    """The file's figures, areas and release. The subject has passed the checks.

    A quotient is numerator / denominator × 10,000 (rates) or × 100 (percentages), unrounded, and there
    is none where either is unusable. Population denominators are the mid-year estimate of the calendar
    year before (DfE, Children in need: methodology).
    """
    key, when = keys(subject), times.reader(subject)
    lines = joint.merged(subject, [(line, (key(line), when(line))) for line in subject.table.rows])
    rows: list[Row] = []
    alive: dict[Place, bool] = {}
    for figure in subject.mapping.figures:
        read = figures.reader(subject, figure, lines)
        for line, place in figures.matching(subject, figure.where, lines):
            row = withheld(read(line, place), subject.register[figure.indicator])
            rows.append(row)
            # A count alone, whose rate cannot be made, shows that the place is there.
            known = row.numerator is not None or Status(row.status) not in (Status.NOT_APPLICABLE, Status.NOT_AVAILABLE)
            alive[place] = alive.get(place, False) or known
    seen = sorted({when(line) for line in subject.table.rows})
    return Delivery(_release(subject, seen[0], seen[-1], len(rows)), tuple(rows), _areas(subject, alive))


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


def keys(subject: Subject) -> Callable[[Line], str]:
    """A function from a row to the key of its area."""
    level, country, region, authority = (
        subject.getter(name) for name in ("geographic_level", "country_code", "region_code", "old_la_code")
    )

    def key(line: Line) -> str:
        match level(line):
            case "National":
                return country(line)
            case "Regional":
                return region(line)
            case _:
                return spaced(authority(line))

    return key


def _areas(subject: Subject, alive: Mapping[Place, bool]) -> tuple[AreaCode, ...]:
    """The areas under each code and name, with the days between which figures carried them.

    An area's region is the one of its newest row, whatever the order of the rows. Only the Department's files give a
    place its name.
    """
    described, when, key = _description(subject), times.reader(subject), keys(subject)
    named = subject.mapping.publisher == NAMED_BY
    found: dict[tuple[str, str, str], dict[Period, tuple[str, str | None]]] = {}
    for line in subject.table.rows:
        place = key(line), when(line)
        if alive.get(place):
            code, name, level, region = described(line, place[0])
            found.setdefault((place[0], code, name), {}).setdefault(place[1], (level, region))
    return tuple(
        AreaCode(*of, *by_time[max(by_time)], _day(min(by_time)), _day(max(by_time)), named)
        for of, by_time in found.items()
    )


def _day(period: Period) -> str:
    return period.end.isoformat()


def _description(subject: Subject) -> Callable[[Line, str], tuple[str, str, str, str | None]]:
    """A function from a row and its key to the area's code, name, level and region."""
    columns = ("geographic_level", "country_name", "region_name", "region_code", "new_la_code", "la_name")
    level, country, region, region_code, code, name = (subject.getter(column) for column in columns)

    def described(line: Line, key: str) -> tuple[str, str, str, str | None]:
        match level(line):
            case "Local authority":
                above = LONDON if region_code(line) in LONDON_PARTS else region_code(line)
                return spaced(code(line)), spaced(name(line)), JOINT if " / " in key else AUTHORITY, above
            case "Regional":
                return key, region(line), REGION, LONDON if key in LONDON_PARTS else None
            case _:
                return key, country(line), NATION, None

    return described
