"""What a panel is: sections in order, each with its tiles, local figures, charts and comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dash import html

from components.panels.blocks import block
from data.selection import Selection

Children = list[Any]


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

    def layout(self, selection: Selection) -> html.Section:
        heading = f"section-{self.id}"
        charts = [block("comparison", i, selection) for i in self.comparisons]
        lines = [block("trend", i, selection) for i in self.trends]
        # A lead's trend and comparison stand side by side.
        paired = [c for pair in zip(lines, charts, strict=False) for c in pair]
        paired += lines[len(charts) :] + charts[len(lines) :]
        parts: Children = [html.H2(self.title, id=heading)]
        parts += [html.P(self.lede, className="lede")] if self.lede else []
        if self.has_published:
            parts += [html.H3("Published figures"), block("tiles", self.name, selection)]
        parts += [block(kind, name, selection) for kind, name in self.blocks]
        if paired:
            parts.append(html.Div(paired, className="charts"))
        if self.has_local:
            own: Children = [html.H3("The board's own figures")]
            own += [] if self.has_published else [block("local-tiles", self.name, selection)]
            parts.append(html.Div([*own, block("local", self.name, selection)], className="local-block"))
        return html.Section(parts, className="stage", **{"aria-labelledby": heading})


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: where it is, what it asks, what it shows."""

    id: str
    path: str
    title: str
    lede: str
    sections: tuple[Section, ...]
    contents: bool = field(default=False)

    def body(self, selection: Selection) -> Children:
        """Headlines, a list of contents for a long panel, then the sections."""
        links = [html.Li(html.A(s.title, href=f"#section-{s.id}")) for s in self.sections]
        contents = [html.Nav(html.Ul(links), className="contents", **{"aria-label": "Stages"})] if self.contents else []
        return [
            html.P(self.lede, className="lede"),
            html.Div(block("headlines", self.id, selection), className="headlines"),
            html.Section(
                [html.H2("The panel on one sheet"), html.Div(block("profile", self.id, selection), className="charts")],
                className="stage",
            ),
            *contents,
            *(section.layout(selection) for section in self.sections),
        ]
