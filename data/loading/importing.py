"""Importing files: each is taken whole, in a transaction of its own, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from data.areas import Areas
from data.checks import Finding
from data.clock import day_in_words
from data.errors import ImportRefused
from data.importers import carried_areas
from data.importers.editions import Rosters
from data.importers.history import EMPTY, FACTS, History
from data.importers.lait import collection
from data.importers.mapping import FileMapping
from data.importers.subject import Known
from data.importers.text import TextTable, read_csv
from data.loading import folders
from data.loading.files import Found
from data.loading.reading import Reading, mapping_of, read_table
from data.loading.taking import Taking, take
from data.names import declared_names
from data.observations import PUBLISHED
from data.periods import parse
from data.register import Register
from data.store import HELD, SUPERSEDED, WITHDRAWN, Delivery, Fact, Key, Release, Snapshot, Standing, Store, Work

POPULATION = "population_0_17_mid_year"

TAKEN, ALREADY, REFUSED, PASSED_OVER = "taken", "already there", "refused", "passed over"


DICTIONARY = (
    "is the dictionary of the Local Authority Interactive Tool, which describes measures and holds no figure. It was "
    "passed over."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or in a trial would have: what taking its releases did, or why it was not taken.

    ``reason`` is also why some of several releases were not taken.
    """

    file: str
    state: str
    takings: tuple[Taking, ...] = ()
    neighbours: int = 0
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    path: Path | None = None

    @property
    def taking(self) -> Taking | None:
        """What taking the first release did; a file is one but for a table of many measures."""
        return next(iter(self.takings), None)


@dataclass(frozen=True, slots=True)
class _Table:
    """A file that could be read as a table, and its mapping if one fits."""

    found: Found
    table: TextTable
    mapping: FileMapping | None

    @property
    def has_populations(self) -> bool:
        return self.mapping is not None and any(figure.indicator == POPULATION for figure in self.mapping.figures)


def import_files(
    store: Store,
    register: Register,
    files: Iterable[Found | Path],
    *,
    area: str = "",
    again: bool = False,
    is_trial: bool = False,
) -> Iterator[Outcome]:
    """Import files in the order given, populations first: the rates of the others are made with them.

    Each has a transaction of its own. In a trial all are tried in one, which is undone at the end, so that each is
    seen on top of those before it. Of two files of one folder and release that differ neither is taken. A file that
    another superseded, or that somebody withdrew, is taken ``again`` alone. What becomes of the figures of ``area``
    is told figure by figure.
    """
    held = _Held(store.snapshot())
    tables: list[_Table] = []
    for found in (file if isinstance(file, Found) else Found(file) for file in files):
        try:
            table = read_csv(found.path)
            if collection.is_dictionary(table):
                yield Outcome(table.file, PASSED_OVER, reason=f"{table.file}: {DICTIONARY}", path=found.path)
                continue
            tables.append(_Table(found, table, mapping_of(table)))
        except ImportRefused as error:
            yield Outcome(found.path.name, REFUSED, reason=str(error), path=found.path)

    def read(table: TextTable) -> Reading:
        return read_table(table, register, held.known)

    with ExitStack() as stack:
        trial = stack.enter_context(store.work(is_trial=True)) if is_trial else None
        for group in ([t for t in tables if t.has_populations], [t for t in tables if not t.has_populations]):
            contradicted = folders.contradictions(((t.found, t.table, t.mapping) for t in group), read)
            for each in group:
                if reason := contradicted.get(each.found.path):
                    yield Outcome(each.table.file, REFUSED, reason=reason, path=each.found.path)
                    continue
                work = nullcontext(trial) if trial else store.work()
                yield replace(_import(work, read, each.table, held, area, again), path=each.found.path)


def _import(
    opened: AbstractContextManager[Work],
    read: Callable[[TextTable], Reading],
    table: TextTable,
    held: _Held,
    area: str,
    again: bool,
) -> Outcome:
    try:
        reading = read(table)
    except ImportRefused as error:
        return Outcome(table.file, REFUSED, reason=str(error))
    findings = reading.findings
    if not reading.deliveries:
        return Outcome(table.file, REFUSED, findings=findings)
    with opened as work:
        results = [take(work, delivery, area, again) for delivery in reading.deliveries]
        populations = work.facts([POPULATION]) if any(POPULATION in d.indicators for d in reading.deliveries) else None
    takings = []
    for delivery, taken in zip(reading.deliveries, results, strict=True):
        if isinstance(taken, Taking):
            held.take(delivery, populations)
            takings.append(taken)
    left = [taken for taken in results if isinstance(taken, Standing)]
    reason = "\n".join(_reasons(table.file, left))
    if not takings:
        is_held = all(standing.state == HELD for standing in left)
        return Outcome(table.file, ALREADY if is_held else REFUSED, findings=findings, reason=reason)
    lists = sum(len(delivery.neighbours) for delivery in reading.deliveries)
    return Outcome(table.file, TAKEN, tuple(takings), lists, findings, reason)


