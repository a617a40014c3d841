"""Charts: valid figures, honest gaps, labels that do not overlap, and assets that come from here alone."""

from __future__ import annotations

import gzip
import json
import math
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import unquote

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.offline import get_plotlyjs_version

from components import theme
from components.charts import Figure, comparison, flow, sparkline, trend
from components.charts.axes import axis
from components.charts.labels import escape, height, spread, width, wrapped
from data.observations import Status
from data.selection import Selection
from data.settings import ROOT
from data.store import Snapshot
from data.views import Interval
from data.views.comparison import comparison as compared
from tests.boxes import struck
from tests.builders import comparison_view, flow_view, tile_view, trend_view

ASSETS = ROOT / "assets"
LARGEST = 13_000
FONTS_LARGEST = 60_000

TREND = trend_view(
    [71, 70, None, 76, 84, 87, 86],
    [66, 68, 69, 70, 70, 69, 67],
    [50, 54, 57, 60, 61, 62, 61],
    {"Shropshire": [67, 68, 86, 104, 111, 120, 119], "Dorset": [None, 71, 68, 68, 65, 67, 65]},
    region=[80, 82, 83, 86, 88, 90, 91],
    counts=[9, 10, 10, 10, 10, 10, 10],
)
FORWARD = trend_view(
    [71, 70, None, 76, 84, 87, 86],
    [66, 68, 69, 70, 70, 69, 67],
    members={"Shropshire": [67, 68, 86, 104, 111, 120, 119], "Dorset": [None, 71, 68, 68, 65, 67, 65]},
    named="Shropshire",
)
COMPARISON = comparison_view(
    {"Worcestershire": 86.2, "Shropshire": 119, "Dorset": None, "Essex": Status.SUPPRESSED, "Rutland": 0.0},
    england=67,
    neighbours=61,
    region=91,
)
SOURCES = {
    "Police": 43.0,
    "Schools": 12.0,
    "Health": 14.0,
    "Individual": 8.0,
    "Local authority services": 6.0,
    "Others": 16.0,
}
OUTCOMES = {"Social care referral": 48.0, "Early help": 26.0, "No further action": 26.0}
FLOW = flow_view(SOURCES, OUTCOMES)
EMPTY = trend_view([Status.SUPPRESSED, Status.NOT_REPORTED])
FIGURES = {
    "trend": trend(TREND),
    "trend, one brought forward": trend(FORWARD),
    "trend, one point": trend(trend_view([None, 5.0, None], [None, 4.0, None], members={"Essex": [None, 3.0, None]})),
    "trend, one period": trend(trend_view([5.0])),
    "trend, below zero": trend(trend_view([-4.0, 10.0, -13.0], decimals=1)),
    "trend, all zero": trend(trend_view([0.0, 0.0])),
    "trend, nothing": trend(EMPTY),
    "comparison": comparison(COMPARISON),
    "comparison, nothing": comparison(comparison_view({"Worcestershire": None})),
    "comparison, all zero": comparison(comparison_view({"Worcestershire": 0.0}, england=0.0)),
    "flow": flow(FLOW),
    "flow, a share missing": flow(flow_view({"Police": 43.0, "Schools": None}, OUTCOMES)),
    "flow, nothing": flow(flow_view({"Police": None}, {"Early help": Status.SUPPRESSED})),
}
figures = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


def texts(figure: Figure) -> list[str]:
    written = [text for trace in figure["data"] if "text" in trace.get("mode", "") for text in trace["text"]]
    beside = [figure["layout"]["title"]["text"]] if "title" in figure["layout"] else []
    noted = [note["text"] for note in figure["layout"].get("annotations", [])]
    return [text.replace("\N{NO-BREAK SPACE}", "") for text in written] + noted + beside


def end_labels(figure: Figure) -> dict[str, list]:
    return next(trace for trace in figure["data"] if trace.get("mode") == "text")


def named(figure: Figure, name: str) -> dict[str, object]:
    return next(trace for trace in figure["data"] if trace.get("name") == name)


