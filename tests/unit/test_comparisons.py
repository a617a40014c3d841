"""The API's comparisons: DOMAIN's worked figures, the promised shape, and a sentence for everything that is null."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.stats import intervals

COMPARISONS = "/api/v1/comparisons"
RANKED = ("rank", "rank_low", "rank_high", "of", "band")
NAMES = [
    "indicator", "area_code", "area_name", "period", "source", "value", "printed", "status", "numerator",
    "denominator", "lower",
    "upper", "england", "region", "neighbours", "significance", "rank", "rank_low", "rank_high", "of", "band", "change",
    "previous_period", "trend", "notes",
]  # fmt: skip


def compared(client: FlaskClient, indicator: str, **asked: str) -> dict[str, Any]:
    answer = client.get(COMPARISONS, query_string={"indicator": indicator, "area": "E10000034", **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    assert list(found) == NAMES
    assert list(found["neighbours"]) == ["model", "statistic", "value", "lowest", "highest", "n", "members"]
    assert list(found["significance"]) == ["england", "region", "neighbours"]
    return found


# Worked figures, year to March 2025, Worcestershire ----------------------------------------------------


def test_child_protection_plans(client: FlaskClient) -> None:
    found = compared(client, "cpp_rate", period="2024/25")
    assert found["value"] == pytest.approx(43.457, abs=5e-4)
    assert (found["lower"], found["upper"]) == pytest.approx((39.808, 47.350), abs=5e-4)
    assert found["england"] == pytest.approx(40.565, abs=5e-4)
    assert found["significance"]["england"] == "similar"
    assert found["neighbours"]["value"] == pytest.approx(35.032, abs=5e-4)
    median = compared(client, "cpp_rate", period="2024/25", statistic="median")
    assert median["neighbours"]["value"] == pytest.approx(32.472, abs=5e-4)


def test_a_neutral_indicator_has_no_rank(client: FlaskClient) -> None:
    found = compared(client, "cpp_rate", period="2024/25")
    assert [found[name] for name in RANKED] == [None] * 5
    assert "No rank or band: neither more nor less of it is better." in found["notes"]


def test_repeat_referrals(client: FlaskClient) -> None:
    found = compared(client, "rereferrals_12m_pct", period="2024/25")
    assert found["value"] == pytest.approx(17.815, abs=5e-4)
    assert [found[name] for name in RANKED] == [48, 48, 48, 153, "B"]
    assert found["neighbours"]["lowest"] == found["neighbours"]["value"] == found["neighbours"]["highest"]
    assert found["notes"] == []


def test_an_average_rests_on_those_that_have_a_value(client: FlaskClient) -> None:
    found = compared(client, "icpc_within_15_days_pct", period="2024/25")
    assert found["value"] == pytest.approx(93.687, abs=5e-4)
    assert (found["rank"], found["of"]) == (None, 153)
    assert 15 <= found["rank_low"] < found["rank_high"] <= 25
    assert any(note.startswith("No rank") and "10 of 153 figures are hidden" in note for note in found["notes"])
    near = found["neighbours"]
    assert (near["n"], len(near["members"])) == (9, 10)
    assert near["value"] == pytest.approx(82.526, abs=5e-4)
    valued = [m["value"] for m in near["members"] if m["value"] is not None]
    assert near["value"] == pytest.approx(sum(valued) / 9)
    assert sum(valued) / 10 <= near["lowest"] < near["highest"] <= (sum(valued) + 100) / 10
    assert [m["status"] for m in near["members"] if m["value"] is None] == ["suppressed"]


def test_looked_after_by_both_models(client: FlaskClient) -> None:
    old, new = (compared(client, "lac_rate", period="2024/25", neighbours=model) for model in ("2021", "2025"))
    assert old["value"] == pytest.approx(86.248, abs=5e-4)
    assert old["neighbours"]["value"] == pytest.approx(54.661, abs=5e-4)
    assert new["neighbours"]["value"] == pytest.approx(61.220, abs=5e-4)


def test_change_and_trend(client: FlaskClient) -> None:
    now, before = (compared(client, "lac_rate", period=period) for period in ("2024/25", "2023/24"))
    assert now["change"] == now["value"] - before["value"]
    assert now["previous_period"] == "2023/24"
    assert now["trend"] == {"direction": "rising", "significant": True, "points": 5}


# What cannot be given ----------------------------------------------------------------------------------


def test_a_suppressed_part_is_not_compared(client: FlaskClient) -> None:
    found = compared(client, "rereferrals_12m_pct", area="E09000001", period="2023/24")
    if found["value"] is not None:
        pytest.fail("this authority and year is expected to be suppressed")
    assert found["status"] == "suppressed"
    assert 1 <= found["rank_low"] < found["rank_high"] <= found["of"]
    for name in ("numerator", "lower", "upper", "rank", "change"):
        assert found[name] is None
    assert found["significance"] == {"england": None, "region": None, "neighbours": None}
    assert "No value: the source says “suppressed to protect identity”." in found["notes"]


def test_a_bare_count_is_not_tested(client: FlaskClient) -> None:
    found = compared(client, "lac_missing")
    assert found["value"] is not None
    assert found["lower"] is None
    assert set(found["significance"].values()) == {None}
    assert "Not compared with England: a bare count is not tested." in found["notes"]


def test_cases_per_social_worker_have_a_margin_of_error(client: FlaskClient) -> None:
    """Cases are counted: a Poisson rate for each social worker who holds cases."""
    found = compared(client, "social_worker_caseload", period="2024/25")
    assert found["period"] == "2024-09-30"
    assert found["rank"] is not None
    assert found["trend"] is not None
    lower, upper = intervals.poisson(found["numerator"])
    assert found["lower"] == pytest.approx(float(lower) / found["denominator"])
    assert found["upper"] == pytest.approx(float(upper) / found["denominator"])


def test_the_boards_own_figure_is_not_tested(client: FlaskClient) -> None:
    found = compared(client, "cpp_rate", source="local", period="2018/19")
    assert (found["value"], found["change"], found["previous_period"]) == (35.0, -1.0, "2017/18")
    near = found["neighbours"]
    assert (near["value"], near["n"], near["members"]) == (None, 0, [])
    assert found["rank"] is found["trend"] is None


def test_without_a_list_of_neighbours(client: FlaskClient) -> None:
    """Northamptonshire ended in 2021 and is in neither model."""
    found = compared(client, "cpp_rate", area="E10000021", period="2019/20")
    nothing = {"value": None, "lowest": None, "highest": None, "n": 0, "members": []}
    assert found["neighbours"] == {"model": "2025", "statistic": "mean", **nothing}
    assert found["significance"]["neighbours"] is None
    assert found["significance"]["england"] is not None


@pytest.mark.parametrize("area", ["E92000001", "E12000005"])
def test_england_and_a_region_are_not_set_against_themselves(client: FlaskClient, area: str) -> None:
    found = compared(client, "cpp_rate", area=area, period="2024/25")
    itself = "england" if area == "E92000001" else "region"
    assert found[itself] == found["value"]
    assert found["significance"][itself] is None
    assert found["rank"] is None


def test_every_null_has_its_sentence(client: FlaskClient) -> None:
    said = {
        "value": "No value", "lower": "No confidence interval", "england": "No figure for England",
        "rank": "No rank", "rank_low": "No rank or band", "of": "No rank or band",
        "change": "No change worked out", "trend": "No trend tested", "region": "No figure for",
    }  # fmt: skip
    for indicator in client.get("/api/v1/indicators").get_json():
        for source in ("published", "local"):
            for area in ("E10000034", "E09000001", "E06000053"):
                found = compared(client, indicator["id"], area=area, source=source)
                notes = " ".join(found["notes"])
                for name, sentence in said.items():
                    assert found[name] is not None or sentence in notes, (indicator["id"], source, area, name)
                for name, against in (("england", "England"), ("region", "the region"), ("neighbours", "the neighb")):
                    is_null = found["significance"][name] is None
                    assert is_null == (f"Not compared with {against}" in notes), (indicator["id"], area, name)
                assert found["band"] is not None or "No rank or band" in notes or "No band" in notes
                bounds = [found["neighbours"][name] is None for name in ("lowest", "highest")]
                assert not any(bounds) or "No figure for the neighb" in notes or "nothing bounds" in notes
                ends = [found[name] for name in ("rank_low", "rank_high")]
                assert found["rank"] == (ends[0] if ends[0] == ends[1] else None)


def test_a_region_and_england_have_their_trends(client: FlaskClient) -> None:
    for area in ("E92000001", "E12000005"):
        found = compared(client, "factor_cse_pct", area=area, period="2024/25")
        assert found["trend"] == {"direction": "falling", "significant": True, "points": 5}


def test_a_trend_up_to_a_period_without_a_value_is_that_of_the_points_before(client: FlaskClient) -> None:
    """Bury's conferences: the last five valid points are of the years before 2024/25, whose number is suppressed."""
    rows = client.get(
        "/api/v1/observations?indicator=icpc_within_15_days_pct&area=392&source=published&format=json"
    ).json
    assert rows[-1]["value"] is None
    assert rows[-1]["period"] == "2024/25"
    now = compared(client, "icpc_within_15_days_pct", area="392", period="2024/25")
    valued = [row["period"] for row in rows if row["value"] is not None]
    then = compared(client, "icpc_within_15_days_pct", area="392", period=valued[-1])
    assert now["value"] is None
    assert now["trend"] == then["trend"]
    assert now["trend"]["points"] == 5
    assert f"The trend ends at {valued[-1]}, before this period." in now["notes"]


