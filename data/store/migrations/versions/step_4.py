"""The current figures in a table of their own."""

from __future__ import annotations

from alembic import op

from data import schema
from data.store import current

revision = "4"
down_revision = "3"


def upgrade() -> None:
    connection = op.get_bind()
    for table in (schema.current, schema.changed):
        table.create(connection)
    releases = connection.scalars(schema.release.select().with_only_columns(schema.release.c.id))
    current.refresh(connection, current.pairs_of(connection, releases))
