"""The API's table a page at a time, all of it as a stream, and what is asked for by its head alone."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.api import EXTENSION, OBSERVATIONS
from data.dataset import Dataset
from data.errors import StoreError
from data.observations import PUBLISHED
from data.paging import MOST_ROWS
from data.register import Register
from data.settings import ROOT
from data.store import Historic, Holding, OfArea, Snapshot, Store
from data.written import ROWS
from tests.running import serving
from tests.unit.test_store import INDICATOR, delivery, row

SOME = "indicator=lac_rate,cpp_rate,contacts_change_pct,lac_sdq_score&area=885,E92000001,Kingston upon Hull, City of"
Answer = TestResponse


def following(answer: Answer) -> str | None:
    """The address in the Link header; None on the last page."""
    link = answer.headers.get("Link")
    if link is None:
        return None
    found = re.fullmatch(r'<(/api/v1/observations\?[!-;=?-~]+)>; rel="next"', link)
    assert found, link
    return found[1]


def pages(client: FlaskClient, address: str) -> Iterator[Answer]:
    wanted: str | None = address
    while wanted:
        answer = client.get(wanted)
        assert answer.status_code == 200, answer.text
        yield answer
        wanted = following(answer)


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


# Pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 7, 38, 10_000])
def test_the_pages_together_are_the_whole(client: FlaskClient, limit: int) -> None:
    whole = client.get(f"{OBSERVATIONS}?{SOME}").text
    count = len(table(whole)) - 1
    assert count > 70
    found = [table(answer.text) for answer in pages(client, f"{OBSERVATIONS}?{SOME}&limit={limit}")]
    assert [heads for heads, *_ in found] == [table(whole)[0]] * -(-count // limit)
    assert [len(rows) - 1 for rows in found[:-1]] == [limit] * (len(found) - 1)
    assert [row for _, *rows in found for row in rows] == table(whole)[1:]


def test_pages_of_json_are_lists(client: FlaskClient) -> None:
    whole = client.get(f"{OBSERVATIONS}?{SOME}&format=json").json
    found = [answer.json for answer in pages(client, f"{OBSERVATIONS}?{SOME}&format=json&limit=40")]
    assert [row for rows in found for row in rows] == whole
    assert len(found) > 1


def test_a_page_that_ends_with_the_last_row_leads_nowhere(client: FlaskClient) -> None:
    count = len(client.get(f"{OBSERVATIONS}?{SOME}&format=json").json)
    assert following(client.get(f"{OBSERVATIONS}?{SOME}&limit={count}")) is None
    assert following(client.get(f"{OBSERVATIONS}?{SOME}&limit={count - 1}")) is not None
    assert following(client.get(f"{OBSERVATIONS}?{SOME}")) is None


def test_a_choice_without_rows_is_a_page_without_rows(client: FlaskClient) -> None:
    answer = client.get(f"{OBSERVATIONS}?indicator=cpp_rate&from=2030&limit=5")
    assert (answer.status_code, len(table(answer.text)), following(answer)) == (200, 1, None)
    assert client.get(f"{OBSERVATIONS}?indicator=cpp_rate&from=2030&format=json").text == "[]"


def test_after_without_a_limit_gives_the_rest(client: FlaskClient) -> None:
    address = following(client.get(f"{OBSERVATIONS}?{SOME}&limit=9"))
    assert address is not None
    rest = client.get(address.replace("limit=9", "limit="))
    assert table(rest.text)[1:] == table(client.get(f"{OBSERVATIONS}?{SOME}").text)[10:]


def test_form_and_length_may_change_from_page_to_page(client: FlaskClient) -> None:
    address = following(client.get(f"{OBSERVATIONS}?{SOME}&limit=9"))
    assert address is not None
    rows = client.get(address.replace("limit=9", "limit=3&format=json")).json
    assert rows == client.get(f"{OBSERVATIONS}?{SOME}&format=json").json[9:12]


@pytest.mark.parametrize("limit", ["0", "-1", "10001", "1e3", "5.0", "²", "all", "1,2", "00000000001"])
def test_a_limit_out_of_bounds_is_refused_with_them(client: FlaskClient, limit: str) -> None:
    answer = client.get(OBSERVATIONS, query_string={"indicator": "cpp_rate", "limit": limit})
    assert answer.status_code == 400
    assert answer.json["error"] == f"limit '{limit}' is not allowed; give a whole number from 1 to {MOST_ROWS}."


@pytest.mark.parametrize("after", ["5", "1-0-" + "a" * 16 + "-0-0", "1-0-" + "g" * 16 + "-" + "0" * 8 + "-0-0", "-"])
def test_what_no_page_gave_is_refused(client: FlaskClient, after: str) -> None:
    answer = client.get(OBSERVATIONS, query_string={"indicator": "cpp_rate", "after": after})
    assert answer.status_code == 400
    assert answer.json["error"] == "'after' is not one that an earlier page gave; begin again without it."


@pytest.mark.parametrize("other", ["indicator=cpp_rate", "indicator=lac_rate&area=885", "indicator=lac_rate&to=2020"])
def test_a_page_of_other_filters_is_refused(client: FlaskClient, other: str) -> None:
    address = following(client.get(f"{OBSERVATIONS}?indicator=lac_rate&limit=5"))
    assert address is not None
    answer = client.get(address.replace("indicator=lac_rate", other))
    assert answer.status_code == 400
    assert answer.json["error"].startswith("'after' was given for other filters;")


def test_a_place_beyond_the_last_row_is_an_empty_page(client: FlaskClient) -> None:
    address = following(client.get(f"{OBSERVATIONS}?indicator=lac_rate&limit=5"))
    assert address is not None
    for end in ("-999999-0", "-1-999999999"):
        answer = client.get(re.sub(r"-[0-9]+-[0-9]+$", end, address))
        assert (answer.status_code, len(table(answer.text))) == (200, 1)


# While figures come --------------------------------------------------------------------------------


@pytest.fixture
def tiny_client(
    application: Dash, dataset: Dataset, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    """The API on three figures of three years."""
    sqlite_store.add([delivery("a", *(row(float(n), period=f"20{n}/{n + 1}") for n in (20, 21, 22)))])
    monkeypatch.setitem(application.server.extensions, EXTENSION, replace(dataset, store=sqlite_store))
    return application.server.test_client()


def test_a_page_of_figures_that_have_changed_is_refused(tiny_client: FlaskClient, sqlite_store: Store) -> None:
    """Two pages never hold figures of two versions."""
    first = following(tiny_client.get(f"{OBSERVATIONS}?limit=1"))
    assert first is not None
    assert [cells[6] for cells in table(tiny_client.get(first).text)[1:]] == ["21"]
    sqlite_store.add([delivery("b", row(99.0, period="2019/20"))])
    answer = tiny_client.get(first)
    assert answer.status_code == 409
    said = "The figures have changed since the first page; begin again without 'after'."
    assert answer.json == {"error": said}
    assert [len(table(each.text)) - 1 for each in pages(tiny_client, f"{OBSERVATIONS}?limit=3")] == [3, 1]


def test_a_page_of_figures_that_are_still_being_made_ready_is_later(
    tiny_client: FlaskClient, sqlite_store: Store
) -> None:
    """Another process may have them already."""
    before = sqlite_store.snapshot()
    sqlite_store.add([delivery("b", row(99.0, period="2019/20"))])
    first = following(tiny_client.get(f"{OBSERVATIONS}?limit=1"))
    assert first is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_store, "snapshot", lambda: before)
        answer = tiny_client.get(first)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json == {"error": "The newest figures are being made ready; ask again in some seconds."}


def test_databases_with_as_many_releases_are_not_taken_for_one_another(tmp_path: Path, register: Register) -> None:
    """As after a backup was put back and another file imported."""
    versions = set()
    for name in ("a", "b"):
        store = Store(f"sqlite:///{tmp_path}/{name}.sqlite3", register)
        store.add([delivery(name, row(1.0))])
        versions.add((store.snapshot().moment, store.snapshot().version))
    assert len({moment[:2] for moment, _ in versions}) == 1
    assert len({version for _, version in versions}) == 2


def test_what_is_sent_is_of_one_version_though_figures_come_in_between(
    tiny_client: FlaskClient, sqlite_store: Store, register: Register
) -> None:
    """The second indicator is read after the import, and as it was before."""
    other = next(name for name in sorted(register) if name > INDICATOR and register[name].published_source)
    sqlite_store.add([delivery("c", row(1.0, indicator=other))])
    answer = tiny_client.get(OBSERVATIONS, buffered=False)
    sqlite_store.add([delivery("d", row(2.0, indicator=other))])
    values = {(cells[0], cells[6]) for cells in table(answer.text)}
    assert (other, "1") in values
    assert (other, "2") not in values


# What is read --------------------------------------------------------------------------------------


class Watched:
    """A reader that notes what is asked of it, and fails from a number of indicators on."""

    def __init__(self, snapshot: Snapshot, most: int = 1000) -> None:
        self._reader = snapshot._reader
        self._left = most
        self.passed: list[str] = []
        self.whole: list[str] = []

    def holding(self, source: str, indicator: str) -> Holding:
        self.whole.append(indicator)
        return self._reader.holding(source, indicator)

    def passing(self, source: str, indicator: str, areas: Collection[str]) -> Iterator[OfArea]:
        if not self._left:
            raise StoreError("The disk is gone.")
        self._left -= 1
        self.passed.append(indicator)
        return self._reader.passing(source, indicator, areas)

    def settled(self, source: str, indicator: str, key: Hashable, work_out: Callable[[Holding], object]) -> object:
        return self._reader.settled(source, indicator, key, work_out)

    def history(self, indicator: str, area: str) -> list[Historic]:
        self.whole.append(indicator)
        return self._reader.history(indicator, area)

    def superseding(self) -> dict[int, frozenset[int]]:
        return self._reader.superseding()

    def counts(self) -> dict[int, int]:
        return self._reader.counts()


def watched(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, most: int = 1000) -> Watched:
    reader = Watched(snapshot, most)
    monkeypatch.setattr(snapshot, "_reader", reader)
    return reader


@pytest.fixture
def served(application: Dash) -> Snapshot:
    """The snapshot that the application serves."""
    return application.server.extensions[EXTENSION].snapshot()


def test_one_area_reads_no_more_than_its_figures(
    dataset: Dataset, application: Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it keep any, in place of what is kept."""
    store = Store(dataset.settings.database, dataset.register)
    monkeypatch.setitem(application.server.extensions, EXTENSION, replace(dataset, store=store))
    rows = table(application.server.test_client().get(f"{OBSERVATIONS}?area=885").text)[1:]
    kept = application.server.extensions[EXTENSION].snapshot()
    assert len({cells[0] for cells in rows}) > 150
    assert len(store._holdings._kept) == 0
    before = table(application.server.test_client().get(f"{OBSERVATIONS}?area=885&indicator=cpp_rate").text)
    kept.holding("cpp_rate", PUBLISHED)
    assert table(application.server.test_client().get(f"{OBSERVATIONS}?area=885&indicator=cpp_rate").text) == before
    assert len(before) > 10


