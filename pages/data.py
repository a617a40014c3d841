"""Data: releases, who has supplied what, what the sources disagree on. Read-only."""

from __future__ import annotations

from typing import Any

import dash
from dash import dcc, html

from components.conflicts import conflict_table
from components.current import current_dataset
from components.notices import notice
from components.panels.blocks import block
from components.shell import page
from components.tables import Column, table
from data.conflicts import KINDS
from data.selection import Selection

dash.register_page(__name__, path="/data", title="Data – Safeguarding KPIs", name="Data")


def layout(**query: Any) -> html.Div:
    return page("Data", query, _body)


def _body(selection: Selection) -> list[Any]:
    conflicts = current_dataset().conflicts
    counts = ", ".join(f"{sum(c.kind == kind for c in conflicts)} of {kind}" for kind in KINDS)
    return [
        html.P("Where the figures come from, who has not supplied what, and where the sources disagree.", className="lede"),
        html.Section([html.H2("Completeness"), block("completeness", "all", selection)], className="stage"),
        html.Section(
            [
                html.H2("Where the sources disagree"),
                html.P(f"{len(conflicts)} disagreements: {counts}."),
                html.Ul([html.Li([html.B(kind), f": {meaning}."]) for kind, meaning in KINDS.items()]),
                conflict_table(conflicts, "Disagreements within and between the sources"),
            ],
            className="stage",
        ),
        html.Section(
            [
                html.H2("Releases"),
                html.P(
                    "A later release supersedes an earlier one figure by figure; nothing is overwritten. "
                    "The later edition wins, and of two of one edition the one brought in later."
                ),
                _releases(),
            ],
            className="stage",
        ),
        html.Section(
            [
                html.H2("Bring in newer files"),
                notice(
                    html.P(
                        ["On the server: ", html.Code("python -m data import FILE…"), ". It takes files of the Department for "
                         "Education's open data standard as released, says what it took and what it refused, and why."]
                    )
                ),
                html.H2("Downloads"),
                html.Ul(
                    [
                        html.Li(html.A("Every current figure (CSV)", href="/api/v1/observations?format=csv")),
                        html.Li(html.A("The register (JSON)", href="/api/v1/indicators")),
                        html.Li(dcc.Link("How to ask for a part of it", href="/api")),
                    ]
                ),
            ],
            className="stage",
        ),
    ]  # fmt: skip


def _releases() -> html.Div:
    columns = (
        Column("Title"),
        Column("Publisher"),
        Column("Dataset"),
        Column("Periods"),
        Column("Figures", True),
        Column("Brought in"),
        Column("File"),
        Column("SHA-256, first 12"),
    )
    rows = [
        [r.title, r.publisher, r.dataset.replace("_", " "), f"{r.period_first} to {r.period_last}", f"{r.rows:,}", r.imported_at[:10],
         r.file, r.sha256[:12]]
        for r in sorted(current_dataset().snapshot().releases, key=lambda r: -r.id)
    ]  # fmt: skip
    return table("Releases, newest first", columns, rows)
