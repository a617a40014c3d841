"""What a section's name stands for, on pages and in packs alike."""

from __future__ import annotations

from collections.abc import Container

from data.register import PANELS, Indicator, Register


def indicators(register: Register, name: str) -> tuple[Indicator, ...]:
    """The indicators of a panel ("neglect"), a stage ("journey.front_door") or a list by commas; others left out."""
    panel, _, stage = name.partition(".")
    if panel in PANELS:
        return register.of(panel, stage or None)
    return tuple(register[i] for i in dict.fromkeys(name.split(",")) if i in register)


def charted(register: Register, name: str, leads: Container[str] = ()) -> tuple[str, ...]:
    """The published series of a section by id, in the order of their charts: those that lead, then by position.

    Bare counts, which are compared with nobody, come last; another measure of the same thing comes after its twin.
    """
    found = [i for i in indicators(register, name) if i.published_source]
    places = {i.id: (i.id not in leads, not i.is_comparable, place) for place, i in enumerate(found)}
    found.sort(key=lambda i: (places.get(i.twin, places[i.id]), bool(i.twin), places[i.id]))
    return tuple(i.id for i in found)
