"""What stands out for an area: apart from its peers, changing, not supplied, in dispute. Each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.conflicts import CONTRADICTION, Conflict
from data.dataset import Dataset
from data.observations import PUBLISHED, Status
from data.register import Indicator
from data.selection import Selection
from data.stats.funnel import LEVELS
from data.store import Snapshot
from data.views import cohort, points, verdict, words
from data.views.assessment import Assessment, assess
from data.views.local import local_row

MOST_TRENDS = 5


@dataclass(frozen=True, slots=True)
class StandOut:
    """One thing to look at, ``reason`` being a sentence.

    ``brief`` is the value and why, for a headline; ``everyone`` and ``members`` the values of all authorities and of
    the neighbours, ``own`` the area's; ``spark`` its values over the years. Empty where there is nothing to draw.
    """

    indicator: Indicator
    reason: str
    brief: str = ""
    own: float | None = None
    everyone: tuple[float, ...] = ()
    members: tuple[float, ...] = ()
    spark: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class StandOuts:
    """What stands out, most telling first. ``tested`` is how many have a figure to judge, ``changing`` how many of
    them change by more than chance, of which ``trends`` are those that change most;
    ``conflicts`` are the contradictions about the area's figures."""

    apart: tuple[StandOut, ...]
    trends: tuple[StandOut, ...]
    missing: tuple[StandOut, ...]
    conflicts: tuple[Conflict, ...]
    tested: int
    changing: int


def standouts(dataset: Dataset, snapshot: Snapshot, selection: Selection) -> StandOuts:
    """In the latest selected period of each published rate and percentage, and of the board's own figures."""
    found = list(_assessed(snapshot, selection))
    apart = _without_twins(sorted((a for a in found if a.apart or a.beyond), key=_strength), _side)
    apart.sort(key=lambda a: bool(points.stale(snapshot, a.period, selection)))  # what is old comes last
    changing = sorted((a for a in found if verdict.over_years(a)), key=lambda a: -_relative(snapshot, a))
    most = _without_twins(changing, _way)
    return StandOuts(
        apart=tuple(_apart(snapshot, a, selection) for a in apart),
        trends=tuple(_trend(snapshot, a) for a in most[:MOST_TRENDS]),
        missing=tuple(_missing(dataset, snapshot, selection)),
        conflicts=tuple(_contradictions(dataset, snapshot, selection)),
        tested=sum(a.value is not None for a in found),
        changing=len(changing),
    )


def _assessed(snapshot: Snapshot, selection: Selection) -> Iterable[Assessment]:
    for indicator in snapshot.register.published:
        periods = points.all_periods(snapshot.figures(indicator.id, PUBLISHED), selection)
        if periods and indicator.is_comparable:
            yield assess(snapshot, indicator, selection, periods[-1].label)


def _strength(found: Assessment) -> tuple[bool, bool, float]:
    """Both apart and beyond limits come first, then beyond the outer limits, then apart, then beyond the inner ones."""
    both = bool(found.apart and found.beyond)
    return not both, found.beyond != max(LEVELS), 0.0 if found.apart else 1.0


def _without_twins(found: list[Assessment], told: Callable[[Assessment], str]) -> list[Assessment]:
    """Without those whose twin tells the same (``told`` alike): two measures of one thing are one story."""
    stories = {(a.indicator.id, told(a)) for a in found}
    return [a for a in found if (a.indicator.twin, told(a)) not in stories]


def _way(found: Assessment) -> str:
    return found.trend.direction if found.trend else ""


def _side(found: Assessment) -> str:
    """Above or below its peers."""
    return "above" if found.apart == "above" or "high" in verdict.limits(found) else "below"


def _tested(snapshot: Snapshot, found: Assessment) -> list[tuple[str, float]]:
    """Labels and values of the points that the trend rests on, oldest first."""
    everyone = cohort.cohort(snapshot, found.indicator)
    row, column = everyone.row(found.area.key), everyone.column(found.period.label)
    if row is None or column is None:
        return []
    valid = cohort.tested(everyone, row, column)
    return [(everyone.periods[i].label, float(everyone.value[row, i])) for i in valid]


def _relative(snapshot: Snapshot, found: Assessment) -> float:
    """Change between the first and the last point of the trend as a share of their mean."""
    tested = _tested(snapshot, found)
    first, last = tested[0][1], tested[-1][1]
    return abs(last - first) / ((abs(first) + abs(last)) / 2 or 1)


def _apart(snapshot: Snapshot, found: Assessment, selection: Selection) -> StandOut:
    everyone = cohort.cohort(snapshot, found.indicator)
    column = everyone.column(found.period.label)
    values = () if column is None else tuple(float(v) for v in everyone.value[:, column])
    own = words.figure(found.observation, found.indicator) if found.observation else ""
    unit = f" {found.indicator.unit_words}" if found.indicator.unit not in ("percent", "ratio") else ""
    where, doubt = verdict.stands_out(found), verdict.doubt(found)
    when = words.when_words(found.period, found.indicator) + points.stale(snapshot, found.period, selection) + doubt
    return StandOut(
        found.indicator,
        f"{own}{unit} {when if when.startswith('at ') else f'in the {when}'}: {where}{_judged(found)}.",
        f"{own}{unit}{doubt}, {where}",
        found.value,
        tuple(v for v in values if v == v),
        tuple(peer.value for peer in found.neighbours.members if peer.value is not None),
    )


def _judged(found: Assessment) -> str:
    """Rank and quarter, which say whether apart is good or bad where the register does."""
    return f"; {verdict.place(found)}" if verdict.place(found) else ""


def _trend(snapshot: Snapshot, found: Assessment) -> StandOut:
    tested = _tested(snapshot, found)
    by_label = snapshot.figures(found.indicator.id, PUBLISHED)[found.area.key]
    (first, _), (last, _) = tested[0], tested[-1]
    unit = f" {found.indicator.unit_words}" if found.indicator.unit not in ("percent", "ratio") else ""
    start, end = (words.figure(by_label[label][0], found.indicator) for label in (first, last))
    text = verdict.sentence(verdict.over_years(found))
    everyone = cohort.cohort(snapshot, found.indicator)
    row = everyone.row(found.area.key)
    values = () if row is None else tuple(float(v) for v in everyone.value[row])
    return StandOut(
        found.indicator,
        f"{text}: from {start} to {end}{unit} in {last}.",
        spark=tuple(v if v == v else None for v in values),
    )


def _missing(dataset: Dataset, snapshot: Snapshot, selection: Selection) -> Iterable[StandOut]:
    for indicator in dataset.register.local:
        row = local_row(dataset, snapshot, indicator, selection)
        if row is not None and row.status is Status.NOT_REPORTED:
            yield StandOut(indicator, f"{verdict.sentence(row.values[0][0])} for {row.period.label}.")


def _contradictions(dataset: Dataset, snapshot: Snapshot, selection: Selection) -> Iterable[Conflict]:
    """Where two sections of the board's reports, which speak of its own area alone, contradict one another."""
    if selection.area != snapshot.local_area:
        return ()
    return (c for c in dataset.conflicts if c.kind == CONTRADICTION and c.indicators)
