"""At the door: what may be kept, who is answered, and what is written down of it."""

from __future__ import annotations

import copy
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from dash import Dash
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
    answer = client.post("/blocks", json=["tiles:neglect"])
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


# Callbacks -----------------------------------------------------------------------------------------------

SEARCHED: dict[str, Any] = {
    "output": "register-body.children",
    "outputs": {"id": "register-body", "property": "children"},
    "inputs": [{"id": "register-search", "property": "value", "value": "neglect"}],
    "changedPropIds": ["register-search.value"],
}
REFUSED = "The request names no callback of this application, or not in its form."
JUNK = (None, True, 7, -0.5, "x", "", [], [[]], {}, {"a": [1]}, [None], [{"id": 1}])


def test_a_callback_in_its_form_is_answered_and_not_kept(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json=SEARCHED)
    assert answer.status_code == 200
    assert answer.headers.getlist("Cache-Control") == ["no-store"]


def test_every_callback_is_called_with_text(application: Dash) -> None:
    """What ``is_callback`` takes for granted; a callback with another kind of input needs another rule there."""
    inputs = [one for c in application.callback_map.values() if "callback" in c for one in c["inputs"] + c["state"]]
    assert {one["property"] for one in inputs} <= {"value", "pathname", "search"}


def malformed(chance: Random) -> dict[str, Any]:
    """The callback with one of its parts left out, given twice, or replaced by something of another kind."""
    body = copy.deepcopy(SEARCHED)
    (name,) = chance.sample(["output", "outputs", "inputs", "state", "changedPropIds", "id", "property"], 1)
    if name in ("id", "property"):
        place = chance.choice([body["outputs"], body["inputs"][0]])
        place[name] = chance.choice(JUNK)
        if chance.random() < 0.3:
            del place[name]
    elif name == "inputs" and chance.random() < 0.5:
        body[name].append(chance.choice([*JUNK, body[name][0]]))
    else:
        body[name] = chance.choice([junk for junk in JUNK if junk != []] + ([[]] if name == "inputs" else []))
    return body


@pytest.mark.parametrize("seed", range(40))
def test_a_malformed_callback_is_refused_with_a_sentence(client: FlaskClient, caplog, seed: int) -> None:
    answer = client.post("/_dash-update-component", json=malformed(Random(seed)))
    assert (answer.status_code, answer.text) == (400, REFUSED)
    assert not caplog.records


@pytest.mark.parametrize("body", [[SEARCHED], [], "x", 5, None, True, {}, {"output": SEARCHED["output"]}], ids=repr)
def test_a_callback_that_is_no_object_or_lacks_its_parts_is_refused(client: FlaskClient, caplog, body) -> None:
    answer = client.post("/_dash-update-component", json=body)
    assert (answer.status_code, answer.text) == (400, REFUSED)
    assert not caplog.records


@pytest.mark.parametrize("value", [junk for junk in JUNK if not isinstance(junk, str | None)], ids=repr)
def test_a_value_that_is_no_text_is_refused(client: FlaskClient, value: object) -> None:
    body = {**SEARCHED, "inputs": [{"id": "register-search", "property": "value", "value": value}]}
    assert client.post("/_dash-update-component", json=body).status_code == 400
