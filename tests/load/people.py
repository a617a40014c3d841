"""What a person does: opens pages, changes the area, now and then takes a pack or asks the API."""

from __future__ import annotations

import asyncio
import csv
import json
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.load.browser import Answer, Browser, Failed
from tests.load.measure import Tally

# Paths and how often each is opened.
PAGES = {
    "/": 6,
    "/journey": 4,
    "/neglect": 3,
    "/domestic-abuse": 3,
    "/exploitation": 2,
    "/assurance": 2,
    "/compare?indicator=cpp_rate": 3,
    "/indicators": 1,
    "/data": 1,
    "/methods": 1,
}
# What a person does after a pause, and how often.
ACTS = {"change": 70, "page": 25, "api": 4, "pack": 1}
PAUSE = (1.0, 3.0)  # seconds between acts

API = "/api/v1/observations?indicator=cpp_rate&format=csv"
PACK = "/pack/safeguarding.pptx?items=neglect"
FILE = re.compile(rb'(?:src|href)="(/[^"]+)"')
NOT_FILES = (b"/_favicon",)
# Blocks of a page, but those that are put off until they are opened.
BLOCK = re.compile(r'"data-follows":"((?:[^"\\]|\\.)*)"(?!,"data-later")')


@dataclass(frozen=True, slots=True)
class Place:
    """What people choose from; ``own`` is the share of acts that are about the default area, ``blocks`` holds those in
    sight of each path, as they become known."""

    areas: tuple[str, ...]
    own: float
    blocks: dict[str, tuple[str, ...]]


async def look_around(browser: Browser, own: float) -> Place:
    """The areas that the API knows. Raises Failed where it does not answer."""
    answer = await browser.get(API)
    if answer.status != 200:
        raise Failed(f"GET {API}: status {answer.status}")
    rows = csv.DictReader(answer.content.decode().splitlines())
    areas = sorted({row["area_code"] for row in rows if row["area_code"].startswith(("E06", "E08", "E09", "E10"))})
    return Place(tuple(areas), own, {})


class Person:
    """One person with a browser of their own; ``act`` until told to stop."""

    def __init__(self, number: int, browser: Browser, place: Place, tally: Tally, acts: dict[str, int]) -> None:
        self._random = random.Random(number)
        self._browser, self._place, self._tally, self._acts = browser, place, tally, acts
        self._path = ""

    async def live(self, first_pause: float, is_over: Callable[[], bool]) -> None:
        await asyncio.sleep(first_pause)
        kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "change": self._change,
            "page": self._open,
            "api": self._api,
            "pack": self._pack,
        }
        await self._timed("first page", self._open)
        while not is_over():
            await asyncio.sleep(self._random.uniform(*PAUSE))
            kind = self._random.choices(*zip(*self._acts.items(), strict=True))[0]
            if kind == "change" and not self._place.blocks.get(self._path):
                kind = "page"
            await self._timed(kind, kinds[kind])
        self._browser.close()

    async def _timed(self, kind: str, act: Callable[[], Awaitable[None]]) -> None:
        with self._tally.timed(kind):
            await act()

    def _query(self) -> str:
        return (
            "" if self._random.random() < self._place.own else f"area={quote(self._random.choice(self._place.areas))}"
        )

    def _address(self) -> str:
        path, _, given = self._path.partition("?")
        query = "&".join(filter(None, (given, self._query())))
        return f"{path}?{query}" if query else path

    async def _open(self) -> None:
        """As a browser does: the page, its files unless it has them, Dash's two tables, then what the page shows."""
        self._path = self._random.choices(*zip(*PAGES.items(), strict=True))[0]
        address = self._address()
        index = self._told(await self._browser.get(address))
        files = [f.decode() for f in FILE.findall(index.content) if not f.startswith(NOT_FILES)]
        await asyncio.gather(*(self._file(file) for file in files if "." in file))
        for answer in await asyncio.gather(*map(self._browser.get, ("/_dash-layout", "/_dash-dependencies"))):
            self._told(answer)
        path, _, search = address.partition("?")
        answer = self._told(await self._browser.post("/_dash-update-component", page_call(path, search)))
        if self._path not in self._place.blocks:
            names = BLOCK.findall(answer.content.decode())
            self._place.blocks[self._path] = tuple(json.loads(f'"{name}"') for name in names)

    async def _file(self, path: str) -> None:
        answer = await self._browser.file(path)
        if answer is not None:
            self._told(answer)

    async def _change(self) -> None:
        """Another area: what ``assets/follow.js`` asks for."""
        names = self._place.blocks[self._path]
        search = self._address().partition("?")[2]
        answer = self._told(await self._browser.post(f"/blocks?{search}", json.dumps(names).encode()))
        lines = answer.content.count(b"\n")
        if lines != len(names):
            raise Failed(f"POST /blocks: {lines} of {len(names)} blocks")

    async def _api(self) -> None:
        area = self._random.choice(self._place.areas)
        self._told(await self._browser.get(f"/api/v1/observations?area={quote(area)}&indicator=cpp_rate,lac_rate"))

    async def _pack(self) -> None:
        self._told(await self._browser.get(f"{PACK}&{self._query()}"))

    def _told(self, answer: Answer) -> Answer:
        self._tally.requests += 1
        self._tally.bytes += len(answer.body)
        if answer.status not in (200, 304):
            raise Failed(f"status {answer.status}")
        return answer


def page_call(path: str, search: str) -> bytes:
    """Dash's own call for the contents of a page."""
    properties = (("pathname", path), ("search", f"?{search}" if search else ""))
    names = ("_pages_content", "children"), ("_pages_store", "data")
    return json.dumps(
        {
            "output": "..{}..".format("...".join(f"{i}.{p}" for i, p in names)),
            "outputs": [{"id": i, "property": p} for i, p in names],
            "inputs": [{"id": "_pages_location", "property": p, "value": v} for p, v in properties],
            "changedPropIds": [f"_pages_location.{p}" for p, _ in properties],
        }
    ).encode()
