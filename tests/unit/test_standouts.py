"""What stands out: each item checked by other means, in the order that is told, for every kind of area."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from data.dataset import Dataset
from data.observations import PUBLISHED
from data.selection import Selection
from data.stats import funnel as control
from data.store import Snapshot
from data.views import Grade, cohort, points
from data.views.assessment import Far, assess
from data.views.assessment.grade import far, graded
from data.views.by_chance import by_chance
from data.views.standout import MOST_TRENDS, StandOut, StandOuts, standouts, told_once
from tests import builders

AREAS = ("885", "881", "302", "201", "420", "928", "314", "838", "886", "204")
ODD = re.compile(r"\b(nan|NaN|None|inf|Infinity)\b|  |\(\)")


@pytest.fixture(scope="module")
def found(dataset: Dataset, snapshot: Snapshot) -> dict[str, StandOuts]:
    return {area: standouts(dataset, snapshot, Selection(area)) for area in AREAS}


def label_of(snapshot: Snapshot, item: StandOut) -> str:
    return points.all_periods(snapshot.figures(item.indicator.id, PUBLISHED), Selection("885"))[-1].label


def value(snapshot: Snapshot, item: StandOut, area: str, label: str) -> float | None:
    observed = snapshot.figures(item.indicator.id, PUBLISHED).get(area, {}).get(label)
    return observed[0].value if observed else None


def outside_neighbours(snapshot: Snapshot, area: str, item: StandOut) -> bool:
    """By comparing with each neighbour in turn."""
    label = label_of(snapshot, item)
    own = value(snapshot, item, area, label)
    others = [value(snapshot, item, n.neighbour, label) for n in snapshot.neighbours["2025"][area]]
    valued = [other for other in others if other is not None]
    return bool(valued) and (all(own > other for other in valued) or all(own < other for other in valued))


def side(snapshot: Snapshot, area: str, item: StandOut) -> str:
    """Of its neighbours where it is outside all of them, else of England."""
    label = label_of(snapshot, item)
    own, england = value(snapshot, item, area, label), value(snapshot, item, "E92000001", label)
    if outside_neighbours(snapshot, area, item):
        others = (value(snapshot, item, n.neighbour, label) for n in snapshot.neighbours["2025"][area])
        return "above" if own > max(other for other in others if other is not None) else "below"
    return "above" if own > england else "below"


def test_the_rate_and_the_percentage_of_every_factor_are_twins(snapshot: Snapshot) -> None:
    named = {i.id: i.twin for i in snapshot.register.values() if i.twin}
    factors = {name for name in snapshot.register if name.startswith("factor_") and name.endswith("_pct")}
    absences = {
        "cin_absence_pct": "cin_persistent_absence_pct",
        "cpp_absence_pct": "cpp_persistent_absence_pct",
        "severe_absence_pct": "persistent_absence_pct",
    }
    assert named == {name: f"{name.removesuffix('_pct')}_rate" for name in factors} | absences


def twins(snapshot: Snapshot, told: dict[str, object]) -> set[str]:
    """Measures of which the same is told as of the twin that they name: they are one story."""
    return {
        name
        for name, what in told.items()
        if snapshot.register[name].twin and told.get(snapshot.register[name].twin) == what
    }


def outermost(snapshot: Snapshot, area: str, item: StandOut) -> float | None:
    """The outermost adjusted control limit at the area's own denominator that its value lies outside of."""
    label, kind = label_of(snapshot, item), cohort.kind_of(item.indicator)
    everyone = cohort.cohort(snapshot, item.indicator)
    benchmark = value(snapshot, item, "E92000001", label)
    row, column = everyone.row(area), everyone.column(label)
    if kind is None or row is None or not everyone.denominator[row, column] > 0:
        return None
    values, n = everyone.value[:, column], everyone.denominator[:, column]
    tau2 = control.between_variance(control.scores(values, n, benchmark, kind), n)
    outside = []
    for level in control.LEVELS:
        lower, upper = control.limits(benchmark, n[row], kind, level, tau2)
        if not lower <= values[row] <= upper:
            outside.append(level)
    return max(outside, default=None)


