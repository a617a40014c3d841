"""The table of the Local Authority Interactive Tool, on tables of a few rows: what comes of it and what is refused."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from data import periods
from data.areas import Area, Areas
from data.importers import carried_areas
from data.importers.lait import measures as declared
from data.importers.lait.collection import number, period
from data.importers.subject import Known
from data.importers.text import read_csv
from data.loading import (
    ALREADY,
    PASSED_OVER,
    REFUSED,
    TAKEN,
    Outcome,
    files_of,
    import_files,
    read_table,
    restore,
    withdraw,
)
from data.names import declared_names
from data.observations import Status
from data.register import Register, read_register
from data.settings import ROOT
from data.store import Delivery, Row, Snapshot, Store, Work
from data.views import cohort, imports
from tests.frames import all_figures, api_rows
from tests.unit import lait_tables as lait
from tests.unit import tiny
from tests.unit.lait_tables import ABSENCE, ALCOHOL, DEATHS, ENTRANTS, REFERRALS, REVIEWED, WORCESTERSHIRE
from tests.unit.test_store import release

POLICE = "referrals_from_police_pct"
AREAS = carried_areas.read()
PLACES = Areas(AREAS, declared_names())
TOOL = "as collected in the Local Authority Interactive Tool"

Read = Callable[..., Any]


@pytest.fixture
def read(tmp_path: Path, register: Register) -> Read:
    def read_(*lines: lait.Line, text: str = "", header: Iterable[str] = lait.HEADER):
        path = tiny.save(tmp_path, "lait.csv", text or lait.table(*lines, header=header))
        return read_table(read_csv(path), register, Known(areas=PLACES, carried=PLACES))

    return read_


@pytest.fixture
def board(sqlite_store: Store) -> Store:
    """A store that has every area and no figure."""
    sqlite_store.add([Delivery(release("areas"), (), AREAS)])
    return sqlite_store


def rows(reading: Any) -> list[Row]:
    assert reading.deliveries, [str(finding) for finding in reading.findings]
    return [row for delivery in reading.deliveries for row in delivery.rows]


def warned(reading: Any) -> list[str]:
    """Warnings of the table's own checks: tables of a few rows lack most authorities, which is told too."""
    return [str(f) for f in reading.findings if f.severity == "warning" and f.kind.split()[0] in OWN]


OWN = ("measures", "places", "years", "values", "repeats", "withheld")


def refused(reading: Any) -> str:
    assert reading.deliveries == ()
    (found,) = [str(finding) for finding in reading.findings if finding.severity == "error"]
    return found


def bring(store: Store, register: Register, *paths: Path, **options: Any) -> list[Outcome]:
    return list(import_files(store, register, files_of(paths), area="885", **options))


def told(outcome: Outcome, register: Register, is_trial: bool = False) -> str:
    return "\n".join(imports.told(outcome, register, "Worcestershire", is_trial))


def values(snapshot: Snapshot, indicator: str = POLICE) -> dict[tuple[str, str], float | None]:
    found = snapshot.figures(indicator, "published")
    return {(area, label): them[0].value for area, by_label in found.items() for label, them in by_label.items()}


# Figures -------------------------------------------------------------------------------------------


def test_a_row_is_a_figure_without_counts(read: Read):
    (found,) = read((REFERRALS, "2025", WORCESTERSHIRE, "28.6")).deliveries
    assert found.rows == (Row(POLICE, "885", "2024/25", 28.6, None, None, None, Status.REPORTED),)
    assert found.areas == ()
    said = found.release
    assert (said.publisher, said.licence) == ("Department for Education", "Open Government Licence v3.0")
    assert said.title == f"Children in need {TOOL}, 2024/25"
    assert (said.period_first, said.period_last, said.edition, said.file) == ("2024/25", "2024/25", 2025, "lait.csv")


def test_each_measure_is_a_release_of_its_publisher(read: Read):
    found = read(
        (DEATHS, "2023", WORCESTERSHIRE, "3.1"),
        (REFERRALS, "2025", WORCESTERSHIRE, "28.6"),
        (ENTRANTS, "2024", WORCESTERSHIRE, "120"),
    )
    assert [(d.release.publisher, d.release.edition) for d in found.deliveries] == [
        ("Office for National Statistics", 2023),
        ("Department for Education", 2025),
        ("Youth Justice Board for England and Wales", 2024),
    ]
    assert all(TOOL in d.release.title for d in found.deliveries)
    assert len({d.release.dataset for d in found.deliveries} | {d.release.sha256 for d in found.deliveries}) == 6


@pytest.mark.parametrize("header", [lait.HEADER, lait.HEADER[::-1], ("X", *lait.HEADER[3:], *lait.HEADER[:3], "Y")])
def test_columns_stand_in_any_order(read: Read, header):
    (row,) = rows(read((REFERRALS, "2025", WORCESTERSHIRE, "28.6"), header=header))
    assert (row.area, row.period, row.value) == ("885", "2024/25", 28.6)


