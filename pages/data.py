"""Data: releases, who has supplied what, what the sources disagree on. Read-only."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.conflicts import conflict_table
from components.current import current_dataset
from components.formats import day_words
from components.notices import notice
from components.panels.blocks import block
from components.shell import page
from components.tables import Cell, Column, Part, table
from data.clock import day_of
from data.conflicts import KINDS
from data.selection import Selection
from data.store import Release

dash.register_page(__name__, path="/data", title="Data – Safeguarding KPIs", name="Data")


def layout(**query: Any) -> html.Div:
    return page("Data", query, _body)


def _body(selection: Selection) -> list[Any]:
    return [
        html.P("Where figures come from, who has not supplied what, and where sources disagree.", className="lede"),
        _section("Completeness", block("completeness", "all", selection)),
        _disagreements(),
        _section("Releases", html.P(PRECEDENCE), _releases()),
        _section("Bring in newer files", notice(html.P(HOW_TO_IMPORT)), html.H3("Downloads"), _downloads()),
    ]


PRECEDENCE = (
    "A later release supersedes an earlier one figure by figure; nothing is overwritten. The later edition wins, "
    "and of two of one edition the one brought in later."
)
HOW_TO_IMPORT = [
    "On the server: ",
    html.Code("python -m data import FILE…"),
    ". It takes files of the Department for Education's open data standard as released, and says what it took, "
    "what that superseded, and what it refused and why.",
]
COLUMNS = (
    Column("Title"),
    Column("Publisher"),
    Column("Periods"),
    Column("Figures", True),
    Column("Brought in"),
    Column("File"),
    Column("SHA-256, first 12"),
)


def _section(title: str, *parts: Any) -> html.Section:
    return html.Section([html.H2(title), *parts], className="stage")


def _disagreements() -> html.Section:
    conflicts = current_dataset().conflicts
    plural = {"contradiction": "contradictions", "rounding": "of rounding", "definition": "of definition"}
    counts = ", ".join(f"{sum(c.kind == kind for c in conflicts)} {plural[kind]}" for kind in KINDS)
    return _section(
        "Where the sources disagree",
        html.P(f"{len(conflicts)} disagreements: {counts}."),
        html.Ul([html.Li([html.B(kind), f": {meaning}."]) for kind, meaning in KINDS.items()]),
        conflict_table(conflicts, current_dataset().register, "Disagreements within and between the sources"),
    )


def _downloads() -> html.Ul:
    return html.Ul(
        [
            html.Li(html.A("Every current figure (CSV)", href="/api/v1/observations?format=csv")),
            html.Li(html.A("The register (JSON)", href="/api/v1/indicators")),
            html.Li(html.A("How to ask for a part of it", href="/api")),
        ]
    )


def _releases() -> html.Div:
    newest_first = sorted(current_dataset().snapshot().releases, key=lambda r: -r.id)
    return table("Releases, newest first", COLUMNS, [_release(r) for r in newest_first])


def _release(release: Release) -> list[Cell]:
    return [
        [release.title, Part(release.dataset.replace("_", " "), look="note")],
        release.publisher,
        f"{day_words(release.period_first)} to {day_words(release.period_last)}",
        f"{release.rows:,}",
        day_words(day_of(release.imported_at)),
        release.file,
        release.sha256[:12],
    ]
