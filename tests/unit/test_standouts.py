"""What stands out: each item checked by other means, in the order that is told, for every kind of area."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from data.dataset import Dataset
from data.observations import PUBLISHED
from data.selection import Selection
from data.stats import funnel as control
from data.store import Snapshot
from data.views import cohort, points
from data.views.standout import MOST_TRENDS, StandOut, StandOuts, standouts

AREAS = ("885", "881", "302", "201", "420", "928", "314", "838")
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
    assert named == {name: f"{name.removesuffix('_pct')}_rate" for name in factors}


def twins(told: dict[str, object]) -> set[str]:
    """Percentages of which the same is told as of the rate of the same thing: they are one story."""
    return {
        name
        for name, what in told.items()
        if name.endswith("_pct") and told.get(f"{name.removesuffix('_pct')}_rate") == what
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
    """Outside the neighbours' range, by more than chance, and not below numbers hidden for being small."""
    if not outside_neighbours(snapshot, area, item):
        return False
    label = label_of(snapshot, item)
    everyone = cohort.cohort(snapshot, item.indicator)
    row, column = everyone.row(area), everyone.column(label)
    near = [n.neighbour for n in snapshot.neighbours["2025"][area]]
    rows = snapshot.figures(item.indicator.id, "published")
    found = [rows[key][label][0] for key in near if label in rows.get(key, {})]
    mean = np.mean([o.value for o in found if o.value is not None])
    lower, upper = everyone.lower[row, column], everyone.upper[row, column]
    if lower <= mean <= upper:
        return False
    is_below = everyone.value[row, column] < mean
    return not (is_below and any(o.status in ("suppressed", "low") for o in found))


SAME = {"above": "high", "below": "low"}


# Apart from its peers ---------------------------------------------------------------------------------


def test_every_item_really_is_apart_and_none_is_left_out(snapshot: Snapshot, found) -> None:
    total = 0
    for area, answer in found.items():
        told = {item.indicator.id for item in answer.apart}
        if area == "928":  # in neither model
            continue
        sides = {}
        for indicator in snapshot.register.published:
            item = StandOut(indicator, "")
            if not indicator.is_comparable or value(snapshot, item, area, label_of(snapshot, item)) is None:
                assert indicator.id not in told
                continue
            if apart_from(snapshot, area, item) or outermost(snapshot, area, item) is not None:
                sides[indicator.id] = side(snapshot, area, item)
        # A percentage on the same side of its peers as the rate of the same thing is the same story.
        assert told == set(sides) - twins(sides), area
        total += len(told)
    assert total > 50


def test_the_reason_tells_what_is_so(snapshot: Snapshot, found) -> None:
    for area, answer in found.items():
        for item in answer.apart:
            beyond = outermost(snapshot, area, item)
            assert ("neighbours" in item.reason) is apart_from(snapshot, area, item)
            assert ("unusually" in item.reason) is (beyond is not None)
            assert ("very unusually" in item.reason) is (beyond == 0.998)
            label = label_of(snapshot, item)
            own = value(snapshot, item, area, label)
            others = [value(snapshot, item, n.neighbour, label) for n in snapshot.neighbours["2025"][area]]
            if "above all" in item.reason:
                assert own > max(other for other in others if other is not None)
            if "below all" in item.reason:
                assert own < min(other for other in others if other is not None)


def test_those_apart_on_both_counts_come_first(snapshot: Snapshot, found) -> None:
    """Then those beyond the outer limits, then those apart, then those beyond the inner limits."""
    for area, answer in found.items():
        order = []
        for item in answer.apart:
            apart, beyond = apart_from(snapshot, area, item), outermost(snapshot, area, item)
            old = 5 if "the newest figure held" in item.reason else 0
            if apart and beyond:
                order.append(old + (0 if beyond == 0.998 else 1))
            else:
                order.append(old + (2 if beyond == 0.998 else 3 if apart else 4))
        assert order == sorted(order), area
    assert sum(len(answer.apart) > 3 for answer in found.values()) > 2


