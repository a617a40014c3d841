"""What is counted and timed, and what it cost the machine."""

from __future__ import annotations

import os
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.load.browser import Failed

LISTENING = "0A"
LONG = 1.0  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


class Tally:
    """Acts by kind, each as (when it began, seconds), of ``time.monotonic``."""

    def __init__(self) -> None:
        self.acts: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.requests = 0
        self.bytes = 0

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        except Failed as error:
            self.errors[f"{kind}: {error}"] += 1
        else:
            self.acts[kind].append((begun, time.monotonic() - begun))

    def during(self, first: float, last: float) -> list[tuple[float, str]]:
        """Seconds and kind of every act that was under way between two times, the longest first."""
        return sorted(
            ((s, kind) for kind, acts in self.acts.items() for b, s in acts if b < last and b + s > first), reverse=True
        )


def quantile(seconds: Iterable[float], share: float) -> float:
    """The smallest that at least a ``share`` of all do not exceed; NaN of none."""
    ordered = sorted(seconds)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else float("nan")


def table(tally: Tally) -> Iterator[str]:
    yield f"{'seconds':12} {'number':>7} {'p50':>7} {'p95':>7} {'max':>7} {'over 1':>7}"
    for kind, acts in sorted(tally.acts.items()):
        s = [seconds for _, seconds in acts]
        numbers = f"{quantile(s, 0.5):7.3f} {quantile(s, 0.95):7.3f} {max(s):7.3f} {sum(x > LONG for x in s):7d}"
        yield f"{kind:12} {len(s):7d} {numbers}"


def processes_at(ports: Iterable[int]) -> set[int]:
    """The processes of this machine that listen on a port; none where it cannot tell (Linux alone can)."""
    asked = {f"{port:04X}" for port in ports}
    sockets = set()
    for table_ in ("tcp", "tcp6"):
        path = Path("/proc/net", table_)
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            cells = line.split()
            if cells[3] == LISTENING and cells[1].rpartition(":")[2] in asked:
                sockets.add(f"socket:[{cells[9]}]")
    return {int(p.name) for p in Path("/proc").glob("[0-9]*") if not sockets.isdisjoint(_open(p))} if sockets else set()


def _open(process: Path) -> set[str]:
    try:
        return {str(file.readlink()) for file in (process / "fd").iterdir()}
    except OSError:  # it has ended, or is another user's
        return set()


def cpu_seconds(processes: Iterable[int]) -> float:
    """Processor time that they have taken so far, in user and system together."""
    return sum(map(_ticks, processes)) / TICKS


def _ticks(process: int) -> int:
    try:
        cells = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(cells[11]) + int(cells[12])


def own_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory_mb(processes: Iterable[int]) -> float:
    """Proportional memory (PSS) of processes, in MB."""
    return sum(map(_pss, processes)) / 1024


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
