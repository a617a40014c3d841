"""The published figures against a second reading of the released files, and against figures typed from them.

The reading below shares no code with the importer: the files by the csv module, the rules from DOMAIN.md. It needs
../shared; the typed table, the worked neighbours' averages and the filters by code need only what the project carries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from data.loading import ALREADY, TAKEN, files_of, import_files, prepare
from data.register import Register, read_register
from data.selection import Selection
from data.store import Snapshot, Store
from data.views.comparison import comparison
from data.views.trend import trend
from tests.frames import api_rows

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"

STATUSES = {"c": "suppressed", "z": "not_applicable", "x": "not_available", "k": "low", "low": "low", "u": "unreliable"}

POPULATIONS = "ons/mid-year-population/ons_mid-year_population_estimates_2012_to_2024.csv"
CIN = "dfe/children-in-need/2025/"
B1 = CIN + "b1_children_in_need_2013_to_2025.csv"
C1 = CIN + "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
C3 = CIN + "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv"
C4 = CIN + "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv"
D3 = CIN + "d3_cpps_subsequent_plan_2013_to_2025.csv"
D5 = CIN + "d5_cpps_at31march_by_duration_2013_to_2025.csv"
CLA = "dfe/children-looked-after/"
ACCOMMODATION = CLA + "2025/la_care_leavers_accommodation_suitability.csv"
ACTIVITY = CLA + "2025/la_care_leavers_activity.csv"
IN_TOUCH = CLA + "2022/la_care_leavers_intouch.csv"
MISSING = CLA + "2022/la_children_who_were_missing_or_away_from_placement_without_authorisation.csv"
WORKFORCE = "dfe/social-work-workforce/2025/csww_indicators_2017_to_2025.csv"
OLD_BLOCK = "Old SNs:"

POPULATION = ""  # as a denominator: the mid-year estimate of the year before
SNAPSHOT, DURING = True, False

# indicator: file, numerator (a sum), denominator, column with the publisher's own figure, snapshot or during the year.
QUOTIENTS = {
    "referral_rate": (C1, ("referral_count",), POPULATION, None, DURING),
    "rereferrals_12m_pct": (C1, ("rereferral_count",), "referral_count", "rereferral_percent", DURING),
    "referrals_nfa_pct": (C1, ("no_further_action_count",), "referral_count", "no_further_action_percent", DURING),
    "s47_rate": (C4, ("Section47",), POPULATION, None, DURING),
    "icpc_rate": (C4, ("ICPC",), POPULATION, None, DURING),
    "icpc_within_15_days_pct": (C4, ("Duration_0-10_days", "Duration_11-15_days"), "ICPC", None, DURING),
    "cin_rate": (B1, ("At31_episodes",), POPULATION, None, SNAPSHOT),
    "cpp_rate": (D5, ("CPP_At31",), POPULATION, None, SNAPSHOT),
    "cpp_2_years_pct": (D5, ("2_years_or_more",), "CPP_At31", "2_years_or_more_percent", SNAPSHOT),
    "cpp_started_rate": (D3, ("CPP_start",), POPULATION, None, DURING),
    "cpp_repeat_pct": (D3, ("CPP_subsequent",), "CPP_start", "CPP_subsequent_percent", DURING),
}
FACTORS = {
    "neglect": "Neglect",
    "domestic_abuse_parent": "Domestic_Abuse_parent",
    "domestic_abuse_child": "Domestic_Abuse_child",
    "domestic_abuse_person": "Domestic_Abuse_person",
    "cse": "Child_sexual_exploitation",
    "cce": "Child_criminal_exploitation",
    "gangs": "Gangs",
    "trafficking": "Trafficking",
    "going_missing": "Going_missing",
    "fgm": "Female_Genital_Mutilation",
}
for _name, _column in FACTORS.items():
    QUOTIENTS[f"factor_{_name}_rate"] = (C3, (_column,), POPULATION, None, DURING)
    QUOTIENTS[f"factor_{_name}_pct"] = (C3, (_column,), "Episodes_with_assessment_factor", None, DURING)

# release: its column of groups, its column of counts. Later ones come later.
LOOKED_AFTER_RELEASES = {
    "2023": ("population_count", "number"),
    "2024": ("population_count", "number"),
    "2025": ("population_type", "children_count"),
}
LOOKED_AFTER = {
    "lac_rate": (
        {"Children looked after at 31 March each year", "Children looked after on 31 March each year"},
        SNAPSHOT,
    ),
    "lac_started_rate": ({"Children starting to be looked after each year"}, DURING),
    "lac_ceased_rate": ({"Children ceasing to be looked after each year"}, DURING),
}

# indicator: file, column and label of the age, column of the groups, numerator and denominator among them, columns of
# counts and of percentages.
CARE_LEAVERS = {
    "care_leavers_suitable_accommodation_19_21_pct": (
        ACCOMMODATION, "care_leaver_age", "19 to 21 years", "breakdown",
        "Accommodation considered suitable", "Suitability total", "care_leaver_count", "care_leaver_percent",
    ),
    "care_leavers_eet_19_21_pct": (
        ACTIVITY, "care_leaver_age", "19 to 21 years", "breakdown",
        "Total in education, employment or training", "Total", "care_leaver_count", "care_leaver_percent",
    ),
    "care_leavers_in_touch_19_21_pct": (
        IN_TOUCH, "age", "Aged 19 to 21", "in_touch",
        "Local authority in touch with care leaver", "Total", "number", "percentage",
    ),
}  # fmt: skip
MISSING_GROUPS = {
    "lac_missing": "Children who had a missing incident during the year",
    "lac_missing_pct": "Percentage of children who had a missing incident during the year",
}
WORKFORCE_COLUMNS = {
    "social_worker_vacancy_rate_pct": ("vacancy_fte", ("inpost_fte", "vacancy_fte"), "vacancy_rate_fte"),
    "social_worker_turnover_pct": ("leavers_fte", ("inpost_fte",), "turnover_rate_fte"),
    "social_worker_agency_pct": ("agency_fte", ("inpost_fte", "agency_fte"), "agency_rate_fte"),
    "social_worker_caseload": ("cases", ("case_holders_fte",), "caseload_fte"),
}

# A figure beside the register's ids: the denominators themselves.
MID_YEAR = "population_0_17_mid_year"

Key = tuple[str, str, str]
Line = dict[str, str]
Number = tuple[float | None, str]


class Figure(NamedTuple):
    """What the API has to say of one indicator, area and period."""

    start: str
    end: str
    value: float | None
    printed: str
    numerator: float | None
    denominator: float | None
    status: str


# The second reading -------------------------------------------------------------------------------


@cache
def lines(path: str) -> tuple[Line, ...]:
    with (REFERENCE / path).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def number(text: str) -> Number:
    return (None, STATUSES[text]) if text in STATUSES else (float(text), "reported")


def area(line: Line) -> str:
    column = {"National": "country_code", "Regional": "region_code", "Local authority": "old_la_code"}
    return line[column[line["geographic_level"]]]


def dates(year: int, snapshot: bool) -> tuple[str, str]:
    return (f"{year}-03-31" if snapshot else f"{year - 1}-04-01", f"{year}-03-31")


def key(indicator: str, line: Line) -> Key:
    year = int(line["time_period"])
    return indicator, area(line), f"{year - 1}/{year % 100:02d}"


@cache
def populations() -> dict[tuple[str, int], Number]:
    return {(area(r), int(r["time_period"])): number(r["population_estimate"]) for r in lines(POPULATIONS)}


def quotient(
    indicator: str, line: Line, parts: list[Number], below: Number, printed: str | None, snapshot: bool
) -> Figure:
    """Numerator / denominator unrounded; a symbol in the printed cell says why there is none, else in a part's, then
    in the whole's. Where the publisher hides a figure or calls it unreliable, its count is not told either."""
    said = [(None, STATUSES[printed])] if printed in STATUSES else []
    status = next((s for n, s in (*said, *parts, below) if n is None), "reported")
    above = None if any(n is None for n, _ in parts) else sum(n for n, _ in parts if n is not None)
    value = None
    if status == "reported" and above is not None and below[0] is not None:
        if below[0] == 0:
            status = "not_applicable"
        else:
            value = above / below[0] * (100 if indicator.endswith("_pct") else 10000)
    if status in ("suppressed", "low", "unreliable"):
        above = None
    if status == "not_available" and above is not None:
        below = None, ""
    shown = printed if printed and value is not None and printed not in STATUSES else ""
    return Figure(*dates(int(line["time_period"]), snapshot), value, shown, above, below[0], status)


