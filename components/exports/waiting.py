"""The queue for packs: one is made at a time, the others wait in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import Protocol

MOST_WAITING = 8  # besides the one that is made: a minute or so
RETRY_SECONDS = 30
LOOK_SECONDS = 0.5  # how soon somebody who has gone away is noticed


@dataclass(frozen=True, slots=True)
class Order:
    """A pack that is wanted: its kind, the query of its address, where its links lead, and the visitor's ``ticket`` to
    ask about it by, "" for none."""

    kind: str
    query: Mapping[str, object]
    home: str
    ticket: str = ""


class Busy(Exception):
    """So many packs are waited for that no more are taken on."""


class Gone(Exception):
    """Whoever wanted the pack does not wait for it any more."""


class Lost(Exception):
    """What made the pack ended before it was made."""


class Workshop(Protocol):
    """Where packs are made."""

    def make(self, order: Order, is_gone: Callable[[], bool]) -> bytes:
        """The file of an order, when those before it are made. Raises Busy, Gone, Lost and what its making raises."""
        ...

    def ahead(self, ticket: str) -> int | None:
        """How many packs come before that of a ticket; 0 while it is made, None where no such pack is wanted."""
        ...


class Queue:
    """Turns of one process, one after another, in the order in which they are asked for. Safe for threads."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._orders: list[Order] = []  # the first has its turn
        self._changed = Condition()

    def ahead(self, ticket: str) -> int | None:
        """How many come before that of a ticket; 0 while it has its turn, None where there is none such."""
        with self._changed:
            return next((place for place, order in enumerate(self._orders) if order.ticket == ticket), None)

    @contextmanager
    def turn(self, order: Order, is_gone: Callable[[], bool]) -> Iterator[None]:
        """Wait for the turn of an order, and have it for as long as this is open. Raises Busy and Gone."""
        with self._changed:
            if len(self._orders) > self._most:
                raise Busy
            self._orders.append(order)
        try:
            with self._changed:
                while self._orders[0] is not order:
                    self._changed.wait(LOOK_SECONDS)
                    if is_gone():
                        raise Gone
            yield
        finally:
            with self._changed:
                self._orders = [other for other in self._orders if other is not order]
                self._changed.notify_all()


class Here:
    """Packs made in this process by ``build``, one after another. Safe for threads."""

    def __init__(self, build: Callable[[Order], bytes], most: int = MOST_WAITING) -> None:
        self._build = build
        self._queue = Queue(most)

    def make(self, order: Order, is_gone: Callable[[], bool]) -> bytes:
        with self._queue.turn(order, is_gone):
            return self._build(order)

    def ahead(self, ticket: str) -> int | None:
        return self._queue.ahead(ticket)
