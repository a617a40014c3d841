"""The store, on both kinds of database: what is current, what stays, and what is never seen by halves."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from data.areas import AUTHORITY, AreaCode
from data.errors import StoreError
from data.observations import Status
from data.register import Register
from data.settings import POSTGRESQL, ROOT
from data.store import Delivery, Neighbour, Release, Row, Store
from tests.frames import all_figures

INDICATOR = "cpp_rate"
HERE = "885"
AREA = AreaCode(HERE, "E10000034", "Worcestershire", AUTHORITY, "E12000005", "2013-03-31", "2025-03-31")


def release(name: str, edition: int = 2025, **changes: object) -> Release:
    facts = Release(
        source="published",
        publisher="Department for Education",
        title=f"Children in need, {name}",
        dataset="cin_plans",
        edition=edition,
        period_first="2012/13",
        period_last="2024/25",
        file=f"{name}.csv",
        sha256=(name * 64)[:64],
    )
    return replace(facts, **changes)


def row(value: float | None, period: str = "2024/25", **changes: object) -> Row:
    status = Status.REPORTED if value is not None else Status.SUPPRESSED
    facts = Row(INDICATOR, HERE, period, value, None, None, None, status)
    return replace(facts, **changes)


def delivery(name: str, *rows: Row, edition: int = 2025, **changes: object) -> Delivery:
    return Delivery(release(name, edition, **changes), rows, (AREA,))


def execute(url: str, change: str) -> None:
    """Change a database behind the store's back."""
    if url.startswith(POSTGRESQL):
        with psycopg.connect(url.replace(POSTGRESQL, "postgresql://")) as connection:
            connection.execute(change)
    else:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.execute(change)


def shown(store: Store, period: str = "2024/25", source: str = "published") -> list[float | None]:
    figures = store.snapshot().figures(INDICATOR, source)
    return [o.value for o in figures.get(HERE, {}).get(period, ())]


# What is current -----------------------------------------------------------------------------------


def test_an_empty_store(store: Store, register: Register):
    snapshot = store.snapshot()
    assert store.moment()[:2] == (0, 0)
    assert (len(all_figures(snapshot)), snapshot.releases, dict(snapshot.areas)) == (0, (), {})
    assert dict(snapshot.figures(INDICATOR, "published")) == {}
    assert store.snapshot().history(INDICATOR, HERE) == []
    assert store.mark("anything") is None


def test_a_figure_comes_back_exactly(store: Store):
    given = row(
        514 / 118_273 * 10_000, printed="43.5", numerator=514.0, denominator=118_273.0, qualifier="over", note="§1; x"
    )
    store.add([delivery("a", given)])
    (found,) = store.snapshot().figures(INDICATOR, "published")[HERE]["2024/25"]
    assert (found.value, found.printed, found.numerator, found.denominator) == (
        514 / 118_273 * 10_000,
        "43.5",
        514.0,
        118_273.0,
    )
    assert (found.status, found.qualifier, found.note, found.source) == (Status.REPORTED, "over", "§1; x", "published")
    assert found.release == "Children in need, a"
    assert found.period.end.isoformat() == "2025-03-31"


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.REPORTED])
def test_a_missing_figure_comes_back_with_its_reason(store: Store, status: Status):
    store.add([delivery("a", row(None, status=status))])
    (found,) = store.snapshot().figures(INDICATOR, "published")[HERE]["2024/25"]
    assert (found.value, found.numerator, found.printed, found.status) == (None, None, None, status)


def test_the_later_edition_wins_in_whatever_order_they_come(store: Store):
    store.add([delivery("new", row(2.0), edition=2025)])
    store.add([delivery("old", row(1.0), row(1.5, "2011/12"), edition=2023)])
    assert shown(store) == [2.0]
    assert shown(store, "2011/12") == [1.5]  # what the later release does not give stays


def test_of_one_edition_the_later_import_wins(store: Store):
    store.add([delivery("first", row(1.0))])
    store.add([delivery("corrected", row(2.0))])
    assert shown(store) == [2.0]


def test_a_later_release_that_hides_a_figure_wins_too(store: Store):
    store.add([delivery("old", row(1.0), edition=2024)])
    store.add([delivery("new", row(None), edition=2025)])
    assert shown(store) == [None]


def test_bringing_an_older_release_again_changes_nothing(store: Store):
    old, new = delivery("old", row(1.0), edition=2023), delivery("new", row(2.0), edition=2025)
    assert store.add([old]) == 1
    assert store.add([new]) == 1
    before = store.moment()
    assert store.add([old]) == 0
    assert store.add([replace(old, release=replace(old.release, file="renamed.csv"))]) == 0
    assert shown(store) == [2.0]
    assert (store.moment(), len(store.snapshot().releases)) == (before, 2)


