"""Headlines: a panel's message in sentences, made from the same tiles that the page shows."""

from __future__ import annotations

from collections.abc import Sequence

from data.dataset import Dataset, Snapshot
from data.observations import Status
from data.register import PANELS
from data.selection import Selection
from data.views import grade_words, points, verdict, words
from data.views.assessment import Grade, assess
from data.views.local import local_row
from data.views.standout import StandOut, StandOuts, Tally, standouts
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
MOST = {OVERVIEW: 6}
MOST_OF_A_PANEL = 5
MOST_UNUSUAL = 2
PROPER = ("English", "White", "England", "Ofsted")


def headlines(dataset: Dataset, snapshot: Snapshot, panel: str, selection: Selection) -> tuple[str, ...]:
    """Up to five sentences, on the overview six: there first what to look at, then the leading figures, then what was
    not supplied."""
    views = (published_tile(dataset, snapshot, dataset.register[i], selection) for i in LEADS.get(panel, ()))
    leading = [sentence(view) for view in views if view is not None]
    first = unusual(standouts(dataset, snapshot, selection)) if panel == OVERVIEW and leading else ()
    most = MOST.get(panel, MOST_OF_A_PANEL)
    return tuple([*first, *leading, *not_supplied(dataset, snapshot, panel, selection)][:most])


def has_trends_since_pandemic(snapshot: Snapshot, panel: str, selection: Selection) -> bool:
    """Whether a figure of the panel rises or falls since the first year of the pandemic."""
    for indicator in snapshot.register.of(panel):
        period = points.newest(snapshot, indicator, selection) if indicator.published_source else None
        if period is not None:
            found = assess(snapshot, indicator, selection, period.label)
            if verdict.over_years(found) and verdict.is_since_pandemic(found):
                return True
    return False


def unusual(found: StandOuts) -> tuple[str, ...]:
    """What to look at first, most telling first: a sentence for each figure that is far from others, of which no test
    is made, and one for all that is clearly unusual, or how many are at the edge."""
    if not (found.tally.tested or found.unusual):
        return ("There is no published figure to judge in the latest period chosen.",)
    clearly = [each for each in found.unusual if each.grade is Grade.CLEARLY_UNUSUAL]
    far = [each for each in found.unusual if each.grade is Grade.FAR]
    tested, untested = _tested(clearly, found.tally), _untested(far)
    is_far_first = bool(far) and found.unusual[0] is far[0]
    return (*untested, *tested) if is_far_first else (*tested, *untested)


def _tested(clearly: Sequence[StandOut], tally: Tally) -> tuple[str, ...]:
    """The first of what is clearly unusual with their values, and how many more; else how many are at the edge."""
    told = [f"{_within(each.indicator.short)} ({each.brief})" for each in clearly[:MOST_UNUSUAL]]
    more = [f"{tally.clearly - len(told)} more"] if tally.clearly > len(told) else []
    if told:
        return (f"Clearly unusual: {_listed([*told, *more])}.",)
    if not tally.tested:
        return ()
    edge = f"; {tally.edge} {'is' if tally.edge == 1 else 'are'} at the edge" if tally.edge else ""
    return (f"None of {tally.tested} tested figures is clearly unusual{edge}.",)


def _untested(far: Sequence[StandOut]) -> tuple[str, ...]:
    """The first of what is far from others, a sentence each, the last with how many more there are."""
    grade = grade_words.GRADES[Grade.FAR]
    told = [f"{each.indicator.name}: {each.plain} ({grade})." for each in far[:MOST_UNUSUAL]]
    more = grade_words.untested(len(far) - len(told))
    return (*told[:-1], f"{told[-1]} {more}".strip()) if told else ()


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
    unit = words.unit_in_sentence(view.indicator)
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
