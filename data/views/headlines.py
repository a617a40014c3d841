"""Headlines: a panel's message in sentences, made from the same tiles that the page shows."""

from __future__ import annotations

from collections.abc import Sequence

from data.dataset import Dataset
from data.observations import Status
from data.register import PANELS
from data.selection import Selection
from data.store import Snapshot
from data.views import points, verdict
from data.views.assessment import Grade, assess
from data.views.local import local_row
from data.views.standout import StandOut, StandOuts, standouts
from data.views.tile import published_tile
from data.views.types import TileView
from data.views.verdict import ENGLAND

# What each panel, and the overview, speaks of first.
OVERVIEW = "overview"
LEADS = {
    OVERVIEW: ("lac_rate", "cpp_rate", "rereferrals_12m_pct"),
    "journey": ("lac_rate", "cpp_rate", "referral_rate"),
    "neglect": ("factor_neglect_rate", "factor_neglect_pct"),
    "domestic_abuse": ("factor_domestic_abuse_parent_rate", "factor_domestic_abuse_child_rate"),
    "exploitation": ("factor_cse_rate", "factor_cce_rate"),
    "assurance": ("social_worker_vacancy_rate_pct", "social_worker_caseload"),
}
MOST = 5
MOST_UNUSUAL = 2
PROPER = ("English", "White", "England", "Ofsted")


def headlines(dataset: Dataset, snapshot: Snapshot, panel: str, selection: Selection) -> tuple[str, ...]:
    """Up to five sentences: on the overview what is unusual, then the leading figures, then what was not supplied."""
    views = (published_tile(dataset, snapshot, dataset.register[i], selection) for i in LEADS.get(panel, ()))
    leading = [sentence(view) for view in views if view is not None]
    first = [unusual(standouts(dataset, snapshot, selection))] if panel == OVERVIEW and leading else []
    return tuple([*first, *leading, *not_supplied(dataset, snapshot, panel, selection)][:MOST])


def has_trends_since_pandemic(snapshot: Snapshot, panel: str, selection: Selection) -> bool:
    """Whether a figure of the panel rises or falls since the first year of the pandemic."""
    for indicator in snapshot.register.of(panel):
        period = points.newest(snapshot, indicator, selection) if indicator.published_source else None
        if period is not None:
            found = assess(snapshot, indicator, selection, period.label)
            if verdict.over_years(found) and verdict.is_since_pandemic(found):
                return True
    return False


def unusual(found: StandOuts) -> str:
    """What is unusual, most telling first, in one sentence: with its values, or how many are at the edge."""
    if not (found.tally.tested or found.unusual):
        return "There is no published figure to judge in the latest period chosen."
    clearly = [each for each in found.unusual if each.grade is Grade.CLEARLY_UNUSUAL]
    far = [each for each in found.unusual if each.grade is Grade.FAR]
    parts = [
        _told("clearly unusual", clearly, found.tally.clearly),
        _told("far from others, not tested", far, len(far)),
    ]
    if any(parts):
        said = "; ".join(filter(None, parts))
        return f"{said[:1].upper()}{said[1:]}."
    tally = found.tally
    edge = f"; {tally.edge} {'is' if tally.edge == 1 else 'are'} at the edge" if tally.edge else ""
    return f"None of {tally.tested} tested figures is clearly unusual{edge}."


def _told(grade: str, found: Sequence[StandOut], count: int) -> str:
    """The first of a grade with their values, and how many more there are; "" where there is none."""
    told = [f"{_within(each.indicator.short)} ({each.brief})" for each in found[:MOST_UNUSUAL]]
    more = [f"{count - len(told)} more"] if count > len(told) else []
    return f"{grade}: {_listed([*told, *more])}" if told else ""


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _within(name: str) -> str:
    """A name within a sentence; an abbreviation and a proper name keep their capitals."""
    is_kept = not name[1:2].islower() or name.startswith(PROPER)
    return name if is_kept else name[:1].lower() + name[1:]


def sentence(view: TileView) -> str:
    """One tile as a sentence: value, period, change, trend, and whom it differs from with their values."""
    newer = f"; England has a newer figure, {view.newer}" if view.newer else ""
    if view.value.value is None:
        last = f"; {view.change}" if view.change else ""
        return f"{view.name}: {view.value.text}, {view.period_words}{last}{newer}."
    unit = f" {view.unit}" if view.unit and view.indicator.unit != "ratio" else ""
    change = f", {view.change.lstrip('▲▼● ')}" if view.change else ""
    trend = f", {_joined(view)} {lowered(view.trend)}" if view.trend else ""
    compared = f"; {lowered(view.compared)}" if view.compared else ""
    return f"{view.name}: {view.value.text}{unit} {_when(view)}{change}{trend}{compared}{newer}."


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
    """A sentence for each agency and period that something is missing from."""
    wanted = dataset.register.local if panel not in PANELS else dataset.register.of(panel)
    missing: dict[tuple[str, str], list[str]] = {}
    for indicator in wanted:
        row = local_row(dataset, snapshot, indicator, selection) if indicator.local_source else None
        if row is not None and row.status is Status.NOT_REPORTED:
            missing.setdefault((row.values[0][0], row.period.label), []).append(_within(indicator.short))
    return [f"{text[:1].upper()}{text[1:]} ({label}): {'; '.join(names)}." for (text, label), names in missing.items()]
