"""One number: what is drawn, written, tabulated, exported and answered of a place and time is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from components import charts, tables
from components.exports.exhibits import Wanted, of_indicator
from components.exports.grids import Number, grid
from data.dataset import Dataset
from data.loading import files_of, import_files
from data.observations import LOCAL, PUBLISHED
from data.queries import as_object, compare, understood
from data.register import PANELS, Indicator, Register
from data.selection import Selection
from data.stats.rounding import round_half_up
from data.store import Snapshot, Store
from data.views import Point, points
from data.views.comparison import comparison
from data.views.funnel import funnel
from data.views.headlines import sentence
from data.views.local import local_row
from data.views.printed import disagreements
from data.views.profile import profile
from data.views.strip import strip
from data.views.tile import published_tile
from data.views.trend import trend
from tests.frames import api_rows
from tests.unit import tiny

AREAS = ("885", "383", "201", "928")
WRITTEN = re.compile(r"^(?:[a-z]+ )*([-+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?)%?(?= |$|<)")


def agrees(value: float | None, text: str, indicator: Indicator) -> bool:
    """Whether a number that is drawn or exported rounds to the one that is written; none where none is written."""
    found = WRITTEN.match(text)
    if value is None or found is None:
        return value is None and found is None
    said = found[1].replace(",", "").replace("\N{MINUS SIGN}", "-")
    decimals = max(len(said.partition(".")[2]), indicator.decimals)
    return float(round_half_up(value, decimals)) == float(said)


def bring(folder: Path, store: Store, register: Register, rows: Sequence[tuple[str, int, str]]) -> None:
    """Plans of some places and years, and the populations that they are rates of."""
    people = tiny.population({(place, year - 1): 100_000 for place, year, _ in rows})
    files = [tiny.save(folder, "people.csv", people), tiny.save(folder, "plans.csv", tiny.text(tiny.PLANS, rows))]
    outcomes = list(import_files(store, register, files_of(files)))
    assert [o.state for o in outcomes] == ["taken", "taken"], [o.findings for o in outcomes]


def published(register: Register) -> Iterator[Indicator]:
    return (indicator for indicator in register.published if indicator.published_source)


def wrong(named: dict[str, list[tuple[float | None, str]]], indicator: Indicator) -> list[tuple]:
    """Those of the named pairs of a number and its words that do not agree."""
    pairs = [(name, *pair) for name, found in named.items() for pair in found]
    return [(name, value, text) for name, value, text in pairs if not agrees(value, text, indicator)]


def of(found: Point | None) -> list[tuple[float | None, str]]:
    return [(found.value, found.text)] if found else []


@pytest.mark.parametrize("area", AREAS)
def test_every_view_draws_what_it_writes(snapshot: Snapshot, dataset: Dataset, area: str) -> None:
    selection = Selection(area)
    for indicator in published(snapshot.register):
        lines = trend(snapshot, indicator, selection)
        every = (lines.area, lines.england, lines.region, lines.neighbours, *lines.members)
        named = {s.name: [pair for p in s.points for pair in of(p)] for s in every if s is not None}
        if indicator.is_comparable:
            bars = comparison(snapshot, indicator, selection)
            named["bars"] = [pair for bar in bars.bars for pair in of(bar.point)]
            named["beside"] = [pair for p in (bars.england, bars.region, bars.neighbours) for pair in of(p)]
            label = bars.period.label
            views = strip(snapshot, indicator, selection, label), funnel(snapshot, indicator, selection, label)
            named["dots"] = [(dot.value, dot.text) for view in views for dot in view.dots]
            named["across"] = [pair for view in views for pair in of(view.england)]
        tile = published_tile(dataset, snapshot, indicator, selection)
        if tile is not None:
            named["tile"] = of(tile.value)
            assert tile.spark[-1] == tile.value.value, indicator.id
        assert wrong(named, indicator) == []


@pytest.mark.parametrize("area", AREAS)
def test_every_sheet_draws_what_it_writes(snapshot: Snapshot, area: str) -> None:
    for panel in PANELS:
        for row in profile(snapshot, panel, Selection(area)).rows:
            named = {"own": of(row.own), "England": of(row.england), "neighbours": of(row.neighbours)}
            assert wrong(named, row.indicator) == []
            if row.place is not None and row.england and row.own.value is not None and row.england.value is not None:
                assert (row.place > 0) is (row.own.value > row.england.value)


@pytest.mark.parametrize("area", AREAS[:3])
def test_pictures_place_what_they_say(snapshot: Snapshot, area: str) -> None:
    """Hover text against coordinates, after a picture's own rounding."""
    for indicator in published(snapshot.register):
        if not indicator.is_comparable:
            continue
        selection = Selection(area)
        lines = charts.trend(trend(snapshot, indicator, selection))["data"]
        for line in lines:
            if "y" in line and line.get("mode") != "text" and line["name"] != "Neighbours":
                pairs = [pair for pair in zip(line["y"], line["text"], strict=True) if WRITTEN.match(pair[1])]
                assert wrong({line["name"]: pairs}, indicator) == []
        dots = strip(snapshot, indicator, selection, comparison(snapshot, indicator, selection).period.label)
        drawn = {x for trace in charts.strip(dots)["data"] if "x" in trace for x in trace["x"]}
        missing = [dot.text for dot in dots.dots if not any(agrees(x, dot.text, indicator) for x in drawn
                                                            if isinstance(x, float | int))]  # fmt: skip
        assert missing == []


