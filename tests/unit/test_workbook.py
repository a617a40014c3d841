"""The workbook of a pack, opened again: its structure, its numbers, its words, and nothing in it that acts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from components.exports.choice import Choice
from components.exports.grids import Number, grid
from components.exports.pack import Exhibit, Pack, Part, pack
from components.exports.plain import LONGEST_CELL, heads, plain, sheet_name
from components.exports.remarks import MEANINGS, ranges
from components.exports.workbook import CONTENTS, COVER, NOTES, workbook
from components.tables import Column, Content
from data.observations import WORDS, Status
from data.selection import Selection
from data.views import ComparisonView, FlowView, ProfileView, TrendView

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LINK = "http://127.0.0.1:8050/pack?items=neglect"
HEAD_ROW = 6
CHOICES = {
    "neglect": Choice(("neglect",), Selection("885")),
    "journey of Worcestershire": Choice(("journey",), Selection("885", intervals="shown")),
    "journey of the City of London": Choice(("journey",), Selection("201")),
    "single indicators": Choice(("cpp_rate", "contacts"), Selection("885", intervals="shown")),
    "no list of neighbours": Choice(("cpp_rate", "neglect"), Selection("928")),
    "a part without figures": Choice(("contacts", "cpp_rate"), Selection("201")),
}
HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "<script>alert(1)</script>", "../../x", "C:\\x\\y",
    "\x00\x01\x1b\x7f\x85bell", "\u202egnp.exe", "\ufffe\uffff", "\ud800lone", "a" * 40_000, "😀" * 20_000, "",
    "History", "[x]:*?/\\'", "'quoted'", "_x0041_", "{=1}", "http://evil.example/", "mailto:x", "internal:'Cover'!A1",
    "&D&Z&F", "]]>", "&amp;", "line\nline",
)  # fmt: skip


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def exhibits(made: Pack) -> list[Exhibit]:
    return [exhibit for part in made.parts for exhibit in part.exhibits]


def figures(book: openpyxl.Workbook) -> list[Worksheet]:
    return book.worksheets[3:]


def rows(sheet: Worksheet) -> list[list[object]]:
    """The cells of the sheet's one table, headings first."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


@pytest.fixture(scope="module", params=CHOICES)
def made(request: pytest.FixtureRequest, dataset) -> Pack:
    return pack(dataset, CHOICES[request.param], MADE, LINK)


@pytest.fixture(scope="module")
def book(made: Pack) -> openpyxl.Workbook:
    return opened(workbook(made))


def the(dataset, *items: str, area: str = "885", **options: str) -> tuple[Pack, openpyxl.Workbook]:
    made = pack(dataset, Choice(items, Selection(area, **options)), MADE, LINK)
    return made, opened(workbook(made))


def hostile(text: str) -> Pack:
    """A pack in which everything that can be a text is this one."""
    content = Content(text, (Column(text), Column(text)), ((text, text), (text, text)))
    exhibit = Exhibit(text, text, text, text, (text,), content, definition=text, method=text)
    part = Part(text, (text,), (exhibit, exhibit))
    return Pack(text, text, ((text, text),), ((text, text, text),), text, MADE, (part, part))


# Structure -----------------------------------------------------------------------------------------


def test_there_is_a_sheet_for_every_exhibit_after_cover_contents_and_notes(made, book):
    assert book.sheetnames[:3] == [COVER, CONTENTS, NOTES]
    assert len(figures(book)) == len(exhibits(made))
    assert book.active.title == COVER
    for sheet in book:
        assert sheet.sheet_view.selection[0].activeCell == "A1"
        assert sheet.sheet_state == "visible"


def test_every_sheet_but_the_cover_has_one_table(book):
    assert not book[COVER].tables
    names = []
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        names.append(table.name)
        assert table.ref.startswith("A")
        assert table.ref.endswith(sheet.dimensions.rpartition(":")[2])
        heads = [cell.value for cell in sheet[table.ref][0]]
        assert heads == [column.name for column in table.tableColumns]
        assert all(heads)
        assert len({head.casefold() for head in heads}) == len(heads)
        assert table.autoFilter is None
    assert len(set(names)) == len(names)


def test_a_sheet_says_what_it_is_above_its_table(made, book):
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        assert [sheet.cell(r, 1).value for r in (1, 2, 3)] == [exhibit.message, exhibit.subtitle, exhibit.source]
        assert sheet["A4"].value == "Back to Contents"
        assert next(iter(sheet.tables.values())).ref.startswith(f"A{HEAD_ROW}:")


def test_no_cell_is_empty_merged_or_a_formula(book):
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert not sheet._images
        assert not sheet._charts
        for table in sheet.tables.values():
            assert all(cell.value not in (None, "") for row in sheet[table.ref] for cell in row)
        for row in sheet.iter_rows():
            assert row[0].value not in (None, "")
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert all(cell.font.name == "Arial" and cell.font.size >= 12 for cell in row if cell.value is not None)


