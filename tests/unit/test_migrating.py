"""Databases that version 0.1.0 made are brought forward, whole or not at all, on both kinds of database."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data import schema
from data.errors import StoreError
from data.register import Register
from data.settings import POSTGRESQL, ROOT
from data.store import Store, migrating
from data.store.opening import open_engine
from tests.frames import all_figures

TABLES = (ROOT / "tests/files/schema_2.sql").read_text()


def make(url: str) -> None:
    """A database of schema 2, with its rows."""
    if url.startswith(POSTGRESQL):
        with psycopg.connect(url.replace(POSTGRESQL, "postgresql://")) as connection:
            connection.execute(TABLES)
    else:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.executescript(TABLES.replace("DOUBLE PRECISION", "DOUBLE"))


def differences(url: str) -> list[str]:
    """What a database has otherwise than the tables of today, but for the table in which Alembic keeps its step, and
    the parts of a table that PostgreSQL divides."""
    with open_engine(url).connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    return [text for each in found if not re.search(r"alembic_version|'current_\d+'", text := repr(each))]


def test_every_figure_area_and_neighbour_is_there_afterwards(store_url: str, register: Register):
    make(store_url)
    snapshot = Store(store_url, register).snapshot()
    found = snapshot.figures("cpp_rate", "published")
    assert (found["885"]["2024/25"][0].value, found["201"]["2024/25"][0].status) == (43.457, "suppressed")
    assert (snapshot.areas["885"].name, snapshot.neighbours["2025"]["885"][0].neighbour) == ("Worcestershire", "815")
    assert [release.id for release in snapshot.releases] == [7]


def test_a_database_brought_forward_is_like_a_new_one(store_url: str, register: Register):
    make(store_url)
    assert differences(store_url)
    Store(store_url, register)
    Store(store_url, register)  # and is opened a second time as it is
    assert differences(store_url) == []


def test_a_step_that_fails_leaves_the_database_as_it_was(
    store_url: str, register: Register, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    make(store_url)
    before = differences(store_url)
    for path in migrating.FOLDER.rglob("*.py"):
        copy = tmp_path / "steps" / path.relative_to(migrating.FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text()
        copy.write_text(text if path.name != "step_3.py" else f'{text}    op.execute("SELECT nothing FROM nowhere")\n')
    monkeypatch.setattr(migrating, "FOLDER", tmp_path / "steps")
    with pytest.raises(StoreError, match="Nothing was changed"):
        Store(store_url, register)
    assert differences(store_url) == before
    monkeypatch.undo()
    assert len(all_figures(Store(store_url, register).snapshot())) == 2