@figures
def test_plotly_accepts_the_figure(figure: Figure) -> None:
    go.Figure(figure)


@figures
def test_figure_is_small_plain_json_with_the_words_of_its_picture(figure: Figure) -> None:
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert {"title", "subtitle", "source", "summary", "filename"} <= figure["layout"]["meta"].keys()


def test_the_largest_trend_is_small() -> None:
    line = [100 * math.sqrt(n + 2) for n in range(13)]
    members = {f"Neighbour authority {n}": line for n in range(10)}
    view = trend_view(line, line, line, members, region=line, counts=[9, *[10] * 12], decimals=1)
    assert len(json.dumps(trend(view), separators=(",", ":"))) < LARGEST


# Trend --------------------------------------------------------------------------------------------


def test_a_gap_is_none_and_is_explained() -> None:
    figure = trend(TREND)
    line = named(figure, "Worcestershire")
    assert line["y"] == [71, 70, None, 76, 84, 87, 86]
    assert line["text"][2] == "not available"
    assert theme.TEMPLATE["data"]["scatter"][0]["connectgaps"] is False
    crosses = figure["data"][-1]
    assert (crosses["x"], crosses["text"]) == (["2020/21"], ["not available"])
    assert any("× 2020/21: not available" in text for text in texts(figure))


def test_a_run_of_missing_periods_is_one_note() -> None:
    figure = trend(trend_view([None, None, Status.SUPPRESSED, 4.0]))
    assert "× 2021/22 to 2022/23: not available<br>× 2023/24: suppressed to protect identity" in texts(figure)[-1]


def test_a_change_of_n_is_marked_and_said() -> None:
    figure = trend(TREND)
    line = named(figure, "Neighbours mean")
    assert line["marker"]["symbol"] == ["diamond-open", "diamond", *["diamond-open"] * 5]
    assert line["text"][0] == "50 (9 of 10 neighbours)"
    assert "◆ average of 9 neighbours, 10 from 2019/20" in texts(figure)[-1]


def test_values_leave_no_more_precise_than_two_digits_beyond_those_shown() -> None:
    line = named(trend(trend_view([1 / 3, 2 / 3], decimals=1)), "Worcestershire")
    assert line["y"] == [0.333, 0.667]


def test_a_series_of_one_point_has_a_marker() -> None:
    figure = FIGURES["trend, one point"]
    for name in ("Worcestershire", "England", "Neighbours"):
        assert named(figure, name)["mode"] == ("lines" if name == "Neighbours" else "lines+markers")
    dot = next(trace for trace in figure["data"] if trace["name"] == "Neighbours" and trace["mode"] == "markers")
    assert (dot["x"], dot["y"], dot["text"]) == (["2023/24"], [3.0], ["Essex, 3"])
    assert named(figure, "England")["marker"]["size"] == [0, 7, 0]


def test_series_differ_by_more_than_colour() -> None:
    figure = trend(TREND)
    drawn = {
        name: (named(figure, name)["line"].get("dash"), named(figure, name)["line"]["width"])
        for name in ("Worcestershire", "England", "Neighbours mean", "West Midlands", "Neighbours")
    }
    assert len(set(drawn.values())) == 5
    assert drawn["Worcestershire"][0] is None


def test_neighbours_are_one_trace_parted_by_gaps() -> None:
    trace = named(trend(TREND), "Neighbours")
    years = len(TREND.periods)
    assert len(trace["x"]) == len(TREND.members) * (years + 1)
    for i, member in enumerate(TREND.members):
        at = i * (years + 1)
        assert trace["y"][at : at + years] == [p.value for p in member.points]
        assert trace["text"][at] == f"{member.name}, {member.points[0].text}"
        assert trace["x"][at + years] is None
        assert trace["y"][at + years] is None


def test_the_area_is_drawn_last_and_a_member_can_be_brought_forward() -> None:
    assert [t["name"] for t in trend(trend_view([1, 2], [2, 3]))["data"]][-2:] == ["Worcestershire", ""]
    assert "Shropshire 119" in texts(FIGURES["trend, one brought forward"])
    assert not any("Shropshire" in text for text in texts(FIGURES["trend"]))


