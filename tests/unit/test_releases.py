"""Which release wins, what an import says of it, and how people change it: on both kinds of database."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import select

from data import schema
from data.areas import ENGLAND as NATION
from data.clock import day_in_words, stamp
from data.errors import UserError
from data.importers import mapping as mappings_of
from data.loading import (
    ADDED,
    ALREADY,
    GONE,
    REFUSED,
    REVISED,
    TAKEN,
    Decided,
    Outcome,
    files_of,
    import_files,
    restore,
    withdraw,
)
from data.register import Register
from data.store import Delivery, Neighbour, Snapshot, Store, shown
from data.store.current import pairs_of
from tests.frames import all_figures
from tests.unit import tiny
from tests.unit.test_store import delivery, release, row
from tests.unit.test_store import shown as current

HERE, ENGLAND = tiny.WORCESTERSHIRE, tiny.ENGLAND
KEYS = {HERE: "885", ENGLAND: NATION}
PEOPLE = {(place, year): 10_000 for place in KEYS for year in range(2020, 2026)}


def bring(store: Store, register: Register, *paths: Path, **options: Any) -> list[Outcome]:
    return list(import_files(store, register, files_of(paths), **{"area": "885", **options}))


def people(folder: Path) -> Path:
    return tiny.save(folder, "people.csv", tiny.population(PEOPLE))


def value(store: Store, indicator: str = "cpp_rate", period: str = "2024/25") -> float | None:
    found = store.snapshot().figures(indicator, "published").get("885", {}).get(period)
    return found[0].value if found else None


def fine(_snapshot: Snapshot) -> None:
    """Every snapshot will do."""


def states(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.file, outcome.state) for outcome in outcomes]


TODAY = day_in_words(stamp())


# Order ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(("a.csv", "b.csv", "c.csv"))))
def test_of_one_edition_the_file_named_last_wins(sqlite_store: Store, register: Register, tmp_path: Path, order):
    for name, count in (("a.csv", 41), ("b.csv", 42), ("c.csv", 43)):
        tiny.save(tmp_path, name, tiny.plans({(HERE, 2025): count}))
    outcomes = bring(sqlite_store, register, *(tmp_path / name for name in order), people(tmp_path))
    assert states(outcomes) == [("people.csv", TAKEN), *((name, TAKEN) for name in order)]
    assert value(sqlite_store) == {"a.csv": 41, "b.csv": 42, "c.csv": 43}[order[-1]]
    last = outcomes[-1].taking
    assert last is not None
    assert [(rival.release.file, rival.changed, rival.same) for rival in last.over] == [(order[1], 2, 0)]


@pytest.mark.parametrize("order", [("2024", "2025"), ("2025", "2024")])
def test_a_later_edition_wins_in_whatever_order(sqlite_store: Store, register: Register, tmp_path: Path, order):
    figures = {"2024": {(HERE, 2024): 40}, "2025": {(HERE, 2024): 41, (HERE, 2025): 50}}
    for name, counts in figures.items():
        tiny.save(tmp_path, f"{name}.csv", tiny.plans(counts))
    outcomes = bring(sqlite_store, register, people(tmp_path), *(tmp_path / f"{name}.csv" for name in order))
    assert value(sqlite_store, period="2023/24") == 41
    taking = outcomes[-1].taking
    assert taking is not None
    rivals = taking.over if order[-1] == "2025" else taking.under
    assert [(rival.release.file, rival.changed) for rival in rivals] == [(f"{order[0]}.csv", 2)]


def test_a_file_named_twice_is_taken_where_it_is_named_last(sqlite_store: Store, register: Register, tmp_path: Path):
    first = tiny.save(tmp_path, "first.csv", tiny.plans({(HERE, 2025): 41}))
    second = tiny.save(tmp_path, "second.csv", tiny.plans({(HERE, 2025): 42}))
    outcomes = bring(sqlite_store, register, people(tmp_path), first, second, tmp_path / "." / "first.csv")
    assert states(outcomes)[1:] == [("second.csv", TAKEN), ("first.csv", TAKEN)]
    assert value(sqlite_store) == 41


# Folders -------------------------------------------------------------------------------------------


def folder_of(tmp_path: Path, **counts: int | dict[tuple[str, int], int]) -> Path:
    folder = tmp_path / "folder"
    for name, count in counts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        tiny.save(
            path.parent, f"{path.name}.csv", tiny.plans(count if isinstance(count, dict) else {(HERE, 2025): count})
        )
    return folder


@pytest.mark.parametrize(
    ("counts", "refused"),
    [
        ({"a": 41, "b": 42}, {"a.csv", "b.csv"}),
        ({"a": 41, "b": 41}, set()),
        ({"a": 41, "deep__er__b": 42}, {"a.csv", "b.csv"}),
        ({"a": 41, "b": 41, "c": 42}, {"a.csv", "b.csv", "c.csv"}),
        # one for authorities, one for England, and a third of another edition: nothing contradicts
        ({"a": 41, "b": {(ENGLAND, 2025): 50}, "c": {(HERE, 2024): 60, (ENGLAND, 2024): 1}}, set()),
        # b shares figures with a alone, and the same ones
        (
            {"a": {(HERE, 2025): 41, (ENGLAND, 2025): 50}, "b": {(HERE, 2025): 41}, "c": {(ENGLAND, 2025): 51}},
            {"a.csv", "c.csv"},
        ),
    ],
)  # fmt: skip
def test_of_a_folders_files_that_contradict_one_another_none_is_taken(
    sqlite_store: Store, register: Register, tmp_path: Path, counts, refused
):
    bring(sqlite_store, register, people(tmp_path))
    outcomes = bring(sqlite_store, register, folder_of(tmp_path, **counts))
    assert {outcome.file for outcome in outcomes if outcome.state == REFUSED} == refused
    assert len({outcome.reason for outcome in outcomes if outcome.state == REFUSED}) == bool(refused)
    for outcome in outcomes:
        if outcome.file in refused:
            assert all(name in outcome.reason for name in refused)
            assert "Children in need, reporting year 2025" in outcome.reason


def test_populations_that_contradict_one_another_are_refused_and_so_are_the_rates(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    folder = folder_of(tmp_path, plans=50)
    for number in (1, 2):
        tiny.save(folder, f"people{number}.csv", tiny.population({(HERE, 2024): 10_000 + number}))
    assert {state for _, state in states(bring(sqlite_store, register, folder))} == {REFUSED}
    assert sqlite_store.moment()[:2] == (0, 0)


def test_a_file_of_a_folder_that_is_named_itself_is_the_right_one(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    bring(sqlite_store, register, people(tmp_path))
    folder = folder_of(tmp_path, a=41, b=42)
    for named in ((folder, folder / "b.csv"), (folder / "b.csv", folder)):
        assert dict(states(bring(sqlite_store, register, *named)))["b.csv"] in (TAKEN, ALREADY)
        assert value(sqlite_store) == 42


def test_lists_of_neighbours_of_one_model_that_contradict_one_another_are_refused(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    good = (Path(__file__).resolve().parents[1] / "files/pass/neighbours_2025.csv").read_text()
    other = good.replace("816", "998").replace("821", "816").replace("998", "821")
    assert other != good
    for name, content in (("neighbours_2025.csv", good), ("neighbours_2025 (1).csv", other)):
        tiny.save(tmp_path, name, content)
    outcomes = bring(sqlite_store, register, tmp_path)
    assert {outcome.state for outcome in outcomes} == {REFUSED}
    assert "neighbours_2025 (1).csv and neighbours_2025.csv" in outcomes[0].reason


# Read again ----------------------------------------------------------------------------------------


def test_revised_populations_make_a_new_reading(sqlite_store: Store, register: Register, tmp_path: Path):
    plans = tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 50}))
    revised = tiny.save(tmp_path, "revised.csv", tiny.population({(HERE, 2024): 5_000, (HERE, 2025): 5_000}))
    assert states(bring(sqlite_store, register, people(tmp_path), plans))[-1] == ("plans.csv", TAKEN)
    bring(sqlite_store, register, revised)
    assert value(sqlite_store) == 50
    (outcome,) = bring(sqlite_store, register, plans)
    assert (outcome.state, value(sqlite_store)) == (TAKEN, 100)
    assert outcome.taking is not None
    assert outcome.taking.reread is not None
    assert outcome.taking.reread.file == "plans.csv"
    assert states(bring(sqlite_store, register, plans)) == [("plans.csv", ALREADY)]


def test_a_corrected_mapping_makes_a_new_reading_that_replaces_the_old_one(
    sqlite_store: Store, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What the wrong mapping gave and the right one does not is gone, not left standing beside it."""
    plans = tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 50, (HERE, 2024): 40}))
    right = mappings_of.mappings()
    wrong = tuple(
        replace_figures(each) if any(f.indicator == "cpp_2_years_pct" for f in each.figures) else each for each in right
    )
    monkeypatch.setattr("data.importers.choosing.mappings", lambda: wrong)
    bring(sqlite_store, register, people(tmp_path), plans)
    assert value(sqlite_store, "lac_missing_pct") == pytest.approx(2)
    monkeypatch.undo()
    (outcome,) = bring(sqlite_store, register, plans)
    assert outcome.state == TAKEN
    taking = outcome.taking
    assert taking is not None
    assert (taking.new, taking.same, taking.gone) == (2, 2, 2)
    assert {change.kind for change in taking.changes} == {ADDED, GONE}
    assert value(sqlite_store, "lac_missing_pct") is None
    assert value(sqlite_store, "cpp_2_years_pct") == pytest.approx(2)
    assert states(bring(sqlite_store, register, plans)) == [("plans.csv", ALREADY)]


