"""Packs made in a process of their own, for all that answer requests: a large one takes seconds of a processor, and in
the same process every page would wait for it."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from tempfile import mkdtemp
from threading import BoundedSemaphore, Thread

from components.exports.waiting import LOOK_SECONDS, Busy, Gone, Here, Lost, Order, Workshop
from data.errors import UserError

log = logging.getLogger("safeguarding")

NICENESS = 5  # where two processes that answer take two processors whole, it still has a quarter of one
WATCH_SECONDS = 0.5
Outcome = bytes | Exception


class Beside:
    """Packs made by the process that listens at an address; by ``instead`` where there is none any more.

    ``most`` orders of one process wait at the same time, so that threads are left for pages.
    """

    def __init__(self, address: str, instead: Workshop, most: int) -> None:
        self._address = address
        self._instead = instead
        self._room = BoundedSemaphore(most)

    def make(self, order: Order, is_gone: Callable[[], bool]) -> bytes:
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            try:
                connection = Client(self._address)
            except OSError:
                return self._instead.make(order, is_gone)
            with connection:  # to close it is to leave the queue
                return _made(connection, order, is_gone)
        finally:
            self._room.release()

    def ahead(self, ticket: str) -> int | None:
        try:
            with Client(self._address) as connection:
                connection.send(ticket)
                found: int | None = connection.recv()
                return found
        except (OSError, EOFError):
            return self._instead.ahead(ticket)


def _made(connection: Connection, order: Order, is_gone: Callable[[], bool]) -> bytes:
    try:
        connection.send(order)
        while not connection.poll(LOOK_SECONDS):
            if is_gone():
                raise Gone
        outcome: Outcome = connection.recv()
    except (EOFError, ConnectionError) as error:
        raise Lost from error
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def begin(build: Callable[[Order], bytes], prepare: Callable[[], None]) -> tuple[str, Callable[[], None]]:
    """Start the process; its address, and what ends it. ``prepare`` puts aside in it what it is not to share.

    It ends with the process that calls this, which must have no other threads. Raises OSError where there is no room.
    """
    folder = Path(mkdtemp(prefix="safeguarding-packs-"))  # only its owner can enter it
    address, parent = str(folder / "socket"), os.getpid()
    number = os.fork()
    if number:
        return address, lambda: _end(number, folder)
    try:
        _end_with(parent, folder)
        os.nice(NICENESS)
        prepare()
        serve(Listener(address, backlog=64), Here(build))
    except Exception:
        log.exception("Packs are made by the processes that answer requests.")
    finally:
        os._exit(1)


def _end(number: int, folder: Path) -> None:
    with suppress(ProcessLookupError, ChildProcessError):  # it may have ended, and somebody have seen to it
        os.kill(number, signal.SIGTERM)
        os.waitpid(number, 0)
    shutil.rmtree(folder, ignore_errors=True)


def _end_with(parent: int, folder: Path) -> None:
    """End where that is asked for, or where the parent is no more, which need not have told."""

    def end(*_: object) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
        end()

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for other in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH):  # the server's own business
        signal.signal(other, signal.SIG_IGN)
    for ending in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
        signal.signal(ending, end)
    Thread(target=watch, daemon=True).start()


def serve(listener: Listener, workshop: Workshop) -> None:
    """Answer what other processes ask, each in a thread of its own; it does not return."""
    while True:
        try:
            connection = listener.accept()
        except (OSError, EOFError):
            time.sleep(LOOK_SECONDS)
            continue
        Thread(target=_answer, args=(connection, workshop), daemon=True).start()


def _answer(connection: Connection, workshop: Workshop) -> None:
    with connection, suppress(OSError, EOFError):
        asked: Order | str = connection.recv()
        if isinstance(asked, str):
            connection.send(workshop.ahead(asked))
        else:
            # Nothing more is sent to here: what can be read is the end.
            connection.send(_outcome(workshop, asked, lambda: connection.poll(0)))


def _outcome(workshop: Workshop, order: Order, is_gone: Callable[[], bool]) -> Outcome:
    try:
        return workshop.make(order, is_gone)
    except (Busy, Gone, UserError) as error:
        return error
    except Exception as error:
        log.exception("A pack could not be made: %s", order)
        return RuntimeError(f"a pack could not be made: {error}")
