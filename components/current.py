"""What the request being served is about: the dataset, and the selection its address or filters make."""

from __future__ import annotations

from collections.abc import Mapping

from data import selection
from data.api import current_dataset
from data.selection import Selection

# Not a year: the choice of every period. A select cannot show an empty value.
EARLIEST = "first"
LATEST = "latest"

__all__ = ["current_dataset", "from_query", "search_of", "text_of"]


def from_query(query: Mapping[str, object], *extra: str) -> tuple[Selection, tuple[str, ...]]:
    """The selection of an address and a sentence for each part of it that could not be read."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    models = tuple(sorted(snapshot.neighbours, reverse=True))
    return selection.parse(query, dataset.default_area(), snapshot.areas, models, extra)


def text_of(query: Mapping[str, object], name: str) -> str:
    """A parameter of the address as text, the first where it is given more than once."""
    value = query.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value or "").strip()


def search_of(chosen: Selection, **extra: str | None) -> str:
    """The query of an address that shows this selection again."""
    dataset = current_dataset()
    return selection.to_query(chosen, dataset.default_area(), dataset.snapshot().areas, **extra)
