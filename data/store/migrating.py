"""Taking a database of an earlier schema forward, step by step, in the transaction that it is opened with."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, update

from data import schema

FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def bring_forward(connection: Connection, found: str) -> None:
    """Take every step from the schema found to that of today."""
    config = _config(connection)
    command.stamp(config, found)
    command.upgrade(config, schema.VERSION)
    connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=schema.VERSION))
