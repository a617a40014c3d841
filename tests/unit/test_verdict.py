"""An assessment in words: every side, polarity and status has its phrase, and a neutral indicator no better side."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.register import POLARITIES
from data.stats.funnel import LEVELS
from data.views import grade_words, verdict
from data.views.assessment import (
    FALLING,
    HIGHER,
    LOWER,
    NO_TREND,
    RISING,
    SIMILAR,
    About,
    Far,
    Grade,
    Grading,
    Note,
    Significance,
    TrendResult,
    YearsBefore,
)
from tests.builders import assessment, neighbourhood

NEUTRAL, MORE, LESS = "neutral", "higher_is_better", "lower_is_better"

# Whom it differs from --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "england", "neighbours", "said"),
    [
        (NEUTRAL, HIGHER, SIMILAR, "Higher than England; similar to its neighbours' average"),
        (NEUTRAL, HIGHER, HIGHER, "Higher than England and its neighbours' average"),
        (NEUTRAL, LOWER, LOWER, "Lower than England and its neighbours' average"),
        (NEUTRAL, LOWER, HIGHER, "Lower than England; higher than its neighbours' average"),
        (NEUTRAL, SIMILAR, SIMILAR, "Similar to England and its neighbours' average"),
        (LESS, LOWER, LOWER, "Better (lower) than England and its neighbours' average"),
        (LESS, HIGHER, HIGHER, "Worse (higher) than England and its neighbours' average"),
        (LESS, HIGHER, LOWER, "Worse (higher) than England; better (lower) than its neighbours' average"),
        (LESS, SIMILAR, LOWER, "Similar to England; better (lower) than its neighbours' average"),
        (MORE, HIGHER, HIGHER, "Better (higher) than England and its neighbours' average"),
        (MORE, LOWER, LOWER, "Worse (lower) than England and its neighbours' average"),
        (MORE, LOWER, SIMILAR, "Worse (lower) than England; similar to its neighbours' average"),
        (MORE, SIMILAR, SIMILAR, "Similar to England and its neighbours' average"),
    ],
)
def test_every_side_has_its_words(polarity: str, england: str, neighbours: str, said: str) -> None:
    found = assessment(polarity, significance=Significance(england=england, neighbours=neighbours))
    assert verdict.versus(found) == said


@pytest.mark.parametrize(
    ("significance", "said"),
    [
        (Significance(england=HIGHER), "Higher than England"),
        (Significance(neighbours=SIMILAR), "Similar to its neighbours' average"),
        (Significance(region=HIGHER), ""),
        (Significance(), ""),
    ],
)
def test_whom_nothing_is_compared_with_is_not_named(significance: Significance, said: str) -> None:
    assert verdict.versus(assessment(significance=significance)) == said


def test_values_stand_in_brackets_after_the_names_they_are_of() -> None:
    found = assessment(LESS, significance=Significance(england=LOWER, neighbours=LOWER))
    values = {verdict.ENGLAND: "22.6%", verdict.THEM: "19.7%, mean of 10, 2025 model"}
    assert verdict.versus(found, values) == (
        "Better (lower) than England (22.6%) and its neighbours' average (19.7%, mean of 10, 2025 model)"
    )
    assert (
        verdict.versus(found, {verdict.ENGLAND: "22.6%"})
        == "Better (lower) than England (22.6%) and its neighbours' average"
    )


@pytest.mark.parametrize(
    ("polarity", "value", "said"),
    [
        (NEUTRAL, 80.9, "Higher than Essex (80.9)"),
        (NEUTRAL, 81.0, "Similar to Essex (81.0)"),  # an interval that ends there holds it
        (NEUTRAL, 92.0, "Similar to Essex (92.0)"),
        (NEUTRAL, 92.1, "Lower than Essex (92.1)"),
        (MORE, 92.1, "Worse (lower) than Essex (92.1)"),
        (LESS, 92.1, "Better (lower) than Essex (92.1)"),
    ],
)
def test_one_other_is_a_point(polarity: str, value: float, said: str) -> None:
    assert verdict.beside(assessment(polarity), value, f"Essex ({value})") == said


@pytest.mark.parametrize("changes", [{"lower": None}, {"upper": None}, {"lower": None, "upper": None}])
def test_without_an_interval_nothing_stands_beside(changes: dict[str, object]) -> None:
    assert verdict.beside(assessment(**changes), 40.0, "Essex") == ""
    assert verdict.beside(assessment(), None, "Essex") == ""


def test_why_nothing_is_tested_is_said_in_the_assessments_words() -> None:
    why = "No confidence interval: a bare count is not tested."
    other = (Note(About.RANK, "No rank or band: because."), Note(About.TREND, "No trend tested: why."))
    assert verdict.untested(assessment(notes=(other[0], Note(About.INTERVAL, why), other[1]))) == why
    assert verdict.untested(assessment(notes=other)) == ""


# Over the years --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "direction", "said"),
    [
        (NEUTRAL, RISING, "rising since 2020/21"),
        (NEUTRAL, FALLING, "falling since 2020/21"),
        (MORE, RISING, "rising since 2020/21 (improving)"),
        (MORE, FALLING, "falling since 2020/21 (worsening)"),
        (LESS, RISING, "rising since 2020/21 (worsening)"),
        (LESS, FALLING, "falling since 2020/21 (improving)"),
    ],
)
def test_a_trend_has_its_direction_and_its_worth(polarity: str, direction: str, said: str) -> None:
    found = assessment(polarity, trend=TrendResult(direction, 5, "2020/21", 70.0 if direction == RISING else 100.0))
    assert verdict.over_years(found) == verdict.no_trend(found) == said


@pytest.mark.parametrize(
    ("polarity", "direction", "standing", "said"),
    [
        (NEUTRAL, RISING, "below", "rising since 2020/21, still below 2017/18 to 2019/20"),
        (NEUTRAL, RISING, "above", "rising since 2020/21, above 2017/18 to 2019/20"),
        (NEUTRAL, FALLING, "above", "falling since 2020/21, still above 2017/18 to 2019/20"),
        (LESS, FALLING, "below", "falling since 2020/21 (improving), below 2017/18 to 2019/20"),
        (MORE, RISING, "level", "rising since 2020/21 (improving), level with 2017/18 to 2019/20"),
        (MORE, NO_TREND, "below", "no significant change since 2020/21, below 2017/18 to 2019/20"),
    ],
)
def test_the_years_before_the_pandemic_are_told(polarity: str, direction: str, standing: str, said: str) -> None:
    before = YearsBefore(standing, 90.0, "2017/18", "2019/20")
    start = 100.0 if direction == FALLING else 70.0
    found = assessment(polarity, trend=TrendResult(direction, 5, "2020/21", start, before))
    assert verdict.no_trend(found) == said
    assert verdict.over_years(found) == ("" if direction == NO_TREND else said)


@pytest.mark.parametrize("polarity", POLARITIES)
def test_no_trend_is_silence_on_a_tile_and_words_under_a_line(polarity: str) -> None:
    found = assessment(polarity, trend=TrendResult(NO_TREND, 5, "2020/21", 70.0))
    assert verdict.over_years(found) == ""
    assert verdict.no_trend(found) == "no significant change since 2020/21"
    assert verdict.over_years(assessment(polarity)) == verdict.no_trend(assessment(polarity)) == ""


@pytest.mark.parametrize(("direction", "start"), [(RISING, 86.0), (RISING, 100.0), (FALLING, 86.0), (FALLING, 70.0)])
def test_a_trend_that_the_last_figure_does_not_bear_out_takes_more_words(direction: str, start: float) -> None:
    """86, with an interval from 81 to 92, is not clearly above 86, nor 100."""
    found = assessment(trend=TrendResult(direction, 5, "2020/21", start))
    assert verdict.over_years(found) == ""
    rises, above = ("rises", "above") if direction == RISING else ("falls", "below")
    assert verdict.no_trend(found) == (
        f"no clear rise or fall since 2020/21: a line through the figures {rises}, but the last one is not clearly "
        f"{above} the first"
    )
    assert verdict.course(found) == "no clear rise or fall since 2020/21"


def test_a_title_says_the_course_and_never_its_worth() -> None:
    falling = TrendResult(FALLING, 5, "2020/21", 100.0)
    assert verdict.course(assessment(LESS, trend=falling)) == "falling since 2020/21"
    assert verdict.course(assessment(trend=TrendResult(NO_TREND, 5, "2020/21", 70.0))) == (
        "no clear rise or fall since 2020/21"
    )
    assert verdict.course(assessment()) == ""


# Rank and quarter ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rank", "of", "band", "chip", "worth", "place"),
    [
        (15, 143, "A", "▲ Rank 15 of 143: best quarter", "better", "rank 15 of 143, best quarter of authorities"),
        (48, 153, "B", "Rank 48 of 153: better half", "", "rank 48 of 153, better half of authorities"),
        (77, 152, "C", "Rank 77 of 152: worse half", "", "rank 77 of 152, worse half of authorities"),
        (139, 151, "D", "▼ Rank 139 of 151: worst quarter", "worse", "rank 139 of 151, worst quarter of authorities"),
    ],
)
def test_rank_and_quarter(rank: int, of: int, band: str, chip: str, worth: str, place: str) -> None:
    found = assessment(LESS, rank=rank, of=of, band=band)
    assert (verdict.chip(found), verdict.worth(found), verdict.place(found)) == (chip, worth, place)


@pytest.mark.parametrize(
    ("low", "high", "band", "chip", "place"),
    [
        (44, 87, None, "Rank 44th to 87th of 153", "rank 44th to 87th of 153"),
        (1, 3, "A", "▲ Rank 1st to 3rd of 153: best quarter", "rank 1st to 3rd of 153, best quarter of authorities"),
        (
            11,
            22,
            "A",
            "▲ Rank 11th to 22nd of 153: best quarter",
            "rank 11th to 22nd of 153, best quarter of authorities",
        ),
        (112, 153, None, "Rank 112th to 153rd of 153", "rank 112th to 153rd of 153"),
    ],
)
def test_a_rank_that_hidden_figures_leave_open_is_all_that_it_can_be(
    low: int, high: int, band: str | None, chip: str, place: str
) -> None:
    found = assessment(LESS, rank=None, rank_low=low, rank_high=high, of=153, band=band)
    assert (verdict.chip(found), verdict.place(found)) == (chip, place)
    assert verdict.worth(found) == ("better" if band else "")


def test_a_rank_without_a_certain_quarter_has_none() -> None:
    found = assessment(LESS, rank=40, of=153)
    assert (verdict.chip(found), verdict.worth(found)) == ("Rank 40 of 153", "")


@pytest.mark.parametrize(
    ("shared", "said"),
    [((1, 1), ""), ((25, 25), ", shared by 25"), ((2, 4), ", shared by 2 or more"), ((1, 2), ", perhaps shared")],
)
def test_a_shared_rank_is_said_to_be_shared(shared: tuple[int, int], said: str) -> None:
    found = assessment(LESS, rank=1, of=153, band="A", shared=shared)
    assert verdict.chip(found) == f"▲ Rank 1 of 153{said}: best quarter"
    assert verdict.place(found) == f"rank 1 of 153{said}, best quarter of authorities"


def test_a_hidden_figure_is_given_no_place_in_words() -> None:
    """The interface has what it can be; beside "suppressed" it would tell a reader nothing."""
    found = assessment(LESS, value=None, rank=None, rank_low=1, rank_high=80, of=153)
    assert (verdict.chip(found), verdict.place(found)) == ("", "")


def test_an_average_has_what_it_can_be_after_it() -> None:
    near = replace(neighbourhood(8), hidden=2, lowest=52.4, highest=57.6)
    assert verdict.with_hidden(assessment(neighbours=near)) == "; 52 to 58 with the 2 hidden"
    assert verdict.with_hidden(assessment(neighbours=replace(near, highest=52.3))) == "; 52 with the 2 hidden"
    assert verdict.with_hidden(assessment(neighbours=replace(near, lowest=None, highest=None))) == (
        "; without the 2 hidden"
    )
    assert verdict.with_hidden(assessment()) == ""


def test_without_a_rank_there_is_no_chip() -> None:
    found = assessment(LESS)
    assert (verdict.chip(found), verdict.worth(found), verdict.place(found)) == ("", "", "")


# Unusual ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beyond", "england", "said"),
    [
        (0.95, 67.0, "unusually high for its size"),
        (0.998, 67.0, "very unusually high for its size"),
        (0.95, 100.0, "unusually low for its size"),
        (0.998, 100.0, "very unusually low for its size"),
        (None, 67.0, ""),
        (0.95, None, ""),
    ],
)
def test_outside_limits_is_unusually_high_or_low(beyond: float | None, england: float | None, said: str) -> None:
    found = assessment(grading=Grading(Grade.AT_THE_EDGE, beyond=beyond), england=england)
    assert grade_words.limits(found) == said


@pytest.mark.parametrize(
    ("apart", "near", "said"),
    [
        ("above", neighbourhood(), "above all 10 neighbours"),
        ("below", neighbourhood(), "below all 10 neighbours"),
        ("below", neighbourhood(8), "below all 8 neighbours with a figure"),
        ("above", replace(neighbourhood(8), hidden=2), "above all 10 neighbours"),
        ("above", replace(neighbourhood(8), hidden=1), "above all 9 neighbours with a figure"),
        ("above", neighbourhood(9), "above all 9 neighbours with a figure"),
        (None, neighbourhood(), ""),
    ],
)
def test_apart_from_all_neighbours(apart: str | None, near: object, said: str) -> None:
    found = assessment(grading=Grading(Grade.AT_THE_EDGE, apart=apart), neighbours=near)
    assert grade_words.apart(found) == said


@pytest.mark.parametrize(
    ("grading", "said"),
    [
        (
            Grading(Grade.CLEARLY_UNUSUAL, "above", 0.998),
            "clearly unusual: above all 10 neighbours and very unusually high for its size",
        ),
        (Grading(Grade.AT_THE_EDGE, None, 0.95), "at the edge: unusually high for its size"),
        (Grading(Grade.AT_THE_EDGE, "below"), "at the edge: below all 10 neighbours"),
        (
            Grading(Grade.FAR, far=Far("above", 4, 151, True)),
            "far from others, not tested: above all 10 neighbours and among the highest 4 of 151 authorities",
        ),
        (
            Grading(Grade.FAR, far=Far("below", 1, 151, False)),
            "far from others, not tested: below all 10 neighbours and the lowest of 151 authorities",
        ),
        (Grading(Grade.ORDINARY), "no"),
        (Grading(Grade.NOT_JUDGED), "not judged"),
    ],
)
def test_each_grade_has_its_words_the_neighbours_first(grading: Grading, said: str) -> None:
    assert grade_words.unusual(assessment(grading=grading)) == said


def test_how_many_are_so_and_how_many_would_be_by_chance() -> None:
    assert grade_words.tallied(Grade.CLEARLY_UNUSUAL, 2, 38, 2.55) == (
        "2 of 38 tested figures are clearly unusual. By chance about 2.6 of 38 would be, for an average authority with "
        "10 neighbours drawn at random."
    )
    assert grade_words.tallied(Grade.AT_THE_EDGE, 1, 1, 0.04).startswith("1 of 1 tested figure is at the edge.")
    assert [grade_words.untested(n) for n in (0, 1, 2)] == [
        "", "1 more is far from others, not tested.", "2 more are far from others, not tested.",
    ]  # fmt: skip


# Whatever is found ------------------------------------------------------------------------------------

SIDE = st.sampled_from([None, LOWER, SIMILAR, HIGHER])
POINTS = st.none() | st.floats(0, 2000)
SINCE = st.sampled_from(["2018/19", "2020/21", "2019-12-31", "2021-09-30"])
PLACES = st.lists(st.integers(1, 153), min_size=2, max_size=2).map(sorted)
BANDS = st.sampled_from([None, *"ABCD"])
SHARED = st.none() | st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair)))
RANKED = st.builds(
    lambda ends, band, shared: {
        "rank": ends[0] if ends[0] == ends[1] else None, "rank_low": ends[0], "rank_high": ends[1], "of": 153,
        "band": band, "shared": shared if ends[0] == ends[1] else None,
    },
    PLACES, BANDS, SHARED,
)  # fmt: skip
WAYS = st.sampled_from([RISING, FALLING, NO_TREND])
TRENDS = st.builds(TrendResult, WAYS, st.just(5), SINCE, st.sampled_from([0.0, 86.0, 1e6]))

SIDES = st.sampled_from([None, "above", "below"])
FARS = st.builds(Far, SIDES.filter(bool), st.integers(1, 7), st.just(151), st.booleans())
GRADINGS = (
    st.builds(Grading, st.just(Grade.CLEARLY_UNUSUAL), SIDES.filter(bool), st.sampled_from(LEVELS))
    | st.builds(Grading, st.just(Grade.AT_THE_EDGE), SIDES.filter(bool))
    | st.builds(Grading, st.just(Grade.FAR), far=FARS)
    | st.sampled_from([Grading(Grade.ORDINARY), Grading(Grade.NOT_JUDGED)])
)


def assessments(polarity: str) -> st.SearchStrategy[object]:
    """Any that can be: an indicator without a better side has no rank."""
    ranks = st.just({}) if polarity == NEUTRAL else st.just({}) | RANKED
    return st.builds(
        lambda rank, **rest: assessment(polarity, **rank, **rest),
        rank=ranks,
        value=POINTS,
        england=POINTS,
        significance=st.builds(Significance, england=SIDE, region=SIDE, neighbours=SIDE),
        trend=st.none() | TRENDS,
        grading=GRADINGS,
        neighbours=st.integers(1, 10).map(neighbourhood),
    )


def phrases(found, other: float | None) -> list[str]:
    return [
        verdict.versus(found),
        verdict.versus(found, {verdict.ENGLAND: "67", verdict.THEM: "61"}),
        verdict.beside(found, other, "Essex (35)"),
        verdict.over_years(found),
        verdict.no_trend(found),
        verdict.chip(found),
        verdict.place(found),
        verdict.with_hidden(found),
        verdict.worth(found),
        grade_words.unusual(found),
        *(verdict.against(side, found.indicator) for side in (LOWER, SIMILAR, HIGHER)),
    ]


@given(assessments(NEUTRAL), POINTS)
def test_a_neutral_figure_is_never_good_or_bad(found, other: float | None) -> None:
    judged = re.compile(r"better|worse|best|worst|quarter|half|[▲▼]", re.IGNORECASE)
    assert [text for text in phrases(found, other) if judged.search(text)] == []


@given(st.sampled_from([MORE, LESS]).flatmap(assessments), POINTS)
def test_better_and_worse_follow_the_side_that_is_better(found, other: float | None) -> None:
    good, bad = (HIGHER, LOWER) if found.indicator.polarity == MORE else (LOWER, HIGHER)
    text = " ".join(phrases(found, other)).lower()
    assert f"worse ({good})" not in text
    assert f"better ({bad})" not in text
    up, down = ("better", "worse") if good == HIGHER else ("worse", "better")
    way = {"better": "improving", "worse": "worsening"}
    assert not re.search(rf"rising since \S+ \({way[down]}\)", text)
    assert not re.search(rf"falling since \S+ \({way[up]}\)", text)


@given(st.sampled_from(POLARITIES).flatmap(assessments), POINTS)
def test_every_phrase_is_whole(found, other: float | None) -> None:
    odd = re.compile(r"None|nan|inf|  |\(\)|^[;, ]|[;,: ]$")
    assert [text for text in phrases(found, other) if odd.search(text)] == []
    said = verdict.versus(found)
    assert (verdict.ENGLAND in said) is (found.significance.england is not None)
    assert (verdict.THEM in said) is (found.significance.neighbours is not None)
