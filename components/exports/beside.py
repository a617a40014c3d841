"""Packs made in a process of their own, for all that answer requests: a large one takes seconds of a processor, and in
the same process every page would wait for it."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, Listener, Pipe
from pathlib import Path
from tempfile import mkdtemp
from threading import BoundedSemaphore, Thread
from typing import NoReturn

from components.exports.waiting import LOOK_SECONDS, Busy, Gone, Here, Lost, Order, Workshop
from data.errors import UserError

log = logging.getLogger("safeguarding")

NICENESS = 5  # where two processes that answer take two processors whole, it still has a quarter of one
WATCH_SECONDS = 0.5
ANSWER_SECONDS = 2.0  # in which it is known how many packs come first, or it is not
END_SECONDS = 5.0
BACKLOG = 1024  # of connections that are not accepted yet
Outcome = bytes | Exception


class Beside:
    """Packs made by the process that listens at an address; by ``instead`` where there is none any more.

    ``most`` orders of one process wait at the same time, so that threads are left for pages.
    """

    def __init__(self, address: str, instead: Workshop, most: int) -> None:
        self._address = address
        self._instead = instead
        self._room = BoundedSemaphore(most)
        self._is_told = False

    def make(self, order: Order, is_gone: Callable[[], bool]) -> bytes:
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            try:
                connection = _connected(self._address)
            except BlockingIOError:  # more wait than it can take
                raise Busy from None
            except OSError as error:
                self._tell(error)
                return self._instead.make(order, is_gone)
            with connection:  # to close it is to leave the queue
                return _made(connection, order, is_gone)
        finally:
            self._room.release()

    def ahead(self, ticket: str) -> int | None:
        try:
            with _connected(self._address) as connection:
                connection.send(ticket)
                found: int | None = connection.recv() if connection.poll(ANSWER_SECONDS) else None
                return found
        except BlockingIOError:
            return None
        except (OSError, EOFError):
            return self._instead.ahead(ticket)

    def _tell(self, error: OSError) -> None:
        if not self._is_told:
            log.error("No process that makes packs can be reached (%s). Those that answer make them.", error)
        self._is_told = True


def _connected(address: str) -> Connection:
    """A connection to it. Raises OSError; BlockingIOError where too many wait to be accepted."""
    with socket.socket(socket.AF_UNIX) as end:
        end.setblocking(False)
        end.connect(address)
        end.setblocking(True)
        return Connection(end.detach())


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

    A second process starts it and keeps the address, and starts another one where it has ended. Both end with the
    process that calls this, which must have no other threads. Raises OSError where there is no room.
    """
    folder = Path(mkdtemp(prefix="safeguarding-packs-"))  # only its owner can enter it
    address, server = str(folder / "socket"), os.getpid()
    ours, theirs = Pipe()

    def is_over() -> bool:
        return theirs.poll(WATCH_SECONDS) or os.getppid() != server

    def keep() -> None:
        ours.close()
        prepare()
        keeper = os.getpid()
        with Listener(address, backlog=BACKLOG) as listener:
            _keep(lambda: _make(listener, Here(build), keeper, folder), is_over)
        shutil.rmtree(folder, ignore_errors=True)

    _fork(keep)
    theirs.close()
    return address, partial(_end, ours, folder)


def _end(ours: Connection, folder: Path) -> None:
    """Ask for the end and wait for it. No number of a process is needed, which may be another's by now."""
    with suppress(OSError):  # it may have ended
        ours.send(None)
    if not ours.poll(END_SECONDS):  # both have the other end open until they are no more
        log.warning("The process that makes packs did not end within %s seconds.", END_SECONDS)
    shutil.rmtree(folder, ignore_errors=True)


def _fork(run: Callable[[], None]) -> int:
    """Number of a new process that does this and ends. Signals do not reach it: they are the server's own business, and
    gunicorn's handlers are not to run in it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        number = os.fork()
        if not number:
            _run(run)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return number


def _run(run: Callable[[], None]) -> NoReturn:
    try:
        run()
    except Exception:
        log.exception("The process that makes packs could not go on.")
    finally:
        os._exit(1)


def _keep(make: Callable[[], None], is_over: Callable[[], bool]) -> None:
    """Have a process make packs, and another one where it has ended, until it is over, which takes a moment to ask."""
    number = _fork(make)
    while not is_over():
        ended, status = os.waitpid(number, os.WNOHANG)
        if not ended:
            continue
        log.error(
            "The process that makes packs ended (exit code %s). Another one is started.",
            os.waitstatus_to_exitcode(status),
        )
        if is_over():
            return
        number = _fork(make)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


def _make(listener: Listener, workshop: Workshop, keeper: int, folder: Path) -> None:
    """Make packs while the process that started this one is there, which need not have told its end."""

    def watch() -> None:
        while os.getppid() == keeper:
            time.sleep(WATCH_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    os.nice(NICENESS)
    Thread(target=watch, daemon=True).start()
    serve(listener, workshop)


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