def quotients() -> Iterator[tuple[Key, Figure]]:
    for indicator, (path, columns, below, shown, snapshot) in QUOTIENTS.items():
        for line in lines(path):
            place = area(line), int(line["time_period"]) - 1
            whole = populations()[place] if below == POPULATION else number(line[below])
            parts = [number(line[column]) for column in columns]
            yield (
                key(indicator, line),
                quotient(indicator, line, parts, whole, line[shown] if shown else None, snapshot),
            )


def looked_after() -> Iterator[tuple[Key, Figure]]:
    for release, (group, count) in LOOKED_AFTER_RELEASES.items():
        for line in lines(f"{CLA}{release}/cla_number_and_rate_per_10k_children.csv"):
            for indicator, (labels, snapshot) in LOOKED_AFTER.items():
                if line[group] in labels:
                    parts, below = [number(line[count])], number(line["population_estimate"])
                    found = quotient(indicator, line, parts, below, line["rate_per_10000"], snapshot)
                    yield key(indicator, line), found


def care_leavers() -> Iterator[tuple[Key, Figure]]:
    for indicator, (path, ages, age, groups, part, total, count, shown) in CARE_LEAVERS.items():
        of_age = [line for line in lines(path) if line[ages] == age]
        wholes = {key(indicator, line): number(line[count]) for line in of_age if line[groups] == total}
        for line in of_age:
            if line[groups] == part:
                below = wholes[key(indicator, line)]
                yield (
                    key(indicator, line),
                    quotient(indicator, line, [number(line[count])], below, line[shown], DURING),
                )


