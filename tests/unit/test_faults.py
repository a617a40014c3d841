"""A database that changes under a store that is open: replaced, taken away, locked, frozen. Nothing of two is mixed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, select

from data import schema
from data.errors import StoreError
from data.register import Register
from data.store import Delivery, Store, files, patience, server, soundness
from data.store.opening import open_engine
from tests.relay import Relay
from tests.unit.test_store import delivery, execute, row, shown

FORK = get_context("fork")
PARTS = ("", "-wal", "-shm")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    return folder / "board.sqlite3"


def made(path: Path, register: Register, *values: float) -> Path:
    """A database with a release for each value, the last one current, that no process has open."""
    store = Store(f"sqlite:///{path}", register)
    for number, value in enumerate(values):
        store.add([delivery("abcdef"[number], row(value))])
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def move_over(new: Path, old: Path) -> None:
    new.replace(old)


def copy_over(new: Path, old: Path) -> None:
    shutil.copyfile(new, old)


def take_away_and_put(new: Path, old: Path) -> None:
    old.unlink()
    new.rename(old)


REPLACEMENTS = (move_over, copy_over, take_away_and_put)


# Another file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("replace", REPLACEMENTS)
@pytest.mark.parametrize("warmed", [False, True])
def test_another_file_is_read_at_once_and_nothing_of_the_two_is_mixed(
    database: Path, register: Register, replace: Callable[[Path, Path], None], warmed: bool
):
    """Both have one release with the same number, of the same file's name and at the same second."""
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    if warmed:
        store.warm = lambda snapshot: None
    before = store.snapshot()
    assert shown(store) == [1.0]
    other = made(database.with_name("other"), register, 2.0, 3.0)
    change(other, "UPDATE release SET imported_at = '2026-01-01T00:00:00+00:00' WHERE id = 1")
    replace(other, database)
    assert shown(store) == [3.0]
    assert store.snapshot().moment != before.moment
    assert len(store.snapshot().releases) == 2


@pytest.mark.parametrize("replace", REPLACEMENTS)
def test_a_request_that_began_with_the_file_before_reads_nothing_of_the_other(
    database: Path, register: Register, replace: Callable[[Path, Path], None]
):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    begun = store.snapshot()
    replace(made(database.with_name("other"), register, 2.0, 3.0), database)
    if replace is copy_over:  # of the same numbers up to the moment that the request is of
        change(database, "UPDATE release SET imported_at = '2026-01-01T00:00:00+00:00' WHERE id = 1")
    with pytest.raises(StoreError, match="another database took its place while it was read"):
        begun.figures("cpp_rate", "published")


def test_a_server_s_database_that_is_restored_is_read_at_once(postgres_url: str, register: Register):
    """As pg_restore does: the same numbers, other contents."""
    store = Store(postgres_url, register)
    store.warm = lambda snapshot: None
    store.add([delivery("a", row(1.0))])
    begun = store.snapshot()
    assert shown(store) == [1.0]
    execute(postgres_url, "UPDATE release SET imported_at = '2026-01-01T00:00:00+00:00'")
    execute(postgres_url, "UPDATE current SET value = 2")
    assert shown(store) == [2.0]
    assert begun.figures("cpp_rate", "published")["885"]["2024/25"][0].value == 1.0  # it was read before


def test_an_import_keeps_what_was_read_of_other_indicators(database: Path, register: Register):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    kept = store.snapshot().holding("cpp_rate", "published")
    store.add([delivery("b", row(5.0, indicator="cin_rate"))])
    assert store.snapshot().holding("cpp_rate", "published") is kept


def test_a_file_that_was_not_written_to_is_not_opened(
    database: Path, register: Register, monkeypatch: pytest.MonkeyPatch
):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    os.utime(database, ns=(0, time.time_ns() - 10 * files.SETTLED_NANOSECONDS))
    moment = store.moment()
    opened: list[Path] = []
    real = files.connect
    monkeypatch.setattr(files, "connect", lambda path: opened.append(path) or real(path))
    assert (store.moment(), opened) == (moment, [])
    store.add([delivery("b", row(2.0))])
    opened.clear()
    assert (store.moment()[0], len(opened)) == (2, 1)