def test_a_label_of_an_earlier_period_says_which() -> None:
    assert "<b>Worcestershire 71</b>" in texts(trend(trend_view([70, 71])))
    assert "<b>Worcestershire 70</b><br><b>(2023/24)</b>" in texts(trend(trend_view([70, None])))


def test_nothing_to_draw_says_why() -> None:
    figure = FIGURES["trend, nothing"]
    assert figure["data"] == []
    words = texts(figure)[0].replace("<br>", " ")
    assert "Suppressed to protect identity; not supplied by the agency." in words


def test_what_looks_like_a_tag_is_shown_as_text() -> None:
    figure = trend(trend_view([1, 2], area_name="<b>A & B"))
    assert "<b>&lt;b&gt;A &amp; B 2</b>" in texts(figure)
    assert escape("a<b>&") == "a&lt;b&gt;&amp;"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_the_axis_holds_every_value_and_zero_in_few_steps(values: list[float]) -> None:
    low, high, step = axis(values)
    assert low <= min(0, *values)
    assert max(0, *values) <= high
    assert low < high
    assert (high - low) / step <= 6


def test_lines_far_from_zero_start_elsewhere_and_say_so() -> None:
    figure = trend(trend_view([90, 84, 96], [89, 88, 87]))
    low, high = figure["layout"]["yaxis"]["range"]
    assert 60 <= low < 84
    assert high > 96
    assert any("The axis starts at" in text and "not at zero" in text for text in texts(figure))
    assert figure["layout"]["meta"]["axis"] == "does not start at zero"


@pytest.mark.parametrize("values", [[10, 30, 20], [0, 96, 90], [50, 96, 90]])
def test_other_lines_start_at_zero(values: list[float]) -> None:
    figure = trend(trend_view(values))
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert figure["layout"]["meta"]["axis"] == "starts at zero"
    assert not any("not at zero" in text for text in texts(figure))


numbers = st.one_of(st.none(), st.floats(0, 1000))


@given(
    area=st.lists(numbers, min_size=2, max_size=13),
    ends=st.tuples(*[st.floats(0, 1000)] * 4),
    name=st.sampled_from(["Rutland", "Worcestershire", "Bournemouth, Christchurch and Poole"]),
    taller=st.integers(0, 600),
)
def test_end_labels_never_overlap(area: list[float | None], ends: tuple[float, ...], name: str, taller: int) -> None:
    england, neighbours, region, member = ([end] * len(area) for end in ends)
    view = trend_view(
        area, england, neighbours, {"Shropshire": member}, region=region, named="Shropshire", area_name=name, decimals=1
    )
    figure = trend(view)
    layout = figure["layout"]
    low, high = layout["yaxis"]["range"]
    plot = theme.MIN_HEIGHT + taller - layout["margin"]["t"] - layout["margin"]["b"]
    labels = end_labels(figure)
    assert len(labels["text"]) == 4 + any(value is not None for value in area)
    assert all(low <= y <= high for y in labels["y"]), "beyond its axis no text is drawn"
    boxes = []
    for y, text in zip(labels["y"], labels["text"], strict=True):
        middle = (y - low) / (high - low) * plot
        half = height(text.count("<br>") + 1) / 2
        boxes.append((middle - half, middle + half))
    assert all(a[1] <= b[0] + 0.2 or b[1] <= a[0] + 0.2 for a, b in combinations(boxes, 2))
    least = theme.MIN_HEIGHT - layout["margin"]["t"] - layout["margin"]["b"]
    assert all(box[1] <= (1 + layout["margin"]["t"] / least) * plot + 0.2 for box in boxes)


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(5, 60)), min_size=1, max_size=8).filter(
        lambda items: sum(size for _, size in items) <= 300
    )
)
def test_spread_keeps_order_bounds_and_distance(items: list[tuple[float, float]]) -> None:
    centres, sizes = zip(*items, strict=True)
    placed = spread(centres, sizes, 0, 300)
    order = sorted(range(len(items)), key=lambda i: centres[i])
    for below, above in pairwise(order):
        assert placed[below] + sizes[below] / 2 <= placed[above] - sizes[above] / 2 + 1e-6
    assert all(s / 2 - 1e-6 <= p <= 300 - s / 2 + 1e-6 for p, s in zip(placed, sizes, strict=True))


