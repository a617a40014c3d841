"""Which areas the newest edition of each dataset has: what a new edition may lack without anybody noticing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.observations import PUBLISHED, Status
from data.store import Delivery, Snapshot

# An area of which a release says no more than this is not in it: it had ended, or had not begun.
ABSENT = (Status.NOT_APPLICABLE, Status.NOT_AVAILABLE)


@dataclass(frozen=True, slots=True)
class Edition:
    """The areas that an edition has figures of in its newest period."""

    year: int
    areas: frozenset[str]


def held(snapshot: Snapshot) -> dict[str, Edition]:
    """The newest edition of every dataset, by dataset."""
    frame = snapshot.frame[snapshot.frame["source"] == PUBLISHED]
    dataset = frame["release_id"].map({release.id: release.dataset for release in snapshot.releases})
    found: dict[str, Edition] = {}
    for name, group in frame.groupby(dataset):
        newest = group[group["edition"] == group["edition"].max()]
        rows = zip(newest["area"], newest["period"], newest["status"], strict=True)
        found[str(name)] = Edition(int(newest["edition"].iloc[0]), _newest(rows))
    return found


def after(held: Mapping[str, Edition], delivery: Delivery) -> Mapping[str, Edition]:
    """The newest editions with a delivery, which is none of them where a later one is held or it has no figures."""
    dataset, year = delivery.release.dataset, delivery.release.edition
    if not delivery.rows or (dataset in held and held[dataset].year > year):
        return held
    return {**held, dataset: Edition(year, _newest((row.area, row.period, row.status) for row in delivery.rows))}


def _newest(rows: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """The areas with figures in the last of the periods, which are labelled alike."""
    there = [(area, period) for area, period, status in rows if status not in ABSENT]
    last = max((period for _, period in there), default="")
    return frozenset(area for area, period in there if period == last)
