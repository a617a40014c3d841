"""Areas: current and former codes, ended authorities, London, and authorities that publish together."""

from __future__ import annotations

import pytest

from data.areas import AUTHORITY, ENGLAND, JOINT, LONDON, REGION, AreaCode, Areas
from data.store import Snapshot


def code(key: str, gss: str, name: str, first: str, last: str, level: str = AUTHORITY, region: str | None = None):
    return AreaCode(key, gss, name, level, region, first, last)


NOW, THEN = "2025-03-31", "2023-03-31"
MOVED = [
    code("815", "E06000065", "North Yorkshire", "2024-03-31", NOW),
    code("815", "E10000023", "North Yorkshire (county)", "2013-03-31", THEN),
    code("928", "E10000021", "Northamptonshire", "2013-03-31", "2021-03-31"),
    code("940", "E06000061", "North Northamptonshire", "2022-03-31", NOW),
]


@pytest.mark.parametrize("order", [1, -1])
def test_the_current_code_and_name_are_the_latest_in_whatever_order_they_come(order):
    area = Areas(MOVED[::order])["815"]
    assert (area.code, area.name, area.codes) == ("E06000065", "North Yorkshire", ("E06000065", "E10000023"))
    assert (area.first, area.last) == ("2013-03-31", NOW)


def test_an_area_is_found_by_number_current_code_former_code_and_name():
    areas = Areas(MOVED)
    for text in ("815", "E06000065", "E10000023", "North Yorkshire", "north yorkshire", "  815 "):
        assert areas.find(text) is areas["815"], text


def test_an_ended_authority_is_found_but_is_no_longer_open():
    areas = Areas(MOVED)
    assert areas.find("928") is areas.find("E10000021") is areas["928"]
    assert areas.find("Northamptonshire") is areas["928"]
    assert not areas.is_open(areas["928"])
    assert areas.is_open(areas["940"])


@pytest.mark.parametrize(
    "text", ["", " ", "Atlantis", "E10000099", "88", "8855", "../885", "885\x00", "\uff18\uff18\uff15"]
)
def test_what_is_no_area_is_not_found(text):
    assert Areas(MOVED).find(text) is None


def test_authorities_that_publish_together_are_found_from_each_of_them():
    pair = code("314 / 318", "E09000021 / E09000027", "Kingston / Richmond", "2017-09-30", NOW, JOINT)
    areas = Areas([*MOVED, pair, code("314", "E09000021", "Kingston", THEN, NOW)])
    assert areas["314 / 318"].members == ("314", "318")
    assert areas.joint_of(areas["314"]) is areas["314 / 318"]
    assert areas.joint_of(areas["815"]) is None
    assert areas.find("E09000021") is areas["314"]


def test_no_areas_at_all():
    areas = Areas([])
    assert (len(areas), areas.find("885"), areas.authorities, areas.latest) == (0, None, (), "")


# The areas of the figures the project carries ------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "current", "former"),
    [("815", "E06000065", "E10000023"), ("933", "E06000066", "E10000027"), ("825", "E06000060", "E10000002")],
)
def test_recoded_authorities_continue(snapshot: Snapshot, key, current, former):
    area = snapshot.areas[key]
    assert area.code == current
    assert snapshot.areas.find(former) is snapshot.areas.find(current) is area
    assert snapshot.areas.is_open(area)


@pytest.mark.parametrize("key", ["928", "909", "835", "836", "837"])
def test_merged_and_split_authorities_ended(snapshot: Snapshot, key):
    assert not snapshot.areas.is_open(snapshot.areas[key])


@pytest.mark.parametrize("older", [(), (code("202", "E09000007", "Camden", "2005-06-30", "2005-06-30"),)])
def test_those_that_took_the_place_of_others_are_later(snapshot: Snapshot, older: tuple[AreaCode, ...]):
    """Also where a file of former days is of one authority alone."""
    areas = Areas([*snapshot.area_codes, *older])
    assert {area.key for area in areas.authorities if areas.is_later(area)} == {
        "838",
        "839",
        "940",
        "941",
        "942",
        "943",
    }


def test_dorset_by_name_is_the_one_that_exists(snapshot: Snapshot):
    assert snapshot.areas.find("Dorset").key == "838"
    assert snapshot.areas.find("E10000009").key == "835"


def test_there_are_153_authorities_now_nine_regions_two_parts_of_london_and_england(snapshot: Snapshot):
    areas = snapshot.areas
    assert sum(areas.is_open(a) for a in areas.authorities) == 153
    assert len(areas.regions) == 11
    assert areas.find("E92000001").key == ENGLAND


def test_every_authority_has_a_region_and_in_london_it_is_london(snapshot: Snapshot):
    areas = snapshot.areas
    for area in areas.authorities:
        above = areas.region_of(area)
        assert above is not None, area.name
        assert above.level == REGION
    assert areas.region_of(areas["202"]).key == LONDON
    assert areas.region_of(areas["E13000001"]).key == LONDON
    assert areas["E13000001"].name == "Inner London"
    assert areas.region_of(areas[LONDON]) is None
