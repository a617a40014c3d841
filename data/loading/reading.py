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
    labels,
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
)
from data.errors import ImportRefused
from data.importers import neighbours, standard
from data.importers.choosing import choose
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
    (regions.check, newcomers.check, recoded.check, renamed.check, vanished.check),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: a delivery, or none where a finding refuses it."""

    delivery: Delivery | None
    findings: tuple[Finding, ...]


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
        return Reading(None if refused(findings) else neighbours.deliver(table), findings)
    table = table.filled()
    subject = Subject(table, choose(table), known, register)
    findings = run_stages(STAGES, subject)
    if refused(findings):
        return Reading(None, findings)
    delivery = standard.deliver(subject)
    findings += run_stages(PLAUSIBILITY, subject, delivery)
    return Reading(None if refused(findings) else delivery, findings)
