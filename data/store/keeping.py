"""What a process keeps of the figures: holdings, and what is worked out of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from data.store.holdings import Holding

T = TypeVar("T")

# Figures that are kept: those that the project carries, and as many again. A figure is about 150 bytes, its share of
# what is worked out of it included.
MOST = 250_000

# Small results that are kept, each of one indicator.
MOST_SETTLED = 10_000


class Holdings:
    """The holdings that were asked for last, by key, of so many figures together as there is room for; and small things
    worked out of holdings, which need no room to speak of."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Holding] = OrderedDict()
        self._settled: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, read: Callable[[], Holding]) -> Holding:
        """The holding of a key, read once when several ask for it at the same time."""
        return self._get(self._kept, key, read, self._is_too_much)

    def peek(self, key: Hashable) -> Holding | None:
        """The holding of a key where it is kept."""
        return self._kept.get(key)

    def settled(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What is small and worked out of a holding, which need not be kept for that."""
        found: T = self._get(self._settled, key, work_out, lambda: len(self._settled) > MOST_SETTLED)
        return found

    def _get(
        self, kept: OrderedDict[Hashable, T], key: Hashable, make: Callable[[], T], is_too_much: Callable[[], bool]
    ) -> T:
        # What is kept is found without the lock, thousands of times a request: threads that queue for one stand still
        # while the machine does. That it was asked for last is noted unless another thread is at the table just now.
        with suppress(KeyError):
            found = kept[key]
            if self._lock.acquire(blocking=False):
                try:
                    kept.move_to_end(key)
                finally:
                    self._lock.release()
            return found
        with self._lock:
            waiting = self._making.setdefault(key, Lock())
        with waiting:
            with self._lock:
                if key in kept:
                    return kept[key]
            found = make()
            with self._lock:
                kept[key] = found
                self._making.pop(key, None)
                while is_too_much():
                    kept.popitem(last=False)
        return found

    def _is_too_much(self) -> bool:
        return len(self._kept) > 1 and sum(len(held.table) for held in tuple(self._kept.values())) > self._most
