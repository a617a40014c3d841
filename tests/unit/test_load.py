"""The load script counts what it should: what people wait for, and what failed."""

from __future__ import annotations

import asyncio
import math

import pytest
from flask.testing import FlaskClient

from tests.load.browser import Failed
from tests.load.measure import Tally, quantile
from tests.load.people import BLOCK, PAGES, Person, Place, page_call


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (0.951, 96), (1.0, 100), (0.001, 1)])
def test_a_quantile_is_the_smallest_that_the_share_does_not_exceed(share: float, expected: float) -> None:
    assert quantile(range(100, 0, -1), share) == expected
    assert math.isnan(quantile([], share))


def test_what_failed_is_an_error_and_no_time() -> None:
    tally = Tally()
    with tally.timed("page"):
        raise Failed("status 500")
    with tally.timed("page"):
        pass
    assert tally.errors == {"page: status 500": 1}
    assert len(tally.acts["page"]) == 1
    begun, seconds = tally.acts["page"][0]
    assert tally.during(begun - 1, begun + 1) == [(seconds, "page")]
    assert tally.during(begun + 9, begun + 10) == []


@pytest.mark.parametrize("path", PAGES)
def test_people_ask_for_what_pages_show_and_follow(client: FlaskClient, path: str) -> None:
    """A call as Dash makes it is answered, and the blocks found in it are those that the server knows."""
    place, _, search = path.partition("?")
    assert client.get(path).status_code == 200
    shown = client.post("/_dash-update-component", data=page_call(place, search), content_type="application/json")
    assert shown.status_code == 200
    names = BLOCK.findall(shown.text)
    assert bool(names) == (place not in ("/indicators", "/methods"))
    if names:
        lines = client.post(f"/blocks?{search}", json=names, buffered=True)
        assert (lines.status_code, lines.text.count("\n")) == (200, len(names))


def test_a_person_who_gets_half_an_answer_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    class Half:
        async def post(self, _path: str, _body: bytes) -> object:
            return type("Answer", (), {"status": 200, "body": b"one\n", "content": b"one\n"})()

    person = Person(1, Half(), Place((), 1.0, {"/": ("tiles:a", "tiles:b")}), Tally(), {})  # type: ignore[arg-type]
    monkeypatch.setattr(person, "_path", "/")
    with pytest.raises(Failed, match="1 of 2 blocks"):
        asyncio.run(person._change())
