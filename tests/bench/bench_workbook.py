"""How long a workbook takes to write, and how much memory: the largest panel, and every panel at once."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from components.exports.choice import Choice
from components.exports.pack import pack
from components.exports.workbook import workbook
from components.panels import PANELS
from data.dataset import open_dataset
from data.selection import Selection
from data.settings import read_settings

Measure = tuple[str, float, str]
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        environ = {"SAFEGUARDING_DATABASE": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
        dataset = open_dataset(read_settings(environ)).at_this_moment()
        for name, items in (("journey", ("journey",)), ("every panel", tuple(panel.id for panel in PANELS))):
            choice = Choice(items, Selection("885", intervals="shown"))
            start = time.perf_counter()
            made = pack(dataset, choice, MADE, "")
            gathered = time.perf_counter()
            content = workbook(made)
            count = sum(len(part.exhibits) for part in made.parts)
            yield f"{name}: {count} exhibits gathered", gathered - start, "s"
            yield f"{name}: workbook written (target 5)", time.perf_counter() - gathered, "s"
            tracemalloc.start()
            workbook(made)
            yield f"{name}: peak memory of writing", tracemalloc.get_traced_memory()[1] / 1e6, "MB"
            tracemalloc.stop()
            yield f"{name}: size of the file", len(content) / 1000, "kB"
