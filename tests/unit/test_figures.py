"""What becomes of a line's cells: symbols that win, counts that a hidden figure can be, pairs counted once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.areas import AUTHORITY, JOINT, AreaCode, Areas
from data.checks import WARNING
from data.importers import bounds, times
from data.importers.bounds import Line
from data.importers.history import History
from data.importers.mapping import Hidden, read_mapping
from data.importers.subject import Cell, Known, Subject, read_cell
from data.importers.text import read_csv
from data.loading import read_table
from data.observations import Status
from data.register import Register
from data.store import Delivery, Row
from tests.unit import tiny

PEOPLE = {("885", 2024): 118_273.0, ("202", 2024): 48_000.0}
RATES = "population_type,population_estimate,children_count,rate_per_10000"
LOOKED_AFTER = "Children looked after on 31 March each year"
DURATIONS = (
    "category,CPP_At31,3_months_or_less,more_than_3_months_6_months,more_than_6_months_less_than_1_year,"
    "1_year_less_than_2_years,2_years_or_more,2_years_or_more_percent"
)
CONFERENCES = "Section47,ICPC,Duration_0-10_days,Duration_11-15_days,Duration_16-20_days,Duration_21+_days"


def read(folder: Path, register: Register, content: str, known: Known | None = None) -> Delivery:
    reading = read_table(read_csv(tiny.save(folder, "a.csv", content)), register, known or Known(PEOPLE))
    assert [str(finding) for finding in reading.findings if finding.severity != WARNING] == []
    assert reading.delivery is not None
    return reading.delivery


def only(delivery: Delivery, indicator: str) -> Row:
    (row,) = [row for row in delivery.rows if row.indicator == indicator]
    return row


# A publisher's symbol wins --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "status", "numerator", "denominator", "low", "high"),
    [
        ("c", Status.SUPPRESSED, None, 120_500.0, 1.0, 5.0),
        ("*", Status.SUPPRESSED, None, 120_500.0, 1.0, 5.0),
        ("u", Status.UNRELIABLE, None, 120_500.0, None, None),
        ("low", Status.LOW, None, 120_500.0, None, None),
        ("x", Status.NOT_AVAILABLE, 3.0, None, None, None),
    ],
)
def test_a_symbol_beside_a_visible_count_wins(
    tmp_path: Path, register: Register, symbol, status, numerator, denominator, low, high
):
    row = only(
        read(tmp_path, register, tiny.text(RATES, [(tiny.WORCESTERSHIRE, 2025, f"{LOOKED_AFTER},120500,3,{symbol}")])),
        "lac_rate",
    )
    assert (row.value, row.printed, row.status) == (None, None, status)
    assert (row.numerator, row.denominator) == (numerator, denominator)
    assert (row.numerator_low, row.numerator_high) == (low, high)


def test_a_printed_percentage_that_is_hidden_hides_its_visible_counts(tmp_path: Path, register: Register):
    delivery = read(tmp_path, register, tiny.text(tiny.PLANS, [(tiny.CAMDEN, 2025, "Plans,300,40,c")]))
    row = only(delivery, "cpp_2_years_pct")
    assert (row.value, row.printed, row.numerator, row.status) == (None, None, None, Status.SUPPRESSED)
    # 40 is none of 1 to 5: what is known is that it is among the plans.
    assert (row.numerator_low, row.numerator_high, row.denominator) == (0.0, 300.0, 300.0)


# What a hidden count can be -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ("Plans,100,30,30,20,c,c,c", 1, 5),
        ("Plans,100,30,30,37,c,c,c", 1, 2),  # three are left for two, each at least one
        ("Plans,100,30,30,40,0,0,0.0", None, None),
        ("Plans,c,c,c,0,0,0,0", 0, 0),  # none of some is 0%
        ("Plans,c,c,c,0,0,c,c", None, None),  # a share of nobody knows how many
        ("Plans,2,0,0,0,0,c,c", 1, 2),
    ],
)
def test_plans_of_two_years_are_1_to_5_or_what_the_total_leaves(tmp_path: Path, register: Register, cells, low, high):
    row = only(read(tmp_path, register, tiny.text(DURATIONS, [(tiny.CAMDEN, 2025, cells)])), "cpp_2_years_pct")
    assert (row.numerator_low, row.numerator_high) == (low, high)


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ("948,304,c,287,7,c", 288, 296),  # the other hidden one is at least one
        ("1002,173,c,147,c,15", 148, 157),
        ("17,8,c,c,0,0", 2, 8),
        ("99,90,80,c,0,0", 81, 90),
        ("11,c,0,c,0,0", None, None),
        ("11,c,0,0,0,0", 0, 0),
        ("300,100,60,x,10,4", None, None),
    ],
)
def test_conferences_are_bounded_by_their_parts(tmp_path: Path, register: Register, cells, low, high):
    delivery = read(tmp_path, register, tiny.text(CONFERENCES, [(tiny.CAMDEN, 2025, cells)]))
    row = only(delivery, "icpc_within_15_days_pct")
    assert (row.numerator_low, row.numerator_high) == (low, high)
    assert row.numerator is None


def shown(number: float) -> Cell:
    return Cell(str(number), float(number), Status.REPORTED)


HIDDEN = Cell("c", None, Status.SUPPRESSED)
SMALL = Hidden(low=1, high=5, why="small")
ANY = Hidden(low=1, why="beside a small one")


@given(st.lists(st.integers(0, 60), min_size=2, max_size=6), st.data())
def test_what_was_hidden_lies_within_its_bounds(parts: list[int], data: st.DataObject):
    """Hide any of the parts that are not zero: the numerator that was is always possible."""
    hide = [number > 0 and data.draw(st.booleans()) for number in parts]
    cells = [HIDDEN if hidden else shown(number) for number, hidden in zip(parts, hide, strict=True)]
    count = data.draw(st.integers(1, len(parts) - 1))
    total, spare = sum(parts), data.draw(st.integers(0, 5))
    whole = shown(total + spare)
    low, high = bounds.bounds(Line(cells[:count], whole, whole, cells[count:]), ANY, is_share=True)
    assert low is not None
    assert high is not None
    if any(hide[:count]):
        assert low <= sum(parts[:count]) <= high <= total + spare


def test_hidden_leavers_are_not_bounded_by_those_in_post(tmp_path: Path, register: Register):
    """Those who left in a year can be more than those in post at its end."""
    cells = "10,c,c,c,c,2,16.7,9,100,11.1"
    delivery = read(tmp_path, register, tiny.text(tiny.WORKFORCE, [(tiny.WORCESTERSHIRE, 2025, cells)]))
    row = only(delivery, "social_worker_turnover_pct")
    assert (row.status, row.numerator_low, row.numerator_high) == (Status.SUPPRESSED, 0.0, None)


@given(st.integers(1, 5), st.integers(5, 1000))
def test_a_small_number_is_1_to_5(count: int, total: int):
    low, high = bounds.bounds(Line([HIDDEN], shown(total)), SMALL, is_share=True)
    assert (low, high) == (1, 5)
    assert low <= count <= high


def test_without_a_declaration_anything_is_possible():
    assert bounds.bounds(Line([HIDDEN], shown(40)), None, is_share=True) == (0, 40)
    assert bounds.bounds(Line([HIDDEN], shown(40)), None, is_share=False) == (0, None)


# Pairs of authorities -------------------------------------------------------------------------------

KINGSTON = tiny.CAMDEN.replace("202,E09000007,Camden", "314,E09000021,Kingston upon Thames")
RICHMOND = tiny.CAMDEN.replace("202,E09000007,Camden", "318,E09000027,Richmond upon Thames")
PAIR = "314 / 318"
FIGURES, NOTHING = "100,10,10,10,9.1,25,20,40,600,15.0", ",".join(["z"] * 10)
ELSE = "200,10,5,10,4.8,25,11.1,80,1000,12.5"


def with_pair(register: Register, folder: Path, year: int) -> Known:
    """What is known when a release that files the pair under both numbers has been taken."""
    delivery = read(folder, register, tiny.text(tiny.WORKFORCE, [(tiny.KINGSTON_RICHMOND, year, FIGURES)]))
    history = History()
    history.take(delivery.frame, delivery.release.edition)
    day = f"{year}-09-30"
    codes = [AreaCode("314", "E09000021", "Kingston upon Thames", AUTHORITY, "E12000007", day, day), *delivery.areas]
    return Known(areas=Areas(codes), history=history)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([(KINGSTON, FIGURES), (RICHMOND, NOTHING)], {PAIR}),
        ([(KINGSTON, FIGURES)], {PAIR}),
        ([(RICHMOND, FIGURES), (KINGSTON, NOTHING)], {PAIR}),
        ([(KINGSTON, FIGURES), (RICHMOND, ELSE)], {"314", "318"}),
        ([(tiny.KINGSTON_RICHMOND, FIGURES)], {PAIR}),
        ([(KINGSTON, NOTHING), (RICHMOND, NOTHING)], {"314", "318"}),
        ([(tiny.CAMDEN, FIGURES)], {"202"}),
    ],
)
def test_a_pair_under_one_of_its_numbers_is_the_pair(tmp_path: Path, register: Register, rows, found):
    known = with_pair(register, tmp_path, 2022)
    assert {area.level for area in known.areas.values()} == {AUTHORITY, JOINT}
    content = tiny.text(tiny.WORKFORCE, [(place, 2022, cells) for place, cells in rows])
    delivery = read(tmp_path, register, content, known)
    assert {row.area for row in delivery.rows} == found
    if found == {PAIR} and len(rows) == 2:
        assert delivery.areas == ()
        assert only(delivery, "social_worker_caseload").value == 15.0


def test_a_pair_of_another_year_needs_the_other_to_say_that_it_does_not_apply(tmp_path: Path, register: Register):
    known = with_pair(register, tmp_path, 2022)
    for rows, found in (([(KINGSTON, FIGURES), (RICHMOND, NOTHING)], {PAIR}), ([(KINGSTON, FIGURES)], {"314"})):
        content = tiny.text(tiny.WORKFORCE, [(place, 2025, cells) for place, cells in rows])
        assert {row.area for row in read(tmp_path, register, content, known).rows} == found


# Older releases -------------------------------------------------------------------------------------

REFERRALS = (
    "category,Referrals,Referrals_rate,Re_referrals,Re_referrals_percent,No_Further_Action,No_Further_Action_percent"
)


def test_an_older_release_gives_the_rate_that_it_prints(tmp_path: Path, register: Register):
    content = tiny.text(REFERRALS, [(tiny.WORCESTERSHIRE, 2024, "Referrals,4784,399.9,1002,20.9,223,4.7")])
    delivery = read(tmp_path, register, content, Known({("885", 2023): 90_000.0}, editions={"cin_referrals": 2025}))
    row = only(delivery, "referral_rate")
    assert (row.value, row.printed, row.numerator, row.denominator) == (399.9, "399.9", 4784.0, None)
    assert only(delivery, "rereferrals_12m_pct").value == 1002 / 4784 * 100


@pytest.mark.parametrize(("held", "value"), [(2025, 514 / 118_273 * 10_000), (2026, None)])
def test_an_older_release_that_prints_no_rate_gives_none(tmp_path: Path, register: Register, held, value):
    """Not one made with today's populations."""
    path = tiny.save(tmp_path, "a.csv", tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")]))
    reading = read_table(read_csv(path), register, Known(PEOPLE, editions={"cin_plans": held}))
    assert reading.delivery is not None
    row = only(reading.delivery, "cpp_rate")
    assert (row.value, row.numerator) == (value, 514.0)
    assert row.status == (Status.NOT_AVAILABLE if value is None else Status.REPORTED)
    assert row.denominator is (None if value is None else row.denominator)
    assert [f.severity for f in reading.findings] == ([WARNING] if value is None else [])
    assert only(reading.delivery, "cpp_2_years_pct").value == 12 / 514 * 100


# Times ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "text", "label"),
    [
        ("reporting_year", "2025", "2024/25"),
        ("academic_year", "202425", "academic year 2024/25"),
        ("financial_year", "202425", "2024/25"),
        ("calendar_year", "2024", "2024"),
        ("years_together", "2021/22 to 2023/24", "2021/22 to 2023/24"),
        ("years_together", "202122 to 202324", "2021/22 to 2023/24"),
        ("years_together", "2021-22 to 2023-24", "2021/22 to 2023/24"),
        ("09-30", "2025", "2025-09-30"),
        ("reporting_year", "202425", None),
        ("academic_year", "2025", None),
        ("academic_year", "202426", None),
        ("financial_year", "2024/25", None),
        ("years_together", "202425", None),
        ("years_together", "2024", None),
        ("02-29", "2025", None),
        ("reporting_year", "", None),
    ],
)
def test_what_a_time_stands_for(period, text, label):
    found = times.read(period, text)
    assert (found.label if found else None) == label


