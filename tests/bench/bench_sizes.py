"""A tenth of what the largest partnership is to hold, on SQLite: a long file, months of every indicator and authority.

``sizes_full`` is the whole of it, on SQLite and PostgreSQL.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from data import loading
from data.register import read_register
from data.settings import ROOT
from data.store import Store
from tests.bench import big, tool_table
from tests.load.measure import cpu_seconds, memory_mb, processes_at
from tests.load.people import page_call
from tests.running import CONFIG, serving

Measure = tuple[str, float, str]

ROWS = 641_070
INDICATORS, MONTHS = 200, 120
PATHS = ("/", "/journey", "/neglect", "/compare?indicator=cpp_rate")
REPEATS = 5


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        yield from carried(Path(folder))
        yield from imported(Path(folder), f"sqlite:///{folder}/long.sqlite3", ROWS // 10)
        yield from filled(Path(folder), f"sqlite:///{folder}/big.sqlite3", INDICATORS, MONTHS // 10)


def carried(folder: Path) -> Iterator[Measure]:
    """What the other sizes are compared with."""
    url = f"sqlite:///{folder}/carried.sqlite3"
    loading.prepare(Store(url, read_register()), read_register())
    yield from served(folder, url, "carried figures")


def imported(folder: Path, url: str, rows: int) -> Iterator[Measure]:
    """A long file imported beside the carried figures."""
    file = folder / "made_up.csv"
    tool_table.write(file, rows)
    store = Store(url, read_register())
    loading.prepare(store, read_register())
    store.close()
    command = [sys.executable, "-m", "tests.bench.importing", url, str(file)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, processor, memory = map(float, said.split())
    kind = url.partition(":")[0]
    yield f"{kind}: a file of {rows:,} rows imported (target of 641,070: 20)", seconds, "s"
    yield f"{kind}: its processor time", processor, "s"
    yield f"{kind}: its memory at most (target of 641,070: 500)", memory, "MB"


def filled(folder: Path, url: str, indicators: int, months: int, **options: bool) -> Iterator[Measure]:
    """Months of every authority and indicator, and a server on them."""
    begun = time.perf_counter()
    rows = big.fill(url, read_register(), indicators, months, **options)
    kind = url.partition(":")[0].partition("+")[0]
    yield f"{kind}: {rows:,} made-up figures written", time.perf_counter() - begun, "s"
    yield from served(folder, url, f"{kind}, {rows / 1e6:.3g} million")


def served(folder: Path, url: str, name: str) -> Iterator[Measure]:
    """How soon a server on a database is ready, what it holds after a page, and how long pages take it."""
    begun = time.perf_counter()
    with serving("app:server", folder, {"SAFEGUARDING_DATABASE": url}, "/readyz", CONFIG) as port:
        yield f"{name}: from the start of the process until ready", time.perf_counter() - begun, "s"
        first = _page(port, "/", "")
        yield f"{name}: the first page", first, "s"
        yield f"{name}: proportional memory after it", memory_mb(processes_at([port])), "MB"
        used, times = cpu_seconds(processes_at([port])), []
        for number in range(REPEATS):
            area = f"area={885 + number}" if number else ""
            times += [_page(port, path, area) for path in PATHS]
        spent = (cpu_seconds(processes_at([port])) - used) / len(times)
        yield f"{name}: a page, median", 1000 * median(times), "ms"
        yield f"{name}: a page, 95 in 100", 1000 * quantiles(times, n=20)[-1], "ms"
        yield f"{name}: a page's processor time", 1000 * spent, "ms"


def _page(port: int, path: str, search: str) -> float:
    """Seconds that a page's contents take."""
    path, _, given = path.partition("?")
    body = page_call(path, "&".join(filter(None, (given, search))))
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", "/_dash-update-component", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: status {answer.status}")
    return time.perf_counter() - begun
