"""What a pack holds, before it is slides, a workbook or paper: made from the same views as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from components.exports.choice import Choice
from components.exports.exhibits import Exhibit, Wanted, is_empty, of_indicator, of_panel
from components.exports.releases import releases
from components.panels import PANELS
from data.clock import day_of, long_date
from data.dataset import Dataset
from data.errors import SelectionError
from data.register import PANELS as TITLES
from data.selection import Selection
from data.views.headlines import headlines, sentence
from data.views.tile import published_tile

LICENCE = (
    "Published figures are those of the publisher that each names, under the Open Government Licence v3.0: "
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One panel, or single indicators: its headlines and exhibits in order. ``missing`` says in a sentence what is left
    out for want of any figure, "" where nothing is."""

    title: str
    headlines: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    missing: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """Everything that is said before the exhibits."""
        return (*self.headlines, self.missing) if self.missing else self.headlines


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a pack says. ``facts`` are (name, value) pairs for its cover, ``releases`` (title, publisher, day
    imported); ``link`` is the address that makes the same pack again, ``made`` the moment it was made."""

    title: str
    area: str
    facts: tuple[tuple[str, str], ...]
    releases: tuple[tuple[str, str, str], ...]
    link: str
    made: datetime
    parts: tuple[Part, ...]

    @property
    def day(self) -> str:
        """The day it was made: "25 November 2026"."""
        return long_date(self.made)


def pack(dataset: Dataset, choice: Choice, made: datetime, link: str) -> Pack:
    """The pack of a choice. The same choice and figures make the same pack but for ``made``.

    Raises SelectionError where nothing chosen has a figure.
    """
    snapshot, selection = dataset.snapshot(), choice.selection
    area = snapshot.areas[selection.area].name
    wanted = Wanted(dataset, snapshot, selection)
    parts = tuple(_part(wanted, name) for name in choice.items)
    exhibits = [exhibit for part in parts for exhibit in part.exhibits]
    if not exhibits:
        raise SelectionError(
            f"Nothing was made: nothing that is chosen has a figure for {area}, {periods_words(selection)}. "
            "Choose other periods, another area or other indicators."
        )
    found = releases(snapshot, exhibits, selection)
    return Pack(
        title=choice.title or f"Safeguarding indicators: {area}",
        area=area,
        facts=_facts(selection, area, link, made),
        releases=tuple(dict.fromkeys((r.title, r.publisher, day_of(r.imported_at)) for r in found)),
        link=link,
        made=made,
        parts=parts,
    )


def periods_words(selection: Selection) -> str:
    """The periods as people say them: "every period", "from 2018/19 to the latest"."""
    if selection.first is None:
        return f"every period to {selection.last}" if selection.last else "every period to the latest"
    return f"from {selection.first} to {selection.last or 'the latest'}"


def _facts(selection: Selection, area: str, link: str, made: datetime) -> tuple[tuple[str, str], ...]:
    return (
        ("Area", area),
        ("Periods", periods_words(selection)),
        ("Compared with", f"England, the region and the {selection.statistic} of its statistical neighbours"),
        ("Neighbour model", f"{selection.model} (Department for Education)"),
        ("Made", f"{long_date(made)} at {made:%H:%M}"),
        ("Link to this pack", link),
    )


def _part(wanted: Wanted, name: str) -> Part:
    """A panel by its id, else one indicator."""
    panel = next((panel for panel in PANELS if panel.id == name), None)
    if panel is not None:
        said = headlines(wanted.dataset, wanted.snapshot, panel.id, wanted.selection)
        return _told(wanted, TITLES[panel.id], said, tuple(of_panel(wanted, panel)))
    indicator = wanted.dataset.register[name]
    tile = None
    if indicator.published_source:
        tile = published_tile(wanted.dataset, wanted.snapshot, indicator, wanted.selection)
    return _told(wanted, indicator.name, (sentence(tile),) if tile else (), tuple(of_indicator(wanted, indicator)))


def _told(wanted: Wanted, title: str, said: tuple[str, ...], found: Sequence[Exhibit]) -> Part:
    """The part without the exhibits that have no figure at all, which it names instead."""
    kept = tuple(exhibit for exhibit in found if not is_empty(exhibit))
    area, when = wanted.snapshot.areas[wanted.selection.area].name, periods_words(wanted.selection)
    empty = dict.fromkeys(e.indicator.short for e in found if e.indicator and is_empty(e))
    if not kept:
        return Part(title, said, (), f"There is no figure for {area}, {when}.")
    missing = f"There is no figure for {area}, {when}, of: {'; '.join(empty)}." if empty else ""
    return Part(title, said, kept, missing)
