"""Contact sheets of every chart, for people to look at: ``python -m tests.contact_sheet FOLDER [AREA ...]``.

A sheet for each kind of chart and size: as it is taken away on a slide and on a page, and as pages show it at 1440 and
390 px. Areas are keys, 885 unless given; all but the first are drawn with Bournemouth, Christchurch and Poole beside.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from data.selection import Selection
from tests.pictures import SCRIPT, Picture, pictures, published, sheets
from tests.running import browser_path, running_browser, running_server

PER_SHEET = 24
SHAPES = {"slide": 640, "page": 480}  # and how wide they are on a sheet, in px
SCREENS = (1440, 390)


def main(folder: str, *areas: str) -> None:
    """Draw the sheets into the folder."""
    found = _everything(areas or ("885",))
    with (
        TemporaryDirectory() as store,
        running_server(Path(store)) as address,
        running_browser(browser_path()) as browser,
    ):
        for kind in dict.fromkeys(picture.kind for picture in found):
            chosen = [picture for picture in found if picture.kind == kind]
            for number, part in enumerate(_parts(chosen), start=1):
                for shape in SHAPES:
                    _taken_away(browser, address, part, shape, Path(folder, f"{kind}-{shape}-{number}.png"))
                for width in SCREENS:
                    _on_screen(browser, address, part, width, Path(folder, f"{kind}-{width}-{number}.png"))


def _everything(areas: tuple[str, ...]) -> list[Picture]:
    from app import app

    with app.server.test_request_context("/"):
        found: list[Picture] = []
        for i, area in enumerate(areas):
            found += [*sheets(Selection(area)), *pictures(Selection(area), published(), named="839" if i else "")]
        return found


def _parts(found: list[Picture]) -> Iterator[list[Picture]]:
    for start in range(0, len(found), PER_SHEET):
        yield found[start : start + PER_SHEET]


def _taken_away(browser: Browser, address: str, part: list[Picture], shape: str, path: Path) -> None:
    page = browser.new_page(viewport={"width": 4 * SHAPES[shape] + 48, "height": 900})
    page.goto(f"{address}/methods")
    page.evaluate(SCRIPT)
    contents = [picture.sent for picture in part]
    page.evaluate(
        "([contents, shape, width]) => pictures.sheet(contents, shape, width)", [contents, shape, SHAPES[shape]]
    )
    page.screenshot(path=path, full_page=True)
    page.close()


def _on_screen(browser: Browser, address: str, part: list[Picture], width: int, path: Path) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/compare")
    page.wait_for_selector("main .charts")
    page.evaluate(SCRIPT)
    page.evaluate("contents => pictures.draw(contents).then(() => undefined)", [picture.sent for picture in part])
    page.locator("main .charts").last.screenshot(path=path)
    page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
