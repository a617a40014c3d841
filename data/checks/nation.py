"""England's rate, share or mean lies between the lowest and the highest of its authorities, as every mean does.

It is looked at where most authorities have a figure for the period, in the file or held; where few have one, only if
England's is far beyond them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.areas import ENGLAND
from data.checks import WARNING, Finding
from data.importers.origins import Origins
from data.importers.rounded import is_coarse, printed_numbers
from data.importers.subject import Subject
from data.register import RATES
from data.store import Delivery

# Units of which England's figure is a mean: a sum, a rank or a score is none.
MEANS = (*RATES, "percent", "percent_change", "ratio", "weeks")
# Authorities with a figure: of those that are open half; where those are not known, as many as this.
MOST = 75
# So few of them that England's figure must lie this many times beyond them to be doubted.
FEW, FAR = 5, 2.0
# Quotients of floats, and of counts that are rounded to 10.
SLACK = 0.005


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    frame, origins = delivery.frame, Origins(subject, delivery)
    means = [f.indicator for f in subject.mapping.figures if subject.register[f.indicator].unit in MEANS]
    frame = frame[frame["value"].notna() & frame["indicator"].isin(means)]
    england, most = frame[frame["area"] == ENGLAND], _most(subject)
    # What the file has of the authorities first: more of them make the range no narrower.
    within = _ranges(frame).reindex(pd.MultiIndex.from_frame(england[["indicator", "period"]]))
    for name, rows in england[~_is_inside(england, within)].groupby("indicator", sort=False):
        both = pd.concat(
            [subject.known.history.frame(str(name)).assign(indicator=name), frame[frame["indicator"] == name]]
        )
        ranges = _ranges(both).reindex(pd.MultiIndex.from_frame(rows[["indicator", "period"]]))
        for at in np.flatnonzero(_is_outside(rows, ranges, most)).tolist():
            yield _finding(origins, int(rows.index[at]), ranges.iloc[at])


def _most(subject: Subject) -> int:
    areas = subject.known.areas
    return sum(map(areas.is_open, areas.authorities)) // 2 or MOST


def _ranges(frame: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest value of the authorities, and how many have one, by indicator and period; the last counts."""
    last = frame.drop_duplicates(["indicator", "area", "period"], keep="last")
    return last[~is_coarse(last["area"])].groupby(["indicator", "period"])["value"].agg(["min", "max", "count"])


def _is_inside(england: pd.DataFrame, ranges: pd.DataFrame) -> np.ndarray:
    value = england["value"].to_numpy()
    return np.asarray((value >= ranges["min"].to_numpy(float)) & (value <= ranges["max"].to_numpy(float)))


def _is_outside(england: pd.DataFrame, ranges: pd.DataFrame, most: int) -> np.ndarray:
    value = england["value"].to_numpy()
    low, high, count = (ranges[name].to_numpy(float) for name in ("min", "max", "count"))
    decimals = printed_numbers(england["printed"])[1]
    room = np.nan_to_num(10.0**-decimals) + SLACK * np.abs(value)
    beyond = (value < low - room) | (value > high + room)
    far = (value < low / FAR) | (value > high * FAR)
    return np.asarray(beyond & ((count >= most) | (far & (count >= FEW))))


def _finding(origins: Origins, at: int, ranges: pd.Series) -> Finding:
    row = origins.delivery.rows[at]
    return Finding(
        WARNING,
        origins.subject.table.file,
        origins.row(row.indicator, row.area, row.period),
        origins.shown(row.indicator) or origins.counts(row.indicator),
        f"{row.printed or f'{row.value:.4g}'} ({origins.place(row.area, row.period)}) is outside the range of the "
        f"authorities, {ranges['min']:.4g} to {ranges['max']:.4g} ({int(ranges['count'])} of them), where a mean lies. "
        "Check whether it is a sum, or in another unit.",
    )
