"""All figures of a snapshot as one table, and a snapshot of a table: tests look through or change them whole."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.areas import AreaCode
from data.observations import PUBLISHED
from data.register import Register
from data.schema import Moment
from data.store import COLUMNS, Holding, Neighbour, Release, Snapshot, Table

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

    def read(source: str, indicator: str) -> Holding:
        key = source, indicator
        if key not in held:
            held[key] = Holding(empty, register[indicator], source, known)
        return held[key]

    pairs = frozenset(held)
    return Snapshot(Moment(1, 0), register, area_codes, dict(neighbours), tuple(known.values()), pairs, read)
