"""The strip: every dot in sight, words that never overlap."""

from __future__ import annotations

import json
import re
from itertools import combinations

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import theme
from components.charts import Figure, strip
from components.charts.swarm import lanes
from data import periods
from data.views import AREA, MEMBER, NAMED, OTHER, Dot, StripView
from tests.boxes import boxes, colours, crossed, is_red_or_green, overlapping
from tests.builders import WORDS, indicator, point

LONG = "Bournemouth, Christchurch and Poole"


def dot(name: str, value: float, role: str = OTHER) -> Dot:
    return Dot(role, name.lower(), name, value, f"{value:.1f}")


def strip_view(
    *dots: Dot, england: float | None = 40.6, neighbours: float | None = 35.0, notes: tuple[str, ...] = ()
) -> StripView:
    """Dots with their quartiles, near enough."""
    values = sorted(d.value for d in dots)
    quartiles = tuple(values[round((len(values) - 1) * q)] for q in (0.25, 0.5, 0.75)) if values else None
    return StripView(
        indicator=indicator(decimals=1),
        area_name="Worcestershire",
        period=periods.parse("2024/25"),
        dots=dots,
        quartiles=quartiles,  # type: ignore[arg-type]
        england=None if england is None else point("2024/25", england, decimals=1),
        neighbours=None if neighbours is None else point("2024/25", neighbours, decimals=1),
        notes=notes,
        **WORDS,
    )


OWN = dot("Worcestershire", 43.5, AREA)
OTHERS = tuple(dot(f"Authority {i}", 14 + (i * 37) % 61 + (i % 7) * 0.1) for i in range(142))
MEMBERS = tuple(dot(f"Neighbour {i}", 25 + 3.3 * i, MEMBER) for i in range(10))
FIGURES = {
    "a full house": strip(strip_view(*OTHERS, *MEMBERS, OWN)),
    "one dot": strip(strip_view(OWN)),
    "one dot alone": strip(strip_view(OWN, england=None, neighbours=None)),
    "all equal": strip(
        strip_view(*(dot(f"A{i}", 7) for i in range(152)), dot("Rutland", 7, AREA), england=7, neighbours=7)
    ),
    "all zero": strip(strip_view(*(dot(f"A{i}", 0) for i in range(9)), england=0, neighbours=0)),
    "far from zero": strip(strip_view(*(dot(f"A{i}", 80 + i % 17) for i in range(150)), england=90, neighbours=91)),
    "a long name": strip(strip_view(*OTHERS, dot(LONG, 40.6, AREA), neighbours=40.7)),
    "a long name at the left": strip(strip_view(*OTHERS, dot(LONG, 0, AREA))),
    "a long name at the right": strip(strip_view(*OTHERS, dot(LONG, 99, AREA), england=98, neighbours=97)),
    "a name with signs": strip(strip_view(*OTHERS, dot("King's Lynn & <West> Norfolk", 50, AREA))),
    "no area": strip(strip_view(*OTHERS)),
    "no dots": strip(strip_view(notes=("No authority has a figure.",))),
}
figures = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


def named(figure: Figure, name: str) -> dict:
    return next(trace for trace in figure["data"] if trace["name"] == name)


def lines(figure: Figure, colour: str) -> list[dict]:
    return [shape for shape in figure["layout"]["shapes"] if shape["line"].get("color") == colour]


@figures
def test_a_strip_is_a_small_valid_figure_of_plain_json(figure: Figure) -> None:
    go.Figure(figure)
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert {"title", "subtitle", "source", "summary", "filename"} <= figure["layout"]["meta"].keys()
    assert len(figure["data"]) <= 5
    assert not figure["data"] or "annotations" not in figure["layout"]


@figures
def test_no_words_lie_over_others_or_outside(figure: Figure) -> None:
    assert overlapping(figure) == []


@figures
def test_nothing_is_red_or_green(figure: Figure) -> None:
    assert not {colour for colour in colours(figure) if is_red_or_green(colour)}


@figures
def test_no_dot_hides_another(figure: Figure) -> None:
    spots = [spot for trace in figure["data"] if trace["name"] for spot in zip(trace["x"], trace["y"], strict=True)]
    assert len(set(spots)) == len(spots)


def test_the_same_dots_lie_in_the_same_places_whatever_their_order() -> None:
    forth = strip(strip_view(*OTHERS, OWN))["data"][0]
    back = strip(strip_view(*reversed(OTHERS), OWN))["data"][0]
    assert {*zip(forth["x"], forth["y"], strict=True)} == {*zip(back["x"], back["y"], strict=True)}


def test_roles_keep_their_colours_and_differ_by_more() -> None:
    figure = FIGURES["a full house"]
    own, members, others = (named(figure, role)["marker"] for role in (AREA, MEMBER, OTHER))
    assert (own["color"], members["color"], others["color"]) == (theme.AREA, theme.WHITE, theme.MEMBER)
    assert own["size"] > members["size"] > others["size"]
    assert named(figure, AREA)["y"] == [0]
    assert named(figure, MEMBER)["text"][0] == "Neighbour 0 (a neighbour): 25.0"
    assert {line["line"].get("dash") for line in lines(figure, theme.ENGLAND)} == {None, "6px,4px"}
    assert {line["line"].get("dash") for line in lines(figure, theme.NEIGHBOURS)} == {None, "9px,4px,2px,4px"}


