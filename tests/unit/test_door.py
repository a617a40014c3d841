"""At the door: what may be kept, who is answered, and what is written down of it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

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
