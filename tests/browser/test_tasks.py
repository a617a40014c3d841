"""What people come to do, done in a browser: filter, compare, take a picture and the figures away."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.test_pages import open_page


def tile(page: Page, name: str):
    return page.locator(".tile", has_text=name).first


def chart_of(page: Page) -> Locator:
    """The first chart of one indicator: a panel's sheet of them all stands before it."""
    return page.locator("figure.chart:not(.block-profile *)").first


def subtitle(page: Page) -> Locator:
    return chart_of(page).locator(".chart-subtitle")


def test_filter_repaints_and_lives_in_the_address(page: Page) -> None:
    open_page(page, "/neglect")
    expect(tile(page, "Neglect at assessment")).to_contain_text("74.6")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(subtitle(page)).to_contain_text("Essex")
    expect(page).to_have_url(re.compile("area=E10000012"))
    page.get_by_label("To", exact=True).select_option("2020/21")
    expect(subtitle(page)).to_contain_text("2017/18 to 2020/21")
    page.get_by_label("Statistical neighbours", exact=True).select_option("2021,median")
    expect(chart_of(page).locator(".chart-summary")).to_contain_text("median")
    expect(chart_of(page).locator(".chart-summary")).to_contain_text("2021 model")
    address = page.url
    # A link opens the same view; back and forward work.
    page.go_back()
    expect(page.get_by_label("Statistical neighbours", exact=True)).to_have_value("2025,mean")
    page.go_forward()
    expect(page.get_by_label("Statistical neighbours", exact=True)).to_have_value("2021,median")
    page.goto(address)
    expect(subtitle(page)).to_contain_text("Essex")
    # The choice goes along to the next page.
    page.get_by_role("link", name="Domestic abuse", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Domestic abuse")
    expect(page.get_by_label("Area", exact=True)).to_have_value("E10000012")
    expect(page.locator(".local-block").first).to_contain_text("Worcestershire")


def test_a_change_leaves_focus_open_tables_and_charts_where_they_are(page: Page) -> None:
    open_page(page, "/neglect")
    chart = chart_of(page)
    chart.locator("summary").click()
    expect(chart.locator("table")).to_be_visible()
    chart.locator("[data-export=csv]").focus()
    page.evaluate("document.querySelector('figure.chart:not(.block-profile *) .chart-canvas').dataset.same = 'yes'")
    page.evaluate("""() => {
        const select = document.getElementById('filter-area');
        const essex = [...select.options].find(option => option.text === 'Essex').value;
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, essex);
        select.dispatchEvent(new Event('change', {bubbles: true}));
    }""")
    expect(chart.locator("tbody th").first).to_have_text("Essex")
    expect(chart.locator("table")).to_be_visible()
    expect(chart.locator("[data-export=csv]")).to_be_focused()
    expect(chart.locator(".chart-canvas[data-same=yes] .main-svg").first).to_be_visible()
    expect(page.locator("#announcer")).to_have_text("Figures updated for Essex")


def test_back_to_the_first_address_shows_the_first_view(page: Page) -> None:
    open_page(page, "/indicators/cpp_rate")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(page.locator(".block-history")).to_contain_text("Essex")
    expect(subtitle(page)).to_contain_text("Essex")
    page.go_back()
    expect(page.get_by_label("Area", exact=True)).to_have_value("E10000034")
    expect(subtitle(page)).to_contain_text("Worcestershire")
    expect(page.locator(".block-history")).to_contain_text("Worcestershire")


def test_a_link_to_the_page_that_is_shown_changes_filters_and_figures(page: Page) -> None:
    open_page(page, "/neglect")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(subtitle(page)).to_contain_text("Essex")
    # The page that Dash made was Worcestershire's, and so is the one that the link asks for.
    page.get_by_role("link", name="Show Worcestershire").first.click()
    expect(subtitle(page)).to_contain_text("Worcestershire")
    expect(page.get_by_label("Area", exact=True)).to_have_value("E10000034")
    page.go_back()
    expect(subtitle(page)).to_contain_text("Essex")
    # On to another page and back: each shows what its address says.
    page.get_by_role("link", name="Domestic abuse", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Domestic abuse")
    page.get_by_label("Area", exact=True).select_option(label="Kent")
    expect(subtitle(page)).to_contain_text("Kent")
    page.go_back()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Neglect")
    expect(subtitle(page)).to_contain_text("Essex")


def test_going_back_twice_at_once_shows_what_the_address_says(page: Page) -> None:
    open_page(page, "/neglect")
    for area in ("Essex", "Kent"):
        page.get_by_label("Area", exact=True).select_option(label=area)
        expect(subtitle(page)).to_contain_text(area)
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.locator("h1")).to_have_text("Compare")
    page.evaluate("() => { history.back(); setTimeout(() => history.back(), 40); }")
    expect(page).to_have_url(re.compile("/neglect.*area=E10000012"))
    expect(page.locator("h1")).to_have_text("Neglect")
    expect(page.get_by_label("Area", exact=True)).to_have_value("E10000012")
    expect(subtitle(page)).to_contain_text("Essex")


def test_quick_steps_back_and_forward_keep_the_focus_on_the_page(page: Page) -> None:
    """Another page that comes and goes unseen takes the heading with the focus away."""
    open_page(page, "/")
    for name in ("Neglect", "Assurance"):
        page.locator(".site-header").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_focused()
    page.evaluate("document.querySelector('h1').dataset.isOld = ''")
    with page.expect_request("**/_dash-update-component*"):
        page.evaluate("history.back()")
    page.evaluate("history.forward()")
    expect(page.locator("h1:not([data-is-old])", has_text="Assurance")).to_be_focused()
    expect(page).to_have_url(re.compile("/assurance$"))


def test_a_filter_changed_while_another_page_is_on_its_way_is_that_pages(page: Page) -> None:
    open_page(page, "/neglect")
    page.evaluate("""() => {
        [...document.querySelectorAll('a')].find(link => link.textContent === 'Compare').click();
        const select = document.getElementById('filter-area');
        const essex = [...select.options].find(option => option.text === 'Essex').value;
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, essex);
        select.dispatchEvent(new Event('change', {bubbles: true}));
    }""")
    expect(page.locator("h1")).to_have_text("Compare")
    expect(page).to_have_url(re.compile("/compare.*area=E10000012"))
    expect(page.get_by_label("Area", exact=True)).to_have_value("E10000012")
    expect(subtitle(page)).to_contain_text("Essex")


def test_charts_opened_while_others_are_on_their_way_are_of_the_new_area(page: Page) -> None:
    open_page(page, "/journey")
    page.route("**/blocks*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    page.evaluate("document.querySelectorAll('details.more').forEach(more => { more.open = true; })")
    expect(subtitle(page)).to_contain_text("Essex")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.more .chart-subtitle')].every(one => one.textContent.includes('Essex'))"
    )
    page.unroute("**/blocks*")
    page.get_by_label("Area", exact=True).select_option(label="Kent")
    page.evaluate("document.querySelectorAll('details.more').forEach(more => { more.open = false; more.open = true; })")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.more .chart-subtitle')].every(one => one.textContent.includes('Kent'))"
    )


