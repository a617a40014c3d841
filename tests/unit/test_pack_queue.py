"""Packs are made one at a time in the order in which they are asked for, behind gunicorn beside the answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from json import loads
from multiprocessing.connection import Listener
from pathlib import Path
from threading import Event, Thread

import dash
import pytest
from dash import Dash
from flask.testing import FlaskClient

from components.exports.beside import NICENESS, Beside
from components.exports.choice import MOST_ITEMS
from components.exports.routes import PRINTING
from components.exports.waiting import MOST_WAITING, Busy, Gone, Here, Order, Queue
from data.dataset import Dataset
from tests.running import CONFIG, serving

PATIENCE = 60  # seconds


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def never() -> bool:
    return False


# In one process ----------------------------------------------------------------------------------------


class Builder:
    """Makes what it is asked for when it is let, and knows in which order and how many at a time."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.at_once = self.most = 0
        self.may_go_on = Event()

    def __call__(self, order: Order) -> bytes:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        assert self.may_go_on.wait(PATIENCE)
        self.made.append(order.ticket)
        self.at_once -= 1
        if order.ticket.startswith("broken"):
            raise ValueError(order.ticket)
        return order.ticket.encode()


def order(ticket: str) -> Order:
    return Order("pptx", {"items": "neglect"}, "", ticket)


def queued(here: Here, pool: ThreadPoolExecutor, tickets: list[str]) -> list[Future[bytes]]:
    """The orders, each come after the one before it."""
    found = []
    for place, ticket in enumerate(tickets):
        found.append(pool.submit(here.make, order(ticket), never))
        until(lambda ticket=ticket, place=place: here.ahead(ticket) == place)
    return found


def test_one_is_made_at_a_time_in_order_and_each_knows_its_place() -> None:
    builder = Builder()
    here = Here(builder)
    with ThreadPoolExecutor(8) as pool:
        orders = queued(here, pool, list("abcde"))
        assert [here.ahead(ticket) for ticket in "abcdex"] == [0, 1, 2, 3, 4, None]
        builder.may_go_on.set()
        assert [made.result(PATIENCE).decode() for made in orders] == list("abcde")
    assert (builder.made, builder.most, here.ahead("a")) == (list("abcde"), 1, None)


def test_one_that_fails_makes_way() -> None:
    builder = Builder()
    here = Here(builder)
    with ThreadPoolExecutor(8) as pool:
        broken, whole = queued(here, pool, ["broken", "whole"])
        builder.may_go_on.set()
        with pytest.raises(ValueError, match="broken"):
            broken.result(PATIENCE)
        assert whole.result(PATIENCE).decode() == "whole"


def test_who_goes_away_leaves_the_queue_and_too_many_are_refused() -> None:
    builder, left = Builder(), Event()
    here = Here(builder, most=2)
    with ThreadPoolExecutor(8) as pool:
        orders = queued(here, pool, ["first"])
        leaving = pool.submit(here.make, order("leaving"), left.is_set)
        until(lambda: here.ahead("leaving") == 1)
        orders.append(pool.submit(here.make, order("last"), never))
        until(lambda: here.ahead("last") == 2)
        with pytest.raises(Busy):
            here.make(order("too many"), never)
        left.set()
        with pytest.raises(Gone):
            leaving.result(PATIENCE)
        assert here.ahead("last") == 1
        builder.may_go_on.set()
        assert [made.result(PATIENCE).decode() for made in orders] == ["first", "last"]
    assert builder.made == ["first", "last"]


def test_a_pack_that_is_too_large_is_refused_with_what_is_allowed(client: FlaskClient, dataset: Dataset) -> None:
    items = ",".join(list(dataset.register)[: MOST_ITEMS + 1])
    answer = client.get("/pack/safeguarding.pptx", query_string={"items": items})
    assert (answer.status_code, answer.get_json()["error"]) == (
        400,
        f"Nothing was made. A pack holds {MOST_ITEMS} items at most.",
    )


def test_a_head_makes_nothing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/healthz")
    monkeypatch.setattr("components.exports.routes.built", lambda *_: pytest.fail("it was made"))
    assert client.head("/pack/safeguarding.xlsx?items=neglect").status_code == 200
    assert client.head("/pack/safeguarding.xlsx?items=wishes").status_code == 400


@pytest.mark.parametrize("ticket", ["a b", "x" * 41, "<b>", "é"])
def test_a_ticket_is_letters_and_digits(client: FlaskClient, ticket: str) -> None:
    assert client.get("/pack-queue", query_string={"ticket": ticket}).status_code == 400
    assert client.get("/pack-queue?ticket=nobody").get_json() == {"ahead": None}
    assert client.get("/pack-queue").get_json() == {"ahead": None}


