"""How long it takes to compare everything: all published indicators of one authority, and of all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from data.dataset import open_dataset
from data.observations import PUBLISHED
from data.selection import Selection
from data.settings import read_settings
from data.store import Snapshot
from data.views.assessment import assess, latest
from data.views.cohort import warm

Measure = tuple[str, float, str]


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        environ = {"SAFEGUARDING_DATABASE": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
        snapshot = open_dataset(read_settings(environ)).snapshot()
        start = time.perf_counter()
        warm(snapshot)
        yield "once for each release: all authorities worked out", time.perf_counter() - start, "s"
        own = [snapshot.areas.find("Worcestershire")]
        one = min(_seconds(snapshot, [area.key for area in own if area]) for _ in range(5))
        yield "all comparisons of one authority (target 50)", one * 1000, "ms"
        every = [area.key for area in snapshot.areas.authorities if snapshot.areas.is_open(area)]
        yield f"all comparisons of {len(every)} authorities (target 3)", _seconds(snapshot, every), "s"


def _seconds(snapshot: Snapshot, keys: list[str]) -> float:
    start = time.perf_counter()
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        for key in keys if label else ():
            assess(snapshot, indicator, Selection(key), label or "")
    return time.perf_counter() - start
