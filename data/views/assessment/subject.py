"""What an assessment is asked of: one area's figure of one period and source, and where to find what is beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from data.areas import Area
from data.dataset import Figures, Snapshot
from data.observations import PUBLISHED, SOURCES, Observation
from data.register import Indicator
from data.selection import Selection
from data.views import cohort, points, words
from data.views.assessment.record import Note

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """The answer to one question, with the notes that go with it."""

    value: T
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The area's row and the period's column among all areas of its level."""

    everyone: cohort.Cohort
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One area's figure ``own`` of one period, whose label is ``label``.

    ``levels`` are those of the areas that it is looked at among. ``place`` is None for figures that are not published,
    where there is no row or no such period, and where the figure is of no period of the area's life.
    """

    snapshot: Snapshot
    indicator: Indicator
    selection: Selection
    label: str
    source: str
    area: Area
    figures: Figures
    own: Observation | None
    levels: tuple[str, ...]
    place: Place | None

    @property
    def value(self) -> float | None:
        return self.own.value if self.own else None

    @property
    def year(self) -> cohort.Year | None:
        """All authorities in the period; None where the area is not among them."""
        if self.place is None or self.levels != cohort.PEERS:
            return None
        return cohort.year(self.snapshot, self.indicator, self.label)

    def first(self, key: str, label: str | None = None) -> Observation | None:
        """The figure of an area in this period, or another; of another area only of a period of its life."""
        figures = self.figures if key == self.area.key else self.peers
        return points.first(figures, key, label or self.label)

    @property
    def peers(self) -> Figures:
        """The figures that areas are set beside one another by."""
        return self.snapshot.peer_figures(self.indicator.id, self.source)

    def possible(self, key: str) -> tuple[float | None, float | None]:
        """The lowest and highest that a published figure of an authority can be in this period; None for no figure."""
        everyone = cohort.cohort(self.snapshot, self.indicator)
        row, column = everyone.row(key), everyone.column(self.label)
        if row is None or column is None:
            return None, None
        lowest, highest = (float(end[row, column]) for end in (everyone.lowest, everyone.highest))
        return (None, None) if lowest != lowest else (lowest, highest)

    @property
    def is_outside(self) -> bool:
        """Whether the figure is of a year before its area began or after it ended: it has no place among others."""
        return self.own is not None and not self.snapshot.areas.is_of(self.area, self.own.period)

    def no_value(self) -> str:
        """Why there is no value, in words; "" where there is one."""
        if self.value is not None:
            return ""
        if self.own is not None:
            return f"the source says “{words.figure(self.own, self.indicator)}”"
        joint = self.snapshot.areas.joint_of(self.area)
        if joint and self.first(joint.key):
            return f"published only for {joint.name.replace(' / ', ' and ')} together"
        if not self.figures:
            other = next(source for source in SOURCES if source != self.source)
            return f"there are no {self.source} figures of this indicator, only {other} ones"
        return "the source has no figure for this area and period"


def subject(snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, source: str) -> Subject:
    """The selected area's figure of a period, with what is beside it."""
    area, figures = snapshot.areas[selection.area], snapshot.figures(indicator.id, source)
    levels = cohort.PEERS if area.level in cohort.PEERS else cohort.ABOVE
    own = points.first(figures, area.key, label)
    place = _place(cohort.cohort(snapshot, indicator, levels), area.key, label) if source == PUBLISHED else None
    found = Subject(snapshot, indicator, selection, label, source, area, figures, own, levels, place)
    return replace(found, place=None) if found.is_outside else found


def _place(everyone: cohort.Cohort, key: str, label: str) -> Place | None:
    row, column = everyone.row(key), everyone.column(label)
    return None if row is None or column is None else Place(everyone, row, column)
