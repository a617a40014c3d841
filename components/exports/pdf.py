"""The print version as PDF, by a browser on this machine: a server for the moment, the browser's own print, no more."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from data.errors import UserError
from data.settings import ROOT, for_child

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 60
PRINT_SECONDS = 180
DRAWING_MS = 30_000  # of the page's own clock, which runs ahead while nothing is to be done


def pdf(path_and_query: str, home: str) -> bytes:
    """The page at a path of the dashboard, printed; its links lead to ``home``.

    Raises UserError where no browser or server is to be had.
    """
    browser = _browser()
    with TemporaryDirectory(prefix="safeguarding-pdf-") as folder, _server(Path(folder), home) as address:
        target = Path(folder) / "pack.pdf"
        command = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", "--generate-pdf-document-outline",
                   f"--user-data-dir={folder}/browser", f"--virtual-time-budget={DRAWING_MS}",
                   f"--print-to-pdf={target}", address + path_and_query]  # fmt: skip
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium's sandbox does not work for root
        try:
            subprocess.run(command, capture_output=True, timeout=PRINT_SECONDS, check=True)
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise UserError(f"The browser {browser} did not print the pack ({error}). Nothing was made.") from error


def _browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise UserError(
            "A PDF takes a browser on this machine, and none was found. Install Chromium, or open /pack/print of a "
            "running dashboard in a browser and print it there. Nothing was made."
        )
    return found


@contextmanager
def _server(folder: Path, home: str) -> Iterator[str]:
    """The address of a server for this one print, on the same database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "app:server"]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=for_child("127.0.0.1", port, home), stdout=log, stderr=log)
        try:
            yield _ready(process, f"http://127.0.0.1:{port}", folder / "log.txt")
        finally:
            process.terminate()
            process.wait()


def _ready(process: subprocess.Popen[bytes], address: str, log: Path) -> str:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5):
                return address
        except (URLError, OSError):
            time.sleep(0.1)
    raise UserError(f"The dashboard did not start for the print: {log.read_text().strip()[-300:]} Nothing was made.")