def replace_figures(found: Any) -> Any:
    """The mapping with a mistake: one figure stands under another indicator's name."""
    import msgspec

    figures = [
        msgspec.structs.replace(f, indicator="lac_missing_pct") if f.indicator == "cpp_2_years_pct" else f
        for f in found.figures
    ]
    return msgspec.structs.replace(found, figures=type(found.figures)(figures))


def test_an_old_list_that_is_new_again_under_the_next_model_keeps_both(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    content = (Path(__file__).resolve().parents[1] / "files/pass/neighbours_2025.csv").read_text()
    paths = [tiny.save(tmp_path, f"neighbours_{year}.csv", content) for year in (2025, 2026)]
    assert [outcome.state for outcome in bring(sqlite_store, register, *paths)] == [TAKEN, TAKEN]
    assert set(sqlite_store.snapshot().neighbours) == {"2025", "2026"}


def test_what_people_import_wins_over_a_list_of_neighbours_that_is_carried_later(store: Store):
    def listed(name: str, key: str, **changes: Any) -> Delivery:
        found = (Neighbour("2025", "885", 1, key, "Close"),)
        return Delivery(release(name, 2025, dataset="neighbours", **changes), neighbours=found)

    store.add([listed("imported", "815"), listed("carried", "816", carried="1" * 64)])
    assert store.snapshot().neighbours["2025"]["885"][0].neighbour == "815"


def test_of_what_is_carried_only_the_newest_version_counts(store: Store):
    """Also where it no longer has a figure that the version before had, and where neither has a file's hash."""
    for number, rows in enumerate(((row(1.0), row(2.0, "2023/24")), (row(3.0),))):
        store.add([delivery(f"v{number}", *rows, carried=str(number) * 64, sha256="", source="local")])
    assert (current(store, source="local"), current(store, "2023/24", "local")) == ([3.0], [])


def test_what_is_carried_and_was_withdrawn_stays_withdrawn_until_its_figures_change(store: Store, register: Register):
    def carried(version: str, value: float) -> Delivery:
        # A version of the project may add what people do not see.
        low = float(len(version))
        return delivery("c", row(value), row(None, "2023/24", numerator_low=low), carried=version.ljust(64, "0"))

    store.add([carried("1", 1.0)])
    decide(store, withdraw, 1, "wrong")
    store.add([carried("22", 1.0)])
    assert current(store) == []
    assert store.snapshot().withdrawn[2].why == "wrong"
    store.add([carried("333", 2.0)])
    assert current(store) == [2.0]


# Withdrawn and restored ----------------------------------------------------------------------------


def decide(store: Store, what: Any, number: int, why: str = "wrong", usable: Any = fine) -> Decided:
    found: Decided = what(store, number, why, "885", usable)
    return found


def test_what_was_current_before_is_current_again(store: Store, register: Register):
    store.add([delivery("first", row(1.0), row(5.0, "2023/24"))])
    store.add([delivery("second", row(2.0), row(6.0, "2022/23"))])
    found = decide(store, withdraw, 2)
    assert (found.moved, found.bare) == (2, 1)
    assert [(heir.release.id, heir.figures) for heir in found.heirs] == [(1, 1)]
    assert [(change.period, change.kind) for change in found.changes] == [("2022/23", GONE), ("2024/25", REVISED)]
    assert (current(store), current(store, "2022/23")) == ([1.0], [])
    assert store.snapshot().withdrawn[2].why == "wrong"
    found = decide(store, restore, 2, "")
    assert (found.moved, [heir.figures for heir in found.heirs], found.bare) == (2, [1], 1)
    assert (current(store), current(store, "2022/23"), store.snapshot().withdrawn) == ([2.0], [6.0], {})
    assert [decision.action for decision in store.snapshot().decisions] == ["withdraw", "restore"]


def test_the_list_of_neighbours_before_is_current_again(store: Store):
    for name, key in (("a", "815"), ("b", "816")):
        found = (Neighbour("2025", "885", 1, key, "Close"),)
        store.add([Delivery(release(name, dataset="neighbours"), neighbours=found)])
    assert decide(store, withdraw, 2).models == ("2025",)
    assert store.snapshot().neighbours["2025"]["885"][0].neighbour == "815"


@pytest.mark.parametrize(
    ("what", "number", "why", "said"),
    [
        (withdraw, 9, "x", "There is no release 9; python -m data releases lists them. Nothing was changed."),
        (restore, 9, "x", "There is no release 9"),
        (withdraw, -1, "x", "There is no release -1"),
        (withdraw, 1, "", "Say why, as in --why"),
        (withdraw, 1, " \t", "Say why, as in --why"),
        (restore, 1, "", "Release 1 (a.csv) is not withdrawn. Nothing was changed."),
        (withdraw, 2, "x", f"Release 2 (b.csv) was withdrawn on {TODAY}: wrong. Nothing was changed."),
    ],
)
def test_a_decision_that_cannot_be_is_a_sentence_and_changes_nothing(store: Store, what, number, why, said):
    store.add([delivery("a", row(1.0)), delivery("b", row(2.0))])
    decide(store, withdraw, 2)
    before = store.moment()
    with pytest.raises(UserError) as caught:
        decide(store, what, number, why)
    assert said in str(caught.value)
    assert store.moment() == before


def test_a_decision_after_which_no_page_could_be_shown_is_undone(store: Store):
    store.add([delivery("a", row(1.0))])

    def refuse(snapshot: Snapshot) -> None:
        assert "885" not in snapshot.areas
        raise UserError("no page could be shown")

    with pytest.raises(UserError, match="no page could be shown"):
        decide(store, withdraw, 1, usable=refuse)
    assert (current(store), store.snapshot().decisions) == ([1.0], ())


def test_a_withdrawn_file_is_not_taken_again_silently(sqlite_store: Store, register: Register, tmp_path: Path):
    plans = tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 50}))
    bring(sqlite_store, register, people(tmp_path), plans)
    decide(sqlite_store, withdraw, 2, "the publisher took it back")
    (outcome,) = bring(sqlite_store, register, plans)
    assert (outcome.state, value(sqlite_store)) == (REFUSED, None)
    for part in (f"plans.csv: was withdrawn on {TODAY}", "the publisher took it back", "data restore 2", "--again"):
        assert part in outcome.reason
    assert bring(sqlite_store, register, plans, again=True)[0].state == TAKEN
    assert value(sqlite_store) == 50


