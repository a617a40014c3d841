"""Words at places of a plot, as one trace: an annotation for each would take three times as long to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components import theme
from components.charts import labels

_SPACE = "\N{NO-BREAK SPACE}"
_SPACE_WIDTH = 0.2  # of the size of the type


@dataclass(frozen=True, slots=True)
class Text:
    """Words beside the place ``x``, ``y`` of the axes: ``side`` is plotly's textposition, "middle right" is after it.

    ``lines`` are plotly's small HTML, made by ``plain`` or ``bold``. ``gap`` is px from the place to the words,
    sideways and, above or below it, up or down as well.
    ``lift`` is how many lines there are between the place and words above or below it.
    """

    x: float | str
    y: float
    lines: Sequence[str]
    side: str = "middle right"
    colour: str = theme.MUTED
    gap: float = 0
    lift: int = 0

    @property
    def markup(self) -> str:
        """The lines, with empty ones for the lift."""
        empty = [_SPACE] * self.lift
        return "<br>".join([*empty, *self.lines] if self.side.startswith("bottom") else [*self.lines, *empty])


def plain(lines: Sequence[str]) -> list[str]:
    """Lines of which nothing is taken for a tag."""
    return [labels.escape(line) for line in lines]


def bold(lines: Sequence[str], *, when: bool = True) -> list[str]:
    """The same in bold, or, unless ``when``, plain."""
    return [f"<b>{line}</b>" if when else line for line in plain(lines)]


def words(texts: Sequence[Text], size: float = theme.SIZE_SMALL) -> list[dict[str, Any]]:
    """A trace of the texts, none where there are none. A gap is half the size of an unseen marker."""
    if not texts:
        return []
    gaps = [round(max(0.0, text.gap - 1) * 1.6, 2) for text in texts]
    trace: dict[str, Any] = {
        "type": "scatter",
        "name": "",
        "mode": "markers+text" if any(gaps) else "text",
        "x": [text.x for text in texts],
        "y": [text.y for text in texts],
        "text": [text.markup for text in texts],
        "textposition": [text.side for text in texts],
        "textfont": {"color": [text.colour for text in texts], "size": size},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return [trace | ({"marker": {"size": gaps, "opacity": 0}} if any(gaps) else {})]


def spaces(px: float, size: float = theme.SIZE_SMALL) -> str:
    """So many spaces as are about so wide, to set words off a place without a marker each."""
    return _SPACE * round(px / (_SPACE_WIDTH * size))
