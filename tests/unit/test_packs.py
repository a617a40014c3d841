"""Packs by address and by command: what can be asked, what is refused, what comes out."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import dash
import openpyxl
import pptx
import pytest
from dash import Dash
from flask import g
from flask.testing import FlaskClient

from components.exports.choice import LONGEST_TITLE, MOST_ITEMS, Choice, checked, read, to_query
from components.exports.pack import Pack, pack
from components.exports.routes import filename, home
from data.api import current_dataset
from data.errors import SelectionError
from data.selection import Selection
from data.settings import ROOT
from tests import hostile

KINDS = ("pptx", "xlsx")


def asked(client: FlaskClient, kind: str, **query: str):
    return client.get(f"/pack/safeguarding.{kind}", query_string=query)


def made(query: dict[str, str]) -> Pack:
    dataset = current_dataset()
    return pack(dataset, checked(query, dataset.register), datetime(2026, 7, 1, tzinfo=UTC), "")


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


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("text", hostile.STRINGS)
def test_a_file_is_named_by_letters_digits_and_hyphens_alone(text: str) -> None:
    hostile_pack = replace(made({"items": "contacts"}), title=text, area=text)
    for items in ((text,), ("neglect", "journey")):
        name = filename(Choice(items, Selection("885")), hostile_pack.area, hostile_pack.made, "pptx")
        assert re.fullmatch(r"safeguarding(_[a-z0-9-]+)*_\d{4}-\d\d-\d\d\.pptx", name)
        assert len(name) <= 120


def letters(text: str) -> str:
    """What is left of a text whatever is taken out of it as unsafe."""
    return "".join(re.findall(r"[A-Za-z0-9]+", text))


def addresses(answer) -> set[str]:
    """Every address to the dashboard that the slides of a pack hold, as far as its query."""
    deck = pptx.Presentation(io.BytesIO(answer.data))
    nodes = (node for s in deck.slides for root in (s, s.notes_slide) for node in root._element.iter("{*}t"))
    return {found for node in nodes for found in re.findall(r"(\S*)/pack\?", node.text or "")}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050", "[::1]:8050"])
def test_links_lead_to_the_host_that_is_asked(client: FlaskClient, host: str) -> None:
    answer = client.get("/pack/safeguarding.pptx?items=contacts", headers={"Host": host})
    assert addresses(answer) == {f"http://{host}"}


@pytest.mark.parametrize(
    "host", ["evil.example/x", "me@evil.example", "evil.example?x=", "a b", "<script>", "evil.example#", "x:1:2", "-x"]
)
def test_links_lead_to_no_host_that_is_none(client: FlaskClient, host: str) -> None:
    answer = client.get("/pack/safeguarding.pptx?items=contacts", headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("host", "link"),
    [
        ("kpi.example.org", "http://kpi.example.org"),
        ("10.0.0.4:8050", "http://10.0.0.4:8050"),
        ("me@kpi", ""),
        ("x:1:2", ""),
    ],
)
def test_a_link_is_to_a_host_or_a_path_alone(application: Dash, host: str, link: str) -> None:
    with application.server.test_request_context("/", headers={"Host": host}):
        assert home() == link


def test_links_lead_to_the_address_of_the_settings_whatever_is_asked(application: Dash) -> None:
    with application.server.test_request_context("/", headers={"Host": "evil.example"}):
        dataset = current_dataset()
        assert home() == "http://evil.example"
        g.dataset = replace(dataset, settings=replace(dataset.settings, address="https://kpi.example.org"))
        assert home() == "https://kpi.example.org"


# What it says of where its figures are from ----------------------------------------------------------


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"items": "lac_rate", "from": "2024/25"}, {"Children looked after in England, reporting year 2025"}),
        (
            {"items": "lac_rate", "from": "2023/24", "to": "2023/24"},
            {"Children looked after in England, reporting year 2025"},
        ),
        (
            {"items": "cpp_rate"},
            {"Children in need, reporting year 2025", "Mid-year population estimates, 2024 release"},
        ),
        ({"items": "contacts"}, set()),
    ],
)
def test_the_releases_are_those_of_the_figures_shown(query: dict[str, str], named: set[str]) -> None:
    found = {title for title, _, _ in made(query).releases}
    board = "Worcestershire Safeguarding Children Board annual report 2018/19"
    models = {title for title in found if title.startswith("Statistical neighbours")}
    assert models == ({"Statistical neighbours, 2025 model"} if named else set())
    assert found - models - {board} == named


@pytest.mark.usefixtures("request_context")
def test_what_has_no_figure_at_all_is_refused_and_said_in_print() -> None:
    query = {"items": "lac_rate", "to": "2013/14"}
    with pytest.raises(SelectionError, match=r"nothing that is chosen has a figure for Worcestershire"):
        made(query)
    shown = dash.page_registry["pages.pack_print"]["layout"](**query)
    assert "Nothing was made" in str(shown)


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