def test_spread_leaves_alone_what_does_not_overlap() -> None:
    assert spread([200, 50, 120], [20, 20, 20], 0, 300) == [200, 50, 120]


def test_wrapped_lines_fit() -> None:
    lines = wrapped("Bournemouth, Christchurch and Poole", 124)
    assert " ".join(lines) == "Bournemouth, Christchurch and Poole"
    assert all(width(line) <= 124 for line in lines)
    assert wrapped("", 100) == [""]


# Comparison ---------------------------------------------------------------------------------------


def test_a_missing_area_is_words_and_never_a_bar() -> None:
    figure = comparison(COMPARISON)
    bars = figure["data"][0]
    rows = [bar.name for bar in COMPARISON.bars]
    assert [rows[y] for y in bars["y"]] == ["Shropshire", "Worcestershire", "Rutland"]
    assert bars["x"] == [119, 86.2, 0.0]
    words = {note["y"]: note["text"] for note in figure["layout"]["annotations"] if note.get("yref") == "y"}
    words |= dict(zip(figure["data"][1]["y"], figure["data"][1]["text"], strict=True))
    assert words[rows.index("Dorset")] == "not available"
    assert words[rows.index("Essex")] == "suppressed to protect identity"
    assert words[rows.index("Rutland")] == "0"


def test_bars_start_at_zero_and_only_the_area_is_blue() -> None:
    figure = comparison(COMPARISON)
    assert figure["layout"]["xaxis"]["range"][0] == 0
    colours = figure["data"][0]["marker"]["color"]
    assert [c == theme.AREA for c in colours] == [False, True, False]
    assert "<b>Worcestershire</b>" in figure["layout"]["yaxis"]["ticktext"]


def test_a_whisker_is_its_interval_and_that_of_the_area_stands_out_of_its_dark_bar() -> None:
    intervals = {"Worcestershire": Interval(81.2, 91.4, "81.2 to 91.4"), "Shropshire": Interval(110, 128, "110 to 128")}
    bars = [replace(bar, point=replace(bar.point, interval=intervals.get(bar.name))) for bar in COMPARISON.bars]
    shapes = comparison(replace(COMPARISON, bars=tuple(bars)))["layout"]["shapes"]
    drawn = [shape for shape in shapes if "path" in shape]
    paths = [(shape["line"]["color"], re.findall(r"M[^M]+", shape["path"])) for shape in drawn]
    assert [colour for colour, _ in paths] == [theme.WHITE, theme.INK]
    halos, whiskers = ({part for part in parts if "H" in part} for _, parts in paths)
    assert whiskers == {"M110,0H128", "M81.2,1H91.4"}, "Rutland, without an interval, has no mark"
    assert halos == {"M81.2,1H91.4"}


@given(st.floats(0, 100), st.floats(0, 100), st.one_of(st.none(), st.floats(0, 100)))
def test_words_of_lines_never_overlap_and_no_line_passes_through_them(
    england: float, neighbours: float, region: float | None
) -> None:
    view = comparison_view(
        {"Worcestershire": 50.0, "Essex": 90.0}, england=england, neighbours=neighbours, region=region
    )
    figure = comparison(replace(view, region_name="Yorkshire and The Humber", neighbours_name="Neighbours' median"))
    tails = [shape for shape in figure["layout"]["shapes"] if "label" in shape]
    assert len(tails) == 3 - (region is None)
    assert not struck(figure)
    for one, other in combinations(tails, 2):
        tops = [tail["y1"] + height(tail["label"]["text"].count("<br>") + 1) / 2 for tail in (one, other)]
        if tops[0] == pytest.approx(tops[1]):  # in one row they point away from each other
            low, top = sorted((one, other), key=lambda tail: tail["x0"])
            assert {low["label"]["xanchor"], top["label"]["xanchor"]} == {"left", "right"}
            assert low["x0"] == top["x0"] or low["label"]["xanchor"] == "right"
        else:
            lower, upper = sorted((one, other), key=lambda tail: tail["y1"])
            first = lower["y1"] + height(lower["label"]["text"].count("<br>") + 1) / 2
            assert first <= upper["y1"] - height(upper["label"]["text"].count("<br>") + 1) / 2 + 0.001


