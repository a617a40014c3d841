"""Checks of a file: one rule per module, run in stages. A check returns findings, it does not raise.

A stage runs only when no earlier one found an error, since later rules rest on earlier ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data.errors import located

T = TypeVar("T")

ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: where, what, and what to do. An error refuses the whole file."""

    severity: str
    file: str
    row: int | None
    column: str | None
    problem: str

    def __str__(self) -> str:
        return located(self.file, self.row, self.column, self.problem)


def run_stages(stages: Sequence[Sequence[Callable[[T], Iterable[Finding]]]], subject: T) -> tuple[Finding, ...]:
    """Run each stage's checks on the subject; stop after a stage with an error."""
    findings: list[Finding] = []
    for stage in stages:
        for check in stage:
            findings.extend(check(subject))
        if any(f.severity == ERROR for f in findings):
            break
    return tuple(findings)
