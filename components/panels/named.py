"""What a section's name stands for, on pages and in packs alike."""

from __future__ import annotations

from data.register import PANELS, Indicator, Register


def indicators(register: Register, name: str) -> tuple[Indicator, ...]:
    """The indicators of a panel ("neglect"), a stage ("journey.front_door") or a list by commas; others left out."""
    panel, _, stage = name.partition(".")
    if panel in PANELS:
        return register.of(panel, stage or None)
    return tuple(register[i] for i in dict.fromkeys(name.split(",")) if i in register)
