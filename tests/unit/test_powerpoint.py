"""A pack as a presentation, opened again: what it says, where, how large, and that text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from dash import Dash
from lxml import etree
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from components import theme
from components.exports.choice import read
from components.exports.pack import Exhibit, Pack, Part, pack
from components.exports.plain import clean
from components.exports.powerpoint import presentation
from components.exports.slides_plan import exhibit as planned
from components.exports.slides_text import pages, width, wrapped
from components.panels import PANELS
from data.api import current_dataset
from data.views import ComparisonView, FlowView, ProfileView, TrendView

MADE = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
LINK = "http://127.0.0.1:8050/pack?items=journey"
LEAST = 1800
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "../../../etc/passwd",
    "C:\\Windows\\system32",
    "a\x00b\x01c\x0bd\x1f\ufffe",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "A" * 10_000,
    "&amp;&#x41; ]]>",
    "_x0041_ {=1} %n %s ${x}",
)


@pytest.fixture(scope="module")
def make(application: Dash) -> Callable[..., Pack]:
    def made(**query: str) -> Pack:
        with application.server.test_request_context("/"):
            dataset = current_dataset()
            choice, *notices = read(query, dataset.register)
            assert notices == [(), ()]
            return pack(dataset, choice, MADE, LINK)

    return made


CHOICES = {
    "everything": {"items": ",".join(panel.id for panel in PANELS)},
    "suppressed": {"items": "journey,neglect", "area": "City of London"},
    "single": {"items": "lac_rate,contacts,cpp_2_years_pct", "title": "For the board"},
    "few years": {"items": "exploitation", "area": "Rutland", "from": "2022/23", "statistic": "median"},
}


@pytest.fixture(scope="module", params=CHOICES)
def made(request: pytest.FixtureRequest, make: Callable[..., Pack]) -> tuple[Pack, Presentation]:
    chosen = make(**CHOICES[request.param])
    return chosen, opened(presentation(chosen))


def opened(data: bytes) -> Presentation:
    return pptx.Presentation(BytesIO(data))


def title(slide: Slide) -> str:
    assert slide.shapes.title is not None
    return slide.shapes.title.text_frame.text


def texts(slide: Slide) -> str:
    return "\n".join(node.text or "" for node in slide._element.iter("{*}t"))


def exhibits(chosen: Pack, deck: Presentation) -> Iterator[tuple[Exhibit, list[Slide]]]:
    """Each exhibit with its slides, in order: those whose notes begin with its message and are not yet taken."""
    slides = iter(deck.slides)
    for part in chosen.parts:
        for shown in part.exhibits:
            count = len(planned(chosen, shown))
            first = next(s for s in slides if notes(s)[0] == clean(shown.message))
            yield shown, [first, *(next(slides) for _ in range(count - 1))]


def notes(slide: Slide) -> list[str]:
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    return [paragraph.text for paragraph in frame.paragraphs]


def graphics(slide: Slide) -> list:
    return [shape for shape in slide.shapes if shape.has_chart or shape.has_table]


def test_slides_are_wide_and_begin_and_end_as_they_should(made: tuple[Pack, Presentation]) -> None:
    chosen, deck = made
    assert (deck.slide_width, deck.slide_height) == (Inches(40 / 3), Inches(7.5))
    titles = [title(slide) for slide in deck.slides]
    assert titles[0] == chosen.title
    assert titles[1].startswith("Contents")
    assert titles[-1].startswith("Sources and releases")
    for part in chosen.parts:
        assert any(text.startswith(part.title) for text in titles)
    assert LINK in texts(deck.slides[len(deck.slides) - 1])
    assert "22" not in titles  # a slide's number is no title


def test_every_slide_has_a_title_of_its_own_place_and_notes(made: tuple[Pack, Presentation]) -> None:
    for slide in made[1].slides:
        assert title(slide)
        assert notes(slide)
        names = [shape.name for shape in slide.shapes]
        assert len([n for n in names if n == "Title"]) == 1
        assert all(shape.is_placeholder or shape.has_chart or shape.has_table for shape in slide.shapes)


def test_shapes_are_read_title_first_and_number_last(made: tuple[Pack, Presentation]) -> None:
    order = ["Title", "Subtitle", "graphic", "Text", "Remark", "Foot", "Slide number"]
    for slide in made[1].slides:
        found = ["graphic" if s.has_chart or s.has_table else s.name for s in slide.shapes]
        assert found == sorted(found, key=order.index)
        assert found[0] == "Title"
        assert found[-1] == "Slide number"


def test_exhibits_have_message_alternative_text_foot_and_notes(made: tuple[Pack, Presentation]) -> None:
    chosen, deck = made
    for shown, slides in exhibits(chosen, deck):
        for slide in slides:
            assert title(slide).startswith(clean(shown.message)[:60])
            assert graphics(slide), shown.message
            for shape in graphics(slide):
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == clean(shown.summary)
            foot = next(s for s in slide.shapes if s.name == "Foot").text_frame.text
            assert foot.startswith("Source: ")
            assert "ompared" in foot
            assert "Made 1 July 2026." in foot
            said = "\n".join(notes(slide))
            for text in (shown.summary, shown.definition, shown.method, *shown.notes):
                assert clean(text) in said
            assert clean(shown.source.removeprefix("Source:")) in said
        if len(slides) > 1:
            numbers = [f" ({i} of {len(slides)})" for i in range(1, len(slides) + 1)]
            assert all(title(s).endswith(number) for s, number in zip(slides, numbers, strict=True))


def test_nothing_on_a_slide_is_smaller_than_18_points(made: tuple[Pack, Presentation]) -> None:
    deck = made[1]
    roots = [s._element for s in deck.slides] + [x._element for x in (deck.slide_master, *deck.slide_layouts)]
    for slide in deck.slides:
        roots += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
        for run in slide._element.iter("{*}rPr"):
            assert run.get("sz") is not None
            assert run.get("lang") == "en-GB"
    sizes = [int(node.get("sz")) for root in roots for node in root.iter("{*}rPr", "{*}defRPr") if node.get("sz")]
    assert min(sizes) >= LEAST
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                space = shape.chart._chartSpace
                assert space.find("{*}txPr//{*}defRPr").get("sz") == str(LEAST)
                assert all(run.get("sz") for run in space.iter("{*}rPr"))


def test_shapes_stay_on_the_slide_and_apart(made: tuple[Pack, Presentation]) -> None:
    deck = made[1]
    for slide in deck.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height, s.name) for s in slide.shapes]
        for left, top, right, bottom, name in boxes:
            assert 0 <= left < right <= deck.slide_width, (title(slide), name)
            assert 0 <= top < bottom <= deck.slide_height, (title(slide), name)
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                is_apart = a[2] <= b[0] + 9 or b[2] <= a[0] + 9 or a[3] <= b[1] + 9 or b[3] <= a[1] + 9
                assert is_apart, (title(slide), a, b)


def test_charts_hold_the_views_values_and_gaps(made: tuple[Pack, Presentation]) -> None:
    chosen, deck = made
    seen = set()
    for shown, slides in exhibits(chosen, deck):
        charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
        if charts:
            seen.add(type(shown.view))
            assert drawn(charts) == expected(shown.view)
            assert all('dispBlanksAs val="gap"' in etree.tostring(c._chartSpace).decode() for c in charts)
    assert TrendView in seen


def drawn(charts: list) -> list:
    """Values by series, those of one series on several slides put together."""
    if charts[0].plots[0]._element.tag.endswith("lineChart"):
        return [list(series.values) for series in charts[0].plots[0].series]
    columns = [[list(series.values) for series in chart.plots[0].series] for chart in charts]
    return [[value for column in columns for value in column[i]] for i in range(len(columns[0]))]


def expected(view: object) -> list:
    if isinstance(view, TrendView):
        members = sorted(view.members, key=lambda s: s.role != "member")
        quiet = [s for s in members if s.role == "member"]
        named = [s for s in members if s.role != "member"]
        others = [s for s in (view.region, view.england, view.neighbours) if s is not None]
        return [[p.value for p in s.points] for s in [*quiet, *others, *named, view.area]]
    if isinstance(view, ComparisonView):
        return [[bar.point.value for bar in view.bars]]
    if isinstance(view, ProfileView):
        return [[row.place for row in view.rows], [row.neighbours_place for row in view.rows]]
    assert isinstance(view, FlowView)
    return [[node.point.value for node in (*view.sources, *view.outcomes)]]


def test_workbooks_hold_the_same_values_and_the_words(made: tuple[Pack, Presentation]) -> None:
    chosen, deck = made
    for shown, slides in exhibits(chosen, deck):
        if not isinstance(shown.view, TrendView):
            continue
        for shape in (s for slide in slides for s in slide.shapes if s.has_chart):
            book = openpyxl.load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
            figures, words = book["Figures"], book["In words"]
            columns = list(figures.iter_cols(min_col=2, values_only=True))
            for column, wanted in zip(columns, expected(shown.view), strict=True):
                # A workbook keeps 16 digits.
                assert list(column[1:]) == [v if v is None else float(f"{v:.16g}") for v in wanted]
            last = [cell for (cell,) in words.iter_rows(min_row=2, min_col=len(columns) + 1, values_only=True)]
            assert [str(text).split(" (95%")[0] for text in last] == [p.text for p in shown.view.area.points]


def test_missing_is_said_in_words(make: Callable[..., Pack]) -> None:
    chosen = make(**CHOICES["suppressed"])
    deck = opened(presentation(chosen))
    reasons = 0
    for shown, slides in exhibits(chosen, deck):
        view = shown.view
        if isinstance(view, ComparisonView):
            named = [
                str(c) for s in slides for g in graphics(s) if g.has_chart for c in g.chart.plots[0].categories
            ] or ["\n".join(map(texts, slides))]
            for bar in view.bars:
                if bar.point.value is None:
                    reasons += 1
                    assert any(bar.name in name and bar.point.text in name for name in named)
        if isinstance(view, TrendView) and (missing := {p.text for p in view.area.points if p.value is None}):
            reasons += 1
            assert all(reason in texts(slides[0]) for reason in missing)
    assert reasons > 10


def test_tables_have_a_header_row_and_every_row(made: tuple[Pack, Presentation]) -> None:
    chosen, deck = made
    for shown, slides in exhibits(chosen, deck):
        if shown.view is not None:
            continue
        rows = [row for s in slides for g in graphics(s) for row in list(g.table.rows)[1:]]
        assert len(rows) == len(shown.table.rows)
        for slide in slides:
            (shape,) = graphics(slide)
            assert shape.table.first_row
            assert shape.table.cell(0, 0).text == shown.table.columns[0].title
            bottom = shape.top + sum(row.height for row in shape.table.rows)
            below = next(s for s in slide.shapes if s.name in ("Remark", "Foot"))
            assert bottom <= below.top
            # A column that says the same in every row is said once, under the table or, where long, in the notes.
            shown_titles = {cell.text for cell in shape.table.rows[0].cells}
            said = "\n".join(notes(slide))
            assert all(c.title in shown_titles or f"{c.title}: " in said for c in shown.table.columns)


def test_contents_lead_to_their_slides(make: Callable[..., Pack]) -> None:
    deck = opened(presentation(make(**CHOICES["single"])))
    slides = list(deck.slides)
    box = next(shape for shape in slides[1].shapes if shape.name == "Text")
    for paragraph in box.text_frame.paragraphs:
        number, _, text = paragraph.text.partition(" ")
        known = paragraph._p.find(".//{*}hlinkClick").get(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        )
        target = slides[1].part.related_part(known).slide
        assert target.slide_id == slides[int(number) - 1].slide_id
        assert title(target).startswith(text.rstrip("…"))


def test_the_same_pack_is_the_same_bytes(make: Callable[..., Pack]) -> None:
    first, second = (presentation(make(**CHOICES["suppressed"])) for _ in range(2))
    assert first == second


def test_properties_say_what_it_is(made: tuple[Pack, Presentation]) -> None:
    chosen, deck = made
    core = deck.core_properties
    assert (core.title, core.subject, core.author, core.language) == (
        chosen.title, chosen.area, "Safeguarding KPIs", "en-GB",
    )  # fmt: skip
    assert core.created == core.modified == MADE.replace(tzinfo=None)


def test_nothing_leads_out_of_the_file(make: Callable[..., Pack]) -> None:
    with ZipFile(BytesIO(presentation(make(**CHOICES["single"])))) as file:
        names = file.namelist()
        found = [name for name in names if name.endswith(".rels") and b"External" in file.read(name)]
    assert found == []
    assert not [name for name in names if "thumbnail" in name or "printer" in name]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(make: Callable[..., Pack], text: str) -> None:
    chosen = make(items="lac_rate,contacts")
    part = chosen.parts[0]
    first = part.exhibits[0]
    assert isinstance(first.view, TrendView)
    area = replace(first.view.area, name=text)
    shown = replace(first, message=text, summary=text, source=text, view=replace(first.view, area=area, area_name=text))
    bad = Part(text, (text,), (shown, *part.exhibits[1:]))
    parts = (bad, *chosen.parts[1:])
    hostile = replace(chosen, title=text, area=text, releases=((text, text, "2026-07-01"),), link=text, parts=parts)
    data = presentation(hostile)
    deck = opened(data)
    start = clean(text)[:20]
    assert title(deck.slides[0]).startswith(start)
    assert all("\u202e" not in texts(slide) and "\x00" not in texts(slide) for slide in deck.slides)
    books = [
        shape.chart.part.chart_workbook.xlsx_part.blob for s in deck.slides for shape in s.shapes if shape.has_chart
    ]
    for blob in books:
        for sheet in openpyxl.load_workbook(BytesIO(blob)):
            assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    names = {str(cell) for sheet in openpyxl.load_workbook(BytesIO(books[0])) for row in sheet.values for cell in row}
    assert any(name.startswith(start) for name in names)
    with ZipFile(BytesIO(data)) as file:
        assert all(re.fullmatch(r"[\w/.\[\]-]+", name) and ".." not in name for name in file.namelist())


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_text_and_line_has_contrast(make: Callable[..., Pack]) -> None:
    deck = opened(presentation(make(**CHOICES["everything"])))
    words, lines = set(), set()
    for slide in deck.slides:
        roots = [slide._element, *(s.chart._chartSpace for s in slide.shapes if s.has_chart)]
        for root in roots:
            words |= {c.get("val") for n in root.iter("{*}rPr", "{*}defRPr") for c in n.iter("{*}srgbClr")}
            lines |= {
                c.get("val") for n in root.iter("{*}ser") for ln in n.iter("{*}ln") for c in ln.iter("{*}srgbClr")
            }
    assert len(words) >= 4
    assert all(
        contrast(f"#{colour.lower()}", ground) >= 4.5 for colour in words for ground in (theme.WHITE, theme.TINT)
    )
    assert len(lines) >= 5
    assert all(contrast(f"#{colour.lower()}", theme.WHITE) >= 3 for colour in lines)


def test_a_part_without_any_figure_says_so_in_place_of_charts(make: Callable[..., Pack]) -> None:
    chosen = make(items="factor_neglect_rate,cpp_rate", to="2016/17")
    empty, full = chosen.parts
    assert empty.exhibits == ()
    assert empty.said == ("There is no figure for Worcestershire, every period to 2016/17.",)
    assert full.exhibits
    deck = opened(presentation(chosen))
    assert [title(slide) for slide in deck.slides if empty.missing in texts(slide)] == [empty.title]
    everything = "\n".join(texts(slide) for slide in deck.slides)
    assert "mean of 0" not in everything
    assert "no figures in the chosen periods" not in everything


def test_lines_are_as_wide_as_asked_and_lose_nothing() -> None:
    text = "Percentage of care leavers " * 8 + "x" * 300
    lines = wrapped(text, 200)
    assert all(width(line) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert pages([1, 2, 3], 2, lambda _: 1.0) == [[1, 2], [3]]
    assert pages([], 2, lambda _: 1.0) == []