def test_a_file_written_to_a_moment_ago_is_opened_again(database: Path, register: Register):
    """Two changes within a tick of the clock leave the same time and may leave the same size."""
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    os.utime(database)
    first = store.moment()
    state = files.state(database)
    change(database, "UPDATE release SET sha256 = 'x'")
    os.utime(database, ns=(0, state.file.when))
    assert files.state(database) == state
    assert store.moment() != first


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("UPDATE meta SET value = '99' WHERE key = 'schema'", r"of another version \(schema 99; .*put the right one"),
        (
            "UPDATE meta SET value = '3' WHERE key = 'schema'",
            r"\(schema 3; .*`python -m data prepare`, which brings",
        ),
        ("DROP TABLE release", "no such table: release"),
        ("DROP TABLE meta", "no such table: meta"),
        (None, "file is not a database"),
    ],
)
def test_a_file_that_cannot_serve_is_refused_until_it_is_mended(
    database: Path, register: Register, changed: str | None, said: str
):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    assert shown(store) == [1.0]
    right, wrong = database.with_name("right"), database.with_name("wrong")
    shutil.copy(database, right)
    if changed:
        shutil.copy(database, wrong)
        change(wrong, changed)
    else:
        wrong.write_bytes(b"minutes of the meeting " * 1000)
    content = wrong.read_bytes()
    wrong.replace(database)
    for _ in range(2):
        with pytest.raises(StoreError, match=said) as caught:
            store.snapshot()
        assert "\n" not in str(caught.value)
    assert database.read_bytes() == content
    right.replace(database)
    assert shown(store) == [1.0]


def test_an_import_that_began_with_the_file_before_changes_nothing_in_the_other(database: Path, register: Register):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    made(database.with_name("other"), register, 2.0).replace(database)
    with pytest.raises(StoreError, match="was replaced or written over by another program meanwhile"):
        store.add([delivery("z", row(9.0))])
    assert shown(store) == [2.0]


