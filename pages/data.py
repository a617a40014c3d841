"""Data: releases, who has supplied what, what the sources disagree on. Read-only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import dash
from dash import html

from components.conflicts import conflict_table, doubt_fold
from components.current import current_dataset
from components.notices import notice
from components.panels.blocks import block
from components.shell import page
from components.tables import Cell, Column, Part, table
from data.clock import day_in_words
from data.conflicts import KINDS
from data.dataset import RESTORE, WITHDRAW, Release
from data.selection import Selection
from data.views import doubts
from data.views.imports import PRECEDENCE, state_of
from data.views.printed import disagreements

dash.register_page(__name__, path="/data", title="Data – Safeguarding KPIs", name="Data")


def layout(**query: Any) -> html.Div:
    return page("Data", query, _body)


def _body(selection: Selection) -> list[Any]:
    return [
        html.P("Where figures come from, who has not supplied what, and where sources disagree.", className="lede"),
        _section("Completeness", block("completeness", "all", selection)),
        _disagreements(),
        _doubts(),
        _section("Releases", html.P(PRECEDENCE), *_releases(), *_decisions()),
        _section("Import a newer file", notice(html.P(HOW_TO_IMPORT)), html.H3("Downloads"), _downloads()),
    ]


HOW_TO_IMPORT = [
    "On the server: ",
    html.Code("python -m data import FILE…"),
    ". It reads files of the Department for Education's open data standard as released, and says what it took, "
    "what that superseded, and what it refused and why. With ",
    html.Code("--check"),
    " it says so and changes nothing. ",
    html.Code("python -m data withdraw"),
    " and ",
    html.Code("restore"),
    " change which releases count.",
]
COLUMNS = (
    Column("Title"),
    Column("Publisher"),
    Column("Periods"),
    Column("Figures", True),
    Column("Imported"),
    Column("State"),
    Column("File and first 12 of its SHA-256"),
)
DECISIONS = (Column("When"), Column("Release"), Column("What"), Column("Why"))
RELEASES = "Releases, newest first"
MOST_OF_A_FILE = 5
DONE = {WITHDRAW: "withdrawn", RESTORE: "restored"}


def _section(title: str, *parts: Any) -> html.Section:
    return html.Section([html.H2(title), *parts], className="stage")


def _disagreements() -> html.Section:
    conflicts = (
        *current_dataset().conflicts,
        *disagreements(current_dataset().snapshot(), current_dataset().register.published),
    )
    plural = {
        "contradiction": "contradictions",
        "rounding": "of rounding",
        "definition": "of definition",
        "printed": "of a published figure and its own counts",
    }
    counts = ", ".join(f"{sum(c.kind == kind for c in conflicts)} {said}" for kind, said in plural.items())
    return _section(
        "Where the sources disagree",
        html.P(f"{len(conflicts)} disagreements: {counts}."),
        html.Ul([html.Li([html.B(kind), f": {meaning}."]) for kind, meaning in KINDS.items() if kind in plural]),
        conflict_table(conflicts, current_dataset().register, "Disagreements within and between the sources"),
    )


def _doubts() -> html.Section:
    found = doubts.every(current_dataset().snapshot())
    return _section("Doubted figures", html.P(_counted(found)), *_doubted(found))


def _counted(found: Sequence[doubts.Doubt]) -> str:
    if not found:
        return "No published figure is unlike the other years of its place."
    indicators = len({each.figure.indicator for each in found})
    return (
        f"{len(found)} published figures, of {indicators} indicators, are unlike the other years of their place. Each "
        "is shown as published, with the doubt beside it. Averages and ranks keep it."
    )


def _doubted(found: Sequence[doubts.Doubt]) -> list[html.Details]:
    """One part for each indicator, closed until it is opened."""
    register = current_dataset().register
    by_indicator: dict[str, list[doubts.Doubt]] = {}
    for each in found:
        by_indicator.setdefault(each.figure.indicator, []).append(each)
    return [doubt_fold(register[name].short, some) for name, some in by_indicator.items()]


def _downloads() -> html.Ul:
    return html.Ul(
        [
            html.Li(html.A("Every current figure (CSV)", href="/api/v1/observations?format=csv")),
            html.Li(html.A("The register (JSON)", href="/api/v1/indicators")),
            html.Li(html.A("How to ask for a part of it", href="/api")),
        ]
    )


def _releases() -> list[Any]:
    """A table of them; those of a file that holds many measures, a release each, are folded."""
    dataset = current_dataset()
    snapshot, superseding, counts = dataset.snapshot(), dataset.snapshot().superseding(), dataset.snapshot().counts()
    newest_first = sorted(snapshot.releases, key=lambda r: -r.id)
    rows = {
        r: _release(r, state_of(snapshot, r, superseding.get(r.id, frozenset()), counts.get(r.id, 0)))
        for r in newest_first
    }
    files = Counter(r.file for r in newest_first)
    many = [file for file, count in files.items() if count > MOST_OF_A_FILE]
    parts: list[Any] = [table(RELEASES, COLUMNS, [row for r, row in rows.items() if r.file not in many])]
    for file in many:
        of_file = [row for r, row in rows.items() if r.file == file]
        said = html.Summary(f"{len(of_file)} more releases, all from the file {file}")
        parts.append(html.Details([said, table(f"{RELEASES}: {file}", COLUMNS, of_file)], className="more"))
    return parts


def _release(release: Release, state: str) -> list[Cell]:
    return [
        [release.title, Part(f"release {release.id}, {release.dataset.replace('_', ' ')}", look="note")],
        release.publisher,
        f"{day_in_words(release.period_first)} to {day_in_words(release.period_last)}",
        f"{release.rows:,}",
        day_in_words(release.imported_at),
        state,
        [release.file, Part(release.sha256[:12], look="note")],
    ]


def _decisions() -> list[Any]:
    """Every release that was ever withdrawn or restored, when and why; nothing where none was."""
    snapshot = current_dataset().snapshot()
    titles = {release.id: f"{release.id}: {release.title}, {release.file}" for release in snapshot.releases}
    rows = [
        [day_in_words(d.decided_at), titles.get(d.release_id, str(d.release_id)), DONE[d.action], d.why or "not said"]
        for d in reversed(snapshot.decisions)
    ]
    return (
        [html.H3("Withdrawn and restored"), table("Releases withdrawn and restored", DECISIONS, rows)] if rows else []
    )
