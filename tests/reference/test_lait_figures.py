"""Every figure of the interactive tool's table against a second reading of it, which shares no code with the importer.

The table is read by the csv module, its years by the rules of its dictionary; it needs ../shared.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from data.loading import ALREADY, PASSED_OVER, files_of, import_files, prepare
from data.register import Register, read_register
from data.store import Snapshot, Store
from tests.frames import api_rows

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
TABLE = "lait/lait_selected.csv"
REGIONS = {
    "970": "E92000001",
    "980": "E12000001",
    "981": "E12000002",
    "982": "E12000003",
    "983": "E12000004",
    "984": "E12000005",
    "985": "E12000006",
    "986": "E12000007",
    "987": "E13000001",
    "988": "E13000002",
    "989": "E12000008",
    "990": "E12000009",
}
# First and last day of the authorities that ended or began while the table's years ran.
ENDED = {"835": "2019-03-31", "837": "2019-03-31", "836": "2019-03-31", "928": "2021-03-31", "909": "2023-03-31"}
BEGAN = {"838": "2019-04-01", "839": "2019-04-01", "940": "2021-04-01", "941": "2021-04-01",
         "942": "2023-04-01", "943": "2023-04-01"}  # fmt: skip
# England's first-time entrants are the sum of nine regions' rates.
WITHHELD = ("first_time_entrants_rate", "E92000001")

Key = tuple[str, str, str]


class Figure(NamedTuple):
    start: str
    end: str
    value: float | None
    status: str


@cache
def lines() -> tuple[dict[str, str], ...]:
    with (REFERENCE / TABLE).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """Indicator and kind of period of each measure, by the register that was given."""
    with (REFERENCE.parent / "published-register-2.csv").open(encoding="utf-8", newline="") as file:
        return {row["lait_short_desc"]: (row["id"], row["period_kind"]) for row in csv.DictReader(file)}


def when(kind: str, years: str) -> tuple[str, str, str]:
    """Label, first and last day."""
    if kind == "calendar_year":
        return years, f"{years}-01-01", f"{years}-12-31"
    if kind == "financial_years":
        first, last = re.fullmatch(r"20(\d\d)/\d\d-\d\d/(\d\d)", years).groups()  # type: ignore[union-attr]
        begin, end = 2000 + int(first), 2000 + int(last)
        label = f"{begin}/{begin % 100 + 1} to {end - 1}/{end % 100}"
        return label, f"{begin}-04-01", f"{end}-03-31"
    end = int(years) if years.isdigit() else int(years[:4]) + 1
    both = f"{end - 1}/{end % 100:02d}"
    if kind == "academic_year":
        return f"academic year {both}", f"{end - 1}-09-01", f"{end}-08-31"
    return both, f"{end - 1}-04-01", f"{end}-03-31"


def is_alive(number: str, first: str, last: str) -> bool:
    """Begun by the middle of the period's last year, and not ended."""
    end = date.fromisoformat(last)
    middle = date.fromordinal(end.toordinal() - 182).isoformat()
    return BEGAN.get(number, "") <= middle <= ENDED.get(number, "9999")


@cache
def expected() -> dict[Key, Figure]:
    found: dict[Key, Figure] = {}
    for line in lines():
        indicator, kind = kinds()[line["Short Desc"]]
        number = line["LA Number"].removesuffix(".0")
        label, first, last = when(kind, line["Years"])
        key = indicator, REGIONS.get(number, number), label
        assert key not in found, line
        if line["Values"] == "-":
            if is_alive(number, first, last):
                found[key] = Figure(first, last, None, "not_available")
        elif key[:2] == WITHHELD:
            found[key] = Figure(first, last, None, "withheld")
        else:
            found[key] = Figure(first, last, float(f"{Decimal(line['Values']):.12g}"), "reported")
    return found


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register()


