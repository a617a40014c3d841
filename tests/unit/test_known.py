"""What is known when a file comes in: the areas and the current figures, kept up to date from file to file."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import loading
from data.importers.history import History
from data.importers.subject import Subject
from data.register import Register
from data.store import Delivery, Row, Store
from tests.unit import tiny

PEOPLE = {(tiny.WORCESTERSHIRE, year): 100_000 for year in (2022, 2023, 2024)}


def seen(store: Store, register: Register, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> list[Subject]:
    """What a check of plausibility is given, file by file."""
    subjects: list[Subject] = []

    def look(subject: Subject, delivery: Delivery):
        assert delivery.rows
        subjects.append(subject)
        return ()

    monkeypatch.setattr(loading.reading, "PLAUSIBILITY", ((look,),))
    outcomes = list(loading.import_files(store, register, paths))
    assert [outcome.state for outcome in outcomes] == [loading.TAKEN] * len(paths)
    return subjects


def test_what_one_file_gives_is_known_to_the_next(
    store: Store, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    people = tiny.save(tmp_path, "people.csv", tiny.population(PEOPLE))
    first = tiny.save(
        tmp_path, "a.csv", tiny.plans({(tiny.WORCESTERSHIRE, 2023): 400, (tiny.WORCESTERSHIRE, 2024): 500})
    )
    later = tiny.save(
        tmp_path, "b.csv", tiny.plans({(tiny.WORCESTERSHIRE, 2024): 510, (tiny.WORCESTERSHIRE, 2025): 520})
    )
    _, between, after = seen(store, register, [people, first, later], monkeypatch)
    key = "cpp_rate", "885"
    assert between.known.areas["885"].name == "Worcestershire"
    assert dict(after.known.history[key]) == pytest.approx({"2022/23": 40.0, "2023/24": 51.0, "2024/25": 52.0})
    # Another run begins with what the store holds.
    again = tiny.save(tmp_path, "c.csv", tiny.plans({(tiny.WORCESTERSHIRE, 2025): 530}))
    (subject,) = seen(store, register, [again], monkeypatch)
    assert subject.known.history[key][-1] == ("2024/25", pytest.approx(53.0))
    assert subject.known.areas["885"].code == "E10000034"


def test_a_later_edition_wins_whatever_the_order():
    def rows(value: float | None) -> Delivery:
        row = Row("cpp_rate", "885", "2023/24", value, None, 1, 2, "reported" if value else "suppressed")
        return Delivery(None, (row,))  # type: ignore[arg-type]

    history = History()
    history.take(rows(2.0).frame, 2025)
    history.take(rows(1.0).frame, 2024)
    assert history["cpp_rate", "885"] == (("2023/24", 2.0),)
    history.take(rows(None).frame, 2025)
    assert history["cpp_rate", "885"] == (("2023/24", None),)
    assert ("cpp_rate", "815") not in history
    assert len(history) == 1
    assert list(history) == [("cpp_rate", "885")]