# What is said is what is -----------------------------------------------------------------------------


@dataclass
class Model:
    """The rule in as few words as there are for it: of the releases that count, the later edition, then the later."""

    imported: dict[int, tuple[str, int, dict[str, float]]]
    withdrawn: set[int]

    def current(self) -> dict[str, float]:
        counting = [number for number in self.imported if number not in self.withdrawn]
        last = {self.imported[number][0]: number for number in sorted(counting)}
        figures: dict[str, float] = {}
        for number in sorted(last.values(), key=lambda number: (self.imported[number][1], number)):
            figures.update(self.imported[number][2])
        return figures


def files(folder: Path) -> Iterator[tuple[Path, int, dict[str, float]]]:
    """Plans of one area in three editions, several files of each, that share some of their years."""
    dice = random.Random(7)
    for number in range(7):
        edition = 2023 + number % 3
        years = {edition, *dice.sample(range(2021, edition), k=dice.randint(0, edition - 2021))}
        counts = {year: dice.randint(40, 43) for year in sorted(years)}
        path = tiny.save(folder, f"f{number}.csv", tiny.plans({(HERE, year): count for year, count in counts.items()}))
        figures = {f"{year - 1}/{year % 100:02d}": float(count) for year, count in counts.items()}
        yield path, edition, figures