def test_a_change_of_inexact_figures_says_so(client: FlaskClient) -> None:
    found = compared(client, "camhs_waiting_list", source="local", period="2018/19")
    assert found["change"] == -168
    assert any("below 150" in note for note in found["notes"])


def test_a_trend_that_ended_before_is_none_of_this_period(client: FlaskClient) -> None:
    """Northamptonshire ended in 2021: its five points up to then are no answer for 2024/25."""
    assert compared(client, "icpc_within_15_days_pct", area="928", period="2019/20")["trend"] is not None
    found = compared(client, "icpc_within_15_days_pct", area="928", period="2024/25")
    assert found["trend"] is None
    assert "No trend tested: there is no value." in found["notes"]


def test_a_snapshot_is_found_by_its_day_and_its_year(client: FlaskClient) -> None:
    by_day, by_year = (compared(client, "cpp_rate", period=period) for period in ("2025-03-31", "2024/25"))
    assert by_day == by_year


# Asking -------------------------------------------------------------------------------------------------


def test_a_table_of_one_row(client: FlaskClient) -> None:
    answer = client.get(COMPARISONS, query_string={"indicator": "icpc_within_15_days_pct", "format": "csv"})
    (row,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline=""))
    assert row["area_code"] == "E10000034"
    assert row["neighbours_n"] == "9"
    assert row["significance_england"] == "higher"
    assert "suppressed" in row["neighbours_members"]
    assert float(row["neighbours_lowest"]) < float(row["neighbours_value"]) + 10
    assert (row["rank"], row["band"] in "A", row["of"]) == ("", True, "153")
    assert 15 <= int(row["rank_low"]) < int(row["rank_high"]) <= 25