def test_what_is_not_read_need_not_be_there(read: Read):
    needed = [name for name in lait.HEADER if name not in ("Data item", "Region")]
    (row,) = rows(read((REFERRALS, "2025", WORCESTERSHIRE, "28.6"), header=needed))
    assert row.value == 28.6


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (lait.ENGLAND, "E92000001"),
        (lait.YORKSHIRE, "E12000003"),
        (lait.INNER, "E13000001"),
        (lait.OUTER, "E13000002"),
        (lait.LONDON, "E12000007"),
        (lait.DURHAM, "840"),
        (lait.HEREFORDSHIRE, "884"),
        (lait.DORSET, "838"),
        (("Bedford Borough", "822.0"), "822"),
        (("Bristol", "801"), "801"),  # a number as a spreadsheet writes it
        (("", "885.0"), "885"),
        (("A name that nobody knows", "885.0"), "885"),
    ],
)
def test_an_area_is_known_by_its_number_however_it_is_spelt(read: Read, place, key):
    found = read((REFERRALS, "2025", place, "28.6"))
    assert [row.area for row in rows(found)] == [key]
    assert warned(found) == []


def test_the_number_of_an_area_that_ended_is_not_that_of_its_namesake(read: Read):
    found = rows(read((REFERRALS, "2018", lait.OLD_DORSET, "1"), (REFERRALS, "2025", lait.DORSET, "2")))
    assert [(row.area, row.value) for row in found] == [("835", 1.0), ("838", 2.0)]


@pytest.mark.parametrize(
    ("measure", "years", "label", "start", "end"),
    [
        (REFERRALS, "2025", "2024/25", "2024-04-01", "2025-03-31"),
        (REFERRALS, "2024-25", "2024/25", "2024-04-01", "2025-03-31"),
        (REFERRALS, "2024/25", "2024/25", "2024-04-01", "2025-03-31"),
        (REFERRALS, "2010-11", "2010/11", "2010-04-01", "2011-03-31"),  # and no November
        (REFERRALS, "2000", "1999/00", "1999-04-01", "2000-03-31"),
        (REFERRALS, "2025.0", "2024/25", "2024-04-01", "2025-03-31"),
        (ABSENCE, "2025", "academic year 2024/25", "2024-09-01", "2025-08-31"),
        (ABSENCE, "2015/16", "academic year 2015/16", "2015-09-01", "2016-08-31"),
        (ABSENCE, "2015-16", "academic year 2015/16", "2015-09-01", "2016-08-31"),
        (DEATHS, "2016", "2016", "2016-01-01", "2016-12-31"),
        (ALCOHOL, "2013/14-15/16", "2013/14 to 2015/16", "2013-04-01", "2016-03-31"),
        (ALCOHOL, "2013/14-2015/16", "2013/14 to 2015/16", "2013-04-01", "2016-03-31"),
        (ALCOHOL, "2014-16", "2014 to 2016", "2014-01-01", "2016-12-31"),
        (ALCOHOL, "2014-2016", "2014 to 2016", "2014-01-01", "2016-12-31"),
        (ALCOHOL, "1998-00", "1998 to 2000", "1998-01-01", "2000-12-31"),
    ],
)
def test_years_are_of_the_measures_kind(
    board: Store, register: Register, tmp_path: Path, measure, years, label, start, end
):
    outcome = bring(board, register, lait.save(tmp_path, (measure, years, WORCESTERSHIRE, "28.6")))[0]
    assert outcome.state == TAKEN, told(outcome, register)
    (row,) = api_rows(board.snapshot(), {"area": "885"})
    assert (row["period"], row["period_start"], row["period_end"]) == (label, start, end)
    assert (row["value"], row["printed"], row["status"]) == ("28.6", "", "reported")


@pytest.mark.parametrize(
    ("measure", "years"),
    [
        (REFERRALS, "2013/14-15/16"),
        (REFERRALS, "2013/14 to 2015/16"),
        (REFERRALS, "2014 to 2016"),
        (REFERRALS, "2024/26"),
        (REFERRALS, "academic year 2024/25"),
        (REFERRALS, "25"),
        (REFERRALS, ""),
        (REFERRALS, "٢٠٢٥"),
        (REFERRALS, "20250"),
        (REFERRALS, "2024-11-05"),
        (ABSENCE, "2024/25 Q1"),
        (DEATHS, "2016/17"),
        (DEATHS, "2014 to 2016"),
        (DEATHS, "0000"),
        (ALCOHOL, "2016"),
        (ALCOHOL, "2015/16"),
        (ALCOHOL, "2014-14"),
        (ALCOHOL, "2014-13"),
        (ALCOHOL, "2099-01"),
    ],
)
def test_years_of_another_kind_are_refused(read: Read, measure, years):
    said = refused(read((measure, years, WORCESTERSHIRE, "1"), (REVIEWED, "2025", WORCESTERSHIRE, "1")))
    what = f"'{years}'" if years else "an empty cell"
    assert said.startswith(f"lait.csv, row 2, column Years: {what} is not of the kind that {measure} has; expected ")


def test_a_wrong_year_is_told_once_for_a_measure(read: Read):
    said = refused(read(*((DEATHS, "2016/17", place, "1") for place in (WORCESTERSHIRE, lait.DURHAM, lait.LONDON))))
    assert said.endswith("expected a year such as 2024. This is so in 3 rows.")


