"""A value is one that its own history and the size of the place make likely: no misplaced digit, no exchanged columns.

A value is doubted where it lies beyond all other years of its place, is at least twice or at most half of what the
nearest of them let one expect, and is further from that than chance and the usual differences between years explain.
Two counts of one row are doubted sooner, where each is unlikely and each would be likely as the other. Figures without
counts have a rule of their own, ``data.stats.doubt``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from data.checks import WARNING, Finding
from data.importers.expectations import Expectation, expectations
from data.importers.origins import Origins
from data.importers.subject import Subject
from data.stats.precedent import surprise
from data.store import Delivery

# Standard deviations, of figures with counts. In the published releases of 2013 to 2025 fewer than one figure in 500 is
# further from what the years before let one expect: recordings that broke down, or began.
DOUBTED = 6.0
LEAST_RATIO = 2.0
# Of two counts that may be exchanged: each further than the first, and as the other no further than the second.
EXCHANGED, EXPLAINED = 3.0, 1.5

REMEDY = "check for a misplaced digit, or columns that are exchanged."
# Of a figure: its column, what is found there and what would be likely.
Candidate = tuple[str, float, float]


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    origins = Origins(subject, delivery)
    found = list(expectations(subject, delivery))
    told: set[tuple[int | None, str]] = set()
    doubted = (f for one in found for f in (*_doubted(origins, one), *_unlike(origins, one)))
    for finding in (*_exchanged(origins, found), *doubted):
        place = finding.row, finding.column or ""
        if place not in told:
            told.add(place)
            yield finding


def _doubted(origins: Origins, expectation: Expectation) -> Iterator[Finding]:
    found = expectation.new
    with np.errstate(all="ignore"):
        ratio = found["value"] / found["expected"]
    beyond = (found["value"] > found["highest"]) | (found["value"] < found["lowest"])
    far = (ratio >= LEAST_RATIO) | (ratio <= 1 / LEAST_RATIO)
    for _, row in found[(found["surprise"] > DOUBTED) & beyond & far].iterrows():
        column, number, usual = max(_candidates(origins, expectation, row), key=_distance)
        # A count of nothing in most years: what the rate of the nearest years makes of the place.
        if usual == 0 and column == origins.counts(row["indicator"]):
            usual = row["expected_count"]
        yield _finding(
            origins,
            row,
            column,
            f"{number:,.10g} ({origins.place(row['area'], row['period'])}), where about {_short(usual)} would be like "
            f"its other years; {REMEDY}",
        )


def _unlike(origins: Origins, expectation: Expectation) -> Iterator[Finding]:
    """Figures without counts, by the rule that the pages mark them by."""
    for _, row in expectation.unlike.iterrows():
        column = origins.shown(row["indicator"]) or origins.counts(row["indicator"])
        ends = dict.fromkeys((_short(row["lowest"]), _short(row["highest"])))
        place = origins.place(row["area"], row["period"])
        yield _finding(
            origins,
            row,
            column,
            f"{row['value']:,.10g} ({place}) is unlike its other years ({' to '.join(ends)}); {REMEDY}",
        )


def _candidates(origins: Origins, expectation: Expectation, row: pd.Series) -> Iterator[Candidate]:
    """The columns that a doubted figure is made of: the one furthest from its own usual number is named."""
    figure, place = origins.figures[row["indicator"]], (row["area"], row["period"])
    if figure.value or not row["denominator"] > 0:
        yield origins.shown(row["indicator"]) or origins.counts(row["indicator"]), row["value"], row["expected"]
    if figure.numerator and row["count"] == row["count"]:
        usual = expectation.usual(*place, "numerator")
        yield origins.counts(row["indicator"]), row["count"], usual if usual == usual else row["expected_count"]
    if figure.numerator and not figure.is_over_population:
        yield origins.columns(figure.denominator), row["denominator"], expectation.usual(*place, "denominator")


def _distance(candidate: Candidate) -> float:
    _, found, usual = candidate
    return float(abs(np.log((found + 0.5) / (usual + 0.5))))


def _exchanged(origins: Origins, expectations: Sequence[Expectation]) -> Iterator[Finding]:
    """Two columns of one row each of whose counts would be likely as the other's."""
    single = [name for name, figure in origins.figures.items() if len(figure.numerator) == 1]
    new = [e.new[(e.new["surprise"] > EXCHANGED) & e.new["count"].notna()] for e in expectations]
    far = pd.concat(
        [frame[frame["indicator"].isin(single)] for frame in new] or [pd.DataFrame(columns=["area", "period"])]
    )
    far = far[far.duplicated(["area", "period"], keep=False)]
    for _, group in far.groupby(["area", "period"]):
        for (_, one), (_, other) in combinations(group.iterrows(), 2):
            columns = origins.counts(one["indicator"]), origins.counts(other["indicator"])
            if columns[0] != columns[1] and _explains(one, other) and _explains(other, one):
                yield _finding(
                    origins,
                    one,
                    columns[0],
                    f"{one['count']:,.10g} ({origins.place(one['area'], one['period'])}), where about "
                    f"{_short(one['expected_count'])} would be like its other years, and {columns[1]} has "
                    f"{other['count']:,.10g} where it would be about {_short(other['expected_count'])}; check whether "
                    "the two are exchanged.",
                )


def _explains(one: pd.Series, other: pd.Series) -> bool:
    """Whether the other's count would be a likely one here."""
    there = surprise(other["count"], one["expected_count"], one["spread"], one["years"])
    return bool(there < EXPLAINED)


def _finding(origins: Origins, row: pd.Series, column: str, problem: str) -> Finding:
    line = origins.row(row["indicator"], row["area"], row["period"])
    return Finding(WARNING, origins.subject.table.file, line, column, problem)


def _short(number: float) -> str:
    """Three digits, or all that stand before the point."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
