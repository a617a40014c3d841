"""Importing every published file of ../shared/reference into a fresh database; the target is 15 seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from data import loading
from data.register import read_register
from data.settings import ROOT
from data.store import Store
from tests.frames import all_figures

REFERENCE = ROOT.parent / "shared" / "reference"
Measure = tuple[str, float, str]


def main() -> Iterator[Measure]:
    register = read_register()
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/first.sqlite3", register)
        started = time.perf_counter()
        loading.prepare(store, register)
        yield "first start: carried figures into SQLite", time.perf_counter() - started, "s"
        started = time.perf_counter()
        loading.prepare(store, register)
        yield "second start: nothing new", 1000 * (time.perf_counter() - started), "ms"
        started = time.perf_counter()
        figures = len(all_figures(store.snapshot()))
        yield f"reading {figures:,} current figures", 1000 * (time.perf_counter() - started), "ms"
        if REFERENCE.is_dir():
            yield from _reference(Path(folder), register)
        else:
            yield "skipped: ../shared/reference is not there", 0, "s"


def _reference(folder: Path, register: object) -> Iterator[Measure]:
    store = Store(f"sqlite:///{folder}/reference.sqlite3", register)  # type: ignore[arg-type]
    files = loading.files_of([REFERENCE])
    size = sum(found.path.stat().st_size for found in files) / 1e6
    started = time.perf_counter()
    outcomes = list(loading.import_files(store, register, files))  # type: ignore[arg-type]
    seconds = time.perf_counter() - started
    taken = sum(o.state == loading.TAKEN for o in outcomes)
    yield f"importing {taken} files, {size:.0f} MB (target 15)", seconds, "s"
