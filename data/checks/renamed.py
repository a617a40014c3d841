"""A name that an area did not have before is told: pages, titles and files will bear it."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import WARNING, Finding
from data.importers.subject import NAME_COLUMNS, Subject
from data.names import NAMED_BY
from data.store import Delivery


def check(subject: Subject, _delivery: Delivery) -> Iterator[Finding]:
    """Taken, since nobody else has the name. Told once for each name."""
    told: set[tuple[str, str]] = set()
    for found in subject.places:
        known = subject.known.versions(found.key)
        place = found.key, found.name
        if not known or place in told or any(found.name in area.names for area in known):
            continue
        told.add(place)
        shown = (
            "the name has changed, and the newest is shown"
            if subject.mapping.publisher == NAMED_BY
            else "its name stays, since that is the Department for Education's"
        )
        said = f"'{found.name}' is what {known[-1].name} ({found.key}) is called here: {shown}. Both find it."
        yield Finding(WARNING, subject.table.file, found.row, NAME_COLUMNS[found.level], said)
