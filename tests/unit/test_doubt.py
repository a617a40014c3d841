"""Figures without counts that are unlike their other years: the rule, and the marks that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import openpyxl
import pytest

from components.exports.choice import Choice
from components.exports.pack import pack
from components.exports.workbook import workbook
from data.dataset import Dataset
from data.importers.rounded import is_coarse
from data.observations import PUBLISHED
from data.selection import Selection
from data.stats.doubt import doubts as rule
from data.store import Snapshot
from data.views import doubts, verdict
from data.views.assessment import About, assess
from data.views.comparison import comparison
from data.views.headlines import sentence
from data.views.strip import strip
from data.views.tile import published_tile
from data.views.trend import trend
from tests.frames import all_figures, api_rows

NAN = np.nan
HALF = 0.05
SDQ, KINGSTON, CITY, WORCESTERSHIRE = "lac_sdq_score", "314", "201", "885"


def steady(places: int = 30, years: int = 9, width: float = 0.1, middle: float = 20.0) -> np.ndarray:
    """Places whose years differ by ``width``, and from one another by twice that."""
    chance = np.random.default_rng(1)
    level = np.log(middle) + chance.normal(0, 2 * width, (places, 1))
    return np.round(np.exp(level + chance.normal(0, width, (places, years))), 1)


def doubted(values: np.ndarray) -> list[tuple[int, int]]:
    found = rule(values, HALF, np.zeros(len(values), bool)).doubted
    return [(int(place), int(year)) for place, year in np.argwhere(found)]


def changed(values: np.ndarray, *changes: tuple[int, int, float]) -> np.ndarray:
    other = values.copy()
    for place, year, value in changes:
        other[place, year] = value
    return other


@pytest.mark.parametrize("value", [0.0, 2.0, 200.0])
@pytest.mark.parametrize("year", [0, 4, 8])
def test_a_zero_a_tenth_and_ten_times_are_doubted_in_any_year(value: float, year: int) -> None:
    assert doubted(changed(steady(), (3, year, value))) == [(3, year)]
    assert doubted(steady()) == []


def test_two_wrong_years_do_not_hide_one_another() -> None:
    assert doubted(changed(steady(), (3, 2, 2.3), (3, 3, 3.6))) == [(3, 2), (3, 3)]
    assert doubted(changed(steady(), (3, 2, 0), (3, 3, 0))) == [(3, 2), (3, 3)]
    short = changed(steady(years=4), (3, 1, 0), (3, 2, 0))
    assert doubted(short) == [(3, 1), (3, 2)], "with two years left that agree"


def test_the_other_years_told_are_those_not_doubted() -> None:
    values = changed(steady(), (3, 2, 0), (3, 3, 1.0))
    found = rule(values, HALF, np.zeros(len(values), bool))
    rest = np.delete(values[3], [2, 3])
    assert (found.lowest[3], found.highest[3]) == (rest.min(), rest.max())


def test_a_year_in_which_all_places_fell_is_nothing_to_doubt() -> None:
    values = steady()
    values[:, 5] *= 0.3
    assert doubted(values) == []
    assert doubted(changed(values, (3, 5, 0.6))) == [(3, 5)]


def test_a_small_place_whose_years_differ_is_not_doubted_for_a_zero() -> None:
    values = steady(width=0.25)
    values[3] = [0, 3, 2.2, 0, 5, 8.5, 1.1, 0, 12]
    assert doubted(values) == []


def test_a_small_place_is_doubted_where_no_place_has_anything_near_zero() -> None:
    values = steady(width=0.05)
    values[3] = [8.8, 7, 3.5, NAN, NAN, NAN, 0, NAN, 0]
    assert doubted(values) == [(3, 6), (3, 8)]


def test_where_zeros_are_common_none_is_doubted_nor_a_small_number() -> None:
    values = steady()
    values[10:, 0] = 0.0
    assert doubted(changed(values, (3, 4, 0.0), (4, 4, 2.0))) == []
    assert doubted(changed(values, (3, 4, 200.0))) == [(3, 4)]


def test_most_years_of_a_place_are_never_doubted() -> None:
    values = steady(years=4)
    values[3] = [2, 20, 2, 20]
    assert doubted(values) == []


def test_what_cannot_be_judged_is_not_doubted() -> None:
    negative = steady()
    negative[0, 0] = -1.0
    assert doubted(changed(negative, (3, 4, 0.0))) == []
    assert doubted(np.array([[5.0, 0.0, 5.0]] * 20)) == []
    assert doubted(np.full((3, 9), NAN)) == []
    assert doubted(np.array([[1.0], [50.0]])) == []
    assert doubted(np.empty((0, 9))) == []


def test_the_order_of_areas_changes_nothing() -> None:
    values = changed(steady(width=0.3), (3, 2, 0.0), (9, 4, 1.0), (12, 8, 300.0))
    values[np.random.default_rng(3).random(values.shape) < 0.1] = NAN
    coarse = np.arange(len(values)) < 12
    first = rule(values, HALF, coarse)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(values))
        second = rule(values[order], HALF, coarse[order])
        assert (second.doubted == first.doubted[order]).all()
        np.testing.assert_array_equal(second.lowest, first.lowest[order])


# What a performance officer doubts among the carried figures: indicator, area, period.
KNOWN = {
    ("cpp_reviewed_on_time_pct", "Wakefield", "2015/16"),
    ("cpp_reviewed_on_time_pct", "Wolverhampton", "2017/18"),
    ("cpp_reviewed_on_time_pct", "Reading", "2016/17"),
    ("cpp_reviewed_on_time_pct", "Doncaster", "2022/23"),
    (SDQ, "Kingston upon Thames", "2016/17"),
    (SDQ, "City of London", "2021/22"),
    (SDQ, "City of London", "2023/24"),
    (SDQ, "Hammersmith and Fulham", "2017/18"),
    (SDQ, "Hammersmith and Fulham", "2018/19"),
    *(("lac_immunised_pct", f"{end} Northamptonshire", year) for end in ("North", "West")
      for year in ("2022/23", "2023/24")),
    ("lac_immunised_pct", "Wolverhampton", "2023/24"),
    *((f"referrals_from_{whom}_pct", "Bath and North East Somerset", "2024/25")
      for whom in ("police", "schools", "health")),
    ("referrals_from_schools_pct", "Havering", "2021/22"),
    ("referrals_from_schools_pct", "Sunderland", "2015/16"),
    ("referrals_from_schools_pct", "Sunderland", "2016/17"),
    ("referrals_assessed_not_in_need_pct", "Worcestershire", "2019/20"),
}  # fmt: skip
ORDINARY_ZEROS = ("cpp_2_years_ceased_pct", "lac_convicted_pct", "lac_substance_misuse_pct", "permanent_exclusions_pct",
                  "neet_or_not_known_16_17_pct", "lac_unaccompanied_pct", "infant_mortality_rate")  # fmt: skip


def test_the_doubtful_figures_that_the_project_carries_are_found(snapshot: Snapshot) -> None:
    found = doubts.every(snapshot)
    told = {(d.figure.indicator, d.place, d.period.label) for d in found}
    assert KNOWN - told == set()
    assert not [name for name, _, _ in told if name in ORDINARY_ZEROS]
    assert {place for name, place, _ in told if place == "City of London" and name != SDQ} == set()
    rows = all_figures(snapshot)
    rows = rows[(rows["source"] == PUBLISHED) & rows["value"].notna()]
    judged = sum(len(v) for _, v in _without_counts(snapshot))
    assert 50 < len(found) < 0.002 * judged < 0.002 * len(rows)


def test_figures_with_counts_are_left_to_the_other_rule(snapshot: Snapshot) -> None:
    for name in ("cpp_2_years_pct", "factor_fgm_pct", "social_worker_agency_pct", "rereferrals_12m_pct"):
        assert doubts.doubts(snapshot, snapshot.register[name]) == {}


def _without_counts(snapshot: Snapshot) -> Iterator[tuple[str, np.ndarray]]:
    for indicator in snapshot.register.published:
        figures = snapshot.figures(indicator.id, PUBLISHED)
        every = [found[0] for by_label in figures.values() for found in by_label.values()]
        if not any(o.numerator is not None for o in every):
            yield indicator.id, np.array([o.value for o in every if o.value is not None])


TRIALS = ("lac_sdq_score", "assessments_within_45_days_pct", "children_low_income_pct", "under_18_conceptions_rate")


@pytest.mark.parametrize("name", TRIALS)
def test_of_single_figures_made_wrong_nearly_all_are_doubted(snapshot: Snapshot, name: str) -> None:
    rows = snapshot.frame(name, PUBLISHED).astype({"area": object, "period": object, "status": object})
    grid = rows[rows["value"].notna()].pivot_table(index="area", columns="period", values="value", aggfunc="first")
    values, coarse = grid.to_numpy(float), is_coarse(grid.index.to_series())
    half = 0.5 * 10.0 ** -snapshot.register[name].decimals
    enough = (~np.isnan(values)).sum(axis=1) >= 4
    places = np.argwhere((values > half) & (enough & ~coarse)[:, None])
    picked = places[np.random.default_rng(14).choice(len(places), 20, replace=False)]
    found = [
        rule(changed(values, (place, year, values[place, year] * by)), half, coarse).doubted[place, year]
        for place, year in picked
        for by in (0.0, 0.1, 10.0)
    ]
    assert np.mean(found) > 0.95


SAID = "Doubted: 0.0 is unlike its other years (11.5 to 17.0)"


def test_a_doubted_figure_is_told_wherever_it_stands(snapshot: Snapshot, dataset: Dataset) -> None:
    indicator, chosen = snapshot.register[SDQ], Selection(KINGSTON, last="2016/17")
    tile = published_tile(dataset, snapshot, indicator, chosen)
    assert tile is not None
    assert tile.period_words.endswith(", doubted")
    assert ", doubted" in sentence(tile)
    assert [c.kind for c in tile.conflicts] == ["doubted"]
    assert tile.conflicts[0].summary == f"{SAID}."
    assert assess(snapshot, indicator, chosen, "2016/17").note(About.DOUBT) == f"{SAID}."
    for view in (comparison, strip):
        made = view(snapshot, indicator, chosen, "2016/17")
        assert made.title.endswith(", doubted")
        assert SAID in made.source
    assert trend(snapshot, indicator, chosen).title.endswith("0.0 in 2016/17, doubted")
    later = trend(snapshot, indicator, Selection(KINGSTON))
    assert "Doubted: Kingston upon Thames, 2016/17: 0.0 is unlike its other years" in later.source
    point = next(p for p in later.area.points if p.period.label == "2016/17")
    assert point.note == f"{SAID}."


def test_a_doubted_neighbour_is_named_and_stays_in_the_mean(snapshot: Snapshot) -> None:
    indicator = snapshot.register[SDQ]
    area = next(key for key, near in snapshot.neighbours["2025"].items() if any(n.neighbour == KINGSTON for n in near))
    view = comparison(snapshot, indicator, Selection(area), "2016/17")
    assert "Doubted: Kingston upon Thames (0.0, in other years 11.5 to 17.0)" in view.source
    values = [bar.point.value for bar in view.bars if bar.role == "member" and bar.point.value is not None]
    assert view.neighbours is not None
    assert view.neighbours.value == pytest.approx(np.mean(values))


def test_the_api_says_so_beside_the_figure(snapshot: Snapshot) -> None:
    notes = {row["period"]: row["note"] for row in api_rows(snapshot, {"indicator": SDQ, "area": KINGSTON})}
    assert notes["2016/17"] == f"{SAID}."
    assert notes["2017/18"] == ""


def test_the_workbook_says_so_beside_its_table(dataset: Dataset) -> None:
    made = pack(
        dataset, Choice((SDQ,), Selection(KINGSTON)), datetime(2026, 11, 22, tzinfo=UTC), "http://127.0.0.1/pack"
    )
    book = openpyxl.load_workbook(BytesIO(workbook(made)))
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(SAID.partition(": ")[2] in text for text in texts)


def test_a_doubted_figure_is_neither_praised_nor_blamed(snapshot: Snapshot) -> None:
    found = assess(snapshot, snapshot.register[SDQ], Selection(KINGSTON), "2016/17")
    assert found.band == "A"
    assert verdict.worth(found) == ""
    assert verdict.chip(found) == "Rank 1 of 151: best quarter, doubted"


def test_england_is_judged_among_the_regions_and_a_withheld_figure_not_at_all(snapshot: Snapshot) -> None:
    withheld = snapshot.register["first_time_entrants_rate"]
    assert not [key for key in doubts.doubts(snapshot, withheld) if key[0] == "E92000001"]
