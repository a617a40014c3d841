"""Rows of the API's table of figures: those that the parameters pick, read an indicator at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from data import parameters, periods
from data.dataset import OfArea, Snapshot
from data.errors import SelectionError, quotable
from data.importers.tidy import plain
from data.observations import NEIGHBOURS_KEY, NEIGHBOURS_NAME, PUBLISHED, SOURCES, Observation
from data.register import Indicator
from data.views import doubts, printed

FILTERS = ("indicator", "area", "from", "to", "source")
COLUMNS = ("indicator", "area_code", "area_name", "period", "period_start", "period_end", "value", "printed",
           "numerator", "denominator", "status", "qualifier", "source", "release", "note")  # fmt: skip
NUMBERS = ("value", "numerator", "denominator")

# A row in the order of COLUMNS, as text; "" for what is not there.
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """What a request picks: ``pairs`` of source and indicator, in the order of their rows; keys of ``areas``, none for
    all; labels of the ``first`` and ``last`` period."""

    snapshot: Snapshot
    pairs: tuple[tuple[str, str], ...]
    areas: frozenset[str]
    first: str | None
    last: str | None


def pick(snapshot: Snapshot, args: Mapping[str, str]) -> Picked:
    """Raises SelectionError, saying what is allowed. Reads no figures."""
    first, last = parameters.span(args)
    sources, indicators = (parameters.parts(args.get(name, "")) for name in ("source", "indicator"))
    for source in sources:
        if source not in SOURCES:
            raise SelectionError(f"source '{quotable(source)}' is not known; it is one of {', '.join(SOURCES)}.")
    for indicator in indicators:
        if indicator not in snapshot.register:
            raise SelectionError(
                f"indicator '{quotable(indicator)}' is not in the register; /api/v1/indicators lists them."
            )
    areas = frozenset(parameters.areas_of(snapshot.areas, args.get("area", "")))
    every = ((s, i) for s in sources or sorted(SOURCES) for i in indicators or sorted(snapshot.register))
    return Picked(snapshot, tuple(pair for pair in every if pair in snapshot.held), areas, first, last)


def rows(picked: Picked) -> Iterator[Row]:
    """All of them, an indicator in memory at a time."""
    return (row for number in range(len(picked.pairs)) for row in rows_of(picked, number))


def rows_of(picked: Picked, number: int, start: int = 0) -> Iterator[Row]:
    """Those of one of the pairs, by number, without the first ``start``: by area, period and place in the release."""
    source, name = picked.pairs[number]
    snapshot, indicator = picked.snapshot, picked.snapshot.register[name]
    found: Iterable[OfArea] = snapshot.passing(name, source, picked.areas)
    told: Mapping[tuple[str, str], str] = {}
    if source == PUBLISHED:
        found = list(found) if picked.areas else found
        told = _doubted(snapshot, indicator, found)
    places = _Places(snapshot)
    within: dict[str, bool] = {}
    every = (
        (observation, note)
        for area, by_label in found
        for label, observations in by_label.items()
        if _is_within(observations[0].period, picked, within)
        for note in (told.get((area, label)) or _contradicted(observations, indicator),)
        for observation in observations
    )
    return (_row(observation, note, places) for observation, note in islice(every, start, None))


def _is_within(period: periods.Period, picked: Picked, known: dict[str, bool]) -> bool:
    if period.label not in known:
        known[period.label] = periods.in_range(period, picked.first, picked.last)
    return known[period.label]


def _doubted(snapshot: Snapshot, indicator: Indicator, found: Iterable[OfArea]) -> Mapping[tuple[str, str], str]:
    """What is told of figures that are unlike the other years of their place. Where any has counts none is doubted,
    and the figures of the other places, which doubts rest on, need not be read."""
    if isinstance(found, list) and any(_has_count(by_label) for _, by_label in found):
        return {}
    return {key: doubts.told(snapshot, d.figure) for key, d in doubts.doubts(snapshot, indicator).items()}


def _has_count(by_label: Mapping[str, tuple[Observation, ...]]) -> bool:
    return any(o.numerator is not None for observations in by_label.values() for o in observations)


def _contradicted(observations: Iterable[Observation], indicator: Indicator) -> str:
    """What is told of figures whose printed number is another than their own counts give."""
    told = [printed.told(o, indicator) for o in observations if o.source == PUBLISHED]
    return next(filter(None, reversed(told)), "")


class _Places:
    """Code and name of each area, by its key."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._areas = snapshot.areas

    def __getitem__(self, key: str) -> tuple[str, str]:
        if key == NEIGHBOURS_KEY:
            return NEIGHBOURS_KEY, NEIGHBOURS_NAME
        return (self._areas[key].code, self._areas[key].name) if key in self._areas else (key, key)


def _row(found: Observation, told: str, places: _Places) -> Row:
    code, name = places[found.area]
    return (
        found.indicator,
        code,
        name,
        found.period.label,
        found.period.start.isoformat(),
        found.period.end.isoformat(),
        plain(found.value),
        found.printed or "",
        plain(found.numerator),
        plain(found.denominator),
        str(found.status),
        found.qualifier or "",
        found.source,
        found.release,
        " ".join(filter(None, (found.note, told))),
    )
