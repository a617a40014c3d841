"""The tables as version 0.1.0 made them: where the steps begin."""

from __future__ import annotations

revision = "2"
down_revision = None


def upgrade() -> None:
    """Nothing: a database of schema 2 has these tables, and a new one is made with those of today."""
