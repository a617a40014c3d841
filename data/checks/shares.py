"""No share is above 100% where what is counted is part of what it is divided by, as the register has it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.checks import ERROR, Finding
from data.importers.origins import Origins
from data.importers.rounded import printed_numbers, room
from data.importers.subject import Subject
from data.importers.tidy import plain
from data.stats.rounding import can_follow
from data.store import Delivery

REMEDY = "a part cannot be more than the whole; correct the row, or exchange the two columns."


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    shares = [f.indicator for f in subject.mapping.figures if subject.register[f.indicator].is_share]
    frame = delivery.frame[delivery.frame["indicator"].isin(shares)]
    above, below = room(subject, frame)
    count, whole = frame["numerator"].to_numpy(), frame["denominator"].to_numpy()
    too_many = count - above > whole + below
    printed, decimals = printed_numbers(frame["printed"])
    has_counts = ~np.isnan(count) & (whole > 0)
    too_high = (printed > 100) & ~(has_counts & can_follow(printed, decimals, count, whole, 100, above, below))
    # A source that gives neither counts nor what it prints says the share alone.
    too_high |= (frame["value"].to_numpy() > 100) & ~has_counts
    origins = Origins(subject, delivery)
    for at in np.flatnonzero(too_many | too_high).tolist():
        row = delivery.rows[frame.index[at]]
        if too_many[at]:
            column = origins.counts(row.indicator)
            said = f"{row.numerator:,.10g} of {row.denominator:,.10g}"
        else:
            column, said = origins.shown(row.indicator), f"{row.printed or plain(row.value)}%"
        place = origins.place(row.area, row.period)
        yield Finding(
            ERROR,
            subject.table.file,
            origins.row(row.indicator, row.area, row.period),
            column,
            f"{said} ({place}) is above 100%: {REMEDY}",
        )
