"""Backup and restore, with real files: whatever goes wrong, and whenever, one whole database stands."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from data import schema
from data.errors import StoreError
from data.register import Register
from data.settings import ROOT, read_settings
from data.store import Store, backup, in_use, restore_backup
from tests.running import running_server
from tests.unit import tiny
from tests.unit.test_cli import run
from tests.unit.test_migrating import make
from tests.unit.test_store import delivery, row, shown

HERE = tiny.WORCESTERSHIRE
FORK = multiprocessing.get_context("fork")


def figures(path: Path, register: Register) -> list[float | None]:
    """The figures that a database shows: two of them, for one place and time, unless a test says otherwise."""
    store = Store(f"sqlite:///{path}", register)
    found = shown(store)
    store.close()
    return found


def filled(path: Path, register: Register, *values: float) -> str:
    """The URL of a new database with these figures."""
    url = f"sqlite:///{path}"
    store = Store(url, register)
    store.add([delivery("a", *(row(value, seq=n) for n, value in enumerate(values)))])
    store.close()
    return url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own for the database: what is left beside it is looked at."""
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


@pytest.fixture
def database(folder: Path) -> Path:
    return folder / "board.sqlite3"


@pytest.fixture
def saved(tmp_path: Path, database: Path, register: Register) -> Path:
    """A backup with the figure 1, made of a database that has the figure 2 meanwhile."""
    url = filled(database, register, 1.0)
    backup(url, tmp_path / "saved", register)
    database.unlink()
    filled(database, register, 2.0)
    return tmp_path / "saved"


def everything(database: Path) -> list[tuple[object, ...]]:
    """Every row of every table of ours."""
    with closing(sqlite3.connect(database)) as connection:
        return [
            (table, *found)
            for table in schema.metadata.tables
            for found in sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
        ]


# The drill ----------------------------------------------------------------------------------------


def test_the_drill(dataset, tmp_path: Path, database: Path):
    """As a person does it: import, back up, lose the database, put it back; every row is the same."""
    carried = read_settings().database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(carried)) as source, closing(sqlite3.connect(database)) as target:
        source.backup(target)
    url, file = f"sqlite:///{database}", tmp_path / "monday.sqlite3"
    plans = tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 523}))
    assert run(url, "import", plans).returncode == 0
    before = everything(database)
    ended = run(url, "backup", file)
    assert (ended.returncode, ended.stderr) == (0, "")
    releases = len(run(url, "releases").stdout.splitlines())
    assert ended.stdout.startswith(f"Saved to {file} and checked: {releases} releases with ")
    assert everything(file) == before
    with database.open("r+b") as spoilt:
        spoilt.seek(0)
        spoilt.write(b"\xa5" * 500_000)
    broken = run(url, "releases")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "put a backup back with `python -m data restore FILE`" in broken.stderr
    ended = run(url, "restore", file)
    assert (ended.returncode, ended.stderr) == (0, "")
    aside = Path(ended.stdout.strip().rpartition(" kept as ")[2].removesuffix("."))
    assert aside.read_bytes()[:500_000] == b"\xa5" * 500_000
    assert everything(database) == before
    assert run(url, "import", plans).stdout.startswith("plans.csv: these very figures are in the store")


# Backup -------------------------------------------------------------------------------------------


def test_a_backup_is_one_private_file_that_holds_what_is_not_yet_in_the_main_one(
    tmp_path: Path, database: Path, register: Register
):
    """While anybody has the database open its last figures are in -wal."""
    store = Store(f"sqlite:///{database}", register)
    reader = opened(database)
    store.add([delivery("a", row(1.0))])
    assert database.with_name("board.sqlite3-wal").stat().st_size > 0
    said = backup(f"sqlite:///{database}", tmp_path / "saved", register)
    assert "1 release with 1 figure," in said
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["saved", "var"]
    assert figures(tmp_path / "saved", register) == [1.0]
    reader.close()


