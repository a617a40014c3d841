"""What files say of places, doubted against what is known: refused, or taken with a warning, through the real code."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from data.api import EXTENSION, blueprint
from data.areas import Areas
from data.checks import ERROR, WARNING
from data.dataset import Dataset, open_dataset
from data.loading import REFUSED, TAKEN, Outcome, import_files
from data.names import declared_names
from data.register import Register
from data.selection import parse
from data.store import Store
from tests.unit import tiny

KINDS = ("codes", "names", "regions", "newcomers", "recoded", "renamed", "vanished")
HERE = ("885", "E10000034", "Worcestershire", "E12000005", "West Midlands")
ESSEX = ("881", "E10000012", "Essex", "E12000006", "East of England")
LOOKED_AFTER = "population_type,population_estimate,children_count,rate_per_10000"
PEOPLE = "age_group,population_estimate"

Place = tuple[str, str, str, str, str]


def authority(place: Place) -> str:
    key, code, name, region, region_name = place
    quoted = f'"{name}"' if "," in name else name
    return f"{{year}},Reporting year,Local authority,E92000001,England,{region},{region_name},{key},{code},{quoted}"


def looked_after(*rows: tuple[Place | str, int]) -> str:
    """A file of the Department's: children looked after, by place and year."""
    cells = "Children looked after on 31 March each year,120500,1040,86"
    places = [(place if isinstance(place, str) else authority(place), year) for place, year in rows]
    return tiny.text(LOOKED_AFTER, [(place, year, cells) for place, year in places])


def people(*rows: tuple[Place, int]) -> str:
    """A file that another publisher wrote in the Department's layout: mid-year estimates."""
    cells = "Children aged 0 to 17 years,120000"
    return tiny.text(PEOPLE, [(authority(place), year, cells) for place, year in rows])


@pytest.fixture
def held(dataset: Dataset, tmp_path: Path) -> Dataset:
    """A database of its own with what the project carries."""
    copy = tmp_path / "held.sqlite3"
    # Not the file alone: what was written last may stand beside it, in the write-ahead log.
    with (
        closing(sqlite3.connect(dataset.settings.database.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return open_dataset(replace(dataset.settings, database=f"sqlite:///{copy}"))


def bring(store: Store, register: Register, folder: Path, *files: str) -> list[Outcome]:
    paths = [tiny.save(folder, f"file-{number}.csv", content) for number, content in enumerate(files)]
    return [outcome for path in paths for outcome in import_files(store, register, [path])]


def said(outcome: Outcome, severity: str = WARNING) -> list[str]:
    """What is said of places."""
    found = [f for f in outcome.findings if f.severity == severity and f.kind in KINDS and f.kind != "vanished"]
    return [f"row {f.row}, {f.column}: {f.problem}" for f in found]


# Refused -------------------------------------------------------------------------------------------

SECOND_ENGLAND = "{year},Reporting year,National,E92000009,England,,,,,"
NORTH_EAST = "{year},Reporting year,Regional,E92000001,England,E12000001,North West,,,"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("999", "E10000099", "Worcestershire", *HERE[3:])],
         "row 2, la_name: 'Worcestershire' is the name of area 885; correct it, or old_la_code '999'."),
        ([("999", "E10000099", "WORCESTERSHIRE County Council", *HERE[3:])],
         "row 2, la_name: 'WORCESTERSHIRE County Council' is the name of area 885; correct it, or old_la_code '999'."),
        ([("999", "E10000099", "Hull", *HERE[3:])],
         "row 2, la_name: 'Hull' is the name of area 810; correct it, or old_la_code '999'."),
        ([(*HERE[:2], "Essex", *HERE[3:])],
         "row 2, la_name: 'Essex' is the name of area 881; correct it, or old_la_code '885'."),
        ([ESSEX, (*HERE[:2], "Essex", *HERE[3:])],
         "row 3, la_name: 'Essex' is the name of area 881; correct it, or old_la_code '885'."),
        ([(*HERE[:2], "Essex", *HERE[3:]), ESSEX],
         "row 2, la_name: 'Essex' is the name of area 881; correct it, or old_la_code '885'."),
        ([("951", "E06000098", "Newtown", *HERE[3:]), ("952", "E06000099", "Newtown", *HERE[3:])],
         "row 3, la_name: 'Newtown' is the name of area 951 in row 2 too; one of the two is wrong."),
        ([("885", "E10000012", "Worcestershire", *HERE[3:])],
         "row 2, new_la_code: 'E10000012' is the code of area 881; correct it, or old_la_code '885'."),
        ([(*HERE[:2], "West Midlands", *HERE[3:])],
         "row 2, la_name: 'West Midlands' is the name of area E12000005; correct it, or old_la_code '885'."),
        ([SECOND_ENGLAND],
         "row 2, country_name: 'England' is the name of area E92000001; correct it, or country_code 'E92000009'."),
        ([NORTH_EAST],
         "row 2, region_name: 'North West' is the name of area E12000002; correct it, or region_code 'E12000001'."),
    ],
)  # fmt: skip
def test_the_name_or_code_of_another_is_refused_and_nothing_changed(
    held: Dataset, tmp_path: Path, rows: list[Place | str], problem: str
):
    before = held.store.moment(), held.snapshot().area_codes
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after(*((row, 2025) for row in rows)))
    assert (outcome.state, said(outcome, ERROR)) == (REFUSED, [problem])
    assert (held.store.moment(), held.snapshot().area_codes) == before


