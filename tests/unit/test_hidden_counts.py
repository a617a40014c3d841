"""A count that is hidden leaves by no way, even where a file or an earlier version has stored it."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data.api import EXTENSION
from data.dataset import Dataset
from data.observations import COUNT_HIDDEN, PUBLISHED
from data.settings import SQLITE
from data.store import Snapshot, Store
from tests.frames import all_figures, api_rows

PLANTED = 987_654  # no figure has it
FORMS = ("987654", "987,654")
STATUSES = ", ".join(f"'{status}'" for status in COUNT_HIDDEN)


@pytest.fixture(scope="module")
def planted(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The carried figures, each hidden one with a count."""
    file = tmp_path_factory.mktemp("planted") / "planted.sqlite3"
    source = Path(dataset.settings.database.removeprefix(SQLITE))
    with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(file)) as after:
        before.backup(after)
        changed = after.execute(f"UPDATE current SET numerator = {PLANTED} WHERE status IN ({STATUSES})")
        assert changed.rowcount > 2000
        after.execute(f"UPDATE observation SET numerator = {PLANTED} WHERE status IN ({STATUSES})")
        after.commit()
    return replace(dataset, store=Store(f"sqlite:///{file}", dataset.register))


@pytest.fixture
def client(application: Dash, planted: Dataset, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(application.server.extensions, EXTENSION, planted)
    return application.server.test_client()


def hidden(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Indicator, code of the area and period: the first hidden figure of each indicator."""
    frame = all_figures(snapshot)
    rows = frame[frame["status"].isin(COUNT_HIDDEN) & (frame["source"] == PUBLISHED)].drop_duplicates("indicator")
    triples = zip(rows["indicator"], rows["area"], rows["period"], strict=True)
    return [(name, snapshot.areas[area].code, period) for name, area, period in triples]


def test_the_count_is_stored(planted: Dataset) -> None:
    """So that the other tests can fail."""
    with closing(sqlite3.connect(planted.settings.database.removeprefix(SQLITE))) as before:
        assert before.execute(f"SELECT count(*) FROM current WHERE numerator = {PLANTED}").fetchone() == (0,)
    with planted.store.work(is_trial=True) as work:
        stored = [fact.shown[2] for fact in work.facts(planted.register).values()]
    assert stored.count(PLANTED) > 2000


def test_no_reader_of_the_store_gives_it(planted: Dataset) -> None:
    """Neither rows, tables, figures nor history: what is made of them cannot tell what it is not told."""
    snapshot = planted.snapshot()
    assert not (all_figures(snapshot)["numerator"] == PLANTED).any()
    for source, indicator in snapshot.held:
        assert PLANTED not in snapshot.holding(indicator, source).table.numerator
        seen = [each.observation for each in snapshot.history(indicator, "885")]
        assert not [o for o in seen if o.numerator == PLANTED]
        for _, by_label in snapshot.passing(indicator, source, ["885", "E92000001"]):
            assert not [o for found in by_label.values() for o in found if o.numerator == PLANTED]


def test_no_table_of_the_api_has_it(client: FlaskClient, planted: Dataset) -> None:
    rows = api_rows(planted.snapshot(), {})
    hidden_rows = [row for row in rows if row["status"] in COUNT_HIDDEN]
    assert len(hidden_rows) > 2000
    assert {row["numerator"] for row in hidden_rows} == {row["value"] for row in hidden_rows} == {""}
    assert sum(row["numerator"] != "" for row in rows if row["status"] not in COUNT_HIDDEN) > 50_000
    for kind in ("csv", "json"):
        text = client.get(f"/api/v1/observations?indicator=cpp_2_years_pct,factor_fgm_pct&format={kind}").text
        assert "suppressed" in text
        assert not any(form in text for form in FORMS)


def test_no_comparison_has_it(client: FlaskClient, planted: Dataset) -> None:
    found = hidden(planted.snapshot())
    assert len(found) > 20
    for name, area, period in found:
        answer = client.get(f"/api/v1/comparisons?indicator={name}&area={area}&period={period}")
        assert answer.status_code == 200, answer.text
        assert answer.json["numerator"] is None
        assert not any(form in answer.text for form in FORMS)


def test_no_page_and_no_figure_has_it(client: FlaskClient, planted: Dataset) -> None:
    """Tiles, charts with what appears under the pointer, the history of releases, profiles, comparisons."""
    for name, area, _ in hidden(planted.snapshot()):
        blocks = [f"{kind}:{name}" for kind in ("tiles", "trend", "comparison", "assessment", "history")]
        answer = client.post(f"/blocks?area={area}", json=blocks)
        assert answer.status_code == 200
        assert answer.text.count("\n") == len(blocks)
        assert not any(form in answer.text for form in FORMS)


@pytest.mark.parametrize("kind", ["xlsx", "pptx"])
def test_no_pack_has_it(client: FlaskClient, planted: Dataset, kind: str) -> None:
    found = hidden(planted.snapshot())
    names, area = ",".join(name for name, _, _ in found[:12]), found[0][1]
    answer = client.get(f"/pack/safeguarding.{kind}?items={names}&area={area}")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        parts = {part: pack.read(part) for part in pack.namelist()}
    assert not [part for part, content in parts.items() if any(form.encode() in content for form in FORMS)]
