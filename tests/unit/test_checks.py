"""Checks of files: every file of ``tests/files/fail`` is refused for its reason, every one of ``pass`` is taken.

Those of ``doubt`` are taken with a warning. A file that fails or is doubted is named after its check,
``places_level.csv`` after ``data/checks/places.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from data import checks, loading
from data.checks import ERROR, WARNING, Finding, run_stages, summarised
from data.errors import ImportRefused
from data.importers import carried_areas
from data.importers.subject import Known
from data.importers.text import read_csv
from data.loading import read_table
from data.register import Register
from data.views import imports

FILES = Path(__file__).resolve().parents[1] / "files"
PASS = sorted((FILES / "pass").glob("*.csv"))
FAIL = sorted((FILES / "fail").glob("*.csv"))
DOUBT = sorted((FILES / "doubt").glob("*.csv"))

# Mid-year populations at hand, by area and year.
AREAS = ("E92000001", "E12000005", "885", "815", "928", "202")
POPULATIONS = dict.fromkeys(((area, 2024) for area in AREAS), 100_000.0)

# Checks that refuse no file.
WARNS = {"older", "withheld"}

# What each failing file is refused for: row, column and words that name what is wrong and what to do.
REFUSED = {
    "shape": (4, None, "has 15 cells, the header 14", "check commas and quotes"),
    "shape_header_twice": (1, "2_years_or_more", "stands twice in the header", "keep one of the two columns"),
    "shape_no_rows": (1, None, "no row follows", "export the file again"),
    "shape_trailing_comma": (3, None, "has 15 cells, the header 14", "check commas and quotes"),
    "columns": (1, "la_name", "is missing from the header", "add the new name to aliases in cin_plans.toml"),
    "columns_case": (1, "la_name", "is missing from the header; it is written 'LA name' there", "write it la_name"),
    "places_level": (4, "geographic_level", "'School' is not one of National, Regional", "take them out"),
    "places_level_case": (2, "geographic_level", "it is 'Local authority' written otherwise", "write it so"),
    "places_level_near": (2, "geographic_level", "'Local auth' is not one of", "if 'Local authority' is meant, write"),
    "places_level_empty": (2, "geographic_level", "'' is not one of", "give the row its level"),
    "times_year": (5, "time_period", "'202425' is not a year", "expected four digits such as 2025"),
    "times_year_digits": (5, "time_period", "is not a year", "expected four digits such as 2025"),
    "times_identifier": (2, "time_identifier", "is 'Academic year', not 'Reporting year'", "take rows of other kinds"),
    "places_number": (4, "old_la_code", "area code '85' has 2 characters", "expected three digits"),
    "places_number_digits": (4, "old_la_code", "area code", "expected three digits"),
    "places_code": (4, "new_la_code", "area code 'E0600001' has 8 characters", "expected E and eight digits"),
    "places_code_small": (2, "new_la_code", "area code 'e10000034' has a small letter", "write it 'E10000034'"),
    "places_formula": (4, "la_name", "'=HYPERLINK", "expected one that begins with a letter"),
    "places_region_without_name": (3, "region_name", "'' is not the name of an area", "begins with a letter"),
    "labels": (2, "population_type", "label 'Children looked after as of 31 March' is not", "labels in cla_rates.toml"),
    "labels_case": (3, "population_type", "it is 'Children ceasing to be looked after each year'", "write it so"),
    "labels_empty": (3, "population_type", "label '' is not known", "give the row its label"),
    "matches": (None, "age", "(care_leavers_in_touch_19_21_pct) matches no row: age = 'Aged 19 to 21'; labels in the "
                "file are 'Aged 17 to 18'", "correct it there, or import the whole file"),
    "matches_together": (None, "age", "but no row has all of them", "correct it there"),
    "matches_denominator": (None, "age", "denominator_where of cla_care_leavers_in_touch.toml, figure 1", "correct it"),
    "cells": (4, "CPP_At31", "'1e5' is neither a number nor one of the symbols", "c, *, z, x, :, k, low, ~, u"),
    "cells_comma": (4, "CPP_At31", "'1,514' is neither a number", "no sign, blank or comma"),
    "cells_digits": (4, "CPP_At31", "is neither a number", "symbols c, *"),
    "cells_empty": (4, "CPP_At31", "an empty cell is neither a number", "give it what the publisher's file has"),
    "cells_huge": (4, "CPP_At31", "is neither a number", "symbols c, *"),
    "cells_negative": (4, "CPP_At31", "-514 is negative", "a count or rate cannot be"),
    "cells_symbol": (5, "2_years_or_more", "'C' is neither a number", "if the symbol is meant, write 'c'"),
    "picks": (3, "population_type", "where of cla_rates.toml, figure 1 (lac_rate) picks this row ('Children",
              "give it one label of population_type"),
    "repeats": (5, None, "as row 4, with another CPP_At31 (514 there, 515 here)", "find out which is right"),
    "repeats_breakdown": (3, None, "but 'Boys' there and 'Girls' here in gender, a breakdown", "add gender to"),
    "repeats_figures": (3, None, "with another children_count (1017 there, 1027 here)", "find out which is right"),
    "repeats_same": (3, None, "is for the same area, year and labels as row 2 and says the same", "keep one of them"),
    "codes": (5, "new_la_code", "'E10000034' is the code of area 885 in row 4", "one of the two rows is wrong"),
    "codes_region": (4, "new_la_code", "'E10000034' is the code of area E10000034 in row 3", "one of the two rows is"),
    "populations": (None, "time_period", "1999 needs the population of mid-1998", "import the ONS mid-year"),
    "shares": (3, "2_years_or_more", "450 of 300 (North Yorkshire, 2024/25) is above 100%", "exchange the two columns"),
    "shares_printed": (2, "number", "101% (Worcestershire, 2021/22) is above 100%", "correct the row"),
    "counts": (2, "children_count", "118,900 is above the population aged 0 to 17, 1,017", "exchange the two columns"),
    "counts_country": (3, "population_estimate", "12,183,017 is above England's 12,183,016", "correct the row"),
    "text_encoding": (4, None, "most likely Windows-1252", "save it as “CSV UTF-8”"),
    "text_undefined": (2, None, "is not UTF-8 text", "save it as “CSV UTF-8”"),
    "text_utf16": (1, None, "is not UTF-8 text but UTF-16", "save it as “CSV UTF-8”"),
    "text_utf16_without_mark": (1, None, "is not UTF-8 text but UTF-16", "save it as “CSV UTF-8”"),
    "text_workbook": (1, None, "but a workbook", "save it as “CSV UTF-8”"),
    "text_web_page": (1, None, "but a web page", "save it as “CSV UTF-8”"),
    "text_tabs": (1, None, "columns are separated by tabs, not by commas", "save the file again as “CSV UTF-8"),
    "text_semicolons": (1, None, "columns are separated by semicolons", "save the file again as “CSV UTF-8"),
    "text_second_mark": (1, None, "begins with a second byte-order mark", "delete what stands before that name"),
    "text_joined": (3, None, "holds a byte-order mark", "import the files one by one"),
    "text_quote": (4, None, "is not valid CSV", "check the quotes from there on"),
    "text_empty": (None, None, "is empty", "expected a header and rows"),
    "text_only_mark": (None, None, "is empty", "expected a header and rows"),
    "text_nul": (4, None, "holds the control character 0", "export the file again"),
    "unknown_columns": (1, None, "no mapping knows these columns", "add a mapping in data/importers/mappings"),
    "unknown_title": (1, None, "is not the header, which is row 3", "take out what stands above that row"),
    "text_quoted": (1, None, "is in quotes as a whole", "save it again from the publisher's file"),
    "unknown_header_case": (1, None, "'POPULATION_TYPE' for 'population_type'", "as the publisher does"),
    "unknown_neighbours_case": (1, None, "'Old_LA_Code' for 'old_la_code'", "as the publisher does"),
    "unknown_column": (1, None, "The nearest, cin_referrals, needs the column 'no_further_action_count' (most like "
                       "'no_further_action_number' in the header)", "to aliases in cin_referrals.toml"),
    "unknown_name_missing": (1, None, "has 13 column names, and row 2 14 cells", "find the name that is missing"),
    "unknown_label": (1, None, "The nearest, cla_missing, needs other labels in its column 'cla_group'", "of its own"),
    "unknown_label_case": (1, None, "which the file writes 'CHILDREN", "and to its figure, in cla_rates.toml"),
    "unknown_telling_label": (1, None, "The nearest, cla_care_leavers_accommodation, needs the label 'Suitability to",
                              "a mapping of its own"),
    "neighbours_without_year": (None, None, "has no year in its name", "as neighbours_2025.csv"),
    "neighbours_2021_revised_2024": (None, None, "has the years 2021 and 2024 in its name", "name it after the model"),
    "neighbours_2025_number": (2, "SN_1", "'16' is not an LA number", "expected three digits"),
    "neighbours_2025_twice": (4, None, "authority 885 stands in row 2 too", "keep one of them"),
    "neighbours_2025_cells": (2, None, "has 25 cells, the header 24", "check its commas"),
    "neighbours_2025_few": (1, "SN_1", "expected 10 neighbours", "from this column on"),
    "neighbours_2025_no_rows": (1, None, "no authority follows", "export the file again"),
    "neighbours_2025_itself": (2, "SN_2", "885 is the authority itself", "give another neighbour"),
    "neighbours_2025_repeated": (2, "SN_4", "816 is a neighbour in SN_1 already", "give each once"),
    "neighbours_2025_unknown": (2, "SN_7", "999 is the number of no authority, open or ended", "correct it"),
    "neighbours_2025_closeness": (2, "SN_10P", "'0.93' does not say how close", "words such as Very close"),
    "neighbours_2021_closeness": (2, "SNP after SN3", "'' does not say how close", "words such as Very close"),
    "neighbours_1999": (None, None, "1999 in its name is not the year of a model", "expected 2000 to"),
    "neighbours_2099": (None, None, "2099 in its name is not the year of a model", "expected 2000 to"),
}  # fmt: skip

# What each doubted file is warned of: row, column, both figures, and what to do.
WARNED = {
    "printed": (2, "rate_per_10000", "96 is printed (Worcestershire, 2024/25), but 1,017 of 118,900 is 85.5", "check"),
    "unlikely": (5, "children_count", "88,200 (Worcestershire, 2023/24), where about 870", "misplaced digit"),
    "nation": (2, "number", "94 (England, 2021/22) is outside the range of the authorities, 9 to 14", "a sum"),
}


def known() -> Known:
    """Populations, and every authority's number but no code: what a file says of codes is judged by itself."""
    return Known(POPULATIONS, {f"code of {number}": number for number in carried_areas.codes().values()})