def test_links_lead_to_sheets_and_say_where(book):
    linked = [(cell, cell.hyperlink) for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) == 2 + len(book.sheetnames) - 1 + 1 + 2 * len(figures(book))
    for cell, link in linked:
        assert not str(cell.value).startswith(("http", "#"))
        if link.location is None:
            assert link.target == LINK
            continue
        sheet, _, place = link.location.rpartition("!")
        assert book[sheet.strip("'")][place].value
    listed = {row[0] for row in rows(book[CONTENTS])[1:]}
    assert listed == set(book.sheetnames) - {CONTENTS}


def test_notes_of_a_table_begin_where_its_link_leads(made, book):
    notes = {row[0]: row[1:] for row in rows(book[NOTES])[1:]}
    assert list(notes) == list(range(1, len(notes) + 1))
    said = [row[2] for row in notes.values()]
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        first = int(re.search(r"\d+", sheet["A5"].value).group())
        assert book[NOTES][sheet["A5"].hyperlink.location.rpartition("!")[2]].value == first
        for text in (exhibit.method, *exhibit.notes):
            assert text in said
        if exhibit.indicator:
            assert exhibit.indicator.definition in said
    for title, publisher, _ in made.releases:
        assert any(row[1] == title and publisher in row[2] for row in notes.values())


def test_the_cover_carries_the_facts_and_the_headlines(made, book):
    text = [cell.value for cell in book[COVER]["A"]]
    assert text[0] == made.title
    assert all(f"{name}: {value}" in text for name, value in made.facts)
    for part in made.parts:
        lines = part.said
        assert set(lines) <= set(text)


def test_properties(made, book):
    found = book.properties
    assert (found.title, found.subject, found.creator) == (made.title, made.area, "Safeguarding KPIs")
    assert found.created == MADE.replace(tzinfo=None)
    assert found.language == "en-GB"


def test_the_same_pack_makes_the_same_bytes(made):
    assert workbook(made) == workbook(made)


def test_nothing_in_the_file_acts_or_is_hidden(made):
    with ZipFile(BytesIO(workbook(made))) as file:
        names = file.namelist()
        sheets = [file.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
    assert not [n for n in names if re.search(r"vba|macro|externalLink|media|drawing|activeX|connections", n)]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]


# Numbers and words ---------------------------------------------------------------------------------


def shown(series, book_rows, figure: str) -> list[object]:
    (row,) = [row for row in book_rows if row[0] == series.name and row[1].startswith(figure)]
    return row[2:]


def as_cell(value: float | None, text: str) -> object:
    """As openpyxl reads it back: the library writes 16 significant digits."""
    return text if value is None else pytest.approx(value, rel=1e-14)


def test_trends_hold_the_values_of_the_view(made, book):
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        view = exhibit.view
        if not isinstance(view, TrendView):
            continue
        found = rows(sheet)
        assert len(found[0]) == 2 + len(view.periods)
        for series in filter(None, (view.area, view.england, view.region, view.neighbours, *view.members)):
            assert shown(series, found, "Value") == [as_cell(p.value, p.text) for p in series.points]
        if view.neighbours:
            counts = shown(view.neighbours, found, "Neighbours in the average")
            assert counts == [p.count for p in view.neighbours.points]
        if any(p.interval for p in view.area.points):
            for side in ("lower", "upper"):
                limits = [getattr(p.interval, side) if p.interval else None for p in view.area.points]
                assert shown(view.area, found, f"95% {side}") == [as_cell(limit, "none") for limit in limits]


def test_comparisons_hold_the_values_and_intervals_of_the_view(made, book):
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        view = exhibit.view
        if not isinstance(view, ComparisonView):
            continue
        found = {row[0]: row[1:] for row in rows(sheet)[1:]}
        for bar in view.bars:
            interval = bar.point.interval
            limits = [interval.lower, interval.upper] if interval else [None, None]
            expected = [as_cell(bar.point.value, bar.point.text), *(as_cell(limit, "none") for limit in limits)]
            assert found[bar.name][:3] == expected
        if view.england:
            assert found["England"][0] == as_cell(view.england.value, view.england.text)


def test_profiles_and_flows_hold_the_values_of_the_view(made, book):
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        if isinstance(exhibit.view, ProfileView):
            found = rows(sheet)[1:]
            assert [r[3] for r in found] == [as_cell(r.own.value, r.own.text) for r in exhibit.view.rows]
            assert [r[7] for r in found] == [r.unusual for r in exhibit.view.rows]
        if isinstance(exhibit.view, FlowView):
            nodes = {row[1]: row for row in rows(sheet)[1:]}
            assert nodes["contacts"][3:] == ["just over", 11300]
            for node in (*exhibit.view.sources, *exhibit.view.outcomes):
                assert nodes[node.name][4] == as_cell(node.point.value, node.point.text)