@pytest.mark.parametrize("seed", range(3))
def test_what_an_import_says_is_what_the_store_then_has(store: Store, register: Register, tmp_path: Path, seed: int):
    """Random sequences of imports, of files again, of withdrawals and restorations; each import tried before."""
    dice = random.Random(seed)
    bring(store, register, people(tmp_path))
    pool = list(files(tmp_path))
    model = Model({}, set())
    for _ in range(14):
        before = facts(store)
        if model.imported and dice.random() < 0.3:
            number = dice.choice(list(model.imported))
            decide(store, restore if number in model.withdrawn else withdraw, number)
            model.withdrawn ^= {number}
        else:
            path, edition, figures = dice.choice(pool)
            again = dice.random() < 0.5
            version = store.moment()
            (tried,) = bring(store, register, path, again=again, is_trial=True)
            assert (store.moment(), facts(store)) == (version, before)
            (outcome,) = bring(store, register, path, again=again)
            assert told(tried) == told(outcome)
            if outcome.taking:
                model.imported[outcome.taking.release.id] = path.name, edition, figures
                assert told(outcome)[1:] == said_of(before, facts(store), figures, outcome.taking.release.id)
                assert changed(outcome) == difference(before, facts(store))
            else:
                assert facts(store) == before
        assert kept(store) == worked_out(store)
        # Counts: an older release gives no rates, the populations of its day not being held.
        assert {period: fact[1][2] for period, fact in facts(store).items()} == model.current()


