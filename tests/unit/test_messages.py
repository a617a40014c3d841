"""What people and logs are told: one line that a terminal prints, no remedy that harms, and only what is known."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from data.__main__ import cli
from data.api import EXTENSION, blueprint
from data.areas import ENGLAND, NATION, AreaCode
from data.dataset import Dataset
from data.errors import ContentError, ImportRefused, SelectionError, SettingsError, StoreError, UserError
from data.register import Register
from data.settings import ROOT
from data.store import Delivery, Store
from data.store import store as store_module
from data.store.opening import failed, open_engine
from tests.relay import Relay
from tests.unit.test_store import AREA, delivery, release, row

ERRORS = (UserError, SettingsError, ContentError, StoreError, ImportRefused, SelectionError)
NASTY = "a\x1b[31mb\rc\nd\u202ee\x00f\udcffg"


@pytest.mark.parametrize("kind", ERRORS)
def test_a_sentence_for_people_is_one_line_that_can_be_printed(kind: type[UserError]):
    said = str(kind(f"{NASTY}.csv: is not there; check\tthe path.\u00a0Nothing was taken."))
    assert said == "a?[31mb c d?e?f?g.csv: is not there; check the path. Nothing was taken."


@pytest.mark.parametrize("command", [("import",), ("backup",), ("restore",), ("import", "--findings")])
def test_a_name_with_control_characters_is_told_without_them(tmp_path: Path, dataset: Dataset, command):
    database = tmp_path / "board.sqlite3"
    shutil.copy(dataset.settings.database.removeprefix("sqlite:///"), database)
    name = tmp_path / "no folder" / "x\x1b[2J\ny.csv"
    arguments = [str(name), str(tmp_path)] if "--findings" in command else [str(name)]
    (tmp_path / "some.csv").write_text("a,b\n1,2\n")
    ended = run(database, *command, *arguments)
    assert ended.returncode == 2
    said = (ended.stdout + ended.stderr).strip()
    assert "x?[2J y.csv" in said or "x?[2J?y.csv" in said
    assert all(line.isprintable() for line in said.splitlines())
    assert "Traceback" not in said


@pytest.mark.parametrize("path", ["/api/v1/", "/nothing", "/pack/safeguarding.", "/assets/", "/indicator/", "/area/"])
def test_a_path_with_control_characters_is_told_without_them(client: FlaskClient, path: str):
    answer = client.get(path + quote("\x1b[31mx\r\ny\u202ez"))
    text = answer.get_data(as_text=True)
    assert not {"\x1b", "\r", "\u202e", "\\u001b", "\\r", "\\u202e"} & set(text)
    assert "\\u001b" not in text
    assert "\x1b" not in text


def test_a_failure_is_logged_on_one_line_whatever_the_path(
    application, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail() -> None:
        raise RuntimeError("a bug")

    monkeypatch.setitem(application.server.view_functions, "api.unknown", lambda rest="": fail())
    assert client.get("/api/v1/" + quote("x\rERROR forged\x1b[31m")).status_code == 500
    (record,) = [r for r in caplog.records if r.name == "safeguarding"]
    assert record.getMessage().isprintable()
    assert "x?ERROR forged?[31m" in record.getMessage()


# Remedies -----------------------------------------------------------------------------------------


def test_nobody_is_told_to_put_a_backup_back_for_a_question_that_was_wrong(tmp_path: Path):
    """It would take every import since away; a table that is missing is another thing."""
    engine = open_engine(f"sqlite:///{tmp_path}/board.sqlite3")
    for statement, is_damage in (
        ("SELECT 1 FROM nowhere", True),
        ("SELEC 1", False),
        (f"SELECT {'+'.join('1' * 3000)}", False),
    ):
        with pytest.raises(OperationalError) as caught, engine.connect() as connection:
            connection.exec_driver_sql(statement)
        said = str(failed(engine, caught.value, "cannot be read", "check that it is there, then try again"))
        assert ("put a backup back" in said) is is_damage


def test_an_import_that_a_server_fails_at_its_very_end_is_not_said_to_have_changed_nothing(
    postgres_url: str, register: Register, monkeypatch: pytest.MonkeyPatch
):
    """Its answer is lost: the figures may be there."""
    relay = Relay(postgres_url)
    relay.open()
    store = Store(relay.url, register)

    def end() -> Iterator[Delivery]:
        yield delivery("a", row(1.0))

    from data.store.work import Work

    real = Work.freshen

    def freshen(work: Work) -> None:
        real(work)
        relay.cut()

    monkeypatch.setattr(Work, "freshen", freshen)
    with pytest.raises(StoreError) as caught:
        store.add(end())
    relay.close()
    assert "It is not known whether it was kept; `python -m data releases` tells" in str(caught.value)
    assert "Nothing was changed" not in str(caught.value)


# A full disk --------------------------------------------------------------------------------------


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line."""
    return subprocess.run(
        ["env", f"SAFEGUARDING_DATABASE=sqlite:///{database}", sys.executable, "-B", "-m", "data", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_an_import_on_a_full_disk_says_what_was_taken_and_what_was_not(
    tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
):
    """From the second file on the database cannot grow, which SQLite says in the words of a full disk."""
    database, files = tmp_path / "board.sqlite3", ROOT / "tests" / "files" / "pass"
    with closing(sqlite3.connect(dataset.settings.database.removeprefix("sqlite:///"))) as source:
        source.execute("VACUUM INTO ?", (str(database),))
    monkeypatch.setenv("SAFEGUARDING_DATABASE", f"sqlite:///{database}")
    paths = [str(files / name) for name in ("neighbours_2025.csv", "plans.csv", "workforce.csv")]
    written: list[Connection] = []

    def to_write(connection: Connection) -> None:
        real(connection)
        opened = connection.connection.driver_connection
        if written:
            (pages,) = opened.execute("PRAGMA page_count").fetchone()
            opened.execute(f"PRAGMA max_page_count={pages}")
        written.append(connection)

    real = store_module.to_write
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "to_write", to_write)
        ended = CliRunner().invoke(cli, ["import", *paths])
    assert ended.output.strip().splitlines()[-1] == "1 of 3 files taken; not reached: plans.csv, workforce.csv."
    assert isinstance(ended.exception, StoreError)
    assert str(ended.exception).endswith(
        "could not be written: database or disk is full. Nothing was changed; check its disk space and permissions, "
        "then try again."
    )
    listed = CliRunner().invoke(cli, ["releases"]).output
    assert [name in listed for name in ("plans.csv", "workforce.csv")] == [False, False]
    again = CliRunner().invoke(cli, ["import", *paths])
    assert again.output.strip().splitlines()[-1] == "2 of 3 files taken; already there: neighbours_2025.csv."


# Readiness ----------------------------------------------------------------------------------------


COUNTRY = AreaCode(ENGLAND, ENGLAND, "England", NATION, None, "2013-03-31", "2025-03-31")


@pytest.mark.parametrize(
    ("areas", "reason"),
    [
        ((AREA, COUNTRY), None),
        ((AREA,), "The database tells nothing of England"),
        ((COUNTRY,), "The area that the settings name is not among the figures"),
    ],
)
def test_readyz_tests_what_pages_need(dataset: Dataset, sqlite_store: Store, areas, reason: str | None):
    sqlite_store.add([Delivery(release("a"), (row(1.0), row(2.0, area=ENGLAND)), areas)])
    server = Flask(__name__)
    server.register_blueprint(blueprint)
    server.extensions[EXTENSION] = replace(dataset, store=sqlite_store)
    answer = server.test_client().get("/readyz")
    assert answer.status_code == (200 if reason is None else 503)
    assert answer.json.get("reason") == reason or answer.json["reason"].startswith(reason)


def test_readyz_reads_figures(dataset: Dataset, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch):
    sqlite_store.add([Delivery(release("a"), (row(1.0),), (AREA, COUNTRY))])
    sqlite_store.snapshot()
    file = Path(str(sqlite_store._file))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE current SET status = 'bogus'")
    server = Flask(__name__)
    server.register_blueprint(blueprint)
    server.extensions[EXTENSION] = replace(dataset, store=sqlite_store)
    assert server.test_client().get("/readyz").status_code == 503