def test_a_second_invented_authority_of_one_name_is_refused(held: Dataset, tmp_path: Path):
    first, second = (("999", "E10000099", "Nowhereshire", *HERE[3:]), ("998", "E10000098", "Nowhereshire", *HERE[3:]))
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after((first, 2025)))
    assert outcome.state == TAKEN
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after((second, 2025)))
    problem = (
        "row 2, la_name: 'Nowhereshire' is the name of area 999; correct it, or old_la_code '998'. If a wrong file "
        "gave 999 its name, withdraw its release; python -m data releases lists them."
    )
    assert (outcome.state, said(outcome, ERROR)) == (REFUSED, [problem])


def test_codes_exchanged_between_two_authorities_are_refused(held: Dataset, tmp_path: Path):
    rows = [(ESSEX[0], HERE[1], *ESSEX[2:]), (HERE[0], ESSEX[1], *HERE[2:])]
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after(*((row, 2025) for row in rows)))
    assert outcome.state == REFUSED
    assert len(said(outcome, ERROR)) == 2


def neighbour_list(number: str, name: str) -> str:
    others = ("816", "822", "823", "825", "826", "830", "831", "836", "838", "839")
    return f"{number},{name},8,West Midlands," + ",".join(f"{other},Close" for other in others)


NEIGHBOURS = "old_la_code,la_name,region_ind,region_name," + ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11))


def test_a_list_under_anothers_name_is_refused(held: Dataset, tmp_path: Path):
    path = tiny.save(tmp_path, "neighbours_2026.csv", f"{NEIGHBOURS}\n{neighbour_list('885', 'Essex')}\n")
    (outcome,) = import_files(held.store, held.register, [path])
    (finding,) = outcome.findings
    assert (outcome.state, finding.row, finding.column) == (REFUSED, 2, "la_name")
    assert finding.problem == "'Essex' is the name of area 881; correct it, or old_la_code '885'."


def test_lists_after_a_blank_row_are_read_but_not_below_a_note(held: Dataset, tmp_path: Path):
    here, essex, leeds = (neighbour_list(*of) for of in (("885", "Worcestershire"), ("881", "Essex"), ("383", "Leeds")))
    blank = "," * 23
    rows = [NEIGHBOURS, here, blank, essex, blank, "Old lists:" + blank, blank, leeds]
    path = tiny.save(tmp_path, "neighbours_2026.csv", "\n".join(rows) + "\n")
    (outcome,) = import_files(held.store, held.register, [path])
    assert (outcome.state, outcome.neighbours) == (TAKEN, 20)
    told = {finding.problem for finding in outcome.findings}
    assert "has no list of Leeds (383), which has no neighbours in this model then." in told
    assert not any("Essex" in problem for problem in told)


# Taken ---------------------------------------------------------------------------------------------

DORSET_THEN = ("835", "E10000009", "Dorset", "E12000009", "South West")
DORSET_NOW = ("838", "E06000059", "Dorset", "E12000009", "South West")
PAIR = ("314 / 318", "E09000021 / E09000027", "Kingston upon Thames / Richmond upon Thames", "E13000002",
        "Outer London")  # fmt: skip
KINGSTON = ("314", "E09000021", "Kingston upon Thames", "E13000002", "Outer London")


@pytest.mark.parametrize(
    "rows",
    [
        [(DORSET_THEN, 2019), (DORSET_NOW, 2020)],
        [(DORSET_NOW, 2019), (DORSET_THEN, 2019)],
        [(PAIR, 2025), (KINGSTON, 2025)],
        [((*KINGSTON[:2], PAIR[2], *KINGSTON[3:]), 2025)],
        [(HERE, 2024), (ESSEX, 2024), (HERE, 2025), (ESSEX, 2025)],
    ],
)
def test_what_is_so_is_not_refused(held: Dataset, tmp_path: Path, rows: list[tuple[Place, int]]):
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after(*rows))
    assert (outcome.state, said(outcome, ERROR)) == (TAKEN, [])


