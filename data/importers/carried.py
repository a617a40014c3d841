"""The figures the project carries: tidy text in ``data/published`` and ``data/local``, read and written.

``releases.csv`` names the releases, ``areas.csv`` the areas with their dated codes,
``neighbours_MODEL.csv`` the neighbours, and there is one file per indicator: area, period, numerator
and denominator (or the value, where the source gives no more), what the publisher printed, status and
release. ``local/observations.csv`` holds the board's own figures as its reports print them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from data import periods
from data.areas import LEVELS, AreaCode
from data.errors import ContentError, ImportRefused, located
from data.importers.standard import SCALES
from data.importers.text import read_csv
from data.observations import NEIGHBOURS_KEY, SOURCES, Status
from data.register import Register
from data.store import Delivery, Neighbour, Release, Row, Snapshot

FOLDER = Path(__file__).parent.parent
PUBLISHED = FOLDER / "published"
LOCAL = FOLDER / "local"

RELEASE_COLUMNS = ("release", "source", "publisher", "title", "dataset", "edition", "period_first", "period_last",
                   "published", "licence", "file", "sha256")  # fmt: skip
FIGURE_COLUMNS = ("area", "period", "numerator", "denominator", "value", "printed", "status", "release")
LOCAL_COLUMNS = ("indicator", "area", "period", "value", "printed", "status", "qualifier", "section", "note", "release")
AREA_COLUMNS = tuple(f.name for f in fields(AreaCode))
NEIGHBOUR_COLUMNS = ("area", "rank", "neighbour", "closeness")

Record = dict[str, str]

# What ``plain`` writes, and nothing that is infinite or no number.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?(e-[0-9]{1,2})?")


def digest(folders: Iterable[Path] = (PUBLISHED, LOCAL)) -> str:
    """SHA-256 of all carried figures, so that a start with nothing new reads none of them."""
    state = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.glob("*.csv")):
        state.update(path.name.encode() + path.read_bytes())
    return state.hexdigest()


def deliveries(register: Register, published: Path = PUBLISHED, local: Path = LOCAL) -> list[Delivery]:
    """Every carried release with its figures. Raises ContentError naming file, row, column and remedy."""
    rows: dict[str, list[Row]] = {}
    releases = {**_releases(published), **_releases(local)}
    areas = tuple(_area(published / "areas.csv", *entry) for entry in _records(published / "areas.csv", AREA_COLUMNS))
    keys = {area.key for area in areas} | {NEIGHBOURS_KEY}
    for path in sorted(published.glob("*.csv")):
        if path.stem in register:
            _collect(rows, releases, path, _published_rows(path, register), keys)
        elif path.stem not in ("areas", "releases") and not path.stem.startswith("neighbours_"):
            raise ContentError(f"{path.name}: no indicator has this name; add its TOML, or take the file away")
    _collect(rows, releases, local / "observations.csv", _local_rows(local / "observations.csv", register), keys)
    found = [
        _stamped(release, rows.get(name, []), areas)
        for name, release in releases.items()
        if release.dataset != "neighbours"
    ]
    return found + list(_neighbours(published, releases))


def _stamped(release: Release, rows: list[Row], areas: tuple[AreaCode, ...]) -> Delivery:
    return Delivery(_with_digest(release, rows), tuple(rows), areas)


def _with_digest(release: Release, rows: Iterable[Row | Neighbour]) -> Release:
    """The release with the digest of what is carried of it."""
    content = json.dumps([asdict(release), [list(asdict(row).values()) for row in rows]])
    return replace(release, carried=hashlib.sha256(content.encode()).hexdigest())


def _collect(
    rows: dict[str, list[Row]],
    releases: Mapping[str, Release],
    path: Path,
    found: Iterator[tuple[str, int, Row]],
    areas: Container[str],
) -> None:
    seen: dict[tuple[str, str, str, str, int], int] = {}
    for release, line, row in found:
        if row.area not in areas:
            raise ContentError(located(path.name, line, "area", f"'{row.area}' is not in areas.csv; add it there."))
        if (first := seen.setdefault((release, row.indicator, row.area, row.period, row.seq), line)) != line:
            raise ContentError(
                located(path.name, line, None, f"is for the same area, period and release as row {first}; keep one.")
            )
        if release not in releases:
            raise ContentError(
                located(path.name, line, "release", f"'{release}' is not in releases.csv; add it there.")
            )
        rows.setdefault(release, []).append(row)


def _releases(folder: Path) -> dict[str, Release]:
    path = folder / "releases.csv"
    found: dict[str, Release] = {}
    for line, record in _records(path, RELEASE_COLUMNS):
        name, edition = record.pop("release"), record.pop("edition")
        if not re.fullmatch(r"[0-9]{4}", edition):
            raise ContentError(
                located(path.name, line, "edition", f"'{edition}' is not a whole number; give the year.")
            )
        if record["source"] not in SOURCES:
            raise ContentError(
                located(path.name, line, "source", f"'{record['source']}' is not one of {', '.join(SOURCES)}.")
            )
        if name in found:
            raise ContentError(located(path.name, line, "release", f"'{name}' stands twice; keep one of the two rows."))
        found[name] = Release(edition=int(edition), **record)  # type: ignore[arg-type]
    return found


def _published_rows(path: Path, register: Register) -> Iterator[tuple[str, int, Row]]:
    indicator = register[path.stem]
    scale = SCALES.get(indicator.unit, 1.0)
    for line, record in _records(path, FIGURE_COLUMNS):
        status, label = _status(path, line, record), _period(path, line, record)
        numerator, denominator = (_number(path, line, record, name) for name in ("numerator", "denominator"))
        value = _number(path, line, record, "value")
        if value is None and status is Status.REPORTED:
            if numerator is None or not denominator:
                raise ContentError(
                    located(path.name, line, "value", "is missing; give a value, or numerator and denominator.")
                )
            value = numerator / denominator * scale
        if value is not None and status is not Status.REPORTED:
            raise ContentError(
                located(path.name, line, "status", f"is '{status}' beside a value; expected 'reported'.")
            )
        yield (
            record["release"],
            line,
            Row(indicator.id, record["area"], label, value, record["printed"] or None, numerator, denominator, status),
        )


def _local_rows(path: Path, register: Register) -> Iterator[tuple[str, int, Row]]:
    seen: dict[tuple[str, str, str, str], int] = {}
    for line, record in _records(path, LOCAL_COLUMNS):
        if record["indicator"] not in register:
            raise ContentError(
                located(path.name, line, "indicator", f"'{record['indicator']}' is not in the register; add its TOML.")
            )
        status, label = _status(path, line, record), _period(path, line, record)
        value = _number(path, line, record, "value")
        if (value is None) is (status is Status.REPORTED):
            raise ContentError(
                located(path.name, line, "value", f"does not fit status '{status}'; only 'reported' has a value.")
            )
        key = (record["release"], record["indicator"], record["area"], label)
        seq = seen[key] = seen.get(key, -1) + 1
        note = "; ".join(part for part in (record["section"], record["note"]) if part)
        yield record["release"], line, Row(
            record["indicator"], record["area"], label, value, record["printed"] or None, None, None, status,
            record["qualifier"] or None, note or None, seq,
        )  # fmt: skip


def _neighbours(folder: Path, releases: Mapping[str, Release]) -> Iterator[Delivery]:
    for path in sorted(folder.glob("neighbours_*.csv")):
        model = path.stem.removeprefix("neighbours_")
        if f"neighbours-{model}" not in releases:
            raise ContentError(f"{path.name}: its release 'neighbours-{model}' is not in releases.csv; add it there.")
        found = tuple(
            Neighbour(model, r["area"], _rank(path, line, r), r["neighbour"], r["closeness"])
            for line, r in _records(path, NEIGHBOUR_COLUMNS)
        )
        release = releases[f"neighbours-{model}"]
        yield Delivery(_with_digest(release, found), neighbours=found)


def _rank(path: Path, line: int, record: Record) -> int:
    if not re.fullmatch(r"[1-9][0-9]?", record["rank"]):
        raise ContentError(located(path.name, line, "rank", f"'{record['rank']}' is not a rank; expected 1 to 99."))
    return int(record["rank"])


def _area(path: Path, line: int, record: Record) -> AreaCode:
    if record["level"] not in LEVELS:
        raise ContentError(located(path.name, line, "level", f"'{record['level']}' is not one of {', '.join(LEVELS)}."))
    for column in ("first", "last"):
        try:
            date.fromisoformat(record[column])
        except ValueError as error:
            raise ContentError(
                located(path.name, line, column, f"'{record[column]}' is not a day; expected one such as 2025-03-31.")
            ) from error
    return AreaCode(**{**record, "region": record["region"] or None})  # type: ignore[arg-type]


def _records(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Record]]:
    try:
        table = read_csv(path)
    except ImportRefused as error:
        raise ContentError(str(error)) from error
    if table.header != columns:
        raise ContentError(
            located(path.name, 1, None, f"the header is {', '.join(table.header)}; expected {', '.join(columns)}.")
        )
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != len(columns):
            raise ContentError(located(path.name, line, None, f"has {len(row)} cells; expected {len(columns)}."))
        yield line, dict(zip(columns, row, strict=True))


def _status(path: Path, line: int, record: Record) -> Status:
    try:
        return Status(record["status"])
    except ValueError as error:
        raise ContentError(
            located(path.name, line, "status", f"'{record['status']}' is not one of {', '.join(Status)}.")
        ) from error


def _period(path: Path, line: int, record: Record) -> str:
    try:
        return periods.parse(record["period"]).label
    except ValueError as error:
        raise ContentError(located(path.name, line, "period", f"{error}.")) from error


def _number(path: Path, line: int, record: Record, column: str) -> float | None:
    if not record[column]:
        return None
    if not _NUMBER.fullmatch(record[column]):
        raise ContentError(
            located(path.name, line, column, f"'{record[column]}' is not a number; expected digits such as 1234.5.")
        )
    return float(record[column])


def write(snapshot: Snapshot, folder: Path) -> list[Path]:
    """Write the current published figures, areas and neighbours of a store in the carried format."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {r.id: f"{r.dataset.replace('_', '-')}-{r.edition}" for r in snapshot.releases if r.source == "published"}
    used: set[int] = set()
    written: list[Path] = []
    for indicator in snapshot.register.published:
        if ("published", indicator.id) not in snapshot.frame.index:
            continue
        frame = snapshot.frame.loc[[("published", indicator.id)]]
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


def plain(value: object) -> str:
    """A number as short as it can be without losing anything; "" for none."""
    if value is None or value != value:
        return ""
    number = float(str(value))
    return str(int(number)) if number.is_integer() else repr(number)


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
