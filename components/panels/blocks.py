"""Blocks: the parts of a page that follow the filters.

A block is a kind and a name ("tiles" of "journey.front_door"). ``block`` places it with what the address asks for;
when the address changes, ``assets/follow.js`` asks ``components/panels/routes.py`` for it again.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from dash import html

from components import tiles
from components.current import current_dataset
from components.markup import encoded
from components.notices import notice, notices
from components.panels.assessment import assessment
from components.panels.chart import comparison_chart, profile_chart, trend_chart
from components.panels.compare import choices_bar, compared
from components.panels.holdings import completeness_grid, release_history
from components.panels.local import flow_chart, local_figures, local_tiles
from components.panels.named import indicators
from components.panels.standouts import standing_out
from data.errors import SelectionError
from data.periods import parse
from data.register import PANELS
from data.selection import Selection
from data.views import verdict
from data.views.headlines import has_trends_since_pandemic, headlines
from data.views.tile import published_tile

Children = list[Any]
Query = Mapping[str, object]
NO_QUERY: Query = {}


def block(kind: str, name: str, selection: Selection, query: Query = NO_QUERY) -> html.Div:
    """The block as the address selects it; ``query`` holds the parameters that the page has besides the filters."""
    content = encoded(RENDERERS[kind](name, selection, query))
    return html.Div(className=f"block block-{kind}", **{"data-block": content, "data-follows": f"{kind}:{name}"})


def folded(kind: str, name: str) -> html.Div:
    """The place of a block within what is not open: ``assets/follow.js`` asks for it when it is opened."""
    return html.Div(className=f"block block-{kind}", **{"data-later": "", "data-follows": f"{kind}:{name}"})


def rendered(block_name: str, selection: Selection, query: Query) -> str:
    """The content of a block that is named as in ``data-follows``. Raises SelectionError where there is none such."""
    kind, _, name = block_name.partition(":")
    if not is_known(block_name):
        raise SelectionError("The request names a block or an indicator that does not exist.")
    return encoded(RENDERERS[kind](name, selection, query))


def is_known(block_name: str) -> bool:
    kind, _, name = block_name.partition(":")
    return kind in RENDERERS and (kind not in KNOWN or name in KNOWN[kind]())


def _tiles(name: str, selection: Selection) -> Children:
    """A strip of tiles for a panel, a stage ("journey.front_door") or indicators separated by commas."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    found = (
        published_tile(dataset, snapshot, i, selection)
        for i in indicators(current_dataset().register, name)
        if i.published_source
    )
    shown = [view for view in found if view is not None]
    return [tiles.strip(shown)] if shown else [notice("No published figures in the chosen periods.")]


def _lifetime(_name: str, selection: Selection) -> Children:
    """That an area ended or began in the years that figures are held for."""
    areas = current_dataset().snapshot().areas
    area = areas[selection.area]
    first, last = parse(area.first).financial_year, parse(area.last).financial_year
    said: Children = []
    if areas.is_later(area):
        said.append(notice(f"{area.name} has figures from {first} on, when it took the place of other authorities."))
    if not areas.is_open(area):
        said += notices([f"{area.name} ended; its last figures are for {last}. Its successors have their own."])
    return said


def _headlines(name: str, selection: Selection) -> Children:
    """A panel's sentences; where it tells of trends since the first year of the pandemic, that it was. The overview
    says so beside its list of trends."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    said = [html.P(text, className="headline") for text in headlines(dataset, snapshot, name, selection)]
    is_noted = name in PANELS and has_trends_since_pandemic(snapshot, name, selection)
    return [*said, html.P(verdict.PANDEMIC, className="note")] if is_noted else said


Renderer = Callable[[str, Selection, Query], Children]


def _by_filters(render: Callable[[str, Selection], Children]) -> Renderer:
    """A block that follows the filters alone."""
    return lambda name, selection, _query: render(name, selection)


def _by_choices(render: Callable[[Query, Selection], Children]) -> Renderer:
    """A block that follows the page's own choices too."""
    return lambda _name, selection, query: render(query, selection)


RENDERERS: Mapping[str, Renderer] = {
    "flow": _by_filters(flow_chart),
    "tiles": _by_filters(_tiles),
    "local-tiles": _by_filters(local_tiles),
    "local": _by_filters(local_figures),
    "lifetime": _by_filters(_lifetime),
    "headlines": _by_filters(_headlines),
    "standouts": _by_filters(standing_out),
    "completeness": _by_filters(completeness_grid),
    "history": _by_filters(release_history),
    "trend": _by_filters(trend_chart),
    "comparison": _by_filters(comparison_chart),
    "assessment": _by_filters(assessment),
    "profile": _by_filters(profile_chart),
    "choices": _by_choices(choices_bar),
    "compared": _by_choices(compared),
}
# What a block of some kinds may be named after.
KNOWN: Mapping[str, Callable[[], Container[str]]] = {
    **dict.fromkeys(("assessment", "history", "trend", "comparison"), lambda: current_dataset().register),
    "profile": lambda: PANELS,
    "headlines": lambda: (*PANELS, "overview"),
}