def _reasons(file: str, left: Iterable[Standing]) -> Iterator[str]:
    """Why releases of a file that were there before are not taken, said once of those of which the same is so."""
    alike: dict[tuple[str, str], list[Standing]] = {}
    for standing in left:
        alike.setdefault((standing.state, standing.release.file if standing.release else ""), []).append(standing)
    for (state, other), found in alike.items():
        if len(found) == 1:
            yield _not_taken(file, found[0])
            continue
        numbers = ", ".join(str(standing.release.id) for standing in found if standing.release)
        what = {
            HELD: f"these very figures of {len(found)} of its releases are in the store ({numbers})",
            SUPERSEDED: f"{len(found)} of its releases were superseded by {other} ({numbers})",
            WITHDRAWN: f"{len(found)} of its releases were withdrawn ({numbers})",
        }[state]
        remedy = "" if state == HELD else " To make them current again, import it with --again."
        yield f"{file}: {what}; nothing was changed.{remedy}"


def _not_taken(file: str, standing: Standing) -> str:
    """Why a file that was there before is not taken, and what to do where somebody wants it all the same."""
    release, decision = standing.release, standing.decision
    if release is None:
        raise ValueError(standing.state)
    when = day_in_words(release.imported_at)
    if standing.state == HELD:
        return f"{file}: these very figures are in the store (release {release.id} of {when}); nothing was changed."
    if decision is not None:
        return (
            f"{file}: was withdrawn on {day_in_words(decision.decided_at)} (release {release.id}: {decision.why}); "
            f"nothing was changed. To have it back: python -m data restore {release.id}, or import it with --again."
        )
    return (
        f"{file}: was superseded by {release.file} on {when} (release {release.id}); nothing was changed. To make it "
        "current again, import it with --again."
    )


def _facts(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """The current published figures of an indicator, each with the edition of its release."""
    if (PUBLISHED, indicator) not in snapshot.held:
        return EMPTY
    frame = snapshot.frame(indicator, PUBLISHED)
    editions = {release.id: float(release.edition) for release in snapshot.releases}
    text = {name: frame[name].astype(object) for name in ("area", "period")}
    return frame.assign(**text, edition=frame["release_id"].map(editions)).loc[:, list(FACTS)]


class _Held:
    """What is known while files come in, so that the store need not be read again for each."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._area_codes = snapshot.area_codes
        self._populations: dict[tuple[str, int], float | None] = {}
        for area, by_period in snapshot.figures(POPULATION, PUBLISHED).items():
            for label, (figure, *_) in by_period.items():
                self._populations[(area, parse(label).end.year)] = figure.value
        self._editions: dict[str, int] = {}
        for release in snapshot.releases:
            if release.rows and release.id not in snapshot.aside:
                self._know(release)
        self.known = Known(
            populations=self._populations,
            codes=carried_areas.codes(),
            areas=snapshot.areas,
            carried=carried_areas.places(),
            history=History(partial(_facts, snapshot)),
            editions=self._editions,
            rosters=Rosters(snapshot),
        )

    def _know(self, release: Release) -> None:
        self._editions[release.dataset] = max(release.edition, self._editions.get(release.dataset, 0))

    def take(self, delivery: Delivery, populations: Mapping[Key, Fact] | None) -> None:
        """Know what a delivery has changed; the populations after it, where it has some."""
        self._know(delivery.release)
        self._area_codes += delivery.areas
        self.known.history.take(delivery.frame, delivery.release.edition)
        areas = Areas(self._area_codes, declared_names()) if delivery.areas else self.known.areas
        self.known.rosters.take(delivery)
        self.known = replace(self.known, areas=areas)
        if populations is not None:
            self._populations.clear()
            for (_, area, period), fact in populations.items():
                self._populations[(area, parse(period).end.year)] = fact.shown[1]
