"""One indicator: definition, sources, chart, table, every release, what is said of it."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.conflicts import conflict_table, doubt_fold
from components.current import current_dataset
from components.panels.blocks import block
from components.shell import page
from components.words import MEASURES, POLARITIES
from data.register import PANELS, STAGES, Indicator
from data.selection import Selection
from data.views import doubts, words
from data.views.printed import disagreements


def _title(name: str | None = None) -> str:
    found = current_dataset().register.get(name or "")
    return f"{found.name if found else 'Indicator'} – Safeguarding KPIs"


dash.register_page(__name__, path_template="/indicators/<name>", title=_title, name="Indicator")


def layout(name: str | None = None, **query: Any) -> html.Div:
    register = current_dataset().register
    if name is None or name not in register:
        sentence = f"“{str(name)[:40]}” is not an indicator of the register; all are listed under Indicators."
        return page(
            "No such indicator",
            query,
            lambda _: [html.P(html.A("All indicators", href="/indicators"))],
            (),
            [sentence],
        )
    found = register[name]
    return page(found.name, query, lambda selection: _body(found, selection))


def _body(indicator: Indicator, selection: Selection) -> list[Any]:
    parts: list[Any] = [html.P(indicator.definition, className="lede")]
    if indicator.published_source:
        kinds = ("trend", "comparison") if indicator.is_comparable else ("trend",)
        charts = [block(kind, indicator.id, selection) for kind in kinds]
        parts += [
            html.H2("Published figures"),
            html.Div(
                [
                    block("tiles", indicator.id, selection),
                    html.Div([html.H3("What this figure says"), block("assessment", indicator.id, selection)]),
                ],
                className="tile-and-words",
            ),
            html.Div(charts, className="charts"),
        ]
    if indicator.local_source:
        parts += [
            html.H2("The board's own figures"),
            html.Div(block("local", indicator.id, selection), className="local-block"),
        ]
    return [
        *parts,
        *_said(indicator),
        html.H2("About this indicator"),
        _facts(indicator),
        html.H2("Every release"),
        block("history", indicator.id, selection),
    ]


DOUBTED = (
    "These figures are unlike the other years of their place. Each is shown as published. Averages and ranks keep it."
)


def _said(indicator: Indicator) -> list[Any]:
    snapshot = current_dataset().snapshot()
    every = (*current_dataset().conflicts, *disagreements(snapshot, [indicator]))
    conflicts = [c for c in every if indicator.id in c.indicators]
    parts: list[Any] = []
    if indicator.notes:
        notes = [html.Li(f"{note.text} ({note.source})") for note in indicator.notes]
        parts += [html.H2("In words only"), html.Ul(notes)]
    if conflicts:
        parts += [
            html.H2("Where the sources disagree"),
            conflict_table(conflicts, current_dataset().register, "Disagreements on this indicator"),
        ]
    doubted = tuple(doubts.doubts(snapshot, indicator).values())
    if doubted:
        parts += [html.H2("Doubted figures", id="doubted"), html.P(DOUBTED), doubt_fold("Show all", doubted)]
    return parts


def _facts(indicator: Indicator) -> html.Dl:
    facts = {
        "Identifier": indicator.id,
        "Panel": " – ".join(filter(None, (PANELS[indicator.panel], STAGES.get(indicator.stage, "")))),
        "Unit": words.of_what(indicator),
        "Measured": MEASURES[indicator.measure],
        "Better is": POLARITIES[indicator.polarity],
        "Numerator": indicator.numerator,
        "Denominator": indicator.denominator,
        "Supplied by": indicator.agency,
        "Published source": indicator.published_source,
        "Board's source": indicator.local_source,
        "Caveats": " ".join(indicator.caveats),
    }
    return html.Dl(
        [part for k, v in facts.items() if v for part in (html.Dt(k), html.Dd(v))], className="definition-list"
    )