def test_a_stray_zero_is_passed_over_and_told(read: Read):
    found = read(
        (REFERRALS, "0", WORCESTERSHIRE, "12"),
        (REFERRALS, "0", lait.DURHAM, "rubbish"),
        (REFERRALS, "2025", WORCESTERSHIRE, "28.6"),
    )
    assert [row.value for row in rows(found)] == [28.6]
    (said,) = warned(found)
    assert said == (
        "lait.csv, row 2, column Years: is 0, which is no year (RefBySource_Police_%); passed over. "
        "This is so in 2 rows."
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("10.199999999999999", "10.2"),
        ("33.799999999999997", "33.8"),
        ("4.798E-2", "0.04798"),
        ("4.7980000000000002E-2", "0.04798"),
        ("1.5e+1", "15"),
        ("0", "0"),
        ("0.0", "0"),
        ("-0.0", "0"),
        ("100.00000000000001", "100"),
        ("1258", "1258"),
        ("1200", "1200"),
        ("12345.6789012345", "12345.6789012"),
        ("5.5E-139", "0"),
    ],
)
def test_a_value_is_taken_to_twelve_digits(read: Read, text, plain):
    assert number(text) == plain
    (row,) = rows(read((ENTRANTS, "2024", WORCESTERSHIRE, text)))
    assert (row.value, row.printed) == (float(plain), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "c",
        "..",
        "n/a",
        "1,234",
        "12%",
        "1 2",
        "NaN",
        "inf",
        "1e",
        "0x1",
        "٣",
        "--",
        "1e12",
        "1e99",
        "999999999999.9",
        "9" * 30,
    ],
)
def test_what_is_no_number_that_can_be_is_refused(read: Read, text):
    said = refused(read((ENTRANTS, "2024", WORCESTERSHIRE, text), (REFERRALS, "2025", WORCESTERSHIRE, "1")))
    what = f"'{text}'" if text else "an empty cell"
    assert said == (
        f"lait.csv, row 2, column Values: {what} is neither a number nor '-', which stands for none; give what the "
        "tool has there."
    )


def test_a_dash_is_not_available(read: Read):
    (row,) = rows(read((REFERRALS, "2025", WORCESTERSHIRE, "-")))
    assert (row.value, row.status) == (None, Status.NOT_AVAILABLE)


def test_a_value_below_zero_is_refused(read: Read):
    said = refused(read((REFERRALS, "2025", WORCESTERSHIRE, "-3.5")))
    assert said == "lait.csv, row 2, column Values: -3.5 is negative; a count, a rate or a share cannot be."


def test_a_share_of_more_than_a_hundred_is_refused_with_its_row(read: Read):
    found = read((ENTRANTS, "2024", WORCESTERSHIRE, "1258"), (REFERRALS, "2025", WORCESTERSHIRE, "100.5"))
    said = refused(found)
    assert said.startswith("lait.csv, row 3")
    assert "100.5" in said


def test_values_that_are_gone_for_most_areas_are_told(board: Store, register: Register, tmp_path: Path):
    """Taken: a publisher may withdraw a column. A few that are gone are no matter, nor is a year that is new."""
    old, new = "2022/23", "2023/24"
    there = (periods.parse(old), periods.parse(new))
    areas = [(a.name, a.key) for a in PLACES.authorities if all(PLACES.is_of(a, year) for year in there)][:40]

    def table(lost: int, *years: str) -> list[lait.Line]:
        return [
            (REFERRALS, year, area, "-" if year == old and at < lost else f"{10 + at}.5")
            for year in years
            for at, area in enumerate(areas)
        ]

    def said(name: str, *lines: lait.Line) -> list[str]:
        (outcome,) = bring(board, register, lait.save(tmp_path, *lines, name=name))
        assert outcome.state == TAKEN
        return [str(f) for f in outcome.findings if f.kind == "emptied"]

    assert said("first.csv", *table(0, old)) == []
    assert said("some.csv", *table(20, old, new)) == []
    (told,) = said("most.csv", *table(39, old, new))
    assert told.startswith(
        "most.csv, column Values: gives no value for 19 figures of Referrals from police (2022/23) that are held"
    )
    assert said("again.csv", *table(40, old)) == []  # one more is gone, the others were


def test_england_is_withheld_where_the_register_says_so(board: Store, register: Register, tmp_path: Path):
    path = lait.save(
        tmp_path,
        (ENTRANTS, "2023", lait.ENGLAND, "1300"),
        (ENTRANTS, "2024", lait.ENGLAND, "1258"),
        (ENTRANTS, "2024", WORCESTERSHIRE, "120"),
        (ENTRANTS, "2022", lait.ENGLAND, "-"),
    )
    (outcome,) = bring(board, register, path)
    why = register["first_time_entrants_rate"].withheld[0].why
    assert [line for line in told(outcome, register).splitlines() if "withheld" in line] == [
        "Warning: lait.csv, column Values: 2 figures of England (First-time entrants) withheld, as the register says: "
        + why
    ]
    found = api_rows(board.snapshot(), {"area": "E92000001"})
    assert [(r["period"], r["value"], r["printed"], r["status"], r["note"]) for r in found] == [
        ("2022", "", "", "not_available", ""),
        ("2023", "", "", "withheld", why),
        ("2024", "", "", "withheld", why),
    ]
    assert "1258" not in str(all_figures(board.snapshot()).to_dict())


# Areas ---------------------------------------------------------------------------------------------


