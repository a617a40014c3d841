"""Is it more than chance? The interval, where it lies to each benchmark."""

from __future__ import annotations

from dataclasses import dataclass

from data.areas import ENGLAND, REGION
from data.observations import LOCAL
from data.stats.benchmark import against
from data.views import cohort, words
from data.views.assessment.record import SIDES, About, Neighbourhood, Note, Significance
from data.views.assessment.subject import Answer, Subject


@dataclass(frozen=True, slots=True)
class Limits:
    """The 95% interval; both None where there is none, with the ``reason`` why, "" where there is one."""

    lower: float | None
    upper: float | None
    reason: str = ""


def limits(asked: Subject) -> Answer[Limits]:
    """The interval of a published rate or proportion."""
    reason = _no_test(asked)
    place = asked.place
    if not reason and place is not None:
        lower, upper = (float(end[place.row, place.column]) for end in (place.everyone.lower, place.everyone.upper))
        if lower == lower:
            return Answer(Limits(lower, upper))
    reason = reason or "the numerator and the denominator do not allow one"
    return Answer(Limits(None, None, reason), (Note(About.INTERVAL, f"No confidence interval: {reason}."),))


def _no_test(asked: Subject) -> str:
    """Why such a figure cannot be tested; "" where it can."""
    own = asked.own
    if own is None or own.value is None:
        return "there is no value"
    if asked.source == LOCAL:
        return "the board's own figures come without the denominators that a test needs"
    if not asked.indicator.is_comparable:
        return "a bare count is not tested"
    if cohort.kind_of(asked.indicator) is None:
        return f"it is neither a rate nor a proportion but {words.unit_as_noun(asked.indicator)}"
    if own.numerator is None or own.denominator is None:
        return "the figure is taken as printed, without a numerator and a denominator"
    return ""


def significance(
    asked: Subject, limits: Limits, england: float | None, region: float | None, near: Neighbourhood
) -> Answer[Significance]:
    """Where the interval lies to each of the three, and why not where it cannot be said."""
    is_itself = (asked.area.key == ENGLAND, asked.area.level == REGION)
    benchmarks = [None if own else value for own, value in zip(is_itself, (england, region), strict=True)]
    sides = [SIDES.get(side) for side in against(limits.lower, limits.upper, benchmarks).tolist()]
    notes = [
        _not_compared(
            About.SIGNIFICANCE, name, limits.reason or ("it is the area itself" if own else "no figure for it")
        )
        for name, own, side in zip(("England", "the region"), is_itself, sides, strict=True)
        if side is None
    ]
    to_neighbours, reason = _to_neighbours(asked, limits, near)
    if reason:
        notes.append(_not_compared(About.TO_NEIGHBOURS, "the neighbours", reason))
    to_england, to_region = sides
    return Answer(Significance(to_england, to_region, to_neighbours), tuple(notes))


def _to_neighbours(asked: Subject, limits: Limits, near: Neighbourhood) -> tuple[str | None, str]:
    """Where the interval lies to all that the neighbours' average can be, or why that cannot be said."""
    if limits.reason or near.value is None:
        return None, limits.reason or "no figure for them"
    if 2 * near.count <= len(near.members):
        return None, f"only {near.count} of {len(near.members)} have a figure, and it takes more than half"
    hidden = f"{near.hidden} of {len(near.members)} {'is' if near.hidden == 1 else 'are'} hidden"
    if near.lowest is None or near.highest is None:
        return None, f"{hidden}, and nothing bounds what their {near.statistic} can be"
    low, high = against(limits.lower, limits.upper, [near.lowest, near.highest]).tolist()
    if low != high:
        ends = words.ends(near.lowest, near.highest, asked.indicator)
        return None, f"{hidden}, so that their {near.statistic} can be {ends}, too wide to tell"
    return SIDES.get(low), ""


def _not_compared(about: About, name: str, reason: str) -> Note:
    return Note(about, f"Not compared with {name}: {reason}.")