def test_no_period_ends_before_it_begins(page: Page) -> None:
    open_page(page, "/neglect?from=2019/20&invented=1")
    last = page.get_by_label("To", exact=True)
    expect(page.locator(".notice-warning")).to_have_count(1)
    last.focus()
    expect(last.locator("option[value='2018/19']")).to_be_disabled()
    expect(last.locator("option[value='2019/20']")).to_be_enabled()
    last.select_option("2020/21")
    expect(subtitle(page)).to_contain_text("2019/20 to 2020/21")
    # What the address asked in vain is not asked any more.
    expect(page.locator(".notice-warning")).to_be_hidden()
    page.get_by_label("From", exact=True).focus()
    expect(page.get_by_label("From", exact=True).locator("option[value='2021/22']")).to_be_disabled()


def test_a_chart_that_cannot_be_drawn_is_said_and_stops_no_other(page: Page, recorder) -> None:
    recorder.expect("no room")
    open_page(page, "/neglect")
    page.evaluate("""() => {
        const react = window.Plotly.react;
        window.Plotly.react = function () { window.Plotly.react = react; throw new Error("no room"); };
    }""")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    failed = page.locator("figure.chart", has_text="The picture could not be drawn")
    expect(failed).to_have_count(1)
    expect(failed.locator(".chart-subtitle")).to_contain_text("Essex")
    assert failed.locator(".main-svg").count() == 0, "a picture of other figures is worse than none"
    expect(page.locator(".chart-subtitle").last).to_contain_text("Essex")
    page.get_by_label("Area", exact=True).select_option(label="Kent")
    expect(subtitle(page)).to_contain_text("Kent")
    expect(failed).to_have_count(0)


