"""What a hidden number can be, who says what of an area, and releases that are withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    for name in ("numerator_low", "numerator_high"):
        op.add_column("observation", sa.Column(name, sa.Double))
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("release.id"), nullable=False, index=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("decided_at", sa.String, nullable=False),
    )
    columns = ("key", "code", "name", "level", "region", "first", "last")
    old = sa.table("area_code", *(sa.column(name) for name in columns))
    rows = [dict(row) for row in op.get_bind().execute(sa.select(old)).mappings()]
    op.drop_table("area_code")
    new = op.create_table(
        "area_code",
        sa.Column("release_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("region", sa.String),
        sa.Column("first", sa.String, nullable=False),
        sa.Column("last", sa.String, nullable=False),
    )
    op.bulk_insert(new, [{"release_id": 0, **row} for row in rows])
