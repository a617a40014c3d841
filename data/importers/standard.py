"""Files of the DfE's open data standard: one row per time and place, read by a declared mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from data import periods
from data.areas import AUTHORITY, JOINT, LONDON, LONDON_PARTS, NATION, REGION, AreaCode
from data.importers.mapping import Figure
from data.importers.subject import Cell, Subject, read_cell, spaced
from data.names import NAMED_BY
from data.observations import PUBLISHED, Status
from data.register import Register
from data.store import Delivery, Release, Row

SCALES = {"rate_per_10000": 10_000.0, "percent": 100.0}

Line = tuple[str, ...]
Place = tuple[str, int]


def deliver(subject: Subject, register: Register) -> Delivery:
    """The file's figures, areas and release. The subject has passed the checks.

    A quotient is numerator / denominator × 10,000 (rates) or × 100 (percentages), unrounded, and there
    is none where either is unusable. Population denominators are the mid-year estimate of the calendar
    year before (DfE, Children in need: methodology).
    """
    year = subject.getter("time_period")
    key = keys(subject)
    rows: list[Row] = []
    alive: dict[Place, bool] = {}
    for figure in subject.mapping.figures:
        read = _reader(subject, figure, SCALES.get(register[figure.indicator].unit, 1.0))
        for line in _matching(subject, figure.where):
            place = key(line), int(year(line))
            row = read(line, place)
            rows.append(row)
            known = Status(row.status) not in (Status.NOT_APPLICABLE, Status.NOT_AVAILABLE)
            alive[place] = alive.get(place, False) or known
    years = [int(year(line)) for line in subject.table.rows]
    return Delivery(_release(subject, min(years), max(years), len(rows)), tuple(rows), _areas(subject, alive))


def label(subject: Subject, year: int) -> str:
    """The period that ``time_period`` stands for in this kind of file."""
    kind = subject.mapping.period
    return periods.financial_year_label(year) if kind == "reporting_year" else f"{year}-{kind}"


def _release(subject: Subject, first: int, last: int, rows: int) -> Release:
    mapping = subject.mapping
    what = f"reporting year {last}" if mapping.period == "reporting_year" else f"{last} release"
    return Release(
        source=PUBLISHED,
        publisher=mapping.publisher,
        title=f"{mapping.title}, {what}",
        dataset=mapping.dataset,
        edition=last,
        period_first=label(subject, first),
        period_last=label(subject, last),
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


def _matching(subject: Subject, where: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    tests = [(subject.getter(column), frozenset(labels)) for column, labels in where.items()]
    return (line for line in subject.table.rows if all(getter(line) in labels for getter, labels in tests))


def _reader(subject: Subject, figure: Figure, scale: float) -> Callable[[Line, Place], Row]:
    if figure.value:
        return _as_printed(subject, figure, figure.value)
    if figure.rate and subject.at(figure.rate) is not None:
        return _as_printed(subject, figure, figure.rate)
    return _quotient(subject, figure, scale)


def _cell(text: str) -> Cell:
    cell = read_cell(text)
    if cell is None:  # the checks have read every cell
        raise ValueError(text)
    return cell


def _as_printed(subject: Subject, figure: Figure, column: str) -> Callable[[Line, Place], Row]:
    value = subject.getter(column)
    count = subject.getter(figure.numerator[0]) if figure.numerator else None

    def read(line: Line, place: Place) -> Row:
        cell = _cell(value(line))
        numerator = _cell(count(line)).value if count else None
        printed = cell.text if cell.value is not None else None
        return Row(
            figure.indicator, place[0], label(subject, place[1]), cell.value, printed, numerator, None, cell.status
        )

    return read


def _quotient(subject: Subject, figure: Figure, scale: float) -> Callable[[Line, Place], Row]:
    parts = [subject.getter(column) for column in figure.numerator]
    below = _denominators(subject, figure)
    shown = subject.getter(figure.printed) if figure.printed and subject.at(figure.printed) is not None else None

    def read(line: Line, place: Place) -> Row:
        cells = [_cell(part(line)) for part in parts]
        denominator = below(line, place)
        status = next((c.status for c in (*cells, denominator) if c.value is None), Status.REPORTED)
        numbers = [c.value for c in cells if c.value is not None]
        numerator = sum(numbers) if len(numbers) == len(cells) else None
        value = printed = None
        if denominator.value == 0 and status is Status.REPORTED:
            status = Status.NOT_APPLICABLE
        if status is Status.REPORTED and numerator is not None and denominator.value:
            value = numerator / denominator.value * scale
            cell = read_cell(shown(line)) if shown else None
            printed = cell.text if cell and cell.value is not None else None
        return Row(
            figure.indicator, place[0], label(subject, place[1]), value, printed, numerator, denominator.value, status
        )

    return read


def _denominators(subject: Subject, figure: Figure) -> Callable[[Line, Place], Cell]:
    absent = Cell("", None, Status.NOT_AVAILABLE)
    if figure.is_over_population:

        def population(_line: Line, place: Place) -> Cell:
            found = subject.populations.get((place[0], place[1] - 1))
            return absent if found is None else Cell("", found, Status.REPORTED)

        return population
    total = _total(subject, figure.denominator)
    if figure.denominator_where == figure.where:
        return lambda line, _place: total(line)
    key, year = keys(subject), subject.getter("time_period")
    table = {(key(line), int(year(line))): total(line) for line in _matching(subject, figure.denominator_where)}
    return lambda _line, place: table.get(place, absent)


def _total(subject: Subject, columns: Sequence[str]) -> Callable[[Line], Cell]:
    """The sum of some columns of a line, as a cell: without a value, and with its reason, where one has none."""
    getters = [subject.getter(column) for column in columns]
    if len(getters) == 1:
        return lambda line: _cell(getters[0](line))

    def total(line: Line) -> Cell:
        cells = [_cell(getter(line)) for getter in getters]
        numbers = [cell.value for cell in cells if cell.value is not None]
        if len(numbers) < len(cells):
            return next(cell for cell in cells if cell.value is None)
        return Cell("", sum(numbers), Status.REPORTED)

    return total


def _areas(subject: Subject, alive: Mapping[Place, bool]) -> tuple[AreaCode, ...]:
    """The areas under each code and name, with the days between which figures carried them.

    An area's region is the one of its newest row, whatever the order of the rows. Only the Department's files give a
    place its name.
    """
    described, year, key = _description(subject), subject.getter("time_period"), keys(subject)
    named = subject.mapping.publisher == NAMED_BY
    found: dict[tuple[str, str, str], dict[int, tuple[str, str | None]]] = {}
    for line in subject.table.rows:
        place = key(line), int(year(line))
        if alive.get(place):
            code, name, level, region = described(line, place[0])
            found.setdefault((place[0], code, name), {}).setdefault(place[1], (level, region))
    return tuple(
        AreaCode(*of, *by_year[max(by_year)], _day(subject, min(by_year)), _day(subject, max(by_year)), named)
        for of, by_year in found.items()
    )


def _day(subject: Subject, year: int) -> str:
    return periods.parse(label(subject, year)).end.isoformat()


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
