"""The empty presentation and what its slides share: master, layouts, texts in their places, notes, the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Pt

from components import theme
from components.exports.slides_text import FACE, SMALL, TITLES, clean

WIDE, HIGH = 960.0, 540.0  # 13.333 × 7.5 inches
SIDE = 40.0
ROOM = WIDE - 2 * SIDE
TITLE, SUBTITLE, FOOT, NUMBER, TEXT, ASIDE = "title", "subtitle", "foot", "number", "text", "aside"
COVER, MESSAGE = 0, 1  # layouts
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can hold
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PLACES = {
    TITLE: ('type="title"', "Title"),
    SUBTITLE: ('type="body" idx="13"', "Subtitle"),
    TEXT: ('type="body" idx="14"', "Text"),
    ASIDE: ('type="body" idx="15"', "Remark"),
    FOOT: ('type="ftr" sz="quarter" idx="11"', "Foot"),
    NUMBER: ('type="sldNum" sz="quarter" idx="12"', "Slide number"),
}
_BOXES = {
    TITLE: (SIDE, 22.0, ROOM, 68.0),
    SUBTITLE: (SIDE, 94.0, ROOM, 44.0),
    TEXT: (SIDE, 150.0, ROOM, 310.0),
    ASIDE: (SIDE, 440.0, ROOM, 24.0),
    FOOT: (SIDE, 476.0, ROOM - 44, 44.0),
    NUMBER: (WIDE - SIDE - 40, 498.0, 40.0, 22.0),
}
_COVER_BOXES = _BOXES | {TITLE: (SIDE, 68.0, ROOM, 100.0), SUBTITLE: (SIDE, 180.0, ROOM, 30.0)}
_SCHEME = {
    "dk1": theme.INK, "lt1": theme.WHITE, "dk2": theme.ENGLAND, "lt2": theme.TINT, "accent1": theme.AREA,
    "accent2": theme.NEIGHBOURS, "accent3": theme.REGION, "accent4": theme.MEMBER, "accent5": theme.ENGLAND,
    "accent6": theme.WORSE, "hlink": theme.AREA, "folHlink": theme.AREA,
}  # fmt: skip

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


def blank(title: str, subject: str, made: datetime) -> Presentation:
    """A presentation without slides, in the product's look, with two layouts."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    deck.part._element.find(".//{*}sldSz").attrib.pop("type", None)
    master = deck.slide_master
    layouts = list(deck.slide_layouts)
    kept = {0: "Cover and parts", 5: "One message"}
    for index, layout in enumerate(layouts):
        if index not in kept:
            deck.slide_layouts.remove(layout)
    for (index, name), boxes, is_cover in zip(kept.items(), (_COVER_BOXES, _BOXES), (True, False), strict=True):
        layout = layouts[index]
        layout.name = name
        layout._element.attrib.pop("type", None)
        _fill_tree(layout._element, boxes, is_cover)
    _fill_tree(master._element, {k: v for k, v in _BOXES.items() if k not in (TEXT, ASIDE)}, False, is_master=True)
    _styles(master._element)
    _theme(master.part.part_related_by(RT.THEME))
    _forget_template(deck)
    _application(deck)
    for properties in deck.part._element.iterfind(".//{*}defRPr[@lang]"):
        properties.set("lang", "en-GB")
    core = deck.core_properties
    core.title, core.subject, core.author = clean(title, 250), clean(subject, 250), "Safeguarding KPIs"
    core.created = core.modified = made.replace(tzinfo=None, microsecond=0)
    core.last_modified_by, core.language, core.revision = "Safeguarding KPIs", "en-GB", 1
    core.category = core.comments = core.keywords = ""
    return deck


