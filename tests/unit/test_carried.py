"""The figures the project carries: written and read again they are the same; a malformed file is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.errors import ContentError
from data.importers import carried
from data.importers.carried import deliveries
from data.importers.export import write
from data.importers.tidy import FIGURE_COLUMNS, LOCAL, PUBLISHED, plain
from data.loading import import_files
from data.register import Register
from data.store import Snapshot, Store
from tests.frames import all_figures
from tests.unit import tiny

FILES = Path(__file__).resolve().parents[1] / "files" / "pass"
FACTS = ["indicator", "area", "period", "value", "printed", "numerator", "denominator", "status", "release", "edition"]


def published(snapshot: Snapshot) -> pd.DataFrame:
    frame = all_figures(snapshot)
    return frame.loc[frame["source"] == "published", FACTS].sort_values(FACTS[:3], ignore_index=True)


def kept(snapshot: Snapshot) -> set[tuple[object, ...]]:
    return {
        (r.title, r.publisher, r.dataset, r.edition, r.period_first, r.period_last, r.licence, r.file)
        for r in snapshot.releases
        if r.source == "published"
    }


def test_written_and_read_again_every_figure_is_the_same(
    snapshot: Snapshot, register: Register, tmp_path: Path, sqlite_store: Store
):
    written = write(snapshot, tmp_path / "out")
    assert {p.name for p in written} == {p.name for p in PUBLISHED.glob("*.csv")}
    sqlite_store.add(deliveries(register, tmp_path / "out", LOCAL))
    again = sqlite_store.snapshot()
    pd.testing.assert_frame_equal(published(again), published(snapshot), check_exact=True)
    assert again.area_codes == snapshot.area_codes
    assert again.neighbours == snapshot.neighbours
    assert kept(again) == kept(snapshot)


def test_what_is_carried_is_what_would_be_written(snapshot: Snapshot, tmp_path: Path):
    """The files are the importer's own work, not edited by hand."""
    for path in write(snapshot, tmp_path):
        assert path.read_bytes() == (PUBLISHED / path.name).read_bytes(), path.name


def test_a_corrected_release_of_the_same_year_can_be_written_and_read(
    sqlite_store: Store, register: Register, tmp_path: Path
):
    list(import_files(sqlite_store, register, sorted(FILES.glob("*.csv"))))
    corrected = tiny.save(tmp_path, "plans.csv", tiny.plans({(tiny.WORCESTERSHIRE, 2025): 515}))
    list(import_files(sqlite_store, register, [corrected]))
    snapshot = sqlite_store.snapshot()
    write(snapshot, tmp_path / "out")
    other = Store(f"sqlite:///{tmp_path}/other.sqlite3", register)
    other.add(deliveries(register, tmp_path / "out", LOCAL))
    coded = published(snapshot).query("area != '928'").reset_index(drop=True)  # ended before its first figure
    assert len(coded) == len(published(snapshot)) - 2
    pd.testing.assert_frame_equal(published(other.snapshot()), coded, check_exact=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (float("nan"), ""), (0.0, "0"), (594.0, "594"), (0.1 + 0.2, "0.30000000000000004"), (1e-7, "1e-07")],
)
def test_a_number_is_written_so_that_nothing_is_lost(value, text):
    assert plain(value) == text
    assert value is None or value != value or float(plain(value)) == value


def test_the_digest_changes_with_any_figure(tmp_path: Path):
    path = tiny.save(tmp_path, "a.csv", "1")
    first = carried.digest([tmp_path])
    assert carried.digest([tmp_path]) == first
    path.write_text("2")
    assert carried.digest([tmp_path]) != first


# Malformed files -----------------------------------------------------------------------------------

