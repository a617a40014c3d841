"""What a hidden count can be: interval arithmetic over the cells of one line.

A publisher hides small counts, and others beside them so that nobody subtracts. The mapping declares per figure what
a hidden count can be, and why (``hidden``), and which columns add up to no more than which (``parts``, ``total``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from data.importers.mapping import Hidden
from data.importers.subject import Cell
from data.observations import Status

Bounds = tuple[float | None, float | None]

NONE: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class Line:
    """The cells that a figure is made of: of its numerator, its denominator, and the line's total and other parts.

    ``total`` is None where the mapping declares none.
    """

    numerator: Sequence[Cell]
    denominator: Cell
    total: Cell | None = None
    others: Sequence[Cell] = ()


def bounds(line: Line, hidden: Hidden | None, is_share: bool) -> Bounds:
    """Lowest and highest possible numerator of a suppressed figure; (None, None) where its quotient can be anything.

    With its denominator hidden too, a quotient is known of no numerator but zero: none of some is 0%. ``is_share``
    says that the numerator is a part of the denominator, so no more than that.
    """
    least, most = (hidden.low, inf if hidden.high is None else hidden.high) if hidden else (0, inf)
    cells = [_range(cell, least, most) for cell in line.numerator]
    if any(cell is None for cell in cells):
        return NONE
    low, high = (sum(ends) for ends in zip(*(cell for cell in cells if cell is not None), strict=True))
    if line.denominator.value is None:
        return (0.0, 0.0) if high == 0 and line.denominator.status is Status.SUPPRESSED else NONE
    if all(cell.value is not None for cell in line.numerator):
        # The symbol stands beside a visible count, which is to be hidden: what it can be, not what it is.
        low, high = (float(least), most) if least <= low <= most else (0.0, inf)
    high = min(high, _left(line, least), line.denominator.value if is_share else inf)
    if low > high:  # the line contradicts itself
        low, high = 0.0, line.denominator.value if is_share else inf
    return float(low), None if high == inf else float(high)


def _range(cell: Cell, least: float, most: float) -> tuple[float, float] | None:
    """What a cell can be; None where it is not hidden but missing for another reason."""
    if cell.value is not None:
        return cell.value, cell.value
    return (least, most) if cell.status is Status.SUPPRESSED else None


def _left(line: Line, least: float) -> float:
    """What the line's total leaves for the numerator, the other parts being as small as they can be.

    Parts may add up to less than the total (some conferences have no recorded duration), so the total bounds a part
    from above alone.
    """
    if line.total is None or line.total.value is None:
        return inf
    return line.total.value - sum(cell.value if cell.value is not None else _least(cell, least) for cell in line.others)


def _least(cell: Cell, least: float) -> float:
    return least if cell.status is Status.SUPPRESSED else 0.0
