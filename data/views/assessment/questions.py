"""The questions, asked one after another, and the assessment that their answers make."""

from __future__ import annotations

from data.dataset import Snapshot, dated
from data.observations import PUBLISHED
from data.register import Indicator
from data.selection import Selection
from data.views.assessment import benchmarks, chance, doubted, grade, over_time, position, printed, pull, zero
from data.views.assessment.record import About, Assessment, Note
from data.views.assessment.subject import subject


def assess(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, source: str = PUBLISHED
) -> Assessment:
    """The selected area's figure of one period, assessed; never fails for want of figures."""
    asked = subject(snapshot, indicator, selection, label, source)
    limits = chance.limits(asked)
    england, region, near = benchmarks.england(asked), benchmarks.region(asked), benchmarks.neighbours(asked)
    significance = chance.significance(asked, limits.value, england.value, region.value, near.value)
    significance = printed.agreeing(asked, significance, near.value)
    pulled = pull.pull(asked, limits.value, near.value, significance.value)
    zeros, contradicted = zero.zero(asked, near.value), printed.contradicted(asked, near.value)
    unlike = doubted.doubted(asked, near.value)
    rank = position.rank(asked)
    change, trend = over_time.change(asked), over_time.trend(asked, limits.value)
    value = (Note(About.VALUE, f"No value: {asked.no_value()}."),) if asked.value is None else ()
    answers = (limits, england, region, near, significance, pulled, zeros, contradicted, unlike, rank, change, trend)
    return Assessment(
        indicator=indicator,
        area=asked.area,
        period=dated(label, indicator),
        source=source,
        observation=asked.own,
        value=asked.value,
        lower=limits.value.lower,
        upper=limits.value.upper,
        england=england.value,
        region=region.value,
        neighbours=near.value,
        significance=significance.value,
        rank=rank.value.rank,
        rank_low=rank.value.low,
        rank_high=rank.value.high,
        shared=rank.value.shared,
        of=rank.value.of,
        band=rank.value.band,
        change=change.value.by,
        previous_period=change.value.since,
        trend=trend.value,
        grading=grade.grading(asked, limits.value, near.value),
        notes=(*value, *(note for answer in answers for note in answer.notes)),
    )


def latest(snapshot: Snapshot, indicator: Indicator, source: str, area: str | None = None) -> str | None:
    """The newest period of a source in which any area, or this one, has a value."""
    figures = snapshot.figures(indicator.id, source)
    if area is None:
        return figures.periods[-1].label if figures.periods else None
    valued = [found[0].period for found in figures.get(area, {}).values() if found[0].value is not None]
    return max(valued).label if valued else None
