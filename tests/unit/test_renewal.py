"""New figures under a store that shows others: an import's are made ready first, a decision's are shown at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from data.errors import StoreError
from data.loading import restore, withdraw
from data.register import Register
from data.store import Snapshot, Store, renewal
from tests.unit.test_store import HERE, delivery, row, shown

WAIT = 30.0


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """One that shows a figure."""
    sqlite_store.add([delivery("a", row(1.0))])
    assert shown(sqlite_store) == [1.0]
    return sqlite_store


@pytest.fixture
def free() -> Iterator[Event]:
    """What a warming waits for."""
    event = Event()
    yield event
    event.set()


def renewed(store: Store) -> None:
    """Let a request find out that there is something new, and wait until it is shown."""
    store.snapshot()
    assert store._renewal.thread is not None
    store._renewal.thread.join(WAIT)
    assert not store._renewal.thread.is_alive()


def test_an_import_is_shown_once_it_is_made_ready(store: Store, free: Event):
    store.warm = lambda _: free.wait(WAIT)
    store.add([delivery("b", row(2.0))])
    assert shown(store) == [1.0]
    free.set()
    renewed(store)
    assert shown(store) == [2.0]


@pytest.mark.parametrize("is_renewing", [True, False])
def test_a_decision_is_shown_by_the_next_request(store: Store, free: Event, is_renewing: bool):
    """Whatever is made ready just now, and for however long."""
    store.add([delivery("b", row(2.0))])
    assert shown(store) == [2.0]
    store.warm = lambda _: free.wait(WAIT)
    if is_renewing:
        store.add([delivery("c", row(3.0))])
        assert shown(store) == [2.0]
        withdraw(store, 3, "it identifies a child", HERE, lambda _: None)
        assert shown(store) == [2.0]
    withdraw(store, 2, "it identifies a child", HERE, lambda _: None)
    assert shown(store) == [1.0]
    restore(store, 2, "it does not", HERE, lambda _: None)
    assert shown(store) == [2.0]
    assert not free.is_set()


@pytest.mark.parametrize("error", [StoreError("The database cannot be read."), KeyError("cpp_rate")])
def test_what_cannot_be_made_ready_is_shown_all_the_same_and_not_tried_again(
    store: Store, caplog: pytest.LogCaptureFixture, error: Exception
):
    tried: list[Snapshot] = []

    def warm(snapshot: Snapshot) -> None:
        tried.append(snapshot)
        raise error

    store.warm = warm
    store.add([delivery("b", row(2.0))])
    renewed(store)
    assert [shown(store) for _ in range(3)] == [[2.0]] * 3
    assert tried == [store.snapshot()]
    assert "Not everything of the newest figures could be made ready" in caplog.text


def test_figures_that_cannot_be_read_leave_those_of_before(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    store.warm = lambda _: None
    store.add([delivery("b", row(2.0))])
    with monkeypatch.context() as patch:
        patch.setattr(store, "_fresh", raising(StoreError("The disk is gone.")))
        renewed(store)
    assert caplog.record_tuples == [
        (
            "safeguarding",
            logging.ERROR,
            "The newest figures cannot be read; those of before are shown. The disk is gone.",
        )
    ]
    renewed(store)
    assert shown(store) == [2.0]


def test_an_import_that_takes_long_to_make_ready_is_shown_without(
    store: Store, free: Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(renewal, "LONGEST", 0.01)
    store.warm = lambda _: free.wait(WAIT)
    store.add([delivery("b", row(2.0))])
    renewed(store)
    assert shown(store) == [2.0]
    assert not free.is_set()


def test_one_set_of_figures_is_made_ready_at_a_time_and_none_that_is_past(store: Store, free: Event):
    begun, ended, made = Event(), Event(), []

    def warm(snapshot: Snapshot) -> None:
        made.append(snapshot.moment.decision)
        begun.set()
        free.wait(WAIT)
        if snapshot is store._snapshot:
            ended.set()

    store.add([delivery("b", row(2.0))])
    assert shown(store) == [2.0]
    store.warm = warm
    for decide in (withdraw, restore, withdraw):
        decide(store, 2, "why", HERE, lambda _: None)
        store.snapshot()
        assert begun.wait(WAIT)
    free.set()
    assert ended.wait(WAIT)
    assert made == [1, 3]


@pytest.mark.parametrize("is_replaced", [True, False])
def test_what_was_made_ready_meanwhile_takes_the_place_of_nothing_newer(
    store: Store, register: Register, tmp_path: Path, is_replaced: bool
):
    newer: list[Snapshot] = []

    def warm(_: Snapshot) -> None:
        if newer:
            return
        if is_replaced:
            Store(f"sqlite:///{tmp_path}/other", register).add([delivery("z", row(9.0))])
            (tmp_path / "other").replace(tmp_path / "tiny.sqlite3")
        else:
            withdraw(store, 2, "why", HERE, lambda _: None)
        newer.append(store.snapshot())

    store.warm = warm
    store.add([delivery("b", row(2.0))])
    renewed(store)
    assert [store._snapshot] == newer


def raising(error: Exception) -> Callable[[], Snapshot]:
    def fail() -> Snapshot:
        raise error

    return fail
