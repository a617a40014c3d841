"""What stands on each slide of a pack, before there are slides: titles that fit, pages, feet and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from components import tables, theme
from components.exports import slides_bars, slides_lines
from components.exports.pack import Exhibit, Pack, Part
from components.exports.slides_chart import Chart
from components.exports.slides_frame import HIGH, ROOM, Box, Lines, Run
from components.exports.slides_table import Grid, grids
from components.exports.slides_text import COVER, LEAD, TITLES, clean, cut, fitted, height, pages, wrapped
from data.views import ComparisonView, FlowView, ProfileView, TrendView
from data.views.words import period_words

SIDE = (960.0 - ROOM) / 2
_TOP, _BOTTOM, _GAP = 22.0, 16.0, 8.0
_FOOT_WIDE = ROOM - 44
_MOST_CONTENTS = 3  # slides; where all exhibits need more, the parts alone are listed
_MOST_LINK = 3  # lines
_WITH = "; with "  # in a subtitle; what follows is said in the foot


@dataclass(frozen=True, slots=True)
class Planned:
    """One slide. ``links`` are, for each paragraph of ``text``, the number of the slide it leads to, 0 for none."""

    title: str
    under: tuple[Lines, ...] = ()
    charts: tuple[Chart, ...] = ()
    grid: Grid | None = None
    text: tuple[Lines, ...] = ()
    links: tuple[int, ...] = ()
    aside: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    summary: str = ""
    is_cover: bool = False

    def heading(self) -> tuple[str, int, Box]:
        """The title as it fits, its size and box."""
        text, size, lines = fitted(
            clean(self.title), ROOM, COVER if self.is_cover else TITLES, 3 if self.is_cover else 2
        )
        return text, size, (SIDE, 68.0 if self.is_cover else _TOP, ROOM, height(lines, size))

    def under_box(self) -> Box:
        _, _, (left, top, wide, high) = self.heading()
        return left, top + high + (12 if self.is_cover else 2), wide, _tall(self.under)

    def foot_box(self) -> Box:
        high = sum(height(len(wrapped(line, _FOOT_WIDE))) for line in self.foot) or height(1)  # the slide's number
        return SIDE, HIGH - _BOTTOM - high, _FOOT_WIDE, high

    def aside_box(self) -> Box:
        high = sum(height(len(wrapped(line, ROOM))) for line in self.aside)
        return SIDE, self.foot_box()[1] - _GAP - high, ROOM, high

    def body_box(self) -> Box:
        """What is left for a chart, a table or a text."""
        _, top, _, high = self.under_box()
        start = top + high + (20 if self.is_cover else _GAP)
        return SIDE, start, ROOM, self.aside_box()[1] - (4 if self.aside else 0) - start


def plan(pack: Pack) -> list[Planned]:
    """Every slide in order."""
    sections = [[*_section(pack, part), *(s for e in part.exhibits for s in exhibit(pack, e))] for part in pack.parts]
    return [_cover(pack), *_contents(pack, sections), *(s for found in sections for s in found), *_sources(pack)]


def exhibit(pack: Pack, shown: Exhibit) -> list[Planned]:
    """The slides of one exhibit: its chart over as many as it needs, or its table."""
    base = Planned(
        title=shown.message,
        under=_under(shown),
        foot=_foot(clean(shown.source), compared(pack, shown), f"Made {day(pack)}."),
        notes=_notes(shown),
        summary=shown.summary,
        aside=_aside(shown),
    )
    sheets = _charts(shown, ROOM, base.body_box()[3])
    if len(sheets) > 1:
        sheets = _charts(shown, ROOM, _room(base))
    if sheets:
        return _numbered([replace(base, charts=sheet) for sheet in sheets])
    has_view = shown.view is not None
    found, said = grids(_content(shown), ROOM, _room(replace(base, aside=())), keeps_all=has_view)
    aside = (cut(said, ROOM, 3),) if said else ()
    base = replace(base, aside=aside, notes=(*base.notes, *([f"In every row: {said}"] if said else [])))
    found, _ = grids(_content(shown), ROOM, _room(base), keeps_all=has_view)
    if not found:  # not even a reason: no period in the choice
        return [replace(base, text=(Lines((Run(clean(shown.summary, 1000)),), LEAD),))]
    return _numbered([replace(base, grid=grid) for grid in found])


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
    return f"Compared with {whom}{f' ({model} model)' if model else ''}."


def day(pack: Pack) -> str:
    return f"{pack.made.day} {pack.made:%B %Y}"


def _foot(source: str, whom: str, made: str) -> tuple[str, ...]:
    """Source, comparators and the day, the day where there is room for it."""
    lines = [cut(source, _FOOT_WIDE, 3), cut(whom, _FOOT_WIDE, 2)]
    for i in (1, 0):
        longer = f"{lines[i]} {made}" if lines[i].endswith((".", "…")) else f"{lines[i]}. {made}"
        if len(wrapped(longer, _FOOT_WIDE)) == len(wrapped(lines[i], _FOOT_WIDE)):
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


def _content(shown: Exhibit) -> tables.Content:
    """The table of an exhibit that has no chart: with a view, because there are no values but reasons."""
    view = shown.view
    if isinstance(view, TrendView):
        points = [[period_words(p.period), p.text] for p in view.area.points]
        return tables.Content("", (tables.Column("Period"), tables.Column(view.area_name)), points)
    if isinstance(view, ComparisonView):
        bars = [[bar.name, bar.point.text] for bar in view.bars]
        return tables.Content("", (tables.Column("Area"), tables.Column(period_words(view.period))), bars)
    return shown.table


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
        rates = " Rates are per 10,000." if any(r.indicator.unit == "rate_per_10000" for r in shown.view.rows) else ""
        said = f"Each bar starts at England; bold words say what stands out.{rates}"
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
    name, period, own, england, others, stands_out = (
        c if isinstance(c, str) else c.text if isinstance(c, tables.Part) else "" for c in row
    )
    return f"{name}, {period}: {own}; England {england}; neighbours {others}; stands out: {stands_out}."


def _room(base: Planned) -> float:
    """The height for a body, whether or not the title is numbered."""
    return min(base.body_box()[3], replace(base, title=f"{base.title} (99 of 99)").body_box()[3])


def _numbered(slides: list[Planned]) -> list[Planned]:
    if len(slides) == 1:
        return slides
    return [replace(s, title=f"{clean(s.title, 300)} ({i} of {len(slides)})") for i, s in enumerate(slides, 1)]


def _cover(pack: Pack) -> Planned:
    facts = [(name, value) for name, value in pack.facts if value != pack.link]
    text = tuple(
        Lines((Run(f"{clean(name)}: ", theme.MUTED), Run(cut(clean(value), ROOM - 120, 2))), above=6)
        for name, value in facts
        if value != pack.area
    )
    under = (Lines((Run(pack.area, theme.AREA, True),), LEAD),)
    notes = (pack.title, *(f"{name}: {value}" for name, value in pack.facts))
    return Planned(pack.title, under=under, text=text, notes=notes, is_cover=True)


def _section(pack: Pack, part: Part) -> list[Planned]:
    count = len(part.exhibits)
    base = Planned(
        part.title,
        under=(Lines((Run(f"{pack.area}; charts and tables: {count}", theme.MUTED),)),),
        notes=(part.title, *part.headlines),
        is_cover=True,
    )
    lines = [Lines((Run(clean(said, 1000)),), LEAD, 10) for said in part.headlines]
    return _numbered([replace(base, text=tuple(page)) for page in _paged(base, lines)] or [base])


def _contents(pack: Pack, sections: list[list[Planned]]) -> list[Planned]:
    """Where everything is. Slides are numbered from 1; the contents stand after the cover."""
    base = Planned("Contents")
    every = [(slide, where) for where, slide in enumerate((s for found in sections for s in found), 1)]
    firsts = {id(found[0]) for found in sections}
    parts = [(slide, where, True) for slide, where in every if id(slide) in firsts]
    both = [(slide, where, id(slide) in firsts) for slide, where in every if _is_first(slide)]
    room = _room(base)
    for listed in (both, parts):
        found = pages(listed, room, lambda item: height(1) + (8 if item[2] else 2))
        if len(found) <= _MOST_CONTENTS or listed is parts:
            break
    shift = 1 + len(found)
    slides = [
        Planned(
            "Contents",
            text=tuple(_entry(slide, where + shift, is_part) for slide, where, is_part in page),
            links=tuple(where + shift for _, where, _ in page),
            notes=("Contents: every line leads to its slide.",),
        )
        for page in found
    ]
    return _numbered(slides)


def _is_first(slide: Planned) -> bool:
    """Whether a slide is the first of those that share a message."""
    return not any(slide.title.endswith(f" of {n})") and not slide.title.endswith(f"(1 of {n})") for n in range(2, 100))


def _entry(slide: Planned, number: int, is_part: bool) -> Lines:
    title = clean(slide.title).replace(" (1 of ", "\0").partition("\0")[0]
    words = cut(f"{number}  {title}", ROOM - 10, 1, bold=is_part)
    return Lines((Run(words, theme.AREA, is_part),), above=8 if is_part else 2)


def _sources(pack: Pack) -> list[Planned]:
    """The releases with their days, and the address that makes the pack again."""
    again = f"Made {day(pack)} with Safeguarding KPIs. The same choice is made again at {clean(pack.link)}"
    notes = ("Sources and releases", *(f"{t}; {p}; brought in {d}" for t, p, d in pack.releases), again)
    base = Planned("Sources and releases", notes=notes)
    lines = [Lines((Run(again),))]
    columns = (tables.Column("Release"), tables.Column("Publisher"), tables.Column("Brought in"))
    rows = [(title, publisher, _day(when)) for title, publisher, when in pack.releases]
    is_short = len(wrapped(again, ROOM)) <= _MOST_LINK
    found: list[Planned] = []
    if rows:
        aside = (again,) if is_short else ()
        kept = replace(base, aside=(again if is_short else "x",))
        made, _ = grids(tables.Content("", columns, rows), ROOM, _room(kept), keeps_all=True)
        said = f"The {len(rows)} releases that the figures come from, with publisher and day brought in."
        found = [replace(base, grid=grid, aside=aside, summary=said) for grid in made]
    if not found or not is_short:
        found += [replace(base, text=tuple(page)) for page in _paged(base, lines)]
    return _numbered(found)


def _day(text: str) -> str:
    when = date.fromisoformat(text)
    return f"{when.day} {when:%B %Y}"


def _tall(lines: Sequence[Lines]) -> float:
    return sum(_line_tall(line) for line in lines)


def _line_tall(line: Lines) -> float:
    is_bold = any(run.is_bold for run in line.runs)
    text = "".join(run.text for run in line.runs)
    return height(len(wrapped(text, ROOM, line.size, bold=is_bold)), line.size) + line.above


def _paged(base: Planned, lines: list[Lines]) -> list[list[Lines]]:
    """Paragraphs on as many slides as they need; one longer than a slide is divided."""
    room = _room(base)
    divided: list[Lines] = []
    for line in lines:
        most = max(1, int((room - line.above) / height(1, line.size)))
        words = wrapped(line.runs[0].text, ROOM, line.size)
        is_whole = len(words) <= most
        pieces = (
            [line.runs[0].text] if is_whole else [" ".join(words[i : i + most]) for i in range(0, len(words), most)]
        )
        divided += [replace(line, runs=(replace(line.runs[0], text=piece),)) for piece in pieces]
    return pages(divided, room, _line_tall)
