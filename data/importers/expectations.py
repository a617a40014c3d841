"""What is expected of the figures of a file by the other years of their places, those of the file and those held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data import periods
from data.importers.rounded import is_coarse
from data.importers.subject import Subject
from data.importers.unlike import unlike
from data.register import Indicator
from data.stats.arrays import Array
from data.stats.precedent import precedent, spread, surprise
from data.store import Delivery

SAME = 1e-9  # of a figure: what is held and what came are one


@dataclass(frozen=True, slots=True)
class Expectation:
    """The figures of an indicator that are new, or other than those held, and all that is known of their places.

    ``new`` has, beside the columns of the delivery's frame, ``count`` (NaN where none is known) and what the nearest
    other years let one expect: ``expected``, ``expected_count``, ``lowest`` and ``highest`` of all other years,
    ``spread`` from year to year, ``years`` that it rests on, and ``surprise`` in standard deviations (NaN where nothing
    can be expected, or no count is known). ``unlike`` are those of the new figures that the rule for figures without
    counts doubts, none of an indicator that has counts.
    """

    new: pd.DataFrame
    known: pd.DataFrame
    unlike: pd.DataFrame

    def usual(self, area: str, period: str, name: str) -> float:
        """The median of an area's numbers in a column over its other periods; NaN where there is none."""
        others = self.known[(self.known["area"] == area) & (self.known["period"] != period)]
        return float(others[name].median())


def expectations(subject: Subject, delivery: Delivery) -> Iterator[Expectation]:
    """Of each indicator of the file what is to be expected, where something is new."""
    frame = delivery.frame
    for name, given in frame[frame["value"].notna()].groupby("indicator", sort=False):
        indicator = subject.register[str(name)]
        held = subject.known.history.frame(indicator.id)
        known = _of_one_kind(_counted(held[held["value"].notna()], indicator), _counted(given, indicator))
        new = _expected(known, len(given))
        if len(new):
            yield Expectation(_surprising(new, indicator.scale), known, _unlike(new, known, indicator.decimals))


def _unlike(new: pd.DataFrame, known: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """The new figures that are doubted, with ``lowest`` and ``highest`` of the other years of their places."""
    if known["numerator"].notna().any():
        return new.iloc[0:0].assign(lowest=0.0, highest=0.0)
    ends = unlike(known, decimals)[["area", "period", "lowest", "highest"]]
    return new.drop(columns=["lowest", "highest"]).merge(ends, on=["area", "period"])


def _counted(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """With the count behind each figure: a bare count is its own."""
    return frame.assign(count=frame["value" if indicator.unit == "count" else "numerator"].astype(float))


def _of_one_kind(held: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """What is held, then what is given: different kinds of period are never compared."""
    kind = periods.parse(given["period"].iat[0]).kind
    labels = [label for label in held["period"].unique() if periods.parse(label).kind == kind]
    numbers = dict.fromkeys(("value", "numerator", "denominator", "count"), float)
    return pd.concat([held[held["period"].isin(labels)], given]).astype(numbers)


def _expected(both: pd.DataFrame, count: int) -> pd.DataFrame:
    """The last ``count`` figures, those that are new among them, and what the others let one expect."""
    rows, areas = pd.factorize(both["area"])
    labels = sorted(both["period"].unique(), key=periods.parse)
    columns = pd.Index(labels).get_indexer(both["period"])
    old = len(both) - count
    given = both.iloc[old:]

    def grid(name: str, part: slice) -> Array:
        values = np.full((len(areas), len(labels)), np.nan)
        values[rows[part], columns[part]] = both[name].to_numpy(float)[part]
        return values

    before, new = (grid("value", part) for part in (slice(old), slice(old, None)))
    at = rows[old:], columns[old:]
    fresh = ~(np.abs(new - before) <= SAME * np.abs(before))[at]
    at = at[0][fresh], at[1][fresh]
    if not fresh.any():
        return pd.DataFrame()
    past = precedent(before, new)
    widths = _spreads(pd.Series(areas), np.where(np.isnan(before), new, before), grid("count", slice(None)))
    found: pd.DataFrame = given[fresh].assign(
        expected=past.expected[at],
        lowest=past.lowest[at],
        highest=past.highest[at],
        years=past.years[at],
        spread=widths[at[0]],
    )
    return found


def _spreads(areas: pd.Series, values: Array, counts: Array) -> Array:
    """By how much each area's values differ from year to year: England and the regions do less than authorities."""
    coarse, widths = is_coarse(areas), np.zeros(len(areas))
    for group in (coarse, ~coarse):
        widths[group] = spread(values[group], counts[group])
    return widths


def _surprising(found: pd.DataFrame, scale: float) -> pd.DataFrame:
    value, expected, count = (found[name].to_numpy() for name in ("value", "expected", "count"))
    with np.errstate(all="ignore"):
        # What the count is of, as the figure has it; of a zero, its denominator.
        whole = np.where(value > 0, count / value, found["denominator"].to_numpy() / scale)
    # Where there was nothing in any year, the first figure says no more than that recording began.
    awaited = np.where(expected > 0, whole * expected, np.nan)
    return found.assign(expected_count=awaited, surprise=surprise(count, awaited, found["spread"], found["years"]))
