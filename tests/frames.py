"""All figures of a snapshot as one table, and a snapshot of a table: tests look through or change them whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from data.areas import AreaCode
from data.observations import PUBLISHED
from data.register import Register
from data.rows import COLUMNS as API_COLUMNS
from data.rows import pick, rows
from data.schema import Moment
from data.store import COLUMNS, Historic, Holding, Neighbour, OfArea, Release, Snapshot, Table

T = TypeVar("T")

CATEGORIES = ("area", "period", "status")
FACTS = ("source", "release_id", *COLUMNS)


def all_figures(snapshot: Snapshot) -> pd.DataFrame:
    """Every current figure: source, release and its edition besides the columns of the store."""
    releases = {release.id: release for release in snapshot.releases}
    frames = [
        snapshot.frame(indicator, source)
        .astype({"area": object, "period": object, "status": object})
        .assign(source=source)
        for source, indicator in sorted(snapshot.held)
    ]
    found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=FACTS)
    return found.assign(
        release=[releases[number].title for number in found["release_id"]],
        edition=[releases[number].edition for number in found["release_id"]],
    )


def api_rows(snapshot: Snapshot, args: Mapping[str, str]) -> list[dict[str, str]]:
    """Rows of the API's table that parameters pick, by column."""
    return [dict(zip(API_COLUMNS, row, strict=True)) for row in rows(pick(snapshot, args))]


def _columns(rows: pd.DataFrame) -> dict[str, list[object]]:
    """Columns as the store gives them: None where there is nothing."""
    cells = {name: rows[name].tolist() for name in ("release_id", *COLUMNS)}
    return {name: [None if value != value else value for value in column] for name, column in cells.items()}


def snapshot_of(
    frame: pd.DataFrame,
    register: Register,
    area_codes: tuple[AreaCode, ...],
    neighbours: Mapping[str, dict[str, tuple[Neighbour, ...]]],
    releases: tuple[Release, ...] = (),
) -> Snapshot:
    """A snapshot of a table as ``all_figures`` has it; releases that are not given are made by number."""
    known = {release.id: release for release in releases}
    for number in set(frame["release_id"]) - known.keys():
        known[number] = Release(PUBLISHED, "Publisher", "Publication, 2025", "data", 2025, "", "", "", "", id=number)
    empty = Table.of(dict.fromkeys(("release_id", *COLUMNS), ()))
    ordered = frame.sort_values(["area", "period", "seq"])
    held = {
        (str(source), str(indicator)): Holding(Table.of(_columns(rows)), register[str(indicator)], str(source), known)
        for (source, indicator), rows in ordered.groupby(["source", "indicator"])
    }

    reader = _Reader(held, lambda source, indicator: Holding(empty, register[indicator], source, known))
    pairs = frozenset(held)
    return Snapshot(Moment(1, 0), register, area_codes, dict(neighbours), tuple(known.values()), pairs, reader)


@dataclass
class _Reader:
    """Reads no database."""

    held: dict[tuple[str, str], Holding]
    nothing: Callable[[str, str], Holding]

    def holding(self, source: str, indicator: str) -> Holding:
        return self.held.setdefault((source, indicator), self.nothing(source, indicator))

    def passing(self, source: str, indicator: str, areas: Collection[str]) -> Iterator[OfArea]:
        return self.holding(source, indicator).figures.each(areas)

    def settled(self, source: str, indicator: str, key: Hashable, work_out: Callable[[Holding], T]) -> T:
        held = self.holding(source, indicator)
        return held.once(("settled", key), lambda: work_out(held))

    def history(self, indicator: str, area: str) -> list[Historic]:
        return []

    def superseding(self) -> dict[int, frozenset[int]]:
        return {}

    def counts(self) -> dict[int, int]:
        return {}
