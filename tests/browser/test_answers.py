"""Answers that are late, broken off, refused, or overtaken: what is shown is whole, and signed for what it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_pages import open_page
from tests.browser.test_tasks import subtitle

# With ``window.lines`` set, so many lines of an answer come, and the rest when ``window.release`` is called.
STALLING = """() => {
  const ask = window.fetch;
  window.fetch = async function (address, asked) {
    const response = await ask.apply(this, arguments);
    if (!window.lines || !String(address).startsWith("/blocks")) { return response; }
    const lines = (await response.text()).split("\\n");
    const most = window.lines;
    function some(from, to) { return new TextEncoder().encode(lines.slice(from, to).join("\\n") + "\\n"); }
    return new Response(new ReadableStream({ start: function (into) {
      into.enqueue(some(0, most));
      asked.signal.addEventListener("abort", function () { into.error(asked.signal.reason); });
      window.release = function () { into.enqueue(some(most)); into.close(); };
    } }));
  };
}"""


def choose(page: Page, area: str) -> None:
    page.get_by_label("Area", exact=True).select_option(label=area)


def said(page: Page) -> list[str]:
    """The words of the page's blocks, of charts out of sight too, which are laid out once all are drawn."""
    expect(page.locator("html.is-drawing")).to_have_count(0)
    return page.locator("[data-follows]").all_inner_texts()


def stalled(page: Page, area: str) -> list[str]:
    """The words of the page's blocks, before another area's answer has come in part."""
    page.evaluate("safeguarding.whenFollowed()")
    words = said(page)
    page.evaluate("window.lines = 3")
    choose(page, area)
    page.wait_for_function("() => window.release")
    expect(page.locator(".block-headlines")).not_to_have_text(words[1], use_inner_text=True)
    page.evaluate("window.lines = 0")
    return words


def test_an_answer_that_does_not_come_is_said(page: Page, recorder) -> None:
    recorder.expect("Failed to fetch|ERR_FAILED")
    open_page(page, "/neglect")
    page.route("**/blocks*", lambda route: route.abort())
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(page.locator("#connection-notice")).to_contain_text("Not updated")
    page.unroute("**/blocks*")
    page.get_by_label("To", exact=True).select_option("2021/22")
    expect(page.locator("#connection-notice")).to_have_count(0)


@pytest.mark.parametrize("lines", [1, 3, 6])
def test_an_answer_that_breaks_off_leaves_the_page_as_it_was(page: Page, recorder, lines: int) -> None:
    recorder.expect("ended early")
    open_page(page, "/neglect")
    page.get_by_label("Area", exact=True).select_option(label="Dorset")
    expect(subtitle(page)).to_contain_text("Dorset")
    page.evaluate("safeguarding.whenFollowed()")
    words = said(page)

    def break_off(route: Route) -> None:
        some = route.fetch().text().split("\n")[:lines]
        route.fulfill(body="\n".join([*some, ""]), content_type="application/x-ndjson")

    page.route("**/blocks*", break_off)
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(page.locator("#connection-notice")).to_contain_text("Not updated")
    assert said(page) == words
    page.unroute("**/blocks*")
    page.get_by_label("Area", exact=True).select_option(label="Kent")
    expect(subtitle(page)).to_contain_text("Kent")
    expect(page.locator("#connection-notice")).to_have_count(0)


def test_slides_are_signed_for_the_figures_that_they_show(page: Page, recorder) -> None:
    recorder.expect("Failed to fetch|ERR_FAILED")
    open_page(page, "/neglect")
    page.route("**/blocks*", lambda route: route.abort())
    page.get_by_label("Area", exact=True).select_option(label="Essex")
    expect(page.locator("#connection-notice")).to_be_visible()
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".present-slide").first).to_contain_text("74.6 per 10,000")
    expect(page.locator(".present-foot").first).to_contain_text("Worcestershire")
    expect(page.locator(".present-foot").first).not_to_contain_text("Essex")