def as_printed() -> Iterator[tuple[Key, Figure]]:
    for line in lines(MISSING):
        for indicator, group in MISSING_GROUPS.items():
            if line["cla_group"] == group:
                value, status = number(line["number"])
                shown = line["number"] if value is not None else ""
                yield (
                    key(indicator, line),
                    Figure(*dates(int(line["time_period"]), DURING), value, shown, None, None, status),
                )
    for line in lines(WORKFORCE):
        day = f"{line['time_period']}-09-30"
        for indicator, (part, whole, column) in WORKFORCE_COLUMNS.items():
            below = [number(line[name]) for name in whole]
            missing = [status for n, status in below if n is None]
            total = round(sum(n for n, _ in below if n is not None), 9)
            made = quotient(indicator, line, [number(line[part])], (None, missing[0]) if missing else (total, ""),
                            line[column], SNAPSHOT)  # fmt: skip
            value = made.value
            if value is not None and not indicator.endswith("_pct"):
                value = (made.numerator or 0) / total
            yield (indicator, area(line), day), made._replace(start=day, end=day, value=value)


def expected() -> dict[Key, Figure]:
    """Every figure of every indicator of the register; a later release overwrites an earlier one."""
    figures: dict[Key, Figure] = {}
    for found in (quotients(), looked_after(), care_leavers(), as_printed()):
        figures.update(found)
    return figures


def names() -> dict[str, tuple[str, str]]:
    """The code and name each area has in the latest line about it; of two codes there, the newer one."""
    days: dict[tuple[str, str], list[str]] = {}
    called: dict[tuple[str, str], tuple[str, str]] = {}
    for path in {p for p, *_ in QUOTIENTS.values()} | {POPULATIONS, ACTIVITY, IN_TOUCH, MISSING, WORKFORCE}:
        month = {WORKFORCE: "09-30", POPULATIONS: "06-30"}.get(path, "03-31")
        for line in lines(path):
            level, day = line["geographic_level"], f"{line['time_period']}-{month}"
            code, name = {
                "National": (line["country_code"], line["country_name"]),
                "Regional": (line["region_code"], line["region_name"]),
                "Local authority": (line["new_la_code"], line["la_name"]),
            }[level]
            pair = area(line), code
            days.setdefault(pair, []).append(day)
            called[pair] = max(called.get(pair, ("", "")), (day, name))
    best: dict[str, tuple[str, str, str]] = {}
    for (place, code), seen in days.items():
        best[place] = max(best.get(place, ("", "", "")), (max(seen), min(seen), code))
    return {place: (code, called[place, code][1]) for place, (_, _, code) in best.items()}


