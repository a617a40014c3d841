"""All authorities at once: DOMAIN's worked ranks, the test that nearly everybody fails, and authorities not loaded."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, poisson

from data.observations import PUBLISHED, Status
from data.periods import Period
from data.selection import Selection
from data.stats import funnel as control
from data.stats.scale import Kind
from data.store import Snapshot, dated
from data.views import cohort
from data.views.assessment import About, assess, latest
from data.views.comparison import comparison
from data.views.funnel import funnel
from data.views.strip import strip
from tests import builders
from tests.frames import all_figures, snapshot_of

HERE = "885"
NAN = math.nan
NOT_LOADED = "881"  # Essex
WORKED = ("rereferrals_12m_pct", "icpc_within_15_days_pct")
PLANS = "cpp_2_years_pct"
RESTS = "The neighbours' mean rests on 8 of 10 that have a figure; with the 2 hidden it is 2.3% to 2.5%."
LARGE = ("referral_rate", "s47_rate", "cin_rate", "lac_rate", "icpc_rate")


def again(snapshot: Snapshot, frame: pd.DataFrame) -> Snapshot:
    """The carried figures with another table of them."""
    return snapshot_of(frame, snapshot.register, snapshot.area_codes, snapshot.neighbours, snapshot.releases)


@pytest.fixture(scope="module")
def incomplete(snapshot: Snapshot) -> Snapshot:
    """The carried figures without those of one authority, as where its file was not brought in."""
    frame = all_figures(snapshot)
    return again(snapshot, frame[frame["area"] != NOT_LOADED])


@pytest.fixture(scope="module")
def bounded(snapshot: Snapshot) -> Snapshot:
    """The carried figures, of which every hidden number of plans of two years is one from 1 to 5, or none of none."""
    frame = all_figures(snapshot)
    is_hidden = (frame["indicator"] == PLANS) & (frame["status"] == Status.SUPPRESSED)
    whole = pd.to_numeric(frame["denominator"])
    for name, end in (("numerator_low", 1.0), ("numerator_high", 5.0)):
        made = pd.to_numeric(frame[name], errors="coerce").astype(float)
        frame[name] = made.mask(is_hidden & (whole > 0), end).mask(is_hidden & ~(whole > 0), 0.0)
    return again(snapshot, frame)


Ends = tuple[float, float]


def what_it_can_be(row: dict[str, Any], unit: str) -> Ends | None:
    """The lowest and highest that a figure of the table can be, worked out anew; None for no figure."""
    if row["status"] == Status.REPORTED:
        return row["value"], row["value"]
    if row["status"] != Status.SUPPRESSED:
        return None
    per, most = {"percent": (100, 100), "rate_per_10000": (10_000, math.inf)}.get(unit, (1, math.inf))
    low, high, whole = (row[name] for name in ("numerator_low", "numerator_high", "denominator"))
    is_known = whole is not None and whole > 0
    least = low / whole * per if is_known and low is not None and low == low else 0.0
    if high is None or high != high:
        return least, most
    if not is_known:
        return 0.0, 0.0 if high == 0 else most
    return least, min(high / whole * per, most)


def counted(ends: list[Ends], mine: Ends, is_higher_better: bool) -> tuple[int, int]:
    """Best and worst possible rank, by counting."""
    if is_higher_better:
        ends, mine = [(-high, -low) for low, high in ends], (-mine[1], -mine[0])
    others = list(ends)
    others.remove(mine)
    return 1 + sum(high < mine[0] for _, high in others), 1 + sum(low < mine[1] for low, _ in others)


# Worked figures ---------------------------------------------------------------------------------------


def test_rank_and_band_of_the_worked_example(snapshot: Snapshot) -> None:
    indicator = snapshot.register["rereferrals_12m_pct"]
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, "2024/25")
    row = found.row(HERE)
    assert (year.rank_low[row], year.rank_high[row], year.of, year.hidden) == (48, 48, 153, 0)
    assert (year.band[row], year.missing) == ("B", 0)


def test_ten_hidden_conference_figures_leave_a_range(snapshot: Snapshot) -> None:
    """15th of the 143 that have a value; each of the ten others may be better."""
    indicator = snapshot.register["icpc_within_15_days_pct"]
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, "2024/25")
    row, value = found.row(HERE), found.value[:, found.column("2024/25")]
    assert (year.of, year.hidden) == (153, 10)
    assert 1 + np.sum(value > value[row]) == 15
    assert 15 <= year.rank_low[row] <= year.rank_high[row] <= 25


def lived(snapshot: Snapshot, key: str, period: Period) -> bool:
    """Whether the authority was there for most of the period's last year: these began and ended on 1 April."""
    began = {"838": 2019, "839": 2019, "940": 2021, "941": 2021, "942": 2023, "943": 2023}
    ended = {"835": 2019, "836": 2019, "837": 2019, "928": 2021, "909": 2023}
    day = period.start if period.start == period.end else period.end - timedelta(days=183)
    return date(began.get(key, 1), 4, 1) <= day < date(ended.get(key, 9999), 4, 1)


