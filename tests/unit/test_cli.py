"""The command line as people use it: what it prints, where, and how it ends."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from data.clock import day_in_words, stamp
from data.settings import ROOT, read_settings
from data.store import Store
from tests.unit import tiny

FAIL = Path(__file__).resolve().parents[1] / "files" / "fail"
HERE = tiny.WORCESTERSHIRE


@pytest.fixture(scope="module")
def database(dataset, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of its own with what the project carries, as `make run` leaves it."""
    import sqlite3

    path = tmp_path_factory.mktemp("cli") / "board.sqlite3"
    with (
        sqlite3.connect(read_settings().database.removeprefix("sqlite:///")) as source,
        sqlite3.connect(path) as target,
    ):
        source.backup(target)
    return f"sqlite:///{path}"


def run(database: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["env", f"SAFEGUARDING_DATABASE={database}", sys.executable, "-m", "data", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_an_import_says_what_it_took_and_what_it_superseded(database: str, tmp_path: Path):
    # 2025 revised, 2026 new; each count of plans gives a rate and a share.
    people = tiny.save(tmp_path, "people.csv", tiny.population({(HERE, 2024): 120_119, (HERE, 2025): 120_500}))
    plans = tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 523, (HERE, 2026): 540}))
    old = tiny.save(tmp_path, "old.csv", tiny.plans({(HERE, 2024): 530}))
    held = len(run(database, "releases").stdout.splitlines())
    ended = run(database, "import", plans, people, old)
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    warnings = [line for line in lines if line.startswith("Warning: ")]
    assert any(line.startswith("Warning: plans.csv: 152 of one kind") for line in warnings)  # a file of one authority
    assert [line for line in lines if not line.startswith("  ") and line not in warnings] == [
        f"people.csv: taken as Mid-year population estimates, 2025 release (release {held + 1}); 1 new, 0 "
        "superseding another value, 1 superseding the same value.",
        f"plans.csv: taken as Children in need, reporting year 2026 (release {held + 2}); 2 new, 2 "
        "superseding another value, 0 superseding the same value.",
        f"old.csv: taken as Children in need, reporting year 2024 (release {held + 3}); 0 new, 0 "
        "superseding another value, 0 superseding the same value, 2 kept as history under a later release.",
        "3 of 3 files taken.",
    ]
    day = day_in_words(stamp())
    at = next(number for number, line in enumerate(lines) if line.startswith("plans.csv"))
    assert lines[at + 1 : at + 7] == [
        f"  supersedes d5_cpps_at31march_by_duration_2013_to_2025.csv of {day} (release 5, carried by the project): "
        "2 figures changed.",
        "  Worcestershire: 2 new, 2 revised, 0 gone.",
        "    new: Children subject to a child protection plan, rate per 10,000, 2025/26: 44.8 (540 of 120,500)",
        "    new: Child protection plans open for two years or more, 2025/26: 0.2% (1 of 540)",
        "    revised: Children subject to a child protection plan, rate per 10,000, 2024/25: 43.5 (522 of 120,119) → "
        "43.5 (523 of 120,119)",
        "    revised: Child protection plans open for two years or more, 2024/25: 1.3% (7 of 522) → 0.2% (1 of 523)",
    ]
    again = run(database, "import", plans)
    assert again.returncode == 0
    assert again.stdout == (
        f"plans.csv: these very figures are in the store (release {held + 2} of {day}); nothing was changed.\n"
        "0 of 1 file taken; already there: plans.csv.\n"
    )
    listed = run(database, "releases").stdout
    assert "Children in need, reporting year 2026\t2024/25 to 2025/26\t4" in listed


def test_what_is_refused_is_named_with_row_column_and_remedy_and_the_rest_is_taken(database: str, tmp_path: Path):
    good = tiny.save(tmp_path, "people.csv", tiny.population({(tiny.CAMDEN, 2020): 47_000}))
    ended = run(database, "import", FAIL / "cells.csv", FAIL / "text_encoding.csv", FAIL / "unknown_columns.csv", good)
    assert ended.returncode == 2
    assert ended.stderr == ""
    last = "1 of 4 files taken; refused: text_encoding.csv, cells.csv, unknown_columns.csv."
    assert ended.stdout.splitlines()[-1] == last
    assert "cells.csv: refused, nothing was taken. 1 problem:\n" in ended.stdout
    assert "cells.csv, row 4, column CPP_At31: '1e5' is neither a number nor one of the symbols" in ended.stdout
    assert "text_encoding.csv, row 4: is not UTF-8 text, most likely Windows-1252" in ended.stdout
    assert "unknown_columns.csv, row 1: no mapping knows these columns." in ended.stdout
    assert "people.csv: taken as Mid-year population estimates, 2020 release" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


