"""Does it change? Since the period before, and over the years."""

from __future__ import annotations

from dataclasses import dataclass

from data.observations import Observation
from data.periods import previous
from data.stats.trend import POINTS
from data.views import cohort, words
from data.views.assessment.chance import Limits
from data.views.assessment.record import FALLING, NO_TREND, RISING, About, Note, TrendResult
from data.views.assessment.subject import Answer, Place, Subject
from data.views.assessment.years_before import years_before

DIRECTIONS = {1.0: RISING, -1.0: FALLING, 0.0: NO_TREND}


@dataclass(frozen=True, slots=True)
class Change:
    """The value less that of the period before, whose label is ``since``; None where there is none."""

    by: float | None
    since: str | None


def change(asked: Subject) -> Answer[Change]:
    """On the period before of the same source; not across a figure that is not comparable."""
    label = previous(asked.label)
    before = asked.first(asked.area.key, label) if label else None
    if asked.value is None:
        reason = "there is no value"
    elif before is None:
        reason = "there is no comparable figure for the period before"
    elif before.value is None:
        when = words.period_words(before.period)
        reason = f"there is no figure for {when} ({words.figure(before, asked.indicator)})"
    else:
        return Answer(Change(asked.value - before.value, label), _qualified(asked, before))
    return Answer(Change(None, label if before else None), (Note(About.CHANGE, f"No change worked out: {reason}."),))


def _qualified(asked: Subject, before: Observation) -> tuple[Note, ...]:
    """That a change is worked out of figures that are not exact."""
    own = asked.own
    inexact = [words.figure(o, asked.indicator) for o in (own, before) if o is not None and o.qualifier]
    return (Note(About.CHANGE, f"The change is of figures given as: {'; '.join(inexact)}."),) if inexact else ()


def trend(asked: Subject, limits: Limits) -> Answer[TrendResult | None]:
    """Over the latest valid points up to the period. An area that the release has no row of any more has none."""
    place, count = asked.place, 0
    if place is not None and asked.own is not None:
        found = cohort.trends(asked.snapshot, asked.indicator, asked.label, asked.levels)
        if found is not None:
            direction, count = float(found.direction[place.row]), int(found.points[place.row])
            if direction == direction:
                since, start = _start(place)
                before = years_before(asked, since)
                return _found(asked, place, TrendResult(DIRECTIONS[direction], count, since, start, before))
    reason = "there is no value" if asked.own is None else limits.reason or _too_few(count)
    return Answer(None, (Note(About.TREND, f"No trend tested: {reason}."),))


def _found(asked: Subject, place: Place, result: TrendResult) -> Answer[TrendResult | None]:
    if asked.value is not None:
        return Answer(result)
    last = place.everyone.periods[cohort.tested(place.everyone, place.row, place.column)[-1]]
    return Answer(result, (Note(About.TREND, f"The trend ends at {words.period_words(last)}, before this period."),))


def _start(place: Place) -> tuple[str, float]:
    """Label and value of the first point that a trend rests on."""
    first = cohort.tested(place.everyone, place.row, place.column)[0]
    return place.everyone.periods[first].label, float(place.everyone.value[place.row, first])


def _too_few(count: int) -> str:
    there = {0: "there are none", 1: "there is one"}.get(count, f"there are {count}")
    return f"it takes {POINTS} yearly points with an interval and {there}"
