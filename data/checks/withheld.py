"""Figures that the register withholds are told when a file has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.checks import WARNING, Finding
from data.importers.origins import Origins
from data.importers.subject import Subject
from data.observations import Status
from data.store import Delivery


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    """Once for each indicator and area."""
    frame = delivery.frame[delivery.frame["status"] == Status.WITHHELD.value]
    counts = Counter(zip(frame["indicator"], frame["area"], strict=True))
    for (name, area), count in counts.items():
        indicator, origins = subject.register[name], Origins(subject, delivery)
        why = next(entry.why for entry in indicator.withheld if entry.area == area)
        figures = f"{count:,} figure{'' if count == 1 else 's'}"
        said = f"{figures} of {origins.name(area)} ({indicator.short}) withheld, as the register says: {why}"
        yield Finding(WARNING, subject.table.file, None, origins.shown(name) or None, said)
