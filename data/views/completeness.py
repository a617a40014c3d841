"""Who supplied what: figures expected of each agency and period against those that came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.dataset import Dataset, Snapshot
from data.observations import LOCAL, PUBLISHED, Observation, Status
from data.selection import Selection
from data.views import citing, words


@dataclass(frozen=True, slots=True)
class Completeness:
    """What one agency, or publication, supplied: figures with a value of all, and which have none, when and why.

    ``years`` has (figures with a value, all figures) for each financial year in which any are expected.
    """

    source: str
    agency: str
    span: str
    reported: int
    total: int
    missing: tuple[str, ...]
    years: Mapping[str, tuple[int, int]]


def completeness(dataset: Dataset, snapshot: Snapshot, selection: Selection) -> tuple[Completeness, ...]:
    """For the selected area and periods: the board's agencies first, then the national publications."""
    groups: dict[tuple[str, str], list[Observation]] = {}
    for source in (LOCAL, PUBLISHED):
        for indicator in dataset.register.values():
            for found in snapshot.figures(indicator.id, source).get(selection.area, {}).values():
                if selection.includes(found[0].period):
                    who = indicator.agency if source == LOCAL else citing.publication(found[0].release)
                    groups.setdefault((source, who), []).append(found[0])
    return tuple(
        sorted((_row(dataset, key, found) for key, found in groups.items()), key=lambda r: (r.source, r.agency))
    )


def _row(dataset: Dataset, key: tuple[str, str], found: list[Observation]) -> Completeness:
    periods = sorted({o.period for o in found})
    missing: dict[tuple[str, str], list[str]] = {}
    for o in sorted(found, key=lambda o: o.period):
        if o.status is not Status.REPORTED:
            indicator = dataset.register[o.indicator]
            missing.setdefault((indicator.short, words.figure(o, indicator)), []).append(words.period_words(o.period))
    names = tuple(f"{name}, {', '.join(labels)}: {reason}" for (name, reason), labels in missing.items())
    years: dict[str, tuple[int, int]] = {}
    for o in found:
        valued, total = years.get(o.period.financial_year, (0, 0))
        years[o.period.financial_year] = valued + (o.status is Status.REPORTED), total + 1
    reported = sum(o.status is Status.REPORTED for o in found)
    return Completeness(*key, words.span(periods), reported, len(found), names, years)
