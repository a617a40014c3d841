"""Blocks are kept and shared: whatever was asked for before, each is what would be made for its own selection alone."""

from __future__ import annotations

import gc
import random
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import dash
import pytest
from dash import Dash
from flask import g

from components.current import current_dataset, from_query, years_of
from components.markup import encoded
from components.panels import compare
from components.panels.assessment import assessment
from components.panels.blocks import KINDS, headline_sentences, lifetime, rendered, tile_strip
from components.panels.chart import comparison_chart, profile_chart, trend_chart
from components.panels.holdings import completeness_grid, release_history
from components.panels.local import flow_chart, local_figures, local_tiles
from components.panels.standouts import standing_out
from data import clock
from data.answers import Answers
from data.dataset import Dataset, open_dataset
from data.loading import restore, withdraw
from data.register import Register
from data.selection import INTERVALS, PARAMETERS, STATISTICS, Selection
from data.store import Store, backup
from tests.unit.test_pages import components, layouts
from tests.unit.test_store import delivery, row

Query = dict[str, str]
FEW = 3
CHOOSING = ("choices", "compared")

# What each kind shows, with nothing kept and nothing left out of the selection.
FRESH: Mapping[str, Callable[[str, Selection, Query], list[Any]]] = {
    "flow": lambda name, chosen, _: flow_chart(name, chosen),
    "tiles": lambda name, chosen, _: tile_strip(name, chosen),
    "local-tiles": lambda name, chosen, _: local_tiles(name, chosen),
    "local": lambda name, chosen, _: local_figures(name, chosen),
    "lifetime": lambda name, chosen, _: lifetime(name, chosen),
    "headlines": lambda name, chosen, _: headline_sentences(name, chosen),
    "standouts": lambda name, chosen, _: standing_out(name, chosen),
    "completeness": lambda name, chosen, _: completeness_grid(name, chosen),
    "history": lambda name, chosen, _: release_history(name, chosen),
    "trend": lambda name, chosen, _: trend_chart(name, chosen),
    "comparison": lambda name, chosen, _: comparison_chart(name, chosen),
    "assessment": lambda name, chosen, _: assessment(name, chosen),
    "profile": lambda name, chosen, _: profile_chart(name, chosen),
    "choices": lambda _, chosen, query: compare.choices_bar(compare.choices(query, chosen), chosen),
    "compared": lambda _, chosen, query: compare.compared(compare.choices(query, chosen), chosen),
}


def fresh(block: str, query: Query) -> str:
    kind, _, name = block.partition(":")
    return encoded(FRESH[kind](name, from_query(query, *compare.PARAMETERS)[0], query))


def kept(block: str, query: Query) -> str:
    return rendered(block, from_query(query, *compare.PARAMETERS)[0], query)


@pytest.fixture
def in_request(application: Dash) -> Iterator[Dataset]:
    """A request whose dataset has kept nothing yet."""
    with application.server.test_request_context("/"):
        g.dataset = replace(current_dataset(), answers=Answers())
        yield g.dataset


def placed() -> dict[str, list[str]]:
    """Every block that a page places, by kind."""
    found: dict[str, set[str]] = {}
    for layout in layouts().values():
        for component in components(layout):
            if hasattr(component, "data-follows"):
                name = getattr(component, "data-follows")
                found.setdefault(name.partition(":")[0], set()).add(name)
    return {kind: sorted(names) for kind, names in found.items()}


def addresses(dataset: Dataset) -> dict[str, list[str]]:
    """For each parameter of an address some values that it may have, "" for none."""
    areas, years = dataset.snapshot().areas, years_of(dataset.snapshot().areas)
    ended = [a.code for a in areas.authorities if not areas.is_open(a)]
    chance = random.Random(7)
    return {
        "area": ["", "E10000034", "885", "Essex", *chance.sample([a.code for a in areas.authorities], 12), *ended[:2]],
        "from": ["", *chance.sample(years, 4)],
        "to": ["", *chance.sample(years, 4), years[-1]],
        "neighbours": ["", *sorted(dataset.snapshot().neighbours)],
        "statistic": ["", *STATISTICS],
        "intervals": ["", *INTERVALS],
        compare.INDICATOR: ["", "cpp_rate", "rereferrals_12m_pct", "nothing"],
        compare.PERIOD: ["", "latest", "2018/19", "2023/24", "1999/00"],
        compare.AGAINST: ["", "Essex", "838", "E10000012", "nowhere"],
        compare.LIMITS: ["", "plain", "adjusted", "no"],
    }


def neighbouring(query: Query, offered: Mapping[str, list[str]], chance: random.Random) -> Iterator[Query]:
    """An address, and the same with other values of one parameter at a time: with all where they are few."""
    yield {name: value for name, value in query.items() if value}
    for changed in chance.sample(list(offered), len(offered)):
        others = [value for value in offered[changed] if value != query[changed]]
        for value in chance.sample(others, 2) if len(others) > FEW else others:
            other = query | {changed: value}
            yield {name: value for name, value in other.items() if value}


def test_every_kind_of_block_is_compared() -> None:
    assert set(FRESH) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(FRESH))
