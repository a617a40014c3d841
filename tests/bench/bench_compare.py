"""How long it takes to compare everything, and to make the views of a selection that nobody has asked for before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from data.dataset import Dataset, open_dataset
from data.observations import PUBLISHED
from data.selection import Selection
from data.settings import read_settings
from data.store import Snapshot
from data.views.assessment import assess, latest
from data.views.comparison import comparison
from data.views.history import history
from data.views.profile import profile
from data.views.standout import standouts
from data.views.tile import published_tile
from data.views.trend import trend
from data.views.warming import warm

Measure = tuple[str, float, str]


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        environ = {"SAFEGUARDING_DATABASE": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
        dataset = open_dataset(read_settings(environ)).at_this_moment()
        snapshot = dataset.snapshot()
        start = time.perf_counter()
        warm(snapshot)
        yield "once for each release: all authorities worked out", time.perf_counter() - start, "s"
        own = [snapshot.areas.find("Worcestershire")]
        one = min(_seconds(snapshot, [area.key for area in own if area]) for _ in range(5))
        yield "all comparisons of one authority (target 50)", one * 1000, "ms"
        every = [area.key for area in snapshot.areas.authorities if snapshot.areas.is_open(area)]
        yield f"all comparisons of {len(every)} authorities (target 3)", _seconds(snapshot, every), "s"
        yield from _views(dataset, snapshot, every)


def _seconds(snapshot: Snapshot, keys: list[str]) -> float:
    start = time.perf_counter()
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        for key in keys if label else ():
            assess(snapshot, indicator, Selection(key), label or "")
    return time.perf_counter() - start


def _views(dataset: Dataset, snapshot: Snapshot, keys: list[str]) -> Iterator[Measure]:
    """Each view of one selection after another, no two alike."""
    plans, panel = snapshot.register["cpp_rate"], snapshot.register.of("domestic_abuse")
    views: dict[str, tuple[float, Callable[[Selection], object]]] = {
        "profile of 6 indicators": (10, lambda chosen: profile(snapshot, "domestic_abuse", chosen)),
        "stand-outs of the overview": (20, lambda chosen: standouts(dataset, snapshot, chosen)),
        "history": (4, lambda chosen: history(dataset, plans, chosen.area)),
        "6 tiles": (8, lambda chosen: [published_tile(dataset, snapshot, i, chosen) for i in panel]),
        "trend": (6, lambda chosen: trend(snapshot, plans, chosen)),
        "comparison": (4, lambda chosen: comparison(snapshot, plans, chosen)),
    }
    chosen = [Selection(key, model=model) for model, key in product(("2021", "2025"), keys)]
    for name, (target, view) in views.items():
        times = []
        for each in chosen[::3]:
            start = time.perf_counter()
            view(each)
            times.append(time.perf_counter() - start)
        yield f"{name}, a selection not seen before, median (target {target:g})", 1000 * median(times), "ms"
