"""Dots on one axis side by side instead of one on another, always in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count


def lanes(places: Sequence[float], gap: float, first: int | None = None, first_gap: float = 0.0) -> list[int]:
    """A lane for each dot: 0, or the nearest to it, above before below, in which no dot is nearer than ``gap``.

    The dot ``first`` is in lane 0 whatever the others are, and keeps ``first_gap`` in the lanes next to its own too.
    """
    taken: dict[int, list[float]] = {}
    found = [0] * len(places)

    def is_free(lane: int, place: float) -> bool:
        if first is not None and abs(lane) <= 1 and abs(place - places[first]) < first_gap:
            return False
        return all(abs(place - other) >= gap for other in taken.get(lane, ()))

    for i in _scattered(sorted((i for i in range(len(places)) if i != first), key=lambda i: places[i])):
        found[i] = next(lane for n in count() for lane in (n, -n) if is_free(lane, places[i]))
        taken.setdefault(found[i], []).append(places[i])
    return found


def _scattered(ranked: list[int]) -> list[int]:
    """Far ones before those between: taken in a row, dots would line up into arcs that mean nothing."""
    bits = max(1, len(ranked).bit_length())
    order = sorted(range(len(ranked)), key=lambda rank: f"{rank:0{bits}b}"[::-1])
    return [ranked[rank] for rank in order]