def apart_from(snapshot: Snapshot, area: str, item: StandOut) -> bool:
    """The whole interval beyond all that each of six neighbours can be, and not below one that rounds to zero."""
    label = label_of(snapshot, item)
    everyone = cohort.cohort(snapshot, item.indicator)
    row, column = everyone.row(area), everyone.column(label)
    near = [n.neighbour for n in snapshot.neighbours["2025"][area]]
    rows = snapshot.figures(item.indicator.id, "published")
    found = [rows[key][label][0] for key in near if label in rows.get(key, {})]
    values = [o.value for o in found if o.value is not None]
    lower, upper = everyone.lower[row, column], everyone.upper[row, column]
    if len(values) < 6:
        return False
    places = [place for key in near if (place := everyone.row(key)) is not None]
    lows, highs = (ends[places, column] for ends in (everyone.lowest, everyone.highest))
    is_below = all(upper < low for low in lows if low == low)
    return all(lower > high for high in highs if high == high) or (
        is_below and not any(o.status == "low" for o in found)
    )


def far_from(snapshot: Snapshot, area: str, item: StandOut) -> bool:
    """One of the last 5% of authorities on the worse side, and beyond each neighbour."""
    label, polarity = label_of(snapshot, item), item.indicator.polarity
    if not outside_neighbours(snapshot, area, item):
        return False
    own = value(snapshot, item, area, label)
    everyone = cohort.cohort(snapshot, item.indicator)
    values = everyone.value[:, everyone.column(label)]
    sides = {"lower_is_better": "above", "higher_is_better": "below"}
    where = side(snapshot, area, item)
    beyond = sum(other >= own if where == "above" else other <= own for other in values)
    return where == sides.get(polarity, where) and beyond <= 0.05 * np.sum(~np.isnan(values))


def grade_of(snapshot: Snapshot, area: str, item: StandOut) -> Grade | None:
    """By the rule, from its parts; None where nothing is to be said."""
    label, everyone = label_of(snapshot, item), cohort.cohort(snapshot, item.indicator)
    row, column = everyone.row(area), everyone.column(label)
    if np.isnan(everyone.lower[row, column]):
        return Grade.FAR if far_from(snapshot, area, item) else None
    beyond, apart = outermost(snapshot, area, item), apart_from(snapshot, area, item)
    if beyond == 0.998 or (beyond and apart):
        return Grade.CLEARLY_UNUSUAL
    return Grade.AT_THE_EDGE if beyond or apart else None


SAME = {"above": "high", "below": "low"}


# Unusual ----------------------------------------------------------------------------------------------


def test_every_item_has_its_grade_and_none_is_left_out(snapshot: Snapshot, found) -> None:
    total = 0
    for area, answer in found.items():
        told = {item.indicator.id: item.grade for item in (*answer.unusual, *answer.edge)}
        if area == "928":  # in neither model
            continue
        grades, sides = {}, {}
        for indicator in snapshot.register.published:
            item = StandOut(indicator, "")
            if not indicator.is_comparable or value(snapshot, item, area, label_of(snapshot, item)) is None:
                assert indicator.id not in told
                continue
            grade = grade_of(snapshot, area, item)
            if grade is not None:
                grades[indicator.id] = grade
                sides[indicator.id] = (grade, side(snapshot, area, item))
        # A percentage of the same grade and side as the rate of the same thing is the same story, told with it.
        one_story = twins(snapshot, sides)
        assert told == {name: grade for name, grade in grades.items() if name not in one_story}, area
        assert {item.also.id for item in (*answer.unusual, *answer.edge) if item.also} == one_story
        assert answer.tally.clearly == sum(grade is Grade.CLEARLY_UNUSUAL for grade in grades.values())
        assert answer.tally.edge == sum(grade is Grade.AT_THE_EDGE for grade in grades.values())
        total += len(told)
    assert total > 40


def test_what_is_looked_at_first_is_clearly_unusual_or_far_on_the_worse_side(found) -> None:
    for answer in found.values():
        for item in answer.unusual:
            is_far = item.grade is Grade.FAR and item.indicator.polarity != "neutral"
            assert is_far or item.grade is Grade.CLEARLY_UNUSUAL
        for item in answer.edge:
            is_far = item.grade is Grade.FAR and item.indicator.polarity == "neutral"
            assert is_far or item.grade is Grade.AT_THE_EDGE


def test_what_is_not_tested_is_never_called_unusual(dataset: Dataset, snapshot: Snapshot) -> None:
    told = 0
    for area in snapshot.areas.authorities:
        if not snapshot.areas.is_open(area):
            continue
        indicator = snapshot.register["lac_missing_pct"]
        last = points.all_periods(snapshot.figures(indicator.id, PUBLISHED), Selection(area.key))[-1].label
        found = assess(snapshot, indicator, Selection(area.key), last)
        if found.grade is Grade.FAR:
            answer = standouts(dataset, snapshot, Selection(area.key))
            (item,) = (item for item in (*answer.unusual, *answer.edge) if item.indicator is indicator)
            assert "not tested" in item.reason
            assert "unusual" not in item.reason
            told += 1
    assert told > 0