def test_two_figures_of_one_release_are_both_current_and_in_order(store: Store):
    store.add([delivery("a", row(13.0, seq=1, note="§4.2"), row(10.0, seq=0, note="Appendix 4"))])
    assert shown(store) == [10.0, 13.0]
    store.add([delivery("b", row(11.0), edition=2026)])
    assert shown(store) == [11.0]  # a later release's one figure supersedes both


def test_local_and_published_never_supersede_one_another(store: Store):
    store.add([delivery("ours", row(35.0), source="local", edition=2030), delivery("theirs", row(43.5))])
    assert shown(store) == [43.5]
    assert shown(store, source="local") == [35.0]


def test_nothing_is_overwritten(store: Store, register: Register):
    for number, edition in enumerate((2023, 2025, 2024), 1):
        store.add([delivery(f"r{number}", row(float(number)), row(9.0, "2011/12"), edition=edition)])
    history = store.snapshot().history(INDICATOR, HERE)
    assert [(h.observation.period.label, h.observation.value, h.is_current) for h in history] == [
        ("2024/25", 2.0, True),
        ("2024/25", 3.0, False),
        ("2024/25", 1.0, False),
        ("2011/12", 9.0, True),
        ("2011/12", 9.0, False),
        ("2011/12", 9.0, False),
    ]
    assert all(h.imported_at[:2] == "20" for h in history)


def test_a_snapshot_taken_stays_as_it_was(store: Store):
    store.add([delivery("a", row(1.0), edition=2024)])
    before = store.snapshot()
    store.add([delivery("b", row(2.0))])
    assert before.figures(INDICATOR, "published")[HERE]["2024/25"][0].value == 1.0


# One transaction -----------------------------------------------------------------------------------


def test_deliveries_come_all_or_none(store: Store):
    store.add([delivery("before", row(1.0))], {"mark": "before"})
    bad = delivery("bad", row(3.0), row(4.0))  # two figures under one key
    with pytest.raises(StoreError, match=r"could not be written: .* Nothing was changed"):
        store.add([delivery("good", row(2.0), edition=2026), bad], {"mark": "after"})
    assert shown(store) == [1.0]
    assert [r.title for r in store.snapshot().releases] == ["Children in need, before"]
    assert store.mark("mark") == "before"
    store.add([delivery("good", row(2.0), edition=2026)])  # and the store still works
    assert shown(store) == [2.0]


def test_marks_are_replaced(store: Store):
    store.add([], {"mark": "1"})
    store.add([], {"mark": "2", "other": "x"})
    assert (store.mark("mark"), store.mark("other")) == ("2", "x")


def test_a_snapshot_is_read_once_per_version(store_url: str, register: Register):
    ours, theirs = Store(store_url, register), Store(store_url, register)
    ours.add([delivery("a", row(1.0))])
    first = ours.snapshot()
    assert ours.snapshot() is first
    assert theirs.snapshot().figures(INDICATOR, "published")[HERE]["2024/25"][0].value == 1.0
    theirs.add([delivery("b", row(2.0))])
    assert shown(ours) == [2.0]  # what another process imports is seen
    assert ours.snapshot() is not first


def test_a_figure_whose_indicator_left_the_register_is_kept_and_not_shown(store_url: str, register: Register):
    Store(store_url, register).add([delivery("a", row(1.0), row(5.0, indicator="withdrawn"))])
    store = Store(store_url, register)
    assert set(all_figures(store.snapshot())["indicator"]) == {INDICATOR}
    assert store.snapshot().releases[0].rows == 2


def test_areas_keep_their_earliest_and_latest_day_and_every_name(store: Store):
    earlier = replace(AREA, first="2012-06-30", last="2020-03-31")
    for name, area in (("a", AREA), ("b", earlier), ("c", replace(earlier, name="Worcs"))):
        store.add([Delivery(release(name), (row(1.0),), (area,))])
    assert store.snapshot().area_codes == (replace(AREA, first="2012-06-30"), replace(earlier, name="Worcs"))
    assert store.snapshot().areas[HERE].name == "Worcestershire"


def test_the_newest_list_of_a_model_is_the_one(store: Store):
    def listed(name: str, model: str, *keys: str) -> Delivery:
        found = tuple(Neighbour(model, HERE, rank, key, "Close") for rank, key in enumerate(keys, 1))
        return Delivery(release(name, int(model), dataset="neighbours"), neighbours=found)

    store.add([listed("a", "2025", "815", "816", "830"), listed("b", "2021", "850")])
    store.add([listed("c", "2025", "816", "815")])
    models = store.snapshot().neighbours
    assert [n.neighbour for n in models["2025"][HERE]] == ["816", "815"]
    assert [n.neighbour for n in models["2021"][HERE]] == ["850"]


