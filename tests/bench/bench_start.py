"""From the start of the process to the first answer of /readyz, and memory after a page; beside the libraries alone.

Both have two workers and are loaded before they fork. Memory is proportional (PSS): what processes share counts once.
Processor time is that of all processes, and says more than the clock where a machine is busy.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import Request, urlopen

from data.settings import ROOT

Measure = tuple[str, float, str]

PORT = "48918"
ADDRESS = f"http://127.0.0.1:{PORT}"
GIVE_UP, AT_REST = 90, 20  # seconds: for a start, and until what is made beforehand is made
LIBRARIES = ("--preload", "--workers=2", "--worker-class=gthread", "--threads=4", "--no-control-socket")
OURS = ("--config", "deploy/gunicorn.conf.py", "app:server")


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        settings = {
            "PORT": PORT,
            "SAFEGUARDING_DATABASE": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "SAFEGUARDING_WORKERS": "2",
        }
        command = ["env", *(f"{name}={value}" for name, value in settings.items()), sys.executable, "-m"]
        subprocess.run([*command, "data", "prepare"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        alone = (f"--bind=127.0.0.1:{PORT}", *LIBRARIES, "tests.bench.libraries:server")
        yield from _measured("the libraries alone", [*command, "gunicorn", *alone])
        yield from _measured("the dashboard (target: 0.7 s and 60 MB more)", [*command, "gunicorn", *OURS])


def _measured(name: str, command: list[str]) -> Iterator[Measure]:
    start = time.perf_counter()
    with _running(command) as pid:
        yield f"{name}: start to ready", time.perf_counter() - start, "s"
        yield f"{name}: processor until then", _processor(pid), "s"
        start = time.perf_counter()
        _visit()
        yield f"{name}: the first page", time.perf_counter() - start, "s"
        yield f"{name}: memory after it", _memory(pid), "MB"
        time.sleep(AT_REST)
        yield f"{name}: memory at rest", _memory(pid), "MB"
        start = time.perf_counter()
        _visit()
        yield f"{name}: a page then", time.perf_counter() - start, "s"


@contextmanager
def _running(command: list[str]) -> Iterator[int]:
    """The server's process once it is ready."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        give_up = time.monotonic() + GIVE_UP
        while not _is_ready():
            if process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"{' '.join(command)} did not get ready")
            time.sleep(0.02)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _is_ready() -> bool:
    try:
        with urlopen(f"{ADDRESS}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _visit() -> None:
    """What a browser asks for when it opens the first page."""
    for path in ("/", "/_dash-layout"):
        _asked(path)
    for callback in json.loads(_asked("/_dash-dependencies")):
        names = callback["output"].strip(".").split("...")
        if "_pages_content.children" in names:
            values = {"pathname": "/", "search": ""}
            inputs = [{**one, "value": values[one["property"]]} for one in callback["inputs"]]
            outputs = [dict(zip(("id", "property"), each.rsplit(".", 1), strict=True)) for each in names]
            body = {"output": callback["output"], "outputs": outputs, "inputs": inputs, "changedPropIds": []}
            body["state"] = [{**one, "value": None} for one in callback["state"]]
            _asked("/_dash-update-component", json.dumps(body).encode())


def _asked(path: str, body: bytes | None = None) -> bytes:
    request = Request(ADDRESS + path, data=body, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=GIVE_UP) as answer:
        content: bytes = answer.read()
        return content


def _tree(pid: int) -> list[int]:
    """A process, and those that it started."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def _processor(pid: int) -> float:
    """Seconds of processor that a process and those that it started have taken."""
    spent = (Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13] for each in _tree(pid))
    return sum(int(ticks) for each in spent for ticks in each) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Proportional memory of a process and those that it started, in MB."""
    lines = (line for each in _tree(pid) for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
