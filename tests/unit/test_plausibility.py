"""Tampered and honest files: what is refused, what is doubted, and that what may be so is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from data.checks import ERROR, WARNING
from data.importers.history import History
from data.importers.subject import Known
from data.importers.text import read_csv
from data.loading import read_table
from data.register import Register
from data.store import Delivery, Row
from tests.unit import tiny

LOOKED_AFTER = "population_type,population_estimate,children_count,rate_per_10000"
GROUP = "Children looked after on 31 March each year"
MISSING = "Percentage of children who had a missing incident during the year"
PEOPLE = {(area, year): 120_000.0 for area in ("E92000001", "E12000005", "885", "202") for year in range(2010, 2026)}
CITY = tiny.CAMDEN.replace("202,E09000007,Camden", "201,E09000001,City of London")

Judge = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def judge(tmp_path: Path, register: Register) -> Judge:
    """The kinds of findings of a file, without that of labels, which files of a few rows lack."""

    def judge_(content: str, known: Known | None = None) -> list[tuple[str, str]]:
        path = tiny.save(tmp_path, "release.csv", content)
        found = read_table(read_csv(path), register, known or Known(PEOPLE)).findings
        return [(f.severity, f.kind) for f in found if f.kind not in ("matches", "picks")]

    return judge_


def looked_after(rows: Iterable[tuple[str, int, int, int]]) -> str:
    """By (place, year, population, count), with the rate that the DfE would print."""
    return tiny.text(
        LOOKED_AFTER,
        [
            (place, year, f"{GROUP},{people},{count},{count / people * 10_000:.0f}")
            for place, year, people, count in rows
        ],
    )


def series(place: str, counts: Iterable[int], people: int = 120_000) -> list[tuple[str, int, int, int]]:
    return [(place, 2019 + at, people, count) for at, count in enumerate(counts)]


@pytest.mark.parametrize("wrong", [86_200, 8_620, 86, 8])
def test_a_misplaced_digit_is_doubted_whichever_way(judge: Judge, wrong: int):
    assert judge(looked_after(series(tiny.WORCESTERSHIRE, [854, 870, wrong, 862, 905]))) == [(WARNING, "unlikely")]


def test_in_a_small_place_chance_explains_much(judge: Judge):
    assert judge(looked_after(series(CITY, [10, 12, 2, 20, 9, 0, 14], 900))) == []
    assert judge(looked_after(series(CITY, [10, 12, 8, 700, 9, 11, 14], 900))) == [(WARNING, "unlikely")]


def test_a_place_without_another_year_has_no_history_to_be_unlike(judge: Judge):
    assert judge(looked_after([(tiny.WORCESTERSHIRE, 2025, 120_000, 40_000)])) == []


def test_hidden_and_absent_figures_are_neither_refused_nor_doubted(judge: Judge):
    rows = [(tiny.WORCESTERSHIRE, year, f"{GROUP},120000,{cells}") for year, cells in
            enumerate(("854,71", "870,73", "c,c", "z,z", "k,x"), 2021)]  # fmt: skip
    assert judge(tiny.text(LOOKED_AFTER, rows)) == []


def history(values: dict[str, float], area: str = "885") -> History:
    held = History()
    rows = tuple(
        Row("lac_rate", area, label, value, None, value * 12, 120_000, "reported") for label, value in values.items()
    )
    held.take(Delivery(None, rows).frame, 2024)  # type: ignore[arg-type]
    return held


def test_what_is_held_is_history_for_a_file_of_one_year(judge: Judge):
    past = history({"2022/23": 71.0, "2023/24": 73.0})
    one = [(tiny.WORCESTERSHIRE, 2025, 120_000, 86_200)]
    assert judge(looked_after(one), Known(PEOPLE, history=past)) == [(WARNING, "unlikely")]
    assert judge(looked_after([(tiny.WORCESTERSHIRE, 2025, 120_000, 905)]), Known(PEOPLE, history=past)) == []


def test_what_is_held_already_is_not_doubted_again(judge: Judge):
    """However odd: it was told when it came."""
    past = history({"2021/22": 71.0, "2022/23": 73.0, "2023/24": 7000.0})
    assert judge(looked_after([(tiny.WORCESTERSHIRE, 2024, 120_000, 84_000)]), Known(PEOPLE, history=past)) == []


def test_two_columns_of_a_row_that_are_exchanged_are_named_together(judge: Judge, tmp_path: Path, register: Register):
    columns = "Section47,ICPC,Duration_0-10_days,Duration_11-15_days"
    rows = [(tiny.WORCESTERSHIRE, year, "2400,600,100,400") for year in range(2016, 2025)]
    rows.append((tiny.WORCESTERSHIRE, 2025, "600,2400,100,400"))
    path = tiny.save(tmp_path, "release.csv", tiny.text(columns, rows))
    found = read_table(read_csv(path), register, Known(PEOPLE)).findings
    said = [f.problem for f in found if f.kind == "unlikely" and "exchanged" in f.problem and "ICPC" in f.problem]
    assert said
    assert said[0].startswith("600 (Worcestershire, 2024/25), where about 2,400 would be")


@pytest.mark.parametrize(
    ("place", "plans", "long", "printed", "expected"),
    [
        (tiny.WORCESTERSHIRE, 300, 300, "100", []),
        (tiny.WORCESTERSHIRE, 300, 301, "100.3", [(ERROR, "shares")]),
        (tiny.WORCESTERSHIRE, 0, 0, "z", []),
        (tiny.WORCESTERSHIRE, 0, 5, "z", [(ERROR, "shares")]),
        # Counts of England and the regions are rounded to 10: 124 of 125 and more are printed so.
        (tiny.WEST_MIDLANDS, 120, 130, "108.3", []),
        (tiny.WEST_MIDLANDS, 120, 140, "116.7", [(ERROR, "shares")]),
        (tiny.WORCESTERSHIRE, 300, 299, "100.1", [(ERROR, "shares")]),
        (tiny.WORCESTERSHIRE, 300, 30, "12", [(WARNING, "printed")]),
        (tiny.WORCESTERSHIRE, 300, 35, "11.7", []),
        (tiny.WORCESTERSHIRE, 300, 35, "12", []),
        (tiny.WORCESTERSHIRE, 300, 35, "11.6", [(WARNING, "printed")]),
        (tiny.WEST_MIDLANDS, 300, 40, "12.1", []),
        (tiny.WEST_MIDLANDS, 300, 40, "15.4", [(WARNING, "printed")]),
    ],
)
def test_a_share_and_what_is_printed_of_it(judge: Judge, place, plans, long, printed, expected):
    assert judge(tiny.text(tiny.PLANS, [(place, 2025, f"Plans,{plans},{long},{printed}")])) == expected


def test_a_count_may_be_the_population_and_no_more(judge: Judge):
    assert judge(looked_after([(CITY, 2025, 900, 900)])) == []
    assert judge(looked_after([(CITY, 2025, 900, 901)])) == [(ERROR, "counts")]


def test_columns_of_a_whole_file_that_are_exchanged_are_refused(judge: Judge):
    rows = [(tiny.WORCESTERSHIRE, 2025, f"{GROUP},905,120000,75"), (tiny.CAMDEN, 2025, f"{GROUP},160,50000,32")]
    assert judge(tiny.text(LOOKED_AFTER, rows))[:2] == [(ERROR, "counts")] * 2


def entrants(england: object, places: dict[str, object]) -> str:
    """Shares of children with a missing incident in the form of the DfE, with the numbers of another measure."""
    rows = [(tiny.ENGLAND, 2022, f"{MISSING},{england}")]
    for at, value in enumerate(places.values()):
        area = tiny.CAMDEN.replace("202,E09000007,Camden", f"{300 + at},E0900{1000 + at},Place {at}")
        rows.append((area, 2022, f"{MISSING},{value}"))
    return tiny.text("cla_group,number", rows)


def test_england_outside_its_authorities_is_doubted_where_most_have_a_figure(judge: Judge):
    most = {str(at): 8 + at % 20 for at in range(100)}  # 8 to 27
    assert judge(entrants(12, most)) == []
    assert judge(entrants(27, most)) == []
    assert judge(entrants(29, most)) == [(WARNING, "nation")]
    assert judge(entrants(94, most)) == [(WARNING, "nation")]
    assert judge(entrants(3, most)) == [(WARNING, "nation")]


def test_of_a_few_authorities_england_may_lie_outside_unless_far(judge: Judge):
    few = {str(at): value for at, value in enumerate((9, 10, 11, 12, "c", 14))}
    assert judge(entrants(20, few)) == []
    assert judge(entrants(94, few)) == [(WARNING, "nation")]
    assert judge(entrants(94, {"1": 9})) == []
    assert judge(entrants(12, {})) == []


def test_who_may_exceed_100_is_said_by_the_register(register: Register):
    assert register["social_worker_turnover_pct"].can_exceed_100
    assert not register["social_worker_turnover_pct"].is_share
    assert register["cpp_2_years_pct"].is_share
    assert not register["cpp_rate"].is_share
