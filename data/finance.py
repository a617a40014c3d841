"""The board's finances as its report prints them: a table of their own, not indicators."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from data.errors import ContentError, located

FILE = Path(__file__).parent / "local" / "finance.csv"
COLUMNS = ("part", "line", "fund", "amount", "is_total", "stated_share_pct", "note")
FUNDS = {
    "board_budget": "Board budget",
    "training_delivery": "Training delivery",
    "scr": "Serious case reviews",
    "partnership_fund": "Partnership fund",
    "total": "Total",
}
PARTS = {"expenditure": "Expenditure", "income": "Income", "net": "Net expenditure", "holding": "Holding account"}


@dataclass(frozen=True, slots=True)
class FinanceLine:
    """One line: its amount in pounds per fund; income and balances in hand are negative, as printed."""

    part: str
    line: str
    amounts: dict[str, int]
    is_total: bool
    stated_share_pct: float | None
    note: str


def read_finance(path: Path = FILE) -> tuple[FinanceLine, ...]:
    """Read the table, lines in the report's order. Raises ContentError naming file, row, column and remedy."""
    lines: dict[tuple[str, str], FinanceLine] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if tuple(header) != COLUMNS:
                raise ContentError(
                    located(path.name, 1, None, f"the header is {header}; expected {', '.join(COLUMNS)}.")
                )
            for row in reader:
                if len(row) != len(COLUMNS):
                    raise ContentError(
                        located(path.name, reader.line_num, None, f"has {len(row)} cells; expected {len(COLUMNS)}.")
                    )
                _read(path.name, reader.line_num, dict(zip(COLUMNS, row, strict=True)), lines)
    except (OSError, ValueError, csv.Error) as error:
        raise ContentError(f"{path.name}: cannot be read ({error}); restore it from the project") from error
    return tuple(lines.values())


def _read(file: str, number: int, row: dict[str, str], lines: dict[tuple[str, str], FinanceLine]) -> None:
    if row["part"] not in PARTS or row["fund"] not in FUNDS:
        raise ContentError(located(file, number, "part", f"'{row['part']}' or fund '{row['fund']}' is not known."))
    try:
        amount = int(row["amount"])
        share = float(row["stated_share_pct"]) if row["stated_share_pct"] else None
    except ValueError as error:
        raise ContentError(located(file, number, "amount", f"{error}; give whole pounds.")) from error
    line = lines.setdefault(
        (row["part"], row["line"]),
        FinanceLine(row["part"], row["line"], {}, row["is_total"] == "true", share, row["note"]),
    )
    line.amounts[row["fund"]] = amount
