"""Filling the store: what the project carries, and files that people bring."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from data import clock
from data.errors import ImportRefused
from data.importers import carried
from data.loading import ALREADY, CARRIED_MARK, REFUSED, TAKEN, Outcome, files_of, import_files, prepare, withdraw
from data.register import Register
from data.store import Store
from tests.frames import all_figures
from tests.unit import tiny

FILES = Path(__file__).resolve().parents[1] / "files"
HERE, ENGLAND = tiny.WORCESTERSHIRE, tiny.ENGLAND


def bring(store: Store, register: Register, *paths: Path, **options: Any) -> list[Outcome]:
    return list(import_files(store, register, files_of(paths), **options))


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    taking = outcome.taking
    assert taking is not None, outcome
    return taking.new, taking.changed, taking.same, taking.earlier


def paths(*named: Path) -> list[Path]:
    return [found.path for found in files_of(named)]


def value(store: Store, indicator: str, area: str = "885", period: str = "2024/25") -> float | None:
    return store.snapshot().figures(indicator, "published")[area][period][0].value


# What the project carries --------------------------------------------------------------------------


@pytest.mark.slow
def test_the_first_start_takes_every_release_and_the_second_nothing(store: Store, register: Register):
    deliveries = carried.deliveries(register)
    assert prepare(store, register) == len(deliveries)
    version = store.moment()
    assert prepare(store, register) == 0
    assert store.moment() == version
    snapshot = store.snapshot()
    assert len(all_figures(snapshot)) == sum(len(d.rows) for d in deliveries)
    assert value(store, "cpp_rate") == pytest.approx(43.457, abs=5e-4)


@pytest.mark.slow
def test_a_newer_version_of_the_project_does_not_undo_what_people_imported(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    prepare(sqlite_store, register)
    bring(sqlite_store, register, tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 1})))
    corrected = value(sqlite_store, "cpp_rate")
    sqlite_store.add([], {CARRIED_MARK: "of an earlier version"})
    assert prepare(sqlite_store, register) == 0
    assert value(sqlite_store, "cpp_rate") == corrected == pytest.approx(1 / 12.0119)


@pytest.mark.slow
def test_two_first_starts_at_once_fill_the_store_once(store_url: str, register: Register):
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda _: prepare(Store(store_url, register), register), range(2)))
    releases = Store(store_url, register).snapshot().releases
    assert sorted(taken) == [0, len(releases)]
    assert len({r.carried for r in releases}) == len(releases)


# Files ---------------------------------------------------------------------------------------------


def test_populations_come_before_the_files_that_need_them(sqlite_store: Store, register: Register, tmp_path: Path):
    plans = tiny.save(tmp_path, "a_plans.csv", tiny.plans({(HERE, 2025): 514}))
    people = tiny.save(tmp_path, "z_population.csv", tiny.population({(HERE, 2024): 118_273}))
    outcomes = bring(sqlite_store, register, plans, people)
    assert [(o.file, o.state) for o in outcomes] == [("z_population.csv", TAKEN), ("a_plans.csv", TAKEN)]
    assert value(sqlite_store, "cpp_rate") == 514 / 118_273 * 10_000


def test_without_the_population_the_file_is_refused_and_nothing_of_it_taken(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    (outcome,) = bring(sqlite_store, register, tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 514})))
    assert outcome.state == REFUSED
    assert str(outcome.findings[0]).startswith("plans.csv, column time_period: 2025 needs the population of mid-2024")
    assert (sqlite_store.moment()[:2], len(all_figures(sqlite_store.snapshot()))) == ((0, 0), 0)


def test_a_population_that_came_with_an_earlier_command_will_do(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    bring(sqlite_store, register, tiny.save(tmp_path, "p.csv", tiny.population({(HERE, 2024): 118_273})))
    (outcome,) = bring(sqlite_store, register, tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 514})))
    assert outcome.state == TAKEN
    assert value(sqlite_store, "cpp_rate") == 514 / 118_273 * 10_000


def test_a_file_brought_twice_is_taken_once_under_whatever_name(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    content = tiny.population({(HERE, 2024): 118_273})
    first, second = tiny.save(tmp_path, "a.csv", content), tiny.save(tmp_path, "b.csv", content)
    assert [o.state for o in bring(sqlite_store, register, first, first, second)] == [TAKEN, ALREADY]
    version = sqlite_store.moment()
    (again,) = bring(sqlite_store, register, first)
    day = clock.day_in_words(clock.stamp())
    said = f"a.csv: these very figures are in the store (release 1 of {day}); nothing was changed."
    assert (again.state, again.reason) == (ALREADY, said)
    assert sqlite_store.moment() == version


def test_a_code_of_another_authority_is_refused_and_a_new_code_taken(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    """People ask by code: Camden's would be answered Worcestershire's figures."""
    bring(sqlite_store, register, tiny.save(tmp_path, "a.csv", tiny.population({(tiny.CAMDEN, 2023): 47_000})))
    taken = HERE.replace("E10000034", "E09000007")
    (outcome,) = bring(sqlite_store, register, tiny.save(tmp_path, "b.csv", tiny.population({(taken, 2024): 118_273})))
    assert outcome.state == REFUSED
    assert [str(finding) for finding in outcome.findings] == [
        "b.csv, row 2, column new_la_code: 'E09000007' is the code of area 202; correct it, or old_la_code '885'."
    ]
    assert "885" not in sqlite_store.snapshot().areas
    recoded = HERE.replace("E10000034", "E06000099")
    people = tiny.population({(HERE, 2023): 118_000, (recoded, 2024): 118_273})
    (outcome,) = bring(sqlite_store, register, tiny.save(tmp_path, "c.csv", people))
    assert outcome.state == TAKEN
    assert sqlite_store.snapshot().areas["885"].codes == ("E06000099", "E10000034")


def test_a_code_that_came_with_an_earlier_file_of_one_command_is_known(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    right = tiny.save(tmp_path, "a.csv", tiny.population({(tiny.CAMDEN, 2023): 47_000}))
    wrong = tiny.population({(HERE.replace("E10000034", "E09000007"), 2024): 118_273})
    outcomes = bring(sqlite_store, register, right, tiny.save(tmp_path, "b.csv", wrong))
    assert [outcome.state for outcome in outcomes] == [TAKEN, REFUSED]


def test_a_store_that_took_a_wrong_code_once_takes_the_right_file(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    # A new authority, of which the project knows nothing yet, first under a number that is not its own.
    places = [tiny.CAMDEN.replace("202,E09000007,Camden", f"{number},E06000099,Newtown") for number in (951, 950)]
    files = [
        tiny.save(tmp_path, f"{i}.csv", tiny.population({(place, 2023 + i): 47_000})) for i, place in enumerate(places)
    ]
    wrong, right = (bring(sqlite_store, register, file)[0] for file in files)
    assert (wrong.state, right.state) == (TAKEN, REFUSED)
    assert "If a wrong file gave 951 its name, withdraw its release" in str(right.findings[0])
    assert wrong.taking is not None
    withdraw(sqlite_store, wrong.taking.release.id, "the number is not its own", "885", lambda _: None)
    assert bring(sqlite_store, register, files[1])[0].state == TAKEN


def test_a_wrong_correction_is_undone_by_the_right_file(sqlite_store: Store, register: Register, tmp_path: Path):
    bring(sqlite_store, register, tiny.save(tmp_path, "p.csv", tiny.population({(HERE, 2024): 1000})))
    right = tiny.save(tmp_path, "right.csv", tiny.plans({(HERE, 2025): 50}))
    wrong = tiny.save(tmp_path, "wrong.csv", tiny.plans({(HERE, 2025): 99}))
    outcomes = [bring(sqlite_store, register, path)[0] for path in (right, wrong, right)]
    assert [outcome.state for outcome in outcomes] == [TAKEN, TAKEN, REFUSED]
    day = clock.day_in_words(clock.stamp())
    assert outcomes[2].reason == (
        f"right.csv: was superseded by wrong.csv on {day} (release 3); nothing was changed. To make it current again, "
        "import it with --again."
    )
    assert value(sqlite_store, "cpp_rate") == 990
    outcomes = [bring(sqlite_store, register, right, again=True)[0] for _ in range(2)]
    assert [outcome.state for outcome in outcomes] == [TAKEN, ALREADY]
    assert counts(outcomes[0]) == (0, 2, 0, 0)
    assert value(sqlite_store, "cpp_rate") == 500


def test_a_year_still_to_come_is_refused(sqlite_store: Store, register: Register, tmp_path: Path):
    """Projections would make every authority look ended."""
    (outcome,) = bring(sqlite_store, register, tiny.save(tmp_path, "p.csv", tiny.population({(HERE, 2060): 1000})))
    assert outcome.state == REFUSED
    assert "row 2, column time_period: 2060 is still to come" in str(outcome.findings[0])


def test_what_people_bring_wins_over_what_is_carried_of_the_same_edition(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    prepare(sqlite_store, register)
    bring(sqlite_store, register, tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 1000})))
    assert value(sqlite_store, "cpp_rate") == pytest.approx(83.25, abs=0.01)
    carried_again = next(d for d in carried.deliveries(register) if d.release.dataset == "cin_plans")
    sqlite_store.add([replace(carried_again, release=replace(carried_again.release, carried="0" * 64))])
    assert value(sqlite_store, "cpp_rate") == pytest.approx(83.25, abs=0.01)


def test_what_was_new_what_was_superseded_and_what_came_late(sqlite_store: Store, register: Register, tmp_path: Path):
    people = {(place, year): 1000 for place in (HERE, ENGLAND) for year in (2023, 2024, 2025)}
    files = {
        "people.csv": tiny.population(people),
        # one count of plans gives two figures: the rate and the share of long ones
        "2025.csv": tiny.plans({(HERE, 2025): 50, (HERE, 2024): 40, (ENGLAND, 2025): 60}),
        "2026.csv": tiny.plans({(HERE, 2026): 70, (HERE, 2025): 55, (HERE, 2024): 40}),
        "2024.csv": tiny.plans({(HERE, 2024): 99}),
        "2026_corrected.csv": tiny.plans({(HERE, 2026): 71}),
    }
    outcomes = {}
    for name, content in files.items():
        (outcomes[name],) = bring(sqlite_store, register, tiny.save(tmp_path, name, content))
    assert {name: counts(o) for name, o in outcomes.items()} == {
        "people.csv": (6, 0, 0, 0),
        "2025.csv": (6, 0, 0, 0),
        "2026.csv": (2, 2, 2, 0),
        "2024.csv": (0, 0, 0, 2),
        "2026_corrected.csv": (0, 2, 0, 0),
    }
    figures = sqlite_store.snapshot().figures("cpp_rate", "published")["885"]
    assert {label: found[0].numerator for label, found in figures.items()} == {
        "2023/24": 40.0,
        "2024/25": 55.0,
        "2025/26": 71.0,
    }


def test_the_same_counts_come_of_one_command(sqlite_store: Store, register: Register, tmp_path: Path):
    """Within one command the second file is compared with the first, not with the store before both."""
    bring(sqlite_store, register, tiny.save(tmp_path, "people.csv", tiny.population({(HERE, 2024): 1000})))
    first = tiny.save(tmp_path, "a.csv", tiny.plans({(HERE, 2025): 50}))
    second = tiny.save(tmp_path, "b.csv", tiny.plans({(HERE, 2025): 51}))
    assert [counts(o) for o in bring(sqlite_store, register, first, second)] == [(2, 0, 0, 0), (0, 2, 0, 0)]


def test_a_figure_that_is_hidden_later_counts_as_changed(sqlite_store: Store, register: Register, tmp_path: Path):
    for name, cell, expected in (("a", "14.9", (4, 0, 0, 0)), ("b", "c", (0, 1, 3, 0)), ("c", "c ", (0, 0, 4, 0))):
        content = tiny.text(tiny.WORKFORCE, [(HERE, 2025, f"100,1,1,2,2,3,2.9,10,149,{cell}")])
        (outcome,) = bring(sqlite_store, register, tiny.save(tmp_path, f"{name}.csv", content))
        assert counts(outcome) == expected, name


def test_one_bad_file_does_not_keep_the_others_out(sqlite_store: Store, register: Register, tmp_path: Path):
    people = tiny.save(tmp_path, "people.csv", tiny.population({(HERE, 2024): 1000}))
    bad = tiny.save(tmp_path, "bad.csv", tiny.plans({(HERE, 2025): "fifty"}))
    empty = tiny.save(tmp_path, "empty.csv", "")
    good = tiny.save(tmp_path, "plans.csv", tiny.plans({(HERE, 2025): 50}))
    outcomes = {o.file: o for o in bring(sqlite_store, register, bad, empty, people, good)}
    assert {name: o.state for name, o in outcomes.items()} == {
        "people.csv": TAKEN,
        "bad.csv": REFUSED,
        "empty.csv": REFUSED,
        "plans.csv": TAKEN,
    }
    assert {r.file for r in sqlite_store.snapshot().releases} == {"people.csv", "plans.csv"}


@pytest.mark.parametrize("path", sorted((FILES / "fail").glob("*.csv")), ids=lambda path: path.stem)
def test_of_a_refused_file_nothing_is_taken(sqlite_store: Store, register: Register, path: Path):
    bring(sqlite_store, register, FILES / "pass" / "population.csv")
    before = sqlite_store.moment(), len(all_figures(sqlite_store.snapshot())), sqlite_store.snapshot().area_codes
    (outcome,) = bring(sqlite_store, register, path)
    assert outcome.state == REFUSED
    assert outcome.reason or outcome.findings
    after = sqlite_store.moment(), len(all_figures(sqlite_store.snapshot())), sqlite_store.snapshot().area_codes
    assert after == before


# Folders and other paths ----------------------------------------------------------------------------


def test_a_folder_gives_its_files_and_those_of_folders_in_it(tmp_path: Path):
    deep = tmp_path / "dfe" / "2025"
    deep.mkdir(parents=True)
    for path in (deep / "b.csv", tmp_path / "a.CSV", tmp_path / "notes.txt", tmp_path / "c.csv.zip"):
        path.write_text("x")
    (tmp_path / "folder.csv").mkdir()
    assert paths(tmp_path) == [tmp_path / "a.CSV", deep / "b.csv"]
    assert paths(tmp_path / "notes.txt", deep) == [tmp_path / "notes.txt", deep / "b.csv"]


def test_a_path_that_is_not_there_is_named_and_nothing_taken(tmp_path: Path):
    good = tiny.save(tmp_path, "people.csv", tiny.population({(HERE, 2024): 1000}))
    with pytest.raises(ImportRefused, match=r"missing\.csv: is not there; check the path\. Nothing was taken"):
        files_of([good, tmp_path / "missing.csv"])


def test_a_whole_folder_is_imported(sqlite_store: Store, register: Register):
    outcomes = bring(sqlite_store, register, FILES / "pass")
    assert {o.state for o in outcomes} == {TAKEN}
    assert outcomes[0].file == "population.csv"
    assert {o.file for o in outcomes if o.neighbours} == {"neighbours_2021.csv", "neighbours_2025.csv"}


def test_a_pipe_is_refused_and_not_waited_for(sqlite_store: Store, register: Register, tmp_path: Path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)

    def write() -> None:  # so that reading would not hang the test
        with suppress(BrokenPipeError):
            pipe.write_text(tiny.population({(HERE, 2024): 1000}))

    Thread(target=write, daemon=True).start()
    (outcome,) = bring(sqlite_store, register, pipe)
    os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))
    assert (outcome.state, outcome.reason) == (REFUSED, "pipe.csv: is not a file; name a CSV file. Nothing was taken.")


def test_a_link_that_leads_nowhere_is_refused(sqlite_store: Store, register: Register, tmp_path: Path):
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (outcome,) = bring(sqlite_store, register, tmp_path)
    assert outcome.reason.startswith("gone.csv: cannot be read (No such file or directory); check the path.")


def test_a_file_too_large_is_refused_before_it_is_read(sqlite_store: Store, register: Register, tmp_path: Path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)  # of holes: it takes no room
    (outcome,) = bring(sqlite_store, register, path)
    assert outcome.reason == "huge.csv: is over 50 MB; split it by year. Nothing was taken."