def test_numbers_show_the_decimals_of_their_indicator(dataset):
    made, book = the(dataset, "cpp_rate", "lac_rate")
    formats = {}
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        if isinstance(exhibit.view, TrendView):
            formats[exhibit.indicator.id] = sheet.cell(HEAD_ROW + 1, 3).number_format
    assert formats == {"cpp_rate": "#,##0.0", "lac_rate": "#,##0"}


def test_a_worked_example(dataset):
    _, book = the(dataset, "cpp_rate")
    found = {row[0]: row for row in rows(book["2 Child protection plans peers"])[1:]}
    assert found["Worcestershire"][1:4] == [pytest.approx(v, abs=5e-4) for v in (43.457, 39.808, 47.350)]
    assert found["Neighbours' mean"][1] == pytest.approx(35.032, abs=5e-4)


def test_missing_figures_are_words(dataset):
    _, book = the(dataset, "journey", area="201")
    text = {str(cell) for sheet in figures(book) for row in rows(sheet) for cell in row}
    assert WORDS[Status.SUPPRESSED] in text
    assert not text & {"nan", "None", "NaN", "inf", ""}


def test_qualifiers_and_sections_of_the_boards_own_figures(dataset):
    made, book = the(dataset, "contacts", "journey")
    assert rows(figures(book)[0])[1][3:5] == ["just over", 11300]
    several = 0
    for sheet, exhibit in zip(figures(book), exhibits(made), strict=True):
        if not exhibit.rows:
            continue
        found = rows(sheet)[1:]
        points = [point for row in exhibit.rows for point in row.figures]
        assert [row[4] for row in found] == [as_cell(p.value, p.text) for p in points]
        assert [row[3] for row in found] == [p.qualifier or "none" for p in points]
        assert [row[5] for row in found] == [section for row in exhibit.rows for _, section in row.values]
        several += sum(len(row.values) > 1 for row in exhibit.rows)
    assert several


def test_every_status_is_explained(book):
    assert set(MEANINGS) == set(WORDS) == set(Status) - {Status.REPORTED}
    about = {row[2] for row in rows(book[NOTES])}
    assert {words.format(agency="the agency") for words in WORDS.values()} <= about


def test_a_qualifier_of_a_published_figure_is_not_lost(dataset):
    made, _ = the(dataset, "cpp_rate")
    line, compared = exhibits(made)[:2]
    points = tuple(replace(p, qualifier="about") for p in line.view.area.points)
    line = replace(line, view=replace(line.view, area=replace(line.view.area, points=points)))
    assert list(grid(line).rows[1][1:3]) == ["Qualifier", "about"]
    bars = tuple(replace(bar, point=replace(bar.point, qualifier="about")) for bar in compared.view.bars)
    found = grid(replace(compared, view=replace(compared.view, bars=bars)))
    assert found.heads[-1] == "Qualifier"
    assert found.rows[0][-1] == "about"
    assert isinstance(found.rows[0][1], Number)


# Hostile texts -------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_texts_are_text(text):
    content = workbook(hostile(text))
    book = opened(content)
    assert content == workbook(hostile(text))
    assert len(book.sheetnames) == 7
    for sheet in book:
        assert 0 < len(sheet.title.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\']", sheet.title)
        assert sheet.title.casefold() != "history"
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in "sn"
            value = str(cell.value)
            assert len(value.encode("utf-16-le")) <= 2 * LONGEST_CELL
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", value)
            assert cell.quotePrefix or not value.startswith(("=", "+", "-", "@", "\t"))
            target = cell.hyperlink.target if cell.hyperlink else None
            assert target in (None, text if text.startswith("http") else None)
    assert book[COVER]["A1"].value == (plain(text) or "none")


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("😀😀", 3, "😀…"), ("😀😀", 4, "😀😀"), ("a\x00\u202eb\ud800", 9, "ab")],
)
def test_plain(text, most, expected):
    assert plain(text, most) == expected


def test_heads_are_made_unlike_one_another():
    assert heads(["Area", "area", "", "AREA", "a\nb"]) == ["Area", "area (2)", "Column 3", "AREA (3)", "a b"]
    long = heads(["x" * 300, "x" * 300])
    assert len(set(long)) == 2
    assert max(map(len, long)) <= 255


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Child protection plans", "3 Child protection plans peers"),
        ("Education, employment or training, 19 to 21", "3 Education, employment peers"),
        ("a/b:c", "3 a b c peers"),
        ("'", "3 peers"),
        ("Referrals with no further action", "3 Referrals peers"),
        ("x" * 60, f"3 {'x' * 23} peers"),
    ],
)
def test_sheet_names(subject, name):
    assert sheet_name(3, subject, "peers") == name


@pytest.mark.parametrize(
    ("numbers", "text"), [((7,), "7"), ((7, 8), "7 to 8"), ((1, 2, 3, 5, 9, 10), "1 to 3, 5 and 9 to 10")]
)
def test_ranges(numbers, text):
    assert ranges(numbers) == text