def test_the_table_changes_no_area(board: Store, register: Register, tmp_path: Path):
    before = dict(board.snapshot().areas)
    own = (lait.DURHAM, lait.HEREFORDSHIRE, lait.OLD_DORSET, lait.YORKSHIRE, lait.INNER, lait.NORTHAMPTONSHIRE)
    lines = [(ENTRANTS, str(year), place, "5") for place in (*own, WORCESTERSHIRE) for year in (1999, 2010, 2025)]
    (outcome,) = bring(board, register, lait.save(tmp_path, *lines))
    assert outcome.state == TAKEN
    assert dict(board.snapshot().areas) == before
    again = Store(f"sqlite:///{tmp_path}/tiny.sqlite3", register)
    assert dict(again.snapshot().areas) == before
    assert len(all_figures(again.snapshot())) == len(lines)


def test_a_dash_outside_an_authoritys_life_is_no_row(read: Read):
    found = read(
        (REFERRALS, "2019", lait.OLD_DORSET, "-"),
        (REFERRALS, "2020", lait.OLD_DORSET, "-"),
        (REFERRALS, "2019", lait.DORSET, "-"),
        (REFERRALS, "2020", lait.DORSET, "-"),
        (REFERRALS, "2021", lait.NORTHAMPTONSHIRE, "-"),
        (REFERRALS, "2022", lait.NORTHAMPTONSHIRE, "-"),
        (REFERRALS, "2021", lait.NORTH_NORTHAMPTONSHIRE, "-"),
        (REFERRALS, "2022", lait.NORTH_NORTHAMPTONSHIRE, "-"),
        (REFERRALS, "1990", lait.ENGLAND, "-"),
    )
    assert {(row.area, row.period) for row in rows(found)} == {
        ("835", "2018/19"),
        ("838", "2019/20"),
        ("928", "2020/21"),
        ("940", "2021/22"),
        ("E92000001", "1989/90"),
    }


def test_a_value_outside_an_authoritys_life_is_kept_and_answered(board: Store, register: Register, tmp_path: Path):
    path = lait.save(
        tmp_path,
        (REFERRALS, "2019", lait.OLD_DORSET, "11"),
        (REFERRALS, "2021", lait.OLD_DORSET, "12"),
        (REFERRALS, "2018", lait.DORSET, "13"),
        (REFERRALS, "2021", WORCESTERSHIRE, "14"),
    )
    bring(board, register, path)
    snapshot = board.snapshot()
    found = api_rows(snapshot, {"area": "835,838", "indicator": POLICE})
    codes = {key: snapshot.areas[key].code for key in ("835", "838")}
    assert {(r["area_code"], r["period"], float(r["value"])) for r in found} == {
        (codes["835"], "2018/19", 11),
        (codes["835"], "2020/21", 12),
        (codes["838"], "2017/18", 13),
    }
    peers = snapshot.peer_figures(POLICE, "published")
    assert {(key, label) for key, by_label in peers.items() for label in by_label} == {
        ("835", "2018/19"),
        ("885", "2020/21"),
    }


def test_a_number_that_is_of_no_area_is_passed_over_and_told(read: Read):
    found = read(
        (REFERRALS, "2025", ("Erewhon", "777.0"), "5"),
        (REFERRALS, "2025", ("Erewhon", "777.0"), "6"),
        (REFERRALS, "2025", WORCESTERSHIRE, "28.6"),
    )
    assert [row.area for row in rows(found)] == ["885"]
    (said,) = warned(found)
    assert said == (
        "lait.csv, row 2, column LA Number: '777.0' (Erewhon) is no area that is known; its rows were passed over. "
        "Import a file of the Department's open data that has the area, then this one again. This is so in 2 rows."
    )


@pytest.mark.parametrize(
    "place", [("Worcestershire", "777.0"), ("Worcestershire", ""), ("Worcestershire", "E10000034")]
)
def test_a_known_name_with_an_unknown_number_is_refused(read: Read, place):
    said = refused(read((REFERRALS, "2025", place, "5")))
    assert said == (
        f"lait.csv, row 2, column LA Number: '{place[1]}' is not the number of Worcestershire, 885; correct the row."
    )


def test_a_number_and_a_name_that_contradict_are_refused(read: Read):
    said = refused(read((REFERRALS, "2025", ("Worcestershire", "840.0"), "5")))
    assert said == (
        "lait.csv, row 2, column LA and Regions: 'Worcestershire' is a name of Worcestershire (885), and 840 is the "
        "number of County Durham; find out which of them the row is of, and correct it."
    )


# Whole tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", [(REFERRALS, "2025", lait.DURHAM, "n/a"), (REFERRALS, "2025", lait.DURHAM, "101")])
def test_a_fault_in_one_measure_refuses_the_whole_table(board: Store, register: Register, tmp_path: Path, rest):
    before = board.snapshot()
    (outcome,) = bring(board, register, lait.save(tmp_path, (ENTRANTS, "2024", WORCESTERSHIRE, "120"), rest))
    assert outcome.state == REFUSED
    assert told(outcome, register).startswith("lait.csv: refused, nothing was taken. 1 problem:\n")
    assert board.snapshot().releases == before.releases
    assert len(all_figures(board.snapshot())) == 0


