"""The importer of the DfE's files, on files of a few rows: exactly which figures and areas come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.areas import AUTHORITY, JOINT, LONDON, NATION, REGION, AreaCode
from data.importers import carried_areas
from data.importers.subject import Known
from data.importers.text import read_csv
from data.loading import read_table
from data.observations import Status
from data.register import Register
from data.store import Delivery, Row
from tests.unit import tiny

PEOPLE = {("885", 2024): 118_273.0, ("E92000001", 2024): 12_183_016.0, ("202", 2024): 48_000.0}
LAYOUTS = {
    # to 2024, and from 2025 on
    "old": ("population_count,population_estimate,number,rate_per_10000", "at"),
    "new": ("population_type,population_estimate,children_count,rate_per_10000", "on"),
}

Take = Callable[..., Delivery]


@pytest.fixture
def take(tmp_path: Path, register: Register) -> Take:
    def take_(content: str, populations=PEOPLE, name: str = "release.csv") -> Delivery:
        reading = read_table(read_csv(tiny.save(tmp_path, name, content)), register, Known(populations))
        assert reading.findings == ()
        assert reading.delivery is not None
        return reading.delivery

    return take_


def only(delivery: Delivery, indicator: str) -> Row:
    (row,) = [row for row in delivery.rows if row.indicator == indicator]
    return row


# Quotients -----------------------------------------------------------------------------------------


def test_a_rate_is_the_count_over_the_population_of_the_year_before(take: Take):
    """DOMAIN.md §3, year to March 2025: 43.457 per 10,000."""
    both = {**PEOPLE, ("885", 2025): 1.0, ("885", 2023): 2.0}
    row = only(take(tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")]), both), "cpp_rate")
    assert (row.area, row.period, row.status) == ("885", "2024/25", Status.REPORTED)
    assert (row.numerator, row.denominator) == (514.0, 118_273.0)
    assert row.value == 514 / 118_273 * 10_000
    assert row.printed is None  # the release prints no rate


def test_a_percentage_is_unrounded_beside_what_the_release_prints(take: Take):
    row = only(take(tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")])), "cpp_2_years_pct")
    assert row.value == 12 / 514 * 100
    assert (row.printed, row.numerator, row.denominator) == ("2.3", 12.0, 514.0)


def test_a_printed_percentage_is_no_substitute_for_a_suppressed_count(take: Take):
    """City of London prints 0% of a suppressed number."""
    row = only(take(tiny.text(tiny.PLANS, [(tiny.CAMDEN, 2025, "Plans,48,c,0.0")])), "cpp_2_years_pct")
    assert (row.value, row.printed, row.status) == (None, None, Status.SUPPRESSED)
    assert (row.numerator, row.denominator) == (None, 48.0)


def test_a_suppressed_whole_leaves_no_percentage_and_no_rate(take: Take):
    delivery = take(tiny.text(tiny.PLANS, [(tiny.CAMDEN, 2025, "Plans,c,0,0.0")]))
    assert {(r.indicator, r.value, r.status) for r in delivery.rows} == {
        ("cpp_rate", None, Status.SUPPRESSED),
        ("cpp_2_years_pct", None, Status.SUPPRESSED),
    }


def test_none_of_none_is_not_applicable_and_none_of_some_is_zero(take: Take):
    none, some = ((tiny.CAMDEN, 2025, f"Plans,{whole},0,0.0") for whole in (0, 50))
    row = only(take(tiny.text(tiny.PLANS, [none])), "cpp_2_years_pct")
    assert (row.value, row.status, row.denominator) == (None, Status.NOT_APPLICABLE, 0.0)
    row = only(take(tiny.text(tiny.PLANS, [some])), "cpp_2_years_pct")
    assert (row.value, row.status) == (0.0, Status.REPORTED)


def test_no_population_no_rate(take: Take):
    delivery = take(tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")]), {("202", 2024): 1.0})
    row = only(delivery, "cpp_rate")
    assert (row.value, row.status, row.numerator, row.denominator) == (None, Status.NOT_AVAILABLE, 514.0, None)


@pytest.mark.parametrize(
    ("first", "second", "value", "status"),
    [
        ("60", "26", 86 / 100 * 100, Status.REPORTED),
        ("60", "0", 60.0, Status.REPORTED),
        ("c", "26", None, Status.SUPPRESSED),
        ("60", "c", None, Status.SUPPRESSED),
        ("z", "c", None, Status.NOT_APPLICABLE),  # the first reason given
    ],
)
def test_two_columns_are_added_up_or_there_is_none(take: Take, first, second, value, status):
    columns = "Section47,ICPC,Duration_0-10_days,Duration_11-15_days"
    delivery = take(tiny.text(columns, [(tiny.WORCESTERSHIRE, 2025, f"300,100,{first},{second}")]))
    row = only(delivery, "icpc_within_15_days_pct")
    assert (row.value, row.status, row.denominator) == (value, status, 100.0)
    assert row.numerator == (None if value is None else value)


def test_a_denominator_from_another_row_of_the_same_place_and_year(take: Take):
    columns = "care_leaver_age,breakdown,care_leaver_count,care_leaver_percent"
    ages = ("17 to 18 years", "19 to 21 years")

    def rows(place: str, year: int, suitable: str, total: str, printed: str = "90"):
        found = [(place, year, f"{ages[1]},Accommodation considered suitable,{suitable},{printed}")]
        found += [(place, year, f"{ages[1]},Suitability total,{total},100")]
        return [*found, (place, year, f"{ages[0]},Suitability total,7,100")]

    content = [*rows(tiny.WORCESTERSHIRE, 2025, "270", "300"), *rows(tiny.WORCESTERSHIRE, 2024, "250", "c")]
    delivery = take(tiny.text(columns, [*content, *rows(tiny.CAMDEN, 2025, "90", "120", "75")]))
    assert [(r.area, r.period, r.value, r.denominator, r.status) for r in delivery.rows] == [
        ("885", "2024/25", 90.0, 300.0, Status.REPORTED),
        ("885", "2023/24", None, None, Status.SUPPRESSED),
        ("202", "2024/25", 75.0, 120.0, Status.REPORTED),
    ]


# Layouts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_renamed_columns_labels_and_a_byte_order_mark_change_nothing(take: Take, layout, mark):
    columns, word = LAYOUTS[layout]
    cells = {
        "lac_rate": f"Children looked after {word} 31 March each year,118900,1017,86",
        "lac_started_rate": "Children starting to be looked after each year,118900,300,25",
        "lac_ceased_rate": "Children ceasing to be looked after each year,118900,290,24",
    }
    delivery = take(mark + tiny.text(columns, [(tiny.WORCESTERSHIRE, 2025, text) for text in cells.values()]))
    assert [(r.indicator, r.value, r.printed, r.denominator) for r in delivery.rows] == [
        ("lac_rate", 1017 / 118_900 * 10_000, "86", 118_900.0),
        ("lac_started_rate", 300 / 118_900 * 10_000, "25", 118_900.0),
        ("lac_ceased_rate", 290 / 118_900 * 10_000, "24", 118_900.0),
    ]
    assert (delivery.release.dataset, delivery.release.edition, delivery.release.title) == (
        "cla_rates",
        2025,
        "Children looked after in England, reporting year 2025",
    )


def test_a_printed_rate_is_the_value_where_the_release_prints_one(take: Take):
    """Children in need to 2024 print rates of the populations of their day, and no denominator."""
    known_by = "Started_episodes,Ended_episodes"
    old = tiny.text(f"At31_episodes,At31_episodes_rate,{known_by}", [(tiny.WORCESTERSHIRE, 2025, "3588,301.8,1,1")])
    row = only(take(old, {}), "cin_rate")  # and needs no population
    assert (row.value, row.printed, row.numerator, row.denominator) == (301.8, "301.8", 3588.0, None)
    new = tiny.text(f"At31_episodes,{known_by}", [(tiny.WORCESTERSHIRE, 2025, "3588,1,1")])
    row = only(take(new), "cin_rate")
    assert (row.value, row.printed, row.denominator) == (3588 / 118_273 * 10_000, None, 118_273.0)


def test_columns_may_stand_in_any_order(take: Take):
    ordered = tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")])
    reversed_ = "\n".join(",".join(reversed(line.split(","))) for line in ordered.splitlines())
    assert take(reversed_).rows == take(ordered).rows


def test_line_ends_and_quotes_change_nothing(take: Take):
    plain = tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")])
    quoted = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in plain.splitlines())
    for other in (plain.replace("\n", "\r\n"), plain.replace("\n", "\r"), quoted, f"{plain}\n\n", plain.rstrip("\n")):
        assert take(other).rows == take(plain).rows


def test_spaces_around_a_cell_are_not_part_of_it(take: Take):
    spaced = tiny.text(
        tiny.PLANS, [(tiny.WORCESTERSHIRE.replace("Worcestershire", " Worcestershire "), 2025, "P, 514 ,12 , c ")]
    )
    delivery = take(spaced)
    assert only(delivery, "cpp_rate").numerator == 514.0
    assert delivery.areas[0].name == "Worcestershire"


# States --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "status"),
    [
        ("c", Status.SUPPRESSED),
        ("*", Status.SUPPRESSED),
        ("z", Status.NOT_APPLICABLE),
        ("x", Status.NOT_AVAILABLE),
        (":", Status.NOT_AVAILABLE),
        ("k", Status.LOW),
        ("low", Status.LOW),
        ("~", Status.LOW),
        ("u", Status.UNRELIABLE),
    ],
)
def test_every_symbol_old_and_new_is_a_status_and_no_number(take: Take, symbol, status):
    cells = f"100,11.8,11.8,20,16.7,25,20,{symbol},{symbol},{symbol}"
    delivery = take(tiny.text(tiny.WORKFORCE, [(tiny.WORCESTERSHIRE, 2025, cells)]))
    row = only(delivery, "social_worker_caseload")
    assert (row.value, row.printed, row.numerator, row.denominator, row.status) == (None, None, None, None, status)
    assert only(delivery, "social_worker_turnover_pct").value == 11.8 / 100 * 100
    delivery = take(tiny.text(tiny.PLANS, [(tiny.WORCESTERSHIRE, 2025, f"Plans,514,{symbol},{symbol}")]))
    assert only(delivery, "cpp_2_years_pct").status == status


def test_the_workforce_is_dated_30_september_and_the_population_30_june(take: Take):
    workforce = tiny.text(tiny.WORKFORCE, [(tiny.CAMDEN, 2025, "100,1,1,2,2,3,2.9,10,40,4.0")])
    assert {r.period for r in take(workforce).rows} == {"2025-09-30"}
    row = only(take(tiny.population({(tiny.CAMDEN, 2024): 48_000})), "population_0_17_mid_year")
    assert (row.period, row.value, row.printed) == ("2024-06-30", 48_000.0, "48000")


# Areas ---------------------------------------------------------------------------------------------


def test_levels_and_regions(take: Take):
    places = (tiny.ENGLAND, tiny.WEST_MIDLANDS, tiny.INNER_LONDON, tiny.WORCESTERSHIRE, tiny.CAMDEN)
    delivery = take(tiny.population({(place, 2024): 1 for place in places}))
    day = "2024-06-30"
    assert delivery.areas == (
        AreaCode("E92000001", "E92000001", "England", NATION, None, day, day, False),
        AreaCode("E12000005", "E12000005", "West Midlands", REGION, None, day, day, False),
        AreaCode("E13000001", "E13000001", "Inner London", REGION, LONDON, day, day, False),
        AreaCode("885", "E10000034", "Worcestershire", AUTHORITY, "E12000005", day, day, False),
        AreaCode("202", "E09000007", "Camden", AUTHORITY, LONDON, day, day, False),
    )


@pytest.mark.parametrize("written", ["314 / 318", "314/318", "314 /318"])
def test_authorities_that_publish_together_are_an_area_of_their_own(take: Take, written):
    place = tiny.KINGSTON_RICHMOND.replace("314 / 318", written)
    delivery = take(tiny.population({(place, 2024): 1}))
    (area,) = delivery.areas
    assert (area.key, area.code, area.level, area.region) == (
        "314 / 318",
        "E09000021 / E09000027",
        JOINT,
        LONDON,
    )
    assert area.name == "Kingston upon Thames / Richmond upon Thames"
    assert delivery.rows[0].area == "314 / 318"


def test_a_code_is_dated_by_the_figures_it_carried(take: Take):
    north = "{year},Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,815,"
    old, new = f"{north}E10000023,North Yorkshire", f"{north}E06000065,North Yorkshire"
    delivery = take(tiny.population({(old, 2021): 1, (old, 2022): 2, (new, 2023): 3, (new, 2024): 4}))
    assert {(a.key, a.code, a.first, a.last) for a in delivery.areas} == {
        ("815", "E10000023", "2021-06-30", "2022-06-30"),
        ("815", "E06000065", "2023-06-30", "2024-06-30"),
    }
    assert {r.area for r in delivery.rows} == {"815"}


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_and_a_region_are_dated_by_their_rows_whatever_their_order(take: Take, order: int):
    """The last row of a file is often its oldest: the DfE's files begin with the newest year."""
    renamed = tiny.WORCESTERSHIRE.replace(",Worcestershire", ",Malvern and Severn").replace("E12000005", "E12000009")
    rows = {(tiny.WORCESTERSHIRE, 2022): 1, (tiny.WORCESTERSHIRE, 2023): 2, (renamed, 2024): 3}
    delivery = take(tiny.population(dict(list(rows.items())[::order])))
    assert {(a.name, a.region, a.first, a.last) for a in delivery.areas} == {
        ("Worcestershire", "E12000005", "2022-06-30", "2023-06-30"),
        ("Malvern and Severn", "E12000009", "2024-06-30", "2024-06-30"),
    }


