"""A series at a glance: a small decorative picture as a data address, for an ``img`` with an empty ``alt``."""

from __future__ import annotations

from urllib.parse import quote

from components import theme

WIDTH, HEIGHT, PAD = 112, 40, 5
_SAFE = " /:=,'()"


def sparkline(values: tuple[float | None, ...]) -> str:
    """An SVG of the values as a data address, broken at gaps, the last point marked; "" for no values.

    The last point is a filled dot, hollow where the series goes on without a value.
    """
    known = [v for v in values if v is not None]
    if not known:
        return ""
    points = _points(values, min(known), max(known))
    parts = [_run(run) for run in _runs(points)]
    last = max(i for i, point in enumerate(points) if point)
    x, y = points[last] or (0, 0)
    fill = theme.AREA if last == len(values) - 1 else theme.WHITE
    parts.append(f"<circle cx='{x:g}' cy='{y:g}' r='3.5' fill='{fill}'/>")
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' "
        f"fill='none' stroke='{theme.AREA}' stroke-width='2' stroke-linejoin='round' stroke-linecap='round'>"
        f"{''.join(parts)}</svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe=_SAFE)


def _points(values: tuple[float | None, ...], low: float, high: float) -> list[tuple[float, float] | None]:
    across = (WIDTH - 2 * PAD) / max(len(values) - 1, 1)
    up = (HEIGHT - 2 * PAD) / (high - low) if high > low else 0
    level = HEIGHT - PAD if high > low else HEIGHT / 2
    start = PAD if len(values) > 1 else WIDTH - PAD
    return [
        None if v is None else (round(start + i * across, 1), round(level - (v - low) * up, 1))
        for i, v in enumerate(values)
    ]


def _runs(points: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _run(run: list[tuple[float, float]]) -> str:
    if len(run) == 1:
        return f"<circle cx='{run[0][0]:g}' cy='{run[0][1]:g}' r='1'/>"
    return f"<polyline points='{' '.join(f'{x:g},{y:g}' for x, y in run)}'/>"