# Several at once -----------------------------------------------------------------------------------


def test_several_writers_all_get_in_and_each_is_seen(store_url: str, register: Register):
    stores = [Store(store_url, register) for _ in range(4)]
    reader = stores[0]

    def write(number: int) -> int:
        area = replace(AREA, key=f"{100 + number}", code=f"E{number:08d}")
        rows = (row(float(number), area=area.key),)
        return stores[number % 4].add([Delivery(release(f"w{number}-"), rows, (area,))])

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(write, range(12)))
    assert written == [1] * 12
    snapshot = reader.snapshot()
    assert len(snapshot.releases) == len(snapshot.areas) == len(snapshot.figures(INDICATOR, "published")) == 12


def test_one_file_brought_by_several_at_once_is_there_once(store_url: str, register: Register):
    stores = [Store(store_url, register) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda s: s.add([delivery("same", row(1.0))]), stores))
    assert sorted(written) == [0, 0, 0, 1]


def test_opening_a_new_database_several_times_at_once(store_url: str, register: Register):
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: Store(store_url, register), range(6)))
    assert {store.moment()[:2] for store in stores} == {(0, 0)}


def test_a_reader_never_sees_half_of_what_is_being_written(store_url: str, register: Register):
    """Releases, figures and areas of a snapshot are of one moment, while another connection writes."""
    writer = Store(store_url, register)

    def write() -> None:
        for number in range(25):
            area = replace(AREA, key=f"{100 + number}", code=f"E{number:08d}")
            rows = tuple(
                row(float(number), f"{year}/{year % 100 + 1:02d}", area=area.key) for year in range(2000, 2020)
            )
            writer.add([Delivery(release(f"w{number}-"), rows, (area,))])

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        seen = 0
        while not done.done():
            snapshot = Store(store_url, register).snapshot()
            known = {r.id for r in snapshot.releases}
            assert set(all_figures(snapshot)["release_id"]) == known
            assert set(all_figures(snapshot)["area"]) == set(snapshot.areas)
            assert len(all_figures(snapshot)) == 20 * len(known)
            assert snapshot.moment[:2] == (max(known, default=0), 0)
            seen += 1
        done.result()
    assert seen > 0


KILLED = """
    import os, signal, sys
    from data.register import read_register
    from data.store import Columns, Store, writing
    from tests.unit.test_store import delivery, row

    writing.BATCH = 100
    store = Store(sys.argv[1], read_register())
    cells = Columns.cells

    def dying(columns, names):
        for number, each in enumerate(cells(columns, names)):
            if number == 350:
                os.kill(os.getpid(), signal.SIGKILL)
            yield each

    Columns.cells = dying
    rows = [row(2.0, "2024/25", seq=number) for number in range(1000)]
    store.add([delivery("killed", *rows, edition=2026)], {"mark": "killed"})
"""


def test_an_import_killed_half_way_leaves_the_previous_state(store_url: str, register: Register):
    store = Store(store_url, register)
    store.add([delivery("before", row(1.0))], {"mark": "before"})
    command = [sys.executable, "-c", textwrap.dedent(KILLED), store_url]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    for found in (store, Store(store_url, register)):
        assert shown(found) == [1.0]
        assert [r.title for r in found.snapshot().releases] == ["Children in need, before"]
        assert found.mark("mark") == "before"
    store.add([delivery("after", row(3.0))])  # no lock is left behind
    assert shown(store) == [3.0]


# Databases that are no good ------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, register: Register):
    path = tmp_path / "board.sqlite3"
    path.write_text("Dear colleagues, please find attached the minutes of the meeting. " * 50)
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{path}", register)
    said = str(caught.value)
    assert str(path) in said
    assert "file is not a database" in said
    assert "move the file away" in said
    assert path.read_bytes() == before


