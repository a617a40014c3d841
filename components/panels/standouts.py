"""What to look at: each with its picture, its reason and a link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from components.charts.ministrip import ministrip, two_figures, without_figure
from components.charts.sparkline import sparkline
from components.current import current_dataset
from components.notices import notice
from data.conflicts import Conflict
from data.selection import Selection
from data.views import grade_words, verdict
from data.views.assessment import Grade
from data.views.standout import StandOut, StandOuts, standouts

Children = list[Any]


def standing_out(_name: str, selection: Selection) -> Children:
    """What to look at, in an order that the reader is told."""
    dataset = current_dataset()
    found = standouts(dataset, dataset.snapshot(), selection)
    area = dataset.snapshot().areas[selection.area].name
    parts: Children = [html.H3(_heading(found)), *_unusual(found, area)]
    parts += changing(found)
    if found.missing:
        parts += [html.H3("Not supplied"), _list((s, without_figure()) for s in found.missing)]
    if found.conflicts:
        parts += [
            html.H3("Where the sources disagree"),
            html.P(
                [
                    "The board's reports say two different things of each of these. ",
                    html.A("All disagreements, with both citations", href="/data"),
                ]
            ),
            _standing(_item(c.topic, f"/data#{c.id}", _both(c), two_figures()) for c in found.conflicts),
        ]
    return parts


def changing(found: StandOuts) -> Children:
    """What rises or falls over the years, and how many of how many tested do."""
    if not found.trends:
        return []
    # One entry can tell of two figures, and those are what is counted before it.
    listed = sum(2 if each.also else 1 for each in found.trends)
    most = f"; these {listed} most" if found.changing > listed else ""
    said = (
        f"{found.changing} of {found.trended} tested figures {'is' if found.changing == 1 else 'are'} rising or "
        f"falling over five years by more than chance{most}. {verdict.PANDEMIC} "
    )
    return [
        html.H3("Changing over the years"),
        html.P([said, html.A("How this is tested", href="/methods#trend")]),
        _list((s, sparkline(s.spark)) for s in found.trends),
    ]


def _heading(found: StandOuts) -> str:
    """What is far from others is in the list, and is never called unusual."""
    return "Clearly unusual, or far from others" if _far(found.unusual) else "Clearly unusual"


def _unusual(found: StandOuts, area: str) -> Children:
    """What to look at first; what is at the edge can be opened."""
    if not (found.tally.tested or found.unusual or found.edge):
        return [notice(f"{area} has no published rate or percentage to judge in the latest period chosen.")]
    tally = found.tally
    said = [
        grade_words.tallied(Grade.CLEARLY_UNUSUAL, tally.clearly, tally.tested, tally.by_chance.clearly),
        grade_words.untested(_far(found.unusual)),
        "Figures of earlier years come last. In the pictures: grey lines all authorities, orange the neighbours' "
        f"range, blue {area}. ",
    ]
    judged = html.P([" ".join(filter(None, said)), html.A("How this is judged", href="/methods#unusual")])
    none = notice(f"No published figure of {area} is clearly unusual.")
    return [judged, _list(map(_pictured, found.unusual)) if found.unusual else none, *_edge(found)]


def _edge(found: StandOuts) -> Children:
    """What is at the edge, folded."""
    if not found.edge:
        return []
    tally, far = found.tally, _far(found.edge)
    more = f", {far} far from others, not tested" if far else ""
    said = [
        grade_words.tallied(Grade.AT_THE_EDGE, tally.edge, tally.tested, tally.by_chance.edge),
        "At the edge is outside the 95% limits or beyond all neighbours by more than chance, not both.",
        grade_words.untested(far),
    ]
    parts = [html.P(" ".join(filter(None, said))), _list(map(_pictured, found.edge))]
    summary = html.Summary(f"At the edge: {tally.edge} of {tally.tested} tested{more}")
    return [html.Details([summary, *parts], className="more")]


def _far(found: Iterable[StandOut]) -> int:
    return sum(each.grade is Grade.FAR for each in found)


def _pictured(found: StandOut) -> tuple[StandOut, str]:
    return found, ministrip(found.own, found.everyone, found.members)


def _both(conflict: Conflict) -> str:
    """What each of the two says, as one sentence."""
    first, second = conflict.first, conflict.second
    return verdict.sentence(f"{first.says} ({first.section}), but {second.says} ({second.section}).")


def _list(found: Iterable[tuple[StandOut, str]]) -> html.Ul:
    """Each with the address of its picture."""
    return _standing(_item(s.indicator.name, f"/indicators/{s.indicator.id}", _said(s), at) for s, at in found)


def _said(found: StandOut) -> str:
    """The reason; where another measure of the same thing has it too, that one's name."""
    return f"{found.reason} The same holds for: {found.also.name}." if found.also else found.reason


def _standing(items: Iterable[html.Li]) -> html.Ul:
    return html.Ul(list(items), className="standouts")


def _item(name: str, href: str, reason: str, picture: str) -> html.Li:
    words = html.Div([html.P(html.A(name, href=href), className="standout-name"), html.P(reason)])
    return html.Li([words, html.Img(src=picture, alt="", className="standout-picture")])
