"""The declared mappings: read exactly, and each kind of mistake is told with file, key and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import asdict

from data.declared.explaining import fault, place
from data.errors import ContentError
from data.importers import coherence, mapping
from data.importers.lait.measures import measures
from data.importers.mapping import POPULATION, FileMapping, Hidden, read_mapping
from data.register import Register
from tests.unit import tiny

HEAD = """dataset = "d"
publisher = "p"
title = "t"
licence = "l"
period = "reporting_year"
requires = ["age", "count"]
known_by.age = "All"
aliases.count = ["number"]

[labels]
age = ["All", "16 and 17"]

"""
PLANS = """[[figure]]
indicator = "cpp_2_years_pct"
numerator = ["count"]
denominator = "count"
where.age = ["16 and 17"]
denominator_where.age = ["All"]

"""
RATE = """[[figure]]
indicator = "cpp_rate"
numerator = ["count", "other"]
denominator = "population"
hidden = { from = 1, to = 5, why = "the publisher hides 1 to 5" }
total = "count"
parts = ["boys", "girls"]

"""
NUMBER = """[[figure]]
indicator = "lac_missing"
value = "count"
where = { age = ["All"] }
"""
GOOD = HEAD + PLANS + RATE + NUMBER
FIRST, SECOND, THIRD = "figure 1 (cpp_2_years_pct)", "figure 2 (cpp_rate)", "figure 3 (lac_missing)"


def told(folder: Path, register: Register, files: Mapping[str, str]) -> str:
    """What the mappings of a folder are refused for; "" where they are good."""
    try:
        read = [read_mapping(tiny.save(folder, f"{name}.toml", content)) for name, content in files.items()]
        coherence.check(read, register)
    except ContentError as error:
        return str(error)
    return ""


def test_a_good_mapping_is_read(tmp_path: Path, register: Register):
    assert told(tmp_path, register, {"odd": GOOD}) == ""
    read = read_mapping(tmp_path / "odd.toml")
    plans, rate, number = read.figures
    assert (read.name, read.names("count"), read.names("age")) == ("odd", ("count", "number"), ("age",))
    assert (plans.numerator, plans.denominator, plans.denominator_where) == (("count",), ("count",), {"age": ("All",)})
    assert (rate.denominator, rate.is_over_population) == ((POPULATION,), True)
    assert (rate.hidden, rate.total, rate.parts) == (
        Hidden(low=1, high=5, why="the publisher hides 1 to 5"), "count", ("boys", "girls"),
    )  # fmt: skip
    assert (number.value, number.numerator, number.denominator) == ("count", (), ())
    assert number.denominator_where == number.where == {"age": ("All",)}


def test_columns_below_the_line_may_be_several(tmp_path: Path, register: Register):
    changed = GOOD.replace('denominator = "count"', 'denominator = ["count", "other"]')
    assert told(tmp_path, register, {"odd": changed}) == ""
    assert read_mapping(tmp_path / "odd.toml").figures[0].denominator == ("count", "other")


# One mistake each: what is put in place of what, where it is told to be, what is said of it.
MISTAKES = {
    "syntax": ("dataset = ", "dataset ", "", "is not valid TOML"),
    "key-misspelt": ("numerator =", "numerators =", f"{FIRST}, key 'numerators'", "the nearest key is 'numerator'"),
    "key-of-the-file": ("requires =", "require =", "key 'require'", "is not known; the nearest key is 'requires'"),
    "key-unknown": ('licence = "l"', 'licence = "l"\ncolour = "red"', "key 'colour'", "expected one of aliases, data"),
    "name-is-not-a-key": ('licence = "l"', 'licence = "l"\nname = "x"', "key 'name'", "is not known"),
    "hidden-misspelt": ("why =", "wy =", f"{SECOND}, key 'hidden.wy'", "the nearest key is 'why'"),
    "missing": ('title = "t"\n', "", "key 'title'", "is missing or empty; give a text"),
    "missing-indicator": ('indicator = "cpp_rate"\n', "", "figure 2, key 'indicator'", "is missing"),
    "empty": ('title = "t"', 'title = " "', "key 'title'", "is empty; expected a text that is not empty"),
    "text-for-list": (
        'requires = ["age", "count"]',
        'requires = "age"',
        "key 'requires'",
        "is the text 'age'; expected",
    ),
    "number-for-list": ('requires = ["age", "count"]', "requires = 5", "key 'requires'", "is 5; expected a list"),
    "numerator-as-text": ('["count", "other"]', '"count"', f"{SECOND}, key 'numerator'", "expected a list of texts"),
    "label-as-text": (
        'where.age = ["16',
        'where.age = "16 and 17" # ["16',
        f"{FIRST}, key 'where.age'",
        "expected a list",
    ),
    "second-label-as-text": (
        'age = ["All", "16 and 17"]',
        'age = ["All", 16]',
        "key 'labels.age', item 2",
        "is 16 without",
    ),
    "number-for-column": ('denominator = "count"', "denominator = 5", f"{FIRST}, key 'denominator'", "a list of texts"),
    "number-in-a-list": ('["boys", "girls"]', '["boys", 5]', f"{SECOND}, key 'parts', item 2", "is 5 without quotes"),
    "one-table": (
        GOOD[len(HEAD) :],
        '[figure]\nvalue = "count"',
        "key 'figure'",
        "is a table; expected a list of at least one",
    ),
    "no-figure": (GOOD[len(HEAD) :], "", "key 'figure'", "is missing or empty; give a list of at least one table"),
    "no-columns": ('requires = ["age", "count"]', "requires = []", "key 'requires'", "is an empty list"),
    "no-labels": ('age = ["All", "16 and 17"]', "age = []", "key 'labels.age'", "is an empty list"),
    "columns-of-every-file": (
        '["age", "count"]',
        '["la_name", "time_period"]',
        "key 'requires'",
        "that every file has",
    ),
    "period": (
        '"reporting_year"',
        '"reporting year"',
        "key 'period'",
        "'reporting year'; expected one of reporting_year",
    ),
    "period-day": ('"reporting_year"', '"09-31"', "key 'period'", "or a day such as"),
    "neither": ('value = "count"\n', "", f"{THIRD}, key 'value'", "is missing, as is numerator; give one"),
    "no-numerator": ('numerator = ["count"]\n', "", f"{FIRST}, key 'numerator'", "is missing beside a denominator"),
    "no-denominator": ('denominator = "count"\n', "", f"{FIRST}, key 'denominator'", "is missing beside a numerator"),
    "value-and-numerator": (
        'value = "count"',
        'value = "count"\nnumerator = ["count"]',
        f"{THIRD}, key 'numerator'",
        "no use",
    ),
    "value-and-printed": (
        'value = "count"',
        'value = "count"\nprinted = "share"',
        f"{THIRD}, key 'printed'",
        "no use beside",
    ),
    "no-denominator-where": (
        'denominator_where.age = ["All"]\n',
        "",
        f"{FIRST}, key 'denominator_where'",
        "is missing, so",
    ),
    "same-denominator-where": (
        'denominator_where.age = ["All"]',
        'denominator_where.age = ["16 and 17"]',
        f"{FIRST}, key 'denominator_where'",
        "picks the rows of where, so that a count would be divided by itself",
    ),
    "column-twice": ('["count", "other"]', '["count", "count"]', f"{SECOND}, key 'numerator'", "counted twice"),
    "population-and-column": (
        '"population"',
        '["population", "count"]',
        f"{SECOND}, key 'denominator'",
        "one or the other",
    ),
    "population-where": (
        '"population"',
        '"population"\ndenominator_where.age = ["All"]',
        SECOND,
        "the denominator is the pop",
    ),
    "parts-without-total": ('total = "count"\n', "", f"{SECOND}, key 'total'", "is missing beside parts"),
    "total-without-parts": ('parts = ["boys", "girls"]\n', "", f"{SECOND}, key 'parts'", "is missing beside total"),
    "total-among-parts": (
        '["boys", "girls"]',
        '["boys", "count"]',
        f"{SECOND}, key 'parts'",
        "the total itself, 'count'",
    ),
    "hidden-below": ("to = 5", "to = 0", f"{SECOND}, key 'hidden.to'", "is 0, below from, which is 1"),
    "hidden-negative": ("from = 1", "from = -1", f"{SECOND}, key 'hidden.from'", "is -1"),
    "label-not-declared": (
        'where.age = ["16 and 17"]',
        'where.age = ["16 to 17"]',
        f"{FIRST}, key 'where.age'",
        "'16 to 17' is not among labels.age; correct it (the nearest is '16 and 17'), or add it",
    ),
    "label-of-denominator": (
        'denominator_where.age = ["All"]',
        'denominator_where.age = ["Total"]',
        f"{FIRST}, key 'denominator_where.age'",
        "'Total' is not among labels.age",
    ),
    "label-of-known-by": (
        'known_by.age = "All"',
        'known_by.age = "Al"',
        "key 'known_by.age'",
        "'Al' is not among labels.age",
    ),
    "column-without-labels": (
        'where.age = ["16',
        'where.agge = ["16',
        f"{FIRST}, key 'where.agge'",
        "(the nearest is 'age')",
    ),
    "alias-of-nothing": ("aliases.count", "aliases.cuont", "key 'aliases.cuont'", "(the nearest is 'count')"),
    "alias-of-a-column": ('["number"]', '["age"]', "key 'aliases.count'", "'age' is a column of the mapping itself"),
    "alias-of-two": (
        'aliases.count = ["number"]',
        'aliases.count = ["n"]\naliases.age = ["n"]',
        "key 'aliases.age'",
        "'n' is",
    ),
    "indicator-unknown": (
        '"cpp_rate"',
        '"cpp_rat"',
        "figure 2 (cpp_rat), key 'indicator'",
        "(the nearest is 'cpp_rate')",
    ),
    "indicator-local": (
        '"lac_missing"',
        '"contacts"',
        "figure 3 (contacts), key 'indicator'",
        "contacts.toml names no publ",
    ),
    "percent-over-population": (
        '"cpp_rate"',
        '"lac_missing_pct"',
        "figure 2 (lac_missing_pct), key 'denominator'",
        "percent",
    ),
    "count-as-quotient": (
        '"cpp_2_years_pct"',
        '"population_0_17_mid_year"',
        "figure 1 (population_0_17_mid_year), key 'num",
        "count",
    ),
    "same-content": (
        NUMBER,
        NUMBER + NUMBER.replace("lac_missing", "uasc_"),
        "figure 4 (uasc_)",
        "is made from the columns and rows of figure 3 (lac_missing)",
    ),
    "period-number": (
        '"reporting_year"',
        "2025",
        "key 'period'",
        "is 2025 without quotes; expected a kind of year",
    ),
    "two-figures": (
        '"lac_missing"',
        '"cpp_rate"',
        "figure 3 (cpp_rate), key 'indicator'",
        "is that of odd.toml, figure 2",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_file_key_and_remedy(tmp_path: Path, register: Register, name: str):
    old, new, place, problem = MISTAKES[name]
    assert old in GOOD
    said = told(tmp_path, register, {"odd": GOOD.replace(old, new, 1)})
    assert said.startswith(f"odd.toml, {place}" if place else "odd.toml: ")
    assert problem in said
    assert len(said) < 400


def test_a_mapping_that_is_not_text_is_named(tmp_path: Path):
    path = tiny.save(tmp_path, "odd.toml", "title = 'Café'".encode("latin-1"))
    with pytest.raises(ContentError, match=r"^odd\.toml: is not UTF-8 text .*; save it as UTF-8"):
        read_mapping(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"lac_missing"', '"lac_missing"', "two.toml, key 'dataset': 'd' is the dataset of one.toml too"),
        (
            'dataset = "d"',
            'dataset = "e"',
            "two.toml, figure 1 (cpp_2_years_pct), key 'indicator': is that of one.toml",
        ),
    ],
)
def test_mappings_do_not_contradict_one_another(tmp_path: Path, register: Register, old: str, new: str, said: str):
    assert told(tmp_path, register, {"one": GOOD, "two": GOOD.replace(old, new)}).startswith(said)


ODD = (1, True, "x", "", "population", [], ["a", 1], [{}], {"a": 1}, {"a": {}}, date(2025, 1, 1))


def spots(part: object) -> Iterator[tuple[Any, Any]]:
    """Every place in what a file declares: a table and its key, a list and its position."""
    if isinstance(part, dict | list):
        for key in part if isinstance(part, dict) else range(len(part)):
            yield part, key
            yield from spots(part[key])


@pytest.mark.parametrize("name", sorted(path.stem for path in mapping.FOLDER.glob("*.toml")))
def test_whatever_is_declared_is_read_or_told_in_a_sentence(name: str, register: Register):
    content = tomllib.loads((mapping.FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    content["figure"] = content["figure"][:2]
    for number in range(len(list(spots(content)))):
        for odd in (*ODD, None):
            raw = deepcopy(content)
            part, key = list(spots(raw))[number]
            if odd is not None:
                part[key] = odd
            elif isinstance(part, dict):
                part[f"{key}s"] = part.pop(key)
            try:
                read = FileMapping(name=name, **asdict(msgspec.convert(raw, mapping._Content)))
            except msgspec.ValidationError as error:
                keys, problem = fault(error, raw, mapping._Content)
                assert place(keys, raw).startswith(", ")
                assert " " in problem
            else:
                assert all(said.startswith(f"{name}.toml, ") for said in coherence.problems([read], register))


def test_the_mappings_of_the_project_are_coherent(register: Register):
    coherence.check_mappings(register)


def test_every_mapping_of_the_project_leads_to_the_register(register: Register):
    indicators = [f.indicator for m in mapping.mappings() for f in m.figures]
    indicators += [measure.indicator for measure in measures().measures]
    assert set(indicators) == {i.id for i in register.published}
    assert len(indicators) == len(set(indicators))