def test_a_page_that_did_not_come_comes_at_the_next_try(page: Page, recorder) -> None:
    recorder.expect("Failed to fetch|ERR_FAILED|Callback failed")
    open_page(page, "/neglect")
    link = page.get_by_role("link", name="Compare", exact=True).first
    page.route("**/_dash-update-component*", lambda route: route.abort())
    link.click()
    expect(page.locator("#connection-notice")).to_contain_text("Not updated")
    page.unroute("**/_dash-update-component*")
    link.click()
    expect(page.locator("h1")).to_have_text("Compare")
    expect(page.locator("#connection-notice")).to_have_count(0)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Neglect")


def test_a_page_that_falls_silent_is_given_up_and_comes_at_the_next_try(page: Page, recorder) -> None:
    recorder.expect("fell silent|Callback failed")
    page.clock.install()
    open_page(page, "/neglect")
    link = page.get_by_role("link", name="Compare", exact=True).first
    held: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: held.append(route))
    link.click()
    page.clock.fast_forward(2_000)
    expect(page.locator("#waiting")).to_be_visible()
    page.clock.fast_forward(31_000)
    expect(page.locator("#connection-notice")).to_contain_text("Not updated")
    expect(page.locator("#waiting")).to_have_count(0)
    assert held
    page.unroute("**/_dash-update-component*")
    link.click()
    expect(page.locator("h1")).to_have_text("Compare")
    expect(page.locator("#connection-notice")).to_have_count(0)


def test_of_two_links_in_quick_succession_the_second_is_shown_and_signed(page: Page) -> None:
    open_page(page, "/compare")
    held: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: held.append(route), times=1)
    page.get_by_role("link", name="Assurance", exact=True).first.click()
    page.wait_for_timeout(100)
    assert len(held) == 1
    page.get_by_role("link", name="Neglect", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Neglect")
    expect(subtitle(page)).to_contain_text("Worcestershire")
    page.wait_for_function("() => safeguarding.chosen().address === location.href")
    held[0].continue_()
    choose(page, "Essex")
    expect(subtitle(page)).to_contain_text("Essex")
    page.wait_for_function("() => safeguarding.chosen().address === location.href")
    expect(page.locator("h1")).to_have_text("Neglect")


@pytest.mark.parametrize("said", ["Essex", "881", "E10000012"])
def test_an_area_said_in_other_words_is_the_one_that_the_filter_says(page: Page, said: str) -> None:
    open_page(page, f"/neglect?area={said}")
    area = page.get_by_label("Area", exact=True)
    expect(area).to_have_value("E10000012")
    page.wait_for_url("**/neglect?area=E10000012")
    choose(page, "Kent")
    expect(subtitle(page)).to_contain_text("Kent")
    page.go_back()
    expect(subtitle(page)).to_contain_text("Essex")
    expect(area).to_have_value("E10000012")
    assert page.evaluate("safeguarding.chosen().shared").startswith("Essex")


def test_paper_has_the_figures_of_one_answer(page: Page) -> None:
    page.add_init_script(f"({STALLING})()")
    open_page(page, "/neglect")
    words = stalled(page, "Essex")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert said(page) == words
    assert page.locator(".print-chosen").text_content().startswith("Worcestershire")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#announcer")).to_have_text("Figures updated for Essex")
    expect(subtitle(page)).to_contain_text("Essex")


def test_slides_wait_for_the_change_that_overtook_another(page: Page) -> None:
    page.add_init_script(f"({STALLING})()")
    open_page(page, "/neglect")
    stalled(page, "Essex")
    page.locator("[data-present]").click()
    expect(page.locator(".present")).to_have_count(0)
    choose(page, "Kent")
    expect(page.locator(".present-foot").first).to_contain_text("Kent")
    assert "Essex" not in page.locator(".present").inner_text()


def test_waiting_is_shown_and_silence_ends_it(page: Page, recorder) -> None:
    recorder.expect("fell silent")
    page.clock.install()
    page.add_init_script(f"({STALLING})()")
    open_page(page, "/neglect")
    words = stalled(page, "Essex")
    expect(page.locator("#waiting")).to_be_visible()
    page.clock.fast_forward(16_000)
    expect(page.locator("#connection-notice")).to_contain_text("Not updated")
    expect(page.locator("#waiting")).to_have_count(0)
    assert said(page) == words
