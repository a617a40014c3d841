"""A start that cannot succeed ends with one sentence and exit code 2, whichever way the dashboard is started."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.dataset import Dataset
from data.settings import ROOT

NEEDED = ("data", "components", "pages", "assets", "deploy", "app.py")
STARTS = {
    "prepare": ["-m", "data", "prepare"],
    "gunicorn": ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "app:server"],
}

Break = Callable[[Path], None]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the dashboard runs from, to be spoilt."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def start(folder: Path, how: str, **settings: str) -> subprocess.CompletedProcess[str]:
    given = {"PORT": "48917", "SAFEGUARDING_DATABASE": f"sqlite:///{folder}/start.sqlite3"} | settings
    command = ["env", *(f"{name}={value}" for name, value in given.items()), sys.executable, *STARTS[how]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def replace(name: str, old: str, new: str) -> Break:
    def break_(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return break_


def overwrite(name: str, content: bytes) -> Break:
    def break_(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return break_


CASES: dict[str, tuple[Break, str]] = {
    "indicator": (
        replace("data/indicators/cpp_rate.toml", 'unit = "', "unit = "),
        "cpp_rate.toml: is not valid TOML: ",
    ),
    "indicator-value": (
        replace("data/indicators/cpp_rate.toml", 'polarity = "neutral"', 'polarity = "good"'),
        "cpp_rate.toml, key 'polarity': 'good' is not one of higher_is_better, lower_is_better, neutral",
    ),
    "indicator-type": (
        replace("data/indicators/cpp_rate.toml", 'stage = "', 'stage = [] # "'),
        "cpp_rate.toml, key 'stage': is an empty list; expected a text in quotes",
    ),
    "mapping": (
        replace("data/importers/mappings/cin_plans.toml", "numerator", "numerators"),
        "cin_plans.toml, figure 1 (cpp_rate), key 'numerators': is not known; the nearest key is 'numerator'",
    ),
    "mapping-label": (
        replace("data/importers/mappings/population.toml", 'where.age_group = ["Children', 'where.age_group = ["Child'),
        "population.toml, figure 1 (population_0_17_mid_year), key 'where.age_group': 'Child aged 0",
    ),
    "published": (
        replace("data/published/cpp_rate.csv", "885,2024/25,", "885,2024-2025,"),
        "cpp_rate.csv, row ",
    ),
    "published-missing": (
        lambda folder: (folder / "data/published/cpp_rate.csv").unlink(),
        "cpp_rate.csv: is not in data/published, though the register gives the indicator a published source; restore",
    ),
    "area-code": (
        replace("data/published/areas.csv", "E09000001", "E0900"),
        "areas.csv, row 2, column code: 'E0900' is not E and eight digits; correct it.",
    ),
    "published-cut": (
        lambda folder: os.truncate(folder / "data/published/cpp_rate.csv", 5_000),
        "cpp_rate.csv, row ",
    ),
    "neighbours": (
        replace("data/published/neighbours_2025.csv", ",1,", ",one,"),
        "neighbours_2025.csv, row 2, column rank: 'one' is not a rank",
    ),
    "local": (
        replace("data/local/observations.csv", "annual-report-2018-19", "annual-report-2018"),
        "observations.csv, row 2, column release: 'annual-report-2018' is not in releases.csv; add it there.",
    ),
    "conflicts": (
        replace("data/local/conflicts.toml", "[[conflict]]", "[[conflict]"),
        "conflicts.toml: is not valid TOML: ",
    ),
    "conflicts-form": (
        overwrite("data/local/conflicts.toml", b'conflict = "none"'),
        "conflicts.toml, key 'conflict': is the text 'none'; expected a list of tables, each",
    ),
    "finance": (
        replace("data/local/finance.csv", "174810", "17481O"),
        "finance.csv, row 2, column amount: ",
    ),
    "finance-cells": (
        replace("data/local/finance.csv", "174810,", "174,810,"),
        "finance.csv, row 2: has 8 cells; expected 7.",
    ),
    "database": (
        overwrite("start.sqlite3", b"These are the minutes of the meeting of 24 September. " * 100),
        "start.sqlite3 cannot be opened: file is not a database",
    ),
}


@pytest.mark.parametrize("how", STARTS)
@pytest.mark.parametrize("change", ["period = 'zzz'", "status = 'bogus'", "value = 'abc'"])
def test_a_malformed_figure_in_the_database_stops_the_start_with_one_sentence(
    copy: Path, dataset: Dataset, how: str, change: str
):
    file = dataset.settings.database.removeprefix("sqlite:///")
    with sqlite3.connect(file) as source, sqlite3.connect(copy / "start.sqlite3") as target:
        source.backup(target)
        target.execute(
            f"UPDATE current SET {change} WHERE indicator = 'cpp_rate' AND area = '885' AND period = '2018/19'"
        )
    ended = start(copy, how)
    assert ended.returncode == 2, ended.stderr
    assert "start.sqlite3 cannot be read: column " in ended.stderr
    assert "put a backup back with `python -m data restore FILE`; without one, move the file away" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr


# The server reads all of this through the same function: four of the cases show that it ends as well.
@pytest.mark.parametrize(
    ("case", "how"),
    [
        *((case, "prepare") for case in CASES),
        *((c, "gunicorn") for c in ("indicator", "published", "conflicts", "database")),
    ],
)
def test_what_is_malformed_stops_the_start_with_one_sentence(copy: Path, case: str, how: str):
    spoil, said = CASES[case]
    spoil(copy)
    ended = start(copy, how)
    assert ended.returncode == 2, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr


@pytest.mark.parametrize("how", STARTS)
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SAFEGUARDING_AREA": "Atlantis"}, "SAFEGUARDING_AREA is 'Atlantis', which is not a local authority here"),
        ({"SAFEGUARDING_DATABASE": "mysql://u:hunter2@db/kpi"}, "SAFEGUARDING_DATABASE is 'mysql://u:***@db/kpi'"),
        (
            {"SAFEGUARDING_DATABASE": "postgresql://u:hunter2@127.0.0.1:1/kpi", "SAFEGUARDING_WAIT": "0"},
            "cannot be opened: connection ",
        ),
        ({"SAFEGUARDING_DATABASE": "sqlite:////dev/null/x/board.sqlite3"}, "folder /dev/null/x cannot be made"),
        # A folder in which nobody, not even root, can make a file.
        ({"SAFEGUARDING_DATABASE": "sqlite:////proc/board.sqlite3"}, "folder /proc/board.sqlite3 cannot be made"),
        ({"SAFEGUARDING_COLOUR": "red"}, "SAFEGUARDING_COLOUR is not a setting; expected one of SAFEGUARDING_AREA"),
        ({"SAFEGUARDING_DATABASE": "sqlite:///x.sqlite3?mode=ro"}, "expected sqlite:///FILE without '?'"),
        ({"SAFEGUARDING_AREA": "two\nlines"}, "SAFEGUARDING_AREA is 'two\\nlines'; expected a local authority's name"),
        ({"PORT": "http"}, "PORT is 'http'; expected a whole number"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_wrong_setting_stops_the_start_with_one_sentence(copy: Path, how: str, settings, said):
    ended = start(copy, how, **settings)
    assert ended.returncode == 2, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hunter2" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr


@pytest.mark.parametrize("how", STARTS)
def test_a_server_that_does_not_come_ends_the_start_after_saying_once_that_it_is_waited_for(copy: Path, how: str):
    url = "postgresql://u:hunter2@127.0.0.1:1/kpi"
    ended = start(copy, how, SAFEGUARDING_DATABASE=url, SAFEGUARDING_WAIT="2")
    assert ended.returncode == 2, ended.stderr
    waiting, refused = ended.stderr.strip().splitlines()
    assert waiting.endswith("does not answer yet; it is waited for, 2 seconds at most.")
    assert "cannot be opened: connection " in refused
    assert "hunter2" not in ended.stderr


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("no-such-host.invalid", "no-such-host.invalid:48917 cannot be listened on ("),
        ("a..b", "a..b:48917 cannot be listened on (no host name)"),
        ("192.0.2.1", "192.0.2.1:48917 cannot be listened on (Cannot assign requested address)"),
    ],
)
def test_a_host_that_is_not_this_machine_is_not_called_a_port_in_use(copy: Path, host: str, said: str):
    ended = start(copy, "gunicorn", SAFEGUARDING_HOST=host)
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.startswith(said)
    assert ended.stderr.endswith(
        "; give SAFEGUARDING_HOST a name or address of this machine, such as 127.0.0.1 or 0.0.0.0\n"
    )
    assert len(ended.stderr.splitlines()) == 1


def test_a_port_in_use_is_said_to_be(copy: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ended = start(copy, "gunicorn", PORT=str(other.getsockname()[1]))
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.endswith("; stop what uses that port, or choose another: make run PORT=8051\n")


def test_a_refused_start_leaves_no_half_filled_database(copy: Path):
    """The figures come in one transaction: mended, the same database is filled whole."""
    path = copy / "data" / "published" / "social_worker_caseload.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(good + "885,2025-09-30\n", encoding="utf-8")
    assert start(copy, "prepare").returncode == 2
    path.write_text(good, encoding="utf-8")
    ended = start(copy, "prepare")
    assert (ended.returncode, ended.stderr) == (0, "")
    figures = ended.stdout.split(" with ")[1].split(" ")[0]
    assert int(figures.replace(",", "")) > 60_000


def test_what_a_start_has_no_use_for_is_not_loaded(copy: Path):
    """Each takes a fifth of a second or more, or memory in every worker; the first pack, chart or import loads it."""
    code = (
        "import sys, components.exports.routes, components.panels.routes, components.web, data.dataset; "
        "from data.store.opening import open_engine; open_engine('sqlite:///kpi.sqlite3'); print(*sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, timeout=60, check=True
    )
    unused = {"pptx", "xlsxwriter", "scipy.special", "alembic", "rich", "psycopg", "sqlalchemy.dialects.postgresql"}
    assert set(ended.stdout.split()) & unused == set()