ABSENCE = """dataset = "absence"
publisher = "Department for Education"
title = "Outcomes"
licence = "Open Government Licence v3.0"
period = "PERIOD"
requires = ["t_pupils", "t_severe"]

[[figure]]
indicator = "cpp_2_years_pct"
numerator = ["t_severe"]
denominator = "t_pupils"
"""


def times_found(folder: Path, period: str, rows: list[tuple[str, str]]) -> tuple[list[str], Subject]:
    """What is said of the times of a file with these identifiers and times, under a mapping of a period."""
    from data.checks import times as check

    mapping = read_mapping(tiny.save(folder, "absence.toml", ABSENCE.replace("PERIOD", period)))
    lines = [
        tiny.WORCESTERSHIRE.replace("Reporting year", kind).format(year=text) + f",{100 + i},{i}"
        for i, (kind, text) in enumerate(rows)
    ]
    content = "\n".join([f"{tiny.STANDARD},t_pupils,t_severe", *lines]) + "\n"
    subject = Subject(read_csv(tiny.save(folder, "absence.csv", content)), mapping)
    return [str(finding) for finding in check.check(subject)], subject


def test_a_file_of_another_kind_of_year_is_one_sentence(tmp_path: Path):
    said, _ = times_found(tmp_path, "reporting_year", [("Academic year", "202425")] * 500)
    assert said == [
        "absence.csv, row 2, column time_identifier: 500 rows are 'Academic year', not 'Reporting year'; "
        'set period = "academic_year" in absence.toml.'
    ]