@pytest.mark.parametrize(
    ("value", "polarity", "side", "at_or_beyond"),
    [
        (148, "lower_is_better", "above", 4),
        (145, "lower_is_better", "above", 7),  # seven of 151 are 4.6%
        (144, "lower_is_better", None, 0),
        (151, "higher_is_better", None, 0),
        (7, "higher_is_better", "below", 7),
        (8, "higher_is_better", None, 0),
        (4, "lower_is_better", None, 0),
        (4, "neutral", "below", 4),
        (148, "neutral", "above", 4),
    ],
)
def test_a_figure_is_far_up_to_the_last_twentieth(
    value: int, polarity: str, side: str | None, at_or_beyond: int
) -> None:
    """Of authorities with the figures 1 to 151, the neighbours having 75."""
    found = far(value, np.arange(1.0, 152.0), polarity, builders.neighbourhood(value=75.0))
    assert found == (None if side is None else Far(side, at_or_beyond, 151, polarity != "neutral"))


def test_far_takes_six_neighbours_and_none_on_a_level() -> None:
    values = np.arange(1.0, 152.0)
    assert far(148, values, "neutral", builders.neighbourhood(6, value=75.0)) is not None
    assert far(148, values, "neutral", builders.neighbourhood(5, value=75.0)) is None
    assert far(148, values, "neutral", builders.neighbourhood(value=148.0)) is None
    # Of ten neighbours four have a hidden number, which may be lower, and higher than 80 only where nothing bounds it.
    near = builders.neighbourhood(6, value=75.0)
    bounded, unbounded = (
        replace(near, members=tuple(p if p.value else replace(p, lowest=2.0, highest=most) for p in near.members))
        for most in (80.0, np.inf)
    )
    assert far(3, values, "neutral", bounded) is None
    assert far(148, values, "neutral", bounded) is not None
    assert far(148, values, "neutral", unbounded) is None


def test_the_reason_tells_what_is_so(snapshot: Snapshot, found) -> None:
    for area, answer in found.items():
        for item in (*answer.unusual, *answer.edge):
            beyond = outermost(snapshot, area, item)
            assert ("neighbours" in item.reason) is (item.grade is Grade.FAR or apart_from(snapshot, area, item))
            assert ("unusually" in item.reason) is (beyond is not None)
            assert ("very unusually" in item.reason) is (beyond == 0.998)
            label = label_of(snapshot, item)
            own = value(snapshot, item, area, label)
            others = [value(snapshot, item, n.neighbour, label) for n in snapshot.neighbours["2025"][area]]
            if "above all" in item.reason:
                assert own > max(other for other in others if other is not None)
            if "below all" in item.reason:
                assert own < min(other for other in others if other is not None)


def test_those_unusual_on_both_counts_come_first(snapshot: Snapshot, found) -> None:
    """Then those outside the outer limits, then those far from others; what is old comes last."""
    for area, answer in found.items():
        for items in (answer.unusual, answer.edge):
            order = []
            for item in items:
                apart, beyond = apart_from(snapshot, area, item), outermost(snapshot, area, item)
                old = 9 if "the newest figure held" in item.reason else 0
                if apart and beyond:
                    order.append(old + (0 if beyond == 0.998 else 1))
                else:
                    is_far = item.grade is Grade.FAR
                    order.append(old + (3 if is_far else 2 if beyond == 0.998 else 4 if apart else 5))
            assert order == sorted(order), area
    assert sum(len(answer.unusual) > 1 for answer in found.values()) > 2


def test_pictures_hold_every_authority_and_the_neighbours(snapshot: Snapshot, found) -> None:
    for area in ("885", "201"):
        for item in (*found[area].unusual, *found[area].edge):
            label = label_of(snapshot, item)
            near = [value(snapshot, item, n.neighbour, label) for n in snapshot.neighbours["2025"][area]]
            assert item.members == tuple(v for v in near if v is not None)
            assert item.own == value(snapshot, item, area, label)
            assert item.own in item.everyone
            assert len(item.everyone) > 80


# By chance --------------------------------------------------------------------------------------------


