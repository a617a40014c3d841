"""The figures the project carries, read: tidy text in ``data/published`` and ``data/local``, as ``tidy`` has it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from operator import attrgetter
from pathlib import Path

from data.areas import AreaCode, Areas
from data.errors import ContentError, located
from data.importers import carried_areas, tidy
from data.importers.lait.measures import measures
from data.importers.tidy import LOCAL, PUBLISHED, Record, plain
from data.importers.withholding import withheld
from data.observations import NEIGHBOURS_KEY, QUALIFIERS, SECTION_ENDS, SOURCES, Status, cited
from data.register import Register
from data.store import Delivery, Neighbour, Release, Row

_ROW, _NEIGHBOUR = (attrgetter(*(field.name for field in fields(kind))) for kind in (Row, Neighbour))


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
    areas, places = carried_areas.read(published), carried_areas.places(published)
    for path in sorted(published.glob("*.csv")):
        if path.stem in register:
            _collect(rows, releases, path, _published_rows(path, register), places)
        elif path.stem not in ("areas", "names", "releases") and not path.stem.startswith("neighbours_"):
            raise ContentError(f"{path.name}: no indicator has this name; add its TOML, or take the file away")
    _collect(rows, releases, local / "observations.csv", _local_rows(local / "observations.csv", register), places)
    found = [
        _stamped(release, rows.get(name, []), areas)
        for name, release in releases.items()
        if release.dataset != "neighbours"
    ]
    return found + list(_neighbours(published, releases))


def check_complete(register: Register, published: Path = PUBLISHED) -> None:
    """There is a file for every indicator with a published source.

    A measure of the interactive tool of which no release is carried needs none before its first figures are: it is
    its mapping and its TOML. Raises ContentError for a file that is not there.
    """
    lacking = [i.id for i in register.published if not (published / f"{i.id}.csv").is_file()]
    datasets = {measure.indicator: measure.dataset for measure in measures().measures if measure.indicator in lacking}
    held = {release.dataset for release in _releases(published).values()} if datasets else set()
    for name in (name for name in lacking if name not in datasets or datasets[name] in held):
        raise ContentError(
            f"{name}.csv: is not in {published.parent.name}/{published.name}, though the register gives "
            "the indicator a published source; restore it from the project, or for a new indicator begin it with "
            f"the header {','.join(tidy.FIGURE_COLUMNS)}, then import its figures"
        )


def _stamped(release: Release, rows: list[Row], areas: tuple[AreaCode, ...]) -> Delivery:
    return Delivery(_with_digest(release, rows), tuple(rows), areas)


def _with_digest(release: Release, rows: Iterable[Row | Neighbour]) -> Release:
    """The release with the digest of what is carried of it."""
    content = json.dumps([asdict(release), [_cells(row) for row in rows]])
    return replace(release, carried=hashlib.sha256(content.encode()).hexdigest())


def _cells(row: Row | Neighbour) -> tuple[object, ...]:
    """The cells of a row in the order of its columns: ``asdict`` would copy each, most of the time of a first start."""
    return _ROW(row) if isinstance(row, Row) else _NEIGHBOUR(row)


def _collect(
    rows: dict[str, list[Row]],
    releases: Mapping[str, Release],
    path: Path,
    found: Iterator[tuple[str, int, Row]],
    places: Areas,
) -> None:
    seen: dict[tuple[str, str, str, str, int], int] = {}
    for release, line, row in found:
        if row.area not in places and row.area != NEIGHBOURS_KEY:
            if (place := places.find(row.area)) is None:
                raise ContentError(located(path.name, line, "area", f"'{row.area}' is not in areas.csv; add it there."))
            row = replace(row, area=place.key)
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
    for line, record in tidy.records(path, tidy.RELEASE_COLUMNS):
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
    scale = indicator.scale
    for line, record in tidy.records(path, tidy.FIGURE_COLUMNS):
        status, label = tidy.status(path, line, record), tidy.period(path, line, record)
        numerator, denominator = (tidy.number(path, line, record, name) for name in ("numerator", "denominator"))
        value = tidy.number(path, line, record, "value")
        if value is None and status is Status.REPORTED:
            if numerator is None or not denominator:
                raise ContentError(
                    located(path.name, line, "value", "is missing; give a value, or numerator and denominator.")
                )
            value = numerator / denominator * scale
        # Of nothing there is no share: two numbers, the second zero, are not_applicable.
        has_value = value is not None or (numerator is not None and denominator) or record["printed"]
        if has_value and status is not Status.REPORTED:
            raise ContentError(
                located(
                    path.name,
                    line,
                    "status",
                    f"is '{status}' beside a value; expected 'reported', or no value, numerator or printed figure.",
                )
            )
        row = Row(indicator.id, record["area"], label, value, record["printed"] or None, numerator, denominator, status)
        low, high = _bounds(path, line, record)
        yield record["release"], line, withheld(replace(row, numerator_low=low, numerator_high=high), indicator)


def _bounds(path: Path, line: int, record: Record) -> tuple[float | None, float | None]:
    """What a hidden numerator can be: of suppressed figures alone, the lowest no more than the highest."""
    low, high = (tidy.number(path, line, record, name) for name in ("numerator_low", "numerator_high"))
    if (low is not None or high is not None) and record["status"] != Status.SUPPRESSED:
        raise ContentError(
            located(path.name, line, "numerator_low", f"is given beside status '{record['status']}'; leave it empty.")
        )
    if high is not None and (low is None or low > high):
        raise ContentError(
            located(path.name, line, "numerator_high", f"is {plain(high)}; expected no less than numerator_low.")
        )
    return low, high


def _local_rows(path: Path, register: Register) -> Iterator[tuple[str, int, Row]]:
    seen: dict[tuple[str, str, str, str], int] = {}
    for line, record in tidy.records(path, tidy.LOCAL_COLUMNS):
        if record["indicator"] not in register:
            raise ContentError(
                located(path.name, line, "indicator", f"'{record['indicator']}' is not in the register; add its TOML.")
            )
        status, label = tidy.status(path, line, record), tidy.period(path, line, record)
        value = tidy.number(path, line, record, "value")
        if (value is None) is (status is Status.REPORTED) or (record["printed"] and value is None):
            raise ContentError(
                located(path.name, line, "value", f"does not fit status '{status}'; only 'reported' has a value.")
            )
        if record["qualifier"] not in ("", *QUALIFIERS):
            raise ContentError(
                located(
                    path.name,
                    line,
                    "qualifier",
                    f"'{record['qualifier']}' is not one of {', '.join(QUALIFIERS)}; put other words in 'note'.",
                )
            )
        key = (record["release"], record["indicator"], record["area"], label)
        seq = seen[key] = seen.get(key, -1) + 1
        if SECTION_ENDS in record["section"]:
            raise ContentError(
                located(path.name, line, "section", f"has '{SECTION_ENDS}' in it; put what follows in 'note'.")
            )
        note = cited(record["section"], record["note"])
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
            for line, r in tidy.records(path, tidy.NEIGHBOUR_COLUMNS)
        )
        release = releases[f"neighbours-{model}"]
        yield Delivery(_with_digest(release, found), neighbours=found)


def _rank(path: Path, line: int, record: Record) -> int:
    if not re.fullmatch(r"[1-9][0-9]?", record["rank"]):
        raise ContentError(located(path.name, line, "rank", f"'{record['rank']}' is not a rank; expected 1 to 99."))
    return int(record["rank"])
