"""Funnel and strip on the carried figures: dots agree with the limits drawn, quartiles with numpy's type 7."""

from __future__ import annotations

import re

import numpy as np
import pytest

from data.observations import PUBLISHED
from data.selection import Selection
from data.stats import funnel as control
from data.store import Snapshot
from data.views import AREA, MEMBER, NAMED, OTHER, FunnelView, StripView, cohort
from data.views.assessment import assess, latest
from data.views.funnel import funnel
from data.views.strip import strip

HERE = Selection("885")
NAMES = (
    "lac_rate", "cpp_rate", "referral_rate", "rereferrals_12m_pct", "icpc_within_15_days_pct", "cpp_2_years_pct",
    "care_leavers_in_touch_19_21_pct", "factor_fgm_rate", "factor_trafficking_pct",
)  # fmt: skip
ODD = re.compile(r"\b(nan|NaN|None|inf|Infinity)\b|  |\(\)")
ADJUSTED = pytest.mark.parametrize("is_adjusted", [True, False], ids=["adjusted", "plain"])


def drawn(snapshot: Snapshot, name: str, is_adjusted: bool = True, chosen: Selection = HERE) -> FunnelView:
    indicator = snapshot.register[name]
    return funnel(snapshot, indicator, chosen, latest(snapshot, indicator, PUBLISHED), is_adjusted)


def limits_at(snapshot: Snapshot, view: FunnelView, level: float, n: object) -> tuple[np.ndarray, np.ndarray]:
    """The view's limits at any denominators: between two that are drawn a line is straight, a limit is not."""
    year = cohort.year(snapshot, view.indicator, view.period.label)
    kind, tau2 = cohort.kind_of(view.indicator), year.tau2 if view.is_adjusted else None
    return control.limits(view.england.value, n, kind, level, tau2)


def disagreeing(snapshot: Snapshot, view: FunnelView) -> list[tuple[str, float, float | None]]:
    """Dots that are told beyond a limit and lie within it at their own denominator, or the other way."""
    found = []
    for level in control.LEVELS:
        for dot in view.dots:
            lower, upper = limits_at(snapshot, view, level, dot.denominator)
            is_told = dot.beyond is not None and dot.beyond >= level
            if is_told is not bool(dot.value < lower or dot.value > upper):
                found.append((dot.name, level, dot.beyond))
    return found


# Funnels ----------------------------------------------------------------------------------------------


@ADJUSTED
def test_dots_lie_where_the_drawn_limits_say(snapshot: Snapshot, is_adjusted: bool) -> None:
    views = [drawn(snapshot, name, is_adjusted) for name in NAMES]
    assert all(view.dots and view.is_adjusted is is_adjusted for view in views)
    assert {view.indicator.id: found for view in views if (found := disagreeing(snapshot, view))} == {}


@ADJUSTED
@pytest.mark.parametrize("name", NAMES)
def test_limits_are_drawn_where_they_are(snapshot: Snapshot, name: str, is_adjusted: bool) -> None:
    """Exactly at each denominator drawn, and too near for the eye to tell at each dot's."""
    view = drawn(snapshot, name, is_adjusted)
    sizes = [dot.denominator for dot in view.dots]
    for limits in view.limits:
        there = limits_at(snapshot, view, limits.level, view.denominators)
        assert (limits.lower, limits.upper) == tuple(map(pytest.approx, there))
        lower, upper = limits_at(snapshot, view, limits.level, sizes)
        for line, exact in ((limits.lower, lower), (limits.upper, upper)):
            assert (abs(np.interp(sizes, view.denominators, line) - exact) < 0.01 * (upper - lower)).all()


@ADJUSTED
@pytest.mark.parametrize("name", NAMES)
def test_limits_widen_as_denominators_shrink_and_hold_england(snapshot: Snapshot, name: str, is_adjusted: bool) -> None:
    view = drawn(snapshot, name, is_adjusted)
    inner, outer = sorted(view.limits, key=lambda limits: limits.level)
    assert (inner.level, outer.level) == control.LEVELS
    n = np.array(view.denominators)
    assert (np.diff(n) > 0).all()
    assert n[0] < min(d.denominator for d in view.dots) <= max(d.denominator for d in view.dots) < n[-1]
    for limits in (inner, outer):
        width = np.array(limits.upper) - np.array(limits.lower)
        assert (np.array(limits.lower) <= view.england.value).all()
        assert (np.array(limits.upper) >= view.england.value).all()
        if not re.search("pct", name):  # a percentage's are cut off at 0 and 100
            assert width[0] > width[-1]
    assert (np.array(outer.lower) <= np.array(inner.lower)).all()
    assert (np.array(outer.upper) >= np.array(inner.upper)).all()


