"""Areas: local authorities, regions and England, with their dated GSS codes.

A local authority's key is its three-digit LA number, since GSS codes change under it; regions and
England are keyed by GSS code. Two authorities that publish a figure together are an area of
their own, keyed by both numbers ("314 / 318").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from data.names import forms
from data.periods import Period

ENGLAND = "E92000001"
LONDON = "E12000007"
LONDON_PARTS = ("E13000001", "E13000002")

NATION = "nation"
REGION = "region"
AUTHORITY = "authority"
JOINT = "joint"
LEVELS = (NATION, REGION, AUTHORITY, JOINT)


@dataclass(frozen=True, slots=True)
class AreaCode:
    """An area under one GSS code and one name, and the dates between which figures carried them (ISO days).

    ``named`` is whether the area may go by the name; one that is not only finds it.
    """

    key: str
    code: str
    name: str
    level: str
    region: str | None
    first: str
    last: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """An area under its current name and code. ``region`` is a region's key, None for a region itself.

    ``names`` are all that files have called it, the current one first.
    """

    key: str
    code: str
    name: str
    level: str
    region: str | None
    codes: tuple[str, ...]
    first: str
    last: str
    names: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """LA numbers of the authorities that publish together; one number for all others."""
        return tuple(self.key.split(" / "))


class Areas(Mapping[str, Area]):
    """Every area by key, in order of name; found by key and by every GSS code and name it has or had.

    ``codes`` come with the most trusted first: where two areas claim one code or one name, the first has it, so that
    a wrong file never takes a place from the one it belongs to. ``further`` are other names by key.
    """

    def __init__(self, codes: Iterable[AreaCode], further: Iterable[tuple[str, str]] = ()) -> None:
        by_key: dict[str, list[AreaCode]] = {}
        owners: dict[str, str] = {}
        for code in codes:
            by_key.setdefault(code.key, []).append(code)
            owners.setdefault(code.code, code.key)
        areas = (_area(found, owners) for found in by_key.values())
        self._areas = {area.key: area for area in sorted(areas, key=lambda a: a.name)}
        self._owners, self._trusted, self._further = owners, tuple(by_key), tuple(further)

    def __getitem__(self, key: str) -> Area:
        return self._areas[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._areas)

    def __len__(self) -> int:
        return len(self._areas)

    def find(self, text: str) -> Area | None:
        """The area with this key or GSS code or, if there is none, this name.

        A name that is written alike but for case wins over one that is alike but for punctuation and the kind of
        authority (``names.forms``), and of two areas of one name the one that still exists.
        """
        text = text.strip()
        number = text.replace(" / ", "/").replace("/", " / ")
        key = number if number in self._areas else self._owners.get(number.upper())
        return self._areas[key] if key else self.named(text)

    def named(self, text: str) -> Area | None:
        """The area that has or had this name, or one that is compared alike."""
        exact, alike = self._lookup
        found = exact.get(text.strip().casefold())
        return found or next((alike[form] for form in forms(text) if form in alike), None)

    @cached_property
    def _lookup(self) -> tuple[dict[str, Area], dict[str, Area]]:
        """Areas by name, and by what names are compared by."""
        exact: dict[str, Area] = {}
        alike: dict[str, Area] = {}
        claims = list(self._claims())
        for area, name in claims:
            exact.setdefault(name.casefold(), area)
        # A full form wins over all that are cut short: "City of London" is no claim on London.
        for part in (slice(0, 1), slice(1, None)):
            for area, name in claims:
                for form in forms(name)[part]:
                    alike.setdefault(form, area)
        return exact, alike

    def _claims(self) -> Iterator[tuple[Area, str]]:
        """Areas and the names they are found by; of two claims to one name the first holds."""
        # Of two areas of one name, as the Dorset of before and after 2019, the one that exists is meant.
        ordered = sorted((self._areas[key] for key in self._trusted), key=lambda area: not self.is_open(area))
        for area in ordered:
            yield from ((area, name) for name in area.names)
        for key, name in self._further:
            if key in self._areas:
                yield self._areas[key], name

    @cached_property
    def latest(self) -> str:
        """The last day any authority has figures for."""
        return max((a.last for a in self._areas.values() if a.level == AUTHORITY), default="")

    @cached_property
    def usual_last(self) -> str:
        """The day to which a quarter of all authorities have figures; a newer file of a few does not change it."""
        lasts = sorted(a.last for a in self._areas.values() if a.level == AUTHORITY)
        return lasts[len(lasts) * 3 // 4] if lasts else ""

    def is_open(self, area: Area) -> bool:
        """Whether the area still exists: merged and split authorities ended with their last figures."""
        return area.level != AUTHORITY or int(area.last[:4]) >= int(self.usual_last[:4]) - 1

    def is_of(self, area: Area, period: Period) -> bool:
        """Whether a period is of the area's life: begun by the middle of it, and not ended.

        What a source gives for other periods (years recast to later boundaries, years after the end) is none of the
        figures that authorities are set beside one another by.
        """
        middle = period.middle.isoformat()
        has_begun = not self.is_later(area) or area.first <= middle
        return has_begun and (self.is_open(area) or middle <= area.last)

    def outside(self, area: Area, period: Period) -> str:
        """Why a period is not of the area's life: "ended in 2021", "began in 2023"; "" where it is."""
        if self.is_of(area, period):
            return ""
        has_ended = not self.is_open(area) and area.last < period.middle.isoformat()
        return f"ended in {area.last[:4]}" if has_ended else f"began in {area.first[:4]}"

    @cached_property
    def usual_first(self) -> str:
        """The day from which on half of all authorities have figures; an older file of a few does not change it."""
        firsts = sorted(a.first for a in self._areas.values() if a.level == AUTHORITY)
        return firsts[len(firsts) // 2] if firsts else ""

    def is_later(self, area: Area) -> bool:
        """Whether the area began after the others: in place of authorities that ended."""
        return area.level == AUTHORITY and int(area.first[:4]) > int(self.usual_first[:4]) + 1

    @cached_property
    def authorities(self) -> tuple[Area, ...]:
        """Every local authority, ended ones too, by name."""
        return tuple(a for a in self._areas.values() if a.level == AUTHORITY)

    @cached_property
    def regions(self) -> tuple[Area, ...]:
        return tuple(a for a in self._areas.values() if a.level == REGION)

    def region_of(self, area: Area) -> Area | None:
        return self._areas.get(area.region) if area.region else None

    def joint_of(self, area: Area) -> Area | None:
        """The area in which this authority's figures are published together with another's."""
        return self._joint.get(area.key)

    @cached_property
    def _joint(self) -> dict[str, Area]:
        return {member: a for a in self._areas.values() if a.level == JOINT for member in a.members}


def _area(found: list[AreaCode], owners: Mapping[str, str]) -> Area:
    """The area that codes of one key make, the most trusted of them first: on a tie of days the first holds."""
    own = [code for code in found if owners[code.code] == code.key] or found
    codes = sorted(own, key=lambda c: (c.last, c.first), reverse=True)
    names = sorted([c for c in found if c.named] or found, key=lambda c: c.last, reverse=True)
    current = names[0]
    return Area(
        key=current.key,
        code=codes[0].code,
        name=current.name,
        level=current.level,
        region=current.region,
        codes=tuple(dict.fromkeys(c.code for c in codes)),
        first=min(c.first for c in found),
        last=max(c.last for c in found),
        names=tuple(dict.fromkeys(c.name for c in (*names, *found))),
    )