def test_a_verdict_holds_for_the_average_with_the_hidden_figures_not_for_that_of_the_known(client: FlaskClient) -> None:
    """Stoke-on-Trent, 3.5%: the median of ten is 1.2% to 1.9% for every hidden number, that of the seven known 4.0%."""
    asked = {"area": "E06000021", "period": "2024/25", "neighbours": "2021", "statistic": "median"}
    found = compared(client, "cpp_2_years_pct", **asked)
    near = found["neighbours"]
    assert near["highest"] < found["lower"] < found["value"] < near["value"]
    assert found["significance"]["neighbours"] == "higher"
    assert not any(note.startswith("Not compared with the neighbours") for note in found["notes"])


def test_what_a_single_hidden_figure_can_be_is_not_given(client: FlaskClient) -> None:
    """Neither as a number of its own nor in a member; and no answer names the columns that hold it."""
    for indicator in ("icpc_within_15_days_pct", "cpp_2_years_pct"):
        found = compared(client, indicator, period="2024/25")
        for member in found["neighbours"]["members"]:
            assert list(member) == ["area_code", "area_name", "closeness", "value", "status"]
        asked = f"indicator={indicator}&period=2024/25"
        for address in (f"{COMPARISONS}?{asked}&format=csv", f"/api/v1/observations?indicator={indicator}&format=csv"):
            assert "numerator_low" not in client.get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "'indicator' is missing"),
        ({"indicator": "wishes"}, "is not in the register"),
        ({"indicator": "cpp_rate", "area": "Atlantis"}, "area 'Atlantis' is not known"),
        ({"indicator": "cpp_rate", "area": "SN"}, "a report's own average"),
        ({"indicator": "cpp_rate", "period": "soon"}, "is not a period"),
        ({"indicator": "cpp_rate", "period": "2018/19,2019/20"}, "takes one period"),
        ({"indicator": "cpp_rate", "source": "rumour"}, "one of published, local"),
        ({"indicator": "cpp_rate", "neighbours": "1999"}, "one of 2025, 2021"),
        ({"indicator": "cpp_rate", "statistic": "mode"}, "one of mean, median"),
        ({"indicator": "cpp_rate", "format": "pdf"}, "one of csv, json"),
        ({"indicator": "cpp_rate", "colour": "blue"}, "parameter 'colour' is not known"),
    ],
)
def test_what_cannot_be_answered_says_what_can(client: FlaskClient, asked: dict[str, str], said: str) -> None:
    answer = client.get(COMPARISONS, query_string=asked)
    assert answer.status_code == 400
    assert said in answer.get_json()["error"]
