"""An authority is in the region that it is known to be in: its region's line and average would be another's."""

from __future__ import annotations

from collections.abc import Iterator

from data.areas import LONDON, LONDON_PARTS, REGION, Area
from data.checks import WARNING, Finding
from data.importers.subject import LEVELS, Sighting, Subject
from data.store import Delivery


def check(subject: Subject, _delivery: Delivery) -> Iterator[Finding]:
    """Taken: an authority can be moved. Which region it is in is said by the newest file."""
    told: set[tuple[str, str]] = set()
    for found in subject.places:
        area = next(iter(subject.known.versions(found.key)), None)
        if found.level != LEVELS[2] or area is None or area.region is None or (found.key, found.region) in told:
            continue
        if _whole(found.region) == area.region:
            if other := _other(subject, found):
                told.add((found.key, found.region))
                said = (
                    f"'{found.region_name}' is {other.name} ({other.key}), but the code beside it is another region's"
                )
                said += f", {_named(subject, area.region)}, where {area.name} is; correct the name."
                yield Finding(WARNING, subject.table.file, found.row, "region_name", said)
            continue
        told.add((found.key, found.region))
        given, own = (_named(subject, key) for key in (found.region, area.region))
        said = f"{area.name} is in {own}, and the row puts it into {given}; correct it if the area has not moved."
        yield Finding(WARNING, subject.table.file, found.row, "region_code", said)


def _whole(region: str) -> str:
    return LONDON if region in LONDON_PARTS else region


def _other(subject: Subject, found: Sighting) -> Area | None:
    """Another region whose name stands beside the code of the right one."""
    other = subject.known.carried.named(found.region_name) if found.region_name else None
    is_region = other is not None and other.level == REGION
    return other if other is not None and is_region and _whole(other.key) != _whole(found.region) else None


def _named(subject: Subject, key: str) -> str:
    region = next(iter(subject.known.versions(key)), None)
    return f"{region.name} ({key})" if region else f"'{key}', which is no region that is known"
