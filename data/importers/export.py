"""A store's current published figures written as the tidy text that the project carries."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from data.importers.tidy import AREA_COLUMNS, FIGURE_COLUMNS, NEIGHBOUR_COLUMNS, RELEASE_COLUMNS, plain
from data.observations import PUBLISHED
from data.store import Snapshot


def write(snapshot: Snapshot, folder: Path) -> list[Path]:
    """Write the current published figures, areas and neighbours of a store in the carried format."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {r.id: f"{r.dataset.replace('_', '-')}-{r.edition}" for r in snapshot.releases if r.source == PUBLISHED}
    used: set[int] = set()
    written: list[Path] = []
    for indicator in snapshot.register.published:
        if (PUBLISHED, indicator.id) not in snapshot.frame.index:
            continue
        frame = snapshot.frame.loc[[(PUBLISHED, indicator.id)]]
        # An authority that ended before its first figure has rows that say so, and no code to carry them by.
        frame = frame[frame["area"].isin(list(snapshot.areas))]
        used.update(frame["release_id"])
        lines = [_figure_line(row, names) for row in frame.to_dict("records")]
        written.append(_write(folder / f"{indicator.id}.csv", FIGURE_COLUMNS, lines))
    areas = [asdict(code) for code in snapshot.area_codes]
    written.append(
        _write(folder / "areas.csv", AREA_COLUMNS, [[code[name] or "" for name in AREA_COLUMNS] for code in areas])
    )
    for model, lists in sorted(snapshot.neighbours.items()):
        lines = [[n.area, n.rank, n.neighbour, n.closeness] for found in lists.values() for n in found]
        written.append(_write(folder / f"neighbours_{model}.csv", NEIGHBOUR_COLUMNS, lines))
    # A release that came twice, corrected, is one here: the later.
    releases = {names[r.id]: r for r in snapshot.releases if r.id in used or r.dataset == "neighbours"}
    rows = [[name, *(getattr(r, column) for column in RELEASE_COLUMNS[1:])] for name, r in sorted(releases.items())]
    written.append(_write(folder / "releases.csv", RELEASE_COLUMNS, rows))
    return written


def _figure_line(row: Mapping[Any, Any], names: Mapping[int, str]) -> list[object]:
    numerator, denominator = plain(row["numerator"]), plain(row["denominator"])
    value = "" if numerator and denominator else plain(row["value"])
    return [
        row["area"],
        row["period"],
        numerator,
        denominator,
        value,
        row["printed"] or "",
        row["status"],
        names[int(str(row["release_id"]))],
    ]


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
