"""Selections from an address: what cannot be read becomes the default and a sentence."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import periods
from data.areas import AUTHORITY, REGION, AreaCode, Areas
from data.selection import DEFAULT_MODEL, STATISTICS, Selection, parse, to_query

HERE = "885"
AREAS = Areas(
    [
        AreaCode("885", "E10000034", "Worcestershire", AUTHORITY, "E12000005", "2013-03-31", "2025-03-31"),
        AreaCode("928", "E10000021", "Northamptonshire", AUTHORITY, "E12000004", "2013-03-31", "2021-03-31"),
        AreaCode("815", "E10000023", "North Yorkshire", AUTHORITY, "E12000003", "2013-03-31", "2023-03-31"),
        AreaCode("815", "E06000065", "North Yorkshire", AUTHORITY, "E12000003", "2024-03-31", "2025-03-31"),
        AreaCode("E12000005", "E12000005", "West Midlands", REGION, None, "2013-03-31", "2025-03-31"),
    ]
)
MODELS = ("2021", "2025")


def read(query, extra=()):
    return parse(query, HERE, AREAS, MODELS, extra)


def test_no_query_is_the_default_and_says_nothing():
    assert read({}) == (Selection(HERE), ())
    assert read({"area": "", "from": "", "to": "", "neighbours": "", "statistic": ""}) == (Selection(HERE), ())


def test_everything_can_be_chosen():
    query = {"area": "E06000065", "from": "2018/19", "to": "2023/24", "neighbours": "2021", "statistic": "median"}
    assert read(query) == (Selection("815", "2018/19", "2023/24", "2021", "median"), ())


@pytest.mark.parametrize("text", ["815", "E06000065", "E10000023", "North Yorkshire", "north yorkshire"])
def test_an_area_by_any_of_its_names(text):
    assert read({"area": text})[0].area == "815"


def test_an_ended_authority_can_be_looked_at():
    assert read({"area": "928"}) == (Selection("928"), ())


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"area": "Atlantis"}, "“Atlantis” is not a local authority here; showing Worcestershire."),
        ({"area": "E12000005"}, "“E12000005” is not a local authority here; showing Worcestershire."),
        ({"area": "SN"}, "“SN” is not a local authority here; showing Worcestershire."),
        ({"area": "<script>alert(1)</script>"}, "“<script>alert(1)</script>” is not a local authority here"),
        ({"area": "x" * 5000}, "“" + "x" * 39 + "…” is not a local authority here"),
        ({"from": "last year"}, "“last year” is not a period; expected a year such as 2018/19."),
        ({"to": "2018/20"}, "“2018/20” is not a period; expected a year such as 2018/19."),
        ({"from": "0001/02"}, "“0001/02” is not a period"),
        ({"to": "9999"}, "“9999” is not a period"),
        ({"from": "\uff12\uff10\uff11\uff18/19"}, "“\uff12\uff10\uff11\uff18/19” is not a period"),
        ({"from": "2020/21", "to": "2018/19"}, "From 2020/21 is after to 2018/19; showing every period."),
        ({"neighbours": "2010"}, "“2010” is not one of 2025, 2021 for neighbours; showing 2025."),
        ({"statistic": "mode"}, "“mode” is not one of mean, median for statistic; showing mean."),
        ({"colour": "red"}, "“colour” in the address was not recognised and was ignored."),
        ({"area": ["885", "815"]}, "The address gives “area” more than once; the first was taken."),
        ({"area": []}, "The address gives “area” more than once; the first was taken."),
    ],
)
def test_what_cannot_be_read_is_the_default_and_one_sentence(query, sentence):
    selection, notices = read(query)
    assert selection == Selection(HERE)
    assert len(notices) == 1
    assert notices[0].startswith(sentence)
    assert notices[0].endswith(".")


def test_one_bad_part_leaves_the_good_ones_in_place():
    selection, notices = read({"area": "815", "from": "nonsense", "to": "2023/24", "statistic": "median"})
    assert selection == Selection("815", None, "2023/24", DEFAULT_MODEL, "median")
    assert len(notices) == 1


def test_several_unknown_parts_are_named_in_order_each_time():
    query = dict.fromkeys(("zebra", "apple", "mango"), "1")
    assert [n.split("“")[1].split("”")[0] for n in read(query)[1]] == ["zebra", "apple", "mango"]


def test_parts_that_the_page_reads_itself_are_no_strangers():
    assert read({"indicator": "lac_rate"}, extra=("indicator",)) == (Selection(HERE), ())


@pytest.mark.parametrize(
    ("given", "year"),
    [("2018/19 Q3", "2018/19"), ("2018-11", "2018/19"), ("2017", "2017/18"), ("2015-09-24", "2015/16")],
)
def test_a_shorter_period_stands_for_its_financial_year(given, year):
    assert read({"from": given})[0].first == year


def test_the_selection_takes_in_its_first_and_last_year():
    chosen = Selection(HERE, "2018/19", "2019/20")
    labels = ("2017/18", "2018/19", "2019/20", "2020/21")
    assert [chosen.includes(periods.parse(label)) for label in labels] == [False, True, True, False]


def test_the_default_has_an_empty_query_and_others_only_what_differs():
    assert to_query(Selection(HERE), HERE, AREAS) == ""
    assert to_query(Selection("815", first="2018/19"), HERE, AREAS) == "?area=E06000065&from=2018/19"
    assert to_query(Selection(HERE), HERE, AREAS, indicator="lac_rate", tab=None) == "?indicator=lac_rate"


@given(
    st.builds(
        Selection,
        area=st.sampled_from(["885", "928", "815"]),
        first=st.none() | st.integers(1990, 2015).map(lambda y: f"{y}/{(y + 1) % 100:02d}"),
        last=st.none() | st.integers(2015, 2090).map(lambda y: f"{y}/{(y + 1) % 100:02d}"),
        model=st.sampled_from(MODELS),
        statistic=st.sampled_from(STATISTICS),
    )
)
def test_an_address_leads_back_to_its_selection(selection):
    query = {key: values[0] for key, values in parse_qs(to_query(selection, HERE, AREAS).removeprefix("?")).items()}
    assert read(query) == (selection, ())


_ANY = st.text(max_size=15) | st.none() | st.lists(st.text(max_size=8), max_size=3) | st.integers()


@given(st.dictionaries(st.sampled_from(["area", "from", "to", "neighbours", "statistic"]) | st.text(), _ANY))
def test_no_query_breaks_it_and_the_result_can_be_used(query):
    selection, _notices = read(query)
    selection.includes(periods.parse("2018/19"))
    assert selection.area in AREAS
    assert selection.model in MODELS
    assert selection.statistic in STATISTICS