@pytest.mark.parametrize(
    ("period", "rows", "said"),
    [
        ("academic_year", [("Academic year", "202425")], ""),
        ("years_together", [("Financial year", "2021/22 to 2023/24")], ""),
        ("years_together", [("Academic year", "2021/22 to 2023/24")], "take rows of other kinds out"),
        ("reporting_year", [("Reporting year", "2025"), ("Calendar year", "2025")], "take rows of other kinds out."),
        ("reporting_year", [("Week 12", "2025")], "those that can be read are Reporting year, Academic year"),
        ("reporting_year", [("reporting year", "2025")], "write it 'Reporting year'"),
        ("academic_year", [("Academic year", "2025")] * 3, "expected both years such as 202425. So in 3 rows."),
        ("academic_year", [("Academic year", "209899")], "is still to come"),
    ],
)
def test_times_that_are_wrong_are_told_once(tmp_path: Path, period, rows, said):
    found, _ = times_found(tmp_path, period, rows)
    assert len(found) == bool(said)
    assert said in "".join(found)


@pytest.mark.parametrize(
    ("period", "text", "year"),
    [("reporting_year", "2025", 2024), ("academic_year", "202425", 2024), ("calendar_year", "2024", 2024),
     ("09-30", "2025", 2024), ("years_together", "2021/22 to 2023/24", None)],
)  # fmt: skip
def test_the_population_of_a_rate_is_of_one_year(period, text, year):
    assert times.population_year(times.read(period, text)) == year


def test_rows_of_commas_are_no_rows(tmp_path: Path, register: Register):
    content = tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")])
    commas = "," * content.splitlines()[0].count(",")
    delivery = read(tmp_path, register, f"{content}{commas}\n{commas.replace(',', ' ,')}\n")
    assert len(delivery.rows) == 2


def test_a_cell_that_is_neither_number_nor_symbol_is_none():
    assert read_cell("three") is None