def test_the_releases_of_a_table_are_one_transaction(
    board: Store, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Where the second of two cannot be written, the first is not there either."""
    add = Work.add

    def failing(work: Work, delivery: Delivery) -> int:
        if delivery.release.dataset.startswith("lait_ref"):
            raise OSError("the disk is full")
        return add(work, delivery)

    monkeypatch.setattr(Work, "add", failing)
    path = lait.save(tmp_path, (ENTRANTS, "2024", WORCESTERSHIRE, "1"), (REFERRALS, "2025", WORCESTERSHIRE, "2"))
    with pytest.raises(OSError, match="full"):
        bring(board, register, path)
    monkeypatch.undo()
    assert len(Store(f"sqlite:///{tmp_path}/tiny.sqlite3", register).snapshot().releases) == 1


def test_a_process_that_is_killed_between_two_releases_leaves_none(board: Store, register: Register, tmp_path: Path):
    path = lait.save(tmp_path, (ENTRANTS, "2024", WORCESTERSHIRE, "1"), (REFERRALS, "2025", WORCESTERSHIRE, "2"))
    url = f"sqlite:///{tmp_path}/tiny.sqlite3"
    before = board.snapshot().releases
    script = f"""
        import os, signal
        from pathlib import Path
        from data.loading import import_files
        from data.register import read_register
        from data.store import Store, Work
        add = Work.add
        def killed(work, delivery):
            number = add(work, delivery)
            if delivery.release.dataset.startswith("lait_ref"):
                os.kill(os.getpid(), signal.SIGKILL)
            return number
        Work.add = killed
        register = read_register()
        list(import_files(Store({url!r}, register), register, [Path({str(path)!r})]))
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    again = Store(url, register)
    assert again.snapshot().releases == before
    assert [outcome.state for outcome in bring(again, register, path)] == [TAKEN]
    assert len(all_figures(again.snapshot())) == 2


TWO = ((ENTRANTS, "2024", WORCESTERSHIRE, "120"), (REFERRALS, "2025", WORCESTERSHIRE, "28.6"))


@pytest.mark.parametrize(
    "same",
    [
        TWO,
        TWO[::-1],
        ((ENTRANTS, "2024", WORCESTERSHIRE, "120.0"), (REFERRALS, "2024-25", ("Worcs", "885"), "28.600000000000001")),
    ],
)
def test_a_table_that_says_the_same_is_there_already(board: Store, register: Register, tmp_path: Path, same):
    """In another order, spelling or digits too."""
    (first,) = bring(board, register, lait.save(tmp_path, *TWO))
    assert [taking.new for taking in first.takings] == [1, 1]
    assert "lait.csv: taken as 2 releases, one for each measure (2 to 3); 2 new, 0 superseding" in told(first, register)
    (again,) = bring(board, register, lait.save(tmp_path, *same, name="again.csv"))
    assert again.state == ALREADY
    said = told(again, register)
    assert "again.csv: these very figures of 2 of its releases are in the store (" in said
    assert "nothing was changed." in said
    assert len(board.snapshot().releases) == 3


def test_of_a_newer_table_only_the_measure_that_was_revised_is_taken(board: Store, register: Register, tmp_path: Path):
    bring(board, register, lait.save(tmp_path, *TWO))
    newer = lait.save(tmp_path, TWO[0], (REFERRALS, "2025", WORCESTERSHIRE, "29.1"), name="newer.csv")
    (outcome,) = bring(board, register, newer)
    (taking,) = outcome.takings
    assert (outcome.state, taking.changed, taking.new) == (TAKEN, 1, 0)
    assert [(rival.release.id, rival.changed) for rival in taking.over] == [(3, 1)]
    said = told(outcome, register)
    assert "newer.csv: these very figures are in the store (release 2 of " in said
    assert "Referrals to children's social care from the police" in said
    assert values(board.snapshot()) == {("885", "2024/25"): 29.1}
    assert len(board.snapshot().releases) == 4


def test_one_of_its_releases_is_withdrawn_and_restored(board: Store, register: Register, tmp_path: Path):
    path = lait.save(tmp_path, *TWO)
    bring(board, register, path)

    def fine(_snapshot: Snapshot) -> None:
        return None

    gone = withdraw(board, 3, "taken back", "885", fine)
    assert (gone.moved, gone.bare) == (1, 1)
    assert values(board.snapshot()) == {}
    assert values(board.snapshot(), "first_time_entrants_rate") == {("885", "2024"): 120.0}
    (outcome,) = bring(board, register, path)
    assert outcome.state == REFUSED
    said = told(outcome, register)
    assert "was withdrawn on" in said
    assert "import it with --again" in said
    restore(board, 3, "", "885", fine)
    assert values(board.snapshot()) == {("885", "2024/25"): 28.6}
    withdraw(board, 3, "taken back", "885", fine)
    (outcome,) = bring(board, register, path, again=True)
    assert [taking.release.dataset for taking in outcome.takings] == ["lait_refbysource_police"]
    assert values(board.snapshot()) == {("885", "2024/25"): 28.6}


def test_a_table_that_another_superseded_is_taken_again_when_asked(board: Store, register: Register, tmp_path: Path):
    first = lait.save(tmp_path, *TWO)
    second = lait.save(tmp_path, *((m, y, p, "50") for m, y, p, _ in TWO), name="second.csv")
    bring(board, register, first, second)
    (outcome,) = bring(board, register, first)
    assert outcome.state == REFUSED
    assert "2 of its releases were superseded by second.csv (4, 5)" in told(outcome, register)
    assert values(board.snapshot()) == {("885", "2024/25"): 50.0}
    (outcome,) = bring(board, register, first, again=True)
    assert len(outcome.takings) == 2
    assert values(board.snapshot()) == {("885", "2024/25"): 28.6}


def test_a_trial_tells_and_changes_nothing(board: Store, register: Register, tmp_path: Path):
    path = lait.save(tmp_path, *TWO)
    (outcome,) = bring(board, register, path, is_trial=True)
    assert outcome.state == TAKEN
    assert "would be taken as 2 releases, one for each measure; 2 new" in told(outcome, register, is_trial=True)
    assert len(board.snapshot().releases) == 1
    assert len(all_figures(board.snapshot())) == 0


def test_the_dictionary_of_a_folder_is_passed_over_by_name(board: Store, register: Register, tmp_path: Path):
    lait.save(tmp_path, *TWO)
    tiny.save(
        tmp_path, "dictionary.csv", "Measure_code,Topic,Measure,Measure_short,Polarity\n4,Health,Deaths,InfMort,Low\n"
    )
    outcomes = bring(board, register, tmp_path)
    assert {outcome.file: outcome.state for outcome in outcomes} == {"lait.csv": TAKEN, "dictionary.csv": PASSED_OVER}
    said = next(told(outcome, register) for outcome in outcomes if outcome.state == PASSED_OVER)
    assert said == (
        "dictionary.csv: is the dictionary of the Local Authority Interactive Tool, which describes measures and holds "
        "no figure. It was passed over."
    )
    assert imports.summary(outcomes) == "1 of 2 files taken; passed over: dictionary.csv."


def test_of_two_tables_of_a_folder_that_contradict_neither_is_taken(board: Store, register: Register, tmp_path: Path):
    lait.save(tmp_path, *TWO, name="a.csv")
    lait.save(tmp_path, TWO[0], (REFERRALS, "2025", WORCESTERSHIRE, "29.1"), name="b.csv")
    outcomes = bring(board, register, tmp_path)
    assert {outcome.state for outcome in outcomes} == {REFUSED}
    for outcome in outcomes:
        assert "a.csv and b.csv are in one folder and of one release (Children in need as collected" in outcome.reason
        assert "differ in 1 of 1 shared figure; neither was taken." in outcome.reason
    assert len(board.snapshot().releases) == 1


def test_two_tables_of_a_folder_with_other_measures_are_both_taken(board: Store, register: Register, tmp_path: Path):
    lait.save(tmp_path, TWO[0], name="a.csv")
    lait.save(tmp_path, TWO[1], name="b.csv")
    assert [outcome.state for outcome in bring(board, register, tmp_path)] == [TAKEN, TAKEN]


def test_measures_that_are_not_declared_are_passed_over_and_named(read: Read):
    names = ("KS4 Attainment 8", "KS2 Reading", "Adoption", "Fostering", "Care Leavers")
    found = read(*((name, "n/a", ("Nowhere", "x"), "?") for name in names), TWO[0])
    assert len(rows(found)) == 1
    (said,) = warned(found)
    assert said == (
        "lait.csv, row 2, column Short Desc: 'KS4 Attainment 8', 'KS2 Reading', 'Adoption' and 2 others are not "
        "declared in measures.toml; the rows of those measures were passed over."
    )


def test_a_measure_that_is_declared_in_other_letters_is_named_first(read: Read):
    names = ("KS4", "KS2", "Adoption", "revcp")
    (said,) = warned(read(*((name, "2025", WORCESTERSHIRE, "1") for name in names), TWO[0]))
    assert said.startswith("lait.csv, row 2, column Short Desc: 'revcp', 'KS4', 'KS2' and 1 other are not declared")
    assert said.endswith("were passed over. 'revcp' is written 'RevCP' there.")


def test_a_table_without_a_declared_measure_is_refused(read: Read):
    said = refused(read(("RevCPs", "2025", WORCESTERSHIRE, "1"), ("Adoption", "2025", WORCESTERSHIRE, "1")))
    assert said == (
        "lait.csv, row 2, column Short Desc: no measure of the table is declared in measures.toml ('RevCPs', "
        "'Adoption' (the nearest is 'RevCP')); declare one there, and its indicator in data/indicators."
    )


def test_a_row_without_a_measure_is_refused(read: Read):
    said = refused(read(TWO[0], ("", "2025", WORCESTERSHIRE, "1")))
    assert said.startswith("lait.csv, row 3, column Short Desc: is empty, so that the row is of no measure;")


@pytest.mark.parametrize(
    "line",
    [
        (REFERRALS, "0", WORCESTERSHIRE, "1"),
        (REFERRALS, "2025", ("Erewhon", "777.0"), "1"),
        (REFERRALS, "2021", lait.OLD_DORSET, "-"),
    ],
)
def test_a_table_of_which_every_row_is_passed_over_is_refused(read: Read, line):
    said = refused(read(line))
    assert said == (
        "lait.csv, column Years: no row has a figure of a year and an area that are known; export the table again, "
        "with all its rows."
    )


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ((REFERRALS, "2025", WORCESTERSHIRE, "28.6"), " and says the same; keep one of them."),
        ((REFERRALS, "2024-25", ("Worcs", "885"), "28.600000000000001"), " and says the same; keep one of them."),
        (
            (REFERRALS, "2024/25", WORCESTERSHIRE, "29"),
            ", with another value (28.6 there, 29 here); find out which is right.",
        ),
        (
            (REFERRALS, "2025", WORCESTERSHIRE, "-"),
            ", with another value (28.6 there, - here); find out which is right.",
        ),
    ],
)
def test_two_rows_for_one_measure_area_and_year_are_refused(read: Read, second, said):
    found = refused(read((REFERRALS, "2025", WORCESTERSHIRE, "28.6"), second))
    assert found == f"lait.csv, row 3: is for the same measure, area and year as row 2{said}"