def test_what_is_kept_is_what_would_be_made(in_request: Dataset, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For addresses that differ in one parameter each, asked one after another of one memory, twice over and mixed;
    on another day."""
    chance = random.Random(kind)
    names, offered = placed()[kind], addresses(in_request)
    if kind not in CHOOSING:
        offered = {name: offered[name] for name in PARAMETERS}
    wanted = f"{kind}:{compare.DEFAULT}"
    usual = dict.fromkeys(offered, "")
    any_other = {name: chance.choice(values) for name, values in offered.items()}
    around = [(wanted if wanted in names else names[0], list(neighbouring(usual, offered, chance)))]
    around.append((chance.choice(names), chance.sample(list(neighbouring(any_other, offered, chance)), 5)))
    asked = [(name, query) for name, queries in around for query in queries]
    first = [kept(name, query) for name, query in asked]
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=400))
    again = list(range(len(asked)))
    chance.shuffle(again)
    for number in again:
        name, query = asked[number]
        assert first[number] == kept(name, query) == fresh(name, query), (name, query)


@pytest.mark.parametrize(
    ("block", "first", "second"),
    [
        ("trend:cpp_rate", {"area": "Essex"}, {"area": "881"}),
        ("trend:cpp_rate", {"area": "Essex", "from": "2018/19"}, {"area": "E10000012", "from": "2018-19"}),
        ("trend:cpp_rate", {}, {"neighbours": "2025", "statistic": "mean", "intervals": "hidden", "invented": "1"}),
        ("comparison:cpp_rate", {}, {"intervals": "shown"}),
        ("lifetime:", {}, {"from": "2018/19", "neighbours": "2021", "statistic": "median"}),
        ("compared:", {"indicator": "lac_rate"}, {"indicator": "nothing", "limits": "no", "period": "latest"}),
        ("tiles:neglect", {}, {"indicator": "cpp_rate", "against": "Essex"}),
    ],
)
def test_what_means_the_same_is_made_once(in_request: Dataset, block: str, first: Query, second: Query) -> None:
    shown = kept(block, first)
    size = in_request.answers.size
    assert size > 0
    assert kept(block, second) == shown
    assert in_request.answers.size == size


# What changes under it ---------------------------------------------------------------------------------


@pytest.fixture
def changing(dataset: Dataset, register: Register, tmp_path: Path) -> Dataset:
    """The project's own figures in a database that a test may change."""
    url = f"sqlite:///{tmp_path}/changing.sqlite3"
    backup(dataset.settings.database, tmp_path / "changing.sqlite3", register)
    return open_dataset(replace(dataset.settings, database=url))


def decide(store: Store, what: Callable[..., object], number: int) -> None:
    what(store, number, "a test", "885", lambda _: None)


BLOCKS = ("trend:cpp_rate", "tiles:journey", "comparison:cpp_rate", "headlines:overview", "assessment:cpp_rate",
          "history:cpp_rate", "compared:", "choices:", "standouts:overview", "completeness:all",
          "profile:journey")  # fmt: skip


def test_each_request_sees_its_own_version(application: Dash, changing: Dataset) -> None:
    """Also one that began before an import, and asks first, or again, after it."""
    store = changing.store
    number = len(store.snapshot().releases)
    changes: list[Callable[[], object]] = [
        lambda: store.add([delivery("later", row(99.0), row(77.0, "2022/23"), edition=2030)]),
        lambda: decide(store, withdraw, number + 1),
        lambda: decide(store, restore, number + 1),
        lambda: store.add([delivery("latest", row(55.0), edition=2031)]),
    ]
    requests = [changing.at_this_moment()]
    versions: list[dict[str, str]] = []
    for change in changes:
        with application.server.test_request_context("/"):
            g.dataset = requests[-1]
            some = {block: kept(block, {"indicator": "cpp_rate"}) for block in BLOCKS[::2]}
        change()
        requests.append(changing.at_this_moment())
        with application.server.test_request_context("/"):
            g.dataset = requests[-2]
            versions.append({block: kept(block, {"indicator": "cpp_rate"}) for block in BLOCKS})
            assert some.items() <= versions[-1].items()
    for request, shown in zip(requests, versions, strict=False):
        with application.server.test_request_context("/"):
            g.dataset = replace(request, answers=Answers())
            assert shown == {block: fresh(block, {"indicator": "cpp_rate"}) for block in BLOCKS}
    before, added, withdrawn, restored = versions
    assert added["trend:cpp_rate"] == restored["trend:cpp_rate"] != before["trend:cpp_rate"]
    assert withdrawn["trend:cpp_rate"] == before["trend:cpp_rate"]


def test_two_databases_at_the_same_moment_are_two(application: Dash, dataset: Dataset, changing: Dataset) -> None:
    """One may take the place of the other under a running server."""
    other = changing.at_this_moment()
    with application.server.test_request_context("/"):
        g.dataset = dataset.at_this_moment()
        mine, its = g.dataset.snapshot().moment, other.snapshot().moment
        assert (mine.release, mine.decision) == (its.release, its.decision)
        here = kept("trend:cpp_rate", {})
        g.dataset = replace(other, answers=dataset.answers)
        size = dataset.answers.size
        assert kept("trend:cpp_rate", {}) == here
        assert dataset.answers.size > size


def test_a_snapshot_is_not_held_on_to(application: Dash, changing: Dataset) -> None:
    with application.server.test_request_context("/"):
        g.dataset = changing.at_this_moment()
        kept("trend:cpp_rate", {})
        before = weakref.ref(g.dataset.snapshot())
        changing.store.add([delivery("later", row(99.0), edition=2030)])
        g.dataset = changing.at_this_moment()
    gc.collect()
    assert before() is None


def test_what_a_page_shows_at_first_is_what_would_be_made(application: Dash) -> None:
    with application.server.test_request_context("/"):
        page = next(p for p in dash.page_registry.values() if p["path"] == "/neglect")
        shown = {
            getattr(c, "data-follows"): getattr(c, "data-block")
            for c in components(page["layout"](area="Essex"))
            if hasattr(c, "data-block")
        }
        assert shown == {name: fresh(name, {"area": "Essex"}) for name in shown}