@contextmanager
def with_log(database: Path, store: Store) -> Iterator[sqlite3.Connection]:
    """An import that is in the log beside a file, and a connection that keeps it there."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("SELECT count(*) FROM meta").fetchone()
        store.add([delivery("z", row(7.0))])
        yield connection


def test_a_question_is_answered_while_an_import_is_put_into_the_file(database: Path, register: Register):
    """SQLite does that after a commit, in as many steps as it takes: every reading meets one of them here."""
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    written: list[bool] = []

    def question(connection: Connection) -> list[float]:
        first = list(connection.scalars(select(schema.current.c.value)))
        before = files.state(database).file
        put_in.execute("PRAGMA wal_checkpoint")
        written.append(files.state(database).file != before)
        store.add([delivery("abcdef"[len(written)], row(8.0))])  # another attempt would meet the same
        return [*first, *connection.scalars(select(schema.current.c.value))]

    with with_log(database, store) as put_in:
        assert store._ask_at_one_moment(question) == [7.0, 7.0]
    assert written == [True]


@pytest.mark.parametrize("is_log_kept", [True, False])
def test_a_file_that_is_copied_over_while_it_is_read_is_read_again(
    database: Path, register: Register, is_log_kept: bool
):
    """Also where a log that was put in is still there, which every import leaves while there are readers."""
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    other = made(database.with_name("other"), register, 2.0, 3.0)
    read: list[tuple[float, ...]] = []

    def question(connection: Connection) -> tuple[float, ...]:
        read.append(tuple(connection.scalars(select(schema.current.c.value))))
        if len(read) == 1:
            copy_over(other, database)
        return read[-1]

    if is_log_kept:
        with with_log(database, store) as put_in:
            put_in.execute("PRAGMA wal_checkpoint")
            assert files.state(database).log is not None
            assert (store._ask_at_one_moment(question), read) == ((3.0,), [(7.0,), (3.0,)])
    else:
        assert (store._ask_at_one_moment(question), read) == ((3.0,), [(1.0,), (3.0,)])


# No file ------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_is_a_sentence_and_none_is_made(database: Path, register: Register):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    assert shown(store) == [1.0]
    away = database.with_name("away")
    database.rename(away)
    for use in (store.moment, store.snapshot, lambda: store.mark("x"), lambda: store.add([delivery("b", row(2.0))])):
        with pytest.raises(StoreError, match=r"there is no such file.*no other one was made; put the file back"):
            use()
    assert sorted(path.name for path in database.parent.iterdir()) == ["away", "board.sqlite3-lock"]
    away.rename(database)
    assert shown(store) == [1.0]


def test_what_is_beside_a_file_may_be_removed(database: Path, register: Register):
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    assert shown(store) == [1.0]
    for part in PARTS[1:]:
        database.with_name(database.name + part).unlink(missing_ok=True)
    store.add([delivery("b", row(2.0))])
    assert shown(store) == [2.0]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# Read-only, full, locked --------------------------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="safeguarding-read-only-"))
    yield folder
    shutil.rmtree(folder)


def as_anybody(folder: Path, act: Callable[[], None]) -> int:
    """The exit code of an act by a user whom the rights of files bind, as they do not bind root."""

    def bound() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        act()

    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, 65534, 65534)
    process = FORK.Process(target=bound)
    process.start()
    process.join(60)
    return process.exitcode or 0


@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_read_only_database_is_read_and_an_import_refused(open_folder: Path, register: Register, what: str):
    database = made(open_folder / "board.sqlite3", register, 1.0)

    def act() -> None:
        store = Store(f"sqlite:///{database}", register)
        assert shown(store) == [1.0]
        if what in ("file", "both"):
            database.chmod(0o400)
        if what in ("folder", "both"):
            database.parent.chmod(0o500)
        for _ in range(2):
            assert store.snapshot().superseding() == {}
            assert shown(Store(f"sqlite:///{database}", register)) == [1.0]
        with pytest.raises(StoreError, match=r"could not be written: .*Nothing was changed; check its disk space and"):
            store.add([delivery("b", row(2.0))])
        database.parent.chmod(0o700)
        database.chmod(0o600)
        store.add([delivery("b", row(2.0))])
        assert shown(store) == [2.0]

    assert as_anybody(database.parent, act) == 0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program keeps everybody from a file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        yield


def test_a_locked_file_is_given_up_and_others_are_not_held(
    database: Path, register: Register, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(files, "WAIT_SECONDS", 0.3)
    store = Store(f"sqlite:///{made(database, register, 1.0)}", register)
    with locked(database):
        with pytest.raises(StoreError, match=r"database is locked\. Nothing was changed; end the other program that"):
            store.mark("x")
        begun = time.monotonic()
        for _ in range(20):
            with pytest.raises(StoreError, match="did not answer in time a moment ago"):
                store.mark("x")
        assert time.monotonic() - begun < 0.3
    store._rest = patience.Rest()
    assert store.mark("x") is None


def test_after_a_vain_wait_one_thread_tries_again_and_the_others_are_refused():
    rest = patience.Rest(seconds=0.05)
    stuck = StoreError("locked")
    stuck.__cause__ = patience.Unanswered()
    with pytest.raises(StoreError, match="locked"), rest.watched():
        raise stuck
    with pytest.raises(StoreError, match="a moment ago"), rest.watched():
        pytest.fail("it was asked")
    time.sleep(0.06)
    # The first one tries, the second is refused.
    with rest.watched(), pytest.raises(StoreError, match="a moment ago"), rest.watched():
        pytest.fail("it was asked by a second one")
    with rest.watched():
        pass


def test_a_failure_that_nobody_waited_for_does_not_stop_others():
    rest = patience.Rest()
    for _ in range(3):
        with pytest.raises(StoreError, match="damaged"), rest.watched():
            raise StoreError("damaged") from sqlite3.DatabaseError()


# A server -----------------------------------------------------------------------------------------


@pytest.fixture
def relay(postgres_url: str) -> Iterator[Relay]:
    found = Relay(postgres_url)
    yield found
    found.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wait is 0.5 seconds, which connecting to a machine of one's own does not take."""
    for name in ("AT_ONCE", "FIGURES", "EVERYTHING", "WRITING"):
        monkeypatch.setattr(patience, name, 0.5)
    monkeypatch.setattr(server.Bounded, "seconds", 0.5)
    monkeypatch.setattr(server, "NETWORK", {**server.NETWORK, "connect_timeout": 2})


def test_a_server_that_was_restarted_is_asked_anew_without_a_failure(relay: Relay, register: Register):
    relay.open()
    store = Store(relay.url, register)
    store.add([delivery("a", row(1.0))])
    assert shown(store) == [1.0]
    relay.cut()
    store.add([delivery("b", row(2.0))])
    relay.cut()
    assert shown(store) == [2.0]