def neighbours(model: str) -> dict[str, list[str]]:
    """Ten LA numbers of each authority; the block of old lists at the foot of the 2021 file is not ours."""
    start = {"2021": 5, "2025": 4}[model]
    path = REFERENCE / f"dfe/statistical-neighbours/statistical_neighbours_{model}.csv"
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            if OLD_BLOCK in row:
                break
            if row[0].isdigit():
                found[row[0]] = row[start : start + 20 : 2]
    return found


# What the project says ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register()


@pytest.fixture(scope="module")
def snapshot(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The current view of a store that holds what the project carries and nothing else."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('store')}/carried.sqlite3", register)
    prepare(store, register)
    return store.snapshot()


@pytest.fixture
def reference() -> Path:
    if not REFERENCE.is_dir():
        pytest.skip(f"{REFERENCE} is not here: the released files are needed for this comparison")
    return REFERENCE


def answered(snapshot: Snapshot, **filters: str) -> list[Line]:
    return api_rows(snapshot, filters)


def figure(row: Line) -> Figure:
    value, numerator, denominator = (float(row[c]) if row[c] else None for c in ("value", "numerator", "denominator"))
    return Figure(row["period_start"], row["period_end"], value, row["printed"], numerator, denominator, row["status"])


def of_the_tool() -> set[str]:
    """Indicators of the interactive tool's table, which test_lait_figures.py holds against it."""
    with (REFERENCE.parent / "published-register-2.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


# Every figure -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("reference")
def test_every_published_figure_is_that_of_the_released_files(snapshot: Snapshot) -> None:
    called = names()
    wanted = {(indicator, *called[place], period): f for (indicator, place, period), f in expected().items()}
    others = {MID_YEAR, *of_the_tool()}
    rows = [row for row in answered(snapshot, source="published") if row["indicator"] not in others]
    found = {(r["indicator"], r["area_code"], r["area_name"], r["period"]): figure(r) for r in rows}
    assert len(found) == len(rows), "two rows for one indicator, area and period"
    assert sorted(wanted.keys() - found.keys()) == []
    assert sorted(found.keys() - wanted.keys()) == []
    different = [(k, wanted[k], found[k]) for k in sorted(wanted) if wanted[k] != found[k]]
    assert different == []


@pytest.mark.usefixtures("reference")
def test_the_populations_are_those_of_the_released_file(snapshot: Snapshot) -> None:
    called = names()
    wanted = {(called[place][0], f"{year}-06-30"): n for (place, year), n in populations().items()}
    found = {
        (r["area_code"], r["period"]): (float(r["value"]) if r["value"] else None, r["status"])
        for r in answered(snapshot, indicator=MID_YEAR)
    }
    assert found == wanted


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("model", ["2021", "2025"])
def test_the_neighbours_are_those_of_the_released_file(snapshot: Snapshot, model: str) -> None:
    found = {place: [n.neighbour for n in nearest] for place, nearest in snapshot.neighbours[model].items()}
    assert found == neighbours(model)


def test_every_indicator_of_the_published_register_has_figures(reference: Path, snapshot: Snapshot) -> None:
    with (reference.parent / "published-register.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"]: (row["first"], row["last"]) for row in csv.DictReader(file)}
    others = of_the_tool()
    valued: dict[str, list[tuple[str, str]]] = {}
    for row in answered(snapshot, source="published"):
        if row["value"] and row["indicator"] not in (MID_YEAR, *others):
            valued.setdefault(row["indicator"], []).append((row["period_end"], row["period"]))
    assert {i: (min(found)[1], max(found)[1]) for i, found in valued.items()} == wanted