def test_a_backup_made_while_somebody_imports_has_every_import_whole(
    tmp_path: Path, database: Path, register: Register
):
    url = filled(database, register, 0.0)

    def import_() -> None:
        store = Store(url, register)
        for number in range(1, 1000):
            rows = (row(float(number), seq=seq) for seq in range(200))
            store.add([delivery(f"f{number}", *rows)])

    process = FORK.Process(target=import_)
    process.start()
    try:
        for number in range(4):
            backup(url, tmp_path / f"saved{number}", register)
        assert process.is_alive()
    finally:
        process.kill()
        process.join()
    counts = []
    for number in range(4):
        with closing(sqlite3.connect(tmp_path / f"saved{number}")) as connection:
            found = connection.execute("SELECT count(*) FROM observation GROUP BY release_id").fetchall()
        counts.append(len(found))
        assert {count for (count,) in found} <= {1, 200}
    assert counts == sorted(counts)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, database: Path, register: Register):
    url = filled(database, register, 1.0)
    (tmp_path / "saved").write_text("minutes")
    with pytest.raises(StoreError, match="is there already"):
        backup(url, tmp_path / "saved", register)
    assert (tmp_path / "saved").read_text() == "minutes"


def test_no_database_is_made_by_saving_one(tmp_path: Path, database: Path, register: Register):
    with pytest.raises(StoreError, match="is not there yet"):
        backup(f"sqlite:///{database}", tmp_path / "saved", register)
    assert list(database.parent.iterdir()) == []


def test_a_damaged_database_is_not_saved(tmp_path: Path, database: Path, register: Register):
    url = filled(database, register, *map(float, range(2000)))
    spoil(database)
    with pytest.raises(StoreError, match=r"was not saved: it .*; put an earlier backup back"):
        backup(url, tmp_path / "saved", register)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["var"]


