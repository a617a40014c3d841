"""What surrounds the rows of a profile: the key, the words of its axis, England's line, hairlines."""

from __future__ import annotations

from typing import Any

from components import theme
from components.charts import labels
from components.charts.figures import text_at
from data.views import ProfileView

HEAD = 62  # px above the first row, for the words of the axis
WORD = 38.0  # px beyond the ends of the plot that the words over them take
_WIDEST_NOTE = 290


def key(view: ProfileView) -> list[str]:
    """What the marks mean."""
    marks = [
        (f"● {view.area_name}", True),
        ("◎ stands out", any(row.stands_out and row.place is not None for row in view.rows)),
        ("◆ neighbours' average", any(row.neighbours_place is not None for row in view.rows)),
        ("| each neighbour", any(row.members for row in view.rows)),
        ("▬ middle half of all authorities", True),
    ]
    found = labels.packed([text for text, is_needed in marks if is_needed], _WIDEST_NOTE)
    return [labels.escape(line) for line in found]


def above(lines: list[str], left: float) -> dict[str, Any]:
    return text_at(
        "<br>".join(lines), x=0, y=1, xanchor="left", yanchor="bottom", xshift=4 - round(left), yshift=HEAD
    )  # fmt: skip


def head() -> list[dict[str, Any]]:
    """The axis in words: England over its line, the extremes at both sides of it."""
    return [
        text_at("England", x=0.5, y=1, color=theme.ENGLAND, xanchor="center", yanchor="bottom", yshift=40),
        text_at("← lower than<br>England", x=0, y=1, xanchor="center", yanchor="bottom", yshift=2, align="center"),
        text_at("higher than<br>England →", x=1, y=1, xanchor="center", yanchor="bottom", yshift=2, align="center"),
    ]


def england() -> list[dict[str, Any]]:
    """The centre line, with a stem up to its name."""
    place = {"type": "line", "xref": "paper", "x0": 0.5, "x1": 0.5, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    stem = place | {"ysizemode": "pixel", "yanchor": 1, "y0": 0, "y1": 40}
    return [
        place | {"line": {"color": theme.ENGLAND, "width": 2, "dash": "6px,4px"}},
        stem | {"line": {"color": theme.ENGLAND, "width": 2}},
    ]


def rules(edges: list[float]) -> list[dict[str, Any]]:
    """A hairline at the foot of each row."""
    place = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "layer": "below"}
    return [place | {"y0": y, "y1": y, "line": {"color": theme.RULE, "width": 1}} for y in edges]
