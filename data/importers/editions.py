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
    releases = {release.id: release for release in snapshot.releases}
    rows: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
    for source, indicator in sorted(snapshot.held):
        if source == PUBLISHED:
            for number, group in snapshot.frame(indicator, source).groupby("release_id"):
                release = releases[int(str(number))]
                of = rows.setdefault((release.dataset, release.edition), [])
                of.extend(zip(group["area"], group["period"], group["status"], strict=True))
    newest = {dataset: max(year for name, year in rows if name == dataset) for dataset, _ in rows}
    return {dataset: Edition(year, _newest(rows[dataset, year])) for dataset, year in newest.items()}


def after(held: Mapping[str, Edition], delivery: Delivery) -> Mapping[str, Edition]:
    """The newest editions with a delivery, which is none of them where a later one is held or it has no figures."""
    dataset, year = delivery.release.dataset, delivery.release.edition
    if not len(delivery.rows) or (dataset in held and held[dataset].year > year):
        return held
    columns = (delivery.frame[name] for name in ("area", "period", "status"))
    return {**held, dataset: Edition(year, _newest(zip(*columns, strict=True)))}


def _newest(rows: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """The areas with figures in the last of the periods, which are labelled alike."""
    there = [(area, period) for area, period, status in rows if status not in ABSENT]
    last = max((period for _, period in there), default="")
    return frozenset(area for area, period in there if period == last)
