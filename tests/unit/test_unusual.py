"""Whether a figure is unusual, as the page of an indicator answers it; and how many of what changes are listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dash import html

from components.panels.assessment import NO_VALUE, NOT_JUDGED, unusual
from components.panels.standouts import changing
from data.views.assessment import Grade, Grading, Neighbourhood
from data.views.by_chance import Shares
from data.views.standout import StandOut, StandOuts, Tally
from tests.builders import assessment, indicator, neighbourhood

ORDINARY = Grading(Grade.ORDINARY)
NONE = Neighbourhood("2025", "mean", None, 0, ())


@pytest.mark.parametrize(
    ("near", "said"),
    [
        (neighbourhood(), "No: not beyond all its neighbours by more than chance, nor unusual for its size."),
        (NONE, "Not unusual for its size. Not judged against neighbours: there is no list of them."),
        (neighbourhood(0), "Not unusual for its size. Not judged against neighbours: none has a figure."),
        (neighbourhood(1), "Not unusual for its size. Not judged against neighbours: only 1 of 10 has a figure, and it "
         "takes 6."),
        (neighbourhood(5), "Not unusual for its size. Not judged against neighbours: only 5 of 10 have a figure, and "
         "it takes 6."),
        (neighbourhood(6), "No: not beyond all its neighbours by more than chance, nor unusual for its size."),
    ],
)  # fmt: skip
def test_what_is_not_unusual_says_what_it_was_judged_by(near: Neighbourhood, said: str) -> None:
    assert unusual(assessment(grading=ORDINARY, neighbours=near)) == said


def test_a_lowest_figure_beside_a_hidden_one_says_so() -> None:
    near = neighbourhood(9, value=90.0)
    hidden = replace(near.members[9], lowest=10.0, highest=50.0)
    near = replace(near, members=(*near.members[:9], hidden), hidden=1)
    assert unusual(assessment(grading=ORDINARY, neighbours=near)) == (
        "Not unusual for its size. Below every neighbour's figure that is known; a hidden one may be lower."
    )


def test_what_is_not_judged_says_why() -> None:
    assert unusual(assessment(value=None, lower=None, upper=None)) == NO_VALUE
    assert unusual(assessment(lower=None, upper=None)) == NOT_JUDGED


@pytest.mark.parametrize(("total", "said"), [(3, "chance. 2020/21"), (4, "chance; these 3 most. 2020/21")])
def test_an_entry_that_tells_of_two_figures_is_counted_as_two(total: int, said: str) -> None:
    entries = (StandOut(indicator(id="a"), "Rising.", also=indicator(id="b")), StandOut(indicator(id="c"), "Rising."))
    found = StandOuts((), (), Tally(0, 0, 0, Shares()), entries, (), (), trended=10, changing=total)
    paragraph = next(part for part in changing(found) if isinstance(part, html.P))
    assert said in paragraph.children[0]