def test_every_rank_is_what_counting_gives(snapshot: Snapshot, bounded: Snapshot) -> None:
    uncertain = 0
    ranked = [i for i in snapshot.register.published if i.polarity != "neutral"]
    assert len(ranked) > 5
    for held, indicators in ((snapshot, ranked), (bounded, [snapshot.register[PLANS]])):
        for indicator in indicators:
            found, is_higher_better = cohort.cohort(held, indicator), indicator.polarity == "higher_is_better"
            rows = held.frame(indicator.id, PUBLISHED).astype({"period": object, "status": object})
            rows = rows[rows["area"].isin(found.keys)]
            for label, of_period in rows.groupby(rows["period"].to_numpy()):
                year, period = cohort.year(held, indicator, label), dated(label, indicator)
                rows_of = (row for row in of_period.to_dict("records") if lived(held, row["area"], period))
                ends = {row["area"]: what_it_can_be(row, indicator.unit) for row in rows_of}
                there = [each for each in ends.values() if each is not None]
                assert year.of == len(there)
                for key, mine in ends.items():
                    low, high = (float(end[found.row(key)]) for end in (year.rank_low, year.rank_high))
                    if mine is None or year.missing:
                        assert np.isnan([low, high]).all()
                    else:
                        assert (low, high) == counted(there, mine, is_higher_better), (indicator.id, label, key)
                        uncertain += low < high
    assert uncertain > 500


@pytest.mark.parametrize("name", ["lac_rate", "rereferrals_12m_pct", "cpp_2_years_pct", "social_worker_caseload"])
def test_quartiles_are_those_of_type_7(snapshot: Snapshot, name: str) -> None:
    indicator = snapshot.register[name]
    label = latest(snapshot, indicator, PUBLISHED)
    found = cohort.cohort(snapshot, indicator)
    values = found.value[:, found.column(label)]
    expected = np.quantile(values[~np.isnan(values)], [0.25, 0.5, 0.75], method="linear")
    assert cohort.year(snapshot, indicator, label).quartiles == pytest.approx(tuple(expected), rel=1e-12)


def test_arrays_hold_what_the_release_holds(snapshot: Snapshot) -> None:
    """A value where it gives one, nothing where it gives a status; and a row only where it has one."""
    for name in ("cpp_rate", "icpc_within_15_days_pct", "social_worker_vacancy_rate_pct"):
        indicator = snapshot.register[name]
        found, figures = cohort.cohort(snapshot, indicator), snapshot.figures(name, PUBLISHED)
        seen = 0
        for row, key in enumerate(found.keys):
            for column, period in enumerate(found.periods):
                observed = figures[key].get(period.label)
                assert found.has_row[row, column] == (observed is not None)
                value = observed[0].value if observed else None
                seen += value is not None
                assert found.value[row, column] == value or (value is None and np.isnan(found.value[row, column]))
        assert seen > 1000


# Chance and spread ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LARGE)
def test_three_quarters_of_all_differ_from_england_by_more_than_chance(snapshot: Snapshot, name: str) -> None:
    """And few stand out once the spread between authorities is allowed for: about one in twenty to one in six."""
    valued, plain, adjusted = cohort.spread(snapshot, snapshot.register[name], "2024/25")
    assert plain >= 0.75 * valued
    assert 0.05 * valued <= adjusted <= 0.2 * valued


def test_plain_and_adjusted_for_every_indicator(snapshot: Snapshot) -> None:
    found = [
        cohort.spread(snapshot, indicator, latest(snapshot, indicator, PUBLISHED))
        for indicator in snapshot.register.published
    ]
    spreads = [each for each in found if each is not None]
    assert len(spreads) == 41
    assert all(adjusted <= plain <= valued for valued, plain, adjusted in spreads)
    assert sum(plain for _, plain, _ in spreads) > 4 * sum(adjusted for _, _, adjusted in spreads)


