"""The empty presentation: its master and two layouts in the product's look, and nothing of the library's own."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.util import Pt

from components import theme
from components.exports import slides_frame as frame
from components.exports.plain import clean
from components.exports.slides_text import FACE, SMALL, TITLES

_SCHEME = {
    "dk1": theme.INK, "lt1": theme.WHITE, "dk2": theme.ENGLAND, "lt2": theme.TINT, "accent1": theme.AREA,
    "accent2": theme.NEIGHBOURS, "accent3": theme.REGION, "accent4": theme.MEMBER, "accent5": theme.ENGLAND,
    "accent6": theme.WORSE, "hlink": theme.AREA, "folHlink": theme.AREA,
}  # fmt: skip


def _number_parts(deck: Presentation) -> None:
    """Let the library count the parts of a file, where it would look through all of them for each that is added, which
    took a third of the time of a large pack. No part is taken away once slides are added."""
    package: Any = deck.part.package
    first_free = package.next_partname
    last: dict[str, int] = {}

    def next_partname(template: str) -> PackURI:
        if template not in last:
            before, after = template.split("%d")
            last[template] = int(first_free(template).removeprefix(before).removesuffix(after)) - 1
        last[template] += 1
        return PackURI(template % last[template])

    package.next_partname = next_partname


def blank(title: str, subject: str, made: datetime) -> Presentation:
    """A presentation without slides, in the product's look, with two layouts."""
    deck = pptx.Presentation()
    _number_parts(deck)
    deck.slide_width, deck.slide_height = Pt(frame.WIDE), Pt(frame.HIGH)
    deck.part._element.find(".//{*}sldSz").attrib.pop("type", None)
    master = deck.slide_master
    layouts = list(deck.slide_layouts)
    kept = {0: "Cover and parts", 5: "One message"}
    for index, layout in enumerate(layouts):
        if index not in kept:
            deck.slide_layouts.remove(layout)
    for (index, name), boxes, is_cover in zip(
        kept.items(), (frame.COVER_BOXES, frame.BOXES), (True, False), strict=True
    ):
        layout = layouts[index]
        layout.name = name
        layout._element.attrib.pop("type", None)
        _fill_tree(layout._element, boxes, is_cover)
    _fill_tree(
        master._element,
        {k: v for k, v in frame.BOXES.items() if k not in (frame.TEXT, frame.ASIDE)},
        False,
        is_master=True,
    )
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


def _bar(number: int) -> Any:
    """The blue bar over the title of a cover: it says nothing, so it is in the layout and marked as decoration."""
    mark = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
    )
    left, top, wide, high = (round(v * 12700) for v in (frame.SIDE, 40.0, 96.0, 10.0))
    return parse_xml(
        f'<p:sp {frame.NS}><p:nvSpPr><p:cNvPr id="{number}" name="Bar">{mark}</p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{frame.fill(theme.AREA)}'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _fill_tree(element: Any, boxes: dict[str, frame.Box], is_cover: bool, *, is_master: bool = False) -> None:
    tree = element.find(".//{*}spTree")
    for child in list(tree)[2:]:
        tree.remove(child)
    if is_cover:
        tree.append(_bar(20))
    for number, (place, box) in enumerate(boxes.items(), 2):
        size = TITLES[0] if place == frame.TITLE else SMALL
        colour = theme.INK if place in (frame.TITLE, frame.TEXT) else theme.MUTED
        look = (
            f'<a:defRPr lang="en-GB" sz="{size * 100}" b="{int(place == frame.TITLE)}">{frame.fill(colour)}</a:defRPr>'
        )
        align = "r" if place == frame.NUMBER else "l"
        style = f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>{look}</a:lvl1pPr>'
        words = f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{frame.PLACES[place][1]}</a:t></a:r></a:p>'
        if place == frame.NUMBER:
            words = (
                '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/>'
                "<a:t>1</a:t></a:fld></a:p>"
            )
        made = frame.shape(number, place, box, words, "b" if place in (frame.FOOT, frame.NUMBER) else "t", style)
        if is_master and place == frame.SUBTITLE:
            made.find(".//{*}ph").set("idx", "1")
        tree.append(made)


def _styles(master: Any) -> None:
    """What any text on any slide is, where it does not say otherwise."""
    face = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'

    def style(size: int, is_bold: bool) -> str:
        look = f'lang="en-GB" sz="{size * 100}" b="{int(is_bold)}" kern="1200"'
        return "".join(
            f'<a:lvl{level}pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef>'
            f'<a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr {look}>{frame.fill(theme.INK)}{face}</a:defRPr>'
            f"</a:lvl{level}pPr>"
            for level in range(1, 10)
        )

    old = master.find("{*}txStyles")
    new = parse_xml(
        f"<p:txStyles {frame.NS}><p:titleStyle>{style(TITLES[0], True)}</p:titleStyle>"
        f"<p:bodyStyle>{style(SMALL, False)}</p:bodyStyle>"
        f"<p:otherStyle>{style(SMALL, False)}</p:otherStyle></p:txStyles>"
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
