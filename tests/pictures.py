"""Every chart there is to draw, as pages are sent it: indicator by indicator, for one area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

from dash.development.base_component import Component

from components.current import current_dataset
from components.panels.chart import comparison_chart, profile_chart, trend_chart
from components.panels.compare import choices, compared
from components.panels.local import flow_chart
from components.tables import Content
from data.observations import PUBLISHED
from data.register import PANELS
from data.selection import INTERVALS, Selection
from tests.boxes import WIDE_FROM

SCRIPT = (Path(__file__).parent / "browser" / "pictures.js").read_text()
KINDS = ("comparison", "trend", "strip", "funnel")
NO_TABLE = Content("", (), ()).data()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by its name, "lac_rate, funnel, Worcestershire", with what the browser draws it from."""

    name: str
    classes: str
    content: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.name.split(", ")[1]

    def words(self, width: float) -> set[str]:
        """Every line that its traces and its layout have in words, as people read it in a place so many px wide."""
        figure = (self.content["wide"] if width >= WIDE_FROM else None) or self.content["figure"]
        texts = [text for trace in figure["data"] if "text" in trace.get("mode", "") for text in trace["text"]]
        texts += [note["text"] for note in figure["layout"].get("annotations", [])]
        texts += [figure["layout"]["title"]["text"]] if "title" in figure["layout"] else []
        lines = (line for text in texts for line in text.split("<br>"))
        return {shown for line in lines if (shown := unescape(re.sub(r"</?b>", "", line)).replace("\xa0", " ").strip())}

    @property
    def sent(self) -> list[Any]:
        """As ``browser/pictures.js`` takes it."""
        return [self.classes, self.content]


def pictures(selection: Selection, indicators: Iterable[str], named: str = "") -> Iterator[Picture]:
    """Each kind of chart of each indicator; ``named`` is the key of one more area to mark."""
    dataset = current_dataset()
    area, shown = dataset.snapshot().areas[selection.area].name, replace(selection, intervals=INTERVALS[1])
    for name in indicators:
        if dataset.register[name].is_comparable:
            figures = _figures(compared(choices({"indicator": name, "against": named}, selection), selection))
        else:
            figures = _figures([*comparison_chart(name, selection), *trend_chart(name, selection)])
        for kind, figure in zip(KINDS, figures, strict=False):
            yield _picture(f"{name}, {kind}, {area}", figure)
        yield _picture(f"{name}, trend with intervals, {area}", *_figures(trend_chart(name, shown)))


def sheets(selection: Selection) -> Iterator[Picture]:
    """The profile of each panel, and the flow of contacts where there is one."""
    area = current_dataset().snapshot().areas[selection.area].name
    for panel in PANELS:
        yield _picture(f"{panel}, profile, {area}", *_figures(profile_chart(panel, selection)))
    for figure in _figures(flow_chart("contacts", selection)):
        yield _picture(f"contacts, flow, {area}", figure)


def published() -> list[str]:
    """Every indicator that has published figures."""
    dataset = current_dataset()
    return [i.id for i in dataset.register.published if dataset.snapshot().figures(i.id, PUBLISHED)]


def _figures(parts: Iterable[Any]) -> list[Component]:
    """The figures among components, however deep."""
    found = []
    for part in parts:
        if hasattr(part, "data-chart"):
            found.append(part)
        elif isinstance(part, Component):
            children = getattr(part, "children", None) or []
            found += _figures(children if isinstance(children, list) else [children])
    return found


def _picture(name: str, figure: Component) -> Picture:
    return Picture(name, figure.className, getattr(figure, "data-chart") | {"table": NO_TABLE})
