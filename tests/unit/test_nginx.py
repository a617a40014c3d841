"""The shipped nginx site: nginx takes it, and what it keeps off the dashboard. Skipped where there is no nginx, which
``deploy/test.sh`` looks for."""

from __future__ import annotations

import asyncio
import gzip
import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from components.files.__main__ import main
from data.settings import ROOT
from tests.load import nuisance
from tests.load.browser import Answer, Browser
from tests.running import free_port, nginx_path, serving

SITE = ROOT / "deploy" / "nginx.conf"
FEW = 8
AROUND = """daemon off;
pid {folder}/pid;
{user}
events {{ worker_connections 4000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""

pytestmark = pytest.mark.skipif(not nginx_path(), reason="there is no nginx here")


@dataclass(frozen=True, slots=True)
class Proxy:
    port: int

    def ask(self, *paths: str, body: bytes = b"", **headers: str) -> list[Answer]:
        """Answers to as many requests at once, each on a connection of its own."""

        async def one(path: str) -> Answer:
            browser = Browser("127.0.0.1", self.port)
            try:
                return await (browser.post(path, body) if body else browser.get(path, **headers))
            finally:
                browser.close()

        async def every() -> list[Answer]:
            return await asyncio.gather(*map(one, paths))

        return asyncio.run(every())


def configuration(folder: Path, port: int, behind: int) -> Path:
    """The site as it is shipped, but for its port, the dashboard's, and its folder."""
    site = SITE.read_text()
    for here, there in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8050": f"127.0.0.1:{behind}",
        "root /opt/safeguarding-kpis/var/site;": f"root {folder}/site;",
    }.items():
        assert site.count(here) == 1
        site = site.replace(here, there)
    (folder / "site.conf").write_text(site)
    whole = folder / "nginx.conf"
    whole.write_text(AROUND.format(folder=folder, user="user root;" if os.geteuid() == 0 else ""))
    return whole


def nginx(folder: Path, *arguments: str) -> list[str]:
    return [nginx_path(), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"), *arguments]


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """nginx in front of one process with few threads."""
    assert CliRunner().invoke(main, [str(tmp_path / "site")]).exit_code == 0
    settings = {"SAFEGUARDING_WORKERS": "1", "SAFEGUARDING_THREADS": str(FEW)}
    with serving("tests.unit.answering:server", tmp_path, settings) as behind:
        found = Proxy(free_port())
        configuration(tmp_path, found.port, behind)
        with subprocess.Popen(nginx(tmp_path), stderr=subprocess.PIPE) as process:
            try:
                for _ in range(100):
                    time.sleep(0.1)
                    if (tmp_path / "pid").exists():
                        break
                yield found
            finally:
                process.terminate()


def test_nginx_takes_the_site_as_it_is(tmp_path: Path) -> None:
    configuration(tmp_path, free_port(), free_port())
    done = subprocess.run(nginx(tmp_path, "-t"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
    assert "[emerg]" not in done.stderr


def test_files_are_as_the_dashboard_gives_them(proxy: Proxy, client: FlaskClient) -> None:
    own = {"etag", "last-modified", "date", "server", "connection", "x-request-id", "accept-ranges", "content-length"}
    own |= {"content-disposition"}  # inline, which is what goes without saying
    for path in ("/assets/app.css", "/assets/charts.js", "/assets/fonts/safeguarding-sans-3.052.woff2"):
        accepted = {"Accept-Encoding": "gzip"}
        ours, theirs = client.get(path, headers=accepted), proxy.ask(path, **accepted)[0]
        assert (theirs.status, theirs.content) == (200, (ROOT / path[1:]).read_bytes())
        expected = {name.lower(): value for name, value in ours.headers}
        assert {k: v for k, v in theirs.headers.items() if k not in own} == {
            k: v for k, v in expected.items() if k not in own
        }
        held = proxy.ask(path, **accepted, **{"If-None-Match": theirs.headers["etag"]})[0]
        assert (held.status, held.body) == (304, b"")


def test_files_come_compressed_and_what_is_not_there_from_the_dashboard(proxy: Proxy, tmp_path: Path) -> None:
    sent = proxy.ask("/assets/10-plotly-basic.min.js")[0]
    kept = tmp_path / "site" / "assets" / "10-plotly-basic.min.js.gz"
    assert sent.headers["content-encoding"] == "gzip"
    assert sent.body == kept.read_bytes()
    assert gzip.decompress(sent.body) == (ROOT / "assets" / "10-plotly-basic.min.js").read_bytes()
    assert proxy.ask("/assets/later.css")[0].content == b"/assets/later.css"  # as an update adds it


def test_blocks_stream(proxy: Proxy) -> None:
    async def lines() -> tuple[bytes, float, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        writer.write(b"GET /stream HTTP/1.1\r\nHost: kpi.example.org\r\n\r\n")
        first = await asyncio.wait_for(reader.readuntil(b"first"), 10)
        came = time.monotonic()
        last = await asyncio.wait_for(reader.readuntil(b"last"), 20)
        writer.close()
        return first, time.monotonic() - came, last

    first, apart, last = asyncio.run(lines())
    assert first.endswith(b"first")
    assert last.endswith(b"last")
    assert apart > 1  # the application takes two seconds between them


def test_a_request_is_told_where_it_was_asked(proxy: Proxy) -> None:
    told = proxy.ask("/told", **{"Host": "kpi.example.org", "X-Forwarded-For": "10.9.8.7"})[0].content.decode()
    assert told == "kpi.example.org 127.0.0.1 http"


def test_a_body_that_the_dashboard_would_refuse_does_not_reach_it(proxy: Proxy) -> None:
    assert proxy.ask("/blocks", body=b"x" * 256_000)[0].content == b"256000"
    assert proxy.ask("/blocks", body=b"x" * 256_001)[0].status == 413


def test_a_room_of_people_is_let_in_and_a_flood_of_packs_is_not(proxy: Proxy) -> None:
    pages = Counter(answer.status for answer in proxy.ask(*["/healthz"] * 800))
    assert pages == {200: 800}
    packs = Counter(answer.status for answer in proxy.ask(*["/pack/safeguarding.pptx"] * 150))
    assert packs[429] > 50
    assert packs[200] > 50


@pytest.mark.parametrize(
    ("kind", "number"),
    [(nuisance.silent, 200), (nuisance.slow_sending, 200), (nuisance.slow_heading, 200), (nuisance.slow_reading, 24)],
)
def test_slow_connections_hold_no_thread_of_the_dashboard(proxy: Proxy, kind: nuisance.Nuisance, number: int) -> None:
    """More of them than it has threads."""
    assert number > 2 * FEW

    async def beside() -> list[int]:
        others = [asyncio.create_task(kind("127.0.0.1", proxy.port)) for _ in range(number)]
        await asyncio.sleep(3)
        statuses = []
        for _ in range(10):
            browser = Browser("127.0.0.1", proxy.port)
            statuses.append((await asyncio.wait_for(browser.get("/healthz"), 5)).status)
            browser.close()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        return statuses

    assert asyncio.run(beside()) == [200] * 10