def test_no_spread_without_denominators(snapshot: Snapshot) -> None:
    """The share of looked after children who went missing is taken as printed."""
    for name in ("lac_missing_pct", "lac_missing"):
        indicator = snapshot.register[name]
        assert cohort.spread(snapshot, indicator, latest(snapshot, indicator, PUBLISHED)) is None
    assert cohort.spread(snapshot, snapshot.register["lac_rate"], "1990/91") is None


@pytest.mark.parametrize("name", [*LARGE, "rereferrals_12m_pct", "cpp_2_years_pct", "factor_fgm_rate"])
def test_the_outermost_limit_is_named(snapshot: Snapshot, name: str) -> None:
    """By the normal scores where the spread is allowed for, by the chance of such a count where it is not."""
    indicator = snapshot.register[name]
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, "2024/25")
    kind, benchmark = cohort.kind_of(indicator), cohort.england(snapshot, indicator, "2024/25")
    value, n = (each[:, found.column("2024/25")] for each in (found.value, found.denominator))
    share, expected = value / kind.per, benchmark / kind.per
    if kind is Kind.RATE:
        tail = np.minimum(poisson.sf(share * n - 1, expected * n), poisson.cdf(share * n, expected * n))
    else:
        tail = norm.sf(abs(share - expected) / np.sqrt(expected * (1 - expected) / n))
    scores = abs(control.adjusted_scores(value, n, benchmark, kind, year.tau2))
    for row in np.flatnonzero(~np.isnan(scores)):
        by_spread = 0.998 if scores[row] > 3.0902323 else 0.95 if scores[row] > 1.959964 else 0
        # Adjusted limits are the wider of the two at each level.
        assert year.beyond[row] == min(by_spread, year.beyond_plain[row])
        assert year.beyond_plain[row] == (0.998 if tail[row] < 0.001 else 0.95 if tail[row] < 0.025 else 0)
    assert {0, 0.95, 0.998} <= set(year.beyond_plain) | set(year.beyond)


def test_a_figure_without_limits_is_beyond_nothing(snapshot: Snapshot) -> None:
    """Not judged is not the same as within."""
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, label)
        value, n = (each[:, found.column(label)] for each in (found.value, found.denominator))
        is_judged = ~np.isnan(value) & (n > 0)
        if cohort.kind_of(indicator) is None or cohort.england(snapshot, indicator, label) is None:
            is_judged[:] = False
        for beyond in (year.beyond, year.beyond_plain):
            assert (~np.isnan(beyond) == is_judged).all(), indicator.id
            assert set(beyond[is_judged]) <= {0, 0.95, 0.998}


def test_what_is_kept_does_not_grow_with_what_is_asked(snapshot: Snapshot) -> None:
    indicator = snapshot.register["cpp_rate"]
    assess(snapshot, indicator, Selection(HERE), "2024/25")
    kept = len(snapshot.holding(indicator.id, PUBLISHED)._worked_out)
    for year in range(1950, 2050):
        assert cohort.year(snapshot, indicator, f"{year}-06-30") is None
        assert cohort.trends(snapshot, indicator, f"{year}-06-30") is None
        assert assess(snapshot, indicator, Selection(HERE, model="none"), f"{year}-06-30").value is None
    assert len(snapshot.holding(indicator.id, PUBLISHED)._worked_out) == kept


# Authorities that are not loaded ----------------------------------------------------------------------


def test_the_carried_figures_are_of_every_authority(snapshot: Snapshot) -> None:
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        assert cohort.year(snapshot, indicator, label).missing == 0, indicator.id


@pytest.mark.parametrize("name", WORKED)
def test_no_rank_or_band_where_an_authority_is_not_loaded(incomplete: Snapshot, name: str) -> None:
    found = assess(incomplete, incomplete.register[name], Selection(HERE), "2024/25")
    assert (found.rank, found.rank_low, found.rank_high, found.of, found.band) == (None,) * 5
    assert found.note(About.RANK).startswith("No rank or band: one local authority is not loaded for this period")
    # What does not need all of them is still told.
    assert found.significance.england is not None
    assert found.grading.apart is None or found.neighbours.count == len(found.neighbours.members)


