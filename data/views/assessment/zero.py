"""Does a zero mean that there was none? A publisher prints 0 also where an authority recorded nothing."""

from __future__ import annotations

from collections.abc import Mapping

from data.areas import ENGLAND
from data.observations import Observation
from data.views.assessment.record import About, Neighbourhood, Note
from data.views.assessment.subject import Answer, Subject

LEAST = 5.0  # so many at England's rate, of which chance alone leaves none once in about 150 times, exp(-5)


def zero(asked: Subject, near: Neighbourhood) -> Answer[None]:
    """A note where the figure is a doubtful zero, and one on those of its neighbours."""
    england = asked.first(ENGLAND)
    own = {asked.area.name: expected(asked.own, england)}
    others = {peer.name: expected(asked.first(peer.key), england) for peer in near.members}
    said = ((About.ZERO, doubt(own)), (About.ZEROS, doubt(others)))
    return Answer(None, tuple(Note(about, text) for about, text in said if text))


def expected(found: Observation | None, england: Observation | None) -> float | None:
    """How many England's rate would give where none are published, if at least ``LEAST``; None else."""
    if found is None or found.numerator != 0 or not found.denominator:
        return None
    if england is None or not england.numerator or not england.denominator:
        return None
    count = england.numerator / england.denominator * found.denominator
    return count if count >= LEAST else None


def doubt(places: Mapping[str, float | None]) -> str:
    """What is to be known of doubtful zeros, by where or when they are, as a sentence; "" where there are none."""
    counts = {name: count for name, count in places.items() if count is not None}
    if not counts:
        return ""
    ends = dict.fromkeys(f"{count:,.0f}" for count in (min(counts.values()), max(counts.values())))
    *rest, last = counts
    named = f"{', '.join(rest)} and {last}" if rest else last
    return f"Published as 0 for {named}, where England's rate would give {' to '.join(ends)}: perhaps not recorded."