def test_print_versions_are_made_one_at_a_time_and_not_without_end(application: Dash) -> None:
    """Whoever comes when too many wait is told so, by the page."""
    queue: Queue = application.server.extensions[PRINTING]
    layout = dash.page_registry["pages.pack_print"]["layout"]

    def shown() -> str:
        with application.server.test_request_context("/pack/print?items=neglect"):
            return str(layout(items="neglect"))

    def wait(number: int) -> None:
        with queue.turn(Order("print", {}, "", str(number)), never):
            pass

    with ThreadPoolExecutor(MOST_WAITING) as pool:
        with queue.turn(Order("print", {}, ""), never):
            for number in range(MOST_WAITING):
                pool.submit(wait, number)
                until(lambda number=number: queue.ahead(str(number)) == number + 1)
            assert "Try again in a minute" in shown()
        until(lambda: queue.ahead(str(MOST_WAITING - 1)) is None)
    assert "Print or save as PDF" in shown()


# Behind gunicorn ---------------------------------------------------------------------------------------

SLOW = "/pack/safeguarding.pptx?items=journey,domestic_abuse"
QUICK = "/pack/safeguarding.xlsx?items=cpp_rate"


class Answer:
    def __init__(self, port: int, path: str, ticket: str = "") -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=4 * PATIENCE)
        connection.request("GET", path, headers={"X-Pack-Ticket": ticket})
        answer = connection.getresponse()
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        connection.close()

    @property
    def json(self) -> dict[str, object]:
        found: dict[str, object] = loads(self.body)
        return found


@contextmanager
def served(dataset: Dataset, folder: Path) -> Iterator[int]:
    """Port of two processes that answer, on the figures that the project carries. Nothing is left of them."""
    settings = {"SAFEGUARDING_DATABASE": dataset.settings.database, "SAFEGUARDING_WORKERS": "2"}
    with serving("app:server", folder, settings | {"TMPDIR": str(folder)}, "/readyz", CONFIG) as port:
        makers = makers_of(port)
        assert len(list(folder.glob("safeguarding-packs-*"))) == 1
        yield port
    until(lambda: not any(Path(f"/proc/{number}").exists() for number in makers))
    assert not list(folder.glob("safeguarding-packs-*"))


