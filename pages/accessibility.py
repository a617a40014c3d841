"""The accessibility statement: what was tested and how, and what does not yet work."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.shell import page
from data.selection import Selection

dash.register_page(
    __name__, path="/accessibility", title="Accessibility – Safeguarding KPIs", name="Accessibility statement"
)

STANDARD = "Web Content Accessibility Guidelines (WCAG) version 2.2, level AA"
TESTED = (
    "Every page with axe in a real browser, at 1440 and at 390 pixels wide, on every change of the program: no "
    "violation of level A or AA. So too a panel shown as slides and the print version of a pack. An automatic check "
    "finds only a part of what can be wrong.",
    "With the keyboard alone, in a browser: choosing an area and a period, making and ordering a pack, presenting.",
    "That pages reflow at 320 pixels, which is 400% of a window 1280 wide, without scrolling sideways.",
    "The contrast of the palette, computed: text at least 4.5 to 1, graphics at least 3 to 1.",
    "That every chart has its title, a summary in words as its alternative text, and its figures as a table.",
    "Slides on the wall at 1280 by 720, 1920 by 1080 and 1024 by 768: nothing is cut off or scrolls, and no type, that "
    "in charts included, is smaller than 28 pixels on a screen 1080 high. Each slide is a heading.",
    "Packs, opened again by other programs: every slide has a title, notes, a reading order that begins with the title "
    "and type of at least 18 points; every chart and table has alternative text; every sheet of a workbook has one "
    "table, marked as a table, with no merged or empty cells, and missing figures in words.",
    "Printed pages: the filters as a sentence, no buttons, no empty page, every page numbered, headings tagged and in "
    "the outline of the PDF, as Chromium makes it.",
)
NOT_YET = (
    "No person who uses a screen reader, a magnifier or voice control every day has tried it yet.",
    "The lines and bars within a chart cannot be visited one by one with the keyboard; the same figures stand in the "
    "table below each chart.",
    "Slides fill the screen and are not made larger by zooming; the page behind them holds the same and reflows.",
    "The dashboard needs JavaScript. Without it the figures can be had from the API.",
    "A PDF is made by your browser: whether its headings are tagged depends on the browser; Chromium's are. The charts "
    "in it are pictures with a text alternative, and the pack's print version has their figures as tables.",
    "Slides and workbooks were opened with LibreOffice and read by programs, not yet in PowerPoint or Excel with a "
    "screen reader.",
)


def layout(**query: Any) -> html.Div:
    return page("Accessibility statement", query, _body, has_filters=False)


def _body(_selection: Selection) -> list[Any]:
    return [
        html.P(f"This dashboard is made to meet the {STANDARD}.", className="lede"),
        html.H2("What you should be able to do"),
        html.P(
            "Zoom to 400% without text running off the screen; reach and use everything with a keyboard; listen to "
            "every page with a screen reader, figures and their comparisons in words included; tell every line and "
            "mark apart without telling colours apart; print every page."
        ),
        html.H2("What was tested"),
        html.Ul([html.Li(text) for text in TESTED]),
        html.H2("What does not work, or is not known"),
        html.Ul([html.Li(text) for text in NOT_YET]),
        html.H2("Files for board papers"),
        html.P(
            "Slides have real titles, alternative text on every chart, and notes with the method. Workbooks have one "
            "table a sheet, marked as a table, with missing figures in words."
        ),
        html.H2("If something does not work for you"),
        html.P(
            "Tell the partnership that runs this dashboard: it can give you the figures in another form. The public "
            "sector's duties are those of the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
            "Accessibility Regulations 2018; if an answer does not satisfy you, the Equality Advisory and Support "
            "Service advises."
        ),
    ]