RELEASES = """release,source,publisher,title,dataset,edition,period_first,period_last,published,licence,file,sha256
cin-plans-2025,published,DfE,"Children in need, reporting year 2025",cin_plans,2025,2024/25,2024/25,,OGL,d5.csv,
neighbours-2025,published,DfE,"Statistical neighbours, 2025 model",neighbours,2025,2025,2025,,OGL,n.csv,
"""
LOCAL_RELEASES = f"""{RELEASES.splitlines()[0]}
report,local,Board,Annual report,report,2019,2018/19,2018/19,,OGL,report,
"""
AREAS = (
    "key,code,name,level,region,first,last\n885,E10000034,Worcestershire,authority,E12000005,2013-03-31,2025-03-31\n"
)
PLANS = """area,period,numerator,denominator,value,printed,status,numerator_low,numerator_high,release
885,2024/25,514,118273,,,reported,,,cin-plans-2025
885,2023/24,,118000,,,suppressed,1,5,cin-plans-2025
"""
NEIGHBOURS = "area,rank,neighbour,closeness\n885,1,816,Close\n"
OBSERVATIONS = """indicator,area,period,value,printed,status,qualifier,section,note,release
contacts,885,2018/19,11300,"11,300",reported,just over,Appendix 4,,report
"""
GOOD = {
    "published/releases.csv": RELEASES,
    "published/areas.csv": AREAS,
    "published/names.csv": "key,name\n885,Worcs\n",
    "published/cpp_rate.csv": PLANS,
    "published/neighbours_2025.csv": NEIGHBOURS,
    "local/releases.csv": LOCAL_RELEASES,
    "local/observations.csv": OBSERVATIONS,
}

Carry = Callable[[dict[str, str | None]], None]


@pytest.fixture
def carry(tmp_path: Path, register: Register) -> Carry:
    """Write the good files with some changed, and read them."""

    def carry_(changes: dict[str, str | None]) -> None:
        for name, content in {**GOOD, **changes}.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            if content is not None:
                path.write_text(content, encoding="utf-8")
        deliveries(register, tmp_path / "published", tmp_path / "local")

    return carry_


def test_the_good_files_are_good(carry: Carry):
    carry({})


