"""A pack as a PowerPoint presentation with native, editable charts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import Pt

from components import theme
from components.exports import slides_frame as frame
from components.exports.pack import Pack
from components.exports.slides_chart import Chart
from components.exports.slides_drawing import drawing
from components.exports.slides_frame import Lines, Run
from components.exports.slides_master import blank
from components.exports.slides_plan import Planned, plan
from components.exports.slides_table import put_table

_BOTTOM = 524.0
_BETWEEN = 24.0  # two charts


def presentation(pack: Pack) -> bytes:
    """The file of a pack; equal packs make equal files."""
    deck = blank(pack.title, pack.area, pack.made)
    planned = plan(pack)
    slides = [frame.add_slide(deck, frame.COVER if one.is_cover else frame.MESSAGE) for one in planned]
    for slide, one in zip(slides, planned, strict=True):
        _draw(slide, one, slides, pack.made)
    return frame.saved(deck)


class _Drawing:
    """A chart as the library takes it."""

    def __init__(self, chart: Chart, made: datetime) -> None:
        self.xlsx_blob = chart.workbook(made)
        self._xml = drawing(chart)

    def xml_bytes(self, _: object) -> bytes:
        return self._xml


def _draw(slide: Slide, one: Planned, slides: list[Slide], made: datetime) -> None:
    """Shapes in the order they are read: title, subtitle, chart or table or text, remark, foot, number."""
    title, size, box = one.heading()
    frame.put(slide, frame.TITLE, [Lines((Run(title, is_bold=True),), size)], box)
    if one.under:
        frame.put(slide, frame.SUBTITLE, one.under, one.under_box())
    left, top, wide, high = one.body_box()
    for chart in one.charts:
        _put_chart(slide, chart, (left, top), one, made)
        left += chart.size[0] + _BETWEEN
    if one.grid is not None:
        put_table(slide, one.grid, (left, top, wide, high), f"Table: {one.title}", one.summary)
    if one.text:
        frame.put(slide, frame.TEXT, _linked(one, slides), (left, top, wide, high))
    if one.aside:
        frame.put(slide, frame.ASIDE, [Lines((Run(line),)) for line in one.aside], one.aside_box())
    if one.foot:
        frame.put(
            slide, frame.FOOT, [Lines((Run(line, theme.MUTED),)) for line in one.foot], one.foot_box(), anchor="b"
        )
    frame.put_number(slide, _BOTTOM)
    frame.say_for(slide, one.notes)


def _put_chart(slide: Slide, chart: Chart, at: tuple[float, float], one: Planned, made: datetime) -> None:
    drawing: Any = _Drawing(chart, made)
    left, top, wide, high = (Pt(value) for value in (*at, *chart.size))
    kind = XL_CHART_TYPE.LINE if chart.kind == "line" else XL_CHART_TYPE.BAR_CLUSTERED
    made_frame = slide.shapes.add_chart(kind, left, top, wide, high, drawing)
    frame.describe(made_frame, f"Chart: {chart.title or one.title}", one.summary)


def _linked(one: Planned, slides: list[Slide]) -> list[Lines]:
    if not one.links:
        return list(one.text)
    return [
        Lines(tuple(Run(r.text, r.colour, r.is_bold, slides[number - 1]) for r in line.runs), line.size, line.above)
        for line, number in zip(one.text, one.links, strict=True)
    ]
