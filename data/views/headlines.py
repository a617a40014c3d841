"""Headlines: a panel's message in sentences, made from the same tiles that the page shows."""

from __future__ import annotations

from data.dataset import Dataset
from data.observations import Status
from data.register import PANELS
from data.selection import Selection
from data.store import Snapshot
from data.views.local import local_row
from data.views.tile import published_tile
from data.views.types import TileView
from data.views.verdict import ENGLAND

# What each panel, and the overview, speaks of first.
LEADS = {
    "overview": ("lac_rate", "cpp_rate", "rereferrals_12m_pct"),
    "journey": ("lac_rate", "cpp_rate", "referral_rate"),
    "neglect": ("factor_neglect_rate", "factor_neglect_pct"),
    "domestic_abuse": ("factor_domestic_abuse_parent_rate", "factor_domestic_abuse_child_rate"),
    "exploitation": ("factor_cse_rate", "factor_cce_rate"),
    "assurance": ("social_worker_vacancy_rate_pct", "social_worker_caseload"),
}
MOST = 5


def headlines(dataset: Dataset, snapshot: Snapshot, panel: str, selection: Selection) -> tuple[str, ...]:
    """Up to five sentences: the leading figures, then what a partner did not supply."""
    views = (published_tile(dataset, snapshot, dataset.register[i], selection) for i in LEADS.get(panel, ()))
    sentences = [sentence(view) for view in views if view is not None]
    sentences += not_supplied(dataset, snapshot, panel, selection)
    return tuple(sentences[:MOST])


def sentence(view: TileView) -> str:
    """One tile as a sentence: value, period, change, trend, and whom it differs from with their values."""
    if view.value.value is None:
        return f"{view.name}: {view.value.text} ({view.period_words})."
    unit = f" {view.unit}" if view.unit and view.indicator.unit != "ratio" else ""
    change = f", {view.change.lstrip('▲▼● ')}" if view.change else ""
    trend = f", {_joined(view)} {lowered(view.trend)}" if view.trend else ""
    compared = f"; {lowered(view.compared)}" if view.compared else ""
    return f"{view.name}: {view.value.text}{unit} {_when(view)}{change}{trend}{compared}."


def _joined(view: TileView) -> str:
    """Whether the last change goes with the trend: "and", else "though"."""
    with_it = {"▲": "Rising", "▼": "Falling"}.get(view.change[:1])
    return "and" if with_it is None or view.trend.startswith(with_it) else "though"


def lowered(text: str) -> str:
    """In the middle of a sentence; a name keeps its capital."""
    return text if text.startswith(ENGLAND) else text[:1].lower() + text[1:]


def _when(view: TileView) -> str:
    return view.period_words if view.period_words.startswith("at ") else f"in the {view.period_words}"


def not_supplied(dataset: Dataset, snapshot: Snapshot, panel: str, selection: Selection) -> list[str]:
    """A sentence for each figure that an agency did not supply."""
    wanted = dataset.register.local if panel not in PANELS else dataset.register.of(panel)
    found = []
    for indicator in wanted:
        row = local_row(dataset, snapshot, indicator, selection) if indicator.local_source else None
        if row is not None and row.status is Status.NOT_REPORTED:
            found.append(f"{indicator.short}: {row.values[0][0]} ({row.period.label}).")
    return found