PUB, LOC = "published/", "local/"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "problem"),
    [
        (PUB + "cpp_rate.csv", "denominator,", "", ", row 1", "the header is area, period, numerator, value"),
        (PUB + "cpp_rate.csv", "reported", "known", ", row 2, column status", "'known' is not one of reported, supp"),
        (PUB + "cpp_rate.csv", "2023/24", "2023/25", ", row 3, column period", "'2023/25' is not a period; expected"),
        (PUB + "cpp_rate.csv", "514", "5l4", ", row 2, column numerator", "'5l4' is not a number"),
        (PUB + "cpp_rate.csv", "514", "nan", ", row 2, column numerator", "'nan' is not a number"),
        (PUB + "cpp_rate.csv", "514", "inf", ", row 2, column numerator", "'inf' is not a number"),
        (PUB + "cpp_rate.csv", "514", "5_14", ", row 2, column numerator", "'5_14' is not a number"),
        (PUB + "cpp_rate.csv", "118273", "0", ", row 2, column value", "is missing; give a value, or numerator"),
        (PUB + "cpp_rate.csv", "514", "", ", row 2, column value", "is missing; give a value, or numerator"),
        (PUB + "cpp_rate.csv", "118000,", "118000,5", ", row 3, column status", "is 'suppressed' beside a value"),
        (PUB + "cpp_rate.csv", "cin-plans-2025\n885", "x\n885", ", row 2, column release", "'x' is not in releases"),
        (PUB + "cpp_rate.csv", "885,2023", "999,2023", ", row 3, column area", "'999' is not in areas.csv"),
        (PUB + "cpp_rate.csv", "2023/24", "2024/25", ", row 3", "is for the same area, period and release as row 2"),
        (PUB + "cpp_rate.csv", "514,", "514,,", ", row 2", "has 11 cells; expected 10"),
        (PUB + "cpp_rate.csv", "885,2024", '"885,2024', ", row 2", "is not valid CSV"),
        (PUB + "releases.csv", ",2025,2024", ",MMXXV,2024", ", row 2, column edition", "'MMXXV' is not a whole number"),
        (PUB + "releases.csv", ",2025,2024", ",²,2024", ", row 2, column edition", "'²' is not a whole number"),
        (PUB + "releases.csv", ",published,DfE", ",publishd,DfE", ", row 2, column source", "'publishd'"),
        (PUB + "releases.csv", "neighbours-2025,", "cin-plans-2025,", ", row 3, column release", "stands twice"),
        (PUB + "areas.csv", "authority", "council", ", row 2, column level", "'council' is not one of nation, region"),
        (PUB + "cpp_rate.csv", ",reported,", ",suppressed,", ", row 2, column status", "is 'suppressed' beside a"),
        (PUB + "cpp_rate.csv", "118000,,,", "118000,,0.5,", ", row 3, column status", "is 'suppressed' beside a value"),
        (PUB + "cpp_rate.csv", ",,118000,,,suppressed,1,5", ",0,0,,,not_applicable,,", "", ""),  # no share of nothing
        (PUB + "cpp_rate.csv", "reported,,", "reported,1,5", ", row 2, column numerator_low", "beside status 'repor"),
        (PUB + "cpp_rate.csv", "suppressed,1,5", "suppressed,6,5", ", row 3, column numerator_high", "no less than"),
        (PUB + "cpp_rate.csv", "suppressed,1,5", "suppressed,,5", ", row 3, column numerator_high", "no less than"),
        (PUB + "cpp_rate.csv", "suppressed,1,5", "suppressed,1,", "", ""),  # nothing bounds it from above
        (PUB + "areas.csv", "E10000034", "E0900", ", row 2, column code", "'E0900' is not E and eight digits; correct"),
        (PUB + "areas.csv", "885,E1", "85,E1", ", row 2, column key", "'85' is not three digits; correct it"),
        (PUB + "areas.csv", "E12000005", "West", ", row 2, column region", "'West' is not E and eight digits, or"),
        (PUB + "areas.csv", "authority", "joint", ", row 2, column key", "'885' is not numbers such as 314 / 318"),
        (PUB + "areas.csv", "authority", "region", ", row 2, column key", "'885' is not E and eight digits"),
        (PUB + "areas.csv", "885,E10000034,", "881,E10000034,Essex,authority,,2013-03-31,2025-03-31\n885,E10000034,",
         ", row 3, column code", "'E10000034' is in row 2 too; keep one"),
        (LOC + "observations.csv", "just over", "roughly", ", row 2, column qualifier", "'roughly' is not one of"),
        (LOC + "observations.csv", '11300,"11,300",reported', ',"11,300",suppressed', ", row 2, column value", "only"),
        (PUB + "areas.csv", "2025-03-31", "March 2025", ", row 2, column last", "'March 2025' is not a day"),
        (PUB + "neighbours_2025.csv", "885,1,", "885,first,", ", row 2, column rank", "'first' is not a rank"),
        (LOC + "observations.csv", "contacts,", "contakts,", ", row 2, column indicator", "'contakts' is not"),
        (LOC + "observations.csv", ",report\n", ",rapport\n", ", row 2, column release", "'rapport' is not"),
        (LOC + "observations.csv", ",reported,", ",suppressed,", ", row 2, column value", "only 'reported' has"),
        (LOC + "observations.csv", ",11300,", ",,", ", row 2, column value", "only 'reported' has"),
        (LOC + "observations.csv", "Appendix 4", "Appendix 4; §1", ", row 2, column section", "has '; ' in it; put"),
        (LOC + "observations.csv", "2018/19", "2018", "", ""),  # a calendar year is a period too
    ],
)  # fmt: skip
def test_a_malformed_file_is_named_with_row_and_column(carry: Carry, file, old, new, place, problem):
    assert old in GOOD[file]
    changed = {file: GOOD[file].replace(old, new, 1)}
    if not problem:
        carry(changed)
        return
    with pytest.raises(ContentError) as caught:
        carry(changed)
    name = file.partition("/")[2]
    assert str(caught.value).startswith(f"{name}{place}: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize("file", ["published/releases.csv", "published/areas.csv", "local/observations.csv"])
def test_a_file_that_is_not_there_is_named(carry: Carry, file):
    with pytest.raises(ContentError, match=f"{file.partition('/')[2]}: cannot be read"):
        carry({file: None})


def test_every_published_indicator_has_a_file(register: Register, tmp_path: Path):
    carried.check_complete(register)
    for indicator in register.published:
        tiny.save(tmp_path, f"{indicator.id}.csv", ",".join(FIGURE_COLUMNS))
    carried.check_complete(register, tmp_path)
    (tmp_path / "cpp_rate.csv").unlink()
    with pytest.raises(ContentError, match=r"^cpp_rate\.csv: is not in .* restore it from the project, or for a new"):
        carried.check_complete(register, tmp_path)


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("published/cp_rate.csv", r"^cp_rate\.csv: no indicator has this name; add its TOML"),
        ("published/neighbours_2030.csv", r"^neighbours_2030\.csv: its release 'neighbours-2030' is not in releases"),
    ],
)
def test_a_file_that_nothing_knows_is_not_passed_over(carry: Carry, file, problem):
    with pytest.raises(ContentError, match=problem):
        carry({file: PLANS if "rate" in file else NEIGHBOURS})
