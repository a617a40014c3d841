"""The register: complete, as the design's lists have it, and exact about what is wrong with a file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.errors import ContentError
from data.periods import parse
from data.register import FOLDER, read_indicator, read_register
from data.views import words

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FIELDS = ("unit", "measure", "polarity", "panel", "stage")
# Where the register follows the publisher's methodology and not the list: activity, accommodation and contact are those
# around a birthday in the year, and a missing incident is recorded too unevenly for either side to be better.
CORRECTED = {
    ("care_leavers_suitable_accommodation_19_21_pct", "measure"): "during_year",
    ("care_leavers_eet_19_21_pct", "measure"): "during_year",
    ("care_leavers_in_touch_19_21_pct", "measure"): "during_year",
    ("lac_missing_pct", "polarity"): "neutral",
}

GOOD = {
    "id": "visits",
    "name": "Visits made",
    "definition": "Visits made in the year.",
    "unit": "count",
    "measure": "during_year",
    "polarity": "neutral",
    "panel": "assurance",
    "agency": "The board",
    "local_source": "Report §1",
}


def listed(name: str) -> list[dict[str, str]]:
    path = SHARED / f"{name}-register.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here: the design's lists are needed to compare the register with them")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(part) for part in value) + "]"
    return repr(value)


def write(folder: Path, file: str = "visits", **changes: object) -> Path:
    """A good file with some keys changed, or left out where None."""
    path = folder / f"{file}.toml"
    keys = {key: value for key, value in (GOOD | changes).items() if value is not None}
    path.write_text("\n".join(f"{key} = {toml(value)}" for key, value in keys.items()), encoding="utf-8")
    return path


def test_every_file_is_read():
    register = read_register()
    assert set(register) == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize(("name", "source"), [("local", "local_source"), ("published", "published_source")])
def test_register_agrees_with_the_design(name: str, source: str):
    register, expected = read_register(), listed(name)
    for row in expected:
        indicator = register[row["id"]]
        assert indicator.name == row["name"], row["id"]
        wanted = {key: CORRECTED.get((row["id"], key), row[key]) for key in FIELDS}
        assert {key: getattr(indicator, key) for key in FIELDS} == wanted, row["id"]
        if name == "published":
            assert indicator.decimals == int(row["decimals"]), row["id"]
        assert getattr(indicator, source), row["id"]


def test_an_id_in_both_lists_has_both_sources_and_no_other():
    local, published = ({row["id"] for row in listed(name)} for name in ("local", "published"))
    both = {i.id for i in read_register().values() if i.local_source and i.published_source}
    assert both == local & published


def test_local_source_names_the_section():
    register = read_register()
    for row in listed("local"):
        assert register[row["id"]].local_source.endswith(row["source"]), row["id"]


def test_short_titles_fit_a_tile_and_differ_within_a_stage():
    seen = set()
    for indicator in read_register().values():
        key = (indicator.panel, indicator.stage, indicator.short.lower())
        assert len(indicator.short) <= 54, indicator.id
        assert key not in seen, indicator.id
        seen.add(key)


def test_every_definition_is_a_sentence_or_two():
    for indicator in read_register().values():
        assert indicator.definition.endswith("."), indicator.id
        assert 20 <= len(indicator.definition) <= 320, indicator.id


def test_positions_follow_within_a_stage():
    seen = set()
    for path in FOLDER.glob("*.toml"):
        indicator = read_indicator(path)
        position = indicator.position
        key = (indicator.panel, indicator.stage, position)
        assert position > 0, path.name
        assert key not in seen, path.name
        seen.add(key)


def test_a_good_file_is_read(tmp_path: Path):
    indicator = read_indicator(write(tmp_path, position=3))
    assert (indicator.position, indicator.id, indicator.short) == (3, "visits", "Visits made")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"colour": "blue"}, ("'colour'", "not known", "expected one of agency, ")),
        ({"defintion": "Visits."}, ("'defintion'", "not known", "nearest key is 'definition'")),
        ({"name": 5}, ("'name'", "is 5 without quotes", "expected a text")),
        ({"caveats": "Beware."}, ("'caveats'", "is the text 'Beware.'", "expected a list of texts in square brackets")),
        ({"caveats": ["Beware.", 5]}, ("'caveats', item 2", "is 5 without quotes")),
        ({"position": 1.5}, ("'position'", "is 1.5", "whole number")),
        ({"notes": [{"text": "T", "source": "S", "page": "1"}]}, ("notes 1, key 'page'", "not known")),
        ({"unit": "furlongs"}, ("'unit'", "furlongs", "percent")),
        ({"measure": "weekly"}, ("'measure'", "weekly", "snapshot")),
        ({"polarity": "good"}, ("'polarity'", "good", "neutral")),
        ({"panel": "weather"}, ("'panel'", "weather", "journey")),
        ({"definition": None}, ("'definition'", "missing")),
        ({"definition": "  "}, ("'definition'", "empty")),
        ({"agency": None}, ("'agency'", "missing")),
        ({"id": "visit"}, ("'id'", "'visit'", "'visits'")),
        ({"stage": "front_door"}, ("'stage'", "assurance")),
        ({"panel": "journey"}, ("'stage'", "journey")),
        ({"local_source": None}, ("local_source", "published_source")),
        ({"decimals": 9}, ("decimals", "0 to 3")),
        ({"notes": [{"text": "No source"}]}, ("notes 1, key 'source'", "missing", "give a text")),
        ({"unit": "rate_per_1000"}, ("key 'population'", "is missing", "whom the rate is of")),
        ({"unit": "percent", "population": "girls"}, ("key 'population'", "no use for the unit percent")),
        ({"withheld": [{"area": "E92000001"}]}, ("withheld 1, key 'why'", "missing")),
    ],
)
def test_a_malformed_file_is_named_with_its_key(tmp_path: Path, changes: dict[str, object], words: tuple[str, ...]):
    path = write(tmp_path, **changes)
    with pytest.raises(ContentError) as raised:
        read_indicator(path)
    message = str(raised.value)
    assert message.startswith("visits.toml")
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("other", "twin"),
    [
        ({}, "visit"),
        ({"id": "calls", "twin": "visits"}, "calls"),
        ({}, "visits"),
        ({"id": "calls", "panel": "neglect"}, "calls"),
    ],
)
def test_a_twin_is_another_indicator_of_the_panel_without_one(tmp_path: Path, other: dict[str, object], twin: str):
    write(tmp_path, twin=twin)
    if other:
        write(tmp_path, "calls", **other)
    with pytest.raises(ContentError, match=r"\.toml, key 'twin': '\w+' is not an indicator of the same panel"):
        read_register(tmp_path)


def test_a_twin_is_read(tmp_path: Path):
    write(tmp_path, twin="calls")
    write(tmp_path, "calls", id="calls")
    register = read_register(tmp_path)
    assert (register["visits"].twin, register["calls"].twin) == ("calls", "")


def test_bad_syntax_names_the_file_and_the_place(tmp_path: Path):
    (tmp_path / "visits.toml").write_text('id = "visits"\nname = Visits\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"visits\.toml: is not valid TOML.*line 2"):
        read_register(tmp_path)


def test_wrong_encoding_names_the_file(tmp_path: Path):
    (tmp_path / "visits.toml").write_bytes('name = "Café"'.encode("latin-1"))
    with pytest.raises(ContentError, match=r"visits\.toml: is not UTF-8"):
        read_register(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path):
    with pytest.raises(ContentError, match="no indicator files"):
        read_register(tmp_path)


# What the publisher's methodology says -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("social_worker_caseload", "agency workers included"),
        ("care_leavers_suitable_accommodation_19_21_pct", "no information, it counts as not suitable"),
        ("care_leavers_suitable_accommodation_19_21_pct", "three months before it to one month after"),
        ("care_leavers_eet_19_21_pct", "three months before it to one month after"),
        ("care_leavers_in_touch_19_21_pct", "refused contact or no longer needed services"),
        ("cpp_repeat_pct", "Plans are counted, not children"),
        ("icpc_within_15_days_pct", "of the strategy discussion"),
        ("lac_missing_pct", "some record too many"),
    ],
)
def test_definitions_and_caveats_say_what_is_counted(name: str, said: str) -> None:
    indicator = read_register()[name]
    assert said in " ".join((indicator.definition, *indicator.caveats))


def test_what_is_around_a_birthday_is_not_said_to_be_at_31_march() -> None:
    for indicator in read_register().published:
        if indicator.id.startswith("care_leavers"):
            assert words.when_words(parse("2024/25"), indicator) == "year to March 2025"
