"""Who supplied what: figures expected of each agency and period against those that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.dataset import Dataset
from data.observations import LOCAL, PUBLISHED, Observation, Status
from data.selection import Selection
from data.store import Snapshot


@dataclass(frozen=True, slots=True)
class Completeness:
    """One agency and period: how many figures have a value, and which indicators have none and why."""

    source: str
    agency: str
    period: str
    reported: int
    total: int
    missing: tuple[str, ...]


def completeness(dataset: Dataset, snapshot: Snapshot, selection: Selection) -> tuple[Completeness, ...]:
    """For the selected area and periods, by source, agency and period, newest first."""
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for source in (LOCAL, PUBLISHED):
        for indicator in dataset.register.values():
            for found in snapshot.figures(indicator.id, source).get(selection.area, {}).values():
                if selection.includes(found[0].period):
                    who = indicator.agency if source == LOCAL else found[0].release.partition(", ")[0]
                    groups.setdefault((source, who, found[0].period.label), []).append(found[0])
    rows = [_row(dataset, key, found) for key, found in groups.items()]
    return tuple(sorted(rows, key=lambda r: (r.source, r.agency, _descending(r.period))))


def _row(dataset: Dataset, key: tuple[str, str, str], found: Iterable[Observation]) -> Completeness:
    found = list(found)
    missing = [o for o in found if o.status is not Status.REPORTED]
    names = tuple(f"{dataset.register[o.indicator].short} ({o.status.replace('_', ' ')})" for o in missing)
    return Completeness(*key, reported=len(found) - len(missing), total=len(found), missing=names)


def _descending(label: str) -> tuple[int, ...]:
    return tuple(-ord(c) for c in label)
