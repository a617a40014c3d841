"""An authority that the last edition had and this one has not is told: its rows may have been lost."""

from __future__ import annotations

from collections.abc import Iterator

from data.areas import AUTHORITY, JOINT
from data.checks import WARNING, Finding
from data.importers.subject import Subject
from data.store import Delivery


def check(subject: Subject, delivery: Delivery) -> Iterator[Finding]:
    """Taken: an early release holds few. Authorities that ended are not missed, nor what came in an older edition."""
    release, areas = delivery.release, subject.known.areas
    last = subject.known.rosters.of(release.dataset, (figure.indicator for figure in subject.mapping.figures))
    if last is None or last.year > release.edition:
        return
    frame = delivery.frame
    here = set(frame.loc[frame["period"] == release.period_last, "area"].unique())
    members = {number for key in here for number in key.split(" / ")}
    for key in sorted(last.areas - here):
        area = areas.get(key)
        if area is None or area.level not in (AUTHORITY, JOINT) or not areas.is_open(area):
            continue
        if members.isdisjoint(area.members):
            said = f"has no row of {area.name} ({key}) for {release.period_last}, which the {last.year} edition had."
            yield Finding(WARNING, subject.table.file, None, None, said)
