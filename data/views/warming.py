"""What is worked out once for each release, so that the first visitor does not wait for it."""

from __future__ import annotations

from data.dataset import Snapshot
from data.observations import PUBLISHED
from data.views.by_chance import by_chance
from data.views.cohort import cohort, trends, year
from data.views.doubts import doubts
from data.views.printed import contradictions


def warm(snapshot: Snapshot) -> None:
    """Work out the latest period of every published indicator."""
    for indicator in snapshot.register.published:
        periods = cohort(snapshot, indicator).periods
        if periods:
            year(snapshot, indicator, periods[-1].label)
            trends(snapshot, indicator, periods[-1].label)
            by_chance(snapshot, indicator, periods[-1].label)
        doubts(snapshot, indicator)
        contradictions(snapshot, indicator)
        snapshot.peer_figures(indicator.id, PUBLISHED)
