"""Files of one folder that contradict each other: which of them is right cannot be known from their names."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from pathlib import Path

from data.errors import ImportRefused
from data.importers import neighbours
from data.importers.lait import collection
from data.importers.mapping import FileMapping
from data.importers.text import TextTable
from data.loading.files import Found
from data.loading.reading import Reading
from data.store import Delivery, Release, contents_of

Read = Callable[[TextTable], Reading]
File = tuple[Path, Delivery]


def contradictions(files: Iterable[tuple[Found, TextTable, FileMapping | None]], read: Read) -> dict[Path, str]:
    """For each file of a folder that gives another value than a file of the same release there, a sentence."""
    groups: dict[Hashable, list[tuple[Path, TextTable]]] = {}
    for found, table, mapping in files:
        kind = _kind(table, mapping) if found.folders else None
        for folder in found.folders:
            if kind is not None:
                groups.setdefault((folder, kind), []).append((found.path, table))
    said: dict[Path, str] = {}
    for group in groups.values():
        if len({table.sha256 for _, table in group}) > 1:
            said.update(_contradictions(group, read))
    return said


def _kind(table: TextTable, mapping: FileMapping | None) -> Hashable:
    """What two files of one release have in common, before either is read: the mapping and the last period."""
    if neighbours.fits(table):
        return neighbours.model_of(table)
    if collection.fits(table):
        return collection.COLUMNS
    at = table.position(*mapping.names("time_period")) if mapping else None
    if mapping is None or at is None:
        return None
    return mapping.name, max((row[at].strip() for row in table.rows if len(row) > at), default="")


def _contradictions(group: Iterable[tuple[Path, TextTable]], read: Read) -> dict[Path, str]:
    by_release: dict[Hashable, list[File]] = {}
    for path, table in group:
        for delivery in _deliveries(table, read):
            by_release.setdefault((delivery.release.dataset, delivery.release.edition), []).append((path, delivery))
    return {path: text for files in by_release.values() for path, text in _sentences(files).items()}


def _deliveries(table: TextTable, read: Read) -> tuple[Delivery, ...]:
    """Nothing of a file that is refused by itself."""
    try:
        return read(table).deliveries
    except ImportRefused:
        return ()


def _sentences(files: list[File]) -> dict[Path, str]:
    facts = {path: contents_of(delivery) for path, delivery in files}
    shared: set[Hashable] = set()
    different: set[Hashable] = set()
    against: set[Path] = set()
    for one, other in combinations(facts, 2):
        both = facts[one].keys() & facts[other].keys()
        if differ := {key for key in both if facts[one][key] != facts[other][key]}:
            shared |= both
            different |= differ
            against |= {one, other}
    if not against:
        return {}
    sentence = _sentence([path for path in facts if path in against], files[0][1].release, len(different), len(shared))
    return dict.fromkeys(against, sentence)


def _sentence(paths: list[Path], release: Release, different: int, shared: int) -> str:
    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in paths]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    none = "neither was taken" if len(names) == 2 else "none of them was taken"
    return (
        f"{listed} are in one folder and of one release ({release.title}), and differ in {different:,} of {shared:,} "
        f"shared {'figure' if shared == 1 else 'figures'}; {none}. Name the right one alone, or each in the order in "
        "which they came."
    )
