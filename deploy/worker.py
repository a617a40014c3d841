"""gunicorn's worker with threads, where slow and silent connections are borne with for a while and then ended.

Of itself gunicorn gives each connection a thread as it comes, and waits for one that sends or reads slowly without
end. Here a connection gets its thread with the first byte that it sends, and a bound on how long it holds it.
"""

from __future__ import annotations

import errno
import resource
import selectors
import socket
import time
from functools import partial
from struct import pack

from gunicorn.util import close_graceful
from gunicorn.workers.gthread import TConn, ThreadWorker

SILENCE = 10  # seconds within which a connection has to send or take something
ARRIVAL = 30.0  # seconds within which a whole request has to be there
SLOWEST = 16_000  # bytes a second: an answer may take that long, and SILENCE besides
WAITING = 1000  # connections of a process that may wait for their next request, besides those in hand
FILES_OF_A_READ = 3  # that a thread has open while it reads figures: SQLite's file, ``-wal`` and ``-shm``
SPARE_FILES = 100  # that a process has open besides
PASSING = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)
NO_FILE = (errno.EMFILE, errno.ENFILE)
PAUSE = 1.0  # seconds without new connections where there was no file for one


class Bounded(socket.socket):
    """A connection that takes so long and no longer. The system sees to silence, at no cost for those in time."""

    until = float("inf")  # of ``time.monotonic``, when the request has to be there

    @classmethod
    def of(cls, accepted: socket.socket) -> Bounded:
        """The same connection, bounded; ``accepted`` is of no more use."""
        bounded = cls(accepted.family, accepted.type, accepted.proto, fileno=accepted.detach())
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            bounded.setsockopt(socket.SOL_SOCKET, option, pack("ll", SILENCE, 0))
        return bounded

    def recv(self, size: int, flags: int = 0) -> bytes:
        """As ever. Raises ConnectionResetError, which gunicorn takes as an end, where it takes too long."""
        try:
            received = super().recv(size, flags)
        except BlockingIOError:
            raise ConnectionResetError(errno.ECONNRESET, "it sent nothing for too long") from None
        if time.monotonic() > self.until:
            raise ConnectionResetError(errno.ECONNRESET, "the request took too long to arrive")
        return received

    def sendall(self, data: bytes, flags: int = 0) -> None:
        """As ever. Raises BrokenPipeError, which gunicorn takes as an end, where it takes too long."""
        rest = memoryview(data)
        give_up = time.monotonic() + SILENCE + len(rest) / SLOWEST
        while rest:
            try:
                rest = rest[self.send(rest, flags) :]
            except BlockingIOError:
                raise BrokenPipeError(errno.EPIPE, "it took nothing for too long") from None
            if rest and time.monotonic() > give_up:
                raise BrokenPipeError(errno.EPIPE, "the answer took too long to be taken")


class Ending(TConn):
    """A connection that is closed at once: gunicorn's loop, which does this, would wait for the client's end."""

    def close(self, graceful: bool = False) -> None:
        super().close()


class Worker(ThreadWorker):
    """Hands a connection to a thread when there is something to read, and bounds how long it keeps it."""

    full_until = 0.0  # of ``time.monotonic``, before which no connection is accepted

    def accept(self, listener: socket.socket) -> None:
        try:
            accepted, client = listener.accept()
        except OSError as error:
            if error.errno in NO_FILE:
                self.log.warning("New connections wait, since the process can open no more files: %s", error)
                self.full_until = time.monotonic() + PAUSE
                self.set_accept_enabled(False)
            elif error.errno not in PASSING:
                raise
            return
        self.nr_conns += 1
        connection = Ending(self.cfg, Bounded.of(accepted), client, listener.getsockname())
        connection.timeout = time.monotonic() + SILENCE
        self.pending_conns.append(connection)
        ready = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, selectors.EVENT_READ, ready)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled and time.monotonic() >= self.full_until)

    def handle(self, conn: TConn) -> object:
        conn.sock.until = time.monotonic() + ARRIVAL
        goes_on = super().handle(conn)
        if not goes_on:  # here, where it holds up nothing but this thread, 2 seconds at most
            close_graceful(conn.sock)
        return goes_on


def connections(threads: int) -> int:
    """How many connections a process may have open, as many as the system lets it; the system is asked for more."""
    wanted = threads + WAITING
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    besides = threads * FILES_OF_A_READ + SPARE_FILES
    files = wanted + besides
    if soft != resource.RLIM_INFINITY and soft < files:
        soft = files if hard == resource.RLIM_INFINITY else min(files, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else min(wanted, max(threads + 1, soft - besides))
