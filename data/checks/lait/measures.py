"""Every row has a measure and at least one is declared; those that are not are passed over, and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.checks import ERROR, TOLD, WARNING, Finding
from data.declared import nearest
from data.errors import quotable
from data.importers.lait.collection import MEASURE, Collection
from data.importers.lait.measures import FILE
from data.importers.text import written_otherwise


def check(found: Collection) -> Iterator[Finding]:
    others = dict(found.others)
    if line := others.pop("", None):
        said = "is empty, so that the row is of no measure; give what the tool has there, or take the row out."
        yield Finding(ERROR, found.table.file, line, MEASURE, said)
    if not others:
        return
    known = [measure.short_desc for measure in found.declared.measures]
    if len(found.entries) or len(found.strays):
        yield Finding(WARNING, found.table.file, min(others.values()), MEASURE, _passed_over(others, known))
        return
    named, first = _named(list(others), len(others)), next(iter(others))
    said = (
        f"no measure of the table is declared in {FILE.name} ({named}{nearest(first, known)}); declare one "
        "there, and its indicator in data/indicators."
    )
    yield Finding(ERROR, found.table.file, others[first], MEASURE, said)


def _passed_over(others: Mapping[str, int], known: list[str]) -> str:
    """Those that are declared but for capital letters, blanks and the like are named first: they may be meant."""
    alike = {name: other for name in others if (other := written_otherwise(name, known))}
    named = _named([*alike, *(name for name in others if name not in alike)], len(others))
    one = len(others) == 1
    said = (
        f"{named} {'is' if one else 'are'} not declared in {FILE.name}; "
        f"the rows of {'that measure' if one else 'those measures'} were passed over."
    )
    for name, other in list(alike.items())[:1]:
        said += f" '{quotable(name)}' is written '{quotable(other)}' there."
    return said


def _named(names: list[str], count: int) -> str:
    told = ", ".join(f"'{quotable(name)}'" for name in names[:TOLD])
    left = count - TOLD
    return told + (f" and {left:,} other{'' if left == 1 else 's'}" if left > 0 else "")