def test_where_nothing_was_taken_no_others_are_spoken_of(database: str):
    ended = run(database, "import", FAIL / "cells.csv")
    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout.endswith("\n0 of 1 file taken; refused: cells.csv.\n")
    ended = run(database, "import", FAIL / "cells.csv", FAIL / "text_encoding.csv")
    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout.endswith("\n0 of 2 files taken; refused: text_encoding.csv, cells.csv.\n")


def test_findings_of_one_kind_are_one_line(database: str, tmp_path: Path):
    school = tiny.plans({(HERE.replace("Local authority", "School"), 1990 + n): n for n in range(35)})
    ended = run(database, "import", tiny.save(tmp_path, "schools.csv", school))
    assert ended.returncode == 2
    lines = ended.stdout.splitlines()
    assert lines[0] == "schools.csv: refused, nothing was taken. 35 problems:"
    assert lines[1].startswith("schools.csv, column geographic_level: 'School' is not one of")
    assert lines[1].endswith("This is so in 35 rows: 2, 3, 4 and 32 others.")
    assert lines[2:] == ["0 of 1 file taken; refused: schools.csv."]


def test_a_name_is_printed_as_it_is_and_steers_nothing(database: str, tmp_path: Path):
    path = tiny.save(tmp_path, "[bold red]x[blink].csv", "a,b\n[link=http://x]1[/link],2\n")
    ended = run(database, "import", path)
    assert ended.stdout.startswith("[bold red]x[blink].csv: refused, nothing was taken.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "missing.csv"), "missing.csv: is not there; check the path. Nothing was taken.\n"),
        (("import", "tests/unit"), "There is no CSV file in the folder. Nothing was taken; name a file, or a folder"),
        (("import",), "Missing argument 'PATHS...'"),
        (("improt", "x"), "No such command 'improt'"),
        (("export",), "Missing option '--to'"),
        (("export", "--to", "/proc/nothing"), "/proc/nothing cannot be written (No such file or directory)"),
    ],
)
def test_a_wrong_command_ends_with_2_and_a_sentence(database: str, arguments, said):
    ended = run(database, *arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


def test_prepare_twice_says_the_same(database: str):
    first, second = run(database, "prepare"), run(database, "prepare")
    assert (first.returncode, first.stderr, first.stdout) == (0, "", second.stdout)
    assert first.stdout.startswith("The database holds ")


def test_check_needs_no_database():
    ended = run("sqlite:////proc/none.sqlite3", "check")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "indicators," in ended.stdout
    assert ended.stdout.endswith("well formed.\n")


def test_export_writes_what_the_store_holds(database: str, tmp_path: Path):
    ended = run(database, "export", "--to", tmp_path / "out")
    assert (ended.returncode, ended.stderr) == (0, "")
    files = list((tmp_path / "out").glob("*.csv"))
    assert ended.stdout == f"{len(files)} files written to {tmp_path / 'out'}.\n"
    assert "885,2024/25," in (tmp_path / "out" / "cpp_rate.csv").read_text()


def test_two_imports_at_once_both_get_in(database: str, register, tmp_path: Path):
    paths = []
    for number in range(2):
        content = tiny.population({(HERE, 2000 + number): 100_000 + number})
        paths.append(tiny.save(tmp_path, f"people{number}.csv", content))
    commands = [
        ["env", f"SAFEGUARDING_DATABASE={database}", sys.executable, "-m", "data", "import", str(path), str(paths[0])]
        for path in reversed(paths)
    ]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command in commands
    ]
    said = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert all(error == "" for _, error in said)
    releases = [r.file for r in Store(database, register).snapshot().releases]
    assert (releases.count("people0.csv"), releases.count("people1.csv")) == (1, 1)


# Trials, withdrawals and findings -------------------------------------------------------------------


def contents(database: str) -> list[tuple[object, ...]]:
    """Every row of every table that figures are made of."""
    import sqlite3

    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        tables = ("release", "observation", "area_code", "neighbour", "decision", "meta")
        return [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]