def test_the_chance_of_a_grade_is_that_of_random_neighbours(snapshot: Snapshot) -> None:
    """Drawn a few thousand times, not counted."""
    drawn = np.random.default_rng(1)
    indicator = snapshot.register["cpp_rate"]
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, "2024/25")
    column = found.column("2024/25")
    value, lower, upper = (each[:, column] for each in (found.value, found.lower, found.upper))
    rows = np.flatnonzero(~np.isnan(value))
    clearly, edge, times = 0, 0, 60
    for row in rows:
        others = rows[rows != row]
        for _ in range(times):
            near = value[drawn.choice(others, 10, replace=False)]
            is_apart = lower[row] > near.max() or upper[row] < near.min()
            grade = graded(float(year.beyond[row]), bool(is_apart))
            clearly += grade is Grade.CLEARLY_UNUSUAL
            edge += grade is Grade.AT_THE_EDGE
    shares = by_chance(snapshot, indicator, "2024/25")
    assert shares.clearly == pytest.approx(clearly / times / len(rows), abs=0.006)
    assert shares.edge == pytest.approx(edge / times / len(rows), abs=0.006)


def test_what_is_tested_is_what_chance_is_told_of(snapshot: Snapshot, found) -> None:
    for area, answer in found.items():
        tally = answer.tally
        assert tally.clearly + tally.edge <= tally.tested
        assert (tally.by_chance.clearly > 0) is (tally.tested > 0), area
        assert tally.by_chance.clearly + tally.by_chance.edge < tally.tested or not tally.tested


# Changing over the years ------------------------------------------------------------------------------


