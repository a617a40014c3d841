"""A store's current published figures written as the tidy text that the project carries."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.areas import AreaCode
from data.importers.tidy import AREA_COLUMNS, FIGURE_COLUMNS, NEIGHBOUR_COLUMNS, RELEASE_COLUMNS, plain
from data.names import COLUMNS as NAME_COLUMNS
from data.names import declared_names
from data.observations import PUBLISHED
from data.schema import NEIGHBOURS
from data.store import Release, Snapshot


def write(snapshot: Snapshot, folder: Path) -> list[Path]:
    """Write the current published figures, areas and neighbours of a store in the carried format."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {r.id: f"{r.dataset.replace('_', '-')}-{r.edition}" for r in snapshot.releases if r.source == PUBLISHED}
    used: set[int] = set()
    written: list[Path] = []
    for indicator in snapshot.register.published:
        if (PUBLISHED, indicator.id) not in snapshot.held:
            continue
        frame = snapshot.frame(indicator.id, PUBLISHED)
        # An authority that ended before its first figure has rows that say so, and no code to carry them by.
        frame = frame[frame["area"].isin(list(snapshot.areas))]
        used.update(frame["release_id"])
        lines = [_figure_line(row, names) for row in frame.to_dict("records")]
        written.append(_write(folder / f"{indicator.id}.csv", FIGURE_COLUMNS, lines))
    lines = [[getattr(code, name) or "" for name in AREA_COLUMNS] for code in _areas(snapshot)]
    written.append(_write(folder / "areas.csv", AREA_COLUMNS, lines))
    written.append(_write(folder / "names.csv", NAME_COLUMNS, _names(snapshot)))
    for model, lists in sorted(snapshot.neighbours.items()):
        lines = [[n.area, n.rank, n.neighbour, n.closeness] for found in lists.values() for n in found]
        written.append(_write(folder / f"neighbours_{model}.csv", NEIGHBOUR_COLUMNS, lines))
    # A release that came twice, corrected, is one here: the later.
    releases = {names[r.id]: r for r in snapshot.releases if r.id in used or _lists(snapshot, r)}
    rows = [[name, *(getattr(r, column) for column in RELEASE_COLUMNS[1:])] for name, r in sorted(releases.items())]
    written.append(_write(folder / "releases.csv", RELEASE_COLUMNS, rows))
    return written


def _areas(snapshot: Snapshot) -> list[AreaCode]:
    """Codes and names of areas, a code under a name that only finds it being one of the area's own."""
    found: dict[tuple[str, str, str], AreaCode] = {}
    for code in sorted(snapshot.area_codes, key=lambda code: not code.named):
        named = code if code.named else replace(code, name=_name_with(code, found, snapshot))
        place = named.key, named.code, named.name
        same = found.setdefault(place, named)
        found[place] = replace(same, first=min(same.first, named.first), last=max(same.last, named.last))
    return [found[place] for place in sorted(found)]


def _name_with(code: AreaCode, found: Mapping[tuple[str, str, str], AreaCode], snapshot: Snapshot) -> str:
    """The newest name that the area had under this code; its name of today where it had none."""
    under = [c for c in found.values() if (c.key, c.code) == (code.key, code.code)]
    return max(under, key=lambda c: c.last).name if under else snapshot.areas[code.key].name


def _names(snapshot: Snapshot) -> list[tuple[str, str]]:
    """What finds an area and is none of its names: what the project declares, and other publishers' spellings."""
    areas = snapshot.areas
    own = {(code.key, code.name) for code in snapshot.area_codes if code.named}
    spelt = {(area.key, name) for area in areas.values() for name in area.names[1:]} - own
    found = ((key, name, areas.named(name)) for key, name in spelt | set(declared_names()))
    return sorted((key, name) for key, name, area in found if area and area.key == key)


def _lists(snapshot: Snapshot, release: Release) -> bool:
    """Whether a list of neighbours is of this release."""
    return release.dataset == NEIGHBOURS and release.id not in snapshot.aside


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
        plain(row["numerator_low"]),
        plain(row["numerator_high"]),
        names[int(str(row["release_id"]))],
    ]


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
