"""What to look at in an area: unusual, changing, not supplied, in dispute. Each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from data.areas import ENGLAND
from data.conflicts import CONTRADICTION, Conflict
from data.dataset import Dataset, Snapshot
from data.observations import PUBLISHED, Status
from data.register import Indicator
from data.selection import Selection
from data.stats.funnel import LEVELS
from data.views import cohort, grade_words, points, verdict, words
from data.views.assessment import ABOVE, BELOW, Assessment, Grade, assess
from data.views.by_chance import Shares, by_chance
from data.views.local import local_row

MOST_TRENDS = 5


@dataclass(frozen=True, slots=True)
class StandOut:
    """One thing to look at, ``reason`` being a sentence.

    ``brief`` is the value and why, for a headline, ``plain`` what an untested figure far from others is: its value
    beside England's, and its rank. ``everyone`` and ``members`` the values of all authorities and of
    the neighbours, ``own`` the area's; ``spark`` its values over the years. Empty where there is nothing to draw.
    ``also`` is another measure of the same thing of which the same is to be said.
    """

    indicator: Indicator
    reason: str
    brief: str = ""
    plain: str = ""
    own: float | None = None
    everyone: tuple[float, ...] = ()
    members: tuple[float, ...] = ()
    spark: tuple[float | None, ...] = ()
    grade: Grade | None = None
    also: Indicator | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures are ``tested``, and how many of these have a grade; ``by_chance`` is how many of as many would,
    with neighbours drawn at random."""

    tested: int
    clearly: int
    edge: int
    by_chance: Shares


@dataclass(frozen=True, slots=True)
class StandOuts:
    """What to look at, most telling first. ``unusual`` is what is clearly unusual, and what is untested and far from
    others on its worse side; ``edge`` what is at the edge, and what is untested and far from others else.

    ``trended`` is how many have five points to test, ``changing`` how many of them change by more than chance, of which
    ``trends`` are those that change most; ``conflicts`` are the contradictions about the area's figures.
    """

    unusual: tuple[StandOut, ...]
    edge: tuple[StandOut, ...]
    tally: Tally
    trends: tuple[StandOut, ...]
    missing: tuple[StandOut, ...]
    conflicts: tuple[Conflict, ...]
    trended: int
    changing: int


def standouts(dataset: Dataset, snapshot: Snapshot, selection: Selection) -> StandOuts:
    """In the latest selected period of each published rate and percentage, and of the board's own figures."""
    found = list(_assessed(snapshot, selection))
    marked = sorted((a for a in found if a.grade.is_marked), key=lambda a: _order(snapshot, a, selection))
    listed = told_once(marked, _side)
    changing = sorted((a for a in found if verdict.over_years(a)), key=lambda a: -_relative(snapshot, a))
    most = told_once(changing, _way)
    return StandOuts(
        unusual=tuple(_unusual(snapshot, a, twin, selection) for a, twin in listed if _is_first(a)),
        edge=tuple(_unusual(snapshot, a, twin, selection) for a, twin in listed if not _is_first(a)),
        tally=_tally(snapshot, found),
        trends=tuple(_trend(snapshot, a, twin) for a, twin in most[:MOST_TRENDS]),
        missing=tuple(_missing(dataset, snapshot, selection)),
        conflicts=tuple(_contradictions(dataset, snapshot, selection)),
        trended=sum(a.trend is not None for a in found),
        changing=len(changing),
    )


def _tally(snapshot: Snapshot, found: Sequence[Assessment]) -> Tally:
    tested = [a for a in found if a.grade.is_tested]
    shares = sum((by_chance(snapshot, a.indicator, a.period.label) for a in tested), Shares())
    counted = Counter(a.grade for a in tested)
    return Tally(len(tested), counted[Grade.CLEARLY_UNUSUAL], counted[Grade.AT_THE_EDGE], shares)


def _assessed(snapshot: Snapshot, selection: Selection) -> Iterable[Assessment]:
    is_open = snapshot.areas.is_open(snapshot.areas[selection.area])
    for indicator in snapshot.register.published:
        period = points.newest(snapshot, indicator, selection) if indicator.is_comparable else None
        # Of an authority that ended nothing is to be looked at in years after it.
        if period is not None and (is_open or not points.is_left(snapshot, indicator, period, selection)):
            yield assess(snapshot, indicator, selection, period.label)


def _is_first(found: Assessment) -> bool:
    """Whether a figure is among what to look at first: far from others on the worse side is, though never tested."""
    far = found.grading.far
    return found.grade is Grade.CLEARLY_UNUSUAL or (far is not None and far.is_worse)


