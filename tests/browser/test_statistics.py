"""Statistics where people meet them: compared with everybody, with their intervals, explained, and listed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_pages import open_page

OUTSIDE = re.compile(r"(\d+) of (\d+) authorities lie outside the (adjusted|plain) 95% limits")


def charts(page: Page) -> Locator:
    return page.locator("figure.chart")


def summaries(page: Page) -> Locator:
    return page.locator("figure.chart .chart-summary")


def outside(page: Page, kind: str) -> int:
    """How many authorities the funnel's summary counts outside the limits of a kind, once it speaks of them."""
    said = summaries(page).filter(has_text=f"outside the {kind} 95% limits")
    expect(said).to_have_count(1)
    found = OUTSIDE.search(said.inner_text())
    assert found is not None
    return int(found[1])


def test_compare_shows_one_indicator_in_four_ways(page: Page) -> None:
    open_page(page, "/compare?indicator=rereferrals_12m_pct")
    expect(charts(page)).to_have_count(4)
    expect(charts(page).locator(".main-svg").first).to_be_visible()
    expect(summaries(page).nth(0)).to_contain_text("Rank 48 of 153, better half of authorities.")
    expect(summaries(page).nth(1)).to_contain_text("since 2020/21")
    expect(summaries(page).nth(2)).to_contain_text("the middle half of 153 authorities")
    expect(summaries(page).nth(3)).to_contain_text("of 153 authorities lie outside the adjusted 95% limits")


def test_another_authority_is_set_beside(page: Page) -> None:
    open_page(page, "/compare?indicator=cpp_rate")
    expect(summaries(page).first).not_to_contain_text("Cornwall")
    page.get_by_label("Also compare with").select_option(label="Cornwall")
    expect(summaries(page).first).to_contain_text(re.compile(r"Higher than Cornwall \(\d+\.\d\)\."))
    expect(page).to_have_url(re.compile("against=908"))
    for chart in charts(page).all():
        chart.locator("summary").click()
        expect(chart.locator("tbody th", has_text="Cornwall")).to_have_count(1)
    for chart in (charts(page).nth(0), charts(page).nth(2), charts(page).nth(3)):
        expect(chart.locator("tr", has_text="Cornwall")).to_contain_text("chosen to compare with")
        expect(chart.locator("svg text", has_text="Cornwall")).to_have_count(1)
        expect(chart.locator(".chart-summary")).to_contain_text("Cornwall")


def test_the_funnels_limits_are_switched(page: Page) -> None:
    open_page(page, "/compare")
    adjusted = outside(page, "adjusted")
    page.get_by_label("What counts as unusual").select_option("plain")
    plain = outside(page, "plain")
    assert plain > 3 * adjusted > 0
    expect(page).to_have_url(re.compile("limits=plain"))


def test_a_comparison_opened_again_is_the_same(page: Page) -> None:
    open_page(page, "/compare")
    page.get_by_label("Indicator").select_option("cpp_rate")
    page.get_by_label("Period compared").select_option("2018/19")
    page.get_by_label("Also compare with").select_option(label="Cornwall")
    page.get_by_label("What counts as unusual").select_option("plain")
    expect(page).to_have_url(re.compile("indicator=cpp_rate.*period=2018/19.*against=908.*limits=plain"))
    expect(summaries(page).first).to_contain_text("Cornwall")
    expect(summaries(page).nth(3)).to_contain_text("plain 95% limits")
    before = summaries(page).all_inner_texts()
    page.reload()
    expect(page.get_by_label("Indicator")).to_have_value("cpp_rate")
    expect(page.get_by_label("Period compared")).to_have_value("2018/19")
    expect(page.get_by_label("Also compare with")).to_have_value("908")
    expect(page.get_by_label("What counts as unusual")).to_have_value("plain")
    expect(summaries(page)).to_have_text(before)


def test_the_choice_of_limits_survives_another_area(page: Page) -> None:
    open_page(page, "/compare?against=908&limits=plain")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(summaries(page).first).to_contain_text("Essex")
    expect(summaries(page).first).to_contain_text("Cornwall")
    assert outside(page, "plain") > 75


