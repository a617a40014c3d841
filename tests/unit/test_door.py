"""At the door: what may be kept, who is answered, and what is written down of it."""

from __future__ import annotations

import copy
import json
import os
import re
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient

from components.access import numbered
from components.door import NOT_FROM_HERE, NOT_OURS, admit
from data.register import Register
from data.settings import read_settings
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
        found = rights(tmp_path)
    # The lock holds nothing, and whoever would replace the database is to see it.
    assert found.pop("new.sqlite3-lock") == "0o644"
    assert (tmp_path / "new.sqlite3-lock").stat().st_size == 0
    assert found == {f"new.sqlite3{end}": "0o600" for end in ("", "-wal", "-shm")}


@pytest.mark.usefixtures("open_umask")
def test_a_database_that_is_there_keeps_its_rights(tmp_path: Path, register: Register) -> None:
    file = tmp_path / "old.sqlite3"
    Store(f"sqlite:///{file}", register).close()
    file.chmod(0o640)
    store = Store(f"sqlite:///{file}", register)
    assert store.moment()[:2] == (0, 0)
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


# Hosts and origins -----------------------------------------------------------------------------------------

OWN = ["localhost", "LOCALHOST:8050", "localhost.", "127.0.0.1:1", "[::1]:8050", "[0:0:0:0:0:0:0:1]"]
STRANGE = ["evil.example", "localhost.evil.example", "evil.example:8050", "127.0.0.1.evil.example", "10.0.0.4",
           "0.0.0.0", "[::]", "[fd00::1]:8050", "::1", "localhost:x", "localhost:99999", "me@localhost", "localhost/x",
           "a b", "", "[localhost]", "127.0.0.1, evil.example", "127.1"]  # fmt: skip
PLACES = ["/", "/api/v1/observations", "/assets/app.css", "/_dash-layout", "/healthz", "/readyz", "/nothing"]


@pytest.mark.parametrize("host", OWN)
def test_this_machines_own_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", STRANGE)
def test_a_host_of_a_stranger_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, NOT_OURS)
    assert host not in answer.text or len(host) < 10
    assert "default-src" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PLACES)
def test_a_host_of_a_stranger_is_refused_everywhere(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Host": "evil.example"}).status_code == 400
    assert client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "localhost"}).status_code == 400
    assert client.get(path, headers={"X-Forwarded-Host": "evil.example"}).status_code != 400


@pytest.fixture
def guarded() -> FlaskClient:
    """A server with hosts of its own in the settings and one answer."""
    server = Flask(__name__)
    settings = {"SAFEGUARDING_ADDRESS": "https://kpi.example.org", "SAFEGUARDING_HOSTS": "kpi,fd00::4"}
    admit(server, read_settings(settings).own_hosts)
    server.add_url_rule("/", view_func=lambda: "answered", methods=["GET", "POST"])
    return server.test_client()


@pytest.mark.parametrize(
    ("host", "status"),
    [("kpi.example.org", 200), ("KPI.example.org:443", 200), ("kpi:8050", 200), ("[fd00::4]:8050", 200),
     ("localhost", 200), ("example.org", 400), ("kpi.example.org.evil.example", 400), ("[fd00::5]", 400)],
)  # fmt: skip
def test_the_hosts_of_the_settings_are_answered(guarded: FlaskClient, host: str, status: int) -> None:
    assert guarded.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://kpi.example.org"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://kpi.example.org"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://kpi.example.org"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Origin": "https://kpi.example.org"}, 200),
        ({"Origin": "http://localhost:8050"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://kpi.example.org.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_posts_come_from_the_dashboards_own_pages(guarded: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert guarded.post("/", headers=headers).status_code == status
    assert guarded.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/blocks", "/_dash-update-component", "/"])
def test_no_other_sites_page_posts_to_the_dashboard(client: FlaskClient, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = client.post(path, json=["tiles:neglect"], headers=headers)
        assert (answer.status_code, answer.text) == (403, NOT_FROM_HERE)


# The access log ------------------------------------------------------------------------------------------------


@pytest.fixture
def lines(application: Dash, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the access log writes of the requests of ``client``."""
    written: list[str] = []
    monkeypatch.setattr(application.server, "wsgi_app", numbered(application.server.wsgi_app, written.append))
    return written


def test_a_request_is_one_line_with_its_number(client: FlaskClient, lines: list[str]) -> None:
    answer = client.get("/api/v1/observations?indicator=cpp_rate&area=Jane+Doe&format=", buffered=True)
    (line,) = map(json.loads, lines)
    number, when, milliseconds = line.pop("id"), line.pop("time"), line.pop("ms")
    assert answer.headers["X-Request-ID"] == number
    assert datetime.fromisoformat(when).tzinfo is not None
    assert 0 < milliseconds < 60_000
    assert line == {
        "method": "GET",
        "path": "/api/v1/observations",
        "query": ["area", "format", "indicator"],
        "status": 400,
        "bytes": len(answer.data),
    }


def test_a_streamed_answer_is_counted_to_its_end(client: FlaskClient, lines: list[str]) -> None:
    answer = client.post("/blocks", json=["tiles:neglect", "tiles:cpp_rate"], buffered=True)
    assert json.loads(lines[0])["bytes"] == len(answer.data) > 1000


@pytest.mark.parametrize(
    "address",
    ["/?area=Jane+Doe", "/?Jane+Doe", "/?Jane=1&Doe", "/?area=%4Aane%20Doe", "/indicators?q=Jane+Doe#Jane"],
)
def test_no_value_and_no_visitor_is_in_the_log(client: FlaskClient, lines: list[str], address: str) -> None:
    headers = {"User-Agent": "Jane", "Referer": "http://localhost/?area=Jane", "Cookie": "name=Jane"}
    client.get(address, headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.7"}, buffered=True)
    assert len(lines) == 1
    assert not re.search(r"jane|doe|192", lines[0].partition('"method"')[2], re.IGNORECASE)


@pytest.mark.parametrize("path", ["/x%0Ay", "/%1b[31m", "/%e2%80%ae", "/" + "x" * 5000, "/%ff", '/"}'])
def test_a_line_is_one_line_of_ascii(client: FlaskClient, lines: list[str], path: str) -> None:
    client.get(path, buffered=True)
    (line,) = lines
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 2500
    assert json.loads(line)["status"] == 404


def test_the_number_of_an_error_is_that_of_its_request(application: Dash, client, lines, monkeypatch, caplog) -> None:
    def fail() -> NoReturn:
        raise RuntimeError("broken")

    monkeypatch.setitem(application.server.view_functions, "api.healthz", fail)
    monkeypatch.setitem(application.server.config, "PROPAGATE_EXCEPTIONS", False)
    answer = client.get("/healthz", buffered=True)
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert number in answer.text
    assert number in caplog.text
    assert json.loads(lines[0])["id"] == number


def test_numbers_differ_and_are_given_without_a_log(client: FlaskClient) -> None:
    numbers = {client.get("/healthz", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"] for _ in range(20)}
    assert len(numbers) == 20
    assert all(re.fullmatch("[0-9a-f]{12}", number) for number in numbers)