def steepness(years: np.ndarray, values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The weighted slope by the normal equations, and its variance."""
    design = np.stack([np.ones(len(years)), years - years.mean()])
    inverse = np.linalg.inv(design * weights @ design.T)
    return float((inverse @ (design * weights @ values))[1]), float(inverse[1, 1])


def direction(snapshot: Snapshot, name: str, area: str) -> int:
    """1 rising, -1 falling, 0 no significant change over the latest five points up to the latest period."""
    indicator = snapshot.register[name]
    everyone = cohort.cohort(snapshot, indicator)
    row = everyone.row(area)
    if row is None or np.isnan(everyone.value[row, -1]):
        return 0
    width = everyone.upper[row] - everyone.lower[row]
    used = np.flatnonzero(width > 0)[-5:]
    if len(used) < 5:
        return 0
    years = np.array([everyone.periods[i].end.year for i in used], dtype=float)
    values, weights = everyone.value[row, used], (2 * 1.959963985 / width[used]) ** 2
    steep, variance = steepness(years, values, weights)
    # The points scatter more around the line than their intervals say: the variance grows in proportion.
    fitted = np.average(values, weights=weights) + steep * (years - np.average(years, weights=weights))
    variance *= max(1.0, float(weights @ (values - fitted) ** 2) / 3)
    without = [steepness(*(np.delete(each, i) for each in (years, values, weights)))[0] for i in range(5)]
    is_sure = steep**2 / variance > 9.5495 and all(np.sign(other) == np.sign(steep) for other in without)
    # Said of an area only where the last figure is clearly on that side of the first.
    last, first = used[-1], values[0]
    is_borne_out = everyone.lower[row, last] > first if steep > 0 else everyone.upper[row, last] < first
    return int(np.sign(steep)) if is_sure and is_borne_out else 0


def directions(snapshot: Snapshot, area: str) -> dict[str, int]:
    """Of every published rate and percentage that changes by more than chance."""
    found = {i.id: direction(snapshot, i.id, area) for i in snapshot.register.published if i.is_comparable}
    return {name: way for name, way in found.items() if way}


def test_every_trend_really_is_significant_and_goes_the_way_told(snapshot: Snapshot, found) -> None:
    total = 0
    for area, answer in found.items():
        for item in answer.trends:
            way = direction(snapshot, item.indicator.id, area)
            assert item.reason.startswith({1: "Rising", -1: "Falling"}[way]), (area, item.indicator.id)
            total += 1
    assert total > 15


def test_only_the_strongest_trends_are_listed_the_strongest_first(snapshot: Snapshot, found) -> None:
    ends = re.compile(r" since .+: from ([\d.,]+)%? to ([\d.,]+)%?(?: per 10,000)? in \S+\.$")
    for area, answer in found.items():
        ways = directions(snapshot, area)
        assert len(answer.trends) == min(len(ways) - len(twins(snapshot, ways)), MOST_TRENDS)
        sizes = []
        for item in answer.trends:
            first, last = (float(text.replace(",", "")) for text in ends.search(item.reason).groups())
            sizes.append(abs(last - first) / ((first + last) / 2))
        # What is printed is rounded: neighbours in the order may seem to change places by as much.
        assert all(one >= other - 0.06 for one, other in pairwise(sizes))
    assert found["886"].changing > MOST_TRENDS


def test_a_rate_and_the_percentage_of_the_same_thing_are_one_story(snapshot: Snapshot, found) -> None:
    for answer in found.values():
        for items in (answer.trends, answer.unusual, answer.edge):
            # Rising or falling, high or low: the same of both would be told twice.
            way = re.compile(r"Rising|Falling|above|below|high|low")
            ways = {item.indicator.id: SAME.get(told := way.search(item.reason)[0], told) for item in items}
            assert twins(snapshot, ways) == set()


def test_the_number_that_change_is_of_those_tested(snapshot: Snapshot, found) -> None:
    for area in ("885", "881", "302"):
        assert found[area].changing == len(directions(snapshot, area))


def test_twins_that_go_opposite_ways_are_two_stories(snapshot: Snapshot) -> None:
    """A rate of neglect that rises and a share of assessments that falls are told both, else one with the other."""
    rate, share = (
        builders.assessment(indicator=snapshot.register[f"factor_neglect_{kind}"]) for kind in ("rate", "pct")
    )
    assert told_once([rate, share], lambda a: a.indicator.unit) == [(rate, None), (share, None)]
    assert told_once([share, rate], lambda _: "rising") == [(rate, share.indicator)]
    assert told_once([share], lambda _: "rising") == [(share, None)]


def test_a_trend_says_since_when_its_five_points_are(found) -> None:
    """Hackney's points have a gap: the first of some is of 2018/19."""
    said = re.compile(r"since (\d{4}/\d\d).*: from \S+ to \S+(?: per 10,000)? in (\S+)\.")
    found_in = (said.search(item.reason) for answer in found.values() for item in answer.trends)
    spans = {match.groups() for match in found_in if match}
    assert ("2020/21", "2024/25") in spans
    assert ("2018/19", "2024/25") in spans


# Not supplied, and whoever is asked about -------------------------------------------------------------


def test_agencies_that_did_not_supply_a_figure_are_named(found) -> None:
    assert [(item.indicator.id, item.reason) for item in found["885"].missing] == [
        ("children_in_police_custody", "Not supplied by West Mercia Police for 2018/19."),
        ("da_repeat_offences", "Not supplied by West Mercia Police for 2018/19."),
    ]
    assert all(found[area].missing == () for area in AREAS if area != "885")


def test_contradictions_stand_out_for_the_area_whose_board_reported(dataset: Dataset, found) -> None:
    told = [(c.first.says, c.second.says) for c in found["885"].conflicts]
    assert ("up 10% on the year before", "up 13% on the year before") in told
    assert ("two completed", "three completed") in told
    # Neither what is a matter of rounding or definition nor what is about no figure.
    assert {c.kind for c in found["885"].conflicts} == {"contradiction"}
    assert len(told) < sum(c.kind == "contradiction" for c in dataset.conflicts)
    assert all(found[area].conflicts == () for area in AREAS if area != "885")


def test_every_figure_with_an_interval_is_tested(snapshot: Snapshot, found) -> None:
    comparable = [i for i in snapshot.register.published if i.is_comparable]
    for area, answer in found.items():
        tested = 0
        for indicator in comparable:
            everyone = cohort.cohort(snapshot, indicator)
            row, column = everyone.row(area), everyone.column(label_of(snapshot, StandOut(indicator, "")))
            tested += row is not None and not np.isnan(everyone.lower[row, column])
        assert answer.tally.tested == tested
    assert found["928"].tally.tested == 0


def test_an_authority_that_ended_has_nothing_in_the_latest_year_but_had(dataset: Dataset, snapshot: Snapshot) -> None:
    now = standouts(dataset, snapshot, Selection("928"))
    assert (now.unusual, now.edge, now.trends, now.missing, now.changing) == ((), (), (), (), 0)
    then = standouts(dataset, snapshot, Selection("928", last="2019/20"))
    assert then.unusual or then.edge or then.trends


def test_nothing_odd_is_said(found) -> None:
    for answer in found.values():
        items = (*answer.unusual, *answer.edge, *answer.trends, *answer.missing)
        assert [item.reason for item in items if ODD.search(item.reason) or not item.reason.endswith(".")] == []
        assert all(item.reason[:1].isupper() or item.reason[:1].isdigit() for item in items)
