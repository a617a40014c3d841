"""An assessment in words: what it differs from, where it ranks, whether it changes. One phrase for one answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from data.periods import parse
from data.register import HIGHER_IS_BETTER, NEUTRAL, Indicator
from data.stats.benchmark import against as compared
from data.views import words
from data.views.assessment import (
    ABOVE,
    BELOW,
    FALLING,
    LEVEL,
    LOWER,
    RISING,
    SIDES,
    SIMILAR,
    About,
    Assessment,
    TrendResult,
)
from data.views.assessment.years_before import PANDEMIC as FIRST_YEAR

BETTER, WORSE = "better", "worse"
QUARTERS = {"A": "best quarter", "B": "better half", "C": "worse half", "D": "worst quarter"}
ENGLAND, THEM = "England", "its neighbours' average"
PANDEMIC = f"{FIRST_YEAR}, where most trends begin, was the first year of the pandemic."
NOTHING: Mapping[str, str] = MappingProxyType({})


def versus(found: Assessment, values: Mapping[str, str] = NOTHING) -> str:
    """Whom the figure differs from by more than chance: "Higher than England; similar to its neighbours' average".

    Where one side is better, that is said too: "Better (lower) than England and its neighbours' average". ``values``
    are put in brackets after the names. "" where nothing is tested.
    """
    sides = {ENGLAND: found.significance.england, THEM: found.significance.neighbours}
    grouped: dict[str, list[str]] = {}
    for name, side in sides.items():
        if side is not None:
            grouped.setdefault(side, []).append(f"{name} ({values[name]})" if name in values else name)
    parts = [f"{against(side, found.indicator)} {' and '.join(names)}" for side, names in grouped.items()]
    return sentence("; ".join(parts))


def with_hidden(found: Assessment) -> str:
    """What the neighbours' average can be with the hidden figures, after how it was made; "" where none is hidden."""
    near = found.neighbours
    if not near.hidden or near.value is None:
        return ""
    hidden = f"the {near.hidden} hidden"
    if near.lowest is None or near.highest is None:
        return f"; without {hidden}"
    return f"; {words.ends(near.lowest, near.highest, found.indicator)} with {hidden}"


def unsettled(found: Assessment) -> str:
    """Why a figure with an interval is not compared with its neighbours, as a sentence; else ""."""
    return "" if found.lower is None else found.note(About.TO_NEIGHBOURS)


def beside(found: Assessment, value: float | None, name: str) -> str:
    """The figure against one other's, taken as a point: "Higher than Essex (44.0)"; "" where it cannot be tested."""
    side = SIDES.get(float(compared(found.lower, found.upper, value)))
    return sentence(f"{against(side, found.indicator)} {name}") if side else ""


def against(side: str, indicator: Indicator) -> str:
    """One side as the start of a comparison: "higher than", "better (lower) than", "similar to"."""
    if side == SIMILAR:
        return "similar to"
    if indicator.polarity == NEUTRAL:
        return f"{side} than"
    return f"{_worth(side == LOWER, indicator)} ({side}) than"


def _worth(is_low: bool, indicator: Indicator) -> str:
    return WORSE if is_low == (indicator.polarity == HIGHER_IS_BETTER) else BETTER


def untested(found: Assessment) -> str:
    """Why nothing is tested, as a sentence; "" where something is."""
    return found.note(About.INTERVAL)


def over_years(found: Assessment) -> str:
    """The five-point test: "rising since 2020/21"; "" where it finds nothing, cannot be made, or the last figure is
    not clearly on that side of the first: that takes more words than these."""
    trend = found.trend
    if trend is None or not trend.is_significant or not _agrees(found, trend):
        return ""
    return f"{trend.direction} since {_since(trend)}{_worth_of(trend, found.indicator)}{_before(trend)}"


def no_trend(found: Assessment) -> str:
    """As ``over_years``, with what the test finds where that is not to be said in a word."""
    trend = found.trend
    if trend is None or found.value is None or over_years(found):
        return over_years(found)
    if not trend.is_significant:
        return f"no significant change since {_since(trend)}{_before(trend)}"
    way = {RISING: ("rises", "above"), FALLING: ("falls", "below")}[trend.direction]
    return (
        f"no clear rise or fall since {_since(trend)}: a line through the figures {way[0]}, but the last one is not "
        f"clearly {way[1]} the first{_before(trend)}"
    )


