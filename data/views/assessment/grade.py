"""Is it unusual? A grade by its place among its peers, and what the grade rests on."""

from __future__ import annotations

import numpy as np

from data.observations import PUBLISHED, Status
from data.register import HIGHER_IS_BETTER, NEUTRAL
from data.stats.arrays import Array
from data.stats.funnel import LEVELS
from data.views.assessment.chance import Limits
from data.views.assessment.record import ABOVE, BELOW, Far, Grading, Neighbourhood
from data.views.assessment.subject import Subject
from data.views.grades import Grade

FEWEST = 6  # neighbours with a figure: of fewer, too many areas would be at an end by chance
LAST = 0.05  # the share of authorities at an end that are called far from others


def grading(asked: Subject, limits: Limits, near: Neighbourhood) -> Grading:
    """The grade of a figure by control limits and neighbours; by position alone where it has no margin of error."""
    if asked.value is None or asked.source != PUBLISHED or not asked.indicator.is_comparable:
        return Grading(Grade.NOT_JUDGED)
    if limits.lower is None or limits.upper is None:
        found = far(asked.value, _everyone(asked), asked.indicator.polarity, near)
        return Grading(Grade.FAR if found else Grade.NOT_JUDGED, far=found)
    level, side = _level(asked), apart(limits, near)
    if level is None and _valued(near) < FEWEST:
        return Grading(Grade.NOT_JUDGED)
    return Grading(graded(level or 0.0, side is not None), side, level or None)


def graded(level: float, is_apart: bool) -> Grade:
    """The grade of a tested figure outside the adjusted limits of a level, 0 within them.

    Clearly unusual: outside the outer limits, or both outside the inner ones and apart. At the edge: exactly one of
    outside the inner limits and apart.
    """
    if level >= max(LEVELS) or (level > 0 and is_apart):
        return Grade.CLEARLY_UNUSUAL
    return Grade.AT_THE_EDGE if level > 0 or is_apart else Grade.ORDINARY


def _level(asked: Subject) -> float | None:
    """The outermost adjusted control limit that the figure lies outside of, 0 within; None where there are none."""
    year, place = asked.year, asked.place
    if year is None or place is None:
        return None
    level = float(year.beyond[place.row])
    return None if np.isnan(level) else level


def apart(limits: Limits, near: Neighbourhood) -> str | None:
    """The side of all neighbours that the whole interval lies on, at least six having a figure; else None.

    A hidden neighbour counts with all that its figure can be.
    """
    sides = {_side(end, near) for end in (limits.lower, limits.upper)}
    return sides.pop() if len(sides) == 1 and _valued(near) >= FEWEST else None


def far(value: float, values: Array, polarity: str, near: Neighbourhood) -> Far | None:
    """Where an untested figure lies among the last 5% of authorities' ``values`` and beyond all neighbours, on its
    worse side; at either end where no side is better."""
    side = _side(value, near)
    is_better = polarity != NEUTRAL and side == (ABOVE if polarity == HIGHER_IS_BETTER else BELOW)
    if side is None or is_better or _valued(near) < FEWEST:
        return None
    at_or_beyond = int(np.sum(values >= value if side == ABOVE else values <= value))
    of = int(np.sum(~np.isnan(values)))
    return Far(side, at_or_beyond, of, polarity != NEUTRAL) if 0 < at_or_beyond <= LAST * of else None


def _everyone(asked: Subject) -> Array:
    """The values of all authorities in the period; none where the area is not among them."""
    year, place = asked.year, asked.place
    return np.array([]) if year is None or place is None else place.everyone.value[:, place.column]


def _side(value: float | None, near: Neighbourhood) -> str | None:
    """Above or below all that every neighbour's figure can be, strictly; else None. Nothing is below one that rounds
    to zero."""
    ends = [(p.lowest, p.highest) for p in near.members if p.lowest is not None and p.highest is not None]
    if value is None or not ends:
        return None
    if value > max(high for _, high in ends):
        return ABOVE
    is_below = value < min(low for low, _ in ends)
    return BELOW if is_below and not any(peer.status is Status.LOW for peer in near.members) else None


def _valued(near: Neighbourhood) -> int:
    return sum(peer.value is not None for peer in near.members)
