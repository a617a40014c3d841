"""Answers that are sent while they are made."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")

log = logging.getLogger("safeguarding")


def begun(parts: Iterator[T]) -> Iterator[T]:
    """The same parts once the first is there: what fails until then is told, not broken off."""
    return chain(list(islice(parts, 1)), parts)


def told(parts: Iterator[T], path: str) -> Iterator[T]:
    """The same; that they broke off goes to the log, and on to the server, which closes the connection."""
    try:
        yield from parts
    except Exception as error:
        log.error("An answer of %s was broken off: %s", path, error)
        raise
