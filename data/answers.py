"""Answers that were made, kept for whoever asks the same again."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock

# Bytes of one process: every page of some 70 selections.
MOST = 16_000_000
# What an answer takes besides its text: its key, its places in the table, what Python adds to each.
OVERHEAD = 1_200


class Answers:
    """Texts by key, those asked for last, of so many bytes together as there is room for. Safe for threads.

    A key holds everything that its text depends on. Texts are kept compressed, a fifth of their size: to open one
    takes 0.003 ms a kB, to make one a hundred times as long.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[bytes, int]] = OrderedDict()  # and the bytes that each takes
        self._size = 0
        self._making: dict[Hashable, Future[str]] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes that are taken."""
        return self._size

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """The text of a key, made once when several ask for it at the same time: the others wait for the first.

        What ``make`` raises reaches all of them and is not kept.
        """
        kept = self._kept.get(key)  # without the lock: threads that queue for one stand still while the machine does
        if kept is not None:
            self._touch(key)
            return zlib.decompress(kept[0]).decode()
        with self._lock:
            kept, making = self._kept.get(key), self._making.get(key)
            if kept is None and making is None:
                mine = self._making[key] = Future()
        if kept is not None:
            return zlib.decompress(kept[0]).decode()
        return making.result() if making is not None else self._make(key, make, mine)

    def _touch(self, key: Hashable) -> None:
        """Note that it was asked for last, unless another thread is at the table just now."""
        if self._lock.acquire(blocking=False):
            try:
                if key in self._kept:
                    self._kept.move_to_end(key)
            finally:
                self._lock.release()

    def _make(self, key: Hashable, make: Callable[[], str], made: Future[str]) -> str:
        try:
            text = make()
            content = zlib.compress(text.encode())
        except BaseException as error:
            with self._lock:
                del self._making[key]
            made.set_exception(error)
            raise
        self._keep(key, content)
        made.set_result(text)
        return text

    def _keep(self, key: Hashable, content: bytes) -> None:
        """Put it where it is found, and what was asked for longest ago out of its way."""
        taken = OVERHEAD + len(content) + len(repr(key))  # what a visitor may write into a key is a part of it
        with self._lock:
            del self._making[key]
            if taken > self._most:
                return
            self._kept[key] = content, taken
            self._size += taken
            while self._size > self._most:
                _, (_, left) = self._kept.popitem(last=False)
                self._size -= left