@pytest.mark.parametrize(
    ("place", "warning"),
    [
        ((*HERE[:3], "E12000001", "West Midlands"),
         "row 2, region_code: Worcestershire is in West Midlands (E12000005), and the row puts it into North East "
         "(E12000001); correct it if the area has not moved."),
        ((*HERE[:4], "North West"),
         "row 2, region_name: 'North West' is North West (E12000002), but the code beside it is another region's, West "
         "Midlands (E12000005), where Worcestershire is; correct the name."),
        (("999", "E10000099", "Nowhereshire", *HERE[3:]),
         "row 2, old_la_code: '999' (Nowhereshire) is no area that is known; taken as a new one. Correct it if it is "
         "none."),
        (("950", "E06000098", "Cumbria", *HERE[3:]),
         "row 2, old_la_code: '950' (Cumbria) is no area that is known; taken as a new one. Correct it if it is none."),
        (("881", "E10000099", *ESSEX[2:]),
         "row 2, new_la_code: 'E10000099' is a new code of Essex, until now E10000012. Both find it."),
        ((*HERE[:2], "Malvern and Severn", *HERE[3:]),
         "row 2, la_name: 'Malvern and Severn' is what Worcestershire (885) is called here: the name has changed, and "
         "the newest is shown. Both find it."),
    ],
)  # fmt: skip
def test_what_may_be_so_is_taken_with_one_warning(held: Dataset, tmp_path: Path, place: Place, warning: str):
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after((place, 2025), (place, 2024)))
    assert (outcome.state, said(outcome)) == (TAKEN, [warning])


def test_a_good_file_of_every_carried_place_says_nothing(held: Dataset, tmp_path: Path):
    """London's authorities are in its inner and outer part in files, and in London here."""
    rows = []
    for area in held.snapshot().areas.authorities:
        if held.snapshot().areas.is_open(area):
            region = "E13000001" if area.region == "E12000007" else area.region
            name = held.snapshot().areas[region].name
            rows.append(((area.key, area.code, area.name, region, name), 2025))
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after(*rows))
    assert len(rows) == 153
    assert [f for f in outcome.findings if f.kind in KINDS] == []


