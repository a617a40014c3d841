"""Does the comparison with the neighbours hang on one of them? A mean follows a single extreme figure."""

from __future__ import annotations

from statistics import fmean, median

from data.selection import STATISTICS
from data.stats.benchmark import against
from data.stats.peers import fences
from data.views import words
from data.views.assessment.chance import Limits
from data.views.assessment.record import SIDES, SIMILAR, About, Neighbourhood, Note, Significance
from data.views.assessment.subject import Answer, Subject

MEAN = STATISTICS[0]
FEWEST = 3  # neighbours with a figure: of two the mean is the median


def pull(asked: Subject, limits: Limits, near: Neighbourhood, significance: Significance) -> Answer[None]:
    """A note where one extreme neighbour alone decides how the figure compares with the neighbours' mean.

    That is where the interval lies otherwise to their median than to their mean, the neighbour furthest out on the
    mean's side of the median is beyond Tukey's fences, and the mean of the others compares as the median does. Where
    figures are hidden the comparison is with all that the mean can be, and hangs on more than those that are known.
    """
    valued = sorted((peer.value, peer.key, peer.name) for peer in near.members if peer.value is not None)
    if near.statistic != MEAN or near.hidden or len(valued) < FEWEST:
        return Answer(None)
    if near.value is None or significance.neighbours is None:
        return Answer(None)
    values = [value for value, _, _ in valued]
    middle = median(values)
    is_up = near.value > middle
    others = fmean(values[:-1] if is_up else values[1:])
    if _misses(limits, near.value, middle):
        return Answer(None)
    to_middle, to_others = (SIDES[side] for side in against(limits.lower, limits.upper, [middle, others]).tolist())
    if to_middle == significance.neighbours or to_middle != to_others:
        return Answer(None)
    (low, high), (extreme, key, name) = fences(values), valued[-1 if is_up else 0]
    if low <= extreme <= high:
        return Answer(None)
    found = asked.first(key)
    shown = f" ({words.figure(found, asked.indicator)})" if found else ""
    text = (
        f"The mean of the neighbours is pulled {'up' if is_up else 'down'} by {name}{shown}; their median is "
        f"{words.number(middle, asked.indicator)}, and the figure is {_beside(to_middle)} that."
    )
    return Answer(None, (Note(About.PULL, text),))


def _misses(limits: Limits, mean: float, middle: float) -> bool:
    """Whether the interval lies on one side of both, so that they cannot differ."""
    low, high = sorted((mean, middle))
    return limits.lower is None or limits.upper is None or limits.upper < low or limits.lower > high


def _beside(side: str) -> str:
    return f"{side} to" if side == SIMILAR else f"{side} than"