def kept(store: Store) -> set[tuple[Any, ...]]:
    """The table of current figures."""
    with store._engine.connect() as connection:
        return {tuple(row) for row in connection.execute(schema.current.select())}


def worked_out(store: Store) -> set[tuple[Any, ...]]:
    """The same from the releases."""
    with store._engine.connect() as connection:
        pairs = pairs_of(connection, connection.scalars(select(schema.release.c.id)))
        found = (connection.execute(schema.winning(source, [indicator])) for source, indicator in sorted(pairs))
        return {tuple(row) for rows in found for row in rows}


def facts(store: Store) -> dict[str, tuple[int, Any]]:
    """The current rates of plans: the release and what people see, by period."""
    frame = all_figures(store.snapshot()).astype(object)
    found = frame[(frame["indicator"] == "cpp_rate") & (frame["area"] == "885")]
    rows = found.where(found.notna(), None).to_dict("records")
    return {
        r["period"]: (r["release_id"], shown(r["status"], r["value"], r["numerator"], r["denominator"], r["printed"]))
        for r in rows
    }


def told(outcome: Outcome) -> tuple[Any, ...]:
    """What is said, in figures of one indicator: a file of plans gives two of each count."""
    taking = outcome.taking
    if taking is None:
        return (outcome.state,)
    return outcome.state, taking.new // 2, taking.earlier // 2, taking.gone // 2


