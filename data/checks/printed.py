"""A printed percentage or rate follows from its own counts, as far as they and it are rounded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.checks import WARNING, Finding
from data.importers.origins import Origins
from data.importers.rounded import printed_numbers, room
from data.importers.subject import Subject
from data.stats.rounding import can_follow, round_half_up
from data.store import Delivery


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    frame = delivery.frame
    frame = frame[frame["printed"].notna() & frame["numerator"].notna() & (frame["denominator"] > 0)]
    if frame.empty:
        return
    scales = {f.indicator: subject.register[f.indicator].scale for f in subject.mapping.figures}
    per = frame["indicator"].map(scales).to_numpy()
    printed, decimals = printed_numbers(frame["printed"])
    count, whole = frame["numerator"].to_numpy(), frame["denominator"].to_numpy()
    origins = Origins(subject, delivery)
    for at in np.flatnonzero(~can_follow(printed, decimals, count, whole, per, *room(subject, frame))).tolist():
        row = delivery.rows[frame.index[at]]
        quotient = round_half_up(count[at] / whole[at] * per[at], max(int(decimals[at]), 1))
        yield Finding(
            WARNING,
            subject.table.file,
            origins.row(row.indicator, row.area, row.period),
            origins.shown(row.indicator),
            f"{row.printed} is printed ({origins.place(row.area, row.period)}), but {row.numerator:,.10g} of "
            f"{row.denominator:,.10g} is {quotient}; check which of them is wrong.",
        )
