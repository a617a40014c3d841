"""What is current is kept in a table, read by indicator, and one request sees one moment of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from data.loading import restore, withdraw
from data.register import Register
from data.store import COLUMNS, Snapshot, Store, Table
from data.store.holdings import Holding
from data.store.keeping import Holdings
from tests.unit.test_store import HERE, INDICATOR, delivery, row, shown

OTHER = "lac_rate"
Change = Callable[[Store], object]


def values(store_or_snapshot: object, indicator: str = INDICATOR) -> dict[str, float | None]:
    found = store_or_snapshot.figures(indicator, "published")  # type: ignore[attr-defined]
    return {label: own[0].value for label, own in found.get(HERE, {}).items()}


def add(store: Store) -> object:
    return store.add([delivery("later", row(9.0), row(7.0, "2022/23"), edition=2026)])


def take_back(store: Store) -> object:
    return withdraw(store, 2, "taken back", HERE, lambda _: None)


def give_back(store: Store) -> object:
    return restore(store, 3, "", HERE, lambda _: None)


@pytest.mark.parametrize("change", [add, take_back, give_back])
@pytest.mark.parametrize("is_read", [True, False])
def test_a_snapshot_answers_as_things_stood_whatever_comes_meanwhile(
    store: Store, register: Register, change: Change, is_read: bool
):
    store.add([delivery("first", row(1.0), row(5.0, "2023/24"))])
    store.add([delivery("second", row(2.0))])
    store.add([delivery("third", row(3.0), edition=2027)])
    withdraw(store, 3, "wrong", HERE, lambda _: None)
    before = Store(store._engine.url.render_as_string(hide_password=False), register).snapshot()
    if is_read:
        assert values(before) == {"2024/25": 2.0, "2023/24": 5.0}
    change(store)
    assert values(before) == {"2024/25": 2.0, "2023/24": 5.0}
    assert values(store.snapshot()) != values(before)


def test_what_an_import_does_not_touch_is_not_read_again(store: Store):
    store.add([delivery("a", row(1.0), row(4.0, indicator=OTHER))])
    before = store.snapshot()
    first, other = before.holding(INDICATOR, "published"), before.holding(OTHER, "published")
    store.add([delivery("b", row(2.0))])
    after = store.snapshot()
    assert after.holding(OTHER, "published") is other
    assert after.holding(INDICATOR, "published") is not first
    assert shown(store) == [2.0]


def test_only_so_many_figures_are_kept(register: Register):
    kept = Holdings(most=5)

    def held(rows: int) -> Callable[[], Holding]:
        one = {"release_id": 1, **dict.fromkeys(COLUMNS), "area": HERE, "period": "2024/25", "status": "missing"}
        table = Table.of({name: [cell if name != "seq" else 0] * rows for name, cell in one.items()})
        return lambda: Holding(table, register[INDICATOR], "published", {})

    first = kept.get("first", held(3))
    assert kept.get("first", held(3)) is first
    kept.get("second", held(2))
    assert kept.get("first", held(3)) is first  # asked for last, so that the second goes
    kept.get("third", held(2))
    assert kept.get("first", held(3)) is first
    assert list(kept._kept) == ["third", "first"]


def test_several_who_ask_at_once_wait_for_one_reading(register: Register):
    kept, readings = Holdings(), []
    table = Table.of(dict.fromkeys(("release_id", *COLUMNS), ()))
    start = Barrier(8)

    def read() -> Holding:
        readings.append(1)
        return Holding(table, register[INDICATOR], "published", {})

    def ask(_: int) -> Holding:
        start.wait()
        return kept.get("one", read)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))
    assert (len(found), len(readings)) == (1, 1)


def told(snapshot: Snapshot) -> tuple[list[tuple[float | None, bool]], dict[int, frozenset[int]], dict[int, int]]:
    """The history of a figure, which releases supersede which, and how many current figures each has."""
    found = snapshot.history(INDICATOR, HERE)
    return [(each.observation.value, each.is_current) for each in found], snapshot.superseding(), snapshot.counts()


def test_what_is_told_of_releases_is_of_the_moment_of_the_snapshot(store: Store):
    """Whatever is imported, withdrawn or restored while a request is answered, before it asks for the first time."""
    snapshots = []
    for change in (
        lambda: store.add([delivery("a", row(1.0))]),
        lambda: store.add([delivery("b", row(2.0))]),
        lambda: withdraw(store, 2, "wrong", HERE, lambda _: None),
        lambda: restore(store, 2, "right", HERE, lambda _: None),
    ):
        change()
        snapshots.append(store.snapshot())
    newest_wins = [(2.0, True), (1.0, False)], {1: {2}}, {2: 1}
    expected = [([(1.0, True)], {}, {1: 1}), newest_wins, ([(1.0, True)], {}, {1: 1}), newest_wins]
    assert [told(snapshot) for snapshot in snapshots] == expected


def test_what_is_kept_is_found_while_others_hold_the_lock_and_while_it_changes(
    register: Register, monkeypatch: pytest.MonkeyPatch
):
    table = Table.of(dict.fromkeys(("release_id", *COLUMNS), ()))

    def held() -> Holding:
        return Holding(table, register[INDICATOR], "published", {})

    kept = Holdings()
    first = kept.get("first", held)
    with kept._lock, ThreadPoolExecutor(1) as pool:
        assert pool.submit(kept.get, "first", held).result(5) is first
        assert pool.submit(kept.peek, "first").result(5) is first

    monkeypatch.setattr("data.store.keeping.MOST_SETTLED", 20)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            asked = [n * 7 % 40 for n in range(4000)]
            assert list(pool.map(lambda n: kept.settled(n, lambda: kept.get(("of", n), held) and n), asked)) == asked
    finally:
        sys.setswitchinterval(interval)