@pytest.fixture(scope="module")
def server(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with served(dataset, tmp_path_factory.mktemp("packs")) as port:
        yield port


def makers_of(port: int) -> list[int]:
    """The processes of the server at a port that give way to others: those that make packs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ, stat = (folder / "environ").read_bytes(), (folder / "stat").read_text()
        except OSError:
            continue
        if f"\0PORT={port}\0".encode() in b"\0" + environ and stat.rpartition(")")[2].split()[16] == str(NICENESS):
            found.append(int(folder.name))
    return found


def ahead(port: int, ticket: str) -> object:
    return Answer(port, f"/pack-queue?ticket={ticket}").json["ahead"]


def test_all_processes_share_one_queue(server: int) -> None:
    """Places are those among all packs, whichever process is asked; too many are refused; pages are answered."""
    assert len(makers_of(server)) == 1
    with ThreadPoolExecutor(MOST_WAITING + 4) as pool:
        first = pool.submit(Answer, server, SLOW, "first")
        until(lambda: ahead(server, "first") == 0)
        others = []
        for place in range(1, MOST_WAITING + 1):
            others.append(pool.submit(Answer, server, QUICK, f"other{place}"))
            until(lambda place=place: ahead(server, f"other{place}") is not None or others[-1].done())
        if not first.done():
            refused = Answer(server, QUICK)
            assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
            assert refused.json["error"] == (
                "8 packs are waiting already, so this one was not started. Try again in a minute."
            )
            assert {ahead(server, f"other{MOST_WAITING}") for _ in range(6)} == {MOST_WAITING}
        assert Answer(server, "/healthz").status == 200
        assert [each.result().status for each in (first, *others)] == [200] * (MOST_WAITING + 1)
        assert all(each.result().body[:2] == b"PK" for each in (first, *others))


def test_what_cannot_be_made_is_said_by_the_process_beside_too(server: int) -> None:
    answer = Answer(server, "/pack/safeguarding.pptx?items=lac_rate&to=2013/14")
    assert answer.status == 400
    assert str(answer.json["error"]).startswith("Nothing was made: nothing that is chosen has a figure")


def test_who_goes_away_waits_no_more(server: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        slow = pool.submit(Answer, server, SLOW, "slow")
        until(lambda: ahead(server, "slow") == 0)
        leaving = HTTPConnection("127.0.0.1", server)
        leaving.request("GET", SLOW, headers={"X-Pack-Ticket": "leaving"})
        until(lambda: ahead(server, "leaving") == 1)
        leaving.close()
        until(lambda: ahead(server, "leaving") is None)
        assert slow.result().status == 200


def test_where_that_process_ends_another_one_is_started(dataset: Dataset, tmp_path: Path) -> None:
    with served(dataset, tmp_path) as port, ThreadPoolExecutor(1) as pool:
        (maker,) = makers_of(port)
        slow = pool.submit(Answer, port, SLOW, "slow")
        until(lambda: ahead(port, "slow") == 0)
        os.kill(maker, signal.SIGKILL)
        lost = slow.result()
        said = "The pack could not be finished; nothing was made. Try again, with fewer items."
        assert (lost.status, lost.json["error"]) == (503, said)
        assert Answer(port, QUICK).body[:2] == b"PK"  # which waits for it
        assert maker not in makers_of(port)
        assert len(makers_of(port)) == 1
    assert lines(tmp_path, "packs") == ["The process that makes packs ended (exit code -9). Another one is started."]


def test_without_that_process_packs_are_made_all_the_same(dataset: Dataset, tmp_path: Path) -> None:
    with served(dataset, tmp_path) as port:
        (maker,) = makers_of(port)
        os.kill(parent_of(maker), signal.SIGKILL)
        until(lambda: not makers_of(port))
        assert [Answer(port, QUICK).body[:2] for _ in range(6)] == [b"PK"] * 6
    told = lines(tmp_path, "packs")
    assert len(told) in (1, 2)  # once by each process that made one
    assert all(line.startswith("No process that makes packs can be reached") for line in told)


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def lines(folder: Path, word: str) -> list[str]:
    return [line for line in (folder / "log.txt").read_text().splitlines() if word in line]


# The process itself ------------------------------------------------------------------------------------


def run_apart(code: str, seconds: float = 20) -> str:
    """What a program says that may start such a process."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=seconds, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_can_be_ended_as_soon_as_it_is_begun() -> None:
    """Also where its signals have handlers that do nothing in it, as gunicorn's."""
    run_apart("""
import signal
from pathlib import Path
from components.exports.beside import begin

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGCHLD):
    signal.signal(number, lambda *_: None)
for _ in range(5):
    address, end = begin(lambda order: b"", lambda: None)
    end()
    assert not Path(address).parent.exists()
assert not signal.pthread_sigmask(signal.SIG_BLOCK, [])
""")


def test_where_somebody_has_seen_to_its_end_no_other_process_is_signalled() -> None:
    """gunicorn waits for all of its children; another process may have the number by now."""
    said = run_apart("""
import os, signal
from pathlib import Path
from components.exports.beside import begin

address, end = begin(lambda order: b"", lambda: None)
(child,) = Path("/proc/self/task", str(os.getpid()), "children").read_text().split()
os.kill(int(child), signal.SIGKILL)
os.waitpid(-1, 0)
os.kill = signal.pidfd_send_signal = lambda *asked: print("signalled", asked)
end()
print(Path(address).parent.exists())
""")
    assert said == "False\n"


@pytest.fixture
def deaf(tmp_path: Path) -> Iterator[Listener]:
    """Listens at an address and accepts nothing; one connection waits there at a time."""
    with Listener(str(tmp_path / "socket"), backlog=0) as listener:
        yield listener


def beside(deaf: Listener) -> Beside:
    return Beside(str(deaf.address), Here(lambda _order: pytest.fail("it was made here")), 4)


def test_one_that_does_not_answer_is_not_waited_for(deaf: Listener) -> None:
    assert in_time(lambda: beside(deaf).ahead("a")) == [None]


def test_one_that_takes_no_more_connections_is_not_waited_for(deaf: Listener) -> None:
    with socket.socket(socket.AF_UNIX) as first:
        first.connect(str(deaf.address))
        assert in_time(lambda: beside(deaf).ahead("a")) == [None]
        with pytest.raises(Busy):
            in_time(lambda: beside(deaf).make(order("a"), never))


def in_time(run: Callable[[], object]) -> list[object]:
    """What comes of it; nothing where that takes too long. Raises what it raises."""
    found: Future[object] = Future()

    def try_it() -> None:
        try:
            found.set_result(run())
        except BaseException as error:
            found.set_exception(error)

    Thread(target=try_it, daemon=True).start()
    return [found.result(5)]
