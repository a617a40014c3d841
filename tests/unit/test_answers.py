"""Answers that are kept: made once for all who ask at once, in bounded room, and never one in the place of another."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from data.answers import MOST, Answers

ASKING = 16


class Builder:
    """Makes texts, and counts how often it was asked for each; it can be held up."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()
        self.begun, self.may_end = Event(), Event()

    def of(self, name: str) -> Callable[[], str]:
        def make() -> str:
            self.made[name] += 1
            self.begun.set()
            assert self.may_end.wait(10)
            if name.startswith("broken"):
                raise ValueError(name)
            return f"text of {name} " * 50

        return make


@pytest.fixture
def builder() -> Builder:
    made = Builder()
    made.may_end.set()
    return made


def ask_together(answers: Answers, builder: Builder, names: list[str]) -> list[object]:
    """What each of many threads gets that ask at the same moment, before anything is made."""
    builder.may_end.clear()
    barrier = Barrier(len(names))

    def ask(name: str) -> object:
        barrier.wait(10)
        try:
            return answers.get(name, builder.of(name))
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(names)) as pool:
        asked = [pool.submit(ask, name) for name in names]
        assert builder.begun.wait(10)
        builder.may_end.set()
        return [one.result(10) for one in asked]


def test_it_is_made_once_when_many_ask_at_once(builder: Builder) -> None:
    found = ask_together(Answers(), builder, ["a"] * ASKING)
    assert set(found) == {"text of a " * 50}
    assert builder.made == {"a": 1}


def test_each_gets_what_it_asked_for(builder: Builder) -> None:
    names = [f"{number % 4}" for number in range(ASKING)]
    assert ask_together(Answers(), builder, names) == [f"text of {name} " * 50 for name in names]
    assert builder.made == dict.fromkeys("0123", 1)


def test_an_error_reaches_everybody_who_waits_and_is_not_kept(builder: Builder) -> None:
    answers = Answers()
    found = ask_together(answers, builder, ["broken"] * ASKING)
    assert {str(error) for error in found} == {"broken"}
    assert all(isinstance(error, ValueError) for error in found)
    before = builder.made["broken"]
    with pytest.raises(ValueError, match="broken"):
        answers.get("broken", builder.of("broken"))
    assert builder.made["broken"] == before + 1
    assert answers.size == 0
    assert answers.get("broken", lambda: "mended") == "mended"


def test_one_that_takes_long_holds_up_no_other(builder: Builder) -> None:
    answers = Answers()
    builder.may_end.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(answers.get, "slow", builder.of("slow"))
        assert builder.begun.wait(10)
        assert answers.get("quick", lambda: "at once") == "at once"
        builder.may_end.set()
        assert slow.result(10).startswith("text of slow")


def test_what_was_asked_for_longest_ago_makes_room(builder: Builder) -> None:
    answers = Answers(most=5_000)
    for name in "abc":
        answers.get(name, builder.of(name))
    for name in "adea":
        answers.get(name, builder.of(name))
    assert builder.made["a"] == 1
    for name in "bc":
        answers.get(name, builder.of(name))
    assert (builder.made["b"], builder.made["c"]) == (2, 2)


def test_what_has_no_room_is_given_all_the_same() -> None:
    answers = Answers(most=2_000)
    large = random.Random(1).randbytes(10_000).hex()
    answers.get("small", lambda: "small")
    assert answers.get("large", lambda: large) == large
    assert answers.get("small", lambda: "made again") == "small"


@pytest.mark.parametrize(("length", "name"), [(10, "n"), (10, "n" * 20_000), (3_000, "n"), (400_000, "n")])
def test_the_memory_that_is_really_taken_stays_within_the_bound(length: int, name: str) -> None:
    """Of many small answers, of long keys, of large ones."""
    most, chance = MOST // 8, random.Random(length)
    answers = Answers(most)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(2 * most // 1_200 if length + len(name) < 100 else 3 * most // (length + len(name))):
            answers.get(("kind", f"{name}{number}", number), lambda: chance.randbytes(length // 2).hex())
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 0.5 * most < answers.size <= most
    assert after - before <= most
