"""The table of what the sources disagree on."""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc, html

from components.tables import Column, table
from data.conflicts import KINDS, Citation, Conflict

COLUMNS = (Column("Topic"), Column("Kind"), Column("One source"), Column("The other"), Column("What disagrees"), Column("Shown here"))


def conflict_table(conflicts: Iterable[Conflict], caption: str) -> html.Div:
    """Every conflict with both citations; each can be linked to by its id."""
    return table(caption, COLUMNS, [_row(c) for c in conflicts])


def _row(conflict: Conflict) -> list[object]:
    links = [html.Div(dcc.Link(i, href=f"/indicators/{i}")) for i in conflict.indicators]
    return [
        [html.Span(conflict.topic, id=conflict.id), *links],
        html.Span(conflict.kind, title=KINDS[conflict.kind]),
        _citation(conflict.first),
        _citation(conflict.second),
        conflict.summary,
        conflict.handling,
    ]


def _citation(citation: Citation) -> list[object]:
    return [html.Div(citation.section), html.Div(citation.says)]