def test_the_first_part_is_there_before_the_second_indicator_is_read(
    client: FlaskClient, served: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = watched(served, monkeypatch)
    answer = client.get(f"{OBSERVATIONS}?source=published", buffered=False)
    parts = answer.iter_encoded()
    first = next(parts)
    assert first.count(b"\r\n") == ROWS + 1
    assert len(reader.passed) == 1
    assert sum(part.count(b"\r\n") for part in parts) > 100_000
    assert len(reader.passed) > 80


COMPARISON = "/api/v1/comparisons?indicator=cpp_rate"
WITH_HEADS = (
    f"{OBSERVATIONS}?limit=5", f"{OBSERVATIONS}?format=json", COMPARISON, f"{COMPARISON}&format=csv",
    "/pack/safeguarding.xlsx?items=neglect", "/pack/safeguarding.pptx?items=neglect&area=815",
    "/", "/indicators/cpp_rate", "/compare?area=815", "/data",
)  # fmt: skip


@pytest.mark.parametrize("path", WITH_HEADS)
def test_a_head_is_that_of_the_answer_and_reads_no_figures(
    client: FlaskClient, served: Snapshot, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    whole = client.get(path)
    reader = watched(served, monkeypatch)
    head = client.head(path)
    assert (head.status_code, head.data) == (whole.status_code, b"") == (200, b"")
    assert head.headers.get("Content-Length") in (None, whole.headers.get("Content-Length"))  # not that it is empty
    assert (reader.passed, reader.whole) == ([], [])
    for name in ("Content-Type", "Content-Disposition", "Cache-Control", "Content-Security-Policy", "Vary"):
        assert head.headers.get(name) == whole.headers.get(name), name


@pytest.mark.parametrize(
    "path", [f"{OBSERVATIONS}?limit=0", f"{OBSERVATIONS}?indicator=x", "/api/v1/comparisons", "/pack/safeguarding.xls"]
)
def test_a_head_of_what_is_refused_says_so(client: FlaskClient, path: str) -> None:
    assert client.head(path).status_code == client.get(path).status_code >= 400


# What breaks off -----------------------------------------------------------------------------------


def test_what_fails_before_the_first_row_is_told(
    client: FlaskClient, served: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(served, monkeypatch, most=0)
    for kind in ("csv", "json"):
        answer = client.get(f"{OBSERVATIONS}?format={kind}")
        assert (answer.status_code, "disk" in answer.text) == (503, False)


def test_over_http_1_0_an_answer_is_whole_or_an_error(
    client: FlaskClient, served: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without chunks a reader could not tell a part from the whole."""
    old = {"SERVER_PROTOCOL": "HTTP/1.0"}
    answer = client.get(f"{OBSERVATIONS}?{SOME}", environ_overrides=old)
    assert answer.content_length == len(answer.data)
    assert answer.data == client.get(f"{OBSERVATIONS}?{SOME}").data
    watched(served, monkeypatch, most=3)
    assert client.get(OBSERVATIONS, environ_overrides=old).status_code == 503


def test_an_answer_made_whole_may_be_compressed(client: FlaskClient) -> None:
    old, accepted = {"SERVER_PROTOCOL": "HTTP/1.0"}, {"Accept-Encoding": "br"}
    answer = client.get(f"{OBSERVATIONS}?{SOME}", environ_overrides=old, headers=accepted)
    assert answer.content_length in (None, len(answer.data))
    assert brotli.decompress(answer.data) == client.get(f"{OBSERVATIONS}?{SOME}").data


def test_blocks_of_which_the_first_cannot_be_read_are_an_error_and_no_part(
    client: FlaskClient, served: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(indicator: str, area: str) -> list[Historic]:
        raise StoreError("The disk is gone.")

    monkeypatch.setattr(watched(served, monkeypatch), "history", fail)
    answer = client.post("/blocks?area=839", json=["history:cpp_rate", "trend:cpp_rate"])
    assert (answer.status_code, "cannot be read" in answer.text) == (503, True)


BREAKING = """
from app import server, app
from data.api import EXTENSION
from tests.unit.test_paging import Watched

snapshot = server.extensions[EXTENSION].snapshot()
snapshot._reader = Watched(snapshot, most=120)
"""


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_an_answer_that_breaks_off_does_not_look_whole(dataset: Dataset, tmp_path: Path, kind: str) -> None:
    """The server closes the connection without the last chunk, and its log says why."""
    (tmp_path / "breaking.py").write_text(BREAKING)
    settings = {"SAFEGUARDING_DATABASE": dataset.settings.database, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    with serving("breaking:server", tmp_path, settings) as port:
        got = _asked(port, f"{OBSERVATIONS}?format={kind}")
    head, _, body = got.partition(b"\r\n\r\n")
    assert b" 200 " in head.partition(b"\r\n")[0]
    assert b"transfer-encoding: chunked" in head.lower()
    assert len(body) > 100_000
    assert not body.endswith(b"0\r\n\r\n")
    said = (tmp_path / "log.txt").read_text()
    assert f"An answer of {OBSERVATIONS} was broken off: The disk is gone." in said


def _asked(port: int, path: str) -> bytes:
    """Every byte that the server answers until it closes the connection."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        try:
            while part := connection.recv(1 << 16):
                found += part
        except ConnectionResetError:
            pass
    return found


def test_json_is_sent_as_one_list(client: FlaskClient) -> None:
    """Across the seams of its parts."""
    answer = client.get(f"{OBSERVATIONS}?indicator=cpp_rate&format=json", buffered=False)
    parts = list(answer.iter_encoded())
    assert len(parts) > 3
    found = json.loads(b"".join(parts))
    assert len(found) > 4 * ROWS
    assert json.dumps(found, ensure_ascii=False).encode() == b"".join(parts)