@pytest.mark.slow
def test_importing_the_released_files_changes_no_figure(reference: Path, register: Register, tmp_path: Path) -> None:
    """In the order of the folders too, in which older releases come after newer ones already carried."""
    store = Store(f"sqlite:///{tmp_path}/imported.sqlite3", register)
    prepare(store, register)
    before = answered(store.snapshot())
    files = files_of([reference / "dfe", reference / "ons"])
    first = list(import_files(store, register, files))
    # A file that the project carries whole is there already; of older ones it carries what no later one gives.
    assert [outcome.state for outcome in first].count(TAKEN) == 4
    assert {outcome.state for outcome in first} == {TAKEN, ALREADY}
    takings = [outcome.taking for outcome in first if outcome.taking]
    assert sum(taking.new + taking.changed for taking in takings) == 0
    assert answered(store.snapshot()) == before
    assert {outcome.state for outcome in import_files(store, register, files)} == {ALREADY}
    assert answered(store.snapshot()) == before


# Figures typed from the files ---------------------------------------------------------------------

WORCESTERSHIRE, WEST_MIDLANDS, ENGLAND = "E10000034", "E12000005", "E92000001"
CITY, SCILLY, HACKNEY, HAMPSHIRE = "E09000001", "E06000053", "E09000012", "E10000014"

