"""Which mapping a file is read by: the most specific that fits, whatever others share its columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.checks import WARNING
from data.errors import ImportRefused
from data.importers.choosing import choose
from data.importers.mapping import FOLDER, read_mapping
from data.importers.subject import Known
from data.importers.text import read_csv
from data.loading import read_table
from data.register import Register
from tests.unit import tiny

HEAD = """dataset = "{name}"
publisher = "p"
title = "t"
licence = "l"
period = "reporting_year"
requires = [{requires}]

[labels]
{labels}

[[figure]]
indicator = "{indicator}"
value = "number"
"""


def declared(folder: Path, name: str, requires: str, labels: str = "", indicator: str = "lac_missing"):
    """A mapping that requires columns, separated by blanks, and knows labels."""
    columns = ", ".join(f'"{column}"' for column in requires.split())
    return read_mapping(
        tiny.save(
            folder,
            f"{name}.toml",
            HEAD.format(name=name, requires=columns, labels=labels, indicator=indicator),
        )
    )


@pytest.fixture
def choosing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The name of the mapping that a file of these columns and rows is read by, or what it is refused for."""

    def choosing_(columns: str, rows: list[str], *found) -> str:
        monkeypatch.setattr("data.importers.choosing.mappings", lambda: found)
        content = tiny.text(columns, [(tiny.WORCESTERSHIRE, 2025, row) for row in rows])
        try:
            return choose(read_csv(tiny.save(tmp_path, "file.csv", content))).name
        except ImportRefused as error:
            return str(error)

    return choosing_


GROUP = 'group = ["In care", "Missing"]'


@pytest.mark.parametrize("turned", [False, True])
def test_the_most_specific_wins(tmp_path: Path, choosing, turned: bool):
    found = [declared(tmp_path, "a_few", "group number"), declared(tmp_path, "b_more", "group move number")]
    assert choosing("group,move,number", ["In care,Any,5"], *(found[::-1] if turned else found)) == "b_more"
    assert choosing("group,number", ["In care,5"], *found) == "a_few"


def test_filters_make_a_mapping_more_specific(tmp_path: Path, choosing):
    found = [declared(tmp_path, "a_any", "group number"), declared(tmp_path, "b_told", "group number", GROUP)]
    assert choosing("group,number", ["In care,5"], *found) == "b_told"


def test_a_mapping_that_knows_the_labels_wins_over_one_with_more_columns(tmp_path: Path, choosing):
    more = declared(tmp_path, "a_more", "group move number", GROUP)
    right = declared(tmp_path, "b_right", "group number", 'group = ["In care", "Missing", "Moved"]')
    assert choosing("group,move,number", ["In care,Any,5", "Missing,Any,1", "Moved,Any,2"], more, right) == "b_right"
    assert choosing("group,move,number", ["In care,Any,5", "Missing,Any,1"], more, right) == "a_more"


def test_a_mapping_of_other_labels_does_not_fit(tmp_path: Path, choosing):
    said = choosing("group,number", ["At home,5", "Away,4"], declared(tmp_path, "a", "group number", GROUP))
    assert said.startswith("file.csv, row 1: no mapping fits this file. Nothing was taken. The nearest, a, needs other")
    assert "in its column 'group' ('In care', …), where the file has 'At home', 'Away'" in said


def test_half_of_the_labels_tell_a_release_with_new_ones(tmp_path: Path, choosing):
    assert choosing("group,number", ["In care,5", "Away,4"], declared(tmp_path, "a", "group number", GROUP)) == "a"


def test_two_that_fit_alike_are_refused_naming_both(tmp_path: Path, choosing):
    found = [declared(tmp_path, name, "group number", GROUP) for name in ("a", "b")]
    said = choosing("group,number", ["In care,5"], *found)
    assert said.startswith("file.csv, row 1: the mappings a and b fit this file alike. Nothing was taken; add to ")


def test_of_two_that_lack_a_column_the_one_that_lacks_less_is_named(tmp_path: Path, choosing):
    found = [declared(tmp_path, "a", "group move stay number"), declared(tmp_path, "b", "group move other number")]
    said = choosing("group,other_,number", ["In care,Any,5"], *found)
    assert "The nearest, b, needs the columns 'move', 'other'" in said
    assert "add the new name to aliases in b.toml" in said


# A part of a release ------------------------------------------------------------------------------


def test_a_part_of_a_release_is_taken_and_what_it_lacks_is_said(tmp_path: Path, register: Register):
    row = "Children looked after on 31 March each year,118900,1017,86"
    content = tiny.text(
        "population_type,population_estimate,children_count,rate_per_10000", [(tiny.WORCESTERSHIRE, 2025, row)]
    )
    reading = read_table(read_csv(tiny.save(tmp_path, "part.csv", content)), register, Known())
    assert reading.delivery is not None
    assert {row.indicator for row in reading.delivery.rows} == {"lac_rate"}
    said = [str(finding) for finding in reading.findings if finding.kind == "matches"]
    assert len(said) == 2
    assert said[0].startswith(
        "part.csv, column population_type: where of cla_rates.toml, figure 2 (lac_started_rate) matches no row: "
    )
    assert "labels in the file are 'Children looked after on 31 March each …'" in said[0]
    assert {finding.severity for finding in reading.findings} == {WARNING}


def test_a_printed_column_that_is_nearly_there_is_doubted(
    tmp_path: Path, register: Register, monkeypatch: pytest.MonkeyPatch
):
    content = (FOLDER / "cin_plans.toml").read_text()
    slip = read_mapping(tiny.save(tmp_path, "cin_plans.toml", content.replace("_more_percent", "_more_percnt")))
    monkeypatch.setattr("data.importers.choosing.mappings", lambda: (slip,))
    file = tiny.save(tmp_path, "plans.csv", tiny.plans({(tiny.WORCESTERSHIRE, 2025): 514}))
    known = Known({("885", 2024): 118_273.0})
    said = [str(finding) for finding in read_table(read_csv(file), register, known).findings]
    assert said[0] == (
        "plans.csv, row 1, column 2_years_or_more_percnt: is missing from the header; correct printed in "
        "cin_plans.toml (the nearest is '2_years_or_more_percent'), or add an alias there. The figures are read "
        "without it."
    )