def test_a_trial_says_what_would_become_of_the_figures_and_changes_nothing(database: str, tmp_path: Path):
    leeds = HERE.replace("E12000005,West Midlands,885,E10000034,Worcestershire", "E12000003,x,383,E08000035,Leeds")
    people = tiny.save(tmp_path, "trial.csv", tiny.population({(HERE, 2011): 118_000, (leeds, 2011): 160_000}))
    bad = tiny.save(tmp_path, "bad.csv", tiny.plans({(HERE, 2025): "fifty"}))
    before = contents(database)
    ended = run(database, "import", "--check", people)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        "trial.csv: would be taken as Mid-year population estimates, 2011 release; 2 new, 0 superseding another value, "
        "0 superseding the same value.",
        "  Worcestershire: 1 new, 0 revised, 0 gone.",
        "    new: Children aged 0 to 17, mid-year estimate, 30 June 2011: 118,000",
        "1 of 1 file would be taken. Nothing was changed.",
    ]
    ended = run(database, "import", "--check", "--area", "E08000035", people, bad)
    assert ended.returncode == 2
    assert "  Leeds: 1 new, 0 revised, 0 gone." in ended.stdout
    assert ended.stdout.splitlines()[-1] == "1 of 2 files would be taken; refused: bad.csv. Nothing was changed."
    assert contents(database) == before


def test_a_release_is_withdrawn_and_restored_by_its_number(database: str, tmp_path: Path):
    plans = tiny.save(tmp_path, "wrong.csv", tiny.plans({(HERE, 2012): 99}))
    people = tiny.save(tmp_path, "p.csv", tiny.population({(HERE, 2011): 118_001}))
    assert run(database, "import", people, plans).returncode == 0
    number = run(database, "releases").stdout.splitlines()[-1].split("\t")[0]
    ended = run(database, "withdraw", number, "--why", "typed wrongly")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(
        f"Release {number} (wrong.csv, Children in need, reporting year 2012) is withdrawn.\n"
    )
    assert "99" in ended.stdout
    assert "no figure" in ended.stdout
    listed = run(database, "releases").stdout.splitlines()[-1]
    assert listed.endswith(f"\twrong.csv\twithdrawn on {day_in_words(stamp())}: typed wrongly")
    again = run(database, "withdraw", number, "--why", "x")
    assert (again.returncode, again.stdout) == (2, "")
    assert "was withdrawn on" in again.stderr
    assert run(database, "import", plans).returncode == 2
    assert run(database, "restore", number).returncode == 0
    assert run(database, "releases").stdout.splitlines()[-1].endswith("\tcurrent")


def test_every_finding_is_written(database: str, tmp_path: Path):
    school = tiny.plans({(HERE.replace("Local authority", "School"), 1990 + n): n for n in range(35)})
    path = tmp_path / "found.csv"
    run(database, "import", "--findings", path, tiny.save(tmp_path, "schools.csv", school), FAIL / "text_encoding.csv")
    header, *rows = csv.reader(path.open(encoding="utf-8", newline=""))
    assert header == ["file", "row", "column", "severity", "kind", "problem"]
    assert len(rows) == 36
    assert {tuple(row[:1] + row[2:4]) for row in rows} == {
        ("schools.csv", "geographic_level", "error"),
        ("text_encoding.csv", "", "error"),
    }
    ended = run(database, "import", "--findings", "/proc/none.csv", tmp_path / "schools.csv")
    assert ended.returncode == 2
    assert ended.stderr.startswith("--findings /proc/none.csv: cannot be written")
    assert ended.stdout == ""


def test_a_database_that_fails_half_way_is_told_with_what_was_taken(database: str, tmp_path: Path):
    import sqlite3

    path = tmp_path / "copy.sqlite3"
    with sqlite3.connect(database.removeprefix("sqlite:///")) as source, sqlite3.connect(path) as target:
        source.backup(target)
        target.execute(
            "CREATE TRIGGER full BEFORE INSERT ON release WHEN NEW.file = 'second.csv' "
            "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    files = [
        tiny.save(tmp_path, f"{name}.csv", tiny.population({(HERE, year): 118_000}))
        for name, year in (("first", 2009), ("second", 2010), ("third", 2011))
    ]
    ended = run(f"sqlite:///{path}", "import", *files)
    assert ended.returncode == 2
    assert ended.stdout.splitlines()[-1] == "1 of 3 files taken; not reached: second.csv, third.csv."
    assert "could not be written: disk is full" in ended.stderr
