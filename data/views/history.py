"""Every figure of every release for one indicator and area: what is current and what it superseded."""

from __future__ import annotations

from dataclasses import dataclass

from data.dataset import Dataset, Historic, Snapshot
from data.register import Indicator
from data.views import doubts, words


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One figure of one release; ``is_current`` where no later release supersedes it."""

    period: str
    text: str
    release: str
    imported_at: str
    is_current: bool


def history(dataset: Dataset, indicator: Indicator, area: str) -> tuple[HistoryRow, ...]:
    """Newest period first; within a period the current figure first."""
    snapshot = dataset.snapshot()
    return tuple(
        HistoryRow(
            words.period_words(figure.observation.period),
            words.figure(figure.observation, indicator) + _doubt(snapshot, figure),
            figure.observation.release,
            figure.imported_at,
            figure.is_current,
        )
        for figure in snapshot.history(indicator.id, area)
    )


def _doubt(snapshot: Snapshot, figure: Historic) -> str:
    """Said of the figure that is shown, where it is doubted."""
    return ", doubted" if figure.is_current and doubts.doubt(snapshot, figure.observation) else ""
