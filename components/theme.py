"""Palette, type, spacing and the one chart template: every colour and size of the product, once.

``assets/app.css`` repeats the colours as custom properties of the same names; a test holds the two equal.
"""

from __future__ import annotations

from typing import Any, Final

# Colours. A role keeps its colour on every page, in every picture.
INK: Final = "#17212b"
MUTED: Final = "#4a5866"
AREA: Final = "#14508c"
AREA_PALE: Final = "#c9d9e9"
ENGLAND: Final = "#3d4650"
NEIGHBOURS: Final = "#b4530a"
REGION: Final = "#0b6e69"
MEMBER: Final = "#7f8b98"
MEMBER_PALE: Final = "#e1e6eb"
BETTER: Final = "#d9efe0"
WORSE: Final = "#8c1c22"
RULE: Final = "#d7dde3"
TINT: Final = "#f4f6f8"
WHITE: Final = "#ffffff"

# Type. The served face is a subset of Source Sans 3 under a name of its own, as its licence asks.
FONT_NAME: Final = "Safeguarding Sans"
FONT: Final = f"'{FONT_NAME}', 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
SIZE_SMALL: Final = 14
SIZE_TEXT: Final = 18
LINE_HEIGHT: Final = 1.3  # plotly's own, in charts

STEP: Final = 8  # every distance on a page is a multiple of this

MIN_HEIGHT: Final = 340  # px, what a chart keeps on a phone; end labels are placed to fit it
MIN_HEIGHT_FLOW: Final = 380

TEMPLATE: Final[dict[str, Any]] = {
    "layout": {
        "font": {"family": FONT, "size": SIZE_SMALL, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 24,
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": INK,
            "font": {"family": FONT, "size": SIZE_SMALL, "color": INK},
            "align": "left",
            "namelength": -1,
        },
        "xaxis": {
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "ticklabeloverflow": "allow",  # else plotly measures each label
            "tickfont": {"color": MUTED},
            "tickcolor": MEMBER,
        },
        "yaxis": {
            "fixedrange": True,
            "gridcolor": RULE,
            "ticklabeloverflow": "allow",
            "zeroline": False,
            "showline": False,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": WHITE,
            "tickfont": {"color": MUTED},
        },
        "annotationdefaults": {"showarrow": False, "align": "left"},
    },
    "data": {
        "scatter": [
            {"connectgaps": False, "hovertemplate": "%{fullData.name}, %{x}: %{text}<extra></extra>"},
        ]
    },
}
