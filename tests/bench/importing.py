"""Import one file in a process of its own: ``python -m tests.bench.importing URL FILE`` says what it took."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import click

from data import loading
from data.register import read_register
from data.store import Store


def main(url: str, file: str) -> int:
    register = read_register()
    store = Store(url, register)
    begun, used = time.perf_counter(), _processor_seconds()
    (outcome,) = loading.import_files(store, register, [Path(file)])
    if outcome.state != loading.TAKEN:
        click.echo(outcome.reason or "\n".join(map(str, outcome.findings[:3])), err=True)
        return 1
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(f"{time.perf_counter() - begun} {_processor_seconds() - used} {most}")
    return 0


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
