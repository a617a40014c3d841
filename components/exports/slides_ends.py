"""The slides around the exhibits of a pack: cover, contents, the head of each part, sources."""

from __future__ import annotations

from dataclasses import replace

from components import tables, theme
from components.exports.pack import LICENCE, Pack, Part
from components.exports.plain import clean
from components.exports.slides_frame import ROOM, Lines, Run
from components.exports.slides_planned import Planned, numbered, paged, room_of
from components.exports.slides_table import grids
from components.exports.slides_text import LEAD, cut, height, pages, wrapped
from data.clock import day_in_words

_MOST_CONTENTS = 3  # slides; where all exhibits need more, the parts alone are listed
_MOST_LINK = 3  # lines


def cover(pack: Pack) -> Planned:
    """Title, area and what the pack was made of."""
    facts = [(name, value) for name, value in pack.facts if value != pack.link]
    text = tuple(
        Lines((Run(f"{clean(name)}: ", theme.MUTED), Run(cut(clean(value), ROOM - 120, 2))), above=6)
        for name, value in facts
        if value != pack.area
    )
    under = (Lines((Run(pack.area, theme.AREA, True),), LEAD),)
    notes = (pack.title, *(f"{name}: {value}" for name, value in pack.facts))
    return Planned(pack.title, under=under, text=text, notes=notes, is_cover=True)


def section(pack: Pack, part: Part) -> list[Planned]:
    """The head of a part with what is said of it."""
    count = len(part.exhibits)
    base = Planned(
        part.title,
        under=(Lines((Run(f"{pack.area}; charts and tables: {count}", theme.MUTED),)),),
        notes=(part.title, *part.said),
        is_cover=True,
    )
    lines = [Lines((Run(clean(said, 1000)),), LEAD, 10) for said in part.said]
    return numbered([replace(base, text=tuple(page)) for page in paged(base, lines)] or [base])


def contents(pack: Pack, sections: list[list[Planned]]) -> list[Planned]:
    """Where everything is. Slides are numbered from 1; the contents stand after the cover."""
    base = Planned("Contents")
    every = [(slide, where) for where, slide in enumerate((s for found in sections for s in found), 1)]
    firsts = {id(found[0]) for found in sections}
    parts = [(slide, where, True) for slide, where in every if id(slide) in firsts]
    both = [(slide, where, id(slide) in firsts) for slide, where in every if _is_first(slide)]
    room = room_of(base)
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
    return numbered(slides)


def _is_first(slide: Planned) -> bool:
    """Whether a slide is the first of those that share a message."""
    return not any(slide.title.endswith(f" of {n})") and not slide.title.endswith(f"(1 of {n})") for n in range(2, 100))


def _entry(slide: Planned, number: int, is_part: bool) -> Lines:
    title = clean(slide.title).replace(" (1 of ", "\0").partition("\0")[0]
    words = cut(f"{number}  {title}", ROOM - 10, 1, bold=is_part)
    return Lines((Run(words, theme.AREA, is_part),), above=8 if is_part else 2)


def sources(pack: Pack) -> list[Planned]:
    """The releases with their days, the licence, and the address that makes the pack again."""
    again = f"Made {pack.day} with Safeguarding KPIs. Link to this pack: {clean(pack.link)}"
    said = (*(f"{title}; {who}; imported {day_in_words(day)}" for title, who, day in pack.releases), LICENCE, again)
    base = Planned("Sources and releases", notes=("Sources and releases", *said))
    is_short = len(wrapped(again, ROOM)) <= _MOST_LINK
    found = _releases(pack, replace(base, aside=(LICENCE, again) if is_short else (LICENCE,)))
    return numbered(
        found
        if is_short
        else [*found, *(replace(base, text=tuple(page)) for page in paged(base, [Lines((Run(again),))]))]
    )


def _releases(pack: Pack, base: Planned) -> list[Planned]:
    columns = (tables.Column("Release"), tables.Column("Publisher"), tables.Column("Imported"))
    rows = [(title, publisher, day_in_words(day)) for title, publisher, day in pack.releases]
    made, _ = grids(tables.Content("", columns, rows), ROOM, room_of(base), keeps_all=True)
    summary = f"The {len(rows)} releases that the figures come from, with publisher and day of import."
    return [replace(base, grid=grid, summary=summary) for grid in made]
