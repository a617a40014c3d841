"""A release that has no value where most of those held have one is told: its column may have been lost."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.checks import WARNING, Finding
from data.importers.origins import Origins
from data.importers.subject import Subject
from data.observations import Status
from data.register import Indicator
from data.store import Delivery

# Values are taken back one by one, to protect children or after a mistake; more than so many of a period's at once, and
# more than half of them, are more likely lost.
FEW = 10


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    """Once for each indicator: taken all the same, since a publisher may withdraw a column.

    A release that is older than what is held takes nobody's place.
    """
    frame = delivery.frame
    origins = Origins(subject, delivery)
    for name, given in frame[frame["status"] != Status.WITHHELD].groupby("indicator", sort=False):
        indicator = subject.register[str(name)]
        held = subject.known.history.frame(indicator.id)
        lost = _lost(held[held["edition"] <= delivery.release.edition], given)
        if len(lost):
            yield Finding(
                WARNING, subject.table.file, None, origins.shown(indicator.id) or None, _said(indicator, lost)
            )


def _lost(held: pd.DataFrame, given: pd.DataFrame) -> pd.Series:
    """How many of the values held are given as none, by period, where it is most of them; oldest first."""
    both = held[held["value"].notna()].merge(given, on=["area", "period"], suffixes=("_held", ""))
    gone = both["value"].isna().groupby(both["period"]).agg(["sum", "mean"])
    lost: pd.Series = gone["sum"][(gone["sum"] > FEW) & (gone["mean"] > 0.5)]
    return lost.sort_index()


def _said(indicator: Indicator, lost: pd.Series) -> str:
    periods = [str(label) for label in lost.index]
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return (
        f"gives no value for {int(lost.sum()):,} figures of {indicator.short} ({span}) that are held with one; check "
        "that the column is whole. Once this release is in they are shown as not available; withdraw it, and they are "
        "back."
    )
