"""From a figure back to the file: its row, its column under the name it has there, its place in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from data.importers import standard, times
from data.importers.column import Column, together
from data.importers.mapping import Figure
from data.importers.subject import Subject
from data.store import Delivery

Spot = tuple[str, str]  # an area's key and a period's label


# No slots: what is looked up is kept.
@dataclass(frozen=True)
class Origins:
    """Where the figures of a file stand. Nothing is looked up before it is asked for."""

    subject: Subject
    delivery: Delivery
    _rows: dict[str, dict[Spot, int]] = field(default_factory=dict)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """How the mapping makes each indicator."""
        return {figure.indicator: figure for figure in self.subject.mapping.figures}

    def row(self, indicator: str, area: str, period: str) -> int | None:
        """The row of the file in which a figure stands; None where it was put together from several."""
        if indicator not in self._rows:
            rows = np.flatnonzero(self.subject.picked(self.figures[indicator].where)).tolist()
            self._rows[indicator] = {self._spots[row]: self.subject.table.lines[row] for row in rows}
        return self._rows[indicator].get((area, period))

    def columns(self, names: Iterable[str | None]) -> str:
        """Columns of the mapping as the file calls them, "a + b"; "" where it has none of them."""
        places = (self.subject.at(name) for name in names if name)
        return " + ".join(self.subject.table.header[at] for at in places if at is not None)

    def counts(self, indicator: str) -> str:
        """The columns that the figure's count is read from."""
        return self.columns(self.figures[indicator].numerator)

    def shown(self, indicator: str) -> str:
        """The column that the figure is printed in, "" for none."""
        figure = self.figures[indicator]
        return self.columns([figure.value or figure.printed or figure.rate])

    def place(self, area: str, period: str) -> str:
        """ "Worcestershire, 2024/25"."""
        return f"{self.name(area)}, {period}"

    def name(self, area: str) -> str:
        """What the file, or else what is known, calls an area."""
        known = self.subject.known.areas
        return self._names.get(area) or (known[area].name if area in known else area)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {area.key: area.name for area in self.delivery.areas}

    @cached_property
    def _spots(self) -> Column[Spot]:
        labels = times.column(self.subject).map(lambda period: period.label)
        return together((standard.keys(self.subject), labels))
