"""Which areas the newest edition of each dataset has: what a new edition may lack without anybody noticing."""

from __future__ import annotations

from collections.abc import Iterable
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


class Rosters:
    """The newest edition of each dataset. Read when asked for; grows with the files that are taken."""

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        self._snapshot = snapshot
        self._known: dict[str, Edition | None] = {}

    def of(self, dataset: str, indicators: Iterable[str]) -> Edition | None:
        """The newest edition held of a dataset, which gives these indicators; None for none."""
        if dataset not in self._known:
            self._known[dataset] = _held(self._snapshot, dataset, indicators) if self._snapshot else None
        return self._known[dataset]

    def take(self, delivery: Delivery) -> None:
        """Know a delivery, which is none of the newest where a later one is held or it has no figures."""
        dataset, year = delivery.release.dataset, delivery.release.edition
        last = self.of(dataset, delivery.indicators)
        if len(delivery.rows) and (last is None or last.year <= year):
            columns = (delivery.frame[name] for name in ("area", "period", "status"))
            self._known[dataset] = Edition(year, _newest(zip(*columns, strict=True)))


def _held(snapshot: Snapshot, dataset: str, indicators: Iterable[str]) -> Edition | None:
    editions = {release.id: release.edition for release in snapshot.releases if release.dataset == dataset}
    rows: dict[int, list[tuple[str, str, str]]] = {}
    for indicator in sorted(set(indicators)):
        if (PUBLISHED, indicator) not in snapshot.held:
            continue
        frame = snapshot.frame(indicator, PUBLISHED)
        for number, group in frame[frame["release_id"].isin(list(editions))].groupby("release_id"):
            of = rows.setdefault(editions[int(str(number))], [])
            of.extend(zip(group["area"], group["period"], group["status"], strict=True))
    return Edition(max(rows), _newest(rows[max(rows)])) if rows else None


def _newest(rows: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """The areas with figures in the last of the periods, which are labelled alike."""
    there = [(area, period) for area, period, status in rows if status not in ABSENT]
    last = max((period for _, period in there), default="")
    return frozenset(area for area, period in there if period == last)
