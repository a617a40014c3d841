"""Files go out compressed and whole, whatever a browser accepts."""

from __future__ import annotations

import re

import brotli
import pytest
from flask.testing import FlaskClient

from data.settings import ROOT


@pytest.mark.parametrize("name", ["app.css", "charts.js", "10-plotly-basic.min.js"])
def test_a_file_arrives_as_it_is(client: FlaskClient, name: str) -> None:
    content = (ROOT / "assets" / name).read_bytes()
    answer = client.get(f"/assets/{name}", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "accept-encoding" in answer.headers["Vary"].lower()
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(content)
    assert brotli.decompress(answer.data) == content
    assert client.get(f"/assets/{name}?m=2", headers={"Accept-Encoding": "br"}).data == answer.data
    assert client.get(f"/assets/{name}").data == content


def test_the_scripts_of_dash_arrive_compressed_too(client: FlaskClient) -> None:
    scripts = re.findall(r'src="(/_dash-component-suites/[^"]+)"', client.get("/").text)
    assert len(scripts) > 5
    for script in scripts:
        answer = client.get(script, headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert brotli.decompress(answer.data) == client.get(script).data
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_what_is_not_text_or_not_there_is_left_as_it_is(client: FlaskClient) -> None:
    font = "fonts/safeguarding-sans-3.052.woff2"
    answer = client.get(f"/assets/{font}", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (ROOT / "assets" / font).read_bytes()
    assert client.get("/assets/nothing.css", headers={"Accept-Encoding": "br"}).status_code == 404


def test_no_polyfill_is_sent(client: FlaskClient) -> None:
    index = client.get("/").text
    assert "react-dom@" in index
    assert "polyfill" not in index
