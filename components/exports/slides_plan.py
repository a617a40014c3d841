"""What stands on each slide of a pack, before there are slides: titles that fit, pages, feet and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components import tables, theme
from components.exports import slides_bars, slides_lines
from components.exports.exhibits import Exhibit
from components.exports.pack import Pack
from components.exports.plain import clean
from components.exports.slides_chart import Chart
from components.exports.slides_ends import contents, cover, section, sources
from components.exports.slides_frame import ROOM, Lines, Run
from components.exports.slides_planned import FOOT_WIDE, Planned, numbered, room_of
from components.exports.slides_table import grids
from components.exports.slides_text import cut, wrapped
from data.views import ComparisonView, FlowView, ProfileView, TrendView

_SOURCE_LINES = 3  # of a foot; what takes more leaves no room for a chart
MANY_SOURCES = "Source: several publications, all named in the notes of this slide and under Sources and releases"
_WITH = "; with "  # in a subtitle; what follows is said in the foot


def plan(pack: Pack) -> list[Planned]:
    """Every slide in order."""
    sections = [[*section(pack, part), *(s for e in part.exhibits for s in exhibit(pack, e))] for part in pack.parts]
    return [cover(pack), *contents(pack, sections), *(s for found in sections for s in found), *sources(pack)]


def exhibit(pack: Pack, shown: Exhibit) -> list[Planned]:
    """The slides of one exhibit: its chart over as many as it needs, or its table."""
    base = Planned(
        title=shown.message,
        under=_under(shown),
        foot=_foot(clean(shown.source), compared(pack, shown), f"Made {pack.day}."),
        notes=_notes(shown),
        summary=shown.summary,
        aside=_aside(shown),
    )
    sheets = _charts(shown, ROOM, base.body_box()[3])
    if len(sheets) > 1:
        sheets = _charts(shown, ROOM, room_of(base))
    if sheets:
        return numbered([replace(base, charts=sheet) for sheet in sheets])
    has_view = shown.view is not None
    found, said = grids(shown.table, ROOM, room_of(replace(base, aside=())), keeps_all=has_view)
    aside = (cut(said, ROOM, 3),) if said else ()
    base = replace(base, aside=aside, notes=(*base.notes, *([f"In every row: {said}"] if said else [])))
    found, _ = grids(shown.table, ROOM, room_of(base), keeps_all=has_view)
    return numbered([replace(base, grid=grid) for grid in found])


def compared(pack: Pack, shown: Exhibit) -> str:
    """Whom the figures are compared with, as a sentence."""
    view = shown.view
    if view is None:
        return "Compared only with what the report itself gives."
    if isinstance(view, FlowView):
        return "Not compared with other areas."
    if isinstance(view, TrendView):
        names = clean(view.subtitle).partition(_WITH)[2].replace("statistical ", "")
        return f"Compared with {names}." if names else "Not compared with other areas."
    facts = dict(pack.facts)
    if "Compared with" not in facts:
        return ""
    model = facts.get("Neighbour model", "").split(" ")[0]
    whom = facts["Compared with"].replace("statistical ", "")
    if isinstance(view, ProfileView):
        whom = whom.replace("the region", "every other authority")
    return f"Compared with {whom}{f' ({model} model)' if model else ''}."


def _foot(source: str, whom: str, made: str) -> tuple[str, ...]:
    """Source, comparators and the day, the day where there is room for it."""
    source = source if len(wrapped(source, FOOT_WIDE)) <= _SOURCE_LINES else MANY_SOURCES
    lines = [source, cut(whom, FOOT_WIDE, 2)]
    for i in (1, 0):
        longer = f"{lines[i]} {made}" if lines[i].endswith((".", "…")) else f"{lines[i]}. {made}"
        if len(wrapped(longer, FOOT_WIDE)) == len(wrapped(lines[i], FOOT_WIDE)):
            return (longer, lines[1]) if i == 0 else (lines[0], longer)
    return (*lines, made)


def _charts(shown: Exhibit, wide: float, high: float) -> list[tuple[Chart, ...]]:
    """The charts of an exhibit, by slide."""
    view = shown.view
    if isinstance(view, TrendView):
        chart = slides_lines.trend(view, wide, high)
        return [(chart,)] if chart else []
    if isinstance(view, ComparisonView):
        return [(chart,) for chart in slides_bars.comparison(view, wide, high)]
    if isinstance(view, ProfileView):
        return [(chart,) for chart in slides_bars.profile(view, wide, high)]
    both = tuple(slides_bars.flow(view, wide, high)) if isinstance(view, FlowView) else ()
    return [both] if both else []


def _under(shown: Exhibit) -> tuple[Lines, ...]:
    """The subtitle; the foot says who a trend is compared with. Under it the averages of a comparison."""
    text = clean(shown.subtitle)
    if isinstance(shown.view, TrendView | ProfileView):
        text = text.partition(_WITH)[0]
    lines = [Lines((Run(cut(text, ROOM, 3), theme.MUTED),))]
    if isinstance(shown.view, ComparisonView) and (found := slides_bars.averages(shown.view)):
        runs = [Run(words + "; " * (words != found[-1][0]), colour, True) for words, colour in found]
        lines.append(Lines(tuple(runs)))
    if isinstance(shown.view, ProfileView):
        is_rate = any(row.indicator.unit_words == slides_bars.USUAL_RATE for row in shown.view.rows)
        rates = f" Rates are {slides_bars.USUAL_RATE} children where no other unit is given." if is_rate else ""
        said = f"Each bar starts at England; bold words say what is unusual.{rates}"
        lines.append(Lines((Run(said, theme.MUTED),)))
    return tuple(lines)


def _aside(shown: Exhibit) -> tuple[str, ...]:
    """What a chart cannot show."""
    if isinstance(shown.view, TrendView) and (said := slides_lines.missing_words(shown.view)):
        return (cut(clean(said), ROOM, 2),)
    return ()


def _notes(shown: Exhibit) -> tuple[str, ...]:
    parts = (
        ("Summary", shown.summary), ("Subtitle", shown.subtitle), ("Definition", shown.definition),
        ("Method", shown.method), ("Source", shown.source.removeprefix("Source:").strip()),
        ("Notes", " ".join(shown.notes)),
    )  # fmt: skip
    said = [shown.message, *(f"{name}: {text}" for name, text in parts if text)]
    if isinstance(shown.view, ProfileView):
        said += [_profile_words(row) for row in shown.table.rows]
    return tuple(said)


def _profile_words(row: Sequence[tables.Cell]) -> str:
    name, _unit, period, own, england, others, unusual = (
        c if isinstance(c, str) else c.text if isinstance(c, tables.Part) else "" for c in row
    )
    return f"{name}, {period}: {own}; England {england}; neighbours {others}; unusual: {unusual}."
