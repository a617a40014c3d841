"""Every sentence of the headlines, kept to be read: a change of any word is seen and accepted on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

import pytest

from data.dataset import Dataset
from data.register import PANELS
from data.selection import Selection
from data.settings import ROOT
from data.store import Snapshot
from data.views.headlines import LEADS, headlines, sentence
from data.views.tile import published_tile

GOLDEN = Path(__file__).resolve().parents[1] / "files" / "golden" / "headlines.txt"
NEW = ROOT / ".cache" / "golden" / "headlines.txt"
AREAS = ("885", "881", "201", "420", "302", "928")
HOME = "885"


def lines(dataset: Dataset, snapshot: Snapshot) -> Iterable[str]:
    """area | panel or indicator | sentence"""
    for key in AREAS:
        name = snapshot.areas[key].name
        for panel in LEADS:
            yield from (f"{name} | {panel} | {said}" for said in headlines(dataset, snapshot, panel, Selection(key)))
    for indicator in snapshot.register.published:
        view = published_tile(dataset, snapshot, indicator, Selection(HOME))
        said = sentence(view) if view else "no tile"
        yield f"{snapshot.areas[HOME].name} | {indicator.id} | {said}"


def test_the_headlines_are_those_that_were_read_and_accepted(dataset: Dataset, snapshot: Snapshot) -> None:
    new = "".join(f"{line}\n" for line in lines(dataset, snapshot))
    old = GOLDEN.read_text(encoding="utf-8") if GOLDEN.is_file() else ""
    if new == old:
        return
    NEW.parent.mkdir(parents=True, exist_ok=True)
    NEW.write_text(new, encoding="utf-8")
    known, found = str(GOLDEN.relative_to(ROOT)), str(NEW.relative_to(ROOT))
    changed = "\n".join(unified_diff(old.splitlines(), new.splitlines(), known, found, lineterm="", n=0))
    pytest.fail(f"{changed}\n\nWhere every new sentence is right, accept them: cp {found} {known}", pytrace=False)


def test_every_panel_with_published_figures_leads_with_something() -> None:
    assert set(LEADS) == {"overview", *PANELS} - {"context"}
