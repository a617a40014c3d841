"""Figures that a source gives and that cannot be what they say: the register names them, and they are withheld."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.observations import Status
from data.register import Indicator
from data.store import Row

_GIVEN = [Status.REPORTED.value, Status.WITHHELD.value]


def withheld(row: Row, indicator: Indicator) -> Row:
    """The row; without its numbers, and with the reason as its note, where the register withholds it."""
    why = next((entry.why for entry in indicator.withheld if entry.area == row.area), None)
    if why is None or Status(row.status) not in (Status.REPORTED, Status.WITHHELD):
        return row
    return replace(row, value=None, printed=None, numerator=None, denominator=None, status=Status.WITHHELD, note=why)


def withheld_of(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The same of many figures of the indicator; columns are ``records.COLUMNS``."""
    reasons = {entry.area: entry.why for entry in reversed(indicator.withheld)}
    at = (frame["area"].isin(list(reasons)) & frame["status"].isin(_GIVEN)).to_numpy()
    if not at.any():
        return frame
    empty = {name: frame[name].mask(at) for name in ("value", "numerator", "denominator", "printed")}
    reason = frame["area"].map(reasons).astype(object)
    return frame.assign(
        **empty, status=frame["status"].mask(at, Status.WITHHELD.value), note=frame["note"].mask(at, reason)
    )