def test_a_full_disk_leaves_no_backup_and_says_so(tmp_path: Path, database: Path, register: Register):
    """A limit on the size of files stands for a disk that is full."""
    url = filled(database, register, *map(float, range(5000)))
    size = database.stat().st_size
    ended = limited(size // 2, url, "backup", tmp_path / "saved")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "cannot be written (" in ended.stderr
    assert ended.stderr.endswith("Nothing was saved; choose another folder, or make room.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["var"]


def test_a_backup_of_an_earlier_schema_is_left_so_and_brought_forward_when_put_back(
    tmp_path: Path, database: Path, register: Register
):
    url = f"sqlite:///{database}"
    make(url)
    backup(url, tmp_path / "saved", register)
    saved = (tmp_path / "saved").read_bytes()
    assert b"step" not in saved
    restore_backup(url, tmp_path / "saved", register)
    assert Store(url, register).snapshot().figures("cpp_rate", "published")["885"]["2024/25"][0].value == 43.457
    assert (tmp_path / "saved").read_bytes() == saved


# Restore ------------------------------------------------------------------------------------------


def test_the_database_before_is_kept_whole_with_what_was_beside_it(database: Path, saved: Path, register: Register):
    """Its process was killed: its last figure is in -wal alone."""
    killed_with(database, register, 3.0)
    restore_backup(f"sqlite:///{database}", saved, register)
    assert figures(database, register) == [1.0]
    (aside,) = database.parent.glob("*.before-restore-*")
    assert figures(aside, register) == [3.0]  # a later file, of the same place and time


def test_a_damaged_database_is_kept_with_its_log(database: Path, saved: Path, register: Register):
    killed_with(database, register, 3.0)
    log = database.with_name("board.sqlite3-wal")
    log.write_bytes(b"no log")
    database.write_bytes(b"no database" * 1000)
    restore_backup(f"sqlite:///{database}", saved, register)
    assert figures(database, register) == [1.0]
    kept = [path for path in database.parent.glob("*.before-restore-*") if not path.name.endswith("-lock")]
    assert {path.read_bytes() for path in kept} >= {b"no log", b"no database" * 1000}
    assert not log.exists() or log.read_bytes() != b"no log"


def test_a_log_without_its_database_is_not_read_into_the_backup(database: Path, saved: Path, register: Register):
    killed_with(database, register, 3.0)
    database.unlink()
    restore_backup(f"sqlite:///{database}", saved, register)
    assert figures(database, register) == [1.0]


def test_the_file_that_was_kept_can_be_put_back(database: Path, saved: Path, register: Register):
    url = f"sqlite:///{database}"
    restore_backup(url, saved, register)
    (aside,) = database.parent.glob("*.before-restore-*")
    restore_backup(url, aside, register)
    assert figures(database, register) == [2.0]


def test_the_restored_database_may_be_read_by_whom_it_could_be_before(database: Path, saved: Path, register: Register):
    database.chmod(0o660)
    if os.geteuid() == 0:
        os.chown(database, 12345, 12346)
    owner = database.stat()
    restore_backup(f"sqlite:///{database}", saved, register)
    found = database.stat()
    assert (found.st_uid, found.st_gid, found.st_mode) == (owner.st_uid, owner.st_gid, owner.st_mode)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: overwrite(path, b"Dear colleagues"), "it is not a database"),
    "empty": (lambda path: overwrite(path, b""), "it is not a database"),
    "cut": (lambda path: os.truncate(path, path.stat().st_size // 2), "it is damaged"),
    "page": (lambda path: spoil(path), "it is damaged"),
    "foreign": (
        lambda path: change(overwrite(path, b""), "CREATE TABLE meta (key, value)"),
        "it is not a database of this dashboard",
    ),
    "no-schema": (
        lambda path: change(path, "DELETE FROM meta"),
        "it is not a database of this dashboard .it does not say its schema",
    ),
    "later": (
        lambda path: change(path, "UPDATE meta SET value = '99' WHERE key = 'schema'"),
        r"another version made it \(schema 99; this one reads 2 to ",
    ),
    "cell": (lambda path: change(path, "UPDATE current SET status = 'bogus'"), "it cannot be read .column status"),
    "column": (lambda path: change(path, "ALTER TABLE current DROP COLUMN note"), "it cannot be read"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_backup_that_is_no_good_is_refused_and_nothing_is_changed(
    tmp_path: Path, database: Path, register: Register, bad: str
):
    url = filled(database, register, *map(float, range(1000)))
    file = tmp_path / "saved"
    backup(url, file, register)
    spoilt, said = BAD[bad]
    spoilt(file)
    before, names = file.read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(StoreError, match=f"was not put back: {said}.*Nothing was changed"):
        restore_backup(url, file, register)
    assert figures(database, register) == list(map(float, range(1000)))
    assert {path.name for path in database.parent.iterdir()} == {"board.sqlite3", "board.sqlite3-lock"}
    assert (file.read_bytes(), sorted(tmp_path.iterdir())) == (before, names)


def test_an_open_store_and_another_program_refuse_a_restore(database: Path, saved: Path, register: Register):
    url = f"sqlite:///{database}"
    store = Store(url, register)
    store.close()  # as before workers fork: nothing is open, and yet it is served
    with pytest.raises(StoreError, match="is in use by a running dashboard, an import or another program"):
        restore_backup(url, saved, register)
    del store
    with closing(sqlite3.connect(database)) as other:  # as a version that knows no lock
        other.execute("SELECT count(*) FROM release").fetchall()
        with pytest.raises(StoreError, match="is in use by a running dashboard, an import or another program"):
            restore_backup(url, saved, register)
    restore_backup(url, saved, register)
    assert figures(database, register) == [1.0]


def test_a_worker_that_outlives_its_server_still_refuses_a_restore(database: Path, saved: Path, register: Register):
    """Its parent is killed: the lock is shared with what was forked, and ends with the last of them."""
    url = f"sqlite:///{database}"
    told, tell = os.pipe()

    def serve() -> None:
        store = Store(url, register)
        store.close()
        worker = os.fork()
        if worker:
            os.write(tell, f"{worker}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        signal.pause()
        del store

    process = FORK.Process(target=serve)
    process.start()
    process.join()
    with os.fdopen(told) as told_by:
        worker = int(told_by.readline())
    try:
        with pytest.raises(StoreError, match="is in use by a running dashboard"):
            restore_backup(url, saved, register)
    finally:
        os.kill(worker, signal.SIGKILL)
        os.close(tell)
    give_up = time.monotonic() + 10
    while not is_free(database) and time.monotonic() < give_up:
        time.sleep(0.05)
    restore_backup(url, saved, register)
    assert figures(database, register) == [1.0]


def is_free(database: Path) -> bool:
    try:
        with in_use.alone(database):
            return True
    except StoreError:
        return False


def test_who_opens_the_database_waits_for_a_restore(
    database: Path, saved: Path, register: Register, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(in_use.hold, "__defaults__", (0.3,))
    with (
        in_use.alone(database),
        pytest.raises(StoreError, match="A backup is being restored to "),
    ):
        Store(f"sqlite:///{database}", register)
    assert figures(database, register) == [2.0]


@pytest.mark.slow
def test_a_running_server_is_saved_and_refuses_a_restore_until_it_ends(tmp_path: Path, register: Register):
    url = f"sqlite:///{tmp_path}/live.sqlite3"
    with running_server(tmp_path):
        assert run(url, "backup", tmp_path / "saved").returncode == 0
        inode = (tmp_path / "live.sqlite3").stat().st_ino
        ended = run(url, "restore", tmp_path / "saved")
        assert (ended.returncode, ended.stdout) == (2, "")
        assert "is in use by a running dashboard" in ended.stderr
        assert (tmp_path / "live.sqlite3").stat().st_ino == inode
    assert run(url, "restore", tmp_path / "saved").returncode == 0
    assert (tmp_path / "live.sqlite3").stat().st_ino != inode


def test_a_full_disk_leaves_the_database_as_it_was(tmp_path: Path, database: Path, register: Register):
    url = filled(database, register, *map(float, range(5000)))
    backup(url, tmp_path / "saved", register)
    ended = limited(database.stat().st_size // 2, url, "restore", tmp_path / "saved")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "saved was not put back (" in ended.stderr
    assert "Nothing was changed" in ended.stderr
    assert figures(database, register) == list(map(float, range(5000)))


def test_a_number_is_a_release_and_anything_else_a_file(dataset, database: Path, saved: Path):
    url = f"sqlite:///{database}"
    assert "There is no release 99" in run(read_settings().database, "restore", "99").stderr
    ended = run(url, "restore", "monday")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("monday is not a file. Nothing was changed; name one that `python -m data backup`")
    ended = run(url, "restore", saved, "--why", "spoilt")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--why is of a release" in ended.stderr


def test_a_server_has_its_own_commands(postgres_url: str, tmp_path: Path, register: Register):
    """They are the very ones: what pg_dump would be given opens the database."""
    with pytest.raises(StoreError, match="use `pg_dump --format=custom --file=FILE '") as caught:
        backup(postgres_url, tmp_path / "saved", register)
    with psycopg.connect(str(caught.value).split("'")[-2]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(StoreError, match="use `pg_restore --clean --if-exists --single-transaction --dbname='"):
        restore_backup(postgres_url, tmp_path / "saved", register)
    secret = "postgresql+psycopg://board:hunter2@db.example.org/board"
    assert "hunter2" not in run(secret, "backup", "x").stderr


# Kills --------------------------------------------------------------------------------------------

TOUCHING = {"open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.chown", "sqlite3.connect"}


def killed_at(step: int, folder: Path, act: Callable[[], object]) -> bool:
    """Do something in a process that is killed before it touches a file in the folder for the ``step``-th time.

    A database that is opened again and again, to read each indicator, is touched once: nothing changes meanwhile.
    False where it came to its end before.
    """

    def act_until() -> None:
        left, last = step, None

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left, last
            if event in TOUCHING and any(str(folder) in str(argument) for argument in arguments):
                before, last = last, (event, arguments)
                if before == last == ("sqlite3.connect", arguments):
                    return
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        act()
        os._exit(0)

    process = FORK.Process(target=act_until)
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def kills(tmp_path: Path, act: Callable[[], object]) -> Iterator[int]:
    """Kill at each step in turn, until none is left."""
    step = 0
    while killed_at(step, tmp_path, act):
        yield step
        step += 1
    assert step > 8, "the steps were not seen"


@pytest.mark.parametrize("state", ["whole", "log", "damaged"])
def test_a_restore_that_is_killed_leaves_the_one_or_the_other(
    tmp_path: Path, database: Path, saved: Path, register: Register, state: str
):
    if state != "whole":
        killed_with(database, register, 3.0)
    if state == "damaged":
        database.write_bytes(b"no database" * 1000)
    before = [2.0] if state == "whole" else [3.0]
    start = tmp_path / "start"
    shutil.copytree(database.parent, start)
    seen = set()

    def act() -> object:
        return restore_backup(f"sqlite:///{database}", saved, register)

    for _ in kills(tmp_path, act):
        kept = {path.read_bytes() for path in (database, *database.parent.glob("*.before-restore-*"))}
        if state == "damaged":
            assert b"no database" * 1000 in kept
        found = None if database.read_bytes() == b"no database" * 1000 else figures(database, register)
        assert found in ([1.0], None if state == "damaged" else before)
        seen.add(found is not None and found[0])
        shutil.rmtree(database.parent)
        shutil.copytree(start, database.parent)
    shutil.rmtree(database.parent)
    shutil.copytree(start, database.parent)
    linked = database.with_name(f"{database.name}.before-restore-2026-06-30-120000")
    linked.hardlink_to(database)  # as one that is killed just before it renames
    restore_backup(f"sqlite:///{database}", saved, register)  # what a killed one left is no hindrance
    assert figures(database, register) == [1.0]
    assert not list(database.parent.glob(".*"))
    assert {path.stat().st_nlink for path in database.parent.iterdir()} == {1}
    assert len(seen) == 2, "no kill came after the change"


def test_a_backup_that_is_killed_leaves_a_whole_file_or_none(tmp_path: Path, database: Path, register: Register):
    url, file = filled(database, register, 1.0), tmp_path / "saved"
    for _ in kills(tmp_path, lambda: backup(url, file, register)):
        if file.exists():
            assert figures(file, register) == [1.0]
            file.unlink()
        assert figures(database, register) == [1.0]
    assert figures(file, register) == [1.0]


# Before a database is brought forward -------------------------------------------------------------


def test_a_database_of_an_earlier_schema_is_saved_before_it_is_brought_forward(
    database: Path, register: Register, caplog: pytest.LogCaptureFixture
):
    url = f"sqlite:///{database}"
    make(url)
    Store(url, register).close()
    Store(url, register).close()  # the second time nothing is to be done
    (kept,) = database.parent.glob("board.sqlite3.schema-2-*")
    assert [record.getMessage() for record in caplog.records] == [
        f"The database {database} is of an earlier version (schema 2) and is brought forward; as it was it is kept as "
        f"{kept.name}."
    ]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == ("2",)
        assert connection.execute("SELECT count(*) FROM observation").fetchone() == (2,)
    restore_backup(url, kept, register)
    assert len(Store(url, register).snapshot().releases) == 1


def test_one_that_cannot_be_saved_is_not_brought_forward(database: Path, register: Register, monkeypatch):
    url = f"sqlite:///{database}"
    make(url)
    before = database.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.store.copying.publish", full)
    with pytest.raises(StoreError, match=r"could not be saved to .*No space left on device.*Nothing was changed"):
        Store(url, register)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == ("2",)
    assert len(database.read_bytes()) == len(before)
    assert not list(database.parent.glob("*.schema-2-*"))


# What the tests above use -------------------------------------------------------------------------


def spoil(path: Path) -> None:
    """Overwrite the second half of a database."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle:] = b"\xa5" * (len(content) - middle)
    path.write_bytes(content)


def overwrite(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def opened(path: Path) -> sqlite3.Connection:
    """A reader of a database: as long as there is one, what is written stays in -wal."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT count(*) FROM release").fetchall()
    return connection


def killed_with(database: Path, register: Register, value: float) -> None:
    """Add a figure in a process that is killed before it closes the database: the figure is in -wal alone."""

    def add() -> None:
        store = Store(f"sqlite:///{database}", register)
        reader = opened(database)
        store.add([delivery("b", row(value, seq=1))])
        os.kill(os.getpid(), signal.SIGKILL)
        reader.close()

    process = FORK.Process(target=add)
    process.start()
    process.join()
    assert database.with_name(f"{database.name}-wal").stat().st_size > 0


def limited(size: int, url: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line where no file can grow beyond a size in bytes."""
    return subprocess.run(
        ["env", f"SAFEGUARDING_DATABASE={url}", sys.executable, "-B", "-m", "data", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip
