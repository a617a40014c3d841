"""What stands out: each with its picture, its reason and a link."""

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
from data.views import verdict
from data.views.standout import StandOut, StandOuts, standouts

Children = list[Any]


def standing_out(_name: str, selection: Selection) -> Children:
    """What stands out, in an order that the reader is told."""
    dataset = current_dataset()
    found = standouts(dataset, dataset.snapshot(), selection)
    area = dataset.snapshot().areas[selection.area].name
    parts: Children = [html.H3("Unusual among similar authorities"), *_unusual(found, area)]
    if found.trends:
        most = f"; these {len(found.trends)} most" if found.changing > len(found.trends) else ""
        tested = f"{_of(found.changing, found.tested)} rising or falling over five years by more than chance{most}. "
        parts += [
            html.H3("Changing over the years"),
            html.P([tested, html.A("How this is tested", href="/methods#trend")]),
            _list((s, sparkline(s.spark)) for s in found.trends),
        ]
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


def _unusual(found: StandOuts, area: str) -> Children:
    if not found.tested:
        return [notice(f"{area} has no published rate or percentage to judge in the latest period chosen.")]
    judged = html.P(
        [
            f"{_of(len(found.apart), found.tested)} outside the range of all neighbours, or unusually high or low for "
            "an authority of this size; figures of earlier years come last. In the pictures: grey lines all "
            f"authorities, orange the neighbours' range, blue {area}. ",
            html.A("How this is judged", href="/methods#standing-out"),
        ]
    )
    if not found.apart:
        return [judged, notice(f"No published figure of {area} is unusual among similar authorities.")]
    return [judged, _list((s, ministrip(s.own, s.everyone, s.members)) for s in found.apart)]


def _of(some: int, total: int) -> str:
    return f"{some} of {total} rates and percentages {'is' if some == 1 else 'are'}"


def _both(conflict: Conflict) -> str:
    """What each of the two says, as one sentence."""
    first, second = conflict.first, conflict.second
    return verdict.sentence(f"{first.says} ({first.section}), but {second.says} ({second.section}).")


def _list(found: Iterable[tuple[StandOut, str]]) -> html.Ul:
    """Each with the address of its picture."""
    items = ((s.indicator, s.reason, picture) for s, picture in found)
    return _standing(_item(i.name, f"/indicators/{i.id}", reason, picture) for i, reason, picture in items)


def _standing(items: Iterable[html.Li]) -> html.Ul:
    return html.Ul(list(items), className="standouts")


def _item(name: str, href: str, reason: str, picture: str) -> html.Li:
    words = html.Div([html.P(html.A(name, href=href), className="standout-name"), html.P(reason)])
    return html.Li([words, html.Img(src=picture, alt="", className="standout-picture")])
