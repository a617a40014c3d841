"""A name belongs to one area of those that exist: by it people ask, and would be answered another's figures."""

from __future__ import annotations

from collections.abc import Iterator

from data.areas import Area
from data.checks import ERROR, Finding
from data.importers.subject import LEVELS, Sighting, Subject
from data.names import forms

# Per level of the file: its columns of name and number.
_OF = dict(
    zip(
        LEVELS,
        (("country_name", "country_code"), ("region_name", "region_code"), ("la_name", "old_la_code")),
        strict=True,
    )
)


def check(subject: Subject) -> Iterator[Finding]:
    """Compared with what the project carries and with the file itself; with what was imported only for an area that the
    project does not carry, as a wrong name, once taken, would keep every right file out. Authorities that ended may
    share a name."""
    seen: dict[tuple[str, str, str], Sighting] = {}
    told: set[tuple[str, str]] = set()
    for found in subject.sightings:
        if found.level not in _OF or (found.key, found.name) in told or not forms(found.name):
            continue
        column, number = _OF[found.level]
        owner = _owner(subject, found)
        first = seen.setdefault((found.level, found.time, forms(found.name)[0]), found)
        if owner is not None:
            said = f"'{found.name}' is the name of area {owner.key}; correct it, or {number} '{found.key}'."
            said += _wrong(subject, owner)
        elif first.key != found.key and not _is_own(subject, found) and not _may_share(subject, first, found):
            said = f"'{found.name}' is the name of area {first.key} in row {first.row} too; one of the two is wrong."
        else:
            continue
        told.add((found.key, found.name))
        yield Finding(ERROR, subject.table.file, found.row, column, said)


def _wrong(subject: Subject, owner: Area) -> str:
    """What to do where the other area itself came by a wrong file."""
    if owner.key in subject.known.carried:
        return ""
    return f" If a wrong file gave {owner.key} its name, withdraw its release; python -m data releases lists them."


def _owner(subject: Subject, found: Sighting) -> Area | None:
    """Another area that exists and has this name, whatever its level: all are found by their names."""
    known = subject.known
    owner = known.carried.named(found.name)
    if owner is None and found.key not in known.carried:
        owner = known.areas.named(found.name)
    if owner is None or not _is_open(subject, owner.key):
        return None
    if set(found.key.split(" / ")) & set(owner.members) or _is_own(subject, found):
        return None
    return owner


def _is_own(subject: Subject, found: Sighting) -> bool:
    """Whether the area is known to have had the name: the Dorset that ended in 2019 had that of today's."""
    area = subject.known.carried.get(found.key)
    return area is not None and bool(set(forms(found.name)) & {form for name in area.names for form in forms(name)})


def _may_share(subject: Subject, first: Sighting, found: Sighting) -> bool:
    if set(first.key.split(" / ")) & set(found.key.split(" / ")):
        return True  # one of the authorities that publish together
    return not (_is_open(subject, first.key) and _is_open(subject, found.key))


def _is_open(subject: Subject, key: str) -> bool:
    """Whether the area exists still, by the newest that is held; one that nobody knows is as good as open."""
    for areas in (subject.known.areas, subject.known.carried):
        if key in areas:
            return areas.is_open(areas[key])
    return True