def test_a_region_by_its_number_and_its_code_is_one_area(read: Read):
    found = refused(read((REFERRALS, "2025", lait.LONDON, "1"), (REFERRALS, "2025", ("London", "E12000007"), "2")))
    assert "is for the same measure, area and year as row 2" in found


@pytest.mark.parametrize(
    ("measure", "years"), [(REFERRALS, "2090"), (DEATHS, "2090"), (ABSENCE, "2090/91"), (ALCOHOL, "2088-90")]
)
def test_a_year_that_is_not_over_is_refused(read: Read, measure, years):
    said = refused(read((measure, years, WORCESTERSHIRE, "1")))
    assert re.search(rf"column Years: .*20\d\d.* is not over \({re.escape(measure)}\); take projections out\.$", said)


@pytest.mark.parametrize("name", ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"])
def test_a_column_that_is_missing_or_written_otherwise_is_named(read: Read, name):
    (finding,) = read(*TWO, header=[column for column in lait.HEADER if column != name]).findings
    assert str(finding) == f"lait.csv, row 1, column {name}: is missing from the header; export the table again."
    text = lait.table(*TWO).replace(name, name.upper().replace(" ", "_"), 1)
    (finding,) = read(text=text).findings
    other = name.upper().replace(" ", "_")
    assert str(finding) == (
        f"lait.csv, row 1, column {name}: is missing from the header; it is written '{other}' there; write it {name}."
    )


def test_a_header_in_other_letters_throughout_is_told_column_by_column(read: Read):
    head, _, body = lait.table(*TWO).partition("\n")
    found = read(text=f"{head.lower()}\n{body}")
    assert found.deliveries == ()
    assert [finding.column for finding in found.findings] == [
        "Short Desc",
        "Years",
        "LA and Regions",
        "LA Number",
        "Values",
    ]


def test_a_column_that_stands_twice_is_refused(read: Read):
    text = "\n".join(f"{line},{line.split(',')[4]}" for line in lait.table(*TWO).splitlines()) + "\n"
    assert "column Values: stands twice in the header" in refused(read(text=text))


@pytest.mark.parametrize("tail", [",extra", ""])
def test_a_row_of_another_width_is_refused(read: Read, tail):
    lines = lait.table(*TWO).splitlines()
    lines[2] = lines[2] + tail if tail else lines[2].rpartition(",")[0]
    assert f"lait.csv, row 3: has {8 if tail else 6} cells, the header 7;" in refused(
        read(text="\n".join(lines) + "\n")
    )


def test_a_table_with_semicolons_is_refused(board: Store, register: Register, tmp_path: Path):
    path = tiny.save(tmp_path, "lait.csv", lait.table(*TWO).replace(",", ";"))
    (outcome,) = bring(board, register, path)
    assert outcome.state == REFUSED
    assert "columns are separated by semicolons, not by commas" in told(outcome, register)


def test_a_header_alone_is_refused(read: Read):
    assert "is the header, and no row follows; export the file again." in refused(read())


# Properties ----------------------------------------------------------------------------------------


@given(st.floats(min_value=0, max_value=9.9e11), st.sampled_from(["{!r}", "{:.17g}", "{:.17E}", "{:e}"]))
def test_a_number_comes_back_to_twelve_digits(value: float, form: str):
    found = number(form.format(value))
    assert found is not None
    assert re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", found)
    exact = Decimal(form.format(value))
    # Twelve digits of it, and no more than twelve after the point.
    assert abs(Decimal(found) - exact) <= max(exact * Decimal("5.1e-12"), Decimal("5.1e-13"))


@given(st.integers(0, 10**7), st.integers(0, 6))
def test_what_a_publisher_rounded_survives_binary_noise(digits: int, places: int):
    exact = Decimal(digits).scaleb(-places)
    assert Decimal(number(f"{float(exact):.17g}") or "x") == exact


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_none(text: str):
    found = number(text)
    assert found is None or float(found) == pytest.approx(float(text), rel=1e-11, abs=1e-12)


@given(st.integers(1911, 2095), st.integers(2, 10))
def test_years_of_every_kind_come_back(year: int, many: int):
    short, first = f"{year % 100:02d}", year - many + 1
    both = f"{year - 1}/{short}"
    for text in (str(year), both, both.replace("/", "-")):
        assert period("financial_year", text) == periods.parse(both)
        assert period("academic_year", text) == periods.parse(f"academic year {both}")
        assert period("years_together", text) is None or text == both.replace("/", "-")
    assert period("calendar_year", str(year)) == periods.parse(str(year))
    assert period("calendar_year", both) is None
    assert period("years_together", f"{first}-{short}") == periods.parse(f"{first} to {year}")
    together = periods.parse(f"{first - 1}/{first % 100:02d} to {both}")
    if (first - 1) // 100 == (year - 1) // 100:
        assert period("years_together", f"{first - 1}/{first % 100:02d}-{(year - 1) % 100:02d}/{short}") == together
    for kind in ("financial_year", "academic_year", "calendar_year"):
        assert period(kind, together.label) is None
        assert period(kind, f"{first} to {year}") is None


@given(st.sampled_from(declared.PERIODS), st.text(max_size=20))
def test_any_text_is_a_year_of_the_kind_or_none(kind: str, text: str):
    found = period(kind, text)
    assert found is None or found.kind in (periods.TOGETHER if kind == "years_together" else (kind,))


MANY = tuple(
    (measure, years, place, str(10 + at))
    for at, (measure, years, place) in enumerate(
        (measure, years, place)
        for measure, all_years in (
            (REFERRALS, ("2024", "2025")),
            (DEATHS, ("2022", "2023")),
            (ALCOHOL, ("2013/14-15/16",)),
        )
        for years in all_years
        for place in (WORCESTERSHIRE, lait.LONDON, lait.INNER, lait.ENGLAND, lait.DURHAM)
    )
)
ALL = tuple(range(len(MANY)))


@given(st.permutations(ALL), st.integers(1, len(MANY)))
def test_any_rows_in_any_order_give_their_own_figures(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], count: int
):
    folder = tmp_path_factory.getbasetemp()
    known, register = Known(areas=PLACES, carried=PLACES), read_register_once()

    def figures(chosen: Iterable[int]) -> tuple[set[tuple[Any, ...]], dict[str, str]]:
        path = lait.save(folder, *(MANY[at] for at in chosen))
        found = read_table(read_csv(path), register, known)
        assert found.deliveries, found.findings
        told_of = {(r.indicator, r.area, r.period, r.value, r.status) for d in found.deliveries for r in d.rows}
        return told_of, {d.release.dataset: d.release.sha256 for d in found.deliveries}

    some, digests = figures(order[:count])
    whole, _ = figures(ALL)
    assert len(some) == count
    assert some <= whole
    assert digests == figures(sorted(order[:count]))[1]


