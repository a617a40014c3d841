"""Areas: current and former codes, ended authorities, London, and authorities that publish together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.areas import AUTHORITY, ENGLAND, JOINT, LONDON, REGION, AreaCode, Areas
from data.names import declared_names, forms
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


def test_the_newest_name_is_shown_and_on_a_tie_the_most_trusted():
    """The most trusted come first, so that a file of the same day does not rename a place."""
    older, newer = code("885", "E1", "Old", THEN, THEN), code("885", "E1", "New", NOW, NOW)
    for order in ([older, newer], [newer, older]):
        assert (Areas(order)["885"].name, Areas(order)["885"].names) == ("New", ("New", "Old"))
    tied = code("885", "E1", "Other", NOW, NOW, region="E12000001")
    assert Areas([newer, tied])["885"].name == "New"
    assert Areas([newer, tied])["885"].region is None


def test_a_spelling_of_another_publisher_finds_a_place_and_never_names_it():
    """Not even where it is the newest; an area that nobody else names goes by it."""
    ours = code("801", "E06000023", "Bristol, City of", "2013-03-31", THEN)
    spelt = AreaCode("801", "E06000023", "Brizzle", AUTHORITY, None, NOW, NOW, named=False)
    areas = Areas([ours, spelt])
    assert (areas["801"].name, areas["801"].last) == ("Bristol, City of", NOW)
    assert areas.find("brizzle") is areas["801"]
    assert Areas([spelt])["801"].name == "Brizzle"


def test_an_invented_authority_never_takes_the_place_of_the_one_whose_name_it_bears():
    """A store that took such a file before it was refused: whatever the days, the most trusted has name and code."""
    here = code("885", "E10000034", "Worcestershire", "2013-03-31", NOW)
    invented = code("999", "E10000034", "Worcestershire", "2001-03-31", "2026-03-31")
    areas = Areas([here, invented])
    for text in ("Worcestershire", "Worcestershire County Council", "E10000034", "885"):
        assert areas.find(text) is areas["885"], text
    assert areas.find("999") is areas["999"]


def test_a_code_that_is_another_areas_is_no_code_of_this_one():
    """Links are made with the current code: they would lead to the other."""
    here = code("881", "E10000012", "Essex", "2013-03-31", THEN)
    wrong = code("881", "E10000034", "Essex", NOW, NOW)
    areas = Areas([code("885", "E10000034", "Worcestershire", THEN, NOW), here, wrong])
    assert (areas["881"].code, areas["881"].codes) == ("E10000012", ("E10000012",))


def test_a_newer_file_of_one_authority_does_not_end_the_others():
    many = [code(str(number), f"E{number:08}", f"Place {number}", THEN, NOW) for number in range(200, 220)]
    ahead = code("200", "E00000200", "Place 200", "2029-03-31", "2029-03-31")
    areas = Areas([*many, ahead])
    assert all(areas.is_open(area) for area in areas.authorities)


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


def spellings(name: str) -> set[str]:
    """Ways to write a name that mean nothing else."""
    bare = name.translate(str.maketrans("", "", ".,'()"))
    return {
        name, name.lower(), name.upper(), name.title(), bare, bare.replace("-", " "), name.replace("-", ""),
        name.replace(" and ", " & "), name.replace(" and ", "&"), f"  {name.replace(' ', '  ')} ",
        name.replace("Yorkshire and The", "Yorkshire and the"), name.replace(".", ". "),
    }  # fmt: skip


def test_every_place_is_found_by_every_key_code_and_name_it_has_however_written(snapshot: Snapshot):
    areas = snapshot.areas
    ended_under_a_name_of_today = {"835": "Dorset"}
    for area in areas.values():
        for text in (area.key, area.key.lower(), area.key.replace(" / ", "/"), *area.codes):
            assert areas.find(text) is area, text
            assert areas.find(text.lower()) is area, text
        for name in area.names:
            for text in spellings(name):
                if ended_under_a_name_of_today.get(area.key) != name:
                    assert areas.find(text) is area, text


def test_every_further_name_finds_its_place_however_written(snapshot: Snapshot):
    for key, name in declared_names():
        for text in spellings(name):
            assert snapshot.areas.find(text) is snapshot.areas[key], text


def test_no_form_of_a_name_is_of_two_open_places(snapshot: Snapshot):
    """Whatever is found is found for one reason alone: no two open places are compared by one form."""
    claims: dict[str, set[str]] = {}
    further = [(key, name) for key, name in declared_names() if snapshot.areas.is_open(snapshot.areas[key])]
    own = [(a.key, name) for a in snapshot.areas.values() if snapshot.areas.is_open(a) for name in a.names]
    for key, name in own + further:
        for form in forms(name):
            claims.setdefault(form, set()).add(key)
    # The one short form that two share: it is London's in full, and the City's only cut short.
    assert {form: keys for form, keys in claims.items() if len(keys) > 1} == {"london": {LONDON, "201"}}
    assert snapshot.areas.find("London").key == LONDON
    assert snapshot.areas.find("City of London").key == snapshot.areas.find("London, City of").key == "201"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Bristol", "801"), ("Bristol City Council", "801"), ("City of Bristol", "801"), ("bristol city of", "801"),
        ("Hull", "810"), ("Kingston upon Hull", "810"), ("Kingston Upon Hull, City of", "810"),
        ("Durham", "840"), ("Durham County Council", "840"), ("Co. Durham", "840"),
        ("Herefordshire", "884"), ("Herefordshire Council", "884"), ("County of Herefordshire", "884"),
        ("St Helens", "342"), ("St. Helens", "342"), ("St.Helens", "342"), ("st helen's", "342"), ("ST HELENS", "342"),
        ("Bedford Borough", "822"), ("Dorset (Pre LG)", "835"), ("Poole (Pre LG)", "836"), ("Dorset", "838"),
        ("Bournemouth (Pre LG)", "837"), ("Bournemouth, Poole & Christchurch", "839"), ("BCP", "839"),
        ("Yorkshire and the Humber", "E12000003"), ("Yorkshire & Humber", "E12000003"),
        ("London (Inner)", "E13000001"), ("London (Outer)", "E13000002"), ("Inner London", "E13000001"),
        ("Telford & Wrekin", "894"), ("Stoke on Trent", "861"), ("Southend", "882"), ("Medway Towns", "887"),
        ("London Borough of Camden", "202"), ("Royal Borough of Kensington & Chelsea", "207"), ("Isle of Wight", "921"),
        ("City of Bradford Metropolitan District Council", "380"), ("Worcestershire County Council", "885"),
        ("City of York Council", "816"), ("North Yorkshire Council", "815"), ("Council of the Isles of Scilly", "420"),
        ("City of London Corporation", "201"), ("Derby City", "831"), ("Derbyshire County", "830"),
        ("314/318", "314 / 318"), ("e09000021 / e09000027", "314 / 318"), ("Westmorland & Furness", "943"),
    ],
)  # fmt: skip
def test_the_names_that_people_and_other_tools_use(snapshot: Snapshot, text: str, key: str):
    assert snapshot.areas.find(text).key == key


@pytest.mark.parametrize(
    "text", ["City of", "County Council", "of", "and", "&", "/", "the", "Kingston", "shire", "E1", "88 5", "Upon"]
)
def test_what_only_sounds_like_a_place_is_none(snapshot: Snapshot, text: str):
    assert snapshot.areas.find(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(text: str):
    assert Areas(MOVED).find(text) is None or forms(text) or text.strip() in ("815", "928", "940")


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
