"""Checks of a file: one rule per module, run in stages. A check returns findings, it does not raise.

A stage runs only when no earlier one found an error, since later rules rest on earlier ones. An error refuses the
whole file; of a warning the reader is told, and the file is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec

from data.errors import located

P = ParamSpec("P")

ERROR = "error"
WARNING = "warning"

# So many of a kind are told with their places.
TOLD = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: where, what, and what to do. ``kind`` is the rule's name, where it has
    several with what is wrong; findings of one kind are told in one line."""

    severity: str
    file: str
    row: int | None
    column: str | None
    problem: str
    kind: str = ""

    def __str__(self) -> str:
        return located(self.file, self.row, self.column, self.problem)


def run_stages(
    stages: Sequence[Sequence[Callable[P, Iterable[Finding]]]], *args: P.args, **kwargs: P.kwargs
) -> tuple[Finding, ...]:
    """Run each stage's checks on what is given; stop after a stage with an error.

    A finding without a kind is of the kind that its check's module is named.
    """
    findings: list[Finding] = []
    for stage in stages:
        for check in stage:
            rule = check.__module__.rpartition(".")[2]
            findings.extend(f if f.kind else replace(f, kind=rule) for f in check(*args, **kwargs))
        if refused(findings):
            break
    return tuple(findings)


def refused(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings refuses the file."""
    return any(finding.severity == ERROR for finding in findings)


def summarised(findings: Iterable[Finding]) -> list[str]:
    """One line for the findings of each kind, errors before warnings: the finding, or a count and the first three."""
    kinds: dict[tuple[bool, str, str], list[Finding]] = {}
    for finding in findings:
        # Two findings without a kind are of two kinds.
        kind = finding.kind or str(finding)
        kinds.setdefault((finding.severity != ERROR, finding.file, kind), []).append(finding)
    order = sorted(kinds, key=lambda group: group[0])
    return [("Warning: " if group[0] else "") + _sentence(kinds[group]) for group in order]


def _sentence(found: list[Finding]) -> str:
    first = found[0]
    if len(found) == 1:
        return str(first)
    if len({(finding.column, finding.problem) for finding in found}) == 1:
        rows = _listed([str(finding.row) for finding in found[:TOLD]], len(found))
        return f"{located(first.file, None, first.column, first.problem)} This is so in {len(found):,} rows: {rows}."
    told = " ".join(located("", finding.row, finding.column, finding.problem)[2:] for finding in found[:TOLD])
    more = f", the first {TOLD}" if len(found) > TOLD else ""
    return f"{first.file}: {len(found):,} of one kind{more}: {told}"


def _listed(told: list[str], count: int) -> str:
    """ "2 and 3", "2, 3 and 4", "2, 3, 4 and 17 others"."""
    if count > len(told):
        others = count - len(told)
        return f"{', '.join(told)} and {others:,} other{'' if others == 1 else 's'}"
    return f"{', '.join(told[:-1])} and {told[-1]}"
