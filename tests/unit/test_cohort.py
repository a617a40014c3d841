"""All authorities at once: DOMAIN's worked ranks, the test that nearly everybody fails, and authorities not loaded."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, poisson

from data.observations import PUBLISHED, Status
from data.selection import Selection
from data.stats import funnel
from data.stats.scale import Kind
from data.store import Snapshot
from data.views import cohort
from data.views.assessment import About, assess, latest
from data.views.strip import strip

HERE = "885"
NOT_LOADED = "881"  # Essex
WORKED = [("rereferrals_12m_pct", 48, 153, "B"), ("icpc_within_15_days_pct", 15, 143, "A")]
LARGE = ("referral_rate", "s47_rate", "cin_rate", "lac_rate", "icpc_rate")


@pytest.fixture(scope="module")
def incomplete(snapshot: Snapshot) -> Snapshot:
    """The carried figures without those of one authority, as where its file was not brought in."""
    frame = snapshot.frame[snapshot.frame["area"] != NOT_LOADED]
    return Snapshot(
        snapshot.version, frame, snapshot.area_codes, snapshot.neighbours, snapshot.releases, snapshot.register
    )


def counted(values, mine: float, is_higher_better: bool) -> tuple[int, int]:
    """Rank and number of those with a value, by counting."""
    valued = [v for v in values if v == v]
    return 1 + sum(v > mine if is_higher_better else v < mine for v in valued), len(valued)


# Worked figures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rank", "of", "band"), WORKED)
def test_rank_and_band_of_the_worked_examples(snapshot: Snapshot, name: str, rank: int, of: int, band: str) -> None:
    indicator = snapshot.register[name]
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, "2024/25")
    assert year is not None
    row = found.row(HERE)
    assert (year.rank[row], year.of, year.band[row], year.missing) == (rank, of, band, 0)
    own = found.value[row, found.column("2024/25")]
    values = found.value[:, found.column("2024/25")]
    assert counted(values, own, indicator.polarity == "higher_is_better") == (rank, of)


def test_every_rank_is_what_counting_gives(snapshot: Snapshot) -> None:
    ranked = [i for i in snapshot.register.published if i.polarity != "neutral"]
    assert len(ranked) > 5
    for indicator in ranked:
        found = cohort.cohort(snapshot, indicator)
        for column, period in enumerate(found.periods):
            year = cohort.year(snapshot, indicator, period.label)
            values = found.value[:, column]
            for row, value in enumerate(values):
                if value != value:
                    assert np.isnan(year.rank[row])
                    assert year.band[row] == ""
                elif not year.missing:
                    expected = counted(values, value, indicator.polarity == "higher_is_better")
                    assert (year.rank[row], year.of) == expected, (indicator.id, period.label, found.keys[row])


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
    scores = abs(funnel.adjusted_scores(value, n, benchmark, kind, year.tau2))
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
    kept = len(snapshot._worked_out)
    for year in range(1950, 2050):
        assert cohort.year(snapshot, indicator, f"{year}-06-30") is None
        assert cohort.trends(snapshot, indicator, f"{year}-06-30") is None
        assert assess(snapshot, indicator, Selection(HERE, model="none"), f"{year}-06-30").value is None
    assert len(snapshot._worked_out) == kept


# Authorities that are not loaded ----------------------------------------------------------------------


def test_the_carried_figures_are_of_every_authority(snapshot: Snapshot) -> None:
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        assert cohort.year(snapshot, indicator, label).missing == 0, indicator.id


@pytest.mark.parametrize("name", [name for name, *_ in WORKED])
def test_no_rank_or_band_where_an_authority_is_not_loaded(incomplete: Snapshot, name: str) -> None:
    found = assess(incomplete, incomplete.register[name], Selection(HERE), "2024/25")
    assert (found.rank, found.of, found.band) == (None, None, None)
    assert found.note(About.RANK).startswith("No rank or band: one local authority is not loaded for this period")
    # What does not need all of them is still told.
    assert found.significance.england is not None
    assert found.grading.apart is None or found.neighbours.count == len(found.neighbours.members)


def test_nobody_is_ranked_among_fewer_than_all(incomplete: Snapshot) -> None:
    year = cohort.year(incomplete, incomplete.register["rereferrals_12m_pct"], "2024/25")
    assert year.missing == 1
    assert np.isnan(year.rank).all()
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
    """City of London's plans are suppressed: it takes no rank, and nobody else loses one for it."""
    indicator = snapshot.register["cpp_repeat_pct"]
    found = assess(snapshot, indicator, Selection("201"), "2024/25")
    assert found.observation.status is Status.SUPPRESSED
    assert found.rank is None
    assert assess(snapshot, indicator, Selection(HERE), "2024/25").rank == 139
