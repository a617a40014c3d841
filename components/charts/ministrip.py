"""Where one area lies among all, or that it lies nowhere, at a glance: small decorative pictures as data addresses."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from components import theme

WIDTH, HEIGHT, PAD = 240, 32, 8
_SAFE = " /:=,'()"
_THIN = f"stroke='{theme.MEMBER}' stroke-width='1'"
_LINE = f"<path d='M{PAD} 16H{WIDTH - PAD}' {_THIN}/>"
_DASHED = f"stroke='{theme.AREA}' stroke-width='2' stroke-dasharray='3 2.3'"


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
    return _address(f"<path d='{ticks}' {_THIN}/>{bar}{_disc(across(own))}")


def without_figure() -> str:
    """The place of a figure that nobody supplied: a hollow disc on an empty line."""
    return _address(f"{_LINE}<circle cx='{WIDTH / 2:g}' cy='16' r='6' fill='{theme.WHITE}' {_DASHED}/>")


def two_figures() -> str:
    """Two figures of one thing: two discs on one line."""
    return _address(_LINE + _disc(WIDTH / 2 - 20) + _disc(WIDTH / 2 + 20))


def _disc(x: float) -> str:
    return f"<circle cx='{x:g}' cy='16' r='7' fill='{theme.AREA}' stroke='{theme.WHITE}' stroke-width='2'/>"


def _address(parts: str) -> str:
    size = f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'"
    return "data:image/svg+xml," + quote(f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{parts}</svg>", safe=_SAFE)
