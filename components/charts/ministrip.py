"""Where one area lies among all, at a glance: a small decorative picture as a data address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from components import theme

WIDTH, HEIGHT, PAD = 240, 32, 8
_SAFE = " /:=,'()"


def ministrip(own: float | None, everyone: Sequence[float], members: Sequence[float]) -> str:
    """Every authority a tick, the neighbours' range a bar, the area a disc; "" where there is nothing to show."""
    if own is None or not everyone:
        return ""
    low, high = min(*everyone, own), max(*everyone, own)

    def across(value: float) -> float:
        return round(PAD + (value - low) / ((high - low) or 1) * (WIDTH - 2 * PAD), 1)

    places = sorted({across(value) for value in everyone})
    ticks = "".join(f"M{x:g} 10v12" for x in places)
    bar = ""
    if members:
        start, end = across(min(members)), across(max(members))
        bar = f"<rect x='{start:g}' y='13' width='{max(end - start, 1):g}' height='6' fill='{theme.NEIGHBOURS}'/>"
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'>"
        f"<path d='{ticks}' stroke='{theme.MEMBER}' stroke-width='1'/>{bar}"
        f"<circle cx='{across(own):g}' cy='16' r='7' fill='{theme.AREA}' stroke='{theme.WHITE}' stroke-width='2'/>"
        "</svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe=_SAFE)
