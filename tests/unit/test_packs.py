"""Packs by address and by command: what can be asked, what is refused, what comes out."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pptx
import pytest
from flask.testing import FlaskClient

from components.exports.choice import LONGEST_TITLE, MOST_ITEMS, checked, read, to_query
from data.api import current_dataset
from data.errors import SelectionError
from data.settings import ROOT
from tests import hostile

KINDS = ("pptx", "xlsx")


def asked(client: FlaskClient, kind: str, **query: str):
    return client.get(f"/pack/safeguarding.{kind}", query_string=query)


# The choice ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("request_context")
def test_a_choice_survives_its_address() -> None:
    register = current_dataset().register
    query = {
        "items": "neglect,cpp_rate",
        "title": "June",
        "area": "E10000012",
        "from": "2018/19",
        "statistic": "median",
    }
    choice, unknown, unselected = read(query, register)
    assert (unknown, unselected) == ((), ())
    assert choice.items == ("neglect", "cpp_rate")
    parts = dict(part.split("=") for part in to_query(choice)[1:].split("&"))
    again, _, _ = read({name: value.replace("%2C", ",") for name, value in parts.items()}, register)
    assert again == choice


@pytest.mark.usefixtures("request_context")
def test_too_much_is_cut_and_said() -> None:
    register = current_dataset().register
    many = ",".join(register)
    choice, notices, _ = read({"items": many, "title": "x" * 500}, register)
    assert len(choice.items) == MOST_ITEMS
    assert len(choice.title) == LONGEST_TITLE
    assert any("at most" in notice for notice in notices)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("query", [{}, {"items": ","}, {"items": "wishes"}, {"items": "neglect", "area": "Mars"}])
def test_what_cannot_be_made_is_refused_in_words(query: dict[str, str]) -> None:
    with pytest.raises(SelectionError) as refused:
        checked(query, current_dataset().register)
    assert str(refused.value).endswith(".")


# Over HTTP -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_named_for_what_they_are(client: FlaskClient, kind: str) -> None:
    answer = asked(client, kind, items="neglect", area="E10000012")
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"]
    assert re.fullmatch(rf"attachment; filename=safeguarding_essex_neglect_\d{{4}}-\d\d-\d\d\.{kind}", name)
    assert answer.data[:2] == b"PK"


@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_that_cannot_be_read_is_a_sentence(client: FlaskClient, kind: str) -> None:
    for query in (
        {},
        {"items": "neglect", "invented": "1"},
        {"items": "neglect", "from": "soon"},
        {"items": ["neglect", "journey"]},
    ):
        answer = asked(client, kind, **query)
        assert answer.status_code == 400
        assert answer.get_json()["error"].endswith(".")
    assert client.get("/pack/safeguarding.exe?items=neglect").status_code == 404


@pytest.mark.parametrize("text", hostile.STRINGS)
def test_hostile_titles_are_text(client: FlaskClient, text: str) -> None:
    """Never executed, never a formula, never a path: the title in the file is the words, less what no file can hold."""
    title = text[:LONGEST_TITLE]
    slides, book = (asked(client, kind, items="contacts", title=title) for kind in KINDS)
    assert (slides.status_code, book.status_code) == (200, 200), slides.text
    assert ".." not in slides.headers["Content-Disposition"]
    sheets = openpyxl.load_workbook(io.BytesIO(book.data))
    assert not [cell for sheet in sheets for row in sheet for cell in row if cell.data_type == "f"]
    heading = pptx.Presentation(io.BytesIO(slides.data)).slides[0].shapes.title
    assert heading is not None
    for shown in (heading.text_frame.text, str(sheets.worksheets[0]["A1"].value)):
        assert letters(title)[:40] in letters(shown)


def letters(text: str) -> str:
    """What is left of a text whatever is taken out of it as unsafe."""
    return "".join(re.findall(r"[A-Za-z0-9]+", text))


# By command ------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "SAFEGUARDING_DATABASE": f"sqlite:///{folder}/cli.sqlite3"}
    return subprocess.run(
        [sys.executable, "-m", "components.exports", *arguments],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_pack_is_made_unattended(tmp_path: Path) -> None:
    target = tmp_path / "board.xlsx"
    made = command(tmp_path, str(target), "--items", "neglect", "--area", "Essex", "--title", "June")
    assert (made.returncode, made.stdout) == (0, f"Made {target}\n"), made.stderr
    assert openpyxl.load_workbook(target).properties.title == "June"


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "board.pptx"
    target.write_text("of last time")
    for arguments in (["--items", "wishes"], ["--items", "neglect", "--area", "Mars"]):
        failed = command(tmp_path, str(target), *arguments)
        assert failed.returncode == 2
        assert failed.stderr.count("\n") == 1
    assert target.read_text() == "of last time"
    assert [path.name for path in tmp_path.glob("*board*")] == ["board.pptx"]
    assert command(tmp_path, str(tmp_path / "board.doc"), "--items", "neglect").returncode == 2
