"""The pages as layouts: nothing of the register is forgotten, and callbacks and layouts speak of the same ids."""

from __future__ import annotations

from collections.abc import Iterator

import dash
import pytest
from dash import Dash
from dash.development.base_component import Component

from components import ids
from components.panels import PANELS
from components.panels.blocks import is_known
from components.panels.overview import LEADS, PLACE
from components.panels.panel import CHARTS_OF_A_STAGE, NO_SERIES
from components.panels.routes import MOST_CHARACTERS
from data.api import current_dataset
from data.register import PANELS as REGISTER_PANELS
from data.register import STAGES
from data.selection import Selection

ADDRESSES = {"/indicators/<name>": {"name": "lac_rate"}}


def layouts() -> dict[str, Component]:
    """Every page's layout as a first visit gets it."""
    return {
        page["path"]: page["layout"](**ADDRESSES.get(page["path_template"] or "", {}))
        for page in dash.page_registry.values()
    }


def components(node: object) -> Iterator[Component]:
    if isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from components(child)


def shown(section_name: str) -> set[str]:
    """The indicators that a section's name stands for."""
    register = current_dataset().register
    panel, _, stage = section_name.partition(".")
    if panel in REGISTER_PANELS:
        return {i.id for i in register.of(panel, stage or None)}
    return set(section_name.split(","))


@pytest.mark.usefixtures("request_context")
def test_every_indicator_is_on_a_page() -> None:
    register = current_dataset().register
    on_panels = {i for panel in PANELS for section in panel.sections for i in shown(section.name)} | shown(PLACE)
    assert set(register) - on_panels == set()
    assert on_panels - set(register) == set()


@pytest.mark.usefixtures("request_context")
def test_every_published_indicator_has_its_trend() -> None:
    register = current_dataset().register
    sections = [section for panel in PANELS for section in panel.sections]
    trends = {i for each in sections for i in (*each.trends_in(register), *each.comparisons_in(register))}
    assert trends <= {i.id for i in register.published}
    # Percentages of abuse in the household stand in tiles; populations and low income in the place in figures.
    rest = {i.id for i in register.published} - trends
    assert rest == {f"factor_domestic_abuse_{kind}_pct" for kind in ("parent", "child", "person")} | {
        "population_0_17_mid_year",
        "children_low_income_pct",
    }


def test_journey_has_a_section_for_every_stage() -> None:
    assert [s.id for s in PANELS[0].sections] == list(STAGES)


WITHOUT_SERIES = {"early_help", "private_fostering", "disability"}


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("area", ["885", "881"])
def test_each_stage_has_a_national_series_or_says_that_none_is_published(area: str) -> None:
    silent = set()
    for section in PANELS[0].sections:
        parts = list(components(section.layout(Selection(area), CHARTS_OF_A_STAGE)))
        said = [part.children for part in parts if part._type == "P"]
        tiles = [part for part in parts if getattr(part, "data-follows", "") == f"tiles:{section.name}"]
        assert (NO_SERIES in said) is not bool(tiles), section.id
        if not tiles:
            silent.add(section.id)
    assert silent == WITHOUT_SERIES


@pytest.mark.usefixtures("request_context")
def test_a_stage_charts_its_leads_first_twins_after_their_twin_and_counts_last() -> None:
    register = current_dataset().register
    stages = {section.id: section for section in PANELS[0].sections}
    assert stages["care_leavers"].trends_in(register)[0] == "care_leavers_suitable_accommodation_19_21_pct"
    assert stages["missing"].trends_in(register) == ("lac_missing_pct", "lac_missing")
    assert stages["missing"].comparisons_in(register) == ("lac_missing_pct",)
    schools = stages["education"].trends_in(register)
    for twin in (register[i] for i in schools if register[i].twin):
        assert schools.index(twin.id) == schools.index(twin.twin) + 1
    for section in stages.values():
        trends = section.trends_in(register)
        assert set(trends) == {i.id for i in register.of("journey", section.id) if i.published_source}
        comparable = [register[i].is_comparable for i in trends]
        assert comparable == sorted(comparable, reverse=True)


@pytest.mark.usefixtures("request_context")
def test_a_folded_chart_is_made_only_when_it_is_opened() -> None:
    folded = [c for c in components(layouts()["/journey"]) if getattr(c, "data-later", None) is not None]
    register = current_dataset().register
    charts = [(len(s.trends_in(register)), len(s.comparisons_in(register))) for s in PANELS[0].sections]
    assert len(folded) == sum(max(0, trends + beside - CHARTS_OF_A_STAGE) for trends, beside in charts) > 30
    assert all(getattr(c, "data-block", None) is None for c in folded)


@pytest.mark.usefixtures("request_context")
def test_the_overview_leads_are_published_and_of_their_panel() -> None:
    register = current_dataset().register
    assert LEADS.keys() == {panel.id for panel in PANELS}
    for panel, names in LEADS.items():
        for name in names:
            assert register[name].panel == panel
            assert register[name].published_source


@pytest.mark.usefixtures("request_context")
def test_callbacks_and_layouts_speak_of_the_same_ids(application: Dash) -> None:
    plain = {c.id for layout in layouts().values() for c in components(layout) if getattr(c, "id", None)}
    for callback in application.callback_map.values():
        for part in (*callback["inputs"], *callback["state"]):
            assert part["id"] in plain or part["id"].startswith("_pages"), part["id"]
    assert set(ids.FILTERS) <= plain


@pytest.mark.usefixtures("request_context")
def test_no_page_has_an_id_twice_and_every_block_can_be_drawn() -> None:
    blocks = 0
    for path, layout in layouts().items():
        placed = [c.id for c in components(layout) if getattr(c, "id", None)]
        assert len(placed) == len(set(placed)), path
        for component in components(layout):
            name = getattr(component, "data-follows", None)
            assert name is None or is_known(name), name
        names = [name for c in components(layout) if (name := getattr(c, "data-follows", None))]
        assert len(names) == len(set(names)), path  # a request that names one twice is refused
        assert sum(map(len, names)) + len(names) < MOST_CHARACTERS / 2, path
        blocks += len(names)
    assert blocks > 100


@pytest.mark.usefixtures("request_context")
def test_every_page_has_one_heading_of_the_first_level() -> None:
    for path, layout in layouts().items():
        assert sum(c._type == "H1" for c in components(layout)) == 1, path