def add_slide(deck: Presentation, layout: int) -> Slide:
    """A slide without shapes; what is added is read in its order."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    for shape in list(slide.shapes):
        shape._element.getparent().remove(shape._element)
    return slide


def put(slide: Slide, place: str, lines: Sequence[Lines], box: Box, *, anchor: str = "t") -> None:
    """A placeholder with its text."""
    tree = slide.shapes._spTree
    tree.append(_shape(len(tree) + 1, place, box, "".join(_paragraph(slide, line) for line in lines), anchor))


def put_number(slide: Slide, bottom: float) -> None:
    tree = slide.shapes._spTree
    look = f'<a:rPr lang="en-GB" sz="{SMALL * 100}">{fill(theme.MUTED)}</a:rPr>'
    words = f'<a:p><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{look}'
    left, _, wide, high = _BOXES[NUMBER]
    number = f"<a:t>{slide.part.partname.idx}</a:t></a:fld></a:p>"
    tree.append(_shape(len(tree) + 1, NUMBER, (left, bottom - high, wide, high), words + number, "b"))


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
    first, second = BytesIO(), BytesIO()
    deck.save(first)
    with ZipFile(first) as made, ZipFile(second, "w", ZIP_DEFLATED) as same:
        for entry in made.infolist():
            still = ZipInfo(entry.filename, _EPOCH)
            still.external_attr = 0o600 << 16
            is_packed = entry.filename.endswith(".xlsx")
            same.writestr(still, made.read(entry), compress_type=0 if is_packed else ZIP_DEFLATED)
    return second.getvalue()


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


def _shape(number: int, place: str, box: Box, paragraphs: str, anchor: str = "t", style: str = "") -> Any:
    kind, name = _PLACES[place]
    left, top, wide, high = (round(value * 12700) for value in box)
    return parse_xml(
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle>{style}</a:lstStyle>{paragraphs}</p:txBody></p:sp>"
    )


def _bar(number: int) -> Any:
    """The blue bar over the title of a cover: it says nothing, so it is in the layout and marked as decoration."""
    mark = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
    )
    left, top, wide, high = (round(v * 12700) for v in (SIDE, 40.0, 96.0, 10.0))
    return parse_xml(
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{number}" name="Bar">{mark}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill(theme.AREA)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _fill_tree(element: Any, boxes: dict[str, Box], is_cover: bool, *, is_master: bool = False) -> None:
    tree = element.find(".//{*}spTree")
    for child in list(tree)[2:]:
        tree.remove(child)
    if is_cover:
        tree.append(_bar(20))
    for number, (place, box) in enumerate(boxes.items(), 2):
        size = TITLES[0] if place == TITLE else SMALL
        colour = theme.INK if place in (TITLE, TEXT) else theme.MUTED
        look = f'<a:defRPr lang="en-GB" sz="{size * 100}" b="{int(place == TITLE)}">{fill(colour)}</a:defRPr>'
        align = "r" if place == NUMBER else "l"
        style = f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>{look}</a:lvl1pPr>'
        words = f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{_PLACES[place][1]}</a:t></a:r></a:p>'
        if place == NUMBER:
            words = (
                '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/>'
                "<a:t>1</a:t></a:fld></a:p>"
            )
        shape = _shape(number, place, box, words, "b" if place in (FOOT, NUMBER) else "t", style)
        if is_master and place == SUBTITLE:
            shape.find(".//{*}ph").set("idx", "1")
        tree.append(shape)


def _styles(master: Any) -> None:
    """What any text on any slide is, where it does not say otherwise."""
    face = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'

    def style(size: int, is_bold: bool) -> str:
        look = f'lang="en-GB" sz="{size * 100}" b="{int(is_bold)}" kern="1200"'
        return "".join(
            f'<a:lvl{level}pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef>'
            f'<a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr {look}>{fill(theme.INK)}{face}</a:defRPr>'
            f"</a:lvl{level}pPr>"
            for level in range(1, 10)
        )

    old = master.find("{*}txStyles")
    new = parse_xml(
        f"<p:txStyles {NS}><p:titleStyle>{style(TITLES[0], True)}</p:titleStyle><p:bodyStyle>{style(SMALL, False)}"
        f"</p:bodyStyle><p:otherStyle>{style(SMALL, False)}</p:otherStyle></p:txStyles>"
    )
    master.replace(old, new)


def _theme(part: Any) -> None:
    """The palette and the face in place of the standard ones."""
    text = part.blob.decode("utf-8")
    colours = "".join(f'<a:{k}><a:srgbClr val="{v[1:].upper()}"/></a:{k}>' for k, v in _SCHEME.items())
    face = f'<a:latin typeface="{FACE}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fonts = f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
    for tag, inside in (("clrScheme", colours), ("fontScheme", fonts)):
        new = f'<a:{tag} name="Safeguarding KPIs">{inside}</a:{tag}>'
        text = re.sub(rf"<a:{tag} .*?</a:{tag}>", new, text, flags=re.DOTALL)
    part._blob = text.replace('name="Office Theme"', 'name="Safeguarding KPIs"').encode()


def _forget_template(deck: Presentation) -> None:
    """Drop the thumbnail and the printer of whoever made the library's empty file."""
    for owner, kind in ((deck.part.package, RT.THUMBNAIL), (deck.part, RT.PRINTER_SETTINGS)):
        rels: Any = owner._rels
        for known in [known for known, rel in rels.items() if rel.reltype == kind]:
            rels.pop(known)


def _application(deck: Presentation) -> None:
    """Say who made the file: the library's empty one names another program."""
    part: Any = deck.part.package.part_related_by(RT.EXTENDED_PROPERTIES)
    where = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    part._blob = f'{head}<Properties xmlns="{where}"><Application>Safeguarding KPIs</Application></Properties>'.encode()


def fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
