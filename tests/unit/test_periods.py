"""Labels of periods: what they stand for, how they sort and what is next to them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.periods import (
    ACADEMIC_YEAR,
    CALENDAR_YEAR,
    CALENDAR_YEARS_TOGETHER,
    DAY,
    FINANCIAL_YEAR,
    MONTH,
    QUARTER,
    YEARS_TOGETHER,
    calendar_together_label,
    comparable,
    follows,
    in_range,
    parse,
    previous,
    together_label,
)

LABELS = st.one_of(
    st.integers(1900, 2099).map(lambda y: f"{y}/{(y + 1) % 100:02d}"),
    st.tuples(st.integers(1900, 2099), st.integers(1, 4)).map(lambda p: f"{p[0]}/{(p[0] + 1) % 100:02d} Q{p[1]}"),
    st.tuples(st.integers(1901, 2099), st.integers(1, 12)).map(lambda p: f"{p[0]}-{p[1]:02d}"),
    st.integers(1901, 2099).map(str),
    st.dates(date(1900, 4, 1), date(2099, 12, 31)).map(date.isoformat),
    st.integers(1900, 2098).map(lambda y: f"academic year {y}/{(y + 1) % 100:02d}"),
    st.tuples(st.integers(1930, 2099), st.integers(2, 10)).map(lambda p: together_label(*p)),
    st.tuples(st.integers(1930, 2099), st.integers(2, 10)).map(lambda p: calendar_together_label(*p)),
)


@pytest.mark.parametrize(
    ("label", "start", "end", "kind"),
    [
        ("2018/19", date(2018, 4, 1), date(2019, 3, 31), FINANCIAL_YEAR),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31), FINANCIAL_YEAR),
        ("2018/19 Q1", date(2018, 4, 1), date(2018, 6, 30), QUARTER),
        ("2018/19 Q2", date(2018, 7, 1), date(2018, 9, 30), QUARTER),
        ("2018/19 Q3", date(2018, 10, 1), date(2018, 12, 31), QUARTER),
        ("2018/19 Q4", date(2019, 1, 1), date(2019, 3, 31), QUARTER),
        ("2018-11", date(2018, 11, 1), date(2018, 11, 30), MONTH),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), MONTH),
        ("2017", date(2017, 1, 1), date(2017, 12, 31), CALENDAR_YEAR),
        ("2015-09-24", date(2015, 9, 24), date(2015, 9, 24), DAY),
        ("academic year 2024/25", date(2024, 9, 1), date(2025, 8, 31), ACADEMIC_YEAR),
        ("2021/22 to 2023/24", date(2021, 4, 1), date(2024, 3, 31), YEARS_TOGETHER),
        ("1998/99 to 2000/01", date(1998, 4, 1), date(2001, 3, 31), YEARS_TOGETHER),
        ("2014 to 2016", date(2014, 1, 1), date(2016, 12, 31), CALENDAR_YEARS_TOGETHER),
    ],
)
def test_what_a_label_stands_for(label, start, end, kind):
    period = parse(label)
    assert (period.start, period.end, period.kind, period.label) == (start, end, kind, label)


def test_2010_11_is_a_month_and_2010_slash_11_a_year():
    assert parse("2010-11").kind == MONTH
    assert parse("2010/11").kind == FINANCIAL_YEAR


@pytest.mark.parametrize(("given", "label"), [("2018-19", "2018/19"), ("2018-19 Q2", "2018/19 Q2"), (" 2017 ", "2017"),
    ("2024/25 academic", "academic year 2024/25"), ("2024/25 academic year", "academic year 2024/25"),
    ("Academic year 2024-25", "academic year 2024/25"), ("2021-22 to 2023-24", "2021/22 to 2023/24"),
    ("2021/22-23/24", "2021/22 to 2023/24"), ("2021/22 \N{EN DASH} 2023/24", "2021/22 to 2023/24"),
])  # fmt: skip
def test_other_spellings_get_the_one_label(given, label):
    assert parse(given) == parse(label)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2018/20", "2018/18", "2018/19 Q5", "2018/19 Q0", "2018-13", "2018-00", "18/19", "2018/2019",
        "2019-02-29", "2018-11-31", "last year", "2018/19Q3", "2018/19 q3", "0000", "0001/02", "0999/00", "9999",
        "1900-01", "9999/00", "1899", "2100/01", "٢٠١٨/١٩", "\uff12\uff10\uff11\uff17",
        "academic year 2024", "academic year 2024/26", "academic 2024/25 academic", "2021/22 to 2021/22",
        "2023/24 to 2021/22", "2021/22 to 2023/25", "2001/02 to 2023/24", "2021/22 2023/24", "2021 to 2021",
        "2017\x00", "2018/19; DROP", "1e3", "-2017", "2017.0",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_is_allowed(text):
    with pytest.raises(ValueError, match=r"is not a period; expected a financial year 2018/19, a quarter"):
        parse(text)


@given(LABELS)
def test_a_label_read_is_the_label(label):
    period = parse(label)
    assert period.label == label
    assert period.start <= period.end


@given(LABELS)
def test_the_financial_year_of_a_period_holds_its_end_and_can_be_read(label):
    period = parse(label)
    year = parse(period.financial_year)
    assert year.kind == FINANCIAL_YEAR
    assert year.start <= period.end <= year.end


@given(LABELS)
def test_the_period_before_ends_before_and_is_of_the_same_kind(label):
    period = parse(label)
    before = previous(label)
    if before is None:
        assert (period.end.month, period.end.day) == (2, 29)
    elif period.end.year > 1930:
        assert comparable(parse(before), period)
        assert parse(before).end < period.end
        if period.kind != DAY:
            assert (period.start - parse(before).end).days == 1


@given(st.text(max_size=12))
def test_no_text_breaks_it(text):
    try:
        period = parse(text)
    except ValueError:
        return
    assert parse(period.label).label == period.label


@pytest.mark.parametrize(
    ("label", "before"),
    [
        ("2018/19", "2017/18"),
        ("2000/01", "1999/00"),
        ("2018/19 Q2", "2018/19 Q1"),
        ("2018/19 Q1", "2017/18 Q4"),
        ("2018-19 Q2", "2018/19 Q1"),
        ("2019-01", "2018-12"),
        ("2018-11", "2018-10"),
        ("2017", "2016"),
        ("2025-09-30", "2024-09-30"),
        ("2020-02-29", None),
        ("academic year 2000/01", "academic year 1999/00"),
        ("2021/22 to 2023/24", "2018/19 to 2020/21"),
        ("2014 to 2016", "2011 to 2013"),
    ],
)
def test_previous(label, before):
    assert previous(label) == before


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("2018/19", "2024/25", True),
        ("2018/19", "academic year 2019/20", False),
        ("academic year 2018/19", "academic year 2019/20", True),
        ("2018", "2018/19", False),
        ("2018-11", "2018-11-30", False),
        ("2018/19", "2018/19 Q4", False),
        ("2018/19", "2017/18 to 2018/19", False),
        ("2016/17 to 2018/19", "2021/22 to 2023/24", True),
        ("2017/18 to 2018/19", "2021/22 to 2023/24", False),
    ],
)
def test_only_periods_of_one_kind_are_compared(first, second, alike):
    assert comparable(parse(first), parse(second)) is alike
    assert comparable(parse(second).at_end(), parse(first).at_end()) is alike


@given(LABELS)
def test_a_period_follows_the_one_before_and_none_of_another_kind(label):
    period, before = parse(label), previous(label)
    assert comparable(period, period)
    assert not follows(period, period)
    if before is not None and period.end.year > 1930:
        assert follows(period, parse(before))
        assert not follows(parse(before), period)


@pytest.mark.parametrize(
    ("earlier", "later", "next_"),
    [
        ("2020/21 to 2022/23", "2021/22 to 2023/24", True),  # years together, published each year
        ("2018/19 to 2020/21", "2021/22 to 2023/24", True),
        ("2019/20 to 2021/22", "2021/22 to 2023/24", False),
        ("2021/22 to 2022/23", "2021/22 to 2023/24", False),
        ("2013 to 2015", "2014 to 2016", True),
        ("2013/14 to 2015/16", "2014 to 2016", False),
        ("academic year 2022/23", "2023/24", False),
    ],
)
def test_what_follows_what(earlier, later, next_):
    assert follows(parse(later), parse(earlier)) is next_


def test_a_snapshot_keeps_its_label_and_is_dated_on_its_last_day():
    snapshot = parse("2018/19").at_end()
    assert (snapshot.label, snapshot.start, snapshot.end) == ("2018/19", date(2019, 3, 31), date(2019, 3, 31))


def test_periods_sort_by_their_end():
    labels = ["2018/19", "2017", "2018-11", "2015-09-24", "2018/19 Q1", "2019"]
    assert [p.label for p in sorted(map(parse, labels))] == [
        "2015-09-24", "2017", "2018/19 Q1", "2018-11", "2018/19", "2019",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "first", "last", "inside"),
    [
        ("2018/19", None, None, True),
        ("2018/19", "2018/19", "2018/19", True),
        ("2018/19", "2019/20", None, False),
        ("2018/19", None, "2017/18", False),
        ("2018/19", None, "2018", False),  # it ends in March 2019
        ("2018/19", "2019", None, True),  # and March 2019 is after the start of 2019
        ("2017", "2017/18", "2017/18", True),  # to 31 December 2017
        ("2015-09-24", "2015-09-24", "2015-09-24", True),
        ("2015-09-24", "2015-09-25", None, False),
        ("2018-11", "2018/19 Q3", "2018/19 Q3", True),
        ("2018-11", None, "2018-10", False),
        ("academic year 2024/25", "2025/26", "2025/26", True),  # to August 2025
        ("academic year 2024/25", None, "2024/25", False),
        ("2021/22 to 2023/24", "2023/24", "2023/24", True),
    ],
)
def test_in_range_goes_by_the_end(label, first, last, inside):
    assert in_range(parse(label), first, last) is inside


def test_a_snapshot_at_31_march_belongs_to_the_year_it_ends():
    assert in_range(parse("2018/19").at_end(), "2018/19", "2018/19")
    assert not in_range(parse("2018/19").at_end(), "2019/20", "2019/20")
