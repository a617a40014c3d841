"""A printed figure and the counts it is made of: are they one number, and can the one follow from the other?

Figures are printed to so many decimals, and counts of England and its regions to the nearest 10, so a figure may differ
from the quotient of its counts in the last digit. What differs by more contradicts itself.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.stats.arrays import Numbers, together

REMEMBERED = 2**14  # printed figures and roundings that are kept: neighbours come again with every area
COARSE = 10.0  # what counts of the nation and of regions are rounded to (DfE, Children in need: methodology)
SLACK = 1e-9  # of a figure: quotients of floats


@lru_cache(maxsize=REMEMBERED)
def round_half_up(value: float, decimals: int) -> Decimal:
    """Round as the DfE does: 34.5 to 35, not to the even 34; what rounds to nothing has no sign.

    Twelve digits are looked at: 29 of 200 is 14.5, though 29 / 200 × 100 comes out as 14.499999999999998.
    """
    return Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


@lru_cache(maxsize=REMEMBERED)
def printed_number(text: str | None) -> tuple[float, int] | None:
    """A printed figure as a number and how many decimals it has: "1,234.50" is (1234.5, 2); None for no number."""
    try:
        number = Decimal((text or "").replace(",", "").strip())
    except ArithmeticError:
        return None
    if not number.is_finite():
        return None
    return float(number), max(0, -int(number.as_tuple().exponent))


def shown(value: float | None, printed: str | None, least: int = 0) -> float | None:
    """The number that people see: ``value`` unrounded where it rounds to what is printed, else what is printed.

    ``least`` is how many decimals are printed: "24" among figures of one decimal is 24.0, its zero left out by
    whoever wrote the file. A printed figure has no sign where a change in percent is told in words; it then has that
    of the value.
    """
    found = printed_number(printed)
    if value is None or found is None:
        return value
    number, decimals = found[0], max(found[1], least)
    number = -number if value < 0 < number else number
    return value if float(round_half_up(value, decimals)) == number else number


def can_follow(
    printed: Numbers,
    decimals: Numbers,
    numerator: Numbers,
    denominator: Numbers,
    per: Numbers,
    above_room: Numbers,
    below_room: Numbers,
) -> NDArray[np.bool_]:
    """Whether each printed figure can be numerator / denominator × ``per``, all arrays of one shape.

    It can where some counts that round to the given ones have a quotient that rounds to it: each count can differ from
    the true one by its room, half of what it is rounded to. True where a number is missing, which contradicts nothing.
    """
    figure, places, above, below, scale, left, right = together(
        printed, decimals, numerator, denominator, per, above_room, below_room
    )
    half = 0.5 * 10.0**-places
    with np.errstate(all="ignore"):
        lowest = np.maximum(above - left, 0) / (below + right) * scale
        highest = (above + left) / (below - right) * scale
    highest = np.where(below > right, highest, np.inf)
    room = half + SLACK * np.maximum(np.abs(figure), 1)
    contradicted = (below > 0) & ((figure < lowest - room) | (figure > highest + room))
    return np.asarray(~contradicted)