def test_tables_and_workbooks_hold_the_same(snapshot: Snapshot, dataset: Dataset) -> None:
    wanted = Wanted(dataset, snapshot, Selection("383"))
    for indicator in published(snapshot.register):
        for exhibit in of_indicator(wanted, indicator):
            if exhibit.view is None or not hasattr(exhibit.view, "periods"):
                continue
            cells = {row[0]: row[2:] for row in grid(exhibit).rows if str(row[1]).startswith("Value")}
            shown = {row[0]: row[1:] for row in tables.trend_content(exhibit.view).rows}
            for name, row in cells.items():
                pairs = [(cell.value if isinstance(cell, Number) else None, str(text).partition(" (")[0])
                         for cell, text in zip(row, shown[name], strict=True)]  # fmt: skip
                assert wrong({str(name): pairs}, indicator) == []


def test_the_board_s_own_figures_are_one_number(snapshot: Snapshot, dataset: Dataset) -> None:
    for indicator in snapshot.register.local:
        row = local_row(dataset, snapshot, indicator, Selection("885"))
        for point in row.figures if row else ():
            assert agrees(point.value, point.text, indicator), (indicator.id, point)
    assert snapshot.figures("contacts", LOCAL)


# What contradicts itself ---------------------------------------------------------------------------


def test_those_that_the_carried_figures_have_are_found(snapshot: Snapshot, dataset: Dataset) -> None:
    found = sorted(disagreements(snapshot, snapshot.register.published), key=lambda c: c.indicators)
    staff = [c.topic for c in found if c.indicators[0].startswith("social_worker")]
    # Of 5,821 rates of the workforce; staff are counted to a tenth of a full-time equivalent.
    assert len(staff) == 9
    assert all(name in topic for name, topic in zip(("West Midlands", "London"), staff, strict=False))
    assert [(c.topic, c.first.says, c.second.says) for c in found if c.topic not in staff] == [
        ("Second or subsequent plans: Yorkshire and The Humber, 2021/22", "23.6%", "1,660 of 7,490, which is 22.2%"),
        ("Second or subsequent plans: England, 2021/22", "22.7%", "14,550 of 64,390, which is 22.6%"),
    ]
    indicator = snapshot.register["cpp_repeat_pct"]
    view = trend(snapshot, indicator, Selection("383"))
    region = next(p for p in view.region.points if p.period.label == "2021/22")
    assert (region.value, region.text) == (23.6, "23.6%")
    assert "1,660 of 7,490" in region.note
    assert any(note.startswith("Yorkshire and The Humber, 2021/22: published as 23.6%") for note in view.notes)
    tile = published_tile(dataset, snapshot, indicator, Selection("383", last="2021/22"))
    assert [c.id for c in tile.conflicts] == ["printed-cpp-repeat-pct-e92000001-2021-22",
                                              "printed-cpp-repeat-pct-e12000003-2021-22"]  # fmt: skip
    assert published_tile(dataset, snapshot, indicator, Selection("383")).conflicts == ()


def test_the_api_has_both_with_a_note(snapshot: Snapshot, dataset: Dataset) -> None:
    asked = {"indicator": "cpp_repeat_pct", "area": "E12000003"}
    rows = api_rows(snapshot, asked | {"from": "2021/22", "to": "2022/23"})
    assert [(row["printed"], round(float(row["value"]), 3)) for row in rows] == [("23.6", 22.163), ("23.3", 23.356)]
    assert "1,660 of 7,490" in rows[0]["note"]
    assert rows[1]["note"] == ""
    found = as_object(compare(understood(dataset, asked | {"period": "2021/22"})))
    assert (found["printed"], round(found["value"], 3)) == ("23.6", 22.163)
    assert any("1,660 of 7,490" in note for note in found["notes"])


@pytest.fixture
def contradicting(tmp_path: Path, sqlite_store: Store, register: Register) -> Snapshot:
    """Two authorities and England: Worcestershire prints 40% of counts that give 10%, England's differ by rounding."""
    rows = [(tiny.ENGLAND, 2025, "Plans,1000,250,25.2"), (tiny.WORCESTERSHIRE, 2025, "Plans,200,20,40.0"),
            (tiny.CAMDEN, 2025, "Plans,100,26,26.0")]  # fmt: skip
    bring(tmp_path, sqlite_store, register, rows)
    return sqlite_store.snapshot()


