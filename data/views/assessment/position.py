"""Where does it stand? Rank and band among all authorities, and whether it is apart from its peers."""

from __future__ import annotations

from dataclasses import dataclass

from data.observations import LOCAL, Status
from data.register import NEUTRAL
from data.stats.peers import outside
from data.views.assessment.record import SIMILAR, About, Neighbourhood, Note, Significance
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


def apart(value: float | None, neighbours: Neighbourhood, significance: Significance) -> str | None:
    """Outside the range of all neighbours. Not where chance could have put it there; and nothing is below those
    whose number is hidden for being small."""
    if significance.neighbours == SIMILAR:
        return None
    side = float(outside(value, [peer.value for peer in neighbours.members]))
    if side < 0 and any(peer.status in HIDDEN for peer in neighbours.members):
        return None
    return {-1.0: "below", 1.0: "above"}.get(side)


def beyond(asked: Subject) -> float | None:
    """The outermost adjusted control limit that the figure lies outside of; None within them and where not judged."""
    year, place = asked.year, asked.place
    if year is None or place is None:
        return None
    level = float(year.beyond[place.row])
    return level if level > 0 else None