def _order(snapshot: Snapshot, found: Assessment, selection: Selection) -> tuple[bool, int, bool]:
    """What is old comes last; before it what is both apart and outside limits, then what is untested and far."""
    grading = found.grading
    is_both = bool(grading.apart and grading.beyond)
    rank = 0 if is_both else 2 if grading.far else 1 if grading.beyond == max(LEVELS) else 3 if grading.apart else 4
    return bool(points.stale(snapshot, found.indicator, found.period, selection)), rank, grading.beyond != max(LEVELS)


def told_once(found: list[Assessment], told: Callable[[Assessment], str]) -> list[tuple[Assessment, Indicator | None]]:
    """Each with the twin of which the same is told (``told`` alike), told once: two measures of one thing are one
    story."""
    stories = {(a.indicator.id, told(a)) for a in found}
    twins = {(a.indicator.twin, told(a)): a.indicator for a in found if (a.indicator.twin, told(a)) in stories}
    return [(a, twins.get((a.indicator.id, told(a)))) for a in found if (a.indicator.twin, told(a)) not in stories]


def _way(found: Assessment) -> str:
    return found.trend.direction if found.trend else ""


def _side(found: Assessment) -> str:
    """The grade, and whether above or below others."""
    side = found.grading.far.side if found.grading.far else found.grading.apart
    return f"{found.grade} {side or (ABOVE if 'high' in grade_words.limits(found) else BELOW)}"


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


def _unusual(snapshot: Snapshot, found: Assessment, twin: Indicator | None, selection: Selection) -> StandOut:
    own = words.figure(found.observation, found.indicator) if found.observation else ""
    own += words.unit_in_sentence(found.indicator)
    where, doubt = grade_words.reasons(found), verdict.doubt(found)
    untested = ", not tested" if found.grade is Grade.FAR else ""
    stale = points.stale(snapshot, found.indicator, found.period, selection)
    old = f" {words.in_words(found.period)}{stale.replace(' (', ', ').rstrip(')')}" if stale else ""
    when = words.when_words(found.period, found.indicator) + stale + doubt
    when = when if when.startswith("at ") else f"in the {when}"
    return StandOut(
        found.indicator,
        f"{own} {when}{untested}: {where}{_judged(found)}.",
        f"{own}{old}{doubt}, {where}",
        f"{own} {when}{_beside(snapshot, found)}",
        found.observation.shown(found.indicator.decimals) if found.observation else None,
        _shown(snapshot, found, cohort.cohort(snapshot, found.indicator).keys),
        _shown(snapshot, found, [peer.key for peer in found.neighbours.members]),
        grade=found.grade,
        also=twin,
    )


def _beside(snapshot: Snapshot, found: Assessment) -> str:
    """England's figure and the rank, each after a semicolon; "" where there is neither."""
    figures = snapshot.figures(found.indicator.id, PUBLISHED)
    england = points.first(figures, ENGLAND, found.period.label)
    known = england is not None and england.value is not None
    said = (f"England {words.figure(england, found.indicator)}" if england and known else "", verdict.placed(found))
    return "".join(f"; {part}" for part in said if part)


def _shown(snapshot: Snapshot, found: Assessment, keys: Iterable[str]) -> tuple[float, ...]:
    """The numbers that people see of these areas in the period, those there are."""
    figures = snapshot.peer_figures(found.indicator.id, PUBLISHED)
    every = (points.first(figures, key, found.period.label) for key in keys)
    numbers = (o.shown(found.indicator.decimals) for o in every if o is not None)
    return tuple(number for number in numbers if number is not None)


def _judged(found: Assessment) -> str:
    """Rank and quarter, which say whether unusual is good or bad where the register does."""
    return f"; {verdict.place(found)}" if verdict.place(found) else ""


def _trend(snapshot: Snapshot, found: Assessment, twin: Indicator | None) -> StandOut:
    tested = _tested(snapshot, found)
    by_label = snapshot.figures(found.indicator.id, PUBLISHED)[found.area.key]
    (first, _), (last, _) = tested[0], tested[-1]
    unit = words.unit_in_sentence(found.indicator)
    start, end = (words.figure(by_label[label][0], found.indicator) for label in (first, last))
    text = verdict.sentence(verdict.over_years(found))
    everyone = cohort.cohort(snapshot, found.indicator)
    series = (by_label.get(period.label) for period in everyone.periods)
    return StandOut(
        found.indicator,
        f"{text}: from {start} to {end}{unit} in {last}.",
        spark=tuple(one[0].shown(found.indicator.decimals) if one else None for one in series),
        also=twin,
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
