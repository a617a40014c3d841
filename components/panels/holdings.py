"""What is held of an area: who supplied which years, and every figure of every release."""

from __future__ import annotations

from typing import Any

from dash import html

from components import tables
from components.current import current_dataset
from components.notices import notice
from data.clock import day_in_words
from data.observations import LOCAL
from data.selection import Selection
from data.views.completeness import completeness
from data.views.history import history

Children = list[Any]
WHO = "Where a report does not say who supplied a figure, it stands under the agency whose work it counts."


def completeness_grid(_name: str, selection: Selection) -> Children:
    """Who supplied what: agencies down, years across; then each figure that has no value, and why."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    area = snapshot.areas[selection.area].name
    found = completeness(dataset, snapshot, selection)
    years = sorted({year for row in found for year in row.years})
    grid = [[f"{r.agency} ({r.source})", *(_of(r.years.get(year)) for year in years)] for r in found]
    columns = (tables.Column("Agency or publication"), *(tables.Column(year, True) for year in years))
    gaps = [[f"{r.agency} ({r.source})", f"{r.reported} of {r.total}", r.missing or "none"] for r in found]
    unsaid = [html.P(WHO, className="note")] if any(row.source == LOCAL for row in found) else []
    caption = f"{area}: figures with a value, of those expected, by the year they fall in"
    return [
        tables.holder(tables.Content(caption, columns, grid, ends_latest=True)),
        *unsaid,
        tables.table(
            f"{area}: figures without a value",
            (tables.Column("Agency or publication"), tables.Column("Figures", True), tables.Column("Without a value")),
            gaps,
        ),
    ]


def _of(counted: tuple[int, int] | None) -> str:
    return "–" if counted is None else f"{counted[0]} of {counted[1]}"


def release_history(name: str, selection: Selection) -> Children:
    """Every figure of every release for the area, the current one and what it superseded."""
    dataset = current_dataset()
    area = dataset.snapshot().areas[selection.area]
    rows = history(dataset, dataset.register[name], area.key)
    if not rows:
        return [notice(f"No release has figures for {area.name}.")]
    columns = (
        tables.Column("Period"),
        tables.Column("Value", True),
        tables.Column("Release"),
        tables.Column("Imported"),
        tables.Column("Standing"),
    )
    body = [
        [r.period, r.text, r.release, day_in_words(r.imported_at), "current" if r.is_current else "superseded"]
        for r in rows
    ]
    return [tables.table(f"{area.name}: every figure of every release", columns, body)]
