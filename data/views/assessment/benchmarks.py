"""With what is it compared? England's figure, the region's and the neighbours'."""

from __future__ import annotations

from math import isfinite
from statistics import fmean, median

from data.areas import ENGLAND, REGION
from data.observations import LOCAL, NEIGHBOURS_KEY, Status
from data.selection import STATISTICS
from data.views import points, words
from data.views.assessment.record import About, Neighbourhood, Note, Peer
from data.views.assessment.subject import Answer, Subject


def england(asked: Subject) -> Answer[float | None]:
    """England's value of the same period."""
    return _of(asked, ENGLAND, "England", About.ENGLAND)


def region(asked: Subject) -> Answer[float | None]:
    """The value of the region that the area lies in, or is."""
    above = asked.area if asked.area.level == REGION else asked.snapshot.areas.region_of(asked.area)
    if above is None:
        return Answer(None, (Note(About.REGION, f"No figure for the region: {asked.area.name} lies in none."),))
    return _of(asked, above.key, above.name, About.REGION)


def _of(asked: Subject, key: str, name: str, about: About) -> Answer[float | None]:
    found = asked.first(key)
    if found is not None and found.value is not None:
        return Answer(found.value)
    reason = f"the source says “{words.figure(found, asked.indicator)}”" if found else _elsewhere(asked, key)
    return Answer(None, (Note(about, f"No figure for {name}: {reason}."),))


def _elsewhere(asked: Subject, key: str) -> str:
    """Why a source has no figure of a comparator: the board's report may quote one of another period."""
    quoted = [found[0] for found in asked.figures.get(key, {}).values()] if asked.source == LOCAL else []
    shown = "; ".join(f"{words.figure(o, asked.indicator)} for {words.period_words(o.period)}" for o in quoted)
    return f"the report quotes {shown}, another period" if quoted else "the source has none"


def neighbours(asked: Subject) -> Answer[Neighbourhood]:
    """The neighbours' mean or median of the chosen model, and each of them."""
    model, statistic = asked.selection.model, asked.selection.statistic
    if asked.source == LOCAL:
        note = Note(About.NEIGHBOURS, f"No figure for the neighbours: {_quoted(asked)}.")
        return Answer(Neighbourhood(model, statistic, None, 0, ()), (note,))
    nearest = points.neighbours_of(asked.snapshot, asked.selection)
    value, count = points.averaged(asked.peers, nearest, asked.label, statistic)
    members = tuple(_peer(asked, n.neighbour, n.closeness) for n in nearest)
    hidden = sum(peer.is_hidden for peer in members)
    found = Neighbourhood(model, statistic, value, count, members, hidden, *_ends(members, statistic))
    if value is None:
        return Answer(found, (Note(About.NEIGHBOURS, f"No figure for the neighbours: {_no_average(asked, found)}."),))
    if count != len(nearest):
        rests = f"The neighbours' {statistic} rests on {count} of {len(nearest)} that have a figure"
        return Answer(found, (Note(About.COUNT, f"{rests}{_with_hidden(asked, found)}."),))
    return Answer(found)


def _ends(members: tuple[Peer, ...], statistic: str) -> tuple[float | None, float | None]:
    """The lowest and highest that the average of those with a value and those hidden can be; None where unbounded.

    Both a mean and a median rise with each of their figures, so that all at their lowest give the lowest.
    """
    lows = [peer.lowest for peer in members if peer.lowest is not None]
    highs = [peer.highest for peer in members if peer.highest is not None]
    if not lows:
        return None, None
    average = fmean if statistic == STATISTICS[0] else median
    lowest, highest = float(average(lows)), float(average(highs))
    return (lowest, highest) if isfinite(highest) else (None, None)


def _with_hidden(asked: Subject, near: Neighbourhood) -> str:
    """What the average can be with the hidden figures, after how many it rests on."""
    if not near.hidden:
        return ""
    if near.lowest is None or near.highest is None:
        return f"; nothing bounds what it is with the {near.hidden} hidden"
    return f"; with the {near.hidden} hidden it is {words.ends(near.lowest, near.highest, asked.indicator)}"


def _quoted(asked: Subject) -> str:
    found = asked.first(NEIGHBOURS_KEY)
    if found is None or found.value is None:
        return "the board's report gives none for this period"
    average = words.figure(found, asked.indicator)
    return f"the report's own average, {average}, does not say of whom, so nothing is compared with it"


def _no_average(asked: Subject, near: Neighbourhood) -> str:
    if near.members:
        return f"no neighbour in the {near.model} model has one"
    ended = "" if asked.snapshot.areas.is_open(asked.area) else f" as it was until {asked.area.last[:4]}"
    return f"the {near.model} model has no list of neighbours for {asked.area.name}{ended}"


def _peer(asked: Subject, key: str, closeness: str) -> Peer:
    found, area = asked.first(key), asked.snapshot.areas.get(key)
    value, status = (found.value, found.status) if found else (None, Status.NOT_AVAILABLE)
    lowest, highest = asked.possible(key)
    return Peer(key, area.code if area else key, area.name if area else key, closeness, value, status, lowest, highest)
