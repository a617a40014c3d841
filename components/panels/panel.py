"""What a panel is: sections in order, each with its tiles, local figures, charts and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html

from components.current import current_dataset
from components.panels.blocks import block
from data.selection import Selection

Children = list[Any]
SHEET = "All on one sheet"
# A stage of a long panel shows its lead over the years and beside the neighbours; a short panel shows everything.
CHARTS_OF_A_STAGE, CHARTS_OF_A_PANEL = 2, 12


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a panel. ``name`` is a panel, a stage ("journey.front_door") or indicators by comma.

    ``trends`` and ``comparisons`` are indicator ids; ``blocks`` are further blocks (kind, name) shown wide.
    """

    id: str
    title: str
    name: str
    lede: str = ""
    has_published: bool = True
    has_local: bool = True
    trends: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()

    def layout(self, selection: Selection, most: int) -> html.Section:
        """The section with at most so many charts open to the eye; the rest can be opened."""
        heading = f"section-{self.id}"
        parts: Children = [html.H2(self.title, id=heading)]
        parts += [html.P(self.lede, className="lede")] if self.lede else []
        if self.has_published:
            parts.append(block("tiles", self.name, selection))
        parts += [block(kind, name, selection) for kind, name in self.blocks]
        parts += _charts(self._pairs(), selection, most)
        if self.has_local:
            kind = "local" if self.has_published else "local-tiles"
            own = [html.H3("The board's own figures"), block(kind, self.name, selection)]
            parts.append(html.Div(own, className="local-block"))
        return html.Section(parts, className="stage", **{"aria-labelledby": heading})

    def _pairs(self) -> list[tuple[str, str]]:
        """Kind and indicator of each chart: a lead's trend and comparison stand side by side, then the rest."""
        leads = [(kind, i) for i in self.comparisons for kind in ("trend", "comparison")]
        return leads + [("trend", i) for i in self.trends if i not in self.comparisons]


def _charts(charts: Sequence[tuple[str, str]], selection: Selection, most: int) -> Children:
    shown, more = ([block(kind, i, selection) for kind, i in part] for part in (charts[:most], charts[most:]))
    if not more:
        return [html.Div(shown, className="charts")] if shown else []
    names = ", ".join(dict.fromkeys(current_dataset().register[i].short for _, i in charts[most:]))
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