@pytest.mark.parametrize("symbol", ["z", "x", ":"])
def test_an_ended_authority_lives_no_longer_for_rows_that_say_it_is_not_there(take: Take, symbol):
    rows = [(tiny.NORTHAMPTONSHIRE, 2021, "Plans,700,9,1.3")]
    rows += [(tiny.NORTHAMPTONSHIRE, year, f"Plans,{symbol},{symbol},{symbol}") for year in (2022, 2025)]
    delivery = take(
        tiny.text(tiny.PLANS, rows), dict.fromkeys((("928", 2020), ("928", 2021), ("928", 2024)), 170_000.0)
    )
    assert [(a.key, a.last) for a in delivery.areas] == [("928", "2021-03-31")]
    assert len(delivery.rows) == 6  # the rows stay: what is not there is said, not dropped


def test_an_area_with_only_such_rows_adds_no_code(take: Take):
    rows = [(tiny.NORTHAMPTONSHIRE, 2025, "Plans,z,z,z"), (tiny.WORCESTERSHIRE, 2025, "Plans,514,12,2.3")]
    assert [a.key for a in take(tiny.text(tiny.PLANS, rows)).areas] == ["885"]


def test_a_suppressed_area_is_alive(take: Take):
    assert [a.key for a in take(tiny.text(tiny.PLANS, [(tiny.CAMDEN, 2025, "Plans,c,c,c")])).areas] == ["202"]


# Neighbours ----------------------------------------------------------------------------------------

FILES = Path(__file__).resolve().parents[1] / "files" / "pass"


@pytest.mark.parametrize(("model", "authorities"), [("2021", ["885"]), ("2025", ["885", "815"])])
def test_neighbours_in_both_layouts_without_the_old_lists_below(register: Register, model, authorities):
    known = Known(codes=carried_areas.codes())
    delivery = read_table(read_csv(FILES / f"neighbours_{model}.csv"), register, known).delivery
    assert list(dict.fromkeys(n.area for n in delivery.neighbours)) == authorities
    first = [n for n in delivery.neighbours if n.area == "885"]
    assert [n.rank for n in first] == list(range(1, 11))
    assert [n.neighbour for n in first][:2] == ["816", "821"]
    assert {n.closeness for n in first} == {"Extremely close" if model == "2021" else "Close"}
    assert (delivery.release.edition, delivery.release.dataset) == (int(model), "neighbours")
