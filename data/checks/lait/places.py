"""A row's number is that of an area, and its name is not another area's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.areas import Area
from data.checks import ERROR, WARNING, Finding
from data.errors import quotable
from data.importers.column import together
from data.importers.lait.collection import NUMBER, PLACE, Collection


def check(found: Collection) -> Iterator[Finding]:
    """Each pair of number and name once. An area that nobody knows is passed over: the table makes no areas."""
    entries = found.entries
    pairs = together((entries.number, entries.place))
    counts = np.bincount(pairs.codes, minlength=len(pairs.values))
    for (number, place), row in pairs.firsts():
        line, count = entries.line(row), counts[pairs.codes[row]]
        area, named = found.area(number), found.known.areas.named(place)
        so = f" This is so in {count:,} rows." if count > 1 else ""
        if area is None and named is None:
            said = (
                f"'{quotable(number)}' ({quotable(place)}) is no area that is known; its rows were passed over. Import "
                f"a file of the Department's open data that has the area, then this one again.{so}"
            )
            yield Finding(WARNING, found.table.file, line, NUMBER, said, "places unknown")
        elif area is None and named is not None:
            said = f"'{quotable(number)}' is not the number of {named.name}, {named.key}; correct the row.{so}"
            yield Finding(ERROR, found.table.file, line, NUMBER, said, "places number")
        elif area is not None and named is not None and not _is_one(area, named):
            said = (
                f"'{quotable(place)}' is a name of {named.name} ({named.key}), and {number.removesuffix('.0')} is the "
                f"number of {area.name}; find out which of them the row is of, and correct it.{so}"
            )
            yield Finding(ERROR, found.table.file, line, PLACE, said, "places name")


def _is_one(area: Area, named: Area) -> bool:
    """Whether two areas are one, or the ended one of two that had the same name."""
    return area.key == named.key or named.name in area.names
