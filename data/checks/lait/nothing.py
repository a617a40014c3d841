"""A table of which every row is passed over holds no figure, and is not taken in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.checks import ERROR, Finding
from data.importers.lait.collection import YEARS, Collection
from data.store import Delivery


def check(found: Collection, deliveries: Sequence[Delivery]) -> Iterator[Finding]:
    """Once: no row is of a year and an area that are known."""
    if not deliveries:
        said = "no row has a figure of a year and an area that are known; export the table again, with all its rows."
        yield Finding(ERROR, found.table.file, None, YEARS, said)
