"""A real server and a real browser: weight of the first visit, and how soon a filter's change is painted."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from tests.running import browser_path, running_browser, running_server

Measure = tuple[str, float, str]
REPEATS = 24
BETWEEN = 500  # ms from one change to the next, as of a quick person: what the last one left to do is done by then

# From the change of a select to the frame after the last of the page's first COUNT charts was plotted again.
PAINT = """
async ([value, count]) => {
  const charts = [...document.querySelectorAll('.js-plotly-plot')].slice(0, count);
  const plotted = charts.map(chart => new Promise(resolve => chart.once('plotly_afterplot', resolve)));
  const select = document.getElementById('filter-neighbours');
  const start = performance.now();
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, value);
  select.dispatchEvent(new Event('change', {bubbles: true}));
  await Promise.all(plotted);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}
"""


def main() -> Iterator[Measure]:
    with (
        TemporaryDirectory() as folder,
        running_server(Path(folder)) as address,
        running_browser(browser_path()) as browser,
    ):
        for path in ("/", "/journey", "/neglect"):
            yield from _weight(browser, address, path)
        yield from _repaint(browser, address, "/indicators/cpp_rate", 1, 60)
        yield from _repaint(browser, address, "/domestic-abuse", 6, 200)


def _weight(browser: Browser, address: str, path: str) -> Iterator[Measure]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address + path)
    page.wait_for_selector(".tile")
    page.wait_for_load_state("networkidle")
    target = " (target 800)" if path == "/" else ""
    yield f"first visit of {path}{target}", sum(sizes) / 1000, "kB"
    timing = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    yield f"first paint of {path}", timing, "ms"
    page.close()


def _repaint(browser: Browser, address: str, path: str, count: int, target: float) -> Iterator[Measure]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address + path)
    page.wait_for_selector(".main-svg")
    page.wait_for_load_state("networkidle")
    times = [_one(page, count, value) for value in ["2021,mean", "2025,mean"] * (REPEATS // 2)]
    name = "one chart" if count == 1 else f"{count} charts"
    yield f"filter change to repaint, {name}, median (target {target:g})", statistics.median(times), "ms"
    page.close()


def _one(page: Page, count: int, value: str) -> float:
    elapsed: float = page.evaluate(PAINT, [value, count])
    page.wait_for_timeout(BETWEEN)
    return elapsed
