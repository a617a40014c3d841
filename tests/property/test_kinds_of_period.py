"""Months, quarters, years of every kind and days in one store: all is shown, nothing is set beside another kind."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.exports.choice import Choice
from components.exports.pack import pack
from data import periods
from data.api import EXTENSION, blueprint
from data.dataset import Dataset, open_dataset
from data.observations import PUBLISHED
from data.periods import comparable, parse
from data.selection import Selection
from data.settings import read_settings
from data.store import Delivery, Release, Row
from data.views import TrendView
from data.views.cohort import cohort, trends, year
from data.views.comparison import comparison
from data.views.history import history
from data.views.standout import standouts
from data.views.tile import published_tile
from data.views.trend import trend
from data.views.warming import warm

_FOLDER = tempfile.TemporaryDirectory()
AREA, AREAS = "885", ["885", *map(str, range(870, 878)), "E92000001"]
INDICATORS = ("cpp_rate", "lac_rate", "rereferrals_12m_pct", "cin_rate")
ENDS = range(2020, 2025)
LABELS = {
    periods.MONTH: [f"{end}-{month:02}" for end in ENDS for month in (1, 2, 3, 11)],
    periods.QUARTER: [f"{periods.financial_year_label(end)} Q{quarter}" for end in ENDS for quarter in (1, 2, 4)],
    periods.FINANCIAL_YEAR: [periods.financial_year_label(end) for end in ENDS],
    periods.ACADEMIC_YEAR: [periods.academic_year_label(end) for end in ENDS],
    periods.CALENDAR_YEAR: [str(end) for end in ENDS],
    periods.DAY: [f"{end}-09-30" for end in ENDS],
    periods.YEARS_TOGETHER: [periods.together_label(end, years) for end in ENDS for years in (2, 3)],
    periods.CALENDAR_YEARS_TOGETHER: [periods.calendar_together_label(end, 3) for end in ENDS],
}
# Of each indicator one kind or two, as a publication may change its own.
KINDS = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=2, unique=True) for name in INDICATORS}
)


def figures(kinds: dict[str, list[str]], seed: int) -> dict[tuple[str, str, str], float]:
    """A value for each indicator, area and period, no two of one area alike."""
    keys = [(name, area, label) for name in kinds for area in AREAS for kind in kinds[name] for label in LABELS[kind]]
    return {key: 20 + (7919 * number + seed) % 997 / 17 for number, key in enumerate(keys)}


@cache
def carried() -> str:
    """A database of what the project carries, made once."""
    path = f"{_FOLDER.name}/carried.sqlite3"
    open_dataset(read_settings({"SAFEGUARDING_DATABASE": f"sqlite:///{path}"})).store.close()
    return path


@contextmanager
def holding(found: dict[tuple[str, str, str], float]) -> Iterator[Dataset]:
    """A dataset of what the project carries and of these figures, of a later edition."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(carried(), f"{folder}/store.sqlite3")
        opened = open_dataset(read_settings({"SAFEGUARDING_DATABASE": f"sqlite:///{folder}/store.sqlite3"}))
        rows = [Row(*key, value, None, None, None, "reported") for key, value in found.items()]
        about = "Made up", "Made up, 2026", "made_up", 2026, "2020", "2024", "made_up.csv", "0" * 64
        release = Release(PUBLISHED, *about)
        opened.store.add([Delivery(release, rows)])
        try:
            yield opened.at_this_moment()
        finally:
            opened.store.close()


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, st.integers(0, 996))
def test_kinds_of_period_stand_side_by_side(kinds: dict[str, list[str]], seed: int) -> None:
    given_ = figures(kinds, seed)
    with holding(given_) as dataset:
        snapshot, chosen = dataset.snapshot(), Selection(AREA)
        for name in INDICATORS:
            indicator = snapshot.register[name]
            held = snapshot.figures(name, PUBLISHED)
            read = {(name, area, label): held[area][label][0].value for area in held for label in held[area]}
            assert {key: read.get(key) for key in given_ if key[0] == name} == {
                key: value for key, value in given_.items() if key[0] == name
            }
            view = trend(snapshot, indicator, chosen)
            assert view.periods
            assert all(comparable(view.periods[0], period) for period in view.periods)
            everyone = cohort(snapshot, indicator)
            for period in everyone.periods:
                year(snapshot, indicator, period.label)
                trends(snapshot, indicator, period.label)
            compared = comparison(snapshot, indicator, chosen)
            assert compared.period.label in held[AREA]
            assert published_tile(dataset, snapshot, indicator, chosen)
            history(dataset, indicator, AREA)


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, st.integers(0, 996))
def test_the_api_gives_every_kind(kinds: dict[str, list[str]], seed: int) -> None:
    given_ = figures(kinds, seed)
    with holding(given_) as dataset:
        server = Flask(__name__)
        server.extensions[EXTENSION] = dataset
        server.register_blueprint(blueprint)
        query = {"indicator": ",".join(INDICATORS), "area": AREA, "source": PUBLISHED, "format": "csv"}
        answer = server.test_client().get("/api/v1/observations", query_string=query)
        rows = csv.DictReader(io.StringIO(answer.text))
        told = {(row["indicator"], row["period"]): float(row["value"]) for row in rows if row["value"]}
        assert {key: told.get((key[0], key[2])) for key in given_ if key[1] == AREA} == {
            key: value for key, value in given_.items() if key[1] == AREA
        }


def test_what_is_made_of_all_together_mixes_no_kinds() -> None:
    kinds = dict(
        zip(INDICATORS, (["month", "quarter"], ["calendar_year"], ["academic_year", "day"], ["month"]), strict=True)
    )
    with holding(figures(kinds, 0)) as dataset:
        snapshot, chosen = dataset.snapshot(), Selection(AREA)
        warm(snapshot)
        standouts(dataset, snapshot, chosen)
        made = pack(dataset, Choice(("journey",), chosen), datetime(2026, 7, 1, tzinfo=UTC), "")
        views = [exhibit.view for part in made.parts for exhibit in part.exhibits]
        lines = [view.periods for view in views if isinstance(view, TrendView)]
        assert lines
        assert all(comparable(line[0], period) for line in lines for period in line)


def test_every_label_is_read_as_its_kind() -> None:
    assert all(parse(label).kind == kind for kind, labels in LABELS.items() for label in labels)