def test_most_lie_outside_plain_limits_and_few_outside_adjusted_ones(snapshot: Snapshot) -> None:
    for name in ("referral_rate", "s47_rate", "cin_rate", "lac_rate", "icpc_rate"):
        plain, adjusted = (
            sum(dot.beyond is not None for dot in drawn(snapshot, name, kind).dots) for kind in (False, True)
        )
        total = len(drawn(snapshot, name).dots)
        assert plain >= 0.75 * total, name
        assert adjusted <= 0.2 * total, name


@ADJUSTED
def test_the_summary_counts_the_dots_outside(snapshot: Snapshot, is_adjusted: bool) -> None:
    view = drawn(snapshot, "lac_rate", is_adjusted)
    outside = sum(dot.beyond is not None for dot in view.dots)
    kind = "adjusted" if is_adjusted else "plain"
    assert view.summary.endswith(f"{outside} of {len(view.dots)} authorities lie outside the {kind} 95% limits.")
    assert ("allowing for differences" in view.subtitle) is is_adjusted


@ADJUSTED
def test_the_title_says_where_the_area_lies(snapshot: Snapshot, is_adjusted: bool) -> None:
    plain = {None: "within the limits", 0.95: "outside the 95% limits, within the 99.8% limits",
             0.998: "outside the 99.8% limits"}  # fmt: skip
    very = {0.95: "unusually", 0.998: "very unusually"}
    seen = set()
    for area in ("885", "881", "302", "201"):
        for name in ("referral_rate", "lac_rate", "cpp_rate"):
            view = drawn(snapshot, name, is_adjusted, Selection(area))
            own = [dot for dot in view.dots if dot.role == AREA]
            if own:
                words = plain[own[0].beyond]
                if is_adjusted:
                    side = "high" if own[0].value > view.england.value else "low"
                    beyond = own[0].beyond
                    words = f"{very[beyond]} {side} for its size" if beyond else "not unusual for its size"
                assert view.title == f"{view.indicator.short}: {words}"
                seen.add(own[0].beyond)
            else:
                assert view.title == f"{view.indicator.short}: no figure to place"
    assert len(seen) > 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lac_missing", "No funnel: it needs a rate or a percentage, and this is a number."),
    ],
)
def test_where_no_funnel_can_be_drawn_a_note_says_why(snapshot: Snapshot, name: str, reason: str) -> None:
    for kind in (True, False):
        view = drawn(snapshot, name, kind)
        assert (view.dots, view.limits, view.denominators, view.notes) == ((), (), (), (reason,))


@ADJUSTED
@pytest.mark.parametrize("name", ["lac_missing_pct"])
def test_a_percentage_as_printed_has_no_funnel_for_want_of_denominators(
    snapshot: Snapshot, name: str, is_adjusted: bool
) -> None:
    """Nearly every authority has a figure; none has the two numbers that it is made of."""
    view = drawn(snapshot, name, is_adjusted)
    assert [note[:9] for note in view.notes] == ["No funnel"]


def test_the_funnel_and_the_assessment_are_of_one_mind(snapshot: Snapshot) -> None:
    for name in NAMES:
        view = drawn(snapshot, name)
        found = assess(snapshot, snapshot.register[name], HERE, view.period.label)
        own = [dot.beyond for dot in view.dots if dot.role == AREA]
        assert own in ([found.grading.beyond], [])
        assert bool(own) is (found.value is not None)


def known(view: StripView) -> str:
    """Said after how many authorities there are, where more have a figure that is hidden."""
    return " with a figure" if any(note.startswith("Not drawn") for note in view.notes) else ""


# Strips -----------------------------------------------------------------------------------------------


BEGAN = {"838": "2019-04-01", "839": "2019-04-01", "940": "2021-04-01", "941": "2021-04-01", "942": "2023-04-01",
         "943": "2023-04-01"}  # fmt: skip
ENDED = {"835": "2019-03-31", "836": "2019-03-31", "837": "2019-03-31", "928": "2021-03-31", "909": "2023-03-31"}


def test_every_authority_with_a_figure_is_a_dot_once(snapshot: Snapshot) -> None:
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        figures = snapshot.peer_figures(indicator.id, PUBLISHED)
        valued = {
            key: by_label[label][0].shown(indicator.decimals)
            for key, by_label in figures.items()
            if snapshot.areas[key].level in cohort.PEERS
            and label in by_label
            and by_label[label][0].value is not None
            # A source may give an authority figures of years before it began or after it ended.
            and BEGAN.get(key, "") <= by_label[label][0].period.end.isoformat() <= ENDED.get(key, "9999")
        }
        view = strip(snapshot, indicator, HERE, label)
        assert {dot.key: dot.value for dot in view.dots} == valued
        assert len(view.dots) == len(valued) > 80
        assert [dot.value for dot in view.dots] == sorted(valued.values())


@pytest.mark.parametrize("name", NAMES)
def test_quartiles_are_those_of_type_7(snapshot: Snapshot, name: str) -> None:
    view = strip(snapshot, snapshot.register[name], HERE, "2024/25" if "in_touch" not in name else "2021/22")
    values = [dot.value for dot in view.dots]
    expected = np.quantile(values, [0.25, 0.5, 0.75], method="linear")
    assert view.quartiles == pytest.approx(tuple(expected), rel=1e-12)
    assert f"the middle half of {len(values)} authorities{known(view)} lies between" in view.summary