def test_pictures_hold_every_authority_and_the_neighbours(snapshot: Snapshot, found) -> None:
    for area in ("885", "201"):
        for item in found[area].apart:
            label = label_of(snapshot, item)
            near = [value(snapshot, item, n.neighbour, label) for n in snapshot.neighbours["2025"][area]]
            assert item.members == tuple(v for v in near if v is not None)
            assert item.own == value(snapshot, item, area, label)
            assert item.own in item.everyone
            assert len(item.everyone) > 80


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
    ends = re.compile(r" since \S+: from ([\d.,]+)%? to ([\d.,]+)%?(?: per 10,000)? in \S+\.$")
    for area, answer in found.items():
        ways = directions(snapshot, area)
        assert len(answer.trends) == min(len(ways) - len(twins(ways)), MOST_TRENDS)
        sizes = []
        for item in answer.trends:
            first, last = (float(text.replace(",", "")) for text in ends.search(item.reason).groups())
            sizes.append(abs(last - first) / ((first + last) / 2))
        # What is printed is rounded: neighbours in the order may seem to change places by as much.
        assert all(one >= other - 0.06 for one, other in pairwise(sizes))
    assert found["885"].changing > MOST_TRENDS


def test_a_rate_and_the_percentage_of_the_same_thing_are_one_story(found) -> None:
    for answer in found.values():
        for items in (answer.trends, answer.apart):
            # Rising or falling, high or low: the same of both would be told twice.
            way = re.compile(r"Rising|Falling|above|below|high|low")
            ways = {item.indicator.id: SAME.get(told := way.search(item.reason)[0], told) for item in items}
            assert twins(ways) == set()


def test_the_number_that_change_is_of_those_tested(snapshot: Snapshot, found) -> None:
    for area in ("885", "881", "302"):
        assert found[area].changing == len(directions(snapshot, area))


def test_twins_that_go_opposite_ways_are_two_stories(dataset: Dataset, snapshot: Snapshot) -> None:
    """North Yorkshire's rate of neglect at assessment rises, the share of its assessments with it falls."""
    ways = directions(snapshot, "815")
    assert (ways["factor_neglect_rate"], ways["factor_neglect_pct"]) == (1, -1)
    alike = [n for n, way in ways.items() if n.endswith("_pct") and ways.get(f"{n.removesuffix('_pct')}_rate") == way]
    assert standouts(dataset, snapshot, Selection("815")).changing >= len(ways) - len(alike)


def test_a_trend_says_since_when_its_five_points_are(found) -> None:
    """Barnet's points have a gap: its first is of 2018/19."""
    said = re.compile(r"since (\S+): from \S+ to \S+(?: per 10,000)? in (\S+)\.")
    spans = {said.search(item.reason).groups() for answer in found.values() for item in answer.trends}
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


def test_every_published_rate_and_percentage_with_a_figure_is_tested(snapshot: Snapshot, found) -> None:
    comparable = [i for i in snapshot.register.published if i.is_comparable]
    held = [snapshot.figures(i.id, PUBLISHED) for i in comparable]
    latest = [max(label for by_label in figures.values() for label in by_label) for figures in held]
    for area, answer in found.items():
        own = [figures.get(area, {}).get(label) for figures, label in zip(held, latest, strict=True)]
        assert answer.tested == sum(bool(each and each[0].value is not None) for each in own)
    assert (len(comparable), found["885"].tested, found["928"].tested) == (42, 40, 0)


def test_an_authority_that_ended_has_nothing_in_the_latest_year_but_had(dataset: Dataset, snapshot: Snapshot) -> None:
    now = standouts(dataset, snapshot, Selection("928"))
    assert (now.apart, now.trends, now.missing, now.changing) == ((), (), (), 0)
    then = standouts(dataset, snapshot, Selection("928", last="2019/20"))
    assert then.apart or then.trends


def test_nothing_odd_is_said(found) -> None:
    for answer in found.values():
        items = (*answer.apart, *answer.trends, *answer.missing)
        assert [item.reason for item in items if ODD.search(item.reason) or not item.reason.endswith(".")] == []
        assert all(item.reason[:1].isupper() or item.reason[:1].isdigit() for item in items)
