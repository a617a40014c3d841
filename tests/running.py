"""A real server and a real browser, for tests and benchmarks alike."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from data.settings import ROOT

START_SECONDS = 90
CONFIG = "deploy/gunicorn.conf.py"
STOP_SECONDS = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET_BROWSER = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


class DidNotStart(Exception):
    """The server or the browser is not to be had; the message says why."""


@contextmanager
def running_server(folder: Path, database: str = "") -> Iterator[str]:
    """Address of a server prepared and started as `make run` does, with a database of its own in ``folder``, or that
    of a URL. What it says is in ``folder`` / "log.txt"."""
    settings = {"SAFEGUARDING_DATABASE": database or f"sqlite:///{folder}/live.sqlite3"}
    prepared = subprocess.run(
        [sys.executable, "-m", "data", "prepare"],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if prepared.returncode:
        raise DidNotStart(f"`python -m data prepare` failed:\n{prepared.stdout}{prepared.stderr}")
    with serving("app:server", folder, settings, "/readyz", CONFIG) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(
    application: str,
    folder: Path,
    settings: Mapping[str, str],
    ready: str = "/healthz",
    config: str = "tests/unit/answering.conf.py",
) -> Iterator[int]:
    """Port of an application behind gunicorn as the project sets it up; its log is in ``folder``."""
    port = free_port()
    environ = os.environ | settings | {"PORT": str(port)}
    log = folder / "log.txt"
    command = [sys.executable, "-m", "gunicorn", "--config", config, application]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output)
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}{ready}", log)
        yield port
    finally:
        _end(process)


@contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    """The browser at ``path``, headless and quiet."""
    # Chromium's sandbox does not work for root.
    arguments = [*QUIET_BROWSER, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


def browser_path() -> str:
    """Path of the machine's Chromium or Chrome: the one of CHROMIUM, or the first one found."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if found is None:
        raise DidNotStart("No browser found: install Chromium, or set CHROMIUM to the path of one")
    return found


def nginx_path() -> str:
    """Path of nginx: the one of NGINX_PROGRAM, else the machine's; "" where there is none."""
    return os.environ.get("NGINX_PROGRAM") or shutil.which("nginx") or shutil.which("/usr/sbin/nginx") or ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise DidNotStart(f"The server did not get ready (exit code {process.poll()}):\n{log.read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
