"""Filling the store: what the project carries at the first start, and the files people bring in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from data.areas import Areas
from data.checks import (
    Finding,
    cells,
    codes,
    columns,
    labels,
    matches,
    places,
    populations,
    refused,
    repeats,
    run_stages,
    shape,
)
from data.errors import ImportRefused
from data.importers import carried, carried_areas, neighbours, standard
from data.importers.choosing import choose
from data.importers.history import History
from data.importers.subject import Known, Subject
from data.importers.text import TextTable, read_csv
from data.names import declared_names
from data.observations import PUBLISHED
from data.periods import parse
from data.register import Register
from data.store import Delivery, Row, Snapshot, Store

POPULATION = "population_0_17_mid_year"
CARRIED_MARK = "carried"

STAGES = (
    (shape.check,),
    (columns.check,),
    (places.check, labels.check, cells.check),
    (matches.check, repeats.check, populations.check, codes.check),
)

# Whether what has been read can be so: run before it is stored.
PLAUSIBILITY: tuple[tuple[Callable[[Subject, Delivery], Iterable[Finding]], ...], ...] = ()

TAKEN, ALREADY, REFUSED = "taken", "already there", "refused"


def prepare(store: Store, register: Register) -> int:
    """Take in what the project carries and the store does not hold; the number of releases taken."""
    digest = carried.digest()
    if store.mark(CARRIED_MARK) == digest:
        return 0
    fresh = [d for d in carried.deliveries(register) if not store.holds(d.release.carried)]
    return store.add(fresh, {CARRIED_MARK: digest})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. Counts are of figures: new ones; those that now win over an earlier
    release with the same or another value; those that a later release already supersedes."""

    file: str
    state: str
    title: str = ""
    new: int = 0
    same: int = 0
    changed: int = 0
    earlier: int = 0
    neighbours: int = 0
    findings: tuple[Finding, ...] = ()
    reason: str = ""


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and every CSV of the folders named. Raises ImportRefused for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(sorted(p for p in path.rglob("*") if p.suffix.lower() == ".csv" and not p.is_dir()))
        elif path.exists():
            found.append(path)
        else:
            raise ImportRefused(f"{path}: is not there; check the path. Nothing was taken.")
    return found


def import_files(store: Store, register: Register, paths: Iterable[Path]) -> Iterator[Outcome]:
    """Bring files in, one transaction each, populations before the files that need them."""
    current = _Current(store.snapshot())
    tables: list[TextTable | Outcome] = []
    for path in paths:
        try:
            tables.append(read_csv(path))
        except ImportRefused as error:
            yield Outcome(path.name, REFUSED, reason=str(error))
    for table in sorted((t for t in tables if isinstance(t, TextTable)), key=_order):
        yield _import(store, register, table, current)


def _order(table: TextTable) -> tuple[bool, str]:
    return not _is_population(table), table.file


def _is_population(table: TextTable) -> bool:
    try:
        return any(figure.indicator == POPULATION for figure in choose(table).figures)
    except ImportRefused:
        return False  # it is refused when its turn comes


def _import(store: Store, register: Register, table: TextTable, current: _Current) -> Outcome:
    already = Outcome(
        table.file, ALREADY, reason=f"{table.file}: these very figures are in the store; nothing was changed."
    )
    try:
        reading = read_table(table, register, current.known)
    except ImportRefused as error:
        return Outcome(table.file, REFUSED, reason=str(error))
    delivery = reading.delivery
    if delivery is None:
        return Outcome(table.file, REFUSED, findings=reading.findings)
    if not store.add([delivery]):
        return already
    counts = current.take(delivery)
    return Outcome(
        table.file,
        TAKEN,
        delivery.release.title,
        *counts,
        neighbours=len(delivery.neighbours),
        findings=reading.findings,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: a delivery, or none where a finding refuses it."""

    delivery: Delivery | None
    findings: tuple[Finding, ...]


def read_table(table: TextTable, register: Register, known: Known) -> Reading:
    """Know the file by its columns, check it, read it, doubt it. Raises ImportRefused where no mapping knows it."""
    if neighbours.fits(table):
        findings = tuple(neighbours.check(table))
        return Reading(None if refused(findings) else neighbours.deliver(table), findings)
    subject = Subject(table, choose(table), known)
    findings = run_stages(STAGES, subject)
    if refused(findings):
        return Reading(None, findings)
    delivery = standard.deliver(subject, register)
    findings += run_stages(PLAUSIBILITY, subject, delivery)
    return Reading(None if refused(findings) else delivery, findings)


class _Current:
    """The current published figures while files come in, so that the store need not be read again."""

    def __init__(self, snapshot: Snapshot) -> None:
        frame = snapshot.frame[snapshot.frame["source"] == PUBLISHED]
        keys = zip(frame["indicator"], frame["area"], frame["period"], strict=True)
        facts = zip(frame["edition"], frame["value"], frame["status"], strict=True)
        self._facts = dict(zip(keys, facts, strict=True))
        self._area_codes = snapshot.area_codes
        self.populations: dict[tuple[str, int], float | None] = {}
        for (indicator, area, period), (_, value, _status) in self._facts.items():
            if indicator == POPULATION:
                self.populations[(area, parse(period).end.year)] = None if value != value else value
        self.known = Known(
            self.populations, carried_areas.codes(), snapshot.areas, History(frame.reset_index(drop=True))
        )

    def take(self, delivery: Delivery) -> tuple[int, int, int, int]:
        """Apply a delivery; the number of new, same, changed and already superseded figures."""
        counts = {"new": 0, "same": 0, "changed": 0, "earlier": 0}
        for row in delivery.rows:
            counts[self._take(row, delivery.release.edition)] += 1
        self._area_codes += delivery.areas
        self.known.history.take(delivery.frame, delivery.release.edition)
        self.known = replace(self.known, areas=Areas(self._area_codes, declared_names()))
        return counts["new"], counts["same"], counts["changed"], counts["earlier"]

    def _take(self, row: Row, edition: int) -> str:
        key = row.indicator, row.area, row.period
        before = self._facts.get(key)
        if before is not None and before[0] > edition:
            return "earlier"
        self._facts[key] = edition, row.value, row.status
        if row.indicator == POPULATION:
            self.populations[(row.area, parse(row.period).end.year)] = row.value
        if before is None:
            return "new"
        same = before[2] == row.status and (row.value is None or before[1] == row.value)
        return "same" if same else "changed"