def test_no_authoritys_comparison_has_words_struck_by_a_line(snapshot: Snapshot) -> None:
    comparable = [indicator for indicator in snapshot.register.values() if indicator.is_comparable]
    found = {
        (area.name, indicator.id): faults
        for area in snapshot.areas.authorities
        for indicator in comparable
        if indicator.published_source
        and (faults := struck(comparison(compared(snapshot, indicator, Selection(area.key)))))
    }
    assert found == {}


def test_a_reference_line_stands_at_its_value_and_bears_it() -> None:
    figure = comparison(COMPARISON)
    high = figure["layout"]["xaxis"]["range"][1]
    tails = [shape for shape in figure["layout"]["shapes"] if "label" in shape]
    assert {tail["label"]["text"]: tail["x0"] * high for tail in tails} == pytest.approx(
        {"England 67": 67, "Neighbours mean 61": 61, "West Midlands 91": 91}
    )
    lines = [shape for shape in figure["layout"]["shapes"] if shape["line"].get("dash")]
    assert [line["x0"] for line in lines] == [tail["x0"] for tail in tails]


# Flow ---------------------------------------------------------------------------------------------


def bands(figure: Figure) -> list[str]:
    """The path of each band."""
    return [path for path in figure["layout"]["shapes"][0]["path"].split("Z") if path.strip()]


def thickness(band: str) -> float:
    ys = [float(pair.split(",")[1]) for pair in re.findall(r"[\d.-]+,[\d.-]+", band)]
    return max(ys[0], ys[-1]) - min(ys[0], ys[-1])


def test_bands_are_as_thick_as_their_shares_without_rescaling() -> None:
    found = [thickness(band) for band in bands(flow(FLOW))]
    shares = [*SOURCES.values(), *OUTCOMES.values()]
    per_cent = found[0] / shares[0]
    assert found == pytest.approx([share * per_cent for share in shares], abs=2e-4)
    assert sum(found[:6]) / sum(found[6:]) == pytest.approx(0.99, abs=1e-3)


def test_no_band_runs_from_a_source_to_an_outcome() -> None:
    for band in bands(flow(FLOW)):
        xs = [float(pair.split(",")[0]) for pair in re.findall(r"[\d.-]+,[\d.-]+", band)]
        assert max(xs) <= 0.5 or min(xs) >= 0.5


def test_shares_and_total_are_in_words_and_a_missing_share_has_no_band() -> None:
    assert "Police <b>43%</b>" in texts(flow(FLOW))
    assert any("just over 11,300" in text for text in texts(flow(FLOW)))
    figure = FIGURES["flow, a share missing"]
    assert len(bands(figure)) == 4
    assert any("not available" in text.replace("<br>", " ") for text in texts(figure))


# Sparkline ----------------------------------------------------------------------------------------


def test_a_sparkline_breaks_at_gaps_and_marks_the_last_point() -> None:
    address = sparkline(tile_view(spark=(71.0, 74.0, None, 86.0, 87.0)).spark)
    svg = unquote(address.removeprefix("data:image/svg+xml,"))
    assert svg.count("<polyline") == 2
    assert svg.count("r='3.5'") == 1
    assert "#" not in address
    assert f"fill='{theme.WHITE}'" in unquote(sparkline((1.0, 2.0, None)))