def test_a_damaged_database_is_a_sentence(tmp_path: Path, register: Register):
    path = tmp_path / "board.sqlite3"
    store = Store(f"sqlite:///{path}", register)
    store.add([delivery("a", *(row(float(n), seq=n) for n in range(2000)))])
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle:] = b"\xa5" * (len(content) - middle)
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        all_figures(Store(f"sqlite:///{path}", register).snapshot())
    assert str(caught.value) == (
        f"The database sqlite:///{path} cannot be read: database disk image is malformed. Nothing was changed; "
        "stop the dashboard and put a backup back with `python -m data restore FILE`; without one, move the file away "
        "with its -wal and -shm, start again and import your files again."
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DROP TABLE current", "current"),
        ("DROP TABLE area_code", "area_code"),
        ("ALTER TABLE current DROP COLUMN note", "note"),
    ],
)
def test_a_database_that_lacks_a_part_is_named_with_the_remedy(
    store_url: str, register: Register, change: str, said: str
):
    """For a server's database nobody is told to move a file."""
    store = Store(store_url, register)
    store.add([delivery("a", row(1.0))])
    store.close()
    execute(store_url, change)
    with pytest.raises(StoreError) as caught:
        all_figures(Store(store_url, register).snapshot())
    told = str(caught.value)
    assert told.startswith("The database ")
    assert store_url.rpartition("/")[2].partition("?")[0] in told
    assert said in told
    assert "SELECT" not in told
    assert "\n" not in told
    back, away = (
        ("pg_restore", "name an empty database in SAFEGUARDING_DATABASE")
        if store_url.startswith(POSTGRESQL)
        else ("`python -m data restore FILE`", "move the file away with its -wal and -shm")
    )
    assert told.endswith(
        f"Nothing was changed; stop the dashboard and put a backup back with {back}; without one, {away}, start again "
        "and import your files again."
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE current SET period = 'zzz' WHERE value = 1", "column period of table current holds 'zzz'"),
        ("UPDATE current SET status = 'bogus'", "column status of table current holds 'bogus'"),
        ("UPDATE current SET value = 'abc'", "column value of table current holds 'abc'"),
        ("UPDATE current SET value = NULL", "a figure of cpp_rate in table current is reported and has no"),
        ("UPDATE current SET value = 9e999", "column value of table current holds 'inf'"),
        ("UPDATE current SET note = X'00'", "column note of table current holds 'b'"),
        ("UPDATE release SET edition = 'new'", "column edition of table release holds 'new'"),
        ("UPDATE release SET source = 'x\ny'", "column source of table release holds 'x?y'"),
        ("UPDATE area_code SET last = 'now'", "column last of table area_code holds 'now'"),
        ("UPDATE area_code SET level = 'x'", "column level of table area_code holds 'x'"),
        ("UPDATE neighbour SET rank = 'first'", "column rank of table neighbour holds 'first'"),
    ],
)
def test_what_no_release_of_ours_wrote_is_a_sentence(tmp_path: Path, register: Register, change: str, said: str):
    url = f"sqlite:///{tmp_path}/board.sqlite3"
    store = Store(url, register)
    listed = (Neighbour("2025", HERE, 1, "815", "Close"),)
    store.add([replace(delivery("a", row(1.0, note="x"), row(None, "2023/24")), neighbours=listed)])
    store.close()
    execute(url, change)
    with pytest.raises(StoreError) as caught:
        all_figures(Store(url, register).snapshot())
    assert f"{url} cannot be read: {said}" in str(caught.value)
    assert "put a backup back with `python -m data restore FILE`; without one, move the file away" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_malformed_figure_that_another_superseded_is_a_sentence_where_it_is_asked_for(
    store_url: str, register: Register
):
    store = Store(store_url, register)
    store.add([delivery("old", row(1.0), edition=2024), delivery("new", row(2.0))])
    execute(store_url, "UPDATE observation SET status = 'bogus' WHERE value = 1")
    assert shown(store) == [2.0]
    with pytest.raises(StoreError, match="column status of table observation holds 'bogus'"):
        store.snapshot().history(INDICATOR, HERE)


def test_a_database_of_another_version_is_refused(store_url: str, register: Register):
    Store(store_url, register).close()
    execute(store_url, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(StoreError, match=r"another version \(schema 99; this one reads 2 to 4\). Nothing was changed"):
        Store(store_url, register)


def test_a_database_removed_while_running_is_a_sentence(tmp_path: Path, register: Register):
    path = tmp_path / "board.sqlite3"
    store = Store(f"sqlite:///{path}", register)
    store.add([delivery("a", row(1.0))])
    store.close()
    for file in tmp_path.glob("board.sqlite3*"):
        file.unlink()
    for use in (store.moment, store.snapshot, lambda: store.mark("x")):
        with pytest.raises(StoreError, match=r"database .*board\.sqlite3 cannot be read: there is no such file"):
            use()
    with pytest.raises(StoreError, match="there is no such file"):
        store.add([delivery("b", row(2.0))])


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, register: Register):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"folder .* cannot be made .* correct SAFEGUARDING_DATABASE"):
        Store(f"sqlite:///{tmp_path}/file/board.sqlite3", register)


@pytest.mark.parametrize(
    "url",
    [
        f"{POSTGRESQL}u:hunter2@127.0.0.1:1/kpi?connect_timeout=2",
        f"{POSTGRESQL}u:hunter2@127.0.0.1:port/kpi",
        f"{POSTGRESQL}u:hunter2@127.0.0.1:1/kpi?no_such_option=1",
    ],
)
def test_a_server_that_is_not_there_is_a_sentence_without_the_password(url: str, register: Register):
    with pytest.raises(StoreError) as caught:
        Store(url, register)
    assert "SAFEGUARDING_DATABASE" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)
