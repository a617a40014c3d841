"""What is made before anybody asks: every page, once, with the figures that will be shown; and never at any price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import dash
import pytest
from dash import Dash

from components import beforehand
from data.answers import Answers
from data.api import EXTENSION
from data.dataset import Dataset
from data.errors import StoreError
from data.store import Snapshot


@pytest.fixture
def anew(application: Dash, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """The application's dataset without an answer that was made before."""
    fresh = replace(dataset, answers=Answers())
    monkeypatch.setitem(application.server.extensions, EXTENSION, fresh)
    return fresh


def test_a_first_visit_finds_every_page_made(application: Dash, anew: Dataset):
    beforehand.usual_views(application.server, anew.snapshot())
    made = anew.answers.size
    assert made > 0
    for page in dash.page_registry.values():
        if page["path_template"] is None:
            with application.server.test_request_context(page["path"]):
                page["layout"]()
    assert anew.answers.size == made


def test_a_page_is_made_of_the_figures_that_are_to_come(
    application: Dash, anew: Dataset, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
):
    seen: list[Snapshot] = []
    monkeypatch.setattr(dash, "page_registry", {"one": {"path_template": None, "module": "one", "path": "/",
                        "layout": lambda: seen.append(beforehand.g.dataset.snapshot())}})  # fmt: skip
    monkeypatch.setattr(anew.store, "snapshot", lambda: pytest.fail("asked for the figures of now"))
    beforehand.usual_views(application.server, snapshot)
    assert seen == [snapshot]


@pytest.mark.parametrize(
    ("error", "told"),
    [(StoreError("The database cannot be read."), "The database cannot be read."), (KeyError("cpp_rate"), "Traceback")],
)
def test_what_fails_is_told_and_stops_nothing(
    application: Dash, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, told: str
):
    monkeypatch.setattr(beforehand, "usual_views", failing(error))
    thread = beforehand.begin(application.server)
    thread.join(10)
    assert not thread.is_alive()
    assert "Not everything could be made ready" in caplog.text
    assert told in caplog.text


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail
