"""What is declared of the Local Authority Interactive Tool: mistakes are told, and a further measure is a few lines."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from data.areas import Areas
from data.errors import ContentError
from data.importers import carried, carried_areas, coherence
from data.importers.lait import measures as declared
from data.loading import TAKEN, files_of, import_files
from data.loading import reading as reading_of
from data.names import declared_names
from data.register import FOLDER, Register, read_register
from data.store import Delivery, Store
from data.views import imports
from tests.frames import api_rows
from tests.unit import lait_tables as lait
from tests.unit import tiny
from tests.unit.lait_tables import WORCESTERSHIRE
from tests.unit.test_store import release

AREAS = carried_areas.read()
PLACES = Areas(AREAS, declared_names())
TOOL = "as collected in the Local Authority Interactive Tool"

MEASURE = """
[[measure]]
short_desc = "RevCP"
indicator = "cpp_reviewed_on_time_pct"
period = "financial_year"
publisher = "Department for Education"
title = "Children in need"
"""
FILE = f'licence = "Open"\ncollection = "as collected"\n\n[areas]\n"970" = "E92000001"\n{MEASURE}'


def faults(folder: Path, register: Register, text: str) -> list[str]:
    path = tiny.save(folder, "measures.toml", text)
    try:
        found = declared.read_measures(path)
    except ContentError as error:
        return [str(error)]
    return list(declared.problems(found, register, {"cpp_rate": "plans.toml"}, PLACES))


def test_a_good_declaration_is_read(tmp_path: Path, register: Register):
    assert faults(tmp_path, register, FILE) == []


INDICATOR, CALLED = 'indicator = "cpp_reviewed_on_time_pct"', 'short_desc = "RevCP"'
PLACE = '"970" = "E92000001"'


def second(*changes: tuple[str, str]) -> str:
    """The measure and another like it but for these changes."""
    made = MEASURE
    for old, new in changes:
        made = made.replace(old, new)
    return MEASURE + made


MISTAKES = [
    *(
        (line, "", rf"key '{line.split()[0]}'.* is missing")
        for line in FILE.splitlines()
        if " = " in line and '"970"' not in line
    ),
    (CALLED, 'short_desc = ""', "key 'short_desc': is empty; expected a text that is not empty"),
    (CALLED, "short_desc = 5", "key 'short_desc'"),
    (
        INDICATOR,
        'indicator = "cpp_reviewed_in_time_pct"',
        "key 'indicator': is not in the register; correct it .the nearest is 'cpp_reviewed_on_time_pct'.",
    ),
    (INDICATOR, 'indicator = "cpp_rate"', "key 'indicator': is that of plans.toml too; .* take one out"),
    (
        INDICATOR,
        'indicator = "camhs_referrals_per_month"',
        "key 'indicator': camhs_referrals_per_month.toml names no published_source; give it there",
    ),
    ('"financial_year"', '"finacial_year"', "key 'period'.*'finacial_year'.*financial_year"),
    ('"financial_year"', '"quarter"', "key 'period'.*'quarter'.*financial_year"),
    ("publisher =", "publishers =", "key 'publishers': is not known; the nearest key is 'publisher'"),
    ('title = "Children in need"', 'title = "  "', "key 'title'"),
    ("licence =", "license =", "key 'license': is not known; the nearest key is 'licence'"),
    ('collection = "as collected"', "collection = []", "key 'collection'"),
    ('[areas]\n"970" = "E92000001"', "", "key 'areas'.*is missing"),
    (PLACE, '"970" = "E92"', "key 'areas.970': 'E92' is no area that the project carries; give the code"),
    (PLACE, '"885" = "E92000001"', "key 'areas.885': is the LA number of Worcestershire; give the number"),
    (PLACE, '"97o" = "E92000001"', "key 'areas.97o': is not a number of three digits"),
    (PLACE, '"970" = 5', "key 'areas"),
    (MEASURE, "", "key 'measure'.*is missing"),
    (MEASURE, "\nmeasure = []\n", "key"),
    (MEASURE, MEASURE * 2, "key 'measure': 1 and 2 both have the short_desc 'RevCP'; take one out"),
    (MEASURE, second(("RevCP", "Rev")), "key 'measure': 1 and 2 both have the indicator 'cpp_reviewed_on_time_pct'"),
    (
        MEASURE,
        second(("RevCP", "RevCP%"), ("_time_pct", "_x")),
        "key 'measure': 1 and 2 both have the dataset 'lait_revcp'",
    ),
    (
        MEASURE,
        second(("RevCP", "Rev"), ("_time_pct", "_x"), ("Department for Education", "ONS")),
        "key 'title': 'Children in need' is of Department for Education and of ONS; a publ.* is of one",
    ),
    ("[[measure]]", "[[measures]]", "key 'measures?'"),
    ("[[measure]]", "[measure]", "key 'measure'"),
    ('title = "', "title = ", "is not valid TOML: .*; correct that place"),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_a_mistake_in_the_declaration_is_a_sentence(tmp_path: Path, register: Register, old: str, new: str, said: str):
    assert old in FILE
    (found,) = faults(tmp_path, register, FILE.replace(old, new, 1))
    assert found.startswith("measures.toml")
    assert re.search(said, found), found


def test_a_declaration_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ContentError, match=r"^measures\.toml: cannot be read .*; restore it from the project$"):
        declared.read_measures(tmp_path / "measures.toml")


def test_the_declaration_of_the_project_is_coherent(register: Register):
    coherence.check_mappings(register)
    raw = tomllib.loads(declared.FILE.read_text(encoding="utf-8"))
    assert len(raw["measure"]) == 40
    assert {measure.indicator for measure in declared.measures().measures} <= set(register)


def test_a_mistake_stops_the_start_with_its_sentence(register: Register, monkeypatch: pytest.MonkeyPatch):
    wrong = replace_measure(declared.measures(), indicator="cp_rate")
    monkeypatch.setattr(declared, "measures", lambda: wrong)
    with pytest.raises(
        ContentError, match=r"^measures\.toml, measure 1 \(cp_rate\), key 'indicator': is not in the reg"
    ):
        coherence.check_mappings(register)


def replace_measure(found: declared.Measures, **changes: str) -> declared.Measures:
    first = msgspec.structs.replace(found.measures[0], **changes)
    return msgspec.structs.replace(found, measures=(first, *found.measures[1:]))


NEW_TOML = """
id = "made_up_pct"
name = "Children who like school"
short = "Like school"
definition = "The share of children who say that they like school."
unit = "percent"
measure = "during_year"
polarity = "higher_is_better"
panel = "journey"
stage = "education"
position = 990
decimals = 1
numerator = "children who like school"
denominator = "children asked"
agency = "Schools"
published_source = "DfE, Children who like school; collected in the Local Authority Interactive Tool"
"""
NEW_MEASURE = """
[[measure]]
short_desc = "Like_School (new) %"
indicator = "made_up_pct"
period = "academic_year"
publisher = "Department for Education"
title = "Children who like school"
"""


def test_the_figure_of_another_measure_arrives_by_mapping_and_toml_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """In the API too, with no carried file and no change to the code."""
    indicators = tmp_path / "indicators"
    indicators.mkdir()
    for path in FOLDER.glob("*.toml"):
        tiny.save(indicators, path.name, path.read_bytes())
    tiny.save(indicators, "made_up_pct.toml", NEW_TOML)
    further = tiny.save(tmp_path, "measures.toml", declared.FILE.read_text(encoding="utf-8") + NEW_MEASURE)
    found = declared.read_measures(further)
    for module in (declared, reading_of, carried):
        monkeypatch.setattr(module, "measures", lambda: found)
    register = read_register(indicators)
    coherence.check_mappings(register)
    carried.check_complete(register)
    store = Store(f"sqlite:///{tmp_path}/new.sqlite3", register)
    store.add([Delivery(release("areas"), (), AREAS)])
    lines = [
        ("Like_School (new) %", "2025", place, value)
        for place, value in ((WORCESTERSHIRE, "61.5"), (lait.ENGLAND, "60.099999999999994"))
    ]
    (outcome,) = import_files(store, register, files_of([lait.save(tmp_path, *lines)]), area="885")
    assert outcome.state == TAKEN, imports.told(outcome, register, "Worcestershire")
    rows_ = api_rows(store.snapshot(), {"indicator": "made_up_pct"})
    assert {(r["area_code"], r["period"], r["value"], r["release"]) for r in rows_} == {
        (code, "academic year 2024/25", value, f"Children who like school {TOOL}, academic year 2024/25")
        for code, value in (("E10000034", "61.5"), ("E92000001", "60.1"))
    }


def test_a_carried_measure_without_its_file_is_still_missed(register: Register, tmp_path: Path):
    for path in carried.PUBLISHED.glob("*.csv"):
        if path.stem in register or path.stem == "releases":
            tiny.save(tmp_path, path.name, path.read_bytes() if path.stem == "releases" else "")
    carried.check_complete(register, tmp_path)
    (tmp_path / "lac_health_checks_pct.csv").unlink()
    with pytest.raises(ContentError, match=r"^lac_health_checks_pct\.csv: is not in "):
        carried.check_complete(register, tmp_path)
