"""One figure assessed, as a list of questions and answers: each answer leads to how it is worked out."""

from __future__ import annotations

from typing import Any

from dash import html

from components import tables
from components.current import current_dataset
from components.notices import notice
from data.observations import PUBLISHED, Status
from data.selection import Selection
from data.views import doubts, grade_words, points, verdict, words
from data.views.assessment import About, Assessment, Grade, Peer, assess
from data.views.assessment.grade import FEWEST

Children = list[Any]
# What is to be known of the value itself.
OF_VALUE = (About.ZERO, About.DOUBT, About.PRINTED)
NO_VALUE = "Not judged: there is no value."
NOT_JUDGED = "Not judged, having no margin of error."


def assessment(name: str, selection: Selection) -> Children:
    """The latest selected figure of an indicator: what it is, whom it differs from, where it ranks, how it moves."""
    dataset = current_dataset()
    snapshot, indicator = dataset.snapshot(), dataset.register[name]
    period = points.newest(snapshot, indicator, selection)
    if period is None:
        return [notice("No published figures in the chosen periods.")]
    found = assess(snapshot, indicator, selection, period.label)
    rows = [(question, answer, paragraph) for question, answer, paragraph in _answers(found) if answer]
    parts = [
        part
        for question, answer, paragraph in rows
        for part in (html.Dt(html.A(question, href=f"/methods#{paragraph}", className="explained")), html.Dd(answer))
    ]
    return [html.Dl(parts, className="definition-list"), *_neighbours(found)]


def _answers(found: Assessment) -> tuple[tuple[str, str, str], ...]:
    """Question, answer ("" where there is none to give) and the paragraph of Methods that explains it."""
    indicator, own = found.indicator, found.observation
    value = words.figure(own, indicator) if own else points.NO_FIGURE
    tested = found.lower is not None and found.upper is not None
    limits = words.interval(found.lower or 0.0, found.upper or 0.0, indicator) if tested else None
    interval = f", margin of error {limits.text} (95% interval)" if limits else ""
    counts = f" ({words.counts(own)})" if words.counts(own) else ""
    band = f" (band {found.band})" if found.band else ""
    rank = f"{verdict.sentence(verdict.place(found))}{band}" if verdict.place(found) else ""
    when = words.when_words(found.period, indicator)
    remarks = (verdict.unsettled(found), found.note(About.PULL), found.note(About.ZEROS), found.note(About.DOUBTS))
    difference = _sentences(verdict.versus(found), *remarks)
    return (
        (
            "Value",
            _sentences(f"{value}{counts}{interval}, {when}", *(found.note(about) for about in OF_VALUE)),
            "confidence-intervals",
        ),
        ("Different by more than chance?", difference or found.note(About.INTERVAL), "significance"),
        ("Unusual?", unusual(found), "unusual"),
        ("Rank", _sentences(rank, found.note(About.RANK)), "rank-and-quarter"),
        ("Over the years", _over_years(found), "trend"),
    )


def _over_years(found: Assessment) -> str:
    """What the trend test says, and that the year it begins in was no ordinary one; why it says nothing."""
    said = verdict.sentence(verdict.no_trend(found))
    note = verdict.PANDEMIC if said and verdict.is_since_pandemic(found) else ""
    return _sentences(said, note) or found.note(About.TREND)


def _sentences(first: str, *notes: str) -> str:
    """The answer, and after it what is to be known of it."""
    more = " ".join(filter(None, notes))
    return f"{first}. {more}" if first and more else first or more


def unusual(found: Assessment) -> str:
    """Whether and why a figure is unusual, as an answer."""
    if found.grade.is_marked:
        return verdict.sentence(f"{grade_words.unusual(found)}.")
    if found.grade is Grade.NOT_JUDGED:
        if found.value is None:
            return NO_VALUE
        return NOT_JUDGED if found.lower is None else "Not judged: too few neighbours and no limits to judge by."
    few = _too_few(found)
    if few:
        return f"Not unusual for its size. Not judged against neighbours: {few}."
    if _is_below_all_known(found):
        return "Not unusual for its size. Below every neighbour's figure that is known; a hidden one may be lower."
    return "No: not beyond all its neighbours by more than chance, nor unusual for its size."


def _too_few(found: Assessment) -> str:
    """Why the neighbours are too few to judge by; "" where they are enough."""
    members = found.neighbours.members
    valued = sum(peer.value is not None for peer in members)
    if valued >= FEWEST:
        return ""
    if not members:
        return "there is no list of them"
    if not valued:
        return "none has a figure"
    return f"only {valued} of {len(members)} {'has' if valued == 1 else 'have'} a figure, and it takes {FEWEST}"


def _is_below_all_known(found: Assessment) -> bool:
    near = found.neighbours.members
    known = [peer.value for peer in near if peer.value is not None]
    if found.value is None or not known or found.value >= min(known):
        return False
    hidden = [peer.lowest for peer in near if peer.is_hidden and peer.lowest is not None]
    return any(low <= found.value for low in hidden) or any(peer.status is Status.LOW for peer in near)


def _neighbours(found: Assessment) -> Children:
    """Every neighbour with its closeness, closest first."""
    near = found.neighbours
    if not near.members:
        return [notice(found.note(About.NEIGHBOURS))] if found.indicator.is_comparable else []
    columns = (tables.Column("Neighbour"), tables.Column("Closeness"), tables.Column("Value", True))
    caption = f"Statistical neighbours, {near.model} model, closest first"
    return [
        tables.table(caption, columns, [[p.name, p.closeness, _value(p, found)] for p in near.members], stacks=False)
    ]


def _value(peer: Peer, found: Assessment) -> str:
    snapshot = current_dataset().snapshot()
    observation = points.first(snapshot.peer_figures(found.indicator.id, PUBLISHED), peer.key, found.period.label)
    if observation is not None:
        doubt = ", doubted" if doubts.doubt(snapshot, observation) else ""
        return words.figure(observation, found.indicator) + doubt
    when = snapshot.areas.outside(snapshot.areas[peer.key], found.period) if peer.key in snapshot.areas else ""
    return f"not counted: it {when}" if when else points.NO_FIGURE
