"""Native charts as DrawingML, which any program that opens presentations can edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from components import theme
from components.exports.slides_chart import SHEET, Chart, Label, Look, Set
from components.exports.slides_text import SMALL, height

PT = 12700  # EMU
_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NO_VALUE_SHOWN = "".join(
    f'<c:show{name} val="0"/>' for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
)
_TEXT_SHOWN = _NO_VALUE_SHOWN.replace('showVal val="0"', 'showVal val="1"')
_C15 = 'uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_NO_LEADERS = f'<c:extLst><c:ext {_C15}><c15:showLeaderLines val="0"/></c:ext></c:extLst>'
_UPRIGHT, _AS_FITS = "0", "-60000000"
_CATEGORIES, _VALUES = 111, 222  # ids of the axes


def drawing(chart: Chart) -> bytes:
    """The part of a presentation that draws a chart, with the figures of its workbook."""
    return "".join(_chart(chart)).encode()


def _chart(chart: Chart) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NS}>'
    yield '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/><c:chart>'
    if chart.title:
        words = _rich((chart.title,), theme.INK, is_bold=True)
        yield f'<c:title><c:tx>{words}</c:tx><c:overlay val="0"/></c:title>'
    yield f'<c:autoTitleDeleted val="{0 if chart.title else 1}"/><c:plotArea>'
    yield '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    yield f"{_box(chart)}</c:manualLayout></c:layout>"
    yield from _line_chart(chart) if chart.kind == "line" else _bar_chart(chart)
    yield from _axes(chart)
    yield "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
    if chart.has_legend:
        yield f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_txt(theme.INK)}</c:legend>'
    yield '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
    yield f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_txt(theme.INK)}</c:chartSpace>"


def _box(chart: Chart) -> str:
    (wide, high), (left, top, plot_wide, plot_high) = chart.size, chart.plot
    shares = (left / wide, top / high, plot_wide / wide, plot_high / high)
    return "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in zip("xywh", shares, strict=True))


def _line_chart(chart: Chart) -> Iterator[str]:
    yield '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
    for index, found in enumerate(chart.sets):
        yield f"{_head(index, found)}<c:spPr>{_stroke(found.look)}</c:spPr>{_marker(found.look)}"
        for at, look in found.points_apart:
            yield f'<c:dPt><c:idx val="{at}"/>{_marker(look)}<c:bubble3D val="0"/></c:dPt>'
        yield from _tail(chart, index, found)
        yield '<c:smooth val="0"/></c:ser>'
    yield f'<c:marker val="1"/><c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:lineChart>'


def _bar_chart(chart: Chart) -> Iterator[str]:
    yield '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
    for index, found in enumerate(chart.sets):
        yield f'{_head(index, found)}{_solid(found.look)}<c:invertIfNegative val="0"/>'
        for at, look in found.points_apart:
            yield f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_solid(look)}</c:dPt>'
        yield from _tail(chart, index, found)
        yield "</c:ser>"
    yield f'<c:gapWidth val="{chart.gap}"/><c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>'


def _head(index: int, found: Set) -> str:
    place = f"{SHEET}!${xl_col_to_name(index + 1)}$1"
    name = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(found.name)}</c:v></c:pt></c:strCache>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx><c:strRef><c:f>{place}</c:f>{name}</c:strRef></c:tx>"
    )


def _tail(chart: Chart, index: int, found: Set) -> Iterator[str]:
    """Labels, error bars, categories and values: the same in every kind of chart."""
    labels = "".join(_label(chart, label) for label in found.labels)
    yield f"<c:dLbls>{labels}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    yield f"{_NO_VALUE_SHOWN}{_NO_LEADERS}</c:dLbls>"
    if found.has_intervals:
        yield _error_bars(found, "" if chart.kind == "bar" else '<c:errDir val="y"/>')
    last, column = len(chart.categories) + 1, xl_col_to_name(index + 1)
    yield f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f>{_cache('str', chart.categories)}</c:strRef></c:cat>"
    numbers = [None if value is None else repr(float(value)) for value in found.values]
    cache = _cache("num", numbers, f"<c:formatCode>{escape(chart.code)}</c:formatCode>")
    yield f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f>{cache}</c:numRef></c:val>"


def _cache(kind: str, texts: Sequence[str | None], head: str = "", tag: str = "Cache") -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in enumerate(texts) if text is not None
    )
    return f'<c:{kind}{tag}>{head}<c:ptCount val="{len(texts)}"/>{points}</c:{kind}{tag}>'


def _error_bars(found: Set, direction: str) -> str:
    pairs = list(zip(found.points, found.values, strict=True))
    above = [repr(p.interval.upper - v) if p.interval and v is not None else None for p, v in pairs]
    below = [repr(v - p.interval.lower) if p.interval and v is not None else None for p, v in pairs]
    head = "<c:formatCode>General</c:formatCode>"
    return (
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_cache('num', above, head, 'Lit')}</c:plus><c:minus>{_cache('num', below, head, 'Lit')}</c:minus>"
        f"<c:spPr>{_ln(theme.MUTED, 1.5)}</c:spPr></c:errBars>"
    )


def _label(chart: Chart, label: Label) -> str:
    wide, high = chart.size
    tall = height(len(label.lines)) + 2
    return (
        f'<c:dLbl><c:idx val="{label.index}"/><c:layout><c:manualLayout><c:x val="{label.dx / wide:.5f}"/>'
        f'<c:y val="{label.dy / high:.5f}"/></c:manualLayout></c:layout>'
        f"<c:tx>{_rich(label.lines, label.colour, is_bold=label.is_bold)}</c:tx>"
        f'<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val="{label.place}"/>{_TEXT_SHOWN}'
        f"<c:extLst><c:ext {_C15}><c15:layout><c:manualLayout>"
        f'<c:w val="{label.wide / wide:.5f}"/><c:h val="{tall / high:.5f}"/>'
        "</c:manualLayout></c15:layout></c:ext></c:extLst></c:dLbl>"
    )


def _rich(lines: Sequence[str], colour: str, *, is_bold: bool) -> str:
    look = f'lang="en-GB" sz="{SMALL * 100}" b="{int(is_bold)}"'
    paragraphs = "".join(
        f'<a:p><a:pPr algn="l"><a:defRPr sz="{SMALL * 100}"/></a:pPr>'
        f"<a:r><a:rPr {look}>{_fill(colour)}</a:rPr><a:t>{escape(line)}</a:t></a:r></a:p>"
        for line in lines
    )
    body = '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
    return f"<c:rich>{body}<a:lstStyle/>{paragraphs}</c:rich>"


def _axes(chart: Chart) -> Iterator[str]:
    is_bar, axis = chart.kind == "bar", chart.axis
    order = "maxMin" if is_bar else "minMax"
    yield f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
    yield f'<c:delete val="0"/><c:axPos val="{"l" if is_bar else "b"}"/>'
    yield '<c:numFmt formatCode="General" sourceLinked="0"/>'
    yield f'<c:majorTickMark val="{"none" if is_bar else "out"}"/><c:minorTickMark val="none"/>'
    yield f'<c:tickLblPos val="low"/><c:spPr>{_ln(theme.MUTED, 1.25)}</c:spPr>'
    yield _txt(theme.INK, _UPRIGHT) if is_bar else _txt(theme.MUTED, _AS_FITS)
    yield f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
    skip = f'<c:tickLblSkip val="{chart.skip}"/><c:tickMarkSkip val="1"/>'
    yield f'<c:lblOffset val="50"/>{skip}<c:noMultiLvlLbl val="1"/></c:catAx>'
    yield f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>'
    yield f'<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/></c:scaling>'
    yield f'<c:delete val="{int(not axis.is_shown)}"/><c:axPos val="{"t" if is_bar else "l"}"/>'
    if axis.is_shown:
        yield f"<c:majorGridlines><c:spPr>{_ln(theme.RULE, 0.75)}</c:spPr></c:majorGridlines>"
    yield f'<c:numFmt formatCode="{escape(axis.code, {chr(34): "&quot;"})}" sourceLinked="0"/>'
    yield '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    yield f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_txt(theme.MUTED)}"
    middle = "between" if is_bar or len(chart.categories) == 1 else "midCat"
    yield f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/>'
    yield f'<c:crossBetween val="{middle}"/><c:majorUnit val="{axis.step!r}"/></c:valAx>'


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def _ln(colour: str, width: float, dash: str = "") -> str:
    kind = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(width * PT)}" cap="flat">{_fill(colour)}{kind}<a:round/></a:ln>'


def _stroke(look: Look) -> str:
    return _ln(look.edge, look.width, look.dash)


def _solid(look: Look) -> str:
    return f"<c:spPr>{_fill(look.fill)}{_ln(look.edge, look.width)}</c:spPr>"


def _marker(look: Look) -> str:
    if not look.symbol:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    inside = theme.WHITE if look.is_hollow else look.fill
    return (
        f'<c:marker><c:symbol val="{look.symbol}"/><c:size val="{look.size}"/>'
        f"<c:spPr>{_fill(inside)}{_ln(look.fill, 1.5)}</c:spPr></c:marker>"
    )


def _txt(colour: str, turned: str = _UPRIGHT) -> str:
    return (
        f'<c:txPr><a:bodyPr rot="{turned}" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr lang="en-GB" sz="{SMALL * 100}" b="0">{_fill(colour)}<a:latin typeface="+mn-lt"/></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )
