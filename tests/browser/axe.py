"""Accessibility of a page, judged by axe-core against WCAG 2.0, 2.1 and 2.2, levels A and AA."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


def axe_violations(page: Page) -> list[str]:
    """One line for each violation, with the rule and the elements; an empty list where there is none."""
    page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(RUN, WCAG)["violations"]
    return [f"{v['id']} ({v['impact']}): {v['help']}: {_elements(v)}" for v in violations]


def _elements(violation: dict) -> str:
    return "; ".join(str(node["html"]) for node in violation["nodes"])
