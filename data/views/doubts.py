"""Published figures without counts that are unlike the other years of their place: told beside each, and listed.

A zero among figures with counts is doubted by England's rate instead (``assessment.zero``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from data import periods
from data.conflicts import DOUBTED, Citation, Conflict
from data.dataset import Figures, Grid, Holding, Snapshot, Table
from data.importers.unlike import doubted
from data.observations import PUBLISHED, Observation, Status
from data.register import Indicator
from data.views import words
from data.views.types import Series

SHOWN = "The published figure is shown"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubted figure of an area, ``place`` its name and ``text`` the figure as shown; and the least and most of the
    other years."""

    area: str
    place: str
    text: str
    period: periods.Period
    figure: Observation
    lowest: str
    highest: str

    @property
    def others(self) -> str:
        """The other years: "12.9 to 15.1"."""
        return self.lowest if self.lowest == self.highest else f"{self.lowest} to {self.highest}"


def doubts(snapshot: Snapshot, indicator: Indicator) -> Mapping[tuple[str, str], Doubt]:
    """The doubted figures of an indicator by area and label; none of one that has counts."""
    return snapshot.settled(
        indicator.id, "doubts", lambda held: {(d.area, d.period.label): d for d in _find(snapshot, indicator, held)}
    )


def _find(snapshot: Snapshot, indicator: Indicator, held: Holding) -> Iterator[Doubt]:
    table = held.table
    if not np.isnan(table.numerator).all():
        return
    withheld = np.array([name == Status.WITHHELD for name in table.status.names], dtype=bool)
    shown = ~np.isnan(table.value) & ~withheld[table.status.codes]
    kinds = np.array([periods.parse(label).kind for label in table.period.names], dtype=object)
    for kind in sorted({kinds[code] for code in table.period.used(shown)}):
        yield from _of_one_kind(
            snapshot, indicator, held.figures, table.where(shown & (kinds == kind)[table.period.codes])
        )


def _of_one_kind(snapshot: Snapshot, indicator: Indicator, figures: Figures, table: Table) -> Iterator[Doubt]:
    """The doubted among figures of one kind of period, by area and period."""
    areas, labels = table.area.names, table.period.names
    grid = Grid(table, sorted(table.period.used(), key=lambda code: periods.parse(labels[code])))
    keys = [areas[code] for code in grid.areas]
    found = doubted(grid.filled(table.value, np.nan), keys, indicator.decimals)
    pairs = ((keys[row], labels[grid.periods[column]], row) for row, column in np.argwhere(found.doubted))
    for area, label, row in sorted(pairs):
        figure = figures[area][label][0]
        lowest, highest = (words.number(float(end[row]), indicator) for end in (found.lowest, found.highest))
        name = snapshot.areas[area].name if area in snapshot.areas else area
        yield Doubt(area, name, words.figure(figure, indicator), figure.period, figure, lowest, highest)


def doubt(snapshot: Snapshot, found: Observation | None) -> Doubt | None:
    """The doubt of a figure; None of every other."""
    if found is None or found.source != PUBLISHED or found.value is None:
        return None
    return doubts(snapshot, snapshot.register[found.indicator]).get((found.area, found.period.label))


def told(snapshot: Snapshot, found: Observation | None) -> str:
    """What is to be known of such a figure, as a sentence; "" of every other."""
    its = doubt(snapshot, found)
    return f"Doubted: {_unlike(its)}." if its else ""


def _unlike(its: Doubt) -> str:
    return f"{its.text} is unlike its other years ({its.others})"


def notes(snapshot: Snapshot, indicator: Indicator, shown: Iterable[Series | None]) -> tuple[str, ...]:
    """The same of every figure of the series, each with its place and period."""
    found = doubts(snapshot, indicator)
    said = (
        f"Doubted: {series.name}, {words.period_words(point.period)}: {_unlike(found[key])}."
        for series in shown
        if series is not None and found
        for point in series.points
        if (key := (series.key, point.period.label)) in found
    )
    return tuple(dict.fromkeys(said))


def every(snapshot: Snapshot) -> tuple[Doubt, ...]:
    """All doubted figures of the snapshot, by indicator, area and period."""
    return tuple(d for indicator in snapshot.register.published for d in doubts(snapshot, indicator).values())


def beside(snapshot: Snapshot, shown: Iterable[Observation | None]) -> tuple[Conflict, ...]:
    """The same of single figures, as the marks that stand beside them."""
    return tuple(_conflict(snapshot, found) for each in shown if (found := doubt(snapshot, each)))


def _conflict(snapshot: Snapshot, found: Doubt) -> Conflict:
    indicator = snapshot.register[found.figure.indicator]
    parts = (indicator.id, found.area, found.period.label)
    return Conflict(
        id="-".join(("doubted", *map(words.slug, parts))),
        kind=DOUBTED,
        indicators=(indicator.id,),
        topic=f"{indicator.short}: {found.place}, {words.period_words(found.period)}",
        summary=f"Doubted: {_unlike(found)}.",
        first=Citation(section=found.figure.release, says=found.text),
        second=Citation(section="The same place in other years", says=found.others),
        handling=f"{SHOWN}, with the doubt beside it. Averages and ranks keep it.",
    )