def test_what_the_last_edition_had_and_this_one_has_not_is_told(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    """Not those that had ended, nor what an older edition lacks that comes later."""
    northampton = ("928", "E10000021", "Northamptonshire", "E12000004", "East Midlands")
    first = looked_after((HERE, 2024), (ESSEX, 2024), (ESSEX, 2021), (northampton, 2021))
    outcomes = bring(
        sqlite_store, register, tmp_path, first, looked_after((HERE, 2025)), looked_after((DORSET_NOW, 2023))
    )
    told = [[f.problem for f in outcome.findings if f.kind == "vanished"] for outcome in outcomes]
    assert told == [[], ["has no row of Essex (881) for 2024/25, which the 2024 edition had."], []]


def test_a_pair_filed_under_one_or_both_numbers_is_not_missed(sqlite_store: Store, register: Register, tmp_path: Path):
    outcomes = bring(
        sqlite_store, register, tmp_path, looked_after((PAIR, 2023)), looked_after((KINGSTON, 2024)),
        looked_after((PAIR, 2025)),
    )  # fmt: skip
    assert [f for outcome in outcomes for f in outcome.findings if f.kind == "vanished"] == []


# Names afterwards ----------------------------------------------------------------------------------

RENAMED = (*HERE[:2], "Worcestershire County", *HERE[3:])


def test_a_renamed_authority_is_shown_by_its_new_name_and_found_by_both(held: Dataset, tmp_path: Path):
    (outcome,) = bring(held.store, held.register, tmp_path, looked_after((RENAMED, 2026)))
    assert outcome.state == TAKEN
    areas = held.snapshot().areas
    assert areas["885"].name == "Worcestershire County"
    for name in ("Worcestershire", "Worcestershire County", "worcs", "E10000034"):
        assert areas.find(name) is areas["885"]
        assert parse({"area": name}, "881", areas, ())[0].area == "885"
    assert held.default_area() == open_dataset(held.settings).default_area() == "885"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_name_of_the_departments_files_wins_in_any_order_of_files(
    sqlite_store: Store, register: Register, tmp_path: Path, order: tuple[int, ...]
):
    newtown = ("950", "E06000099", "Newtown", "E12000005", "West Midlands")
    files = [
        looked_after((newtown, 2023)),
        looked_after(((*newtown[:2], "New Town, City of", *newtown[3:]), 2024), (newtown, 2023)),
        people(((*newtown[:2], "Newetowne", *newtown[3:]), 2025)),
    ]
    bring(sqlite_store, register, tmp_path, *(files[number] for number in order))
    areas = sqlite_store.snapshot().areas
    assert areas["950"].name == "New Town, City of"
    assert set(areas["950"].names) == {"New Town, City of", "Newtown", "Newetowne"}
    for name in ("Newtown", "newetowne", "City of New Town", "NEW TOWN"):
        assert areas.find(name) is areas["950"], name


def test_a_spelling_of_another_publisher_is_told_and_names_nothing(held: Dataset, tmp_path: Path):
    (outcome,) = bring(held.store, held.register, tmp_path, people(((*HERE[:2], "Worcestershire CC", *HERE[3:]), 2025)))
    (warning,) = said(outcome)
    assert "its name stays" in warning
    areas = held.snapshot().areas
    assert (areas["885"].name, areas.find("Worcestershire CC")) == ("Worcestershire", areas["885"])


def test_a_wrong_region_of_an_older_day_moves_nobody(held: Dataset, tmp_path: Path):
    bring(held.store, held.register, tmp_path, looked_after(((*HERE[:3], "E12000001", "North East"), 2024)))
    assert held.snapshot().areas["885"].region == "E12000005"


# A database that took such files before they were refused ------------------------------------------

WRONG = [
    ("999", "E10000099", "Worcestershire", "2010-03-31", "2026-03-31"),
    ("885", "E10000034", "Essex", "2012-06-30", "2026-03-31"),
    ("885", "E10000012", "Worcestershire", "2025-03-31", "2026-03-31"),
]


def test_wrong_names_and_codes_of_former_versions_stop_nothing(held: Dataset):
    engine = create_engine(held.settings.database)
    with engine.begin() as connection:
        for row in WRONG:
            values = dict(zip(("key", "code", "name", "first", "last"), row, strict=True))
            connection.execute(
                text(
                    "INSERT INTO area_code (release_id, key, code, name, level, region, first, last) "
                    "VALUES (0, :key, :code, :name, 'authority', 'E12000005', :first, :last)"
                ),
                values,
            )
    engine.dispose()
    again = open_dataset(held.settings)
    areas = again.snapshot().areas
    assert again.default_area() == "885"
    assert (areas["885"].name, areas["885"].code, areas["881"].name) == ("Worcestershire", "E10000034", "Essex")
    for text_, key in (("Worcestershire", "885"), ("Essex", "881"), ("E10000012", "881"), ("999", "999")):
        assert areas.find(text_) is areas[key], text_


def test_every_name_of_every_place_is_as_before(held: Dataset):
    """Names, codes and regions of the carried figures are the newest rows of the carried file."""
    areas = held.snapshot().areas
    carried: dict[str, list[object]] = {}
    for code in held.snapshot().area_codes:
        carried.setdefault(code.key, []).append(code)
    for key, rows in carried.items():
        newest = max(rows, key=lambda row: (row.last, row.first))
        assert (areas[key].name, areas[key].code, areas[key].region) == (newest.name, newest.code, newest.region)


# /readyz -------------------------------------------------------------------------------------------


def readyz(dataset: Dataset) -> tuple[int, dict[str, object]]:
    server = Flask("probe")
    server.extensions[EXTENSION] = dataset
    server.register_blueprint(blueprint)
    answer = server.test_client().get("/readyz")
    return answer.status_code, answer.json


def test_readyz_is_ready_where_pages_can_be_served(held: Dataset):
    status, answer = readyz(held)
    assert (status, answer["status"]) == (200, "ready")


@pytest.mark.parametrize("area", ["Atlantis", "London"])
def test_readyz_is_not_ready_where_the_area_of_the_settings_is_not_there(held: Dataset, area: str):
    status, answer = readyz(open_dataset(replace(held.settings, area=area)))
    assert (status, answer["status"]) == (503, "not ready")
    assert "The area that the settings name" in str(answer["reason"])
    assert area not in str(answer)


def test_readyz_is_not_ready_without_figures_and_without_a_store(held: Dataset, tmp_path: Path, register: Register):
    empty = replace(held, store=Store(f"sqlite:///{tmp_path}/empty.sqlite3", register))
    status, answer = readyz(empty)
    assert (status, answer["status"]) == (503, "not ready")
    assert "no current figures" in str(answer["reason"])
    engine = create_engine(held.settings.database)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE current"))
    engine.dispose()
    status, answer = readyz(open_dataset_as_it_is(held))
    assert (status, answer["status"]) == (503, "not ready")
    assert "sqlite" not in str(answer)


def open_dataset_as_it_is(held: Dataset) -> Dataset:
    """The dataset with a store that has read nothing yet."""
    return replace(held, store=Store(held.settings.database, held.register))


# The names that the project declares ---------------------------------------------------------------


def test_declared_names_are_of_known_places_in_order():
    names = declared_names()
    assert list(names) == sorted(names)
    assert len({name.casefold() for _, name in names}) == len(names)
    assert isinstance(Areas((), names).find("Hull"), type(None))