def test_area_averages_and_quarters_are_named() -> None:
    words = {box[0] for box in boxes(FIGURES["a full house"], 648, 365)}
    assert {"Worcestershire 43.5", "England 40.6", "Neighbours 35.0"} <= words
    assert {"lowest quarter", "middle half", "highest quarter"} <= words


def test_an_area_picked_to_compare_with_has_its_own_mark_and_words() -> None:
    figure = strip(strip_view(*OTHERS, *MEMBERS, dot("Cornwall", 55.0, NAMED), OWN))
    own, picked, members = (named(figure, role)["marker"] for role in (AREA, NAMED, MEMBER))
    assert (picked["symbol"], picked["color"], picked["line"]["color"]) == ("square", theme.WHITE, theme.INK)
    assert own["symbol"] == members["symbol"] == "circle"
    assert named(figure, NAMED)["text"] == ["Cornwall: 55.0"]
    assert "Cornwall 55.0" in {box[0] for box in boxes(figure, 648, 365)}
    assert overlapping(figure) == []
    (line,) = [each for each in lines(figure, theme.INK) if "ysizemode" not in each]
    low, high = figure["layout"]["yaxis"]["range"]
    assert line["y0"] == pytest.approx((named(figure, NAMED)["y"][0] - low) / (high - low), abs=1e-4)


# England, neighbours, area and another, as they lay for some authorities: words between two stems have little room.
CROWDED = ((0.24, 0.23, 0.65, 0.24), (0.61, 0.73, 0.34, 0.76), (0.35, 0.5, 0.55, 0.31), (0.7, 0.7, 0.31, 0.6))


@pytest.mark.parametrize("places", CROWDED)
@pytest.mark.parametrize("name", ["Bury", "Tower Hamlets", "North East Lincolnshire"])
def test_no_stem_passes_through_words(places: tuple[float, ...], name: str) -> None:
    england, neighbours, own, other = (1000 * place for place in places)
    dots = (*(dot(f"A{i}", 10.0 * i) for i in range(95)), dot("Hampshire", other, NAMED), dot(name, own, AREA))
    figure = strip(strip_view(*dots, england=england, neighbours=neighbours))
    assert crossed(figure) == []
    assert overlapping(figure) == []


def test_the_outer_quarters_are_tinted_to_their_bounds() -> None:
    view = strip_view(*OTHERS, OWN)
    figure = strip(view)
    low, high = figure["layout"]["xaxis"]["range"]
    (ground,) = [s for s in figure["layout"]["shapes"] if s.get("fillcolor") == theme.TINT]
    first, left, second, right = map(float, re.findall(r"[MH]([\d.]+)", ground["path"]))
    assert view.quartiles is not None
    bounds = [(quartile - low) / (high - low) for quartile in view.quartiles]
    assert [first, left, second, right] == pytest.approx([0, bounds[0], bounds[2], 1], abs=1e-4)


def test_quarters_without_width_are_not_drawn() -> None:
    for name in ("one dot", "all equal", "all zero"):
        assert not any("quarter" in box[0] for box in boxes(FIGURES[name], 648, 365))
        assert not any("fillcolor" in shape for shape in FIGURES[name]["layout"]["shapes"])


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    assert FIGURES["a full house"]["layout"]["meta"]["axis"] == "starts at zero"
    assert any("scale does not start at zero" in box[0] for box in boxes(FIGURES["far from zero"], 648, 365))


def test_nothing_to_draw_says_why() -> None:
    figure = FIGURES["no dots"]
    assert figure["data"] == []
    assert "No authority has a figure." in figure["layout"]["annotations"][0]["text"].replace("<br>", " ")


@given(st.lists(st.floats(0, 260), min_size=1, max_size=60), st.booleans())
def test_dots_of_a_lane_keep_their_distance(places: list[float], has_first: bool) -> None:
    first = len(places) // 2 if has_first else None
    found = lanes(places, 8.5, first, 13.6)
    for a, b in combinations(range(len(places)), 2):
        if found[a] == found[b]:
            assert abs(places[a] - places[b]) >= 8.5
    if first is not None:
        assert found[first] == 0
        near = [i for i, lane in enumerate(found) if i != first and abs(lane) <= 1]
        assert all(abs(places[i] - places[first]) >= 13.6 for i in near)


@given(
    values=st.lists(st.floats(0, 1000), min_size=1, max_size=8),
    averages=st.tuples(st.one_of(st.none(), st.floats(0, 1000)), st.one_of(st.none(), st.floats(0, 1000))),
    name=st.sampled_from(["Rutland", "Worcestershire", LONG]),
)
def test_words_never_overlap(values: list[float], averages: tuple[float | None, float | None], name: str) -> None:
    first, *rest = values
    view = strip_view(
        dot(name, first, AREA), *(dot("Essex", v) for v in rest), england=averages[0], neighbours=averages[1]
    )
    figure = strip(view)
    json.dumps(figure, allow_nan=False)
    assert overlapping(figure) == []
