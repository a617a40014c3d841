"""Figures taken away as CSV are columns of numbers; what an address asks and the page cannot show leaves it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import open_page
from tests.browser.test_tasks import download

NUMBER = re.compile(r"-?\d+(\.\d+)?")


def figures(page: Page, heads: list[str], rows: list[list[str]], is_number: list[bool]) -> list[list[str]]:
    found: list[list[str]] = page.evaluate("([lines, isNumber]) => safeguarding.figures(lines, isNumber)",
                                           [[heads, *rows], is_number])  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("heads", "rows", "expected"),
    [
        (["Area", "2023/24"], [["Here", "1,234"]], [["Area", "2023/24"], ["Here", "1234"]]),
        (
            ["Area", "2024/25"],
            [["City", "suppressed to protect identity"], ["Mean", "61 (9 of 10)"], ["Kent", "just over 11,300"]],
            [["Area", "2024/25", "2024/25, remark"], ["City", "", "suppressed to protect identity"],
             ["Mean", "61", "9 of 10"], ["Kent", "11300", "just over"]],
        ),
        (
            ["Area", "2024/25", "95% interval"],
            [["Here", "17.8%", "16.9% to 18.7%"], ["England", "22.6%", "none"]],
            [["Area", "2024/25", "95% interval, lower", "95% interval, upper", "Unit", "95% interval, remark"],
             ["Here", "17.8", "16.9", "18.7", "%", ""], ["England", "22.6", "", "", "%", "none"]],
        ),
        (
            ["Area", "2023/24", "2024/25"],
            [["Here", "80", "86"], ["Here, 95% interval", "none", "80 to 92"]],
            [["Area", "2023/24", "2024/25", "2023/24, remark"], ["Here", "80", "86", ""],
             ["Here, 95% interval, lower", "", "80", "none"], ["Here, 95% interval, upper", "", "92", "none"]],
        ),
        (["Area", "Change"], [["Here", "\N{MINUS SIGN}12%"], ["There", "+3%"]],
         [["Area", "Change", "Unit"], ["Here", "-12", "%"], ["There", "3", "%"]]),
        (["Area", "2024/25"], [["Here", ""]], [["Area", "2024/25", "2024/25, remark"], ["Here", "", "no figure"]]),
    ],
    ids=["plain", "reasons", "intervals-in-a-column", "intervals-in-a-row", "changes", "empty"],
)  # fmt: skip
def test_a_table_becomes_columns_of_numbers(page: Page, heads, rows, expected) -> None:
    open_page(page, "/methods")
    assert figures(page, heads, rows, [False, *[True] * (len(heads) - 1)]) == expected


def test_a_table_that_names_its_units_gets_no_others(page: Page) -> None:
    """The profile of a panel holds shares beside rates, whose unit is not "number"."""
    open_page(page, "/methods")
    rows = [["Here", "%", "19.1%"], ["There", "per 10,000", "74.6"]]
    heads = ["Area", "Unit", "2024/25"]
    assert figures(page, heads, rows, [False, False, True]) == [
        heads, ["Here", "%", "19.1"], ["There", "per 10,000", "74.6"],
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["/indicators/cpp_rate?area=E09000001&intervals=shown", "/indicators/cpp_repeat_pct"])
def test_each_column_of_a_chart_s_figures_is_of_numbers_or_of_words(page: Page, tmp_path: Path, asked: str) -> None:
    open_page(page, asked)
    download(page, "csv").save_as(tmp_path / "csv")
    content = list(csv.reader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8-sig"))))
    end = content.index([])
    heads, rows, about = content[0], content[1:end], content[end + 1 :]
    assert all(len(row) == len(heads) for row in rows)
    assert all(len(row) == 1 for row in about), "below the table only words, in the column of names"
    remarks = {head.removesuffix(", remark") for head in heads if head.endswith(", remark")}
    numbers = [i for i, head in enumerate(heads) if re.fullmatch(r"\d{4}/\d\d", head)]
    assert len(numbers) == 13
    for i in numbers:
        for row in rows:
            said = row[heads.index(f"{heads[i]}, remark")] if heads[i] in remarks else ""
            assert NUMBER.fullmatch(row[i]) or (row[i] == "" and said), (row[0], heads[i])


@pytest.mark.parametrize(
    ("asked", "kept", "said"),
    [
        ("/neglect?invented=1&area=E10000012#x", {"area": ["E10000012"]}, "“invented” in the address was not"),
        ("/neglect?area=Atlantis&statistic=mode&to=2099/00", {}, "Atlantis"),
        ("/neglect?to=2018/19&to=x", {"to": ["2018/19"]}, "more than once"),
        ("/compare?indicator=nothing&period=1999/00&against=E10000012", {"against": ["881"]}, "cannot be chosen"),
        ("/pack?items=neglect,nothing&title=Board", {"items": ["neglect"], "title": ["Board"]}, "nothing"),
        ("/indicators?q=neglect&colour=red", {"q": ["neglect"]}, "“colour”"),
    ],
)  # fmt: skip
def test_what_the_page_cannot_show_leaves_the_address(
    page: Page, asked: str, kept: dict[str, list[str]], said: str
) -> None:
    open_page(page, asked)
    expect(page.locator(".asked")).to_contain_text(said)
    page.wait_for_function("() => !/invented|Atlantis|nothing|colour|=x|1999|2099/.test(location.search)")
    there = urlsplit(page.url)
    assert parse_qs(there.query) == kept
    assert there.fragment == urlsplit(asked).fragment
    expect(page.locator(".asked")).to_contain_text(said)
