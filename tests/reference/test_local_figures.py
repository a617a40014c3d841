"""The board's own figures against a second reading of its two documents, and the conflicts against arithmetic.

The table was typed from the documents, main text first, not from the CSV.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from data.periods import parse
from data.register import read_register

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / "data" / "local"
SHARED = ROOT.parent / "shared"

HERE, ENGLAND, NEIGHBOURS = "885", "E92000001", "SN"
YEAR, LAST = "2018/19", "2017/18"
QUALIFIERS = {"", "approximately", "just over", "over", "almost", "below", "under"}

NOT_REPORTED = ("children_in_police_custody", "da_repeat_offences")
NOT_COMPARABLE = (
    "referrals_accepted_per_month",
    "cin_neglect_factor_pct", "cpp_neglect_factor_pct", "lac_neglect_factor_pct",
    "da_contacts_per_month", "da_s17_assessments_per_month",
    "cin_cse_factor_pct", "cpp_cse_factor_pct", "lac_cse_factor_pct",
)  # fmt: skip

# indicator: this year, last year.
BOTH_YEARS = {
    # §2.1 and §4.2
    "cin_plans": (594, 695),
    "lac": (842, 798),
    "cpp": (404, 415),
    "s17_assessments_open": (597, 386),
    "s17_assessments_completed": (4429, 4953),
    "s47_assessments_open": (103, 90),
    # §4.4
    "cdop_notifications": (38, 25),
    # Appendix 4 §1
    "rereferrals_12m_pct": (21, 22),
    "s17_timeliness_pct": (82, 73),
    "icpc_timeliness_pct": (77, 74),
    "early_help_assessments_completed": (1288, 1162),
    "early_help_assessments_open": (113, 145),
    "early_help_workflows_open": (533, 436),
    "targeted_family_support_individuals": (900, 879),
    "step_downs_per_month": (26, 25),
    "step_ups_per_month": (7, 7),
    "cpp_under_12_months_pct": (88, 65),
    "cpp_over_18_months": (16, 7),
    "cpp_rate": (35, 36),
    "lac_rate": (72, 69),
    "care_leavers_in_touch_pct": (87, 88),
    "care_leavers_suitable_accommodation_pct": (89, 89),
    "care_leavers_unsuitable_accommodation_pct": (4, 10),
    "private_fostering_arrangements": (11, 15),
    "private_fostering_visits_timeliness_pct": (77, 66),
    "uasc": (38, 24),
    "cwd_team_allocated": (437, 413),
    "ehe": (742, 694),
    "camhs_referrals_per_month": (210, 200),
    # Appendix 4 §2
    "cpp_neglect_category_pct": (79, 65),
    "cin_da_factor_pct": (30, 35),
    "cpp_da_factor_pct": (45, 48),
    "lac_da_factor_pct": (30, 31),
    "cse_referrals_per_month": (34, 32),
    "cse_experiencing": (12, 16),
    "cse_vulnerable": (164, 155),
}

THIS_YEAR = {
    # §2.1
    "population": 588400,
    "population_main_towns_pct": 75,
    "population_0_17_share_pct": 20,
    "population_0_17_projected_growth": 4900,
    "population_0_17_projected_growth_pct": 4.2,
    "population_0_17_minority_ethnic_pct": 10,
    "pupils_eal_pct": 8.0,
    "imd_highest_area_score": 75.6,
    "imd_lowest_area_score": 2.4,
    "imd_average_score": 17.7,
    "imd_rank": 111,
    # §4
    "section_175_returns_pct": 100,
    "schools_supported_self_assessment": 47,
    "macfas": 4,
    "safeguarding_conversations": 2,
    "cdop_meetings": 7,
    "cdop_reviews": 23,
    "cdop_modifiable": 10,
    "serious_case_reviews_considered": 3,
    "case_reviews_initiated": 0,
    "rapid_reviews": 2,
    "training_attendees": 842,
    "training_evaluations_pct": 96,
    "elearning_users": 996,
    "elearning_change_pct": -28,
    # Appendix 4 §1
    "contacts_per_month": 942,
    "contacts_source_police_pct": 43,
    "contacts_source_schools_pct": 12,
    "contacts_source_health_pct": 14,
    "contacts_source_individual_pct": 8,
    "contacts_source_la_services_pct": 6,
    "contacts_source_other_pct": 16,
    "contacts_outcome_referral_pct": 48,
    "contacts_outcome_early_help_pct": 26,
    "contacts_outcome_nfa_pct": 26,
    "care_leavers": 359,
    "care_leavers_accommodation_unknown_pct": 7,
    "uasc_accepted": 33,
    "uasc_foster_care": 27,
    "uasc_semi_independent": 11,
    "cwd_short_breaks": 271,
    "cwd_cin": 51,
    "cwd_lac": 42,
    "cwd_cpp": 10,
    "cme_registered": 57,
    "cme_enquiries": 287,
    # Appendix 4 §2
    "cin_neglect_factor_pct": 19,
    "cpp_neglect_factor_pct": 36,
    "lac_neglect_factor_pct": 32,
    "da_contacts_per_month": 218,
    "da_s17_assessments_per_month": 127,
    "cin_cse_factor_pct": 3,
    "cpp_cse_factor_pct": 2,
    "lac_cse_factor_pct": 3,
}

# indicator, area, period, value, qualifier.
OTHERS = (
    ("population_annual_growth", HERE, YEAR, 3800, "approximately"),
    ("population_0_17", HERE, YEAR, 116900, "approximately"),
    ("population_10_15_projected_growth_pct", HERE, YEAR, 10, "over"),
    ("population_16_17_projected_growth_pct", HERE, YEAR, 14, "almost"),
    ("pupils_eal", HERE, YEAR, 6400, "over"),
    ("neglect_rate", HERE, "2017", 34, ""),
    ("neglect_rate", NEIGHBOURS, "2017", 21.6, ""),
    ("neglect_rate", ENGLAND, "2017", 26.3, ""),
    ("contacts", HERE, YEAR, 11300, "just over"),
    ("contacts_change_pct", HERE, YEAR, 10, ""),
    ("contacts_change_pct", HERE, YEAR, 13, ""),
    ("referrals_accepted_per_month", HERE, YEAR, 430, "approximately"),
    ("cpp_rate", ENGLAND, LAST, 45, ""),
    ("lac_rate", ENGLAND, LAST, 64, ""),
    ("care_leavers_in_touch_pct", ENGLAND, LAST, 93, ""),
    ("camhs_waiting_list", HERE, YEAR, 150, "below"),
    ("camhs_waiting_list", HERE, LAST, 318, ""),
    ("camhs_waiting_weeks", HERE, YEAR, 5, "under"),
    ("camhs_waiting_weeks", HERE, LAST, 6, ""),
    ("missing_incidents_change_pct", HERE, YEAR, -50, "approximately"),
    ("missing_children_change_pct", HERE, YEAR, -50, "approximately"),
    ("serious_case_reviews_completed", HERE, YEAR, 2, ""),
    ("serious_case_reviews_completed", HERE, YEAR, 3, ""),
    ("social_work_vacancies_filled_pct", HERE, "2015-09-24", 85, ""),
)

Figure = tuple[str, str, str, float | None, str, str]


def expected() -> list[Figure]:
    figures: list[Figure] = [(i, HERE, YEAR, None, "", "not_reported") for i in NOT_REPORTED]
    figures += [(i, HERE, LAST, None, "", "not_comparable") for i in NOT_COMPARABLE]
    for i, values in BOTH_YEARS.items():
        figures += [(i, HERE, p, v, "", "reported") for p, v in zip((YEAR, LAST), values, strict=True)]
    figures += [(i, HERE, YEAR, v, "", "reported") for i, v in THIS_YEAR.items()]
    return figures + [(*other, "reported") for other in OTHERS]


def read(name: str) -> list[dict[str, str]]:
    with (LOCAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def carried() -> list[Figure]:
    return [
        (r["indicator"], r["area"], r["period"], float(r["value"]) if r["value"] else None, r["qualifier"], r["status"])
        for r in read("observations.csv")
    ]


def conflicts() -> dict[str, dict]:
    with (LOCAL / "conflicts.toml").open("rb") as file:
        return {conflict["id"]: conflict for conflict in tomllib.load(file)["conflict"]}


def shared(path: str) -> Path:
    if not (SHARED / path).exists():
        pytest.skip(f"{SHARED / path} is not here: it is needed for this comparison")
    return SHARED / path


def test_every_figure_agrees_with_a_second_reading():
    assert set(carried()) == set(expected())
    assert Counter(carried()) == Counter(expected())


def test_every_indicator_of_the_local_list_has_figures():
    with shared("local-register.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["id"] for row in csv.DictReader(file)} == {figure[0] for figure in carried()}


def test_rows_are_well_formed():
    register = read_register()
    releases = {row["release"]: row for row in read("releases.csv")}
    for row in read("observations.csv"):
        assert register[row["indicator"]].local_source, row
        assert parse(row["period"]).label == row["period"], row
        assert row["qualifier"] in QUALIFIERS, row
        assert re.fullmatch(r"(Appendix 4 )?§\d+(\.\d+)*", row["section"]), row
        release = releases[row["release"]]
        assert parse(release["period_first"]).end <= parse(row["period"]).end <= parse(release["period_last"]).end, row


def test_printed_is_the_value_with_the_separators_of_the_source():
    for row in read("observations.csv"):
        if row["status"] == "reported":
            assert float(row["printed"].replace(",", "")) == float(row["value"]), row
        else:
            assert row["printed"] == row["value"] == "", row


def test_sections_are_those_of_the_local_list():
    """The first row of a figure has a section that the list names for its indicator."""
    with shared("local-register.csv").open(encoding="utf-8-sig", newline="") as file:
        sources = {row["id"]: row["source"] for row in csv.DictReader(file)}
    seen = set()
    for row in read("observations.csv"):
        key = row["indicator"], row["area"], row["period"]
        if key not in seen:
            assert row["section"] in sources[row["indicator"]], row
        seen.add(key)


def test_two_values_for_one_figure_come_appendix_first_and_are_conflicts():
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in read("observations.csv"):
        found.setdefault((row["indicator"], row["area"], row["period"]), []).append(row["section"])
    doubled = {key[0]: sections for key, sections in found.items() if len(sections) > 1}
    assert doubled == {
        "contacts_change_pct": ["Appendix 4 §1.1", "§4.2"],
        "serious_case_reviews_completed": ["§4.5", "§3.7"],
    }
    contradicted = {i for c in conflicts().values() if c["kind"] == "contradiction" for i in c["indicators"]}
    assert set(doubled) <= contradicted


# --- conflicts ------------------------------------------------------------------------------------


def test_conflicts_are_well_formed():
    register, found = read_register(), conflicts()
    with (LOCAL / "conflicts.toml").open("rb") as file:
        assert len(tomllib.load(file)["conflict"]) == len(found)
    keys = {"id", "kind", "indicators", "topic", "summary", "first", "second", "handling"}
    for conflict in found.values():
        assert set(conflict) == keys, conflict["id"]
        assert conflict["kind"] in {"contradiction", "rounding", "definition"}, conflict["id"]
        assert all(i in register for i in conflict["indicators"]), conflict["id"]
        assert all(set(conflict[side]) == {"section", "says"} for side in ("first", "second")), conflict["id"]


def test_conflicts_of_figures_differ_as_stated():
    value = {figure[:3]: figure[3] for figure in carried() if figure[5] == "reported"}

    def now(indicator: str, period: str = YEAR) -> float:
        return value[indicator, HERE, period]

    sources = [now(i) for i in THIS_YEAR if i.startswith("contacts_source_")]
    outcomes = [now(i) for i in THIS_YEAR if i.startswith("contacts_outcome_")]
    assert (sum(sources), sum(outcomes)) == (99, 100)
    assert now("contacts_per_month") * 12 == 11304 > now("contacts")
    assert now("contacts") * now("contacts_outcome_referral_pct") / 100 / 12 == 452
    assert now("contacts") * now("contacts_outcome_early_help_pct") / 100 == 2938
    assert 2 * now("early_help_assessments_completed") < 2938
    rise = now("early_help_assessments_completed") / now("early_help_assessments_completed", LAST) - 1
    assert rise == pytest.approx(0.11, abs=0.005)
    assert now("contacts") / 1.13 == pytest.approx(10000)
    assert now("contacts") / 1.10 == pytest.approx(10273, abs=0.5)
    assert sum(now(i) for i in ("cwd_short_breaks", "cwd_cin", "cwd_lac", "cwd_cpp")) == 374 == 437 - 63
    accommodation = [f"care_leavers_{part}_pct" for part in ("suitable_accommodation", "unsuitable_accommodation")]
    assert sum(now(i, LAST) for i in accommodation) == 99
    assert sum(now(i) for i in (*accommodation, "care_leavers_accommodation_unknown_pct")) == 100
    assert now("uasc_foster_care") + now("uasc_semi_independent") == now("uasc")
    # The rates of this year follow from the report's own population; last year's looked-after rate does not
    # follow from the current estimate for mid-2017, but from that for mid-2016.
    children = now("population_0_17")
    assert (round(now("lac") / children * 1e4), round(now("cpp") / children * 1e4)) == (72, 35)
    before = now("lac", LAST) * 1e4
    assert (round(before / 116_697), round(before / 116_203), now("lac_rate", LAST)) == (68, 69, 69)


def published(path: str, year: int, area: str, **filters: str) -> dict[str, str]:
    with shared(f"reference/{path}").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            place = row["old_la_code"] or row["region_code"] or row["country_code"]
            if row["time_period"] == str(year) and place == area and filters.items() <= row.items():
                return row
    raise AssertionError(f"{path}: nothing for {area} in {year}")


CIN = "dfe/children-in-need/2025"
REFERRALS = f"{CIN}/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
CONFERENCES = f"{CIN}/c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv"
DURATION = f"{CIN}/d5_cpps_at31march_by_duration_2013_to_2025.csv"
FACTORS = f"{CIN}/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv"
EPISODES = f"{CIN}/b1_children_in_need_2013_to_2025.csv"
LOOKED_AFTER = "dfe/children-looked-after/2023/cla_number_and_rate_per_10k_children.csv"
IN_TOUCH = "dfe/children-looked-after/2022/la_care_leavers_intouch.csv"
MISSING = "dfe/children-looked-after/2022/la_children_who_were_missing_or_away_from_placement_without_authorisation.csv"
POPULATION = "ons/mid-year-population/ons_mid-year_population_estimates_2012_to_2024.csv"


def children(year: int, area: str = HERE) -> int:
    return int(published(POPULATION, year, area)["population_estimate"])


@pytest.mark.parametrize(
    ("year", "rereferrals", "conferences", "protected", "rate", "short", "episodes"),
    [(2019, 16.4, 74.2, 408, 34.9, 88.2, 3588), (2018, 24.2, 72.9, 424, 36.3, 89.2, 3386)],
)
def test_published_side_of_child_in_need_conflicts(year, rereferrals, conferences, protected, rate, short, episodes):
    row = published(REFERRALS, year, HERE)
    assert round(100 * int(row["rereferral_count"]) / int(row["referral_count"]), 1) == rereferrals
    assert year != 2019 or int(row["referral_count"]) == 4929
    row = published(CONFERENCES, year, HERE)
    within = int(row["Duration_0-10_days"]) + int(row["Duration_11-15_days"])
    assert round(100 * within / int(row["ICPC"]), 1) == conferences
    row = published(DURATION, year, HERE)
    assert int(row["CPP_At31"]) == protected
    assert round(protected / children(year - 1) * 1e4, 1) == rate
    parts = ("3_months_or_less", "more_than_3_months_6_months", "more_than_6_months_less_than_1_year")
    assert round(100 * sum(int(row[part]) for part in parts) / protected, 1) == short
    assert int(published(EPISODES, year, HERE)["At31_episodes"]) == episodes


def test_published_side_of_the_other_conflicts():
    row = published(LOOKED_AFTER, 2019, HERE, population_count="Children looked after at 31 March each year")
    assert (row["number"], row["rate_per_10000"]) == ("833", "71")
    plans = int(published(DURATION, 2018, ENGLAND)["CPP_At31"])
    assert round(plans / children(2017, ENGLAND) * 1e4, 1) == 45.9
    for area, rate in ((HERE, 89.5), (ENGLAND, 75.7)):
        factor = int(published(FACTORS, 2018, area)["Neglect"]) / children(2017, area) * 1e4
        assert factor == pytest.approx(rate, abs=0.051)
    assert [children(year) for year in (2016, 2017, 2018)] == [116_203, 116_697, 117_046]
    for year, incidents, involved in ((2018, "448", "120"), (2019, "443", "108")):
        kinds = ("Number of missing incidents during the year", "Children who had a missing incident during the year")
        assert [published(MISSING, year, HERE, cla_group=kind)["number"] for kind in kinds] == [incidents, involved]
    touch = "Local authority in touch with care leaver"
    for year, area, shares in ((2018, ENGLAND, ["93", "88"]), (2019, HERE, ["94", "83"])):
        rows = [
            published(IN_TOUCH, year, area, age=f"Aged {ages}", in_touch=touch) for ages in ("17 to 18", "19 to 21")
        ]
        assert [row["percentage"] for row in rows] == shares


# --- finance --------------------------------------------------------------------------------------

BOARD, TOTAL = "board_budget", "total"
FUNDS = (BOARD, "training_delivery", "scr", "partnership_fund")


def amounts(part: str, fund: str, *, totals: bool) -> list[int]:
    wanted = part, fund, "true" if totals else "false"
    return [int(r["amount"]) for r in read("finance.csv") if (r["part"], r["fund"], r["is_total"]) == wanted]


def printed_total(part: str, fund: str) -> int:
    (amount,) = amounts(part, fund, totals=True)
    return amount


def test_finance_differences_are_those_recorded():
    found = {}
    for part in ("expenditure", "income"):
        for fund in (*FUNDS, TOTAL):
            off = printed_total(part, fund) - sum(amounts(part, fund, totals=False))
            if off:
                found[f"{part} column {fund}"] = off
    for part in ("expenditure", "income", "net", "holding"):
        off = printed_total(part, TOTAL) - sum(printed_total(part, fund) for fund in FUNDS)
        if off:
            found[f"{part} row"] = off
    for fund in (*FUNDS, TOTAL):
        off = printed_total("net", fund) - printed_total("expenditure", fund) - printed_total("income", fund)
        if off:
            found[f"net {fund}"] = off
        (opening,) = amounts("holding", fund, totals=False)
        assert printed_total("holding", fund) == opening + printed_total("net", fund)
    assert found == {
        "expenditure column board_budget": -9,  # finance-board-expenditure
        "expenditure row": 9,  # finance-total-expenditure
        "income column board_budget": -1,  # finance-board-income: £1 more income than the lines
        "income row": 1,  # finance-total-income: £1 less
        "net board_budget": 10,  # finance-board-net
    }
    names = ("board-expenditure", "total-expenditure", "board-income", "total-income", "board-net")
    assert {f"finance-{name}" for name in names} <= set(conflicts())


def test_each_line_equals_its_total_cell():
    lines: dict[tuple[str, str], dict[str, int]] = {}
    for row in read("finance.csv"):
        if row["is_total"] == "false" and row["part"] in ("expenditure", "income"):
            lines.setdefault((row["part"], row["line"]), {})[row["fund"]] = int(row["amount"])
    for cells in lines.values():
        assert cells.pop(TOTAL) == sum(cells.values())


def test_opening_balances_add_up():
    (total,) = amounts("holding", TOTAL, totals=False)
    assert total == sum(sum(amounts("holding", fund, totals=False)) for fund in FUNDS) == -173_620


def test_stated_shares_differ_as_recorded():
    stated = {r["line"]: r for r in read("finance.csv") if r["stated_share_pct"] and r["fund"] == BOARD}
    whole = sum(int(row["amount"]) for row in stated.values())
    shares = {name: (r["stated_share_pct"], round(100 * int(r["amount"]) / whole, 1)) for name, r in stated.items()}
    assert shares == {
        "CAFCASS": ("0.4", 0.2),
        "Community Rehabilitation Company": ("0.9", 0.9),
        "District councils": ("2.5", 2.8),
        "Health": ("35", 32.9),
        "National Probation Service": ("0.9", 0.8),
        "Police": ("10", 9.4),
        "WCC": ("50", 53.0),
    }
    assert sum(float(share) for share, _ in shares.values()) == pytest.approx(99.7)
    recorded = {name for name in conflicts() if name.startswith("finance-share-")}
    assert len(recorded) == sum(float(share) != actual for share, actual in shares.values()) == 6


def test_recorded_finance_differences_have_their_kind():
    found = conflicts()
    rounding = {name for name in found if name.startswith("finance-") and found[name]["kind"] == "rounding"}
    assert rounding == {"finance-board-income", "finance-total-income", "finance-shares-sum"}


# --- own words ------------------------------------------------------------------------------------

RUN = 11


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_no_sentence_of_the_documents_is_copied():
    seeds = set().union(*(runs(path.read_text(encoding="utf-8")) for path in sorted(shared("seeds").glob("*.txt"))))
    files = [*LOCAL.iterdir(), *(ROOT / "data" / "indicators").glob("*.toml"), *(ROOT / "tests").rglob("*.py")]
    for path in files:
        if path.suffix in {".csv", ".toml", ".py"}:
            common = runs(path.read_text(encoding="utf-8")) & seeds
            assert not common, (path.name, " ".join(sorted(common)[0]))
