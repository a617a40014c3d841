"""Blocks over HTTP: an address gives what its page gives, and nothing that is asked amiss is a failure."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient

from tests.unit.test_pages import components

NEGLECT = ["headlines:neglect", "tiles:neglect", "trend:factor_neglect_rate", "profile:neglect"]


def asked(client: FlaskClient, names: list[str], query: str = "") -> list[Any]:
    answer = client.post(f"/blocks{query}", json=names)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/neglect", {"area": "E10000012", "neighbours": "2021", "statistic": "median", "intervals": "shown"}),
        ("/compare", {"indicator": "cpp_rate", "period": "2018/19", "against": "838", "limits": "plain"}),
        ("/compare", {"indicator": "cpp_rate", "period": "1999/00", "against": "nowhere", "limits": "no"}),
        ("/", {"from": "2020/21", "to": "2022/23"}),
    ],
)
def test_the_blocks_of_an_address_are_those_of_its_page(application, client: FlaskClient, path, query) -> None:
    page = next(p for p in dash.page_registry.values() if p["path"] == path)
    with application.server.test_request_context("/"):
        placed = [c for c in components(page["layout"](**query)) if hasattr(c, "data-follows")]
        names = [getattr(c, "data-follows") for c in placed]
        shown = [json.loads(getattr(c, "data-block")) for c in placed]
    assert names
    assert asked(client, names, "?" + "&".join(f"{k}={v}" for k, v in query.items())) == shown


def test_blocks_come_in_the_order_asked_for(client: FlaskClient) -> None:
    assert asked(client, NEGLECT[::-1]) == asked(client, NEGLECT)[::-1]


def test_an_answer_is_compressed_line_by_line(client: FlaskClient) -> None:
    answer = client.post("/blocks", json=NEGLECT, headers={"Accept-Encoding": "gzip"}, buffered=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    parts = list(answer.iter_encoded())
    assert len(parts) == len(NEGLECT) + 1
    # The first part is a whole line before the second has come.
    first = zlib.decompressobj(wbits=31).decompress(parts[0])
    assert first.endswith(b"\n")
    assert gzip.decompress(b"".join(parts)).count(b"\n") == len(NEGLECT)


@pytest.mark.parametrize(
    "body",
    [[], ["x"], ["nothing:x"], ["trend:nothing"], ["profile:nothing"], ["headlines:"], ["tiles:neglect", ""],
     [f"tiles:{i}" for i in range(121)], ["tiles:neglect"] * 2, ["tiles:" + "cpp_rate," * 9999],
     ["tiles:neglect", "trend:x"], ["tiles:neglect", None], ["tiles:neglect", ["tiles:neglect"]], ["\x00"], [1.5],
     {"tiles:neglect": 1}, "tiles:neglect", None, 5, True],
    ids=lambda body: repr(body)[:24],
)  # fmt: skip
def test_what_names_no_block_is_refused(client: FlaskClient, body: object) -> None:
    answer = client.post("/blocks", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert "The request" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"\n", b"tiles:neglect", b"[" * 100_000, b'["tiles:neglect"', b"\xff\xfe", b"NaN"]
)
def test_what_is_no_json_is_refused(client: FlaskClient, body: bytes) -> None:
    assert client.post("/blocks", data=body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", "multipart/form-data", ""])
def test_blocks_are_asked_for_in_json_alone(client: FlaskClient, kind: str) -> None:
    answer = client.post("/blocks", data=b'["tiles:neglect"]', content_type=kind)
    assert (answer.status_code, answer.text) == (415, "Blocks are asked for by a list in JSON.")


@pytest.mark.parametrize(
    "query", ["?area=nowhere&from=x&to=9999/99&neighbours=1&statistic=mode&invented=1", "?area=&area=885", "?area=%00"]
)
def test_an_address_that_asks_in_vain_gives_the_defaults(client: FlaskClient, query: str) -> None:
    assert asked(client, NEGLECT, query) == asked(client, NEGLECT)


def test_an_indicator_named_often_is_shown_once(client: FlaskClient) -> None:
    assert asked(client, ["tiles:cpp_rate,cpp_rate,cpp_rate"]) == asked(client, ["tiles:cpp_rate"])


@pytest.mark.parametrize("name", ["tiles:x", "local:x,y", "tiles:journey.nowhere", "local:neglect.x"])
def test_a_block_of_no_indicator_says_so(client: FlaskClient, name: str) -> None:
    assert "notice" in str(asked(client, [name]))
