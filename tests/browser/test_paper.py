"""Every page and every table of a pack on paper: A4, each cell's text whole and over no other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import open_page

A4 = (595, 842)  # points
POINT = 1.0  # characters that share less than this in width and height only touch
LIGATURE = 3  # so near to one another characters may be drawn as one

PAGES = ("/", "/journey", "/neglect", "/domestic-abuse", "/exploitation", "/assurance", "/data", "/indicators",
         "/indicators/cpp_2_years_pct?area=E09000007", "/indicators/cpp_repeat_pct?area=Leeds&intervals=shown",
         "/indicators/social_worker_agency_pct", "/compare?indicator=cpp_rate", "/methods", "/api",
         "/accessibility")  # fmt: skip
PACKS = ("/pack/print?items=cpp_2_years_pct,icpc_within_15_days_pct,factor_fgm_rate&area=E09000007",
         "/pack/print?items=cpp_rate,cin_rate,lac_rate,assurance&intervals=shown")  # fmt: skip

# A character, and where it stands on its page: left, bottom, right, top.
Mark = tuple[str, tuple[float, float, float, float]]


def marks(page: pdfium.PdfPage) -> list[Mark]:
    """Every character of a page that leaves ink."""
    text = page.get_textpage()
    found = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
    return [(sign, box) for sign, box in found if sign.strip() and box[2] > box[0]]


def overlaps(found: list[Mark]) -> Iterator[str]:
    """Pairs of characters that stand over one another, each with what is written around it."""
    order = sorted(range(len(found)), key=lambda i: found[i][1][0])
    for place, i in enumerate(order):
        _, bottom, right, top = found[i][1]
        for j in order[place + 1 :]:
            other = found[j][1]
            if other[0] > right - POINT:
                break
            if (
                abs(i - j) > LIGATURE
                and min(top, other[3]) - max(bottom, other[1]) > POINT
                and min(right, other[2]) - other[0] > POINT
            ):
                yield f"{_around(found, i)} over {_around(found, j)}"


def _around(found: list[Mark], i: int) -> str:
    return "".join(sign for sign, _ in found[max(0, i - 12) : i + 12])


def squeezed(text: str) -> str:
    """Without spaces, and without hyphens: at the end of a line they are read as another character."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace() and sign not in "-\ufffe")


def shown_cells(page: Page) -> list[str]:
    """The text of every cell of every table that is to be seen."""
    cells: list[str] = page.evaluate("""() => [...document.querySelectorAll(".data-table :is(th, td)")]
        .filter(cell => cell.checkVisibility()).map(cell => cell.innerText)""")
    return [squeezed(cell) for cell in cells if cell.strip()]


@pytest.mark.parametrize("address", [*PAGES, *PACKS])
def test_every_cell_is_on_paper_and_nothing_lies_over_it(new_page, address: str) -> None:
    page = new_page(viewport={"width": 1280, "height": 700})
    open_page(page, address)
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    cells = shown_cells(page)
    paper = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    written = ""
    for number, sheet in enumerate(paper, 1):
        assert tuple(round(side) for side in sheet.get_size()) == A4
        found = marks(sheet)
        assert list(overlaps(found)) == [], f"page {number}"
        assert min((box[0] for _, box in found), default=0) > 0, number
        assert max((box[2] for _, box in found), default=0) < A4[0], number
        written += squeezed("".join(sign for sign, _ in found))
    assert not [cell for cell in dict.fromkeys(cells) if cell not in written]
    assert (len(cells) > 10) == (address not in ("/accessibility",))


def test_a_table_wider_than_paper_is_parted_and_each_part_has_the_names(page: Page) -> None:
    open_page(page, "/pack/print?items=cpp_rate&intervals=shown")
    page.evaluate("""() => {
        const holder = document.querySelector(".pack-exhibit > .table-scroll");
        const columns = [["Area", false]], row = ["Worcestershire"];
        for (let year = 1990; year < 2030; year += 1) { columns.push([`${year}/01`, true]); row.push(`${year}.5`); }
        window.safeguarding.table(holder, { caption: "Wide", columns: columns, rows: [row] });
    }""")
    text = "".join(
        each.get_textpage().get_text_range() for each in pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    )
    years = [text.index(f"{year}.5") for year in range(1990, 2030)]
    assert all(earlier < later for earlier, later in pairwise(years))
    between = [text.count("Worcestershire", earlier, later) for earlier, later in pairwise(years)]
    assert sum(between) >= 2
    assert page.locator(".print-tables, .paper").count() == 0