@pytest.mark.parametrize("area", ["885", "881", "302", "420"])
def test_the_area_and_its_neighbours_are_marked(snapshot: Snapshot, area: str) -> None:
    chosen = Selection(area)
    near = {n.neighbour for n in snapshot.neighbours["2025"][area]}
    for view in (
        strip(snapshot, snapshot.register["rereferrals_12m_pct"], chosen, "2024/25"),
        drawn(snapshot, "rereferrals_12m_pct", chosen=chosen),
    ):
        roles = {dot.key: dot.role for dot in view.dots}
        assert [key for key, role in roles.items() if role == AREA] == [area]
        assert {key for key, role in roles.items() if role == MEMBER} == near
        assert set(roles.values()) == {AREA, MEMBER, OTHER}


def test_a_strips_title_gives_the_rank_or_how_many_are_lower(snapshot: Snapshot) -> None:
    ranked = strip(snapshot, snapshot.register["rereferrals_12m_pct"], HERE, "2024/25")
    assert ranked.title == "Repeat referrals: rank 48 of 153, better half of authorities"
    view = strip(snapshot, snapshot.register["lac_rate"], HERE, "2024/25")
    (own,) = [dot for dot in view.dots if dot.role == AREA]
    lower = sum(dot.value < own.value for dot in view.dots)
    assert (
        view.title
        == f"Looked after children: higher than {lower} of {len(view.dots) - 1} other authorities{known(view)}"
    )


def test_a_suppressed_area_is_not_on_the_strip(snapshot: Snapshot) -> None:
    view = strip(snapshot, snapshot.register["cpp_rate"], Selection("201"), "2024/25")
    assert "201" not in {dot.key for dot in view.dots}
    assert view.title == "Child protection plans: no figure to place"
    assert view.summary.startswith("City of London has no figure; ")


def test_a_period_without_figures_draws_nothing(snapshot: Snapshot) -> None:
    for view in (
        strip(snapshot, snapshot.register["lac_rate"], HERE, "1990/91"),
        funnel(snapshot, snapshot.register["lac_rate"], HERE, "1990/91"),
    ):
        assert view.dots == ()
        assert view.england is None
        assert view.period.label == "1990/91"


# Every indicator, odd areas ---------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["201", "420", "928", "314", "838"])
def test_nothing_odd_is_said_or_drawn_of_any_indicator(snapshot: Snapshot, area: str) -> None:
    for indicator in snapshot.register.published:
        label = latest(snapshot, indicator, PUBLISHED)
        for view in (
            funnel(snapshot, indicator, Selection(area), label),
            funnel(snapshot, indicator, Selection(area), label, is_adjusted=False),
            strip(snapshot, indicator, Selection(area), label),
        ):
            said = [view.title, view.subtitle, view.summary, view.source, view.filename, *view.notes]
            said += [dot.text for dot in view.dots]
            assert [text for text in said if ODD.search(text) or not text] == []
            numbers = [dot.value for dot in view.dots] + [dot.denominator or 1.0 for dot in view.dots]
            if isinstance(view, FunnelView):
                numbers += [v for limits in view.limits for v in (*limits.lower, *limits.upper)]
            assert np.isfinite(numbers).all()


# An area picked to compare with -----------------------------------------------------------------------


@pytest.mark.parametrize("key", ["908", "933"], ids=["Cornwall", "a neighbour"])
def test_a_picked_area_is_marked_and_said(snapshot: Snapshot, key: str) -> None:
    indicator = snapshot.register["cpp_rate"]
    label, name = latest(snapshot, indicator, PUBLISHED), snapshot.areas[key].name
    views = strip(snapshot, indicator, HERE, label, key), funnel(snapshot, indicator, HERE, label, named=key)
    for view in views:
        assert [dot.name for dot in view.dots if dot.role == NAMED] == [name]
        assert f"; {name} " in view.summary
        assert sum(dot.role == AREA for dot in view.dots) == 1
    assert f"Worcestershire, {name} and its neighbours" in views[0].subtitle


def test_a_picked_area_is_none_of_those_it_cannot_be(snapshot: Snapshot) -> None:
    """Nobody, the area itself, and what has no dot, which is said."""
    indicator = snapshot.register["cpp_rate"]
    label = latest(snapshot, indicator, PUBLISHED)
    for key in (None, "none", HERE.area):
        view = strip(snapshot, indicator, HERE, label, key)
        assert view == strip(snapshot, indicator, HERE, label)
    ended = strip(snapshot, indicator, HERE, label, "928")
    assert not any(dot.role == NAMED for dot in ended.dots)
    assert "Northamptonshire has no figure to place here." in ended.notes
