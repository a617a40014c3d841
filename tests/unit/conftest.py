"""What unit tests share: the register, the project's own figures, and the application on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data.dataset import Dataset, open_dataset
from data.register import Register, read_register
from data.settings import read_settings
from data.store import Snapshot, Store


@pytest.fixture(scope="session")
def register() -> Register:
    return read_register()


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The figures the project carries, in the temporary database of tests/conftest.py. Tests only read it."""
    return open_dataset(read_settings())


@pytest.fixture(scope="session")
def snapshot(dataset: Dataset) -> Snapshot:
    return dataset.snapshot()


@pytest.fixture(scope="session")
def application() -> Dash:
    """The application that gunicorn would serve, on the same figures as ``dataset``."""
    from app import app

    return app


@pytest.fixture
def request_context(application: Dash) -> Iterator[None]:
    """A request in which layouts and packs find the dataset."""
    with application.server.test_request_context("/"):
        yield


@pytest.fixture
def client(application: Dash) -> FlaskClient:
    return application.server.test_client()


@pytest.fixture
def store(store_url: str, register: Register) -> Store:
    """An empty store on each kind of database."""
    return Store(store_url, register)


@pytest.fixture
def sqlite_store(tmp_path: Path, register: Register) -> Store:
    """An empty store, for tests in which the kind of database plays no part."""
    return Store(f"sqlite:///{tmp_path}/tiny.sqlite3", register)
