"""Where does it stand? Rank and band among all authorities."""

from __future__ import annotations

from dataclasses import dataclass

from data.observations import LOCAL, Status
from data.register import NEUTRAL
from data.views.assessment.record import About, Note
from data.views.assessment.subject import Answer, Subject
from data.views.cohort import Year

HIDDEN = (Status.SUPPRESSED, Status.LOW)


@dataclass(frozen=True, slots=True)
class Rank:
    """``rank`` of so many, and the quartile band; None together."""

    rank: int | None = None
    of: int | None = None
    band: str | None = None


def rank(asked: Subject) -> Answer[Rank]:
    """Among all authorities of the period, where one end is better."""
    year, place = asked.year, asked.place
    reason = _no_rank(asked, year)
    if reason or year is None or place is None:
        return Answer(Rank(), (Note(About.RANK, f"No rank or band: {reason}."),))
    return Answer(Rank(int(year.rank[place.row]), year.of, str(year.band[place.row])))


def _no_rank(asked: Subject, year: Year | None) -> str:
    """Why there is none; "" where there is one."""
    if asked.source == LOCAL:
        return "the board's own figures are of one authority"
    if asked.indicator.polarity == NEUTRAL:
        return "neither more nor less of it is better"
    if asked.value is None:
        return "there is no value"
    if year is None:
        return "only local authorities are ranked"
    if year.missing:
        return (
            f"{_authorities(year.missing)} not loaded for this period; the release's file of all local "
            f"authorities ({asked.indicator.published_source}) would give it"
        )
    return ""


def _authorities(count: int) -> str:
    return "one local authority is" if count == 1 else f"{count} local authorities are"
