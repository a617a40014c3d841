"""The profile: a row for each indicator, England in the middle, nothing that says good or bad."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import theme
from components.charts import Figure, profile
from components.charts.labels import height
from components.charts.profile import WIDE
from data.observations import Status
from data.views import Grade, Mark, Point, ProfileRow, ProfileView
from tests.boxes import WIDE_FROM, boxes, colours, is_red_or_green, overlapping
from tests.builders import WORDS, Value, indicator, point

LONG = "Bournemouth, Christchurch and Poole"
LEAST = 34  # px, of a row


def row(name: str, value: Value = 43.5, place: float | None = 0.2, unusual: str = "", **changes: object) -> ProfileRow:
    own: Point = point("2024/25", value, decimals=1)
    made = ProfileRow(
        indicator=indicator(decimals=1, short=name),
        name=name,
        period=own.period,
        own=own,
        england=point("2024/25", 40.6, decimals=1),
        neighbours=point("2024/25", 35.0, decimals=1, count=9, total=10),
        place=place if own.value is not None else None,
        neighbours_place=-0.1,
        members=tuple(Mark(f"Neighbour {i}", f"{30 + i}.0", round(-0.4 + 0.09 * i, 2)) for i in range(10)),
        low=-0.6,
        high=1.0,
        quarter=(-0.2, 0.25),
        grade=Grade.CLEARLY_UNUSUAL if unusual else Grade.ORDINARY,
        unusual=unusual or "no",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def profile_view(*rows: ProfileRow, area_name: str = "Worcestershire", notes: tuple[str, ...] = ()) -> ProfileView:
    return ProfileView(area_name=area_name, rows=rows, notes=notes, **WORDS)


NAMES = (
    "Child protection plans",
    "Initial conferences within 15 working days",
    "Education, employment or training, 19 to 21",
)
REASONS = ("", "higher than 9 of 10 neighbours", "above the 99.8% limit")
ROWS = tuple(row(NAMES[i % 3], place=-1 + i / 9, unusual=REASONS[i % 3]) for i in range(18))
SUPPRESSED = row("Plans of two years or more", Status.SUPPRESSED)
FLAT = row(
    "Looked after children",
    0.0,
    0.0,
    members=tuple(Mark(f"Neighbour {i}", "0", 0.0) for i in range(10)),
    low=0.0,
    high=0.0,
    quarter=(0.0, 0.0),
)
VIEWS = {
    "eighteen rows": profile_view(*ROWS),
    "one row": profile_view(ROWS[0]),
    "one suppressed": profile_view(ROWS[1], SUPPRESSED, ROWS[2]),
    "all equal": profile_view(FLAT),
    "no comparators": profile_view(
        row("Plans", england=None, neighbours=None, neighbours_place=None, members=(), place=None)
    ),
    "a long name": profile_view(*ROWS[:3], area_name=LONG),
    "names with signs": profile_view(row("A & <b>B"), area_name="King's Lynn & <West> Norfolk"),
    "percent": profile_view(row("Repeat referrals", own=point("2024/25", 17.8, "17.8%"))),
    "all suppressed": profile_view(SUPPRESSED),
    "no rows": profile_view(notes=("This panel has no published indicators.",)),
}
FIGURES = {name: profile(view) for name, view in VIEWS.items()}
WIDE_FIGURES = {f"{name}, wide": profile(view, WIDE) for name, view in VIEWS.items()}
EVERY = FIGURES | WIDE_FIGURES
figures = pytest.mark.parametrize("figure", EVERY.values(), ids=EVERY)


def named(figure: Figure, name: str) -> dict:
    return next(trace for trace in figure["data"] if trace["name"] == name)


@figures
def test_a_profile_is_a_small_valid_figure_of_plain_json(figure: Figure) -> None:
    go.Figure(figure)
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert {"title", "subtitle", "source", "summary", "filename"} <= figure["layout"]["meta"].keys()
    assert len(figure["data"]) <= 7
    assert not figure["data"] or "annotations" not in figure["layout"]


@pytest.mark.parametrize("name", EVERY)
def test_no_words_lie_over_others_or_outside(name: str) -> None:
    assert overlapping(EVERY[name], WIDE_FROM if name in WIDE_FIGURES else 0) == []


@figures
def test_nothing_is_red_or_green(figure: Figure) -> None:
    assert not {colour for colour in colours(figure) if is_red_or_green(colour)}


@figures
def test_rows_have_room_for_their_words(figure: Figure) -> None:
    if not figure["data"]:
        return
    axis, margin = figure["layout"]["yaxis"], figure["layout"]["margin"]
    per_px = (figure["layout"]["meta"]["height"] - margin["t"] - margin["b"]) / axis["range"][0]
    halves = [height(text.count("<br>") + 1) / 2 for text in axis["ticktext"]]
    middles = [y * per_px for y in axis["tickvals"]]
    assert axis["range"][0] * per_px >= LEAST * len(middles)
    for (above, a), (below, b) in pairwise(zip(middles, halves, strict=True)):
        assert below - above >= LEAST
        assert above + a <= below - b
    assert middles[0] >= halves[0]


def test_each_row_has_its_name_and_value() -> None:
    ticks = FIGURES["eighteen rows"]["layout"]["yaxis"]["ticktext"]
    assert len(ticks) == 18
    assert ticks[0] == "Child protection<br>plans<br><b>43.5 per 10,000</b>"
    assert FIGURES["percent"]["layout"]["yaxis"]["ticktext"] == ["Repeat referrals<br><b>17.8%</b>"]
    assert FIGURES["names with signs"]["layout"]["yaxis"]["ticktext"][0].startswith("A &amp; &lt;b&gt;B<br>")


def test_where_there_is_room_a_value_ends_its_name_and_the_sheet_is_lower() -> None:
    (tick,) = WIDE_FIGURES["percent, wide"]["layout"]["yaxis"]["ticktext"]
    assert tick == "Repeat referrals  <b>17.8%</b>"
    wide, narrow = WIDE_FIGURES["eighteen rows, wide"], FIGURES["eighteen rows"]
    assert wide["layout"]["meta"]["height"] < 0.75 * narrow["layout"]["meta"]["height"]
    assert [t.get("text") for t in wide["data"]][:-1] == [t.get("text") for t in narrow["data"]][:-1]


def test_roles_keep_their_colours_and_shapes() -> None:
    figure = FIGURES["eighteen rows"]
    own, average = named(figure, "Worcestershire")["marker"], named(figure, "neighbours' average")["marker"]
    assert (own["color"], own["symbol"]) == (theme.AREA, "circle")
    assert (average["color"], average["symbol"]) == (theme.NEIGHBOURS, "diamond")
    order = [trace.get("name") for trace in figure["data"]]
    assert order.index("Worcestershire") > order.index("clearly unusual")
    dashed = [s for s in figure["layout"]["shapes"] if s["line"].get("dash")]
    assert [(s["line"]["color"], s["x0"]) for s in dashed] == [(theme.ENGLAND, 0.5)]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low == -high


def test_the_band_of_the_quartiles_is_thicker_and_darker() -> None:
    whole, half = (named(FIGURES["one row"], name) for name in ("lowest to highest", "middle half"))
    assert (whole["x"], half["x"]) == ([-0.6, 1.0, None], [-0.2, 0.25, None])
    assert whole["line"]["width"] < half["line"]["width"]
    assert (whole["line"]["color"], half["line"]["color"]) == (theme.RULE, theme.MEMBER)


def test_what_is_unusual_has_a_ring_and_words() -> None:
    figure = FIGURES["eighteen rows"]
    assert len(named(figure, "clearly unusual")["x"]) == 12
    assert named(figure, "clearly unusual")["marker"]["symbol"] == "circle-open"
    words = [box[0].replace("\N{NO-BREAK SPACE}", "") for box in boxes(figure, 648, 365)]
    assert words.count("higher than 9 of 10 neighbours") == words.count("above the 99.8% limit") == 6


def test_what_is_at_the_edge_or_untested_has_words_and_no_ring() -> None:
    rows = (
        row(NAMES[0], place=0.5, unusual="at the edge: unusually high for its size", grade=Grade.AT_THE_EDGE),
        row(NAMES[1], place=0.6, unusual="far from others, not tested", grade=Grade.FAR),
        row(NAMES[2], place=0.7, unusual="not judged", grade=Grade.NOT_JUDGED),
    )
    figure = profile(profile_view(*rows), WIDE)
    words = " ".join(box[0].replace("\N{NO-BREAK SPACE}", "") for box in boxes(figure, WIDE_FROM, 365))
    assert "clearly unusual" not in [trace.get("name") for trace in figure["data"]]
    assert "at the edge" in words
    assert "not tested" in words
    assert "not judged" not in words


def test_a_missing_value_is_words_and_no_dot() -> None:
    figure = FIGURES["one suppressed"]
    assert len(named(figure, "Worcestershire")["x"]) == 2
    assert figure["layout"]["yaxis"]["ticktext"][1] == "Plans of two years<br>or more"
    words = [box[0].replace("\N{NO-BREAK SPACE}", "") for box in boxes(figure, 648, 365)]
    assert "suppressed to protect identity" in words


def test_the_axis_is_in_words() -> None:
    words = {box[0] for box in boxes(FIGURES["one row"], 648, 365)}
    assert {"England", "← lower than England", "higher than England →"} <= words


def test_the_key_has_the_marks_of_the_rows() -> None:
    figure = FIGURES["eighteen rows"]
    words = figure["layout"]["title"]["text"].split("<br>")
    assert words == [
        "Worcestershire", "clearly unusual", "neighbours' average", "each neighbour", "middle half of all authorities",
    ]  # fmt: skip
    marks = [s for s in figure["layout"]["shapes"] if s.get("xsizemode") == "pixel"]
    drawn = [(s["type"], s.get("fillcolor") or s["line"]["color"]) for s in marks]
    assert drawn == [
        ("circle", theme.AREA), ("circle", theme.AREA), ("circle", theme.AREA), ("path", theme.NEIGHBOURS),
        ("line", theme.MUTED), ("rect", theme.RULE), ("rect", theme.MEMBER),
    ]  # fmt: skip
    heights = [(s["y0"] + s["y1"]) / 2 for s in marks if s["type"] == "circle"][:2]
    assert heights[0] - heights[1] == pytest.approx(height(1), abs=0.2)


def test_hover_says_it_all() -> None:
    text = named(FIGURES["one suppressed"], "Worcestershire")["text"][0]
    assert text == (
        "Initial conferences within 15 working days,<br>2024/25<br>Worcestershire: 43.5 per 10,000<br>"
        "England 40.6; neighbours 35.0<br>higher than 9 of 10 neighbours"
    )
    strokes = named(FIGURES["one row"], "each neighbour")
    assert strokes["text"][:5] == [*["Child protection plans, Neighbour 0: 30.0"] * 3, "", strokes["text"][4]]
    assert strokes["x"][:4] == [-0.4, -0.4, -0.4, None]
    assert named(FIGURES["one row"], "neighbours' average")["text"] == [
        "Child protection plans, neighbours' average: 35.0 (9 of 10)"
    ]


def test_nothing_to_draw_says_why() -> None:
    assert FIGURES["no rows"]["data"] == FIGURES["all suppressed"]["data"] == []
    words = FIGURES["all suppressed"]["layout"]["annotations"][0]["text"].replace("<br>", " ")
    assert "Suppressed to protect identity." in words


@given(
    st.lists(
        st.builds(row, st.sampled_from(NAMES), place=st.floats(-1, 1), unusual=st.sampled_from(REASONS)),
        min_size=1,
        max_size=18,
    ),
    st.sampled_from(["Rutland", "Worcestershire", LONG]),
)
def test_words_never_overlap(rows: list[ProfileRow], name: str) -> None:
    view = profile_view(*rows, area_name=name)
    assert overlapping(profile(view)) == []
    assert overlapping(profile(view, WIDE), WIDE_FROM) == []
