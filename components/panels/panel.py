"""What a panel is: sections in order, each with its tiles, local figures, charts and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html

from components.current import current_dataset
from components.panels.blocks import block, folded
from components.panels.named import charted, indicators
from components.panels.overview import LEADS
from data.register import PANELS, Indicator, Register
from data.selection import Selection

Children = list[Any]
SHEET = "All on one sheet"
NO_SERIES = "No national series is published for this stage."
# A stage of a long panel shows its lead over the years and beside the neighbours; a short panel shows everything.
CHARTS_OF_A_STAGE, CHARTS_OF_A_PANEL = 2, 12


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a panel. ``name`` is a panel, a stage ("journey.front_door") or indicators by comma.

    ``trends`` and ``comparisons`` are indicator ids; ``blocks`` are further blocks (kind, name) shown wide. A stage
    names no trends: its published series have one each, as the register declares them.
    """

    id: str
    title: str
    name: str
    lede: str = ""
    has_local: bool = True
    trends: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()

    @property
    def is_stage(self) -> bool:
        panel, _, stage = self.name.partition(".")
        return panel in PANELS and bool(stage)

    def published(self, register: Register) -> tuple[Indicator, ...]:
        """Its indicators with a published series."""
        return tuple(i for i in indicators(register, self.name) if i.published_source)

    def trends_in(self, register: Register) -> tuple[str, ...]:
        """Whose trends it shows, in their order."""
        panel = self.name.partition(".")[0]
        return charted(register, self.name, LEADS.get(panel, ())) if self.is_stage else self.trends

    def comparisons_in(self, register: Register) -> tuple[str, ...]:
        """Whose comparison it shows: of a stage that of its lead, unless all are bare counts."""
        leads = self.trends_in(register)[:1] if self.is_stage else self.comparisons
        return tuple(i for i in leads if register[i].is_comparable)

    def layout(self, selection: Selection, most: int) -> html.Section:
        """The section with at most so many charts open to the eye; the rest can be opened."""
        heading = f"section-{self.id}"
        has_published = bool(self.published(current_dataset().register))
        parts: Children = [html.H2(self.title, id=heading)]
        parts += [html.P(self.lede, className="lede")] if self.lede else []
        parts += [html.P(NO_SERIES, className="lede")] if self.is_stage and not has_published else []
        if has_published:
            parts.append(block("tiles", self.name, selection))
        parts += [block(kind, name, selection) for kind, name in self.blocks]
        parts += _charts(self._pairs(), selection, most)
        if self.has_local:
            kind = "local" if has_published else "local-tiles"
            own = [html.H3("The board's own figures"), block(kind, self.name, selection)]
            parts.append(html.Div(own, className="local-block"))
        return html.Section(parts, className="stage", **{"aria-labelledby": heading})

    def _pairs(self) -> list[tuple[str, str]]:
        """Kind and indicator of each chart: a lead's trend and comparison stand side by side, then the rest."""
        register = current_dataset().register
        compared = self.comparisons_in(register)
        leads = [(kind, i) for i in compared for kind in ("trend", "comparison")]
        return leads + [("trend", i) for i in self.trends_in(register) if i not in compared]


def _charts(charts: Sequence[tuple[str, str]], selection: Selection, most: int) -> Children:
    """The first charts, and what opens to the rest: those are made when they are asked for."""
    shown = [block(kind, i, selection) for kind, i in charts[:most]]
    more = [folded(kind, i) for kind, i in charts[most:]]
    if not more:
        return [html.Div(shown, className="charts")] if shown else []
    names = "; ".join(dict.fromkeys(current_dataset().register[i].short for _, i in charts[most:]))
    return [
        html.Div(shown, className="charts"),
        html.Details([html.Summary(f"More charts: {names}"), html.Div(more, className="charts")], className="more"),
    ]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: where it is, what it asks, what it shows."""

    id: str
    path: str
    title: str
    lede: str
    sections: tuple[Section, ...]
    contents: bool = field(default=False)
    appended: tuple[str, str] | None = None  # title and id of what the page shows after all this

    def body(self, selection: Selection) -> Children:
        """Headlines, for a long panel a list of its stages, the sections, and all of it on one sheet."""
        most = CHARTS_OF_A_STAGE if self.contents else CHARTS_OF_A_PANEL
        return [
            html.P(self.lede, className="lede"),
            html.Div(block("headlines", self.id, selection), className="headlines"),
            *([self._contents()] if self.contents else []),
            *(section.layout(selection, most) for section in self.sections),
            _sheet(self.id, selection),
        ]

    def _contents(self) -> html.Nav:
        links = [(section.title, section.id) for section in self.sections] + [(SHEET, "sheet")]
        links += [self.appended] if self.appended else []
        items = [html.Li(html.A(title, href=f"#section-{name}")) for title, name in links]
        return html.Nav(html.Ul(items), className="contents", **{"aria-label": "Stages"})


def _sheet(panel: str, selection: Selection) -> html.Section:
    chart = html.Div(block("profile", panel, selection), className="charts")
    return html.Section([html.H2(SHEET, id="section-sheet"), chart], className="stage")
