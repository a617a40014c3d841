"""Pictures: no words over others, none cut, none outside, for every indicator, chart and size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from data.selection import Selection
from tests.browser.test_pages import open_page
from tests.pictures import SCRIPT, Picture, pictures, published, sheets

BATCH = 24
# px that boxes of words may share: a line's box is higher than its letters, a line of 14 px by five.
ASIDE, UPON = 1.0, 4.0
OUTSIDE = 1.0  # px that a box may stand out of the picture
LONG_NAME = "839"  # Bournemouth, Christchurch and Poole
# Few children, almost none, a new authority, an ended one, a long name, far from its region: each with a long name set
# beside it.
HARD = ("201", "420", "815", "909", LONG_NAME, "800", "883")
SAMPLE = slice(0, None, 7)
LOADED = "document.fonts.ready.then(() => [...document.fonts].map(face => `${face.family}: ${face.status}`))"
WIDTHS = "within => [...document.querySelectorAll(`${within} text`)].map(text => text.getComputedTextLength())"
OTHER_FACE = "document.querySelectorAll('text, tspan').forEach(text => { text.style.fontFamily = 'serif'; })"


@pytest.fixture(scope="module")
def drawn() -> list[Picture]:
    """What there is to draw, for Worcestershire all of it, for hard areas a part."""
    from app import app

    with app.server.test_request_context("/"):
        names = published()
        found = [*sheets(Selection("885")), *pictures(Selection("885"), names)]
        for i, area in enumerate(HARD):
            found += pictures(Selection(area), names[i % 7 :: 7], named=LONG_NAME)
        return found


def batches(found: list[Picture]) -> Iterator[list[Picture]]:
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def wrong(name: str, picture: dict[str, Any], words_of: set[str]) -> list[str]:
    """What is wrong with one picture, in words; ``words_of`` is what its figure says."""
    lost = words_of - {words["text"] for words in picture["texts"]}
    found = [f"{name}: “{text}” is not there" for text in lost]
    for words in picture["texts"]:
        left, top, right, bottom = words["box"]
        if words["cut"]:
            found.append(f"{name}: “{words['text']}” is cut")
        if min(left, top) < -OUTSIDE or right > picture["width"] + OUTSIDE or bottom > picture["height"] + OUTSIDE:
            found.append(f"{name}: “{words['text']}” leaves the picture: {[round(side) for side in words['box']]}")
    for a, b in combinations(picture["texts"], 2):
        across, down = shared(a["box"], b["box"])
        if across > ASIDE and down > UPON:
            found.append(f"{name}: “{a['text']}” and “{b['text']}” share {across:.0f} × {down:.0f} px")
    return found


def shared(a: list[float], b: list[float]) -> tuple[float, float]:
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def problems(page: Page, found: list[Picture], function: str) -> list[str]:
    said = []
    for batch in batches(found):
        results = page.evaluate(f"contents => pictures.{function}(contents)", [picture.sent for picture in batch])
        for picture, result in zip(batch, results, strict=True):
            for each in result if isinstance(result, list) else [result]:
                size = f"{each['width']:.0f} × {each['height']:.0f}"
                said += wrong(f"{picture.name}, {size}", each, picture.words(each["width"]))
    return said


def ready(page: Page) -> Page:
    open_page(page, "/compare")
    page.evaluate(SCRIPT)
    page.evaluate("Promise.all([400, 600].map(weight => document.fonts.load(`${weight} 16px 'Safeguarding Sans'`)))")
    return page


def test_what_is_wrong_is_found(page: Page, drawn: list[Picture]) -> None:
    """Words one on another, words that are cut, words outside and words that are not drawn."""
    strip = next(picture for picture in drawn if picture.kind == "strip")
    spoiled = deepcopy(strip)
    texts = next(trace for trace in spoiled.content["figure"]["data"] if "text" in trace["mode"])
    spoiled.content["figure"]["layout"]["margin"]["r"] = 0
    texts["x"] = texts["x"][:1] * 2 + texts["x"][2:]
    said = "\n".join(problems(ready(page), [strip, spoiled], "onScreen"))
    assert "“lowest” and “middle” share" in said
    texts["cliponaxis"], texts["x"][2] = True, 10 * texts["x"][2]
    page.reload()
    said = "\n".join(problems(ready(page), [spoiled], "takenAway"))
    assert "“highest” is not there" in said
    assert re.search("“.*” is cut", said)
    spoiled.content["figure"]["layout"]["title"]["pad"]["l"] = -100
    assert "leaves the picture" in "\n".join(problems(ready(page), [spoiled], "onScreen"))


@pytest.mark.parametrize("width", [1440, 900, 390])
def test_words_keep_apart_on_screen(new_page: Callable[..., Page], drawn: list[Picture], width: int) -> None:
    page = ready(new_page(viewport={"width": width, "height": 900}))
    assert not (found := problems(page, drawn, "onScreen")), "\n".join(found)


def test_words_keep_apart_in_pictures(page: Page, drawn: list[Picture]) -> None:
    """On a slide and on a page, as they are taken away."""
    assert not (found := problems(ready(page), drawn, "takenAway")), "\n".join(found)


def test_a_picture_brings_its_typeface_along(
    page: Page, browser: Browser, drawn: list[Picture], tmp_path: Path
) -> None:
    """Opened as a file, without the product, its words are as wide as on a page of the product."""
    profile = next(picture for picture in drawn if picture.kind == "profile")
    path = tmp_path / "picture.svg"
    svg = ready(page).evaluate("content => safeguarding.pictured(pictures.figureOf(content), 'slide')", profile.content)
    path.write_text(svg)
    page.evaluate("contents => pictures.takenAway(contents)", [profile.sent])
    elsewhere = browser.new_page()
    elsewhere.goto(path.as_uri())
    assert elsewhere.evaluate(LOADED) == ["Safeguarding Sans: loaded"]
    found, expected = elsewhere.evaluate(WIDTHS, "svg"), page.evaluate(WIDTHS, "#picture-slide")
    assert len(found) > 20
    # Of a foot of a thousand letters, some pixels more: each letter's width is rounded.
    assert found == pytest.approx(expected, abs=0.6, rel=1e-3)
    elsewhere.evaluate(OTHER_FACE)
    assert elsewhere.evaluate(WIDTHS, "svg") != pytest.approx(expected, abs=0.6)
    elsewhere.close()