def test_any_figure_that_its_counts_contradict_is_shown_as_printed(contradicting: Snapshot) -> None:
    indicator = contradicting.register["cpp_2_years_pct"]
    selection = Selection("885")
    view = comparison(contradicting, indicator, selection)
    assert [(bar.name, bar.point.value, bar.point.text) for bar in view.bars] == [("Worcestershire", 40.0, "40.0%")]
    assert (view.england.value, view.england.text) == (25.2, "25.2%")
    assert [c.topic for c in disagreements(contradicting, contradicting.register.published)] == [
        "Plans of two years or more: Worcestershire, 2024/25"
    ]
    assert any("20 of 200" in note for note in view.notes)
    dots = strip(contradicting, indicator, selection, "2024/25").dots
    assert [(dot.name, dot.value) for dot in dots] == [("Camden", 26.0), ("Worcestershire", 40.0)]


def test_no_verdict_says_lower_of_what_is_drawn_higher(contradicting: Snapshot) -> None:
    """10% of the counts is lower than England's 25%, and the 40% that people see is not."""
    indicator = contradicting.register["cpp_2_years_pct"]
    said = comparison(contradicting, indicator, Selection("885")).summary
    assert "(lower)" not in said
    assert "ower than England" not in said


# The newest figure of an area ----------------------------------------------------------------------


@pytest.fixture
def early(tmp_path: Path, dataset: Dataset, sqlite_store: Store, register: Register) -> Dataset:
    """A year of everybody, then one of England alone; Northamptonshire ended long before."""
    years = {2021: (tiny.ENGLAND, tiny.WORCESTERSHIRE, tiny.CAMDEN, tiny.NORTHAMPTONSHIRE)}
    years |= dict.fromkeys((2022, 2023, 2024), (tiny.ENGLAND, tiny.WORCESTERSHIRE, tiny.CAMDEN))
    rows = [(place, year, f"Plans,{200 + year - 2021},20,{2000 / (200 + year - 2021):.1f}")
            for year, places in years.items() for place in places]  # fmt: skip
    rows[-1] = (tiny.CAMDEN, 2024, "Plans,204,c,c")
    rows.append((tiny.ENGLAND, 2025, "Plans,200,30,15.0"))
    bring(tmp_path, sqlite_store, register, rows)
    return replace(dataset, store=sqlite_store, conflicts=())


@pytest.mark.parametrize(
    ("area", "label", "text"),
    [("885", "2023/24", "9.9%"), ("202", "2023/24", "suppressed to protect identity"), ("928", "2020/21", "10.0%")],
)
def test_an_area_keeps_its_newest_figure_dated_on_every_view(early: Dataset, area: str, label: str, text: str) -> None:
    snapshot = early.snapshot()
    indicator, selection = snapshot.register["cpp_2_years_pct"], Selection(area)
    assert points.newest(snapshot, indicator, selection).label == label
    tile = published_tile(early, snapshot, indicator, selection)
    assert (tile.value.text, tile.value.period.label) == (text, label)
    assert f"March {2000 + int(label[-2:])}" in tile.period_words
    assert tile.newer == "15.0% in 2024/25"
    assert "England's newer figure: 15.0% in 2024/25" in tile.comparators
    assert "England has a newer figure, 15.0% in 2024/25" in sentence(tile)
    bars = comparison(snapshot, indicator, selection)
    assert (bars.period.label, bars.bars[0].point.text) == (label, text)
    assert "England has a newer figure: 15.0% in 2024/25." in bars.notes
    lines = trend(snapshot, indicator, selection)
    assert "England has a newer figure: 15.0% in 2024/25." in lines.notes
    (row,) = [row for row in profile(snapshot, "journey", selection).rows if row.indicator is indicator]
    assert (row.period.label, row.own.text) == (label, text)
    asked = {"indicator": indicator.id, "area": area}
    assert as_object(compare(understood(early, asked)))["period"] == label


def test_a_reason_stands_with_the_last_number_there_is(early: Dataset) -> None:
    snapshot = early.snapshot()
    tile = published_tile(early, snapshot, snapshot.register["cpp_2_years_pct"], Selection("202"))
    assert tile.change == "last published: 9.9% in 2022/23"


def test_every_area_has_one_period_on_tile_bars_and_api(snapshot: Snapshot, dataset: Dataset) -> None:
    for area in (*AREAS, "314", "838", "420"):
        for indicator in published(snapshot.register):
            period = points.newest(snapshot, indicator, Selection(area))
            tile = published_tile(dataset, snapshot, indicator, Selection(area))
            if period is None or tile is None:
                assert period is tile is None
                continue
            assert tile.value.period == period
            assert comparison(snapshot, indicator, Selection(area)).period == period
            assert compare(understood(dataset, {"indicator": indicator.id, "area": area})).period.label == period.label
    assert snapshot.figures("lac_rate", PUBLISHED)
