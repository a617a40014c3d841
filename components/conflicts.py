"""The table of what the sources disagree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html

from components.tables import Cell, Column, Part, table
from data.conflicts import Conflict
from data.register import Register
from data.views.doubts import Doubt
from data.views.words import period_words

COLUMNS = (
    Column("Topic"),
    Column("What disagrees"),
    Column("One source"),
    Column("The other"),
    Column("What is shown here"),
)

DOUBTS = (Column("Area"), Column("Period"), Column("Figure", True), Column("Other years", True))


def doubt_fold(title: str, found: Sequence[Doubt]) -> html.Details:
    """Doubted figures of one indicator with the other years of their places, closed until it is opened."""
    rows: list[list[Cell]] = [[each.place, period_words(each.period), each.text, each.others] for each in found]
    shown = table(f"{title}: doubted figures", DOUBTS, rows)
    return html.Details([html.Summary(f"{title}: {len(found)}"), shown], className="more")


def conflict_table(conflicts: Iterable[Conflict], register: Register, caption: str) -> html.Div:
    """Every conflict with its kind and both citations; each can be linked to by its id."""
    return table(caption, COLUMNS, [_row(c, register) for c in conflicts])


def _row(conflict: Conflict, register: Register) -> list[Cell]:
    links = [Part(register[i].short, f"/indicators/{i}", "note") for i in conflict.indicators]
    return [
        [Part(conflict.topic, id=conflict.id), Part(conflict.kind, look="chip chip-neutral"), *links],
        conflict.summary,
        [conflict.first.section, conflict.first.says],
        [conflict.second.section, conflict.second.says],
        conflict.handling,
    ]