def download(page: Page, kind: str) -> Download:
    with page.expect_download() as waiting:
        chart_of(page).locator(f"[data-export={kind}]").click()
    return waiting.value


def test_chart_is_taken_away_as_pictures_and_figures(page: Page, tmp_path: Path) -> None:
    open_page(page, "/indicators/lac_rate")
    chart = chart_of(page)
    for kind, suffix, width in (("png2", "", 2560), ("png3", "_3x", 3840), ("page", "_page", 1920)):
        found = download(page, kind)
        assert found.suggested_filename == f"lac-rate_worcestershire_2018-19-to-2024-25{suffix}.png"
        found.save_as(tmp_path / kind)
        content = (tmp_path / kind).read_bytes()
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", content[16:24])[0] == width
    found = download(page, "svg")
    found.save_as(tmp_path / "svg")
    picture = (tmp_path / "svg").read_text()
    title = chart.locator(".chart-title").inner_text()
    assert title in picture
    assert "Source: DfE" in picture
    assert "font/woff2" in picture
    found = download(page, "csv")
    found.save_as(tmp_path / "csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8-sig"))))
    years = ["2018/19", "2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"]
    assert rows[0] == ["Area", *years, "2018/19, remark"]
    assert rows[1] == ["Worcestershire", "71", "70", "73", "76", "84", "87", "86", ""]
    assert ["Neighbours", "9 of 10"] in [[row[0], row[-1]] for row in rows if row]  # one below the table is empty


def test_keyboard_alone_reaches_and_changes_what_is_shown(page: Page) -> None:
    open_page(page, "/neglect")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "filter-area":
            break
    expect(page.locator("#filter-area")).to_be_focused()
    page.keyboard.type("Essex")
    expect(subtitle(page)).to_contain_text("Essex")


COLUMNS = """table => {
  const box = table.parentElement.getBoundingClientRect();
  const [heads, cells] = [table.tHead.rows[0], table.tBodies[0].rows[0]].map(
    row => Array.from(row.cells, cell => cell.getBoundingClientRect()));
  return {
    overflow: table.offsetWidth - table.parentElement.clientWidth,
    names: cells[0].right,
    right: box.right,
    columns: cells.map((cell, i) => [heads[i].left, heads[i].right, cell.left, cell.right]),
  };
}"""


def test_a_table_that_is_open_follows_with_its_chart_however_busy_the_browser(page: Page) -> None:
    page.add_init_script("window.requestIdleCallback = () => 0;")
    open_page(page, "/domestic-abuse")
    details = chart_of(page).locator("details", has_text="Figures as a table")
    details.locator("summary").click()
    expect(details.locator("tbody th").first).to_have_text("Worcestershire")
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(details.locator("tbody th").first).to_have_text("Essex")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_table_wider_than_its_place_shows_the_latest_years_whole(page: Page, width: int) -> None:
    """Under their heads, beside the names: half a number would be read as another."""
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, "/domestic-abuse")
    details = chart_of(page).locator("details", has_text="Figures as a table")
    details.locator("summary").click()
    found = details.locator("table").evaluate(COLUMNS)
    assert found["overflow"] > 0, "the table has room: the test needs a wider one"
    for head_left, head_right, left, right in found["columns"]:
        assert (head_left, head_right) == pytest.approx((left, right), abs=1)
    seen = [(left, right) for *_, left, right in found["columns"][1:] if right > found["names"] + 1]
    assert all(left > found["names"] - 1 for left, _ in seen)
    assert seen[-1][1] == pytest.approx(found["right"], abs=2)


