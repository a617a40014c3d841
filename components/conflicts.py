"""The table of what the sources disagree on."""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc, html

from components.tables import Column, table
from data.conflicts import Citation, Conflict
from data.register import Register

COLUMNS = (
    Column("Topic"),
    Column("What disagrees"),
    Column("One source"),
    Column("The other"),
    Column("What is shown here"),
)


def conflict_table(conflicts: Iterable[Conflict], register: Register, caption: str) -> html.Div:
    """Every conflict with its kind and both citations; each can be linked to by its id."""
    return table(caption, COLUMNS, [_row(c, register) for c in conflicts])


def _row(conflict: Conflict, register: Register) -> list[object]:
    links = [dcc.Link(register[i].short, href=f"/indicators/{i}") for i in conflict.indicators]
    return [
        [
            html.Span(conflict.topic, id=conflict.id),
            html.Div(html.Span(conflict.kind, className="chip chip-neutral")),
            *(html.Div(link, className="note") for link in links),
        ],
        conflict.summary,
        _citation(conflict.first),
        _citation(conflict.second),
        conflict.handling,
    ]


def _citation(citation: Citation) -> list[object]:
    return [html.Div(citation.section), html.Div(citation.says)]
