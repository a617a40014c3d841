"""One figure read from one line of a standard file, as the mapping declares it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from data.importers import bounds, times
from data.importers.mapping import Figure
from data.importers.subject import Cell, Subject, read_cell
from data.observations import COUNT_HIDDEN, Status
from data.periods import Period
from data.store import Row

Line = tuple[str, ...]
Place = tuple[str, Period]
Lines = Sequence[tuple[Line, Place]]
Reader = Callable[[Line, Place], Row]

ABSENT = Cell("", None, Status.NOT_AVAILABLE)
_DECIMALS = 9


def matching(subject: Subject, where: Mapping[str, tuple[str, ...]], lines: Lines) -> Iterator[tuple[Line, Place]]:
    """The lines that hold one of the labels in every column of ``where``."""
    tests = [(subject.getter(column), frozenset(labels)) for column, labels in where.items()]
    return ((line, place) for line, place in lines if all(getter(line) in labels for getter, labels in tests))


def reader(subject: Subject, figure: Figure, lines: Lines) -> Reader:
    """A function from a line and its place to the figure there; ``lines`` are those a denominator may stand in."""
    if figure.value:
        return _value(subject, figure, figure.value)
    if figure.rate and subject.at(figure.rate) is not None:
        return _rate(subject, figure, figure.rate)
    return _quotient(subject, figure, lines)


def cell(text: str) -> Cell:
    """A cell that the checks have read. ValueError for one that they would have refused."""
    found = read_cell(text)
    if found is None:
        raise ValueError(text)
    return found


def _cells(subject: Subject, columns: Sequence[str]) -> Callable[[Line], list[Cell]]:
    getters = [subject.getter(column) for column in columns]
    return lambda line: [cell(getter(line)) for getter in getters]


def _added(cells: Sequence[Cell]) -> Cell:
    """The sum of cells as one: without a value, and with its reason, where one of them has none.

    Full-time equivalents have one decimal: 137.4 + 24.1 is 161.5, not 161.50000000000003.
    """
    if len(cells) == 1:
        return cells[0]
    missing = next((found for found in cells if found.value is None), None)
    return missing or Cell("", round(sum(found.value or 0.0 for found in cells), _DECIMALS), Status.REPORTED)


def _value(subject: Subject, figure: Figure, column: str) -> Reader:
    getter = subject.getter(column)

    def read(line: Line, place: Place) -> Row:
        found = cell(getter(line))
        printed = found.text if found.value is not None else None
        return Row(figure.indicator, place[0], place[1].label, found.value, printed, None, None, found.status)

    return read


def _rate(subject: Subject, figure: Figure, column: str) -> Reader:
    """The rate that the release prints, from the population of its day, which it does not print."""
    above, getter = _cells(subject, figure.numerator), subject.getter(column)

    def read(line: Line, place: Place) -> Row:
        count, rate = _added(above(line)), cell(getter(line))
        status = next((found.status for found in (rate, count) if found.value is None), Status.REPORTED)
        value, printed = (rate.value, rate.text) if status is Status.REPORTED else (None, None)
        return Row(figure.indicator, place[0], place[1].label, value, printed, _told(count, status), None, status)

    return read


def _quotient(subject: Subject, figure: Figure, lines: Lines) -> Reader:
    indicator = subject.register[figure.indicator]
    scale = indicator.scale
    above, below = _cells(subject, figure.numerator), _denominators(subject, figure, lines)
    shown = subject.getter(figure.printed) if figure.printed and subject.at(figure.printed) is not None else None
    # Of the population too there are no more than all.
    bound = _bounds(subject, figure, is_share=indicator.is_share or figure.is_over_population)

    def read(line: Line, place: Place) -> Row:
        cells, denominator = above(line), below(line, place)
        count, printed = _added(cells), cell(shown(line)) if shown else None
        status = _status(count, denominator, printed)
        value = text = None
        if status is Status.REPORTED and count.value is not None and denominator.value:
            value = count.value / denominator.value * scale
            text = printed.text if printed else None
        told = _told(count, status)
        # A count beside a figure that is not available, with nothing to divide it by.
        divisor = None if status is Status.NOT_AVAILABLE and told is not None else denominator.value
        low, high = bound(line, cells, denominator) if status is Status.SUPPRESSED else bounds.NONE
        return Row(
            figure.indicator, place[0], place[1].label, value, text, told, divisor, status,
            numerator_low=low, numerator_high=high,
        )  # fmt: skip

    return read


def _status(count: Cell, denominator: Cell, printed: Cell | None) -> Status:
    """Reported, or the symbol of the printed figure, else the first of its counts; of nothing there is no share."""
    symbols = (found.status for found in (printed, count, denominator) if found is not None and found.value is None)
    status = next(symbols, Status.REPORTED)
    return Status.NOT_APPLICABLE if status is Status.REPORTED and denominator.value == 0 else status


def _told(count: Cell, status: Status) -> float | None:
    return None if status in COUNT_HIDDEN else count.value


def _bounds(subject: Subject, figure: Figure, is_share: bool) -> Callable[[Line, Sequence[Cell], Cell], bounds.Bounds]:
    has_parts = figure.total is not None and all(subject.at(name) is not None for name in (figure.total, *figure.parts))
    total = _cells(subject, (figure.total,) if has_parts and figure.total else ())
    others = _cells(subject, [name for name in figure.parts if has_parts and name not in figure.numerator])

    def bound(line: Line, cells: Sequence[Cell], denominator: Cell) -> bounds.Bounds:
        whole = next(iter(total(line)), None)
        return bounds.bounds(bounds.Line(cells, denominator, whole, others(line)), figure.hidden, is_share)

    return bound


def _denominators(subject: Subject, figure: Figure, lines: Lines) -> Callable[[Line, Place], Cell]:
    if figure.is_over_population:
        if times.is_older(subject):
            return lambda _line, _place: ABSENT
        return lambda _line, place: _population(subject, place)
    below = _cells(subject, figure.denominator)
    if figure.denominator_where == figure.where:
        return lambda line, _place: _added(below(line))
    table = {place: _added(below(line)) for line, place in matching(subject, figure.denominator_where, lines)}
    return lambda _line, place: table.get(place, ABSENT)


def _population(subject: Subject, place: Place) -> Cell:
    year = times.population_year(place[1])
    found = None if year is None else subject.populations.get((place[0], year))
    return ABSENT if found is None else Cell("", found, Status.REPORTED)