def test_a_sparkline_of_nothing_is_nothing() -> None:
    assert sparkline(()) == sparkline((None, None)) == ""
    assert sparkline((5.0,)).startswith("data:")
    assert "nan" not in sparkline((5.0, 5.0))


# Palette ------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", [theme.WHITE, theme.TINT])
@pytest.mark.parametrize(
    "colour", [theme.INK, theme.MUTED, theme.AREA, theme.ENGLAND, theme.NEIGHBOURS, theme.REGION, theme.WORSE]
)
def test_text_can_be_read(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        (theme.MEMBER, theme.WHITE),
        (theme.MEMBER, theme.TINT),
        (theme.ENGLAND, theme.MEMBER_PALE),
        (theme.NEIGHBOURS, theme.MEMBER_PALE),
        (theme.REGION, theme.MEMBER_PALE),
        (theme.AREA, theme.AREA_PALE),
    ],
)
def test_graphics_can_be_seen(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


def test_chips_can_be_read_and_told_apart_by_lightness() -> None:
    assert contrast(theme.INK, theme.BETTER) >= 4.5
    assert contrast(theme.WHITE, theme.WORSE) >= 4.5
    assert contrast(theme.BETTER, theme.WORSE) >= 4.5


# Assets -------------------------------------------------------------------------------------------


def stylesheets() -> list[Path]:
    return sorted(ASSETS.rglob("*.css"))


def test_the_style_sheet_has_the_colours_of_the_theme() -> None:
    css = (ASSETS / "app.css").read_text(encoding="utf-8")
    for name, value in vars(theme).items():
        if isinstance(value, str) and re.fullmatch(r"#[0-9a-f]{6}", value):
            assert f"--{name.lower().replace('_', '-')}: {value};" in css, name
    assert f'font-family: "{theme.FONT_NAME}"' in css
    assert f"min-height: {theme.MIN_HEIGHT}px" in css
    assert f"min-height: {theme.MIN_HEIGHT_FLOW}px" in css


def test_plotly_is_the_version_that_the_python_library_draws_for() -> None:
    (bundle,) = ASSETS.glob("*plotly*.js")
    assert f"v{get_plotlyjs_version()}\n" in bundle.read_text(encoding="utf-8")[:200]
    assert bundle.name < min(script.name for script in ASSETS.glob("*.js") if script != bundle)


def test_no_style_sheet_asks_another_host() -> None:
    found = stylesheets()
    assert found
    for sheet in found:
        css = sheet.read_text(encoding="utf-8")
        assert "@import" not in css, sheet.name
        assert "sourceMappingURL" not in css, sheet.name
        for address in re.findall(r"url\(\s*[\"']?([^\"')]*)", css):
            assert address.startswith(("data:", "fonts/")), f"{sheet.name}: {address[:60]}"
            assert address.startswith("data:") or (ASSETS / address).is_file(), f"{sheet.name}: {address}"


def test_our_scripts_ask_no_other_host_and_evaluate_nothing() -> None:
    ours = [script for script in ASSETS.glob("*.js") if "plotly" not in script.name]
    assert ours
    for script in ours:
        code = script.read_text(encoding="utf-8")
        hosts = set(re.findall(r"https?://[^\s\"']+", code)) - {"http://www.w3.org/2000/svg"}
        assert not hosts, f"{script.name}: {hosts}"
        assert not re.search(r"\beval\(|new Function|innerHTML|\.on\w+\s*=", code), script.name


def test_fonts_are_few_and_licensed() -> None:
    fonts = sorted((ASSETS / "fonts").glob("*.woff2"))
    assert fonts
    assert sum(font.stat().st_size for font in fonts) <= FONTS_LARGEST
    licence = (ASSETS / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence.upper()
    for user in ("app.css", "export.js"):
        assert fonts[0].name in (ASSETS / user).read_text(encoding="utf-8"), user


def test_style_sheets_are_light_once_compressed() -> None:
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in stylesheets()) < 50_000
