"""Where does it stand? Rank and band among all authorities."""

from __future__ import annotations

from dataclasses import dataclass

from data.observations import LOCAL, Status
from data.register import NEUTRAL
from data.views import words
from data.views.assessment.record import About, Note
from data.views.assessment.subject import Answer, Subject
from data.views.cohort import Year


@dataclass(frozen=True, slots=True)
class Rank:
    """``low`` and ``high`` are the best and worst possible of so many, None together with ``of``.

    ``rank`` is None unless they are equal, with how many ``shared`` it is by, fewest and most; ``band`` is None unless
    it is certain.
    """

    low: int | None = None
    high: int | None = None
    of: int | None = None
    band: str | None = None
    shared: tuple[int, int] | None = None

    @property
    def rank(self) -> int | None:
        return self.low if self.low == self.high else None


def rank(asked: Subject) -> Answer[Rank]:
    """Among all authorities of the period, where one end is better."""
    year, place = asked.year, asked.place
    reason = _outside(asked) or _no_rank(asked, year)
    if reason or year is None or place is None:
        return Answer(Rank(), (Note(About.RANK, f"No rank or band: {reason}."),))
    low, high, fewest, most = (ends[place.row] for ends in (year.rank_low, year.rank_high, *year.sharing))
    shared = (int(fewest), int(most)) if fewest == fewest and low == high else None
    found = Rank(int(low), int(high), year.of, str(year.band[place.row]) or None, shared)
    return Answer(found, (*_uncertain(asked, year, found), *_shared(found)))


def _uncertain(asked: Subject, year: Year, found: Rank) -> tuple[Note, ...]:
    """What of rank and band the hidden figures leave open, and what they leave certain."""
    lacking = " or ".join(name for name, answer in (("rank", found.rank), ("band", found.band)) if answer is None)
    if not lacking:
        return ()
    # The ranks that a figure with a value can have are said with it; one that is itself hidden has no other place.
    is_own = asked.value is None
    where = f", so that it can be {words.ranks(found.low or 0, found.high or 0)}" if is_own and not found.rank else ""
    return (Note(About.RANK, f"No {lacking} is certain: {_hidden(year, is_own)}{where}."),)


def _hidden(year: Year, is_own: bool) -> str:
    """How many figures are hidden: "61 of 153 figures are hidden", "this figure and 60 others of 153 are hidden"."""
    if not is_own:
        return f"{year.hidden} of {year.of} figures {'is' if year.hidden == 1 else 'are'} hidden"
    if year.hidden == 1:
        return f"this figure is hidden, the only one of {year.of}"
    return f"this figure and {words.others(year.hidden - 1)} of {year.of} are hidden"


def _shared(found: Rank) -> tuple[Note, ...]:
    said = words.shared(*found.shared) if found.shared else ""
    return (Note(About.SHARED, f"Rank {found.rank} is {said}."),) if said else ()


def _outside(asked: Subject) -> str:
    """Said of a figure that the source gives of an authority for a time outside its life; else ""."""
    if asked.own is None or asked.value is None or asked.source == LOCAL:
        return ""
    when = asked.snapshot.areas.outside(asked.area, asked.own.period)
    return f"{asked.area.name} {when}, so this figure is not among those of its period" if when else ""


def _no_rank(asked: Subject, year: Year | None) -> str:
    """Why there is none; "" where there is one."""
    if asked.source == LOCAL:
        return "the board's own figures are of one authority"
    if asked.indicator.polarity == NEUTRAL:
        return "neither more nor less of it is better"
    if asked.value is None and (asked.own is None or asked.own.status is not Status.SUPPRESSED):
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
