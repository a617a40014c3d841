"""Run every bench_*.py of this folder, or those named: `python -m tests.bench [NAME …]`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

Row = tuple[str, str, str, str]
BY_NAME = ("sizes_full",)  # those that take too long to be run with the others
HEAD: Row = ("bench", "what", "value", "unit")


def main(names: list[str]) -> int:
    found = [path.stem.removeprefix("bench_") for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    if unknown := [name for name in names if name not in found]:
        print(f"No bench is called {', '.join(unknown)}; there are: {', '.join(found) or 'none'}", file=sys.stderr)
        return 2
    rows = [row for name in names or (name for name in found if name not in BY_NAME) for row in run(name)]
    print(table([HEAD, *rows]))
    return 0


def run(name: str) -> Iterable[Row]:
    print(f"{name} …", file=sys.stderr)
    for what, value, unit in import_module(f"tests.bench.bench_{name}").main():
        yield name, what, shown(value), unit


def shown(value: float) -> str:
    """Three significant figures, and whole numbers whole: 0.123, 12.3, 12,345."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def table(rows: list[Row]) -> str:
    """Columns as wide as their longest cell, values to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"{bench:<{widths[0]}}  {what:<{widths[1]}}  {value:>{widths[2]}}  {unit}" for bench, what, value, unit in rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