def test_nobody_is_ranked_among_fewer_than_all(incomplete: Snapshot) -> None:
    year = cohort.year(incomplete, incomplete.register["rereferrals_12m_pct"], "2024/25")
    assert year.missing == 1
    assert np.isnan([year.rank_low, year.rank_high]).all()
    assert set(year.band) == {""}


def test_a_strip_says_that_an_authority_is_not_loaded(incomplete: Snapshot, snapshot: Snapshot) -> None:
    indicator = incomplete.register["rereferrals_12m_pct"]
    view = strip(incomplete, indicator, Selection(HERE), "2024/25")
    assert len(view.dots) == 152
    assert len(view.notes) == 1
    assert "not loaded" in view.notes[0]
    assert "rank" not in view.title
    assert strip(snapshot, indicator, Selection(HERE), "2024/25").notes == ()


def test_an_authority_that_is_not_loaded_has_no_figure_and_says_so(incomplete: Snapshot) -> None:
    found = assess(incomplete, incomplete.register["lac_rate"], Selection(NOT_LOADED), "2024/25")
    assert (found.value, found.lower, found.rank, found.grading.apart, found.grading.beyond, found.trend) == (None,) * 6
    assert found.note(About.VALUE) == "No value: the source has no figure for this area and period."


def test_one_with_a_status_for_a_figure_is_loaded(snapshot: Snapshot) -> None:
    """City of London's plans are suppressed: it is one of those that are ranked, somewhere."""
    indicator = snapshot.register["cpp_repeat_pct"]
    found = assess(snapshot, indicator, Selection("201"), "2024/25")
    assert found.observation.status is Status.SUPPRESSED
    here = assess(snapshot, indicator, Selection(HERE), "2024/25")
    assert (found.of, here.of) == (153, 153)
    assert here.rank_low >= 139
    assert here.rank_high <= 139 + cohort.year(snapshot, indicator, "2024/25").hidden


# Hidden numbers ---------------------------------------------------------------------------------------


def test_plans_of_two_years_in_worcestershire(bounded: Snapshot) -> None:
    """Once "27 of 92: better half" and "better than its neighbours' average", of eight."""
    found = assess(bounded, bounded.register[PLANS], Selection(HERE), "2024/25")
    assert (found.rank, found.rank_low, found.rank_high, found.of, found.band) == (None, 44, 87, 153, None)
    assert found.note(About.RANK) == "No rank or band is certain: 61 of 153 figures are hidden."
    near = found.neighbours
    assert (near.count, near.hidden, found.significance.neighbours) == (8, 2, "similar")
    assert [round(each, 3) for each in (near.value, near.lowest, near.highest)] == [2.848, 2.325, 2.514]
    assert found.note(About.COUNT) == RESTS


def test_plans_of_two_years_in_camden(bounded: Snapshot) -> None:
    """Once "rank 1 of 92" and "better than its neighbours' average", of three."""
    found = assess(bounded, bounded.register[PLANS], Selection("202"), "2024/25")
    assert (found.value, found.rank, found.of, found.shared) == (0, 1, 153, (27, 27))
    assert found.note(About.SHARED) == "Rank 1 is shared by 27."
    assert found.significance.neighbours is None
    assert found.note(About.TO_NEIGHBOURS) == (
        "Not compared with the neighbours: only 3 of 10 have a figure, and it takes more than half."
    )


def test_a_zero_that_hidden_ones_may_share(snapshot: Snapshot) -> None:
    """Where nothing bounds them the others may be zero too, or any share."""
    frame = all_figures(snapshot)
    frame[["numerator_low", "numerator_high"]] = np.nan
    held = again(snapshot, frame)
    found = assess(held, held.register[PLANS], Selection("202"), "2024/25")
    assert (found.rank, found.shared, found.band) == (1, (25, 86), "A")
    assert found.neighbours.highest > 70
    elsewhere = assess(held, held.register["factor_fgm_rate"], Selection(HERE), "2024/25")
    assert elsewhere.neighbours.hidden
    assert (elsewhere.neighbours.lowest, elsewhere.neighbours.highest) == (None, None)
    assert "nothing bounds" in elsewhere.note(About.COUNT)
    assert (elsewhere.significance.neighbours, elsewhere.grading.apart) == (None, None)


