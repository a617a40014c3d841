"""A printed figure and its counts: one number, or two that contradict one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats.rounding import COARSE, can_follow, printed_number, round_half_up, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [("23.6", (23.6, 1)), ("1,234.50", (1234.5, 2)), ("86", (86.0, 0)), ("-3", (-3.0, 0)), ("1E+3", (1000.0, 0)),
     ("c", None), ("", None), (None, None), ("nan", None), ("inf", None)],
)  # fmt: skip
def test_a_printed_figure_is_a_number_with_its_decimals(text, expected):
    assert printed_number(text) == expected


@pytest.mark.parametrize(
    ("value", "printed", "expected"),
    [
        (86.248, "86", 86.248),  # one number, drawn as exactly as it is known
        (22.162883845126835, "23.6", 23.6),  # Yorkshire and The Humber, repeat plans of 2021/22
        (22.16, "22.1", 22.1),  # within what rounded counts explain, and yet another number
        (14.499999999999998, "15", 14.499999999999998),  # 29 of 200 is 14.5, which rounds up
        (14.5, "14", 14.0),
        (-25.0, "25", -25.0),  # a fall of 25%, printed without its sign
        (-25.0, "30", -30.0),
        (3.0, "not a number", 3.0),
        (3.0, None, 3.0),
        (None, "3", None),  # no printed figure is a substitute for what is hidden
    ],
)
def test_what_is_shown_is_what_is_printed(value, printed, expected):
    assert shown(value, printed) == expected


def test_a_zero_left_out_after_the_point_is_a_digit_all_the_same():
    """Files print 24.0 as 24 among figures of one decimal: 24.1 is another number, and 23.96 is the same."""
    assert shown(24.0866, "24", 1) == 24.0
    assert shown(23.9634, "24", 1) == 23.9634


@pytest.mark.parametrize(
    ("printed", "decimals", "numerator", "denominator", "per", "is_rounded", "expected"),
    [
        (23.6, 1, 1660, 7490, 100, True, False),
        (22.7, 1, 14550, 64390, 100, True, False),  # England, 2021/22: 22.59 to 22.61 at most
        (22.2, 1, 1660, 7490, 100, True, True),
        (22.2, 1, 1660, 7490, 100, False, True),
        (5.3, 1, 10, 200, 100, True, True),  # from 5 of 205 to 15 of 195
        (5.3, 1, 10, 200, 100, False, False),
        (100.0, 1, 3, 3, 100, True, True),  # below the rounding of its own denominator anything can be
        (86, 0, 1009, 117000, 10_000, False, True),
        (87, 0, 1009, 117000, 10_000, False, False),
        (14, 0, 29, 200, 100, False, True),  # 14.5: publishers round a half either way
        (15, 0, 29, 200, 100, False, True),
        (50.0, 1, None, 7490, 100, False, True),
        (50.0, 1, 10, 0, 100, False, True),
    ],
)
def test_a_figure_follows_from_its_counts_or_it_does_not(
    printed, decimals, numerator, denominator, per, is_rounded, expected
):
    room = COARSE / 2 if is_rounded else 0.0
    assert bool(can_follow(printed, decimals, numerator, denominator, per, room, room)) is expected


def test_many_at_once():
    found = can_follow([23.6, 22.2, None], [1, 1, 1], [1660, 1660, 1660], 7490, 100, [5, 5, 5], 5)
    assert found.tolist() == [False, True, True]


@given(st.integers(0, 5_000), st.integers(1, 5_000), st.integers(0, 2), st.booleans())
def test_a_figure_rounded_from_its_true_counts_is_never_doubted(
    above: int, below: int, decimals: int, is_rounded: bool
):
    """Whatever the counts were before they were rounded to 10."""
    printed = round_half_up(above / below * 100, decimals)
    given_counts = [round(n / 10) * 10 if is_rounded else n for n in (above, below)]
    room = COARSE / 2 if is_rounded else 0.0
    assert can_follow(float(printed), decimals, *given_counts, 100, room, room)


@given(st.floats(-1e6, 1e6), st.decimals(-10_000, 10_000, places=1))
def test_the_number_shown_always_rounds_to_what_is_printed(value: float, printed):
    number = shown(value, str(printed))
    assert number is not None
    assert abs(round_half_up(number, 1)) == abs(printed)