_REGISTER: list[Register] = []


def read_register_once() -> Register:
    if not _REGISTER:
        _REGISTER.append(read_register())
    return _REGISTER[0]


# The API -------------------------------------------------------------------------------------------


def test_the_api_answers_what_a_source_gives_after_an_authoritys_end(client: FlaskClient, snapshot: Snapshot):
    """And ranks it nowhere."""
    late = [
        (indicator.id, key, label, them[0].value)
        for indicator in snapshot.register.published
        for key in ("835", "928")
        for label, them in snapshot.figures(indicator.id, "published").get(key, {}).items()
        if them[0].value is not None and not snapshot.areas.is_of(snapshot.areas[key], them[0].period)
    ]
    assert {key for _, key, _, _ in late} == {"835", "928"}
    for indicator, key, label, value in late[:: max(1, len(late) // 6)]:
        asked = {"indicator": indicator, "area": key, "from": label, "to": label, "format": "json"}
        found = client.get("/api/v1/observations", query_string=asked).get_json()
        assert [row["value"] for row in found if row["period"] == label] == [value]
        asked = {"indicator": indicator, "area": key, "period": label, "format": "json"}
        found = client.get("/api/v1/comparisons", query_string=asked).get_json()
        assert (found["period"], found["value"]) == (label, value)
        assert [found[name] for name in ("rank", "rank_low", "rank_high", "band", "lower", "upper")] == [None] * 6
        assert found["trend"] is None
        assert "so this figure is not among those of its period" in " ".join(found["notes"])


def test_what_a_source_gives_after_an_authoritys_end_moves_no_comparison(register: Register, tmp_path: Path):
    """With it and without it every other area's ranks, quartiles, means and neighbours are the same."""
    own = [(REVIEWED, "2023", (area.name, f"{area.key}.0"), 50 + n / 4) for n, area in enumerate(living())]
    late = [(REVIEWED, "2023", lait.OLD_DORSET, 1), (REVIEWED, "2023", lait.NORTHAMPTONSHIRE, 99.5)]
    answers = []
    for name, lines in (("without", own), ("with", [*own, *late])):
        store = Store(f"sqlite:///{tmp_path}/{name}.sqlite3", register)
        store.add([Delivery(release("areas"), (), AREAS)])
        bring(store, register, lait.save(tmp_path, *lines))
        snapshot = store.snapshot()
        year = cohort.year(snapshot, register["cpp_reviewed_on_time_pct"], "2022/23")
        assert year is not None
        answers.append((year.of, year.quartiles, year.missing, list(year.rank_low), list(year.band)))
    assert answers[0] == answers[1]
    assert answers[0][0] == len(own)
    assert answers[0][2] == 0


def living() -> list[Area]:
    """Authorities of the year to March 2023."""
    year = periods.parse("2022/23")
    return [area for area in PLACES.authorities if PLACES.is_of(area, year) and area.first <= "2023-03-31"]