def test_where_the_answer_depends_on_hidden_figures_there_is_none(bounded: Snapshot) -> None:
    """North Tyneside's 0% is below its neighbours' mean of seven, and may not be below that of ten."""
    found = assess(bounded, bounded.register[PLANS], Selection("392"), "2024/25")
    assert found.neighbours.lowest < found.upper < found.neighbours.highest
    assert found.significance.neighbours is None
    assert found.note(About.TO_NEIGHBOURS) == (
        "Not compared with the neighbours: 3 of 10 are hidden, so that their mean can be 2.5% to 3.0%, too wide to "
        "tell."
    )


@pytest.mark.parametrize(
    ("unit", "low", "high", "whole", "ends"),
    [
        ("percent", 1, 5, 200, (0.5, 2.5)),
        ("percent", NAN, NAN, 200, (0, 100)),
        ("percent", 0, 0, NAN, (0, 0)),
        ("percent", 1, 5, NAN, (0, 100)),
        ("percent", 1, 5, 4, (25, 100)),
        ("percent", 1, 5, 0, (0, 100)),
        ("rate_per_10000", 1, 5, 20_000, (0.5, 2.5)),
        ("rate_per_10000", 1, NAN, 20_000, (0.5, math.inf)),
        ("rate_per_10000", NAN, NAN, 20_000, (0, math.inf)),
        ("rate_per_10000", 1, 5, NAN, (0, math.inf)),
        ("ratio", 1, 5, 2, (0.5, 2.5)),
        ("ratio", NAN, NAN, NAN, (0, math.inf)),
        ("count", 1, 5, NAN, (1, 5)),
        ("count", NAN, NAN, NAN, (0, math.inf)),
    ],
)
def test_what_a_hidden_figure_can_be(unit: str, low: float, high: float, whole: float, ends: Ends) -> None:
    indicator = builders.indicator(unit=unit)
    found = cohort.possible(indicator, *(np.array([float(each)]) for each in (low, high, whole)))
    assert tuple(float(end[0]) for end in found) == ends


def test_a_hidden_percentage_that_can_exceed_100_is_not_taken_for_a_share() -> None:
    """Those who left in a year can be more than those in post at its end."""
    indicator = builders.indicator(unit="percent", can_exceed_100=True)
    found = cohort.possible(indicator, *(np.array([each]) for each in (1.0, NAN, 4.0)))
    assert tuple(float(end[0]) for end in found) == (25.0, math.inf)


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.REPORTED, Status.SUPPRESSED)])
def test_only_who_has_a_figure_reported_or_suppressed_is_ranked(snapshot: Snapshot, status: Status) -> None:
    frame, indicator = all_figures(snapshot), snapshot.register[PLANS]
    is_it = (frame["indicator"] == PLANS) & (frame["area"] == NOT_LOADED) & (frame["period"] == "2024/25")
    assert is_it.sum() == 1
    frame.loc[is_it, "status"] = status
    frame.loc[is_it, "value"] = np.nan
    held = again(snapshot, frame)
    year = cohort.year(held, indicator, "2024/25")
    assert (year.of, year.missing) == (152, 0)
    assert np.isnan(year.rank_low[cohort.cohort(held, indicator).row(NOT_LOADED)])
    found = assess(held, indicator, Selection(NOT_LOADED), "2024/25")
    assert found.note(About.RANK) == "No rank or band: there is no value."


def test_charts_draw_reported_values_only_and_say_how_many_are_hidden(bounded: Snapshot) -> None:
    indicator = bounded.register[PLANS]
    for view in (strip, funnel):
        drawn = view(bounded, indicator, Selection(HERE), "2024/25")
        assert len(drawn.dots) == 92
        assert "Not drawn: 61 of 153 figures, hidden to protect identity." in drawn.notes
    drawn = strip(bounded, indicator, Selection(HERE), "2024/25")
    assert drawn.title == f"{indicator.short}: rank 44th to 87th of 153"
    assert "the middle half of 92 authorities with a figure" in drawn.summary


def test_a_title_counts_the_hidden_neighbours_whose_side_is_certain(bounded: Snapshot) -> None:
    """Of two hidden ones one is higher whatever it is, the other may be either."""
    bars = comparison(bounded, bounded.register[PLANS], Selection(HERE), "2024/25")
    assert bars.title.endswith(": lower than 8 of 10 neighbours, 1 not known")
    assert RESTS in bars.notes
