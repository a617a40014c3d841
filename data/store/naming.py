"""What all releases say of areas, put together: whose word counts for a name, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from data.areas import AreaCode
from data.names import NAMED_BY
from data.store.records import Release

Said = Mapping[str, Any]  # a row of the table of areas


def merged(rows: Iterable[Said], releases: Iterable[Release], withdrawn: Iterable[int]) -> tuple[AreaCode, ...]:
    """Codes and names of every area, each from the first day to the last on which a release has it.

    The most trusted come first: what the project carries, which no withdrawal takes away; then the Department's
    releases as they came; then other publishers', and what databases of schema 2 held, which did not keep who said
    it. The last two find a place and never name one that the first two name.
    """
    carried = {release.id for release in releases if release.carried}
    naming = {release.id for release in releases if release.publisher == NAMED_BY} | carried
    gone = set(withdrawn) - carried

    def trust(row: Said) -> tuple[bool, bool, int, str, str, str]:
        number = row["release_id"]
        return number not in carried, number not in naming, number, row["key"], row["code"], row["name"]

    found: dict[tuple[str, str, str, bool], AreaCode] = {}
    for row in sorted((row for row in rows if row["release_id"] not in gone), key=trust):
        place = row["key"], row["code"], row["name"], row["release_id"] in naming
        same = found.get(place)
        if same and same.first <= row["first"] and row["last"] <= same.last:
            continue  # most releases have an area for a part of the time that others have it for
        values = {name: value for name, value in row.items() if name != "release_id"}
        code = AreaCode(**values, named=place[-1])
        found[place] = _together(same, code) if same else code
    return tuple(found.values())


def _together(before: AreaCode, code: AreaCode) -> AreaCode:
    """One row of two: region and level are those of the later days, on a tie those that were there."""
    newer = code if code.last > before.last else before
    first, last = min(before.first, code.first), max(before.last, code.last)
    return newer if (newer.first, newer.last) == (first, last) else replace(newer, first=first, last=last)
