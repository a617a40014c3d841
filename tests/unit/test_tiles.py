"""Tiles: what leads where."""

from __future__ import annotations

import pytest

from components.tiles import tile
from tests.builders import tile_view


def links(**changes: object) -> dict[str, str]:
    """Where each link of the tile leads, by its words."""
    made = tile(tile_view(**changes))
    return {part.children: part.href for part in made._traverse() if getattr(part, "href", None)}  # type: ignore[attr-defined]


def test_what_is_worked_out_leads_to_its_paragraph_and_what_is_only_quoted_does_not() -> None:
    found = links(trend="Rising since 2020/21", versus="Higher than England")
    assert found == {
        "Looked after children": "/indicators/lac_rate",
        "Rising since 2020/21": "/methods#trend",
        "neighbours 61": "/methods#comparators",
        "Higher than England": "/methods#significance",
    }


@pytest.mark.parametrize("band", ["best quarter", "better half", "worse half", "worst quarter"])
def test_every_rank_leads_to_ranks(band: str) -> None:
    verdict = f"Rank 48 of 153: {band}"
    assert links(verdict=verdict)[verdict] == "/methods#rank-and-quarter"


def test_a_count_of_neighbours_is_its_own_explanation() -> None:
    assert "Higher than 8 of 10 neighbours" not in links(verdict="Higher than 8 of 10 neighbours")
