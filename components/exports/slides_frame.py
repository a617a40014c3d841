"""What slides share: their places and texts, the notes, the file. All lengths are points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import Slide

from components import theme
from components.exports.package import same
from components.exports.plain import clean
from components.exports.slides_text import SMALL

WIDE, HIGH = 960.0, 540.0  # 13.333 × 7.5 inches
SIDE = 40.0
ROOM = WIDE - 2 * SIDE
TITLE, SUBTITLE, FOOT, NUMBER, TEXT, ASIDE = "title", "subtitle", "foot", "number", "text", "aside"
COVER, MESSAGE = 0, 1  # layouts
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PLACES = {
    TITLE: ('type="title"', "Title"),
    SUBTITLE: ('type="body" idx="13"', "Subtitle"),
    TEXT: ('type="body" idx="14"', "Text"),
    ASIDE: ('type="body" idx="15"', "Remark"),
    FOOT: ('type="ftr" sz="quarter" idx="11"', "Foot"),
    NUMBER: ('type="sldNum" sz="quarter" idx="12"', "Slide number"),
}
BOXES = {
    TITLE: (SIDE, 22.0, ROOM, 68.0),
    SUBTITLE: (SIDE, 94.0, ROOM, 44.0),
    TEXT: (SIDE, 150.0, ROOM, 310.0),
    ASIDE: (SIDE, 440.0, ROOM, 24.0),
    FOOT: (SIDE, 476.0, ROOM - 44, 44.0),
    NUMBER: (WIDE - SIDE - 40, 498.0, 40.0, 22.0),
}
COVER_BOXES = BOXES | {TITLE: (SIDE, 68.0, ROOM, 100.0), SUBTITLE: (SIDE, 180.0, ROOM, 30.0)}
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one look; ``to`` is the slide that it leads to."""

    text: str
    colour: str = theme.INK
    is_bold: bool = False
    to: Slide | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One paragraph; ``above`` is the space before it."""

    runs: tuple[Run, ...]
    size: int = SMALL
    above: float = 0.0


def add_slide(deck: Presentation, layout: int) -> Slide:
    """A slide without shapes; what is added is read in its order."""
    # As ``deck.slides.add_slide`` does, less the placeholders, which would be made only to be removed.
    number, slide = deck.part.add_slide(deck.slide_layouts[layout])
    deck.slides._sldIdLst.add_sldId(number)
    return slide


def put(slide: Slide, place: str, lines: Sequence[Lines], box: Box, *, anchor: str = "t") -> None:
    """A placeholder with its text."""
    tree = slide.shapes._spTree
    tree.append(shape(len(tree) + 1, place, box, "".join(_paragraph(slide, line) for line in lines), anchor))


def put_number(slide: Slide, bottom: float) -> None:
    tree = slide.shapes._spTree
    look = f'<a:rPr lang="en-GB" sz="{SMALL * 100}">{fill(theme.MUTED)}</a:rPr>'
    words = f'<a:p><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{look}'
    left, _, wide, high = BOXES[NUMBER]
    number = f"<a:t>{slide.part.partname.idx}</a:t></a:fld></a:p>"
    tree.append(shape(len(tree) + 1, NUMBER, (left, bottom - high, wide, high), words + number, "b"))


def say_for(slide: Slide, paragraphs: Iterable[str]) -> None:
    """The slide's notes."""
    frame = slide.notes_slide.notes_text_frame
    if frame is None:  # the notes of the standard master have one
        return
    body = frame._txBody
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    for text in paragraphs:
        words = f'<a:r><a:rPr lang="en-GB"/><a:t>{escape(clean(text))}</a:t></a:r>'
        body.append(parse_xml(f"<a:p {NS}>{words}</a:p>"))


def describe(frame: Any, name: str, text: str) -> None:
    """Alternative text of a chart or a table."""
    known = frame._element.nvGraphicFramePr.cNvPr
    known.set("name", clean(name, 100))
    known.set("descr", clean(text))


def saved(deck: Presentation) -> bytes:
    """The file; equal presentations are equal bytes."""
    written = BytesIO()
    deck.save(written)
    return same(written)


def _paragraph(slide: Slide, line: Lines) -> str:
    space = f'<a:spcBef><a:spcPts val="{round(line.above * 100)}"/></a:spcBef>' if line.above else ""
    runs = "".join(_run(slide, run, line.size) for run in line.runs)
    return f'<a:p><a:pPr>{space}</a:pPr>{runs}<a:endParaRPr lang="en-GB" sz="{line.size * 100}"/></a:p>'


def _run(slide: Slide, run: Run, size: int) -> str:
    jump = ""
    if run.to is not None:
        known = slide.part.relate_to(run.to.part, RT.SLIDE)
        jump = f'<a:hlinkClick r:id="{known}" action="ppaction://hlinksldjump"/>'
    look = f'lang="en-GB" sz="{size * 100}" b="{int(run.is_bold)}"'
    text = clean(run.text)
    before, after = " " * (run.text[:1] == " "), " " * (run.text[-1:] == " ")
    return f"<a:r><a:rPr {look}>{fill(run.colour)}{jump}</a:rPr><a:t>{escape(before + text + after)}</a:t></a:r>"


def shape(number: int, place: str, box: Box, paragraphs: str, anchor: str = "t", style: str = "") -> Any:
    """A placeholder as XML, of a slide, a layout or the master."""
    kind, name = PLACES[place]
    left, top, wide, high = (round(value * 12700) for value in box)
    return parse_xml(
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle>{style}</a:lstStyle>{paragraphs}</p:txBody></p:sp>"
    )


def fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