def test_compare_picks_indicator_period_and_neighbour(page: Page) -> None:
    open_page(page, "/compare")
    page.get_by_label("Indicator").select_option("cpp_rate")
    expect(page.locator("h2").first).to_have_text("Children subject to a child protection plan, rate per 10,000")
    page.get_by_label("Period compared").select_option("2018/19")
    expect(subtitle(page)).to_contain_text("31 March 2019")
    page.get_by_label("Also compare with").select_option(label="Dorset (neighbour)")
    expect(page).to_have_url(re.compile("indicator=cpp_rate.*against=838"))
    address = page.url
    page.goto(address)
    expect(subtitle(page)).to_contain_text("31 March 2019")
    # What cannot be chosen any more leaves the address with it: an area is not compared with itself.
    page.get_by_label("Area", exact=True).select_option(label="Dorset")
    expect(subtitle(page)).to_contain_text("Dorset")
    expect(page.get_by_label("Also compare with")).to_have_value("none")
    expect(page).not_to_have_url(re.compile("against="))
    page.go_back()
    expect(page.get_by_label("Also compare with")).to_have_value("838")


def test_register_is_searched(page: Page) -> None:
    open_page(page, "/indicators")
    page.get_by_label("Search names, definitions and sources").fill("looked after missing")
    expect(page.locator("#register-body")).to_contain_text("Looked after children who had a missing incident")
    expect(page.locator("#register-body p").first).to_have_text(re.compile(r"^\d{1,2} of \d+ indicators$"))
    page.get_by_label("Search names, definitions and sources").fill("youth justice board")
    expect(page.locator("#register-body p").first).to_have_text(re.compile(r"^4 of \d+ indicators$"))


def test_two_people_see_their_own_choices(new_page: Callable[..., Page]) -> None:
    one, two = new_page(), new_page()
    open_page(one, "/neglect?area=E10000012")
    open_page(two, "/neglect?area=E10000016")
    one.get_by_label("To", exact=True).select_option("2021/22")
    expect(subtitle(one)).to_contain_text("Essex, 2017/18 to 2021/22")
    expect(subtitle(two)).to_contain_text("Kent, 2017/18 to 2024/25")


def test_other_authority_says_whose_the_boards_figures_are(page: Page) -> None:
    open_page(page, "/journey?area=E09000001")
    expect(page.locator(".block-local").first).to_contain_text("the board's own figures here are Worcestershire's")
    # A suppressed number stands in words, not as nought.
    expect(page.locator("main")).to_contain_text("suppressed to protect identity")


@pytest.mark.parametrize("address", ["/journey#section-sheet", "/data#contacts-change", "/methods#trend"])
def test_a_link_to_a_part_of_a_page_shows_it_when_opened(page: Page, address: str) -> None:
    open_page(page, address)
    expect(page.locator(f"[id='{address.partition('#')[2]}']")).to_be_in_viewport()


def test_that_an_authority_ended_or_began_is_said_as_it_is_chosen(page: Page) -> None:
    open_page(page, "/neglect")
    said = page.locator(".block-lifetime")
    expect(said).to_be_empty()
    for area, words in (
        ("Cumbria (ended 2023)", "Cumbria ended; its last figures are for 2022/23. Its successors have their own."),
        ("Cumberland", "Cumberland has figures from 2023/24 on, when it took the place of other authorities."),
        ("Worcestershire", ""),
    ):
        page.get_by_label("Area", exact=True).select_option(label=area)
        expect(said).to_have_text(words)
