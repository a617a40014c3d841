"""Reading a file: known by its columns, checked in stages, turned into what the store keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.checks import (
    Finding,
    cells,
    codes,
    columns,
    counts,
    emptied,
    labels,
    lait,
    matches,
    names,
    nation,
    newcomers,
    older,
    picks,
    places,
    populations,
    printed,
    recoded,
    refused,
    regions,
    renamed,
    repeats,
    run_stages,
    shape,
    shares,
    times,
    unlikely,
    vanished,
    withheld,
)
from data.errors import ImportRefused
from data.importers import neighbours, standard
from data.importers.choosing import choose
from data.importers.lait import collection, parts
from data.importers.lait.collection import Collection
from data.importers.lait.measures import measures
from data.importers.mapping import FileMapping
from data.importers.subject import Known, Subject
from data.importers.text import TextTable
from data.register import Register
from data.store import Delivery

STAGES = (
    (shape.check,),
    (columns.check,),
    (times.check,),
    (places.check, labels.check, cells.check),
    (matches.check, repeats.check, populations.check, codes.check, names.check, older.check),
    (picks.check,),
)

# Whether what has been read can be so: run before it is stored.
PLAUSIBILITY: tuple[tuple[Callable[[Subject, Delivery], Iterable[Finding]], ...], ...] = (
    (shares.check, counts.check),
    (printed.check, unlikely.check, nation.check),
    (regions.check, newcomers.check, recoded.check, renamed.check),
    (vanished.check, emptied.check, withheld.check),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: its releases, one but for a table of many measures; none where a finding refuses it."""

    deliveries: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def delivery(self) -> Delivery | None:
        """The first release; None for a file that is refused."""
        return next(iter(self.deliveries), None)


def mapping_of(table: TextTable) -> FileMapping | None:
    """The mapping of a file; None for one that is refused when it is read."""
    try:
        return choose(table)
    except ImportRefused:
        return None


def read_table(table: TextTable, register: Register, known: Known) -> Reading:
    """Know the file by its columns, check it, read it, doubt it. Raises ImportRefused where no mapping knows it."""
    if neighbours.fits(table):
        findings = tuple(neighbours.check(table, known))
        return Reading(() if refused(findings) else (neighbours.deliver(table),), findings)
    table = table.filled()
    if collection.fits(table):
        return _read_collection(Collection(table, measures(), known, register))
    subject = Subject(table, choose(table), known, register)
    findings = run_stages(STAGES, subject)
    if refused(findings):
        return Reading((), findings)
    delivery = standard.deliver(subject)
    findings += run_stages(PLAUSIBILITY, subject, delivery)
    return Reading(() if refused(findings) else (delivery,), findings)


def _read_collection(found: Collection) -> Reading:
    """Each measure of the tool's table is a release of its own; one that is refused refuses the table."""
    findings = run_stages(lait.STAGES, found)
    if refused(findings):
        return Reading((), findings)
    deliveries: list[Delivery] = []
    for subject in parts.parts(found):
        deliveries.append(parts.deliver(subject))
        findings += run_stages(PLAUSIBILITY, subject, deliveries[-1])
    findings += run_stages(lait.READ, found, deliveries)
    return Reading(() if refused(findings) else tuple(deliveries), findings)
