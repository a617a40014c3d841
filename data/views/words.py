"""Figures and changes in words: the only place where a value becomes text for people."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from data.clock import long_date
from data.observations import Observation, status_words
from data.periods import ACADEMIC_YEAR, CALENDAR_YEAR, DAY, TOGETHER, Period, comparable
from data.register import UNITS, Indicator
from data.stats.rounding import round_half_up
from data.views.types import Interval

MINUS = "\N{MINUS SIGN}"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: float, indicator: Indicator) -> str:
    """A value as shown where the publisher prints none: rounded, with thousands separators and its sign or %."""
    return _dressed(f"{round_half_up(value, indicator.decimals):,}", value, indicator)


def figure(observation: Observation, indicator: Indicator) -> str:
    """What people see of an observation: its number with qualifier, or why there is none."""
    if observation.value is None:
        return status_words(observation.status, indicator.agency)
    text = number(observation.value, indicator) if observation.printed is None else _printed(observation, indicator)
    return f"{observation.qualifier} {text}" if observation.qualifier else text


def _printed(observation: Observation, indicator: Indicator) -> str:
    text = str(observation.printed).replace(",", "")
    try:
        text = f"{Decimal(text):,}"
    except ArithmeticError:
        return str(observation.printed)
    return _dressed(text, float(observation.value or 0), indicator)


def _dressed(text: str, value: float, indicator: Indicator) -> str:
    if indicator.unit == "percent_change":
        sign = "" if not text.strip("-0.") else "+" if value > 0 else MINUS
        return f"{sign}{text.lstrip('-')}%"
    return f"{text.replace('-', MINUS)}%" if indicator.unit == "percent" else text.replace("-", MINUS)


def interval(lower: float, upper: float, indicator: Indicator) -> Interval | None:
    """A 95% interval as people read it, "39.8 to 47.3"; None where a limit is not a number."""
    if lower != lower or upper != upper:
        return None
    return Interval(lower, upper, f"{number(lower, indicator)} to {number(upper, indicator)}")


def ends(lowest: float, highest: float, indicator: Indicator) -> str:
    """All that something can be: "2.3% to 2.5%"; "2.4%" where both read alike."""
    return " to ".join(dict.fromkeys((number(lowest, indicator), number(highest, indicator))))


def ordinal(place: int) -> str:
    """ "1st", "12th", "43rd"."""
    suffix = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix}"


def ranks(low: int, high: int) -> str:
    """All ranks that one can have: "44th to 87th"."""
    return f"{ordinal(low)} to {ordinal(high)}"


def shared(fewest: int, most: int) -> str:
    """How many have a rank, where it is more than one: "shared by 25", "shared by 25 or more"; else ""."""
    if most < 2:
        return ""
    if fewest == most:
        return f"shared by {fewest}"
    return f"shared by {fewest} or more" if fewest > 1 else "perhaps shared"


def others(count: int) -> str:
    """So many more: "1 other", "60 others"."""
    return f"{count} other{'' if count == 1 else 's'}"


# Units that the value itself or the indicator's name says; in a sentence "cases per social worker" does too.
SAID_IN_VALUE = ("percent", "percent_change", "score", "rank")


def unit_beside(indicator: Indicator) -> str:
    """The unit as it stands beside a value: "per 1,000 live births", "per worker"; "" where it is said already."""
    return "" if indicator.unit in SAID_IN_VALUE else indicator.unit_words


def unit_in_sentence(indicator: Indicator) -> str:
    """The unit after a value in a sentence, with a space before it: " per 10,000"; "" where it is said already."""
    unit = "" if indicator.unit == "ratio" else unit_beside(indicator)
    return f" {unit}" if unit else ""


def counts(observation: Observation | None) -> str:
    """What a rate or percentage is made of: "522 of 120,119"; "" where the source does not give both."""
    if observation is None or observation.value is None:
        return ""
    if observation.numerator is None or observation.denominator is None:
        return ""
    return f"{observation.numerator:,.10g} of {observation.denominator:,.10g}"


def change(now: Observation | None, before: Observation | None, indicator: Indicator) -> str:
    """The change on the period before as a line: "▼ down from 87 in 2023/24", or why there is none."""
    if now is None or now.value is None:
        return ""
    if before is None:
        return "no figure for the period before"
    when = period_words(before.period)
    if before.value is None:
        reason = figure(before, indicator)
        return f"{reason} for {when}" if reason.startswith("no ") else f"{when} {reason}"
    text = f"{figure(before, indicator)} {_held(before.period, indicator)}"
    if figure(now, indicator) == figure(before, indicator):
        return f"● unchanged from {text}"
    if indicator.unit == "percent_change":
        return f"was {text}"
    return f"▲ up from {text}" if _is_up(now, before, indicator) else f"▼ down from {text}"


def _is_up(now: Observation, before: Observation, indicator: Indicator) -> bool:
    """As people see the figures: an arrow never contradicts the numbers beside it."""
    return (now.shown(indicator.decimals) or 0) > (before.shown(indicator.decimals) or 0)


def period_words(period: Period) -> str:
    """A label as people read it: a day is written out, several years are said to be taken together."""
    if period.kind == DAY:
        return long_date(period.end)
    return f"{period.label} together" if period.kind in TOGETHER else period.label


def span(periods: Sequence[Period]) -> str:
    """From the first of some periods to the last: "2018/19 to 2024/25"; "" where there are none.

    Where they are of two kinds, the financial years in which they end.
    """
    if not periods:
        return ""
    first, last = periods[0], periods[-1]
    if first.label == last.label:
        return period_words(first)
    if not comparable(first, last):
        return " to ".join(dict.fromkeys((first.financial_year, last.financial_year)))
    if last.kind in TOGETHER:
        start, end = first.label.partition(" to ")[0], last.label.partition(" to ")[2]
        return f"{start} to {end}, {_NUMBERS[last.years]} years together"
    return f"{period_words(first)} to {period_words(last)}"


def in_words(period: Period) -> str:
    """A period after a figure: "in 2018/19", "on 30 September 2025"."""
    return f"{'on' if period.kind == DAY else 'in'} {period_words(period)}"


def _held(period: Period, indicator: Indicator) -> str:
    """As ``in_words``; a flow counted to a day is of the year to it."""
    if period.kind != DAY:
        return in_words(period)
    return f"{'at' if indicator.measure == 'snapshot' else 'in the year to'} {period_words(period)}"


def when_words(period: Period, indicator: Indicator) -> str:
    """When a figure holds: "at 31 March 2025", "year to March 2025", "calendar year 2017"."""
    if period.kind == CALENDAR_YEAR:
        return f"calendar year {period.label}"
    if period.kind in TOGETHER:
        return f"{_NUMBERS[period.years]} years {period.label}"
    if indicator.measure == "snapshot":
        return f"at {long_date(period.end)}"
    if period.kind == DAY:
        return f"year to {long_date(period.end)}"
    if period.kind == ACADEMIC_YEAR:
        return period.label
    average = ", monthly average" if indicator.measure == "monthly_average" else ""
    return f"year to March {period.end.year}{average}"


UNIT_WORDS = {
    "count": "Number",
    "percent": "Percentage",
    "percent_change": "Percentage change",
    "weeks": "Weeks",
    "ratio": "Cases per social worker",
    "score": "Score",
    "rank": "Rank",
}


UNIT_NOUNS = {
    "count": "a number",
    "percent": "a percentage",
    "percent_change": "a percentage change",
    "weeks": "a length of time",
    "ratio": "a ratio",
    "score": "a score",
    "rank": "a rank",
}


def unit_as_noun(indicator: Indicator) -> str:
    """What kind of figure it is: "a ratio"."""
    return "a rate" if indicator.is_rate else UNIT_NOUNS[indicator.unit]


def measure_words(indicator: Indicator, period: Period) -> str:
    """Unit and measure as the start of a subtitle: "Rate per 10,000 children aged 0 to 17, at 31 March"."""
    day = f"{period.end.day} {period.end:%B}"
    year = f"{_NUMBERS[period.years]} years" if period.years > 1 else "year"
    measures = {"during_year": f"{year} to {day}", "snapshot": f"at {day}", "monthly_average": "monthly average"}
    measure = measures.get(indicator.measure)
    return f"{of_what(indicator)}, {measure}" if measure else of_what(indicator)


def of_what(indicator: Indicator) -> str:
    """The unit, and of whom or of what: "Rate per 1,000 girls aged 15 to 17", "Percentage of referrals in the year"."""
    if indicator.is_rate:
        return f"Rate {UNITS[indicator.unit]} {indicator.population}"
    if indicator.unit == "percent" and indicator.denominator:
        return f"Percentage of {indicator.denominator}"
    return UNIT_WORDS[indicator.unit]


def neighbours(count: int) -> str:
    """So many: "8 neighbours", "1 neighbour"."""
    return f"{count} neighbour{'' if count == 1 else 's'}"


def all_neighbours(count: int, of: int) -> str:
    """Those with a figure, of so many: "all 10 neighbours", "the only neighbour with a figure"."""
    every = "the only neighbour" if count == 1 else f"all {count} neighbours"
    return f"{every} with a figure" if count < of else every


def slug(text: str) -> str:
    """A file name's part: "North Yorkshire" is north-yorkshire, 2018/19 is 2018-19."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
