"""Areas: local authorities, regions and England, with their dated GSS codes.

A local authority's key is its three-digit LA number, since GSS codes change under it; regions and
England are keyed by GSS code. Two authorities that publish a figure together are an area of
their own, keyed by both numbers ("314 / 318").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

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
    """One GSS code of an area and the dates between which figures carried it (ISO days)."""

    key: str
    code: str
    name: str
    level: str
    region: str | None
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area under its current name and code. ``region`` is a region's key, None for a region itself."""

    key: str
    code: str
    name: str
    level: str
    region: str | None
    codes: tuple[str, ...]
    first: str
    last: str

    @property
    def members(self) -> tuple[str, ...]:
        """LA numbers of the authorities that publish together; one number for all others."""
        return tuple(self.key.split(" / "))


class Areas(Mapping[str, Area]):
    """Every area by key, in order of name; found by key, any GSS code or name."""

    def __init__(self, codes: Iterable[AreaCode]) -> None:
        by_key: dict[str, list[AreaCode]] = {}
        for code in codes:
            by_key.setdefault(code.key, []).append(code)
        areas = (_area(sorted(dated, key=lambda c: (c.last, c.first))) for dated in by_key.values())
        self._areas = {area.key: area for area in sorted(areas, key=lambda a: a.name)}

    def __getitem__(self, key: str) -> Area:
        return self._areas[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._areas)

    def __len__(self) -> int:
        return len(self._areas)

    @cached_property
    def _lookup(self) -> dict[str, Area]:
        # Of two areas of one name, as the Dorset of before and after 2019, the one that exists is meant.
        names = {area.name.casefold(): area for area in sorted(self._areas.values(), key=self.is_open)}
        codes = {code: area for area in self._areas.values() for code in area.codes}
        return {**names, **codes, **self._areas}

    def find(self, text: str) -> Area | None:
        """The area with this key, GSS code (current or former) or name."""
        text = text.strip()
        return self._lookup.get(text) or self._lookup.get(text.upper()) or self._lookup.get(text.casefold())

    @cached_property
    def latest(self) -> str:
        """The last day any authority has figures for."""
        return max((a.last for a in self._areas.values() if a.level == AUTHORITY), default="")

    def is_open(self, area: Area) -> bool:
        """Whether the area still exists: merged and split authorities ended with their last figures."""
        return area.level != AUTHORITY or area.last[:4] >= str(int(self.latest[:4] or 0) - 1)

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


def _area(dated: list[AreaCode]) -> Area:
    current = dated[-1]
    return Area(
        key=current.key,
        code=current.code,
        name=current.name,
        level=current.level,
        region=current.region,
        codes=tuple(dict.fromkeys(chain((current.code,), (c.code for c in reversed(dated))))),
        first=min(c.first for c in dated),
        last=max(c.last for c in dated),
    )
