"""A real server and a real browser: weight of the first visit, and how soon a filter's change is painted."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from tests.bench.server import running

Measure = tuple[str, float, str]
REPEATS = 15

# From the change of a select to the frame after the last chart was drawn again.
PAINT = """
async (value) => {
  const charts = [...document.querySelectorAll('.js-plotly-plot')].slice(0, COUNT);
  const drawn = charts.map(() => 0);
  const area = document.getElementById('filter-neighbours');
  const start = performance.now();
  const done = Promise.all([...document.querySelectorAll('.block-trend, .block-comparison')].slice(0, COUNT).map(block =>
    new Promise(resolve => {
      const before = block.querySelector('.chart-subtitle, .chart-summary').textContent + block.querySelector('.chart-summary').textContent;
      const observer = new MutationObserver(() => {
        const now = block.querySelector('.chart-subtitle, .chart-summary').textContent + block.querySelector('.chart-summary').textContent;
        if (now !== before && block.querySelector('.main-svg')) { observer.disconnect(); requestAnimationFrame(() => resolve()); }
      });
      observer.observe(block, {subtree: true, childList: true, characterData: true, attributes: true});
    })));
  const setter = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set;
  setter.call(area, value);
  area.dispatchEvent(new Event('change', {bubbles: true}));
  await done;
  return performance.now() - start;
}
"""


def main() -> Iterator[Measure]:
    with running() as (address, browser):
        for path in ("/", "/journey", "/neglect"):
            yield from _weight(browser, address, path)
        yield from _repaint(browser, address, "/indicators/cpp_rate", 1, 60)
        yield from _repaint(browser, address, "/exploitation", 6, 200)


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
    times = [_one(page, count, value) for value in ["2021,mean", "2025,mean"] * ((REPEATS + 1) // 2)]
    name = "one chart" if count == 1 else f"{count} charts"
    yield f"filter change to repaint, {name}, median (target {target:g})", statistics.median(times), "ms"
    page.close()


def _one(page: Page, count: int, value: str) -> float:
    elapsed: float = page.evaluate(PAINT.replace("COUNT", str(count)), value)
    page.wait_for_load_state("networkidle")
    return elapsed
