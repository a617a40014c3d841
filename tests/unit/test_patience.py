"""Connections that send nothing, send slowly or read slowly stop nobody, and are ended after a while."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest

from data.settings import THREADS
from deploy import worker
from deploy.worker import Bounded
from tests.load import nuisance
from tests.load.browser import Browser
from tests.running import serving

ONE = {"SAFEGUARDING_WORKERS": "1"}
FEW = 8  # threads


@pytest.fixture
def few(tmp_path: Path) -> Iterator[int]:
    """Port of one process with few threads."""
    with serving("tests.unit.answering:server", tmp_path, ONE | {"SAFEGUARDING_THREADS": str(FEW)}) as port:
        yield port


@pytest.fixture
def usual(tmp_path: Path) -> Iterator[int]:
    """Port of one process with as many threads as it has where nothing is set."""
    with serving("tests.unit.answering:server", tmp_path, ONE) as port:
        yield port


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[int]:
    """As usual, but a request has a second to arrive."""
    with serving("tests.unit.answering:server", tmp_path, ONE, config="tests/unit/impatient.conf.py") as port:
        yield port


async def answers_beside(nuisances: list[nuisance.Nuisance], port: int) -> list[int]:
    """The statuses of ten requests, each on a connection of its own, while others keep theirs."""
    others = [asyncio.create_task(kind("127.0.0.1", port)) for kind in nuisances]
    await asyncio.sleep(2)
    assert not any(task.done() for task in others)  # each has its connection
    statuses = []
    for _ in range(10):
        browser = Browser("127.0.0.1", port)
        statuses.append((await asyncio.wait_for(browser.get("/healthz"), 5)).status)
        browser.close()
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    return statuses


def test_silent_connections_take_no_thread(few: int) -> None:
    assert asyncio.run(answers_beside([nuisance.silent] * 20 * FEW, few)) == [200] * 10


@pytest.mark.parametrize("kind", [nuisance.slow_sending, nuisance.slow_heading, nuisance.slow_reading])
def test_slow_connections_stop_nobody(usual: int, kind: nuisance.Nuisance) -> None:
    assert asyncio.run(answers_beside([kind] * 200, usual)) == [200] * 10


def test_more_threads_than_slow_connections_are_what_it_takes(few: int) -> None:
    """What the number of threads is for: without a free one, requests wait."""
    with pytest.raises(TimeoutError):
        asyncio.run(answers_beside([nuisance.slow_heading] * FEW, few))
    assert FEW < 200 < int(THREADS.default)


@pytest.mark.parametrize("kind", [nuisance.staying, nuisance.malformed])
def test_those_that_are_ended_and_stay_stop_nobody(usual: int, kind: nuisance.Nuisance) -> None:
    assert asyncio.run(answers_beside([kind] * 40, usual)) == [200] * 10


def test_those_that_are_given_up_stop_nobody(impatient: int) -> None:
    assert asyncio.run(answers_beside([nuisance.late] * 40, impatient)) == [200] * 10


def test_one_that_is_ended_is_soon_forgotten(few: int) -> None:
    """Its end is waited for so that its answer is not cut off, but not for long."""
    with socket.create_connection(("127.0.0.1", few), timeout=10) as end:
        end.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"".join(iter(partial(end.recv, 4096), b"")).endswith(b"\r\n\r\nok")
        time.sleep(3)
        end.sendall(b"x")  # is told by the system that nobody is there
        time.sleep(0.5)
        with pytest.raises(BrokenPipeError):
            end.sendall(b"x")


def test_an_answer_arrives_whole_where_its_request_was_not_read_to_the_end(few: int) -> None:
    with socket.create_connection(("127.0.0.1", few), timeout=10) as end:
        end.sendall(b"POST /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 50000\r\n\r\n")
        end.sendall(bytes(50_000))
        time.sleep(0.5)
        assert b"".join(iter(partial(end.recv, 4096), b"")).startswith(b"HTTP/1.1 405")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="The limits of another process can be set on Linux alone")
def test_a_process_without_a_file_to_spare_waits_for_one(usual: int, tmp_path: Path) -> None:
    process = int(body(usual, "/process"))
    limits = resource.prlimit(process, resource.RLIMIT_NOFILE)
    resource.prlimit(process, resource.RLIMIT_NOFILE, (3, limits[1]))
    before = processor_seconds(process)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(body, usual, "/process")
        time.sleep(3)
        assert not waiting.done()
        assert processor_seconds(process) - before < 0.3
        resource.prlimit(process, resource.RLIMIT_NOFILE, limits)
        assert int(waiting.result(10)) == process
    assert (tmp_path / "log.txt").read_text().count("New connections wait") in (2, 3, 4)


def body(port: int, path: str) -> bytes:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        found: bytes = answer.read()
        return found


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_body_that_comes_in_parts_in_time_is_taken(few: int) -> None:
    with socket.create_connection(("127.0.0.1", few)) as end:
        for part in (
            b"POST /blocks HTTP/1.1\r\nHo",
            b"st: localhost\r\nContent-Length: 10\r\n",
            b"\r\n12345",
            b"67890",
        ):
            end.sendall(part)
            time.sleep(0.3)
        answer = end.recv(4096)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n10")


# The bounds themselves ----------------------------------------------------------------------------


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Bounded, socket.socket]]:
    """The server's end of a connection, which bears a second of silence, and the client's."""
    monkeypatch.setattr(worker, "SILENCE", 1)
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as client,
        Bounded.of(listener.accept()[0]) as server,
    ):
        server.setblocking(True)  # as gunicorn does in the thread
        yield server, client


def test_one_that_sends_nothing_is_ended(ends: tuple[Bounded, socket.socket]) -> None:
    server, _client = ends
    with pytest.raises(ConnectionResetError, match="nothing"):
        server.recv(100)


def test_one_that_never_comes_to_an_end_of_its_request_is_ended(ends: tuple[Bounded, socket.socket]) -> None:
    server, client = ends
    server.until = time.monotonic() + 0.2
    client.sendall(b"a")
    assert server.recv(100) == b"a"
    time.sleep(0.3)
    client.sendall(b"b")
    with pytest.raises(ConnectionResetError, match="too long"):
        server.recv(100)


def test_one_that_takes_nothing_is_ended(ends: tuple[Bounded, socket.socket]) -> None:
    server, _client = ends
    with pytest.raises(BrokenPipeError, match="nothing"):
        server.sendall(b"x" * 50_000_000)


def test_one_that_takes_too_little_is_ended(
    ends: tuple[Bounded, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SLOWEST", 10**9)
    server, client = ends

    async def trickle() -> None:
        client.setblocking(False)
        for _ in range(40):
            await asyncio.sleep(0.1)
            await asyncio.get_running_loop().sock_recv(client, 200_000)

    async def both() -> None:
        reading = asyncio.create_task(trickle())
        try:
            await asyncio.to_thread(server.sendall, b"x" * 50_000_000)
        finally:
            reading.cancel()

    with pytest.raises(BrokenPipeError):
        asyncio.run(both())


def test_everything_arrives_at_one_that_takes_it(ends: tuple[Bounded, socket.socket]) -> None:
    server, client = ends
    content = bytes(range(256)) * 40_000

    async def both() -> bytes:
        sending = asyncio.create_task(asyncio.to_thread(server.sendall, content))
        received = b""
        while len(received) < len(content):
            received += await asyncio.to_thread(client.recv, 2**20)
        await sending
        return received

    assert asyncio.run(both()) == content


def test_the_system_is_asked_for_as_many_connections_as_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(worker.resource, "setrlimit", lambda _kind, limits: asked.append(limits))
    monkeypatch.setattr(worker.resource, "getrlimit", lambda _kind: (1024, 4096))
    assert worker.connections(256) == 256 + worker.WAITING
    assert asked == [(256 + worker.WAITING + 256 * worker.FILES_OF_A_READ + worker.SPARE_FILES, 4096)]
    monkeypatch.setattr(worker.resource, "getrlimit", lambda _kind: (2000, 2000))
    assert worker.connections(256) == 2000 - 256 * worker.FILES_OF_A_READ - worker.SPARE_FILES
    monkeypatch.setattr(worker.resource, "getrlimit", lambda _kind: (1024, 1024))
    assert worker.connections(256) == 256 + 1