def test_a_server_that_is_gone_is_a_sentence_and_is_used_again_when_it_is_back(relay: Relay, register: Register):
    relay.open()
    store = Store(relay.url, register)
    store.add([delivery("a", row(1.0))])
    relay.close()
    begun = time.monotonic()
    for _ in range(3):
        with pytest.raises(StoreError, match=r"cannot be read: connection .*Nothing was changed; check that it is"):
            store.snapshot()
    with pytest.raises(StoreError, match="could not be written"):
        store.add([delivery("b", row(2.0))])
    assert time.monotonic() - begun < patience.AT_ONCE  # nobody waited
    relay.open()
    assert shown(store) == [1.0]


@pytest.mark.parametrize("is_connected", [True, False])
def test_a_frozen_server_is_given_up_and_others_are_refused_at_once(
    relay: Relay, register: Register, quick: None, is_connected: bool
):
    relay.open()
    store = Store(relay.url, register)
    store.add([delivery("a", row(1.0))])
    assert shown(store) == [1.0]
    if not is_connected:
        store.close()
    relay.freeze()
    refusals: list[tuple[str, float]] = []

    def ask() -> None:
        begun = time.monotonic()
        with pytest.raises(StoreError) as caught:
            store.snapshot()
        refusals.append((str(caught.value), time.monotonic() - begun))

    for _ in range(2):
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(refusals) == 8
    assert "did not answer within 0.5 seconds" in refusals[0][0] or "connection timeout expired" in refusals[0][0]
    assert "hunter2" not in str(refusals)
    assert all("a moment ago" in said and seconds < 0.2 for said, seconds in refusals[4:])
    relay.thaw()
    store._rest = patience.Rest()
    assert shown(store) == [1.0]


def test_figures_that_a_frozen_server_does_not_give_are_given_up(relay: Relay, register: Register, quick: None):
    """By a thread that renews, too: nothing of it is kept, and the next one reads."""
    relay.open()
    store = Store(relay.url, register)
    store.add([delivery("a", row(1.0))])
    store.warm = lambda snapshot: snapshot.figures("cpp_rate", "published")
    store.snapshot()
    store.add([delivery("b", row(2.0))])
    store.moment()
    relay.freeze()
    store._renew(store._snapshot, store.warm)
    store._renewal.thread.join(20)
    assert not store._renewal.thread.is_alive()
    relay.thaw()
    store._rest = patience.Rest()
    store.snapshot()
    store._renewal.thread.join(20)
    assert shown(store) == [2.0]


def test_an_import_into_a_frozen_server_is_given_up_and_nothing_of_it_is_there(
    relay: Relay, postgres_url: str, register: Register, quick: None
):
    relay.open()
    store = Store(relay.url, register)

    def half() -> Iterator[Delivery]:
        yield delivery("a", row(1.0))
        relay.freeze()
        yield delivery("b", row(2.0))

    with pytest.raises(StoreError, match=r"could not be written: .*Nothing was changed"):
        store.add(half())
    relay.close()
    assert Store(postgres_url, register).moment()[:2] == (0, 0)


@pytest.fixture
def answering(postgres_url: str, register: Register, quick: None) -> Iterator[Store]:
    """A store with a figure on a server that is well."""
    store = Store(postgres_url, register)
    store.add([delivery("a", row(1.0))])
    assert shown(store) == [1.0]
    yield store
    store.close()


def test_who_finds_all_connections_taken_is_told_so_and_the_server_is_not_left_alone(answering: Store):
    with ExitStack() as stack:
        taken = [stack.enter_context(answering._engine.connect()) for _ in range(patience.MOST)]
        with pytest.raises(StoreError, match=r"is asked for too many figures at once\. Nothing was changed; try again"):
            answering.moment()
        taken[0].close()
        assert answering.moment()[:2] == (1, 0)


def test_who_finds_all_connections_taken_does_not_end_the_rest_of_a_frozen_server():
    """One that waited for a connection gives up after another that had one and found the server frozen."""
    rest = patience.Rest()
    with ExitStack() as waiting:
        waiting.enter_context(pytest.raises(StoreError, match="none free"))
        waiting.enter_context(rest.watched())
        with pytest.raises(StoreError, match="frozen"), rest.watched():
            raise StoreError("frozen") from patience.Unanswered()
        raise StoreError("none free") from patience.NoneFree()
    with pytest.raises(StoreError, match="a moment ago"), rest.watched():
        pytest.fail("it was asked")


