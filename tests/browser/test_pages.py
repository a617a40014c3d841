"""Every page as a person opens it: drawn, quiet, within the window, and accessible."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe_violations

PAGES = {
    "/": "Overview",
    "/journey": "Journey of the Child",
    "/neglect": "Neglect",
    "/domestic-abuse": "Domestic abuse",
    "/exploitation": "Exploitation",
    "/assurance": "Assurance",
    "/compare": "Compare",
    "/indicators": "Indicators",
    "/indicators/lac_rate": "Looked after children, rate per 10,000",
    "/indicators/children_in_police_custody": "Children charged and detained, or held overnight for four hours or more",
    "/data": "Data",
    "/methods": "Methods",
    "/pack?items=neglect,cpp_rate": "Pack for board papers",
    "/pack/print?items=neglect,contacts": "Safeguarding indicators: Worcestershire",
    "/accessibility": "Accessibility statement",
    "/api": "API for spreadsheets and scripts",
}
SIZES = {"wall": (1440, 900), "telephone": (390, 844)}


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until the page and its charts are drawn."""
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.chart-canvas:not(details:not([open]) *)')]"
        ".every(g => g.querySelector('.main-svg'))"
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", PAGES)
def test_page_is_drawn_and_accessible(new_page: Callable[..., Page], address: str, size: str) -> None:
    width, height = SIZES[size]
    page = new_page(viewport={"width": width, "height": height})
    open_page(page, address)
    expect(page.locator("h1")).to_have_text(PAGES[address])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert axe_violations(page) == []


@pytest.mark.parametrize("address", ["/", "/journey", "/compare"])
def test_page_reflows_at_320_pixels(new_page: Callable[..., Page], address: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    open_page(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_unknown_parts_of_an_address_give_notices_and_defaults(page: Page) -> None:
    open_page(page, "/neglect?area=Atlantis&from=soon&neighbours=1999&statistic=mode&invented=1&to=2018/19&to=x")
    expect(page.locator(".notice-warning")).to_have_count(6)
    expect(page.get_by_label("Area", exact=True)).to_have_value("E10000034")
    expect(page.get_by_label("To", exact=True)).to_have_value("2018/19")


def test_unknown_indicator_and_period_give_notices(page: Page) -> None:
    open_page(page, "/compare?indicator=nonsense&period=1066")
    expect(page.locator(".notice-warning")).to_have_count(2)
    open_page(page, "/indicators/nonsense")
    expect(page.locator(".notice-warning")).to_have_count(1)


def test_unknown_path_is_not_found(page: Page, recorder) -> None:
    recorder.expect("404")
    answer = page.goto("/no-such-page")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("There is no such page")


def test_journey_has_every_stage_of_the_report(page: Page) -> None:
    open_page(page, "/journey")
    stages = page.locator("section.stage h2").all_inner_texts()
    assert stages[-1] == "All on one sheet"
    assert len(stages[:-1]) == 14
    # Each stage with figures of the board's own shows them, as tiles where it has no others.
    assert page.locator(".local-block table").count() == 14
    assert page.locator(".block-local-tiles .tiles").count() == page.locator(".block-local-tiles").count() == 3
    assert page.get_by_text("No national series is published for this stage.").count() == 3


INSIDE, FOLDED = "rereferrals_12m_pct", "lac_dental_checks_pct"


def test_what_is_folded_is_asked_for_and_drawn_when_it_is_opened(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "/blocks" in request.url else None)
    open_page(page, "/journey")
    more = page.locator("details.more", has_text="More charts").first
    folded = more.locator("[data-later]").count()
    assert folded > 1
    assert more.locator("figure").count() == 0
    assert asked == []
    more.locator("summary").first.click()
    expect(more.locator(".chart-canvas")).to_have_count(folded)
    assert [len(json.loads(names)) for names in asked] == [folded]
    expect(more.locator(".chart-canvas .main-svg:first-child")).to_have_count(more.locator(".chart-canvas").count())
    assert all(box["width"] > 300 for chart in more.locator(".chart-canvas").all() if (box := chart.bounding_box()))
    # It stays open, and follows, when a filter changes.
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(more.locator(".chart-subtitle").first).to_contain_text("Essex")
    expect(more.locator(".chart-canvas").first).to_be_visible()
    # What is open is asked for with the page, what is still folded is not; opened again, it is of the area chosen then.
    assert f"trend:{INSIDE}" in json.loads(asked[-1])
    assert f"trend:{FOLDED}" not in json.loads(asked[-1])
    more.locator("summary").first.click()
    page.get_by_label("Area", exact=True).select_option(label="Leeds")
    expect(page.locator(".chart-subtitle").first).to_contain_text("Leeds")
    expect(more.locator("figure")).to_have_count(0)
    more.locator("summary").first.click()
    expect(more.locator(".chart-subtitle").first).to_contain_text("Leeds")


def test_missing_figures_stand_in_words(page: Page) -> None:
    open_page(page, "/journey")
    custody = page.locator(".local-block tr", has_text="Children charged and detained")
    expect(custody).to_contain_text("not supplied by West Mercia Police")
    expect(page.locator("html.is-drawing")).to_have_count(0)
    assert not re.search(r"\b(nan|none|null|undefined)\b", page.locator("main").inner_text().replace("none", ""), re.I)
