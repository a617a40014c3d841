"""The files that a person names, alone or by their folder, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.errors import ImportRefused


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and the folders among those named in which it was found; none where it was named itself."""

    path: Path
    folders: tuple[Path, ...] = ()


def files_of(paths: Iterable[Path]) -> list[Found]:
    """The files named and every CSV of the folders named, each once, in the order named; a folder's by name.

    A file that is named itself counts where it is named, not where its folder is; one that is named twice counts at
    the last place, since of one release the file named last wins. Raises ImportRefused for a path that is not there.
    """
    named: dict[Path, Found] = {}
    for path in paths:
        if not path.is_dir() and not path.exists():
            raise ImportRefused(f"{path}: is not there; check the path. Nothing was taken.")
        for file in _csv_files(path) if path.is_dir() else [path]:
            _put(named, file, path if path.is_dir() else None)
    return list(named.values())


def _csv_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".csv" and not p.is_dir())


def _put(named: dict[Path, Found], file: Path, folder: Path | None) -> None:
    place = file.resolve()
    before = named.get(place)
    if folder is None:
        named.pop(place, None)
        named[place] = Found(file)
    elif before is None or before.folders:
        folders = before.folders if before else ()
        named[place] = Found(file, (*folders, folder))