def said_of(before: Any, after: Any, figures: dict[str, float], number: int) -> tuple[int, int, int]:
    new = sum(period not in before for period in figures)
    earlier = sum(after[period][0] != number for period in figures)
    return new, earlier, sum(period not in after for period in before)


def changed(outcome: Outcome) -> set[tuple[str, str]]:
    assert outcome.taking is not None
    return {(change.period, change.kind) for change in outcome.taking.changes if change.indicator == "cpp_rate"}


def difference(before: Any, after: Any) -> set[tuple[str, str]]:
    found = set()
    for period in before.keys() | after.keys():
        if period not in before:
            found.add((period, ADDED))
        elif period not in after:
            found.add((period, GONE))
        elif before[period][1] != after[period][1]:
            had, has = (known[period][1][1] is not None for known in (before, after))
            found.add((period, GONE if had and not has else REVISED))
    return found


# Shown ---------------------------------------------------------------------------------------------


def test_the_data_page_says_which_release_is_current_superseded_or_withdrawn(
    application: Any, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
):
    sqlite_store.add([delivery("a", row(1.0), row(2.0, "2023/24")), delivery("b", row(3.0)), delivery("c", row(4.0))])
    decide(sqlite_store, withdraw, 3, "taken back")
    page = sys.modules["pages.data"]
    monkeypatch.setattr(page, "current_dataset", lambda: sqlite_store_as_dataset(sqlite_store))
    said = json.dumps(page._releases(), cls=PlotlyJSONEncoder)
    for state in ("1 of 2 figures current, the others superseded by release 2", f"withdrawn on {TODAY}: taken back"):
        assert state in said
    assert "current" in said
    (_, listed) = page._decisions()
    told = json.dumps(listed.to_plotly_json(), cls=PlotlyJSONEncoder)
    assert all(part in told for part in (TODAY, "3: Children in need, c, c.csv", "withdrawn", "taken back"))


def sqlite_store_as_dataset(store: Store) -> SimpleNamespace:
    return SimpleNamespace(store=store, snapshot=store.snapshot)


def test_what_supersedes_a_release_is_told_by_its_number(store: Store):
    """By figure: a release of which another gives a part is superseded by that one and current for the rest."""
    store.add([delivery("a", row(1.0), row(2.0, "2023/24")), delivery("b", row(3.0))])
    store.add([delivery("c", row(4.0, "2023/24"), edition=2026), delivery("a", row(1.5), edition=2027)])
    for name, key in (("n", "815"), ("m", "816")):
        listed = (Neighbour("2025", "885", 1, key, "Close"),)
        store.add([Delivery(release(name, dataset="neighbours"), neighbours=listed)])
    # 4 is another reading of the file of 1, and of another edition
    assert store.snapshot().superseding() == {1: {4}, 2: {4}, 5: {6}}
    decide(store, withdraw, 4)
    assert store.snapshot().superseding() == {1: {2, 3}, 5: {6}}
