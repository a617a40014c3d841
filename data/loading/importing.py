"""Importing files: each is taken whole, in a transaction of its own, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from data.areas import Areas
from data.checks import Finding
from data.clock import day_in_words
from data.errors import ImportRefused
from data.importers import carried_areas, editions
from data.importers.history import History
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
from data.store import HELD, Delivery, Release, Snapshot, Standing, Store, Work

POPULATION = "population_0_17_mid_year"

TAKEN, ALREADY, REFUSED = "taken", "already there", "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or in a trial would have: what taking it did, or why it was not taken."""

    file: str
    state: str
    taking: Taking | None = None
    neighbours: int = 0
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    path: Path | None = None


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
    delivery, findings = reading.delivery, reading.findings
    if delivery is None:
        return Outcome(table.file, REFUSED, findings=findings)
    with opened as work:
        taken = take(work, delivery, area, again)
    if isinstance(taken, Standing):
        state = ALREADY if taken.state == HELD else REFUSED
        return Outcome(table.file, state, findings=findings, reason=_not_taken(table.file, taken))
    held.take(delivery, taken)
    return Outcome(table.file, TAKEN, replace(taken, after={}), len(delivery.neighbours), findings)


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


class _Held:
    """What is known while files come in, so that the store need not be read again for each."""

    def __init__(self, snapshot: Snapshot) -> None:
        frame = snapshot.frame[snapshot.frame["source"] == PUBLISHED].reset_index(drop=True)
        self._area_codes = snapshot.area_codes
        self._populations: dict[tuple[str, int], float | None] = {}
        for area, by_period in snapshot.figures(POPULATION, PUBLISHED).items():
            for label, (figure, *_) in by_period.items():
                self._populations[(area, parse(label).end.year)] = figure.value
        self._editions: dict[str, int] = {}
        current = set(frame["release_id"])  # none of those withdrawn
        for release in (release for release in snapshot.releases if release.id in current):
            self._know(release)
        self.known = Known(
            populations=self._populations,
            codes=carried_areas.codes(),
            areas=snapshot.areas,
            carried=carried_areas.places(),
            history=History(frame),
            editions=self._editions,
            rosters=editions.held(snapshot),
        )

    def _know(self, release: Release) -> None:
        self._editions[release.dataset] = max(release.edition, self._editions.get(release.dataset, 0))

    def take(self, delivery: Delivery, taking: Taking) -> None:
        """Know what a delivery has changed."""
        self._know(delivery.release)
        self._area_codes += delivery.areas
        self.known.history.take(delivery.frame, delivery.release.edition)
        areas = Areas(self._area_codes, declared_names()) if delivery.areas else self.known.areas
        self.known = replace(self.known, areas=areas, rosters=editions.after(self.known.rosters, delivery))
        if any(row.indicator == POPULATION for row in delivery.rows):
            self._populations.clear()
            for (indicator, area, period), fact in taking.after.items():
                if indicator == POPULATION:
                    self._populations[(area, parse(period).end.year)] = fact.shown[1]