# indicator, area code, period, value to three decimals or the status, numerator, denominator, printed.
TYPED = (
    # Worcestershire, its region and England
    ("cpp_rate", WORCESTERSHIRE, "2024/25", 43.457, 522, 120119, ""),
    ("cpp_rate", ENGLAND, "2024/25", 40.565, 49420, 12183016, ""),
    ("cpp_rate", WEST_MIDLANDS, "2024/25", 40.333, 5450, 1351245, ""),
    ("cpp_rate", WORCESTERSHIRE, "2018/19", 34.858, 408, 117046, ""),
    ("cpp_rate", WORCESTERSHIRE, "2012/13", 37.312, 428, 114708, ""),
    ("cpp_started_rate", WORCESTERSHIRE, "2024/25", 59.191, 711, 120119, ""),
    ("cpp_repeat_pct", WORCESTERSHIRE, "2024/25", 31.364, 223, 711, "31.4"),
    ("cpp_2_years_pct", WORCESTERSHIRE, "2024/25", 1.341, 7, 522, "1.3"),
    ("referral_rate", WORCESTERSHIRE, "2024/25", 400.020, 4805, 120119, ""),
    ("rereferrals_12m_pct", WORCESTERSHIRE, "2024/25", 17.815, 856, 4805, "17.8"),
    ("rereferrals_12m_pct", ENGLAND, "2024/25", 22.581, 142900, 632830, "22.6"),
    ("referrals_nfa_pct", WORCESTERSHIRE, "2024/25", 3.559, 171, 4805, "3.6"),
    ("s47_rate", WORCESTERSHIRE, "2024/25", 184.733, 2219, 120119, ""),
    ("icpc_rate", WORCESTERSHIRE, "2024/25", 65.935, 792, 120119, ""),
    ("icpc_within_15_days_pct", WORCESTERSHIRE, "2024/25", 93.687, 742, 792, ""),
    ("cin_rate", WORCESTERSHIRE, "2018/19", 306.546, 3588, 117046, ""),
    ("cin_rate", ENGLAND, "2024/25", 330.296, 402400, 12183016, ""),
    ("factor_neglect_pct", WORCESTERSHIRE, "2024/25", 19.092, 896, 4693, ""),
    ("factor_cse_rate", ENGLAND, "2024/25", 10.178, 12400, 12183016, ""),
    ("factor_cce_pct", WORCESTERSHIRE, "2024/25", 3.154, 148, 4693, ""),
    # Three releases of looked after children, of which the later wins
    ("lac_rate", WORCESTERSHIRE, "2024/25", 86.248, 1036, 120119, "86"),
    ("lac_rate", ENGLAND, "2024/25", 67.118, 81770, 12183016, "67"),
    ("lac_rate", WORCESTERSHIRE, "2018/19", 71.169, 833, 117046, "71"),
    ("lac_started_rate", WORCESTERSHIRE, "2024/25", 24.143, 290, 120119, "24"),
    ("lac_ceased_rate", WORCESTERSHIRE, "2024/25", 25.058, 301, 120119, "25"),
    ("lac_rate", SCILLY, "2022/23", "not_applicable", None, 354, ""),
    ("lac_rate", SCILLY, "2019/20", "suppressed", None, 308, ""),
    # Care leavers and missing children
    ("care_leavers_suitable_accommodation_19_21_pct", WORCESTERSHIRE, "2024/25", 95.601, 326, 341, "96"),
    ("care_leavers_eet_19_21_pct", WORCESTERSHIRE, "2024/25", 54.416, 191, 351, "54"),
    ("care_leavers_in_touch_19_21_pct", ENGLAND, "2017/18", 88.171, 25120, 28490, "88"),
    ("lac_missing", WORCESTERSHIRE, "2018/19", 108, None, None, "108"),
    ("lac_missing_pct", WORCESTERSHIRE, "2018/19", 10, None, None, "10"),
    # Social workers, in full-time equivalents; two authorities that publish together are an area of their own
    ("social_worker_turnover_pct", WORCESTERSHIRE, "2025-09-30", 12.291, 34.6, 281.5, "12.3"),
    ("social_worker_caseload", ENGLAND, "2025-09-30", 15.241, 321661, 21105.4, "15.2"),
    ("social_worker_agency_pct", "E08000024", "2025-09-30", "low", None, None, ""),
    ("social_worker_caseload", "E09000021 / E09000027", "2025-09-30", 13.911, 1679, 120.7, "13.9"),
    # Suppressed: a printed 0% is no substitute, nor a denominator of its own
    ("cpp_2_years_pct", CITY, "2024/25", "suppressed", None, None, ""),
    ("cpp_rate", CITY, "2024/25", "suppressed", None, 847, ""),
    ("cpp_repeat_pct", SCILLY, "2020/21", "suppressed", None, None, ""),
    ("factor_fgm_pct", WORCESTERSHIRE, "2024/25", "suppressed", None, 4693, ""),
    # Nothing of nothing
    ("cpp_2_years_pct", SCILLY, "2023/24", "not_applicable", 0, 0, ""),
    ("icpc_within_15_days_pct", SCILLY, "2023/24", "not_applicable", 0, 0, ""),
    ("care_leavers_suitable_accommodation_19_21_pct", SCILLY, "2024/25", "not_applicable", 0, 0, ""),
    # Not available, too unreliable, not yet collected
    ("cpp_rate", HACKNEY, "2020/21", "not_available", None, 57781, ""),
    ("cin_rate", HACKNEY, "2021/22", "not_available", None, 55760, ""),
    ("cpp_rate", HAMPSHIRE, "2023/24", "unreliable", None, 287030, ""),
    ("referral_rate", HAMPSHIRE, "2023/24", "unreliable", None, 287030, ""),
    ("factor_cce_pct", WORCESTERSHIRE, "2020/21", "not_available", None, 5176, ""),
    # Authorities that ended, began or changed their code; a count without its population is no rate
    ("cpp_rate", "E10000021", "2020/21", 42.516, 724, 170287, ""),
    ("lac_rate", "E10000021", "2021/22", "not_applicable", None, None, ""),
    ("cpp_rate", "E06000061", "2021/22", 33.466, 265, 79186, ""),
    ("lac_rate", "E10000006", "2022/23", 81.726, 740, 90547, "82"),
    ("cpp_rate", "E10000009", "2017/18", "not_available", 244, None, ""),
    ("lac_rate", "E10000009", "2018/19", "not_available", 414, None, ""),
    ("lac_rate", "E06000059", "2018/19", "not_applicable", None, None, ""),
    ("factor_gangs_rate", "E10000009", "2017/18", "suppressed", None, None, ""),
    ("cin_rate", "E06000065", "2018/19", 233.202, 2680, 114922, ""),
    ("cin_rate", "E08000037", "2018/19", 385.858, 1505, 39004, ""),
)


