"""At the door: what may be kept, who is answered, and what is written down of it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.register import Register
from data.store import Store

FIGURES = (
    "/",
    "/indicators/cpp_rate",
    "/_dash-layout",
    "/_dash-dependencies",
    "/api/v1/indicators",
    "/api/v1/observations?indicator=cpp_rate&area=E10000034",
    "/api/v1/comparisons?indicator=cpp_rate",
    "/pack/safeguarding.xlsx?items=contacts",
    "/readyz",
    "/nothing",
    "/assets/nothing.css",
)


@pytest.mark.parametrize("path", FIGURES)
def test_nothing_with_figures_is_kept(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers.getlist("Cache-Control") == ["no-store"]


def test_no_block_is_kept(client: FlaskClient) -> None:
    answer = client.post("/blocks", data="tiles:neglect")
    assert answer.status_code == 200
    assert answer.headers.getlist("Cache-Control") == ["no-store"]


def test_files_with_a_fingerprint_are_kept_for_a_year(client: FlaskClient) -> None:
    files = re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"', client.get("/").text)
    assert len(files) > 10
    for file in files:
        answer = client.get(file)
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        again = client.get(file, headers={"If-None-Match": answer.headers.get("ETag", "x")})
        assert "no-store" not in again.headers.get("Cache-Control", "")


# Database files ----------------------------------------------------------------------------------------


def rights(folder: Path) -> dict[str, str]:
    return {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in folder.iterdir()}


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A machine that gives everybody every right to new files."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_database_files_are_their_owners_alone(tmp_path: Path, register: Register) -> None:
    store = Store(f"sqlite:///{tmp_path}/new.sqlite3", register)
    with store.work():
        assert rights(tmp_path) == {f"new.sqlite3{end}": "0o600" for end in ("", "-wal", "-shm")}


@pytest.mark.usefixtures("open_umask")
def test_a_database_that_is_there_keeps_its_rights(tmp_path: Path, register: Register) -> None:
    file = tmp_path / "old.sqlite3"
    Store(f"sqlite:///{file}", register).close()
    file.chmod(0o640)
    store = Store(f"sqlite:///{file}", register)
    assert store.version() == 0
    assert rights(tmp_path)["old.sqlite3"] == "0o640"
