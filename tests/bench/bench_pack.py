"""How long a pack of 40 charts takes, and how much memory: the targets are 5 s and 400 MB on two cores."""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from components.exports.choice import Choice
from components.exports.pack import Exhibit, Pack, pack
from components.exports.powerpoint import presentation
from components.panels import PANELS
from data.dataset import open_dataset
from data.selection import Selection
from data.settings import read_settings

Measure = tuple[str, float, str]

CHARTS = 40


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        environ = {"SAFEGUARDING_DATABASE": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
        dataset = open_dataset(read_settings(environ)).at_this_moment()
        area = dataset.default_area()
        made = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
        start = time.perf_counter()
        whole = pack(dataset, Choice(tuple(panel.id for panel in PANELS), Selection(area)), made, "http://127.0.0.1/")
        yield "the pack of all panels, before it is slides", time.perf_counter() - start, "s"
        forty = _charts(whole)
        start = time.perf_counter()
        data = presentation(forty)
        yield f"PowerPoint of {CHARTS} charts (target 5)", time.perf_counter() - start, "s"
        yield "its size", len(data) / 1e6, "MB"
        tracemalloc.start()
        presentation(forty)
        yield "memory that Python takes for it at most", tracemalloc.get_traced_memory()[1] / 1e6, "MB"
        tracemalloc.stop()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield "memory of the whole process at most (target 400)", most, "MB"


def _charts(whole: Pack) -> Pack:
    """The pack with its first charts alone."""
    left = CHARTS
    parts = []
    for part in whole.parts:
        chosen: list[Exhibit] = [exhibit for exhibit in part.exhibits if exhibit.view is not None][:left]
        left -= len(chosen)
        parts.append(replace(part, exhibits=tuple(chosen)))
    assert left == 0, "the project carries fewer charts"
    return replace(whole, parts=tuple(parts))