def test_intervals_are_drawn_and_written_when_asked_for(page: Page) -> None:
    open_page(page, "/indicators/lac_rate")
    chart = charts(page).first
    bars = chart.locator(".chart-canvas .errorbars path.yerror")
    chart.locator("summary").click()
    interval = chart.locator("tbody tr", has=page.locator("th", has_text="Worcestershire, 95% interval"))
    expect(interval).to_have_count(0)
    assert bars.count() == 0
    page.get_by_label("Margin of error").select_option("shown")
    expect(interval).to_have_count(1)
    expect(interval.locator("td")).to_have_text([re.compile(r"^\d+ to \d+$")] * 7)
    expect(bars).to_have_count(7)
    expect(page).to_have_url(re.compile("intervals=shown"))
    page.reload()
    expect(bars).to_have_count(7)
    page.get_by_label("Margin of error").select_option("hidden")
    expect(bars).to_have_count(0)


def test_a_tiles_statistic_leads_to_how_it_is_worked_out(page: Page) -> None:
    open_page(page, "/neglect")
    link = page.locator(".tile-versus a").first
    expect(link).to_contain_text(re.compile("(higher|lower|similar)", re.IGNORECASE))
    link.click()
    expect(page).to_have_url(re.compile("/methods.*#significance$"))
    expect(page.locator("#significance")).to_have_text("Significance")
    expect(page.locator("#significance")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("address", "fewest"), [("/", 4), ("/neglect", 2), ("/compare", 1), ("/journey", 4), ("/?area=E09000001", 3)]
)
def test_every_link_to_the_methods_has_its_paragraph(page: Page, address: str, fewest: int) -> None:
    open_page(page, address)
    found = page.locator("a[href*='/methods#']")
    expect(found.first).to_be_visible()
    anchors = set(found.evaluate_all("links => links.map(link => link.getAttribute('href').split('#')[1])"))
    assert len(anchors) >= fewest
    open_page(page, "/methods")
    assert [name for name in anchors if page.locator(f"[id='{name}']").count() != 1] == []


def test_the_overview_lists_what_to_look_at(page: Page) -> None:
    open_page(page, "/")
    part = page.locator("section", has=page.get_by_role("heading", name="What to look at"))
    expect(part.get_by_role("heading", level=3)).to_have_text(
        ["Clearly unusual, or far from others", "Changing over the years", "Not supplied", "Where the sources disagree"]
    )
    expect(part).to_contain_text("tested figures is clearly unusual. By chance about")
    lists = part.locator("ul.standouts")
    expect(lists).to_have_count(5)
    expect(lists.nth(0).locator("li")).to_have_count(2)
    expect(lists.nth(0)).to_contain_text("rank 148 of 151")
    first = lists.nth(0).locator("li", has_text="in touch")
    expect(first).to_contain_text("below all 10 neighbours and unusually low for its size; rank ")
    # What is at the edge is folded.
    expect(lists.nth(1)).to_be_hidden()
    part.get_by_text("At the edge: ").first.click()
    expect(lists.nth(1)).to_be_visible()
    expect(lists.nth(3)).to_contain_text("Not supplied by West Mercia Police for 2018/19.")
    expect(lists.nth(4)).to_contain_text("Two completed (§4.5), but three completed (§3.7).")
    # Each has its link and its picture.
    for i, place in enumerate(["/indicators/"] * 4 + ["/data#"]):
        items = lists.nth(i).locator("li").count()
        assert lists.nth(i).locator(f"li a[href*='{place}']").count() == items
        assert lists.nth(i).locator("li img").count() == items
    first.locator("a").click()
    expect(page).to_have_url(re.compile("/indicators/care_leavers_in_touch_19_21_pct"))


def test_what_to_look_at_follows_the_area(page: Page) -> None:
    open_page(page, "/")
    items = page.locator("ul.standouts").first.locator("li")
    expect(items).to_have_count(2)
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(items).not_to_have_count(2)
    expect(items.first).to_contain_text("below all 10 neighbours and very unusually low for its size")