def refusal(path: Path, register: Register) -> list[str]:
    """What refuses a file, as its reader would be told; nothing where it is taken."""
    try:
        reading = read_table(read_csv(path), register, known())
    except ImportRefused as error:
        return [str(error)]
    errors = [str(finding) for finding in reading.findings if finding.severity == ERROR]
    assert (reading.delivery is None) is bool(errors), "refused files give nothing, and only they"
    return errors


def modules() -> set[str]:
    return {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("path", PASS, ids=lambda path: path.stem)
def test_a_good_file_is_taken_without_a_finding(path: Path, register: Register):
    reading = read_table(read_csv(path), register, known())
    assert reading.findings == ()
    assert reading.delivery is not None
    assert reading.delivery.rows or reading.delivery.neighbours


@pytest.mark.parametrize("path", FAIL, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_file_row_column_and_remedy(path: Path, register: Register):
    row, column, problem, remedy = REFUSED[path.stem]
    place = path.name + (f", row {row}" if row else "") + (f", column {column}" if column else "")
    said = refusal(path, register)[0]
    assert said.startswith(f"{place}: ")
    assert problem in said
    assert remedy in said
    assert len(said) < 500


@pytest.mark.parametrize("path", DOUBT, ids=lambda path: path.stem)
def test_a_doubtful_file_is_taken_and_row_column_and_both_figures_are_told(path: Path, register: Register):
    reading = read_table(read_csv(path), register, known())
    assert reading.delivery is not None
    # Files of a few rows lack most labels, which is another warning.
    (finding,) = (finding for finding in reading.findings if finding.kind != "matches")
    assert (finding.severity, finding.kind) == (WARNING, path.stem)
    row, column, problem, remedy = WARNED[path.stem]
    said = str(finding)
    assert said.startswith(f"{path.name}, row {row}, column {column}: {problem}")
    assert remedy in said


def test_a_row_is_counted_as_the_file_counts_it(register: Register, tmp_path: Path):
    """Cells with line ends in them shift the rows; what is named is where the bad row begins."""
    bad = tmp_path / "plans.csv"
    bad.write_bytes((FILES / "pass" / "plans_windows.csv").read_bytes().replace(b"514", b"1e5"))
    assert refusal(bad, register)[0].startswith("plans.csv, row 6, column CPP_At31: '1e5'")


def test_every_bad_cell_is_named_not_only_the_first(register: Register, tmp_path: Path):
    bad = tmp_path / "plans.csv"
    bad.write_text((FILES / "pass" / "plans.csv").read_text().replace("514,12", "five,twelve").replace("377", "?"))
    found = refusal(bad, register)
    assert [said.partition(": ")[0] for said in found] == [
        "plans.csv, row 4, column CPP_At31",
        "plans.csv, row 4, column 2_years_or_more",
        "plans.csv, row 5, column CPP_At31",
    ]


def test_later_stages_wait_for_earlier_ones(register: Register, tmp_path: Path):
    bad = tmp_path / "plans.csv"
    bad.write_text((FILES / "pass" / "plans.csv").read_text().replace("514,", "514,,").replace("377", "?"))
    assert [said.partition(": ")[0] for said in refusal(bad, register)] == ["plans.csv, row 4"]


# Findings -----------------------------------------------------------------------------------------


def test_faults_of_one_kind_are_one_sentence_with_a_count_and_the_first_three():
    same = [
        Finding(ERROR, "a.csv", row, "time_identifier", "'x' is not known.", "identifier") for row in range(2, 34_442)
    ]
    assert summarised(same) == [
        "a.csv, column time_identifier: 'x' is not known. This is so in 34,440 rows: 2, 3, 4 and 34,437 others."
    ]
    assert summarised(same[:2])[0].endswith("This is so in 2 rows: 2 and 3.")
    assert summarised(same[:4])[0].endswith("This is so in 4 rows: 2, 3, 4 and 1 other.")


def test_findings_of_one_kind_that_differ_are_told_with_their_places():
    found = [Finding(WARNING, "a.csv", row, "rate", f"is {row}.", "printed") for row in range(2, 7)]
    assert summarised(found) == [
        "Warning: a.csv: 5 of one kind, the first 3: row 2, column rate: is 2. row 3, column rate: is 3. "
        "row 4, column rate: is 4."
    ]
    assert summarised(found[:1]) == ["Warning: a.csv, row 2, column rate: is 2."]


def test_errors_come_before_warnings_and_a_finding_without_a_kind_stands_alone():
    warning = Finding(WARNING, "a.csv", 2, None, "is doubtful.", "x")
    errors = [Finding(ERROR, "a.csv", row, None, "is wrong.") for row in (3, 4)]
    assert summarised([warning, *errors]) == [
        "a.csv, row 3: is wrong.",
        "a.csv, row 4: is wrong.",
        "Warning: a.csv, row 2: is doubtful.",
    ]
    assert summarised([]) == []


def test_a_finding_is_of_the_kind_of_its_check_and_a_warning_stops_nothing():
    def doubts(file: str):
        yield Finding(WARNING, file, None, None, "is doubtful.")

    def refuses(file: str):
        yield Finding(ERROR, file, None, None, "is wrong.", "of its own")

    found = run_stages(((doubts,), (refuses,), (doubts,)), "a.csv")
    assert [(f.severity, f.kind) for f in found] == [(WARNING, "test_checks"), (ERROR, "of its own")]


# Completeness --------------------------------------------------------------------------------------

# Rules about what is known of places: tested with it, in test_places.py.
OF_PLACES = {"names", "regions", "newcomers", "recoded", "renamed", "vanished"}
# Rules about what is held: tested with it, in test_lait.py.
OF_WHAT_IS_HELD = {"emptied"}


def test_every_check_runs_in_a_stage():
    stages = (*loading.STAGES, *loading.PLAUSIBILITY)
    run = {check.__module__.rpartition(".")[2] for stage in stages for check in stage}
    assert run == modules()


def test_every_check_has_a_file_that_fails_it():
    assert modules() - WARNS - OF_PLACES - OF_WHAT_IS_HELD <= {path.stem.partition("_")[0] for path in (*FAIL, *DOUBT)}


def test_every_failing_file_is_for_a_check_or_a_reader():
    failing = {path.stem.partition("_")[0] for path in FAIL}
    assert failing - {"text", "unknown", "neighbours"} <= modules()
    assert {path.stem for path in FAIL} == set(REFUSED)
    assert {path.stem for path in DOUBT} == set(WARNED)


def test_only_what_refuses_a_file_is_counted_as_a_problem(register: Register):
    doubt = Finding(WARNING, "a.csv", 2, "la_name", "is doubted.", "renamed")
    wrong = Finding(ERROR, "a.csv", 3, "la_name", "is wrong.", "names")
    superseded = loading.Outcome("a.csv", loading.REFUSED, findings=(doubt,), reason="a.csv: was superseded.")
    assert imports.told(superseded, register, "Worcestershire") == [
        "a.csv: refused, nothing was taken.",
        "Warning: a.csv, row 2, column la_name: is doubted.",
        "a.csv: was superseded.",
    ]
    both = loading.Outcome("a.csv", loading.REFUSED, findings=(doubt, wrong))
    assert imports.told(both, register, "Worcestershire")[0] == "a.csv: refused, nothing was taken. 1 problem:"
