"""Assurance: the panel, and the board's finances as its report prints them."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.current import current_dataset
from components.notices import conflict_link
from components.panels import ASSURANCE
from components.shell import page
from components.tables import Cell, Column, Part, table
from data.finance import FUNDS, PARTS, FinanceLine
from data.selection import Selection
from data.views.words import MINUS

dash.register_page(__name__, path=ASSURANCE.path, title=f"{ASSURANCE.title} – Safeguarding KPIs", name=ASSURANCE.title)


def layout(**query: Any) -> html.Div:
    return page(ASSURANCE.title, query, _body)


def _body(selection: Selection) -> list[Any]:
    return [*ASSURANCE.body(selection), _finances()]


def _finances() -> html.Section:
    """The whole table, totals as printed, with each stated share beside the one the amounts give."""
    dataset = current_dataset()
    snapshot = dataset.snapshot()
    home = snapshot.local_area
    owner = snapshot.areas[home].name if home else "the board"
    parts = [_part(part, title, dataset.finance) for part, title in PARTS.items()]
    marks = [html.Li([conflict_link(c), f". {c.summary}"]) for c in dataset.conflicts if c.id.startswith("finance-")]
    return html.Section(
        [
            html.H2("The board's finances", id="section-finances"),
            html.P(
                f"{owner}'s board, end of year position 2018/19 (annual report, Appendix 3). Amounts in brackets "
                "there, income "
                "and money in hand, have a minus here. Totals are as printed, also where the lines do not add up "
                "to them.",
                className="lede",
            ),
            *parts,
            html.H3("Where the finance tables do not add up"),
            html.Ul(marks),
        ],
        className="stage local-block",
        **{"aria-labelledby": "section-finances"},
    )


def _contributions(lines: tuple[FinanceLine, ...]) -> int:
    """What the agencies that state a share contributed together, in pounds (negative, as printed)."""
    return sum(line.amounts["board_budget"] for line in lines if line.stated_share_pct is not None)


def _part(part: str, title: str, lines: tuple[FinanceLine, ...]) -> html.Div:
    """One table; contributions also with the share the report states and the one the amounts give."""
    columns = [Column("Line"), *(Column(name, True) for name in FUNDS.values())]
    shown = [line for line in lines if line.part == part]
    has_shares = any(line.stated_share_pct is not None for line in shown)
    if has_shares:
        columns += [Column("Share stated", True), Column("Share worked out", True)]
    whole = _contributions(lines)
    rows = [[*_row(line), *(_shares(line, whole) if has_shares else [])] for line in shown]
    return table(f"{title}, £, 2018/19", columns, rows, stacks=False)


def _row(line: FinanceLine) -> list[Cell]:
    amounts = [_pounds(line.amounts.get(fund)) for fund in FUNDS]
    if not line.is_total:
        return [line.line, *amounts]
    return [Part(text, look="total") for text in (f"{line.line} (total, as printed)", *amounts)]


def _shares(line: FinanceLine, whole: int) -> list[Cell]:
    if line.stated_share_pct is None:
        return ["none stated", "–"]
    return [f"{line.stated_share_pct:g}%", f"{100 * line.amounts['board_budget'] / whole:.1f}%"]


def _pounds(amount: int | None) -> str:
    return "none printed" if amount is None else f"{amount:,}".replace("-", MINUS)
