"""An authority is in the region that it is known to be in: its region's line and average would be another's."""

from __future__ import annotations

from collections.abc import Iterator

from data.areas import LONDON, LONDON_PARTS
from data.checks import WARNING, Finding
from data.importers.subject import LEVELS, Subject
from data.store import Delivery


def check(subject: Subject, _delivery: Delivery) -> Iterator[Finding]:
    """Taken: an authority can be moved. Which region it is in is said by the newest file."""
    told: set[tuple[str, str]] = set()
    for found in subject.sightings:
        area = next(iter(subject.known.versions(found.key)), None)
        if found.level != LEVELS[2] or area is None or area.region is None or (found.key, found.region) in told:
            continue
        if (LONDON if found.region in LONDON_PARTS else found.region) == area.region:
            continue
        told.add((found.key, found.region))
        given, own = (_named(subject, key) for key in (found.region, area.region))
        said = f"{area.name} is in {own}, and the row puts it into {given}; correct it if the area has not moved."
        yield Finding(WARNING, subject.table.file, found.row, "region_code", said)


def _named(subject: Subject, key: str) -> str:
    region = next(iter(subject.known.versions(key)), None)
    return f"{region.name} ({key})" if region else f"'{key}', which is no region that is known"
