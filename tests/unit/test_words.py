"""Figures in words: rounding, signs, qualifiers, states and the line that says how a figure changed."""

from __future__ import annotations

import pytest

from data.observations import WORDS, Observation, Status
from data.periods import parse
from data.register import RATES, UNITS, Indicator
from data.views import words
from tests import builders

MINUS = "\N{MINUS SIGN}"


def observation(value, printed=None, *, period="2018/19", status=None, qualifier=None) -> Observation:
    found = status or (Status.REPORTED if value is not None else Status.NOT_AVAILABLE)
    return Observation(
        "lac_rate", "885", parse(period), value, printed, None, None, found, qualifier, "published", "A release", None
    )


def indicator(unit: str = "rate_per_10000", decimals: int = 0, **changes: object) -> Indicator:
    return builders.indicator(unit=unit, decimals=decimals, **changes)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (34.5, 0, "35"),
        (35.5, 0, "36"),
        (34.499, 0, "34"),
        (0.05, 1, "0.1"),
        (0.15, 1, "0.2"),
        (0.25, 1, "0.3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.0, 1, "0.0"),
        (-0.5, 0, "-1"),
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (29 / 200 * 100, 0, "15"),  # 14.5, which comes out as 14.499999999999998
        (69 / 20_000 * 10_000, 0, "35"),
        (1e-9, 1, "0.0"),
        (999_999_999_999.0, 0, "999999999999"),
        (43.457, 1, "43.5"),
    ],
)
def test_halves_are_rounded_up(value, decimals, text):
    assert str(words.round_half_up(value, decimals)) == text


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "text"),
    [
        ("count", 0, 11300.0, "11,300"),
        ("count", 0, 0.0, "0"),
        ("count", 0, -5.0, f"{MINUS}5"),
        ("rate_per_10000", 1, 1234.56, "1,234.6"),
        ("percent", 1, 17.815, "17.8%"),
        ("percent", 0, 0.4, "0%"),
        ("percent_change", 0, 10.0, "+10%"),
        ("percent_change", 0, -10.0, f"{MINUS}10%"),
        ("percent_change", 1, -0.25, f"{MINUS}0.3%"),
        ("percent_change", 0, 0.0, "0%"),
        ("percent_change", 0, -0.4, "0%"),
        ("percent_change", 0, 0.4, "0%"),
        ("percent_change", 0, 100.0, "+100%"),
        ("weeks", 0, 6.0, "6"),
    ],
)
def test_a_number_that_nobody_printed(unit, decimals, value, text):
    assert words.number(value, indicator(unit, decimals)) == text


@pytest.mark.parametrize(
    ("unit", "value", "printed", "text"),
    [
        ("rate_per_10000", 71.6, "72", "72"),
        ("rate_per_10000", 71.6, "71", "71"),  # the publisher's own figure, whatever we would round to
        ("percent", 17.815, "17.8", "17.8%"),
        ("percent", 21.0, "21.0", "21.0%"),
        ("count", 11300.0, "11300", "11,300"),
        ("count", 11300.0, "11,300", "11,300"),
        ("count", -5.0, "-5", f"{MINUS}5"),
        ("percent_change", -12.0, "-12", f"{MINUS}12%"),
        ("percent_change", -12.0, "12", f"{MINUS}12%"),  # "fell by 12%"
        ("percent_change", 13.0, "13", "+13%"),
        ("count", 6.0, "six", "six"),
    ],
)
def test_a_printed_figure_is_shown_as_printed(unit, value, printed, text):
    assert words.figure(observation(value, printed), indicator(unit, 1)) == text


@pytest.mark.parametrize("qualifier", ["approximately", "just over", "over", "almost", "below", "under"])
def test_a_qualifier_stands_before_its_figure(qualifier):
    shown = words.figure(observation(11300.0, "11,300", qualifier=qualifier), indicator("count"))
    assert shown == f"{qualifier} 11,300"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (Status.SUPPRESSED, "suppressed to protect identity"),
        (Status.NOT_APPLICABLE, "not applicable"),
        (Status.NOT_AVAILABLE, "not available"),
        (Status.LOW, "rounds to zero"),
        (Status.UNRELIABLE, "too unreliable to publish"),
        (Status.NOT_REPORTED, "not supplied by West Mercia Police"),
        (Status.NOT_COMPARABLE, "no comparable figure"),
    ],
)
def test_what_is_missing_is_said_in_words(status, text):
    found = observation(None, "0", status=status)  # whatever stands beside it
    assert words.figure(found, indicator(agency="West Mercia Police")) == text


def test_every_state_without_a_number_has_words():
    assert set(WORDS) == set(Status) - {Status.REPORTED}


NOW, BEFORE = "2018/19", "2017/18"


