"""The funnel: valid figures, words that never overlap, shapes that say what lies beyond a limit."""

from __future__ import annotations

import json
import math

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import theme
from components.charts import Figure, funnel
from data import periods
from data.views import AREA, MEMBER, NAMED, OTHER, Dot, FunnelView, Limits
from tests.boxes import boxes, colours, is_red_or_green, overlapping
from tests.builders import WORDS, indicator, point

LONG = "Bournemouth, Christchurch and Poole"
LEVELS = {0.95: 20.0, 0.998: 31.0}


def dot(name: str, value: float, denominator: float | None, role: str = OTHER, beyond: float | None = None) -> Dot:
    return Dot(role, name.lower(), name, value, f"{value:.1f}", denominator, beyond)


def funnel_view(
    *dots: Dot, england: float | None = 40.6, notes: tuple[str, ...] = (), limits: bool = True
) -> FunnelView:
    """Dots with limits that narrow with the root of the denominator."""
    known = sorted(d.denominator for d in dots if d.denominator)
    low, high = (known[0], known[-1]) if known else (1.0, 2.0)
    grid = tuple(low * (high / low) ** (i / 29) for i in range(30))
    spread = {level: tuple(reach * 100 / math.sqrt(n) for n in grid) for level, reach in LEVELS.items()}
    middle = england or 0.0
    return FunnelView(
        indicator=indicator(decimals=1),
        area_name="Worcestershire",
        period=periods.parse("2024/25"),
        dots=dots,
        england=None if england is None else point("2024/25", england, decimals=1),
        denominators=grid if limits else (),
        limits=tuple(
            Limits(level, tuple(max(0.0, middle - w) for w in wide), tuple(middle + w for w in wide))
            for level, wide in spread.items()
        )
        if limits
        else (),
        is_adjusted=True,
        denominator_name="children aged 0 to 17, mid-year estimate of the year before",
        notes=notes,
        **WORDS,
    )


OWN = dot("Worcestershire", 43.5, 120_000, AREA)
OTHERS = tuple(dot(f"Authority {i}", 20 + (i * 37) % 60, 8_000 * 1.0256**i) for i in range(140))
MEMBERS = tuple(dot(f"Neighbour {i}", 30 + 3 * i, 40_000 + 9_000 * i, MEMBER) for i in range(10))
BEYOND = (
    dot("Kent", 20, 340_000, MEMBER, 0.95),
    dot("Blackpool", 99, 30_000, OTHER, 0.998),
    dot("King's Lynn & <West> Norfolk", 3, 60_000, OTHER, 0.998),
)
FIGURES = {
    "a full house": funnel(funnel_view(*OTHERS, *MEMBERS, *BEYOND, OWN)),
    "one dot": funnel(funnel_view(OWN)),
    "one dot, no england": funnel(funnel_view(OWN, england=None, limits=False)),
    "a denominator of one": funnel(funnel_view(OWN, dot("City of London", 0, 1))),
    "all equal": funnel(funnel_view(*(dot(f"A{i}", 40.6, 50_000) for i in range(20)), OWN)),
    "all zero": funnel(funnel_view(*(dot(f"A{i}", 0, 100 + i) for i in range(20)), england=0.0)),
    "far from zero": funnel(
        funnel_view(*(dot(f"A{i}", 90 + i % 10, 100 + 9 * i) for i in range(150)), england=95, limits=False)
    ),
    "a long name": funnel(funnel_view(*OTHERS, dot(LONG, 75, 71_000, AREA, 0.95))),
    "a long name at the left": funnel(funnel_view(*OTHERS, dot(LONG, 0, 8_000, AREA))),
    "a long name at the right": funnel(funnel_view(*OTHERS, dot(LONG, 100, 390_000, AREA, 0.998))),
    "no area": funnel(funnel_view(*OTHERS)),
    "no dots": funnel(funnel_view(notes=("The release gives no denominators.",))),
    "no denominators": funnel(funnel_view(dot("Worcestershire", 5, None, AREA), dot("Essex", 4, 0))),
}
figures = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


def named(figure: Figure, name: str) -> dict:
    return next(trace for trace in figure["data"] if trace["name"] == name)


@figures
def test_a_funnel_is_a_small_valid_figure_of_plain_json(figure: Figure) -> None:
    go.Figure(figure)
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert {"title", "subtitle", "source", "summary", "filename"} <= figure["layout"]["meta"].keys()
    assert len(figure["data"]) <= 6
    assert not figure["data"] or "annotations" not in figure["layout"]


@figures
def test_no_words_lie_over_others_or_outside(figure: Figure) -> None:
    assert overlapping(figure) == []


@figures
def test_nothing_is_red_or_green(figure: Figure) -> None:
    assert not {colour for colour in colours(figure) if is_red_or_green(colour)}


