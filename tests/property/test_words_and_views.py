"""Whatever the figures are: texts hold no NaN, and an average lies among what it is made of."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.areas import AUTHORITY, ENGLAND, NATION, REGION, AreaCode
from data.observations import PUBLISHED, Observation, Status
from data.periods import comparable, financial_year_label, parse
from data.register import MEASURES, UNITS, Indicator, Register
from data.selection import STATISTICS, Selection
from data.store import COLUMNS, Neighbour, Snapshot
from data.views import points, words
from data.views.comparison import comparison
from data.views.trend import trend
from tests import builders
from tests.frames import snapshot_of

YEARS = [financial_year_label(year) for year in range(2018, 2026)]
AREAS = ["885", *(str(number) for number in range(810, 820))]
NEIGHBOURS = AREAS[1:]
# What no reader may see: a number that is none, a zero with a sign, an exponent.
ODD = re.compile(r"nan\b|\binf|None|NaN|\d[eE][+-]?\d|[-\N{MINUS SIGN}]0(\.0+)?(?![.\d])")

VALUES = st.floats(-1e9, 1e9) | st.floats(0, 200) | st.integers(0, 10**9).map(float)
MISSING = st.sampled_from([status for status in Status if status is not Status.REPORTED])
FIGURES = VALUES | MISSING
INDICATORS = st.builds(
    builders.indicator,
    unit=st.sampled_from(sorted(UNITS)),
    decimals=st.integers(0, 3),
    measure=st.sampled_from(MEASURES),
    id=st.just("it"),
)


def observation(figure: float | Status, area: str = "885", label: str = YEARS[0]) -> Observation:
    value, status = (None, figure) if isinstance(figure, Status) else (figure, Status.REPORTED)
    return Observation(
        "it", area, parse(label), value, None, None, None, status, None, PUBLISHED, "Publication, 2025", None
    )


# Words ---------------------------------------------------------------------------------------------


@given(VALUES, INDICATORS)
def test_a_number_is_digits_with_a_sign_where_it_is_not_nothing(value: float, indicator: Indicator):
    text = words.number(value, indicator)
    assert not ODD.search(text)
    assert re.fullmatch(r"[+\N{MINUS SIGN}]?\d{1,3}(,\d{3})*(\.\d+)?%?", text)
    number = Decimal(text.strip("+%").replace(",", "").replace(words.MINUS, "-"))
    assert abs(number - Decimal(value)) <= Decimal(10) ** -indicator.decimals / 2 + abs(Decimal(value)) * Decimal(
        "1e-11"
    )


@given(st.integers(0, 10**6), st.integers(0, 3))
def test_a_half_is_always_rounded_up(number: int, decimals: int):
    """In steps of half the last place, as printed numbers come: 0.5, 1.5, 2.5 or 0.05, 0.15, 0.25."""
    half = (Decimal(number) + Decimal("0.5")).scaleb(-decimals)
    assert words.round_half_up(float(half), decimals) == (Decimal(number) + 1).scaleb(-decimals)


@given(st.integers(0, 20_000), st.integers(1, 20_000), st.integers(0, 1))
def test_a_quotient_is_rounded_as_the_fraction_it_is(numerator: int, denominator: int, decimals: int):
    exact = Decimal(numerator) * 100 * 10**decimals / Decimal(denominator)
    expected = int(exact + Decimal("0.5"))
    assert int(words.round_half_up(numerator / denominator * 100, decimals).scaleb(decimals)) == expected


@given(FIGURES, FIGURES, INDICATORS)
def test_a_change_agrees_with_the_figures_beside_it(now, before, indicator: Indicator):
    first, second = observation(before, label=YEARS[0]), observation(now, label=YEARS[1])
    line = words.change(second, first, indicator)
    assert not ODD.search(line)
    if isinstance(now, Status):
        assert line == ""
    elif isinstance(before, Status):
        reason = words.figure(first, indicator)
        assert line == (f"{reason} for {YEARS[0]}" if reason.startswith("no ") else f"{YEARS[0]} {reason}")
    elif words.number(now, indicator) == words.number(before, indicator):
        assert line.startswith("● unchanged from ")
    elif indicator.unit != "percent_change":
        assert line.startswith("▲ up from " if now > before else "▼ down from ")
    assert "▲" not in line or (not isinstance(now, Status) and not isinstance(before, Status) and now > before)


# The neighbours' average ----------------------------------------------------------------------------


def average(figures: list[float | Status], statistic: str, indicator: Indicator):
    by_area = {key: {YEARS[0]: (observation(f, key),)} for key, f in zip(NEIGHBOURS, figures, strict=False)}
    nearest = tuple(Neighbour("2025", "885", rank, key, "") for rank, key in enumerate(NEIGHBOURS, 1))
    return points.average(by_area, nearest, parse(YEARS[0]), statistic, indicator)


LISTS = st.lists(FIGURES, max_size=10)


@given(LISTS, st.sampled_from(STATISTICS), INDICATORS)
def test_an_average_lies_among_its_values_and_counts_them(figures, statistic, indicator: Indicator):
    found = average(figures, statistic, indicator)
    values = [f for f in figures if not isinstance(f, Status)]
    assert (found.count, found.total) == (len(values), 10)
    assert not ODD.search(found.text)
    if not values:
        assert (found.value, found.text) == (None, "no neighbour has a figure")
        return
    slack = 1e-9 * max(1.0, *map(abs, values))
    assert min(values) - slack <= found.value <= max(values) + slack


@given(
    LISTS.flatmap(lambda figures: st.tuples(st.just(figures), st.permutations(figures))), st.sampled_from(STATISTICS)
)
def test_an_average_does_not_depend_on_the_order(pair, statistic):
    first, second = (average(list(figures), statistic, builders.indicator()) for figures in pair)
    assert (first.value, first.text, first.count) == (second.value, second.text, second.count)


@given(LISTS, st.sampled_from(STATISTICS), MISSING)
def test_another_neighbour_without_a_figure_changes_no_average(figures, statistic, status):
    shorter = figures[:9]
    indicator = builders.indicator()
    assert average(shorter, statistic, indicator).value == average([*shorter, status], statistic, indicator).value


# Whole views ---------------------------------------------------------------------------------------


CODES = (
    AreaCode(ENGLAND, ENGLAND, "England", NATION, None, "2018-03-31", "2025-03-31"),
    AreaCode("E12000005", "E12000005", "West Midlands", REGION, None, "2018-03-31", "2025-03-31"),
    *(AreaCode(k, f"E10000{k}", f"Area {k}", AUTHORITY, "E12000005", "2018-03-31", "2025-03-31") for k in AREAS),
)
PLACES = [code.key for code in CODES]


def snapshot(indicator: Indicator, figures: dict[tuple[str, str], float | Status]) -> Snapshot:
    rows = []
    for (area, label), figure in figures.items():
        row = dict.fromkeys(COLUMNS) | {"indicator": "it", "area": area, "period": label, "seq": 0}
        missing = isinstance(figure, Status)
        row |= {"value": None if missing else figure, "status": figure if missing else Status.REPORTED}
        rows.append(row | {"source": PUBLISHED, "release": "Publication, 2025", "edition": 2025, "release_id": 1})
    frame = pd.DataFrame(rows, columns=["source", "release", "edition", "release_id", *COLUMNS])
    lists = {"2025": {"885": tuple(Neighbour("2025", "885", i, key, "Close") for i, key in enumerate(NEIGHBOURS, 1))}}
    return snapshot_of(frame, Register({"it": indicator}), CODES, lists)


# A publication may count school years, calendar years or several years together beside years to March.
LABELS = [*YEARS, "academic year 2022/23", "academic year 2023/24", "2022", "2023", "2020/21 to 2022/23",
          "2021/22 to 2023/24", "2022/23 to 2023/24", "2024-09-30"]  # fmt: skip
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(YEARS) | st.sampled_from(LABELS)),
    FIGURES,
    min_size=1,
    max_size=60,
)
CHOICES = st.builds(
    Selection,
    area=st.sampled_from(["885", "815"]),
    first=st.none() | st.sampled_from(YEARS[:4]),
    last=st.none() | st.sampled_from(YEARS[4:]),
    model=st.sampled_from(["2021", "2025"]),
    statistic=st.sampled_from(STATISTICS),
)


@given(TABLES, INDICATORS, CHOICES)
def test_a_trend_says_only_what_it_shows(figures, indicator: Indicator, chosen: Selection):
    view = trend(snapshot(indicator, figures), indicator, chosen)
    every = [s for s in (view.area, view.england, view.region, view.neighbours, *view.members) if s]
    said = [view.title, view.subtitle, view.summary, view.source, *view.notes]
    said += [point.text for series in every for point in series.points]
    assert not [text for text in said if ODD.search(text)]
    assert list(view.periods) == sorted(view.periods)
    assert all(comparable(view.periods[0], period) for period in view.periods)
    for series in every:
        assert [point.period for point in series.points] == list(view.periods)
        assert all((p.value is None) is (p.status is not Status.REPORTED) for p in series.points)
        assert all(p.text for p in series.points)
    for point in view.area.points:
        given_ = figures.get((chosen.area, point.period.label))
        assert point.value == (None if given_ is None or isinstance(given_, Status) else given_)
    assert all(chosen.includes(period) for period in view.periods)


@given(TABLES, INDICATORS, CHOICES)
def test_a_comparison_has_every_neighbour_and_the_missing_last(figures, indicator: Indicator, chosen: Selection):
    held = snapshot(indicator, figures)
    if not points.all_periods(held.figures("it", PUBLISHED), chosen):
        return
    view = comparison(held, indicator, chosen)
    said = [view.title, view.subtitle, view.summary, *view.notes, *(bar.point.text for bar in view.bars)]
    assert not [text for text in said if ODD.search(text)]
    has_list = chosen.model == "2025" and chosen.area == "885" and indicator.is_comparable
    listed = 11 if has_list else 1
    assert len(view.bars) == listed
    values = [bar.point.value for bar in view.bars]
    numbers = [value for value in values if value is not None]
    assert values == sorted(numbers, reverse=True) + [None] * (len(values) - len(numbers))