@pytest.mark.parametrize(
    ("now", "before", "line"),
    [
        (86.2, 87.4, "▼ down from 87 in 2017/18"),
        (87.4, 86.2, "▲ up from 86 in 2017/18"),
        (86.4, 85.6, "● unchanged from 86 in 2017/18"),  # equal once rounded, as both are shown
        (0.0, 0.0, "● unchanged from 0 in 2017/18"),
        (35.5, 35.4, "▲ up from 35 in 2017/18"),
    ],
)
def test_a_change_is_told_in_the_figures_shown(now, before, line):
    assert words.change(observation(now, period=NOW), observation(before, period=BEFORE), indicator()) == line


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (Status.NOT_COMPARABLE, "no comparable figure for 2017/18"),
        (Status.SUPPRESSED, "2017/18 suppressed to protect identity"),
        (Status.NOT_REPORTED, "2017/18 not supplied by Worcestershire Children First"),
    ],
)
def test_no_change_from_a_figure_that_is_not_there(status, line):
    before = observation(None, period=BEFORE, status=status)
    assert words.change(observation(86.0), before, indicator()) == line


def test_no_change_without_a_figure_now_or_before():
    assert words.change(None, observation(1.0), indicator()) == ""
    assert words.change(observation(None), observation(1.0), indicator()) == ""
    assert words.change(observation(1.0), None, indicator()) == "no figure for the period before"


def test_a_percentage_change_is_not_said_to_go_up_or_down():
    line = words.change(observation(10.0), observation(-3.0, period=BEFORE), indicator("percent_change"))
    assert line == f"was {MINUS}3% in 2017/18"


def test_an_arrow_never_contradicts_the_printed_figures():
    now, before = observation(71.4, "71"), observation(71.6, "72", period=BEFORE)
    assert words.change(now, before, indicator()) == "▼ down from 72 in 2017/18"


@pytest.mark.parametrize(
    ("label", "measure", "text"),
    [
        ("2024/25", "snapshot", "at 31 March 2025"),
        ("2024/25", "during_year", "year to March 2025"),
        ("2018/19", "monthly_average", "year to March 2019, monthly average"),
        ("2017", "during_year", "calendar year 2017"),
        ("2025-09-30", "snapshot", "at 30 September 2025"),
        ("2025-09-30", "during_year", "year to 30 September 2025"),
        ("academic year 2024/25", "during_year", "academic year 2024/25"),
        ("2021/22 to 2023/24", "during_year", "three years 2021/22 to 2023/24"),
        ("2014 to 2016", "during_year", "three years 2014 to 2016"),
    ],
)
def test_when_a_figure_holds(label, measure, text):
    period = parse(label)
    assert words.when_words(period.at_end() if measure == "snapshot" else period, indicator(measure=measure)) == text


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        ([], ""),
        (["2018/19"], "2018/19"),
        (["2018/19", "2019/20", "2024/25"], "2018/19 to 2024/25"),
        (["2018-09-30", "2019-09-30"], "30 September 2018 to 30 September 2019"),
        (["academic year 2018/19", "academic year 2024/25"], "academic year 2018/19 to academic year 2024/25"),
        (["2021/22 to 2023/24"], "2021/22 to 2023/24 together"),
        (["2018/19 to 2020/21", "2021/22 to 2023/24"], "2018/19 to 2023/24, three years together"),
        (["2013 to 2015", "2014 to 2016"], "2013 to 2016, three years together"),
        (["2016/17", "2018"], "2016/17 to 2018/19"),
        (["2018", "2018/19"], "2018/19"),
    ],
)
def test_from_the_first_of_some_periods_to_the_last(labels, text):
    assert words.span([parse(label) for label in labels]) == text


def test_every_unit_of_the_register_has_its_words():
    assert set(words.UNIT_WORDS) == set(words.UNIT_NOUNS) == set(UNITS) - set(RATES)


@pytest.mark.parametrize(
    ("unit", "population", "after", "subtitle"),
    [
        ("rate_per_10000", "", "per 10,000", "Rate per 10,000 children aged 0 to 17"),
        ("rate_per_10000", "children aged 0 to 14", "per 10,000 children aged 0 to 14",
         "Rate per 10,000 children aged 0 to 14"),
        ("rate_per_1000", "live births", "per 1,000 live births", "Rate per 1,000 live births"),
        ("rate_per_100000", "children aged 10 to 17", "per 100,000 children aged 10 to 17",
         "Rate per 100,000 children aged 10 to 17"),
    ],
)  # fmt: skip
def test_a_rate_says_of_whom_it_is(unit: str, population: str, after: str, subtitle: str):
    rate = indicator(unit, population=population)
    assert (rate.unit_words, words.of_what(rate), words.unit_as_noun(rate)) == (after, subtitle, "a rate")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("North Yorkshire", "north-yorkshire"),
        ("2018/19", "2018-19"),
        ("Bristol, City of", "bristol-city-of"),
        ("../../etc/passwd", "etc-passwd"),
        ("Kingston / Richmond", "kingston-richmond"),
    ],
)
def test_file_names_hold_letters_digits_and_hyphens(text, slug):
    assert words.slug(text) == slug
