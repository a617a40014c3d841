"""A code that an area did not have before is told: it may be mistyped."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import WARNING, Finding
from data.importers.subject import LEVELS, Subject
from data.store import Delivery


def check(subject: Subject, _delivery: Delivery) -> Iterator[Finding]:
    """Taken: codes change where boundaries do. Told once for each code."""
    told: set[tuple[str, str]] = set()
    for found in subject.places:
        known = subject.known.versions(found.key)
        place = found.key, found.code
        if found.level != LEVELS[2] or not known or place in told or any(found.code in a.codes for a in known):
            continue
        told.add(place)
        area = known[-1]
        said = f"'{found.code}' is a new code of {area.name}, until now {area.code}. Both find it."
        yield Finding(WARNING, subject.table.file, found.row, "new_la_code", said)
