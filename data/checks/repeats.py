"""No row comes twice: one figure for one area, year and labels."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks import ERROR, Finding
from data.errors import quotable
from data.importers.subject import STANDARD, Subject, read_cell

KEYS = ("time_period", "geographic_level", "country_code", "region_code", "old_la_code")


def check(subject: Subject) -> Iterator[Finding]:
    lines = subject.table.lines
    later, firsts = subject.together(*KEYS, *subject.mapping.labels).again()
    for row, first in zip(later.tolist(), firsts.tolist(), strict=True):
        where = f"row {lines[first]}"
        problem = f"is for the same area, year and labels as {where}{_difference(subject, first, row)}"
        yield Finding(ERROR, subject.table.file, lines[row], None, problem)


def _difference(subject: Subject, first: int, second: int) -> str:
    """What tells the two rows apart, and the remedy that follows: a breakdown is not to be deleted."""
    table = subject.table
    pairs = zip(table.header, table.rows[first], table.rows[second], strict=True)
    unlike = {name: (one.strip(), other.strip()) for name, one, other in pairs if one.strip() != other.strip()}
    for name, (one, other) in unlike.items():
        if name not in STANDARD and read_cell(one) is None and read_cell(other) is None:
            return (
                f", but '{quotable(one)}' there and '{quotable(other)}' here in {name}, a breakdown that "
                f"{subject.mapping.name}.toml does not know; add {name} to its labels, and to where of each figure."
            )
    name = next((name for name in unlike if name not in STANDARD), "")
    if not name:
        return " and says the same; keep one of them."
    one, other = unlike[name]
    return f", with another {name} ({quotable(one)} there, {quotable(other)} here); find out which is right, keep that."