def test_readings_of_figures_leave_connections_to_what_takes_no_time(answering: Store):
    begun, ended = threading.Barrier(patience.FOR_FIGURES + 1), threading.Event()

    def question(_connection: Connection) -> int:
        begun.wait(30)
        return ended.wait(30)

    def ask() -> bool:
        return answering._ask_for_figures(question, 30.0, bool)

    with ThreadPoolExecutor(patience.FOR_FIGURES) as pool:
        readings = [pool.submit(ask) for _ in range(patience.FOR_FIGURES)]
        begun.wait(30)
        try:
            answering.add([delivery("b", row(2.0))])
            assert answering.moment()[:2] == (2, 0)
            assert answering.snapshot().releases[-1].id == 2
            with pytest.raises(StoreError, match="too many figures at once"):
                answering._ask_for_figures(question, 0.01, bool)
        finally:
            ended.set()
    assert all(reading.result() for reading in readings)
    assert shown(answering) == [2.0]


def test_figures_are_sorted_looked_through_and_built_without_a_connection(
    answering: Store, monkeypatch: pytest.MonkeyPatch
):
    in_use: list[int] = []
    monkeypatch.setattr(soundness, "check_figures", lambda *_: in_use.append(answering._engine.pool.checkedout()))
    answering.add([delivery("b", row(2.0))])
    in_use.clear()
    assert [area for area, _ in answering.snapshot().passing("cpp_rate", "published")] == ["885"]
    assert shown(answering) == [2.0]
    assert in_use == [0, 0]


def test_a_server_that_comes_late_is_waited_for_and_that_is_said_once(
    relay: Relay, register: Register, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(server, "RETRY_SECONDS", 0.01)
    asked = []
    real = server._may_come

    def serve() -> None:
        relay.open()
        signal.pause()

    process = FORK.Process(target=serve)  # another process: the question whether it is up lets no thread here go on

    def may_come(options: dict[str, object]) -> bool:
        asked.append(options)
        if len(asked) == 5:
            process.start()
        return real(options)

    monkeypatch.setattr(server, "_may_come", may_come)
    try:
        store = Store(relay.url, register, wait=60)
        assert store.moment()[:2] == (0, 0)
    finally:
        process.kill()
    assert len(asked) >= 5
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.endswith("does not answer yet; it is waited for, 60 seconds at most.")


def test_a_server_that_does_not_come_is_a_sentence(relay: Relay, register: Register, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "RETRY_SECONDS", 0.01)
    with pytest.raises(StoreError, match=r"cannot be opened: connection .* or see that the server runs"):
        Store(relay.url, register, wait=0.05)


@pytest.mark.parametrize("change", ["no-such-user", "no-such-database", "no-such-option"])
def test_what_waiting_does_not_mend_is_told_at_once(
    postgres_url: str, register: Register, caplog: pytest.LogCaptureFixture, change: str
):
    parts = urlsplit(postgres_url)
    url = {
        "no-such-user": postgres_url.replace("//postgres", "//nobody"),
        "no-such-database": postgres_url.replace(parts.path, f"{parts.path}_not", 1),
        "no-such-option": f"{postgres_url}{'&' if parts.query else '?'}no_such_option=1",
    }[change]
    begun = time.monotonic()
    with pytest.raises(StoreError, match=r"cannot be opened: .*Nothing was changed; correct SAFEGUARDING_DATABASE"):
        Store(url, register, wait=60)
    assert time.monotonic() - begun < 30
    assert caplog.records == []


@pytest.mark.parametrize(("error", "is_waited_for"), [(socket.EAI_NONAME, False), (socket.EAI_AGAIN, True)])
def test_an_unknown_host_is_told_at_once_and_a_resolver_that_is_not_up_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, error: int, is_waited_for: bool
):
    def resolve(*_: object) -> None:
        raise socket.gaierror(error, "none")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert server._may_come({"host": "db.example.org"}) is is_waited_for


def test_every_wait_of_a_server_has_an_end(postgres_url: str):
    engine = open_engine(postgres_url)
    with engine.connect() as connection, patience.within(connection, 7.0):
        opened = connection.connection.driver_connection
        assert (type(opened), opened.seconds) == (server.Bounded, 7.0)
        parameters = opened.info.get_parameters()
    assert (parameters["connect_timeout"], parameters["tcp_user_timeout"]) == ("5", "60000")
    assert opened.seconds == patience.AT_ONCE
    engine.dispose()