def is_since_pandemic(found: Assessment) -> bool:
    """Whether the points of the test begin in the first year of the pandemic."""
    return found.trend is not None and parse(found.trend.since).financial_year == FIRST_YEAR


def _before(trend: TrendResult) -> str:
    """The years before those of the trend: ", still below 2017/18 to 2019/20"; "" where they are not looked at."""
    before = trend.before
    if before is None:
        return ""
    years = f"{words.period_words(parse(before.first))} to {words.period_words(parse(before.last))}"
    if before.standing == LEVEL:
        return f", level with {years}"
    is_still = (trend.direction, before.standing) in ((RISING, BELOW), (FALLING, ABOVE))
    return f",{' still' if is_still else ''} {before.standing} {years}"


def course(found: Assessment) -> str:
    """The test in few words, for a title: "rising since 2020/21", "no clear rise or fall since 2020/21"; else ""."""
    if found.trend is None or found.value is None:
        return ""
    way = found.trend.direction if over_years(found) else "no clear rise or fall"
    return f"{way} since {_since(found.trend)}"


def _agrees(found: Assessment, trend: TrendResult) -> bool:
    """Whether the whole interval of the last figure lies on the trend's side of the first, taken as a point."""
    if found.lower is None or found.upper is None:
        return False
    return found.lower > trend.start if trend.direction == RISING else found.upper < trend.start


def _since(trend: TrendResult) -> str:
    return words.period_words(parse(trend.since))


def _worth_of(trend: TrendResult, indicator: Indicator) -> str:
    """ " (improving)" or " (worsening)" where one side is better."""
    if indicator.polarity == NEUTRAL:
        return ""
    is_better = (trend.direction == RISING) == (indicator.polarity == HIGHER_IS_BETTER)
    return f" ({'improving' if is_better else 'worsening'})"


def doubt(found: Assessment) -> str:
    """Said of a zero where England's rate would give many, and of what is unlike its other years; "" of all others."""
    if found.note(About.ZERO):
        return ", perhaps not recorded"
    return ", doubted" if found.note(About.DOUBT) else ""


def place(found: Assessment) -> str:
    """Rank and quarter among all authorities: "rank 48 of 153, better half of authorities"; "" without a rank.

    Where hidden figures leave it open, all that it can be: "rank 44th to 87th of 153", and no quarter unless every one
    of them is in it.
    """
    quarter = f", {QUARTERS[found.band]} of authorities" if found.band else ""
    return f"{ranked(found)}{quarter}" if ranked(found) else ""


def ranked(found: Assessment) -> str:
    """The rank of a figure: "rank 48 of 153", "rank 1 of 153, shared by 25", "rank 44th to 87th of 153"; else ""."""
    if found.value is None or found.rank_low is None or found.rank_high is None:
        return ""
    if found.rank is None:
        return f"rank {words.ranks(found.rank_low, found.rank_high)} of {found.of}"
    said = words.shared(*found.shared) if found.shared else ""
    return f"rank {found.rank} of {found.of}{', ' if said else ''}{said}"


def placed(found: Assessment) -> str:
    """The rank as it stands in a sentence: "148th of 151 authorities", "145th of 151 authorities, shared by 3"; else
    ""."""
    if not ranked(found) or found.rank_low is None or found.rank_high is None:
        return ""
    place = words.ranks(found.rank_low, found.rank_high) if found.rank is None else words.ordinal(found.rank)
    said = words.shared(*found.shared) if found.shared and found.rank is not None else ""
    return f"{place} of {found.of} authorities{', ' if said else ''}{said}"


def worth(found: Assessment) -> str:
    """better for the best quarter, worse for the last, "" for all between, for indicators without a better side and
    where hidden figures leave the quarter open. A doubted figure is neither praised nor blamed."""
    if found.note(About.DOUBT):
        return ""
    return {"A": BETTER, "D": WORSE}.get(found.band or "", "")


def chip(found: Assessment) -> str:
    """Rank and quarter at a glance: "▲ Rank 15 of 153: best quarter", "Rank 44th to 87th of 153"; "" without one."""
    if not ranked(found):
        return ""
    arrow = {BETTER: "▲ ", WORSE: "▼ "}.get(worth(found), "")
    quarter = f": {QUARTERS[found.band]}" if found.band else ""
    return f"{arrow}{sentence(ranked(found))}{quarter}{', doubted' if found.note(About.DOUBT) else ''}"


def sentence(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]