def test_roles_keep_their_colours_and_differ_by_more() -> None:
    figure = FIGURES["a full house"]
    own, members, others = (named(figure, role)["marker"] for role in (AREA, MEMBER, OTHER))
    assert (own["color"], others["color"]) == (theme.AREA, theme.MEMBER)
    assert members["color"] == theme.WHITE
    assert min(own["size"]) > max(members["size"]) > max(others["size"])
    assert figure["data"].index(named(figure, AREA)) > figure["data"].index(named(figure, OTHER))


def test_the_area_and_the_lines_are_named_where_they_are() -> None:
    words = [box[0] for box in boxes(FIGURES["a full house"], 648, 365)]
    assert {"Worcestershire 43.5", "England 40.6", "95% limits", "99.8% limits"} <= set(words)
    assert any(text.startswith("Children aged 0 to 17, mid-year estimate") for text in words)


def test_an_area_picked_to_compare_with_has_its_own_mark_and_words() -> None:
    figure = funnel(funnel_view(*OTHERS, *MEMBERS, dot("Cornwall", 55.0, 100_000, NAMED), OWN))
    own, picked = (named(figure, role)["marker"] for role in (AREA, NAMED))
    assert (picked["color"], picked["line"]["color"]) == (theme.WHITE, theme.INK)
    assert own["color"] == theme.AREA
    assert named(figure, NAMED)["text"] == ["Cornwall: 55.0"]
    assert {"Cornwall 55.0", "Worcestershire 43.5"} <= {box[0] for box in boxes(figure, 648, 365)}
    assert overlapping(figure) == []


def test_limits_differ_by_dash_and_weight_and_are_parted_by_a_gap() -> None:
    inner, outer = (named(FIGURES["a full house"], f"{level} limits") for level in ("95%", "99.8%"))
    assert inner["line"]["dash"] != outer["line"]["dash"]
    assert inner["line"]["width"] < outer["line"]["width"]
    assert inner["x"].count(None) == inner["y"].count(None) == 1
    assert inner["y"][0] < 40.6 < inner["y"][-1]


def test_what_lies_beyond_a_limit_has_another_shape_and_says_so() -> None:
    figure = FIGURES["a full house"]
    members, others = named(figure, MEMBER), named(figure, OTHER)
    assert members["marker"]["symbol"] == ["circle"] * 10 + ["square"]
    assert others["marker"]["symbol"][-2:] == ["triangle-up", "triangle-down"]
    assert members["text"][-1] == "Kent (a neighbour): 20.0"
    assert members["customdata"][-1] == "340,000<br>Below the 95% limits"
    assert members["hovertemplate"].startswith("%{text}<br>Children aged 0 to 17, mid-year estimate")
    assert others["text"][-1] == "King's Lynn &amp; &lt;West&gt; Norfolk: 3.0"
    assert named(figure, AREA)["customdata"] == ["120,000"]


def test_a_single_size_has_no_limits_and_no_words_for_them() -> None:
    words = [box[0] for box in boxes(FIGURES["one dot"], 648, 365)]
    assert "England 40.6" in words
    assert not any("limits" in text for text in words)
    assert [trace["name"] for trace in FIGURES["one dot"]["data"]] == [AREA, ""]


def test_the_denominators_have_few_labels_in_even_steps() -> None:
    assert FIGURES["a full house"]["layout"]["xaxis"]["ticktext"] == [
        "10,000", "20,000", "40,000", "80,000", "160,000", "320,000",
    ]  # fmt: skip
    assert FIGURES["a denominator of one"]["layout"]["xaxis"]["ticktext"] == [
        "1",
        "10",
        "100",
        "1,000",
        "10,000",
        "100,000",
    ]
    for figure in FIGURES.values():
        if figure["data"]:
            assert 1 <= len(figure["layout"]["xaxis"]["tickvals"]) <= 8


def test_the_value_axis_starts_at_zero_or_says_that_it_does_not() -> None:
    assert FIGURES["a full house"]["layout"]["yaxis"]["range"][0] == 0
    far = FIGURES["far from zero"]
    assert far["layout"]["yaxis"]["range"][0] > 0
    assert far["layout"]["meta"]["axis"] == "does not start at zero"
    assert any("scale does not start at zero" in box[0] for box in boxes(far, 648, 365))


def test_nothing_to_draw_says_why() -> None:
    assert FIGURES["no dots"]["data"] == FIGURES["no denominators"]["data"] == []
    words = FIGURES["no dots"]["layout"]["annotations"][0]["text"]
    assert "The release gives no denominators." in words.replace("<br>", " ")


@given(
    dots=st.lists(st.tuples(st.floats(0, 1000), st.floats(1, 1e6)), min_size=1, max_size=8),
    england=st.one_of(st.none(), st.floats(0, 1000)),
    name=st.sampled_from(["Rutland", "Worcestershire", LONG]),
)
def test_words_never_overlap(dots: list[tuple[float, float]], england: float | None, name: str) -> None:
    first, *rest = dots
    figure = funnel(funnel_view(dot(name, *first, AREA), *(dot("Essex", *d) for d in rest), england=england))
    json.dumps(figure, allow_nan=False)
    assert overlapping(figure) == []
