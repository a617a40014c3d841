"""At least one measure of the table is declared; those that are not are passed over, and named."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, TOLD, WARNING, Finding
from data.declared import nearest
from data.errors import quotable
from data.importers.lait.collection import MEASURE, Collection
from data.importers.lait.measures import FILE


def check(found: Collection) -> Iterator[Finding]:
    others = dict(found.others)
    if not others:
        return
    named = ", ".join(f"'{quotable(name)}'" for name in list(others)[:TOLD])
    more = f" and {len(others) - TOLD:,} others" if len(others) > TOLD else ""
    first = next(iter(others))
    known = [measure.short_desc for measure in found.declared.measures]
    if not found.entries and not found.strays:
        said = (
            f"no measure of the table is declared in {FILE.name} ({named}{more}{nearest(first, known)}); declare one "
            "there, and its indicator in data/indicators."
        )
        yield Finding(ERROR, found.table.file, others[first], MEASURE, said)
        return
    one = len(others) == 1
    said = (
        f"{named}{more} {'is' if one else 'are'} not declared in {FILE.name}; "
        f"the rows of {'that measure' if one else 'those measures'} were passed over."
    )
    yield Finding(WARNING, found.table.file, others[first], MEASURE, said)
