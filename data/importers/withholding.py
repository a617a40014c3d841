"""Figures that a source gives and that cannot be what they say: the register names them, and they are withheld."""

from __future__ import annotations

from dataclasses import replace

from data.observations import Status
from data.register import Indicator
from data.store import Row


def withheld(row: Row, indicator: Indicator) -> Row:
    """The row; without its numbers, and with the reason as its note, where the register withholds it."""
    why = next((entry.why for entry in indicator.withheld if entry.area == row.area), None)
    if why is None or Status(row.status) not in (Status.REPORTED, Status.WITHHELD):
        return row
    return replace(row, value=None, printed=None, numerator=None, denominator=None, status=Status.WITHHELD, note=why)
