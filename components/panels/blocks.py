"""Blocks: the parts of a page that follow the filters, each made once for all who choose the same.

A block is a kind and a name ("tiles" of "journey.front_door"). ``block`` places it with what the address asks for;
when the address changes, ``assets/follow.js`` asks ``components/panels/routes.py`` for it again.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping
from dataclasses import replace
from typing import Any

from dash import html

from components import tiles
from components.current import current_dataset
from components.markup import encoded
from components.notices import notice, notices
from components.panels.assessment import assessment
from components.panels.chart import comparison_chart, profile_chart, trend_chart
from components.panels.compare import Choices, choices, choices_bar, compared
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
    content = _content(kind, name, selection, query)
    return html.Div(className=f"block block-{kind}", **{"data-block": content, "data-follows": f"{kind}:{name}"})


def folded(kind: str, name: str) -> html.Div:
    """The place of a block within what is not open: ``assets/follow.js`` asks for it when it is opened."""
    return html.Div(className=f"block block-{kind}", **{"data-later": "", "data-follows": f"{kind}:{name}"})


def rendered(block_name: str, selection: Selection, query: Query) -> str:
    """The content of a block that is named as in ``data-follows``. Raises SelectionError where there is none such."""
    kind, _, name = block_name.partition(":")
    if not is_known(block_name):
        raise SelectionError("The request names a block or an indicator that does not exist.")
    return _content(kind, name, selection, query)


def _content(kind: str, name: str, selection: Selection, query: Query) -> str:
    """The content of a block as ``data-block`` holds it."""
    kept_by, make = KINDS[kind](name, selection, query)
    return current_dataset().once((kind, *kept_by), lambda: encoded(make()))


def is_known(block_name: str) -> bool:
    kind, _, name = block_name.partition(":")
    return kind in KINDS and (kind not in KNOWN or name in KNOWN[kind]())


def tile_strip(name: str, selection: Selection) -> Children:
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


def lifetime(_name: str, selection: Selection) -> Children:
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


def headline_sentences(name: str, selection: Selection) -> Children:
    """A panel's sentences; where it tells of trends since the first year of the pandemic, that it was. The overview
    says so beside its list of trends."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    said = [html.P(text, className="headline") for text in headlines(dataset, snapshot, name, selection)]
    is_noted = name in PANELS and has_trends_since_pandemic(snapshot, name, selection)
    return [*said, html.P(verdict.PANDEMIC, className="note")] if is_noted else said


# What a block is kept by, and what makes it. That is given no more than what it is kept by, so that nothing else can
# show in it.
Plan = tuple[tuple[Hashable, ...], Callable[[], Children]]
Kind = Callable[[str, Selection, Query], Plan]

# The parts of a selection, besides its area, that show in a block.
FIGURES = ("first", "last", "model", "statistic")
EVERYTHING = (*FIGURES, "intervals")


def _by_filters(render: Callable[[str, Selection], Children], follows: tuple[str, ...] = FIGURES) -> Kind:
    """A kind of block that follows the filters alone, and of those its area and ``follows``."""

    def plan(name: str, selection: Selection, _query: Query) -> Plan:
        seen = replace(Selection(selection.area), **{part: getattr(selection, part) for part in follows})
        return (name, seen), lambda: render(name, seen)

    return plan


def _by_choices(render: Callable[[Choices, Selection], Children]) -> Kind:
    """A kind of block that follows every filter and the page's own choices."""

    def plan(_name: str, selection: Selection, query: Query) -> Plan:
        chosen = choices(query, selection)
        return (selection, chosen), lambda: render(chosen, selection)

    return plan


KINDS: Mapping[str, Kind] = {
    # Where the board's own figures are another area's, it links to them with everything that is selected.
    "flow": _by_filters(flow_chart, EVERYTHING),
    "tiles": _by_filters(tile_strip),
    "local-tiles": _by_filters(local_tiles, EVERYTHING),
    "local": _by_filters(local_figures, EVERYTHING),
    "lifetime": _by_filters(lifetime, ()),
    "headlines": _by_filters(headline_sentences),
    "standouts": _by_filters(standing_out),
    "completeness": _by_filters(completeness_grid),
    "history": _by_filters(release_history, ()),
    "trend": _by_filters(trend_chart, EVERYTHING),
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
