"""How does the latest figure stand to the years before the pandemic, where a trend begins in its first year?"""

from __future__ import annotations

from statistics import fmean

from data.observations import Observation
from data.periods import parse, previous
from data.stats.rounding import round_half_up
from data.views.assessment.record import ABOVE, BELOW, LEVEL, YearsBefore
from data.views.assessment.subject import Subject

PANDEMIC = "2020/21"  # its first year: the lowest of many series, from which nearly anything rises
YEARS = 3


def years_before(asked: Subject, since: str) -> YearsBefore | None:
    """The figure against the mean of the three periods before ``since``, the label of a trend's first point.

    None where the trend does not begin in the first year of the pandemic, or one of the three has no value.
    """
    if asked.own is None or asked.value is None or parse(since).financial_year != PANDEMIC:
        return None
    labels = _before(since)
    found = [asked.first(asked.area.key, label) for label in labels]
    values = [each.value for each in found if each is not None and each.value is not None]
    if len(values) < YEARS:
        return None
    mean = fmean(values)
    return YearsBefore(_standing(asked.own, mean, asked), mean, labels[0], labels[-1])


def _before(since: str) -> list[str]:
    """Labels of the periods before, oldest first; of a kind of period without one before there are fewer."""
    found: list[str] = []
    label = previous(since)
    while label is not None and len(found) < YEARS:
        found.insert(0, label)
        label = previous(label)
    return found


def _standing(own: Observation, mean: float, asked: Subject) -> str:
    """Above, below or level as people read both figures: a difference that is not shown is not told."""
    decimals = asked.indicator.decimals
    shown, other = (round_half_up(value, decimals) for value in (own.shown(decimals) or 0.0, mean))
    return LEVEL if shown == other else ABOVE if shown > other else BELOW
