"""The board's finances as its report prints them: a table of their own, not indicators."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from data.declared import Declared, Text, one_of
from data.declared.explaining import fault
from data.errors import ContentError, located, quotable

FILE = Path(__file__).parent / "local" / "finance.csv"
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


class _Row(Declared, frozen=True, kw_only=True):
    """A row of the file: one line's amount of one fund, in whole pounds."""

    part: Annotated[str, one_of(PARTS)]
    line: Text
    fund: Annotated[str, one_of(FUNDS)]
    amount: int
    is_total: bool
    stated_share_pct: Annotated[float, Meta(ge=0, le=100)] | None = None
    note: str = ""


COLUMNS = _Row.__struct_fields__


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


def _read(file: str, number: int, cells: dict[str, str], lines: dict[tuple[str, str], FinanceLine]) -> None:
    given = {column: cell for column, cell in cells.items() if cell}
    try:
        row = msgspec.convert(given, _Row, strict=False)  # cells are text: "174810" is an amount
    except msgspec.ValidationError as error:
        (column, *_), problem = fault(error, given, _Row)
        raise ContentError(located(file, number, str(column), f"{problem}.")) from error
    line = lines.setdefault(
        (row.part, row.line), FinanceLine(row.part, row.line, {}, row.is_total, row.stated_share_pct, row.note)
    )
    if row.fund in line.amounts:
        raise ContentError(
            located(file, number, "fund", f"'{row.fund}' of '{quotable(row.line)}' is in an earlier row; keep one.")
        )
    line.amounts[row.fund] = row.amount
