"""PostgreSQL: connections that give up in time, and a server that is waited for at a start.

Loaded with the first engine of a server: a dashboard on a file does without its driver.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Mapping
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg.errors import ConnectionTimeout
from sqlalchemy import Engine, event

from data.errors import printable
from data.store.patience import AT_ONCE, Patient, Unanswered

T = TypeVar("T")
log = logging.getLogger("safeguarding")

RETRY_SECONDS = 1.0
# So that an import finds out that the other machine is gone; libpq's own defaults are hours.
NETWORK = {
    "connect_timeout": int(AT_ONCE),
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


class NoAnswer(psycopg.OperationalError, Unanswered):
    """The server did not answer in time, as the driver has it."""


class Bounded(Patient, psycopg.Connection[Any]):
    """A connection that gives up in time."""

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        try:
            return super().wait(gen, *args, **{"timeout": self.seconds, **kwargs})
        except psycopg.OperationalError as error:
            if type(error).__name__ != "_WaitTimeout":
                raise
            self.pgconn.finish()
            raise NoAnswer(f"the server did not answer within {self.seconds:g} seconds") from error


def bound(engine: Engine) -> None:
    """Let every connection of a PostgreSQL engine give up in time."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Bounded:
        try:
            return Bounded.connect(*arguments, **{**NETWORK, **options})
        except ConnectionTimeout as error:
            raise NoAnswer(str(error)) from error


def wait_for_server(engine: Engine, shown: str, seconds: float) -> None:
    """Wait until a PostgreSQL server takes connections, as at the boot of a machine, and say so once.

    Returns when it does, when that time is over, or at once where waiting would not help; whoever connects then finds
    out what is wrong. A server answers this before it asks for a password.
    """
    _, options = engine.dialect.create_connect_args(engine.url)
    options.pop("context", None)  # what psycopg makes of values, nothing of libpq's
    give_up = time.monotonic() + seconds
    is_said = False
    while _may_come(options) and time.monotonic() < give_up:
        if not is_said:
            log.warning(
                "The database %s does not answer yet; it is waited for, %g seconds at most.", printable(shown), seconds
            )
        is_said = True
        time.sleep(min(RETRY_SECONDS, max(0.0, give_up - time.monotonic())))


def _may_come(options: Mapping[str, Any]) -> bool:
    """Whether the server does not take connections now and may do so later: not where its name is unknown."""
    host = str(options.get("host") or "")
    if host and not host.startswith(("/", "@")) and "," not in host:
        try:
            socket.getaddrinfo(host, None)
        except socket.gaierror as error:
            return error.errno == socket.EAI_AGAIN
        except UnicodeError:
            return False
    try:
        answer = pq.PGconn.ping(make_conninfo(**{**NETWORK, **options}).encode())
    except psycopg.Error:  # an option that there is not
        return False
    return answer in (pq.Ping.REJECT, pq.Ping.NO_RESPONSE)
