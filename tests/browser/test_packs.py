"""Packs and presenting, done in a browser: chosen, put in order, taken away, printed, shown."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import openpyxl
import pptx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.axe import axe_violations
from tests.browser.test_pages import open_page

PRINT = "/pack/print?items=neglect,cpp_rate&title=Board+of+June"


def chosen(page: Page) -> list[str]:
    return page.locator("#pack-items .pack-name").all_inner_texts()


def test_a_pack_is_chosen_ordered_and_taken_away(page: Page, tmp_path: Path) -> None:
    open_page(page, "/pack")
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    expect(page.get_by_role("button", name="Make Excel")).to_be_disabled()
    page.get_by_role("link", name="start with every panel").click()
    expect(page.locator("#pack-items li")).to_have_count(5)
    expect(page).to_have_url(re.compile("items=journey,neglect,domestic_abuse,exploitation,assurance"))
    page.go_back()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    page.get_by_role("link", name="start with every panel").click()
    expect(page.locator("#pack-items li")).to_have_count(5)
    page.go_back()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    page.get_by_label("Title on the cover").fill("June, part one")
    page.get_by_label("Title on the cover").press("Tab")
    page.get_by_label("Add a panel").select_option("neglect")
    page.locator("[data-pack-add=pack-panel]").press("Enter")
    page.get_by_label("Add an indicator").select_option("cpp_rate")
    page.locator("[data-pack-add=pack-indicator]").press("Enter")
    page.get_by_label("Add an indicator").select_option("contacts")
    page.locator("[data-pack-add=pack-indicator]").press("Enter")
    page.get_by_role("button", name=re.compile("^Up: .*protection plan")).press("Enter")
    expect(page.locator("#announcer")).to_contain_text("now at place 1 of 3")
    page.get_by_role("button", name=re.compile("^Remove: .*Contacts")).press("Enter")
    expect(page).to_have_url(re.compile("items=cpp_rate,neglect"))
    address = page.url
    page.goto(address)
    expect(page.get_by_label("Title on the cover")).to_have_value("June, part one")
    assert [name.partition(":")[0] for name in chosen(page)] == ["Journey of the Child", "Neglect (whole panel)"]
    for kind, name in (("xlsx", "Make Excel"), ("pptx", "Make PowerPoint")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        waiting.value.save_as(tmp_path / f"pack.{kind}")
        assert re.fullmatch(
            rf"safeguarding_worcestershire_pack_\d{{4}}-\d\d-\d\d\.{kind}", waiting.value.suggested_filename
        )
    assert openpyxl.load_workbook(tmp_path / "pack.xlsx").properties.title == "June, part one"
    assert pptx.Presentation(str(tmp_path / "pack.pptx")).core_properties.title == "June, part one"
    expect(page.locator(".pack-status")).to_contain_text("Saved as safeguarding_worcestershire")


def test_making_can_be_cancelled_and_a_failure_is_said(page: Page, recorder) -> None:
    open_page(page, "/pack?items=neglect")
    page.route("**/pack/safeguarding.pptx*", lambda route: None)  # an answer that never comes
    page.get_by_role("button", name="Make PowerPoint").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".pack-status")).to_have_text("Cancelled; nothing was saved.")
    page.unroute("**/pack/safeguarding.pptx*")
    recorder.expect("503")
    page.route(
        "**/pack/safeguarding.xlsx*",
        lambda route: route.fulfill(status=503, json={"error": "The figures cannot be read."}),
    )
    page.get_by_role("button", name="Make Excel").click()
    expect(page.locator(".pack-status")).to_have_text("Nothing was saved: The figures cannot be read.")


def test_who_waits_is_told_how_many_come_first(page: Page, live_server: str) -> None:
    """By keyboard, in words that a screen reader says of itself."""
    open_page(page, "/pack?items=neglect")
    panels = f"{live_server}/pack/safeguarding.pptx?items=journey,exploitation,domestic_abuse"
    with ThreadPoolExecutor(2) as pool:
        before = [pool.submit(lambda: urlopen(panels, timeout=240).read()) for _ in range(2)]
        page.wait_for_timeout(500)
        page.get_by_role("button", name="Make Excel").press("Enter")
        status = page.get_by_role("status").filter(has_text="Waiting")
        expect(status).to_contain_text(re.compile(r"Waiting: (2 packs are|1 pack is) before yours"))
        assert axe_violations(page) == []
        with page.expect_download(timeout=240_000):
            pass
        assert all(file.result()[:2] == b"PK" for file in before)
    expect(page.locator(".pack-status")).to_contain_text("Saved as safeguarding_worcestershire_neglect")


def test_hostile_words_stay_words(page: Page) -> None:
    title = "<img src=x onerror=alert(1)>=1+1"
    open_page(page, f"/pack?items=neglect,<script>,../../x&title={title.replace('=', '%3D').replace('+', '%2B')}")
    expect(page.get_by_label("Title on the cover")).to_have_value(title)
    expect(page.locator(".notice-warning")).to_have_text(
        "Neither a panel nor an indicator, and left out: “<script>”, “../../x”."
    )
    assert chosen(page) == ["Neglect (whole panel)"]
    open_page(page, f"/pack/print?items=neglect&title={title.replace('=', '%3D').replace('+', '%2B')}")
    expect(page.locator("h1")).to_have_text(title)


def test_print_version_is_whole_tagged_and_numbered(page: Page) -> None:
    open_page(page, PRINT)
    assert axe_violations(page) == []
    drawn = page.locator("figure.chart .chart-canvas:has(.main-svg)").count()
    assert drawn == page.locator("figure.chart").count() > 5
    content = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
    reader = PdfReader(io.BytesIO(content))
    texts = [each.extract_text() for each in reader.pages]
    assert reader.metadata is not None
    assert reader.metadata.title == "Board of June"
    assert "Contents" in texts[0]
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Board of June; made " in text
    assert "Board of June" in [item.title for item in reader.outline if not isinstance(item, list)]


@pytest.mark.parametrize(
    ("address", "is_offered"),
    [("/", True), ("/neglect", True), ("/indicators/cpp_rate", True), ("/compare", True)]
    + [
        (address, False)
        for address in ("/data", "/indicators", "/indicators/macfas", "/pack", "/methods", "/accessibility")
    ],
)
def test_presenting_is_offered_where_there_is_something_to_present(page: Page, address: str, is_offered: bool) -> None:
    open_page(page, address)
    expect(page.get_by_role("button", name="Present")).to_have_count(int(is_offered))


def test_slides_have_every_chart_of_the_page(page: Page) -> None:
    open_page(page, "/journey?area=860")  # a sheet of many parts, names of two lines one under the other
    page.locator("[data-present]").press("Enter")
    shown = page.locator(".present-slide:not([hidden])")
    total = page.locator(".present-slide").count()
    for number in range(1, total + 1):
        expect(shown).to_have_attribute("aria-label", f"Slide {number} of {total}")
        expect(shown).not_to_contain_text("The chart is on the page.")
        page.keyboard.press("PageDown")
    assert page.locator(".present-slide .js-plotly-plot").count() > 12


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (1024, 768)])
def test_presenting_fits_the_screen_and_follows_the_keys(new_page, width: int, height: int) -> None:
    page = new_page(viewport={"width": width, "height": height})
    open_page(page, "/neglect")
    page.locator("[data-present]").press("Enter")
    slides = page.locator(".present-slide")
    shown = page.locator(".present-slide:not([hidden])")
    total = slides.count()
    assert total > 5
    expect(page).to_have_url(re.compile("present=1"))
    for number in range(1, total + 1):
        expect(shown).to_have_attribute("aria-label", f"Slide {number} of {total}")
        expect(shown.locator("h2")).to_be_focused()
        body = shown.locator(".present-body")
        assert body.evaluate("e => e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1"), number
        assert smallest(page) * 1080 / height >= 28 - 1e-6, number
        page.keyboard.press("PageDown")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page) == []
    page.keyboard.press("Home")
    expect(shown.locator("h2")).to_have_text("Neglect")
    page.keyboard.press("Escape")
    expect(page.locator(".present")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("present"))
    expect(page.locator("[data-present]")).to_be_focused()


def smallest(page: Page) -> float:
    """The smallest type on the slide shown, in px of the screen; charts included."""
    size: float = page.evaluate("""() => {
        const canvas = document.querySelector('.present-canvas');
        const scale = canvas.getBoundingClientRect().width / canvas.offsetWidth;
        const texts = [...document.querySelectorAll('.present-slide:not([hidden]) *')].filter(
            e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
        return Math.min(...texts.map(e => parseFloat(getComputedStyle(e).fontSize) * scale));
    }""")
    return size


def test_an_address_with_present_begins_presenting(page: Page) -> None:
    page.goto("/neglect?present=1")
    expect(page.locator(".present-slide:not([hidden]) h2")).to_have_text("Neglect")


def test_forward_to_an_address_with_present_presents_again(page: Page) -> None:
    open_page(page, "/neglect")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(page.locator(".headline").first).to_contain_text("35.3")
    shown = page.locator(".present-slide:not([hidden])")
    page.locator("[data-present]").press("Enter")
    expect(shown).to_be_visible()
    page.go_back()
    expect(page.locator(".present")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("present|area"))
    page.go_forward()
    expect(shown.locator(".present-text").first).to_contain_text("35.3")
    expect(shown.locator(".present-foot")).to_contain_text("Essex, every period to ")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"area=E10000012$"))


def printed(page: Page) -> list[str]:
    """The text of each page, as the browser prints what is shown."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True, outline=True)))
    return [" ".join(each.extract_text().split()) for each in reader.pages]


CHOSEN = re.compile(r"(\S[^.]*, (?:from|every).*?) This page is at (\S+) Published figures: .*? \((https://\S+)\)")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (
            "/neglect",
            r"Worcestershire, every period to .*\(latest\), statistical neighbours of the 2025 model by mean\.",
        ),
        (
            "/journey?area=E10000012&from=2018/19&to=2022/23&neighbours=2021&statistic=median",
            r"Essex, from 2018/19 to 2022/23, statistical neighbours of the 2021 model by median\.",
        ),
        (
            "/compare?indicator=cpp_rate",
            r"Worcestershire, .*\. Indicator: Children subject to a child protection plan.*\.",
        ),
    ],
)
def test_paper_says_in_a_sentence_what_the_filters_say_on_screen(page: Page, path: str, sentence: str) -> None:
    open_page(page, path)
    first = printed(page)[0]
    found = CHOSEN.search(first)
    assert found is not None, first[:600]
    assert re.search(sentence, found[1])
    assert found[2] == page.url
    assert found[3].startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence/")
    for button in ("Present", "Copy link", "Picture (PNG 2×)", "Figures as a table", "Methods API"):
        assert button not in first


def test_paper_follows_a_filter_that_is_changed(page: Page) -> None:
    open_page(page, "/neglect")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    page.get_by_label("From", exact=True).select_option("2019/20")
    # Until all of it has come, paper is signed for the figures before.
    page.evaluate("() => window.safeguarding.whenFollowed()")
    expect(page.locator("#announcer")).to_have_text("Figures updated for Essex")
    expect(page.locator(".chart-subtitle").first).to_contain_text("Essex, 2019/20 to")
    assert "Essex, from 2019/20 to " in printed(page)[0]


def test_no_chart_or_picture_is_cut_by_the_end_of_a_page_and_none_is_empty(page: Page) -> None:
    open_page(page, "/journey")
    texts = printed(page)
    assert len(texts) > 5
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert len(text) > 200, number
    whole = " ".join(texts)
    rows = page.locator(".chart-fitted .data-table tbody tr").count()
    assert rows > 9  # more than a page holds: in parts, each with the words of its axis
    assert whole.count("higher than England →") == whole.count("← lower than") > 1
    assert page.locator(".print-parts").count() == 0
