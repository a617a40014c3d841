"""An area that nobody knows is told: a mistyped number would make an authority that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import WARNING, Finding
from data.importers.subject import LEVELS, Subject
from data.store import Delivery

_COLUMNS = dict(zip(LEVELS, ("country_code", "region_code", "old_la_code"), strict=True))


def check(subject: Subject, _delivery: Delivery) -> Iterator[Finding]:
    """Taken: new authorities are made. Told once for each."""
    if not subject.known.carried:
        return
    told: set[str] = set()
    for found in subject.places:
        if subject.known.versions(found.key) or found.key in told:
            continue
        told.add(found.key)
        said = f"'{found.key}' ({found.name}) is no area that is known; taken as a new one. Correct it if it is none."
        yield Finding(WARNING, subject.table.file, found.row, _COLUMNS[found.level], said)