@pytest.mark.parametrize("typed", TYPED, ids=lambda t: "-".join(t[:3]).replace("/", ""))
def test_typed_figures(snapshot: Snapshot, typed: tuple) -> None:
    indicator, code, period, value, numerator, denominator, printed = typed
    found = [
        figure(row)
        for row in answered(snapshot, indicator=indicator, area=code, source="published")
        if row["period"] == period and row["area_code"] == code
    ]
    assert len(found) == 1
    status, number_ = (value, None) if isinstance(value, str) else ("reported", value)
    assert found[0].status == status
    assert found[0].value == (None if number_ is None else pytest.approx(number_, abs=0.0005))
    assert (found[0].numerator, found[0].denominator, found[0].printed) == (numerator, denominator, printed)


def test_a_new_authority_has_no_figure_from_before_it_began(snapshot: Snapshot) -> None:
    dorset = answered(snapshot, indicator="cpp_rate", area="838", source="published")
    assert min(row["period"] for row in dorset) == "2019/20"


@pytest.mark.parametrize(
    ("given", "code", "name"),
    [
        ("885", "E10000034", "Worcestershire"),
        ("E10000023", "E06000065", "North Yorkshire"),
        ("815", "E06000065", "North Yorkshire"),
        ("E10000027", "E06000066", "Somerset"),
        ("E10000002", "E06000060", "Buckinghamshire"),
        ("E08000020", "E08000037", "Gateshead"),
        ("E06000048", "E06000057", "Northumberland"),
        ("E08000016", "E08000038", "Barnsley"),
        ("E08000019", "E08000039", "Sheffield"),
        ("928", "E10000021", "Northamptonshire"),
        ("909", "E10000006", "Cumbria"),
        ("835", "E10000009", "Dorset"),
        ("838", "E06000059", "Dorset"),
        ("E13000001", "E13000001", "Inner London"),
    ],
)
def test_areas_are_found_by_number_and_by_any_code_they_had(
    snapshot: Snapshot, given: str, code: str, name: str
) -> None:
    rows = answered(snapshot, area=given)
    assert {(row["area_code"], row["area_name"]) for row in rows} == {(code, name)}


# Worked averages ----------------------------------------------------------------------------------

# indicator, model, statistic, average, how many of ten neighbours it rests on.
AVERAGES = (
    ("cpp_rate", "2025", "mean", 35.032, 10),
    ("cpp_rate", "2025", "median", 32.472, 10),
    ("icpc_within_15_days_pct", "2025", "mean", 82.526, 9),
    ("lac_rate", "2021", "mean", 54.661, 10),
    ("lac_rate", "2025", "mean", 61.220, 10),
)


@pytest.mark.parametrize("worked", AVERAGES, ids=lambda w: "-".join(w[:3]))
def test_worked_averages_of_neighbours(snapshot: Snapshot, register: Register, worked: tuple) -> None:
    indicator, model, statistic, average, count = worked
    selection = Selection("885", model=model, statistic=statistic)
    bars = comparison(snapshot, register[indicator], selection, "2024/25")
    line = trend(snapshot, register[indicator], selection).neighbours
    assert bars is not None
    assert line is not None
    for point in (bars.neighbours, line.points[-1]):
        assert point is not None
        assert point.period.label == "2024/25"
        assert point.value == pytest.approx(average, abs=0.0005)
        assert (point.count, point.total) == (count, 10)


# indicator, whether high is good, rank of Worcestershire in 2024/25, of how many authorities with a value.
RANKS = (("rereferrals_12m_pct", False, 48, 153), ("icpc_within_15_days_pct", True, 15, 143))


@pytest.mark.parametrize(("indicator", "high", "rank", "count"), RANKS)
def test_every_authority_is_there_to_rank_among(
    snapshot: Snapshot, indicator: str, high: bool, rank: int, count: int
) -> None:
    """Enough for the worked ranks; how ranks are shown is not asked here."""
    values = {
        place: found["2024/25"][0].value
        for place, found in snapshot.figures(indicator, "published").items()
        if snapshot.areas[place].level == "authority" and "2024/25" in found
    }
    valued = [value for value in values.values() if value is not None]
    own = values["885"]
    assert len(valued) == count
    assert own is not None
    assert 1 + sum(value > own if high else value < own for value in valued) == rank
