"""A way to a PostgreSQL server that can fail as networks and servers do: come late, break, or carry nothing more."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from urllib.parse import urlsplit

import psycopg

from data.settings import POSTGRESQL


class Relay:
    """Takes connections on a port of this machine, once it is opened, and passes on what comes either way."""

    def __init__(self, url: str) -> None:
        """``url`` is SQLAlchemy's of the database that the relay leads to."""
        self._options = psycopg.conninfo.conninfo_to_dict(url.replace(POSTGRESQL, "postgresql://"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._flowing = Event()
        self._flowing.set()
        self._listener: socket.socket | None = None
        self._ends: list[socket.socket] = []
        user, name = self._options.get("user", "postgres"), urlsplit(url).path.lstrip("/")
        self.url = f"{POSTGRESQL}{user}:{self._options.get('password', 'none')}@127.0.0.1:{self._port}/{name}"

    def open(self) -> None:
        """Take connections, at the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def close(self) -> None:
        """Take no more connections and break those that there are, as a server that is stopped does."""
        self._flowing.set()
        if self._listener:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.cut()

    def cut(self) -> None:
        """Break every connection, as a server that is restarted does."""
        while self._ends:
            with suppress(OSError):
                self._ends.pop().shutdown(socket.SHUT_RDWR)

    def freeze(self) -> None:
        """Take connections and questions, and pass on nothing: a server that is stopped by a signal, a dead network."""
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = self._server()
                self._ends += [client, server]
                for one, other in ((client, server), (server, client)):
                    Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _server(self) -> socket.socket:
        host, port = str(self._options.get("host", "")), self._options.get("port", 5432)
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                self._flowing.wait()
                other.sendall(data)
            other.shutdown(socket.SHUT_RDWR)
