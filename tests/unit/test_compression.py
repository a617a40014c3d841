"""Files go out compressed and whole, whatever a browser accepts."""

from __future__ import annotations

import gzip
import re
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner
from dash import Dash
from dash.fingerprint import check_fingerprint
from flask.testing import FlaskClient
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from components.files import MOST, Files, compressed
from components.files.__main__ import main
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


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("page", ["", "&limit=1000"])
def test_figures_arrive_compressed(client: FlaskClient, form: str, page: str) -> None:
    address = f"/api/v1/observations?area=885&format={form}{page}"
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data) == client.get(address).data


def test_a_file_of_dash_takes_its_room_once_whatever_version_is_asked_for(application: Dash) -> None:
    files = Files(application.server.wsgi_app, {"localhost"})
    client = Client(files)
    script = next(s for s in re.findall(r'src="(/_dash[^"?]+)"', client.get("/").text) if check_fingerprint(s)[1])
    stem, _, version = script.partition(".v")
    before = client.get(script)
    for number in range(5):
        assert client.get(f"{stem}.v{number}_0m{version.partition('m')[2]}").data == before.data
    plain = client.get(check_fingerprint(script)[0])  # without a version it may change: kept for no year
    assert "max-age" not in plain.headers.get("Cache-Control", "")
    assert len(files._files) <= 2


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


def test_over_plain_http_browsers_take_gzip(client: FlaskClient) -> None:
    content = (ROOT / "assets" / "app.css").read_bytes()
    answer = client.get("/assets/app.css", headers={"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == content
    refused = client.get("/assets/app.css", headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
    assert (refused.data, "Content-Encoding" in refused.headers) == (content, False)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_file_that_is_held_is_not_sent_again(client: FlaskClient, encoding: str) -> None:
    accepted = {"Accept-Encoding": encoding}
    first = client.get("/assets/app.css", headers=accepted)
    mark = first.headers["ETag"]
    again = client.get("/assets/app.css", headers=accepted | {"If-None-Match": mark})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", mark)
    for name in ("Cache-Control", "Vary", "Content-Security-Policy", "X-Content-Type-Options"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Length" not in again.headers
    since = client.get("/assets/app.css", headers=accepted | {"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    other = client.get("/assets/app.css", headers=accepted | {"If-None-Match": '"other"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_each_encoding_has_its_own_mark(client: FlaskClient) -> None:
    answers = (client.get("/assets/app.css", headers={"Accept-Encoding": e}) for e in ("br", "gzip", "identity"))
    assert len({answer.headers["ETag"] for answer in answers}) == 3


def test_head_says_what_get_sends(client: FlaskClient) -> None:
    accepted = {"Accept-Encoding": "br"}
    head, got = (ask("/assets/app.css", headers=accepted) for ask in (client.head, client.get))
    assert head.data == b""
    ours = {"X-Request-ID"}
    assert {k: v for k, v in head.headers if k not in ours} == {k: v for k, v in got.headers if k not in ours}


def test_a_part_of_a_file_is_given(client: FlaskClient) -> None:
    content = (ROOT / "assets" / "app.css").read_bytes()
    part = client.get("/assets/app.css", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, content[10:20])


def test_files_are_read_once_and_other_addresses_take_no_room() -> None:
    asked: list[str] = []

    @Request.application
    def application(request: Request) -> Response:
        asked.append(request.path)
        found = "nothing" not in request.path
        headers = {"Cache-Control": "max-age=9" if found else "no-store"}
        return Response(request.path, 200 if found else 404, headers, mimetype="text/css")

    files = Files(application, {"localhost"})
    client = Client(files)
    for _ in range(3):
        assert client.get("/assets/a.css").text == "/assets/a.css"
        assert client.get("/assets/nothing.css").status_code == 404
        assert client.get("/healthz").text == "/healthz"
    assert client.get("/assets/a.css", headers={"Host": "evil.example"}).text == "/assets/a.css"
    assert asked.count("/assets/a.css") == 2  # a stranger's host is the door's to refuse
    assert asked.count("/assets/nothing.css") == 6  # the plain file was looked for, then the request answered
    assert asked.count("/healthz") == 3
    for number in range(2 * MOST):
        assert client.get(f"/assets/{number}.css").text == f"/assets/{number}.css"
    assert len(files._files) == MOST


def test_what_was_compressed_once_is_taken_from_the_cache(tmp_path: Path) -> None:
    made = compressed(b"body {}" * 100, tmp_path)
    kept = sorted(path.name.rpartition(".")[2] for path in tmp_path.iterdir())
    assert kept == ["br", "gzip"]
    for path in tmp_path.iterdir():
        path.write_bytes(b"from the cache")
    assert set(compressed(b"body {}" * 100, tmp_path).values()) == {b"from the cache"}
    nowhere = tmp_path / "kept.br"
    nowhere.write_bytes(b"")
    assert compressed(b"body {}" * 100, nowhere) == made  # a cache that cannot be written is done without


def test_the_command_puts_compressed_files_beside_each(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for _ in range(2):
        done = CliRunner().invoke(main, [str(folder)])
        assert done.exit_code == 0, done.output
        (folder / "assets" / "gone.js").write_text("of an earlier version")
    assert CliRunner().invoke(main, [str(folder)]).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    own = {path.relative_to(ROOT) for path in (ROOT / "assets").rglob("*") if path.is_file()}
    assert own <= {path.relative_to(folder) for path in folder.rglob("*")}
    assert not (folder / "assets" / "gone.js").exists()
    script = folder / "assets" / "charts.js"
    assert gzip.decompress(script.with_name("charts.js.gz").read_bytes()) == script.read_bytes()
    assert brotli.decompress(script.with_name("charts.js.br").read_bytes()) == script.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    (other / "minutes.txt").write_text("of the meeting")
    refused = CliRunner().invoke(main, [str(other)])
    assert (refused.exit_code, (other / "minutes.txt").read_text()) == (1, "of the meeting")


def test_a_command_that_fails_leaves_no_files_of_before(tmp_path: Path) -> None:
    """A proxy would give them under the addresses of the new ones, to be kept for a year."""
    folder = tmp_path / "site"
    command = [sys.executable, "-m", "components.files", str(folder)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    bounded = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (20_000, 20_000))  # as if there were no more room
    done = subprocess.run(command, cwd=ROOT, check=False, preexec_fn=bounded, capture_output=True, text=True)
    assert (done.returncode, "could not be made" in done.stderr) == (1, True), done.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