@pytest.fixture(scope="module")
def store(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What the project carries and nothing else."""
    if not (REFERENCE / TABLE).is_file():
        pytest.skip(f"{REFERENCE / TABLE} is not here: the tool's table is needed for this comparison")
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('lait')}/carried.sqlite3", register)
    prepare(store, register)
    return store


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    return store.snapshot()


@pytest.fixture(scope="module")
def answers(snapshot: Snapshot) -> list[dict[str, str]]:
    """What the API answers of the tool's indicators."""
    indicators = ",".join(indicator for indicator, _ in kinds().values())
    return api_rows(snapshot, {"indicator": indicators, "source": "published"})


def test_the_table_is_the_one_that_was_given(store: Store) -> None:
    assert len(lines()) == 59_500
    assert len(kinds()) == 40
    assert {line["Short Desc"] for line in lines()} == set(kinds())


# Measures of children as they were on the last day of the year, by the tool's dictionary.
AT_THE_END = {
    "cpp_reviewed_on_time_pct",
    "lac_immunised_pct",
    "lac_long_term_stability_pct",
    "lac_over_20_miles_pct",
    "lac_unaccompanied_pct",
}


def test_every_figure_is_that_of_the_table(snapshot: Snapshot, answers: list[dict[str, str]]) -> None:
    keys = {area.code: key for key, area in snapshot.areas.items()}
    found = {
        (r["indicator"], keys[r["area_code"]], r["period"]): Figure(
            r["period_start"], r["period_end"], float(r["value"]) if r["value"] else None, r["status"]
        )
        for r in answers
    }
    assert len(found) == len(answers), "two rows for one indicator, area and period"
    wanted = {
        key: figure._replace(start=figure.end) if key[0] in AT_THE_END else figure for key, figure in expected().items()
    }
    assert sorted(wanted.keys() - found.keys()) == []
    assert sorted(found.keys() - wanted.keys()) == []
    assert [(key, wanted[key], found[key]) for key in sorted(wanted) if wanted[key] != found[key]] == []


def test_nothing_is_said_that_the_table_does_not_give(answers: list[dict[str, str]]) -> None:
    """No count, nothing printed: no margin of error can be made of it."""
    assert {(r["numerator"], r["denominator"], r["printed"], r["qualifier"]) for r in answers} == {("", "", "", "")}
    assert all("as collected in the Local Authority Interactive Tool" in r["release"] for r in answers)
    withheld = [r for r in answers if r["status"] == "withheld"]
    assert {(r["indicator"], r["area_code"]) for r in withheld} == {WITHHELD}
    assert len(withheld) == 9
    assert all("sum of the nine regions' rates" in r["note"] for r in withheld)
    others = [r["note"] for r in answers if r["status"] != "withheld"]
    assert all(not note or note.startswith("Doubted: ") for note in others)
    assert sum(map(bool, others)) < len(others) / 500


def test_a_dash_outside_an_authoritys_life_is_no_row_and_a_value_is_one(snapshot: Snapshot) -> None:
    """Which rows of the table are no rows here, by authority; and that those which are, are kept from comparisons."""
    wanted = expected()
    gone: Counter[str] = Counter()
    late: set[Key] = set()
    for line in lines():
        indicator, kind = kinds()[line["Short Desc"]]
        number = line["LA Number"].removesuffix(".0")
        label, first, last = when(kind, line["Years"])
        key = indicator, REGIONS.get(number, number), label
        gone[number] += key not in wanted
        if key in wanted and not is_alive(number, first, last):
            late.add(key)
    assert set(+gone) <= {*ENDED, *BEGAN}
    assert sum(gone.values()) == 59_500 - len(wanted)
    assert {area for _, area, _ in late} >= {"835", "928"}
    for indicator, area, label in late:
        assert wanted[indicator, area, label].value is not None
        assert label in snapshot.figures(indicator, "published")[area]
        assert label not in snapshot.peer_figures(indicator, "published").get(area, {})


def test_no_area_is_called_as_the_table_calls_it(snapshot: Snapshot) -> None:
    areas = snapshot.areas
    names = {area.name for area in areas.values()}
    assert not names & {"Durham", "Bedford Borough", "Dorset (Pre LG)", "London (Inner)", "London (Outer)"}
    assert (areas["840"].name, areas["884"].name) == ("County Durham", "Herefordshire, County of")
    assert (areas["835"].last, areas["928"].last) == ("2019-03-31", "2021-03-31")
    assert {areas[key].region for key in ("E13000001", "E13000002")} == {"E12000007"}


def test_every_measure_has_its_years(answers: list[dict[str, str]], reference: Path) -> None:
    with (reference.parent / "published-register-2.csv").open(encoding="utf-8", newline="") as file:
        given = {row["id"]: (row["period_kind"], row["first"], row["last"]) for row in csv.DictReader(file)}
    valued: dict[str, list[tuple[str, str]]] = {}
    for row in answers:
        if row["value"]:
            valued.setdefault(row["indicator"], []).append((row["period_end"], row["period"]))
    for indicator, (kind, first, last) in given.items():
        spans = valued[indicator]
        assert (min(spans)[1], max(spans)[1]) == (when(kind, first)[0], when(kind, last)[0]), indicator


@pytest.fixture
def reference() -> Path:
    return REFERENCE


@pytest.mark.slow
def test_importing_the_table_changes_nothing(store: Store, snapshot: Snapshot, register: Register) -> None:
    areas, releases = dict(snapshot.areas), snapshot.releases
    outcomes = list(import_files(store, register, files_of([REFERENCE / "lait"])))
    assert {outcome.file: outcome.state for outcome in outcomes} == {
        "lait_selected.csv": ALREADY,
        "lait_dictionary_selected.csv": PASSED_OVER,
    }
    assert store.snapshot().releases == releases
    assert dict(store.snapshot().areas) == areas
