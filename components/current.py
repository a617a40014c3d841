"""What the request being served is about: the dataset, and the selection its address or filters make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data import selection
from data.api import current_dataset
from data.areas import Areas
from data.periods import financial_year_label, parse
from data.selection import Selection

# Not a year: the choice of every period. A select cannot show an empty value.
EARLIEST = "first"
LATEST = "latest"

__all__ = ["current_dataset", "from_query", "search_of", "text_of", "years_of"]


def from_query(query: Mapping[str, object], *extra: str) -> tuple[Selection, tuple[str, ...]]:
    """The selection of an address and a sentence for each part of it that could not be read."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    models = tuple(sorted(snapshot.neighbours, reverse=True))
    chosen, notices = selection.parse(query, dataset.default_area(), snapshot.areas, models, extra)
    return _within(chosen, years_of(snapshot.areas), notices)


def years_of(areas: Areas) -> list[str]:
    """Financial years from the first to the last with figures."""
    days = [(parse(a.first), parse(a.last)) for a in areas.authorities]
    first = min((int(start.financial_year[:4]) for start, _ in days), default=2012)
    last = max((int(end.financial_year[:4]) for _, end in days), default=2012)
    return [financial_year_label(year + 1) for year in range(first, last + 1)]


def _within(chosen: Selection, years: list[str], notices: tuple[str, ...]) -> tuple[Selection, tuple[str, ...]]:
    """The selection without an end that lies outside the years there are: no filter could show it."""
    asked = (("From", chosen.first), ("To", chosen.last))
    outside = [f"{word} {year}" for word, year in asked if year is not None and year not in years]
    first, last = (year if year in years else None for year in (chosen.first, chosen.last))
    span = f"the figures are of {years[0]} to {years[-1]}"
    said = (f"{one}: {span}. No other years can be shown." for one in outside)
    return replace(chosen, first=first, last=last), (*notices, *said)


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
