"""From observations to points and series: areas, their comparators, and the neighbours' average."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import fmean, median

from data.areas import ENGLAND as ENGLAND_KEY
from data.areas import Area
from data.dataset import Figures, Neighbour, Snapshot
from data.observations import NEIGHBOURS_KEY, PUBLISHED, Observation, Status
from data.periods import Period, comparable
from data.register import Indicator
from data.selection import Selection
from data.views import cohort, doubts, printed, words
from data.views.types import AREA, ENGLAND, MEMBER, NAMED, NEIGHBOURS, REGION, Point, Series

NO_FIGURE = "no figure in the release"
SHORT_NEIGHBOURS = "Neighbours"


def point(
    observation: Observation | None, period: Period, indicator: Indicator, absent: str = NO_FIGURE, doubt: str = ""
) -> Point:
    """One observation as shown; ``absent`` says why where the source has no row at all, ``doubt`` why it is doubted."""
    if observation is None:
        return Point(period, None, absent, Status.NOT_AVAILABLE)
    remarks = (observation.note, printed.told(observation, indicator), doubt)
    return Point(
        period,
        observation.shown(indicator.decimals),
        words.figure(observation, indicator),
        observation.status,
        note=" ".join(remark for remark in remarks if remark) or None,
        qualifier=observation.qualifier,
    )


def first(figures: Figures, area: str, label: str) -> Observation | None:
    """The figure of an area and period; where a source gives two, the one that stands first (the appendix's)."""
    found = figures.get(area, {}).get(label)
    return found[0] if found else None


def all_periods(figures: Figures, selection: Selection) -> tuple[Period, ...]:
    """Every period of an indicator in the selection in which some area has a value, oldest first.

    All of one kind, that of the newest: a year to March and a calendar year are never joined by a line.
    """
    found = [period for period in figures.periods if selection.includes(period)]
    return tuple(period for period in found if comparable(period, found[-1]))


def other_periods(figures: Figures, selection: Selection) -> tuple[Period, ...]:
    """Those of another kind, which ``all_periods`` leaves out."""
    shown = all_periods(figures, selection)
    return tuple(period for period in figures.periods if selection.includes(period) and period not in shown)


def newest(snapshot: Snapshot, indicator: Indicator, selection: Selection, source: str = PUBLISHED) -> Period | None:
    """The period whose figure is shown of an area where one is: the newest in which it has a row, with a value or a
    reason why there is none. A release without a row for it, and rows of years after it ended, leave its newest figure.

    Where it has no row at all, the newest period of anyone; None where nobody has a figure in the selection.
    """
    figures = snapshot.figures(indicator.id, source)
    periods = all_periods(figures, selection)
    held = _held(snapshot, figures, selection.area)
    return next((period for period in reversed(periods) if period.label in held), periods[-1] if periods else None)


def _held(snapshot: Snapshot, figures: Figures, key: str) -> set[str]:
    """Labels of the periods of an area's life that there is a row for, its own or one together with another's."""
    areas, area = snapshot.areas, snapshot.areas[key]
    joint = areas.joint_of(area)
    rows = {**(figures.get(joint.key, {}) if joint else {}), **figures.get(key, {})}
    return {label for label, found in rows.items() if areas.is_of(area, found[0].period)}


def newer(snapshot: Snapshot, indicator: Indicator, selection: Selection, period: Period) -> str:
    """England's figure where it is newer than the one shown of the area: "84 in 2025/26"; else ""."""
    figures = snapshot.figures(indicator.id, PUBLISHED)
    later = [p for p in all_periods(figures, selection) if p.end > period.end]
    known = [o for p in later if (o := first(figures, ENGLAND_KEY, p.label)) is not None and o.value is not None]
    return f"{words.figure(known[-1], indicator)} {words.in_words(known[-1].period)}" if known else ""


def series(
    role: str, area: Area, figures: Figures, periods: Iterable[Period], indicator: Indicator, snapshot: Snapshot
) -> Series:
    """One area's points; an authority whose figures are published with another's says so."""
    joint = snapshot.areas.joint_of(area)
    joint_figures = figures.get(joint.key, {}) if joint else {}
    points = []
    for period in periods:
        when = snapshot.areas.outside(area, period) if role == MEMBER else ""
        absent = f"not counted: it {when}" if when else NO_FIGURE
        if joint and period.label in joint_figures:
            together = words.figure(joint_figures[period.label][0], indicator)
            absent = f"published only for {joint.name} together: {together}"
        found = first(figures, area.key, period.label)
        points.append(point(found, period, indicator, absent, doubts.told(snapshot, found)))
    return Series(role, area.key, area.name, tuple(points))


def average(
    figures: Figures, neighbours: tuple[Neighbour, ...], period: Period, statistic: str, indicator: Indicator
) -> Point:
    """Unweighted mean, or median, of the neighbours that have a value, with how many those are, as shown."""
    value, count = averaged(figures, neighbours, period.label, statistic)
    total = len(neighbours)
    if value is None:
        text = "no list of neighbours in this model" if not total else "no neighbour has a figure"
        return Point(period, None, text, Status.NOT_AVAILABLE, 0, total)
    return Point(period, value, words.number(value, indicator), Status.REPORTED, count, total)


def averaged(
    figures: Figures, neighbours: tuple[Neighbour, ...], label: str, statistic: str
) -> tuple[float | None, int]:
    """The mean or median of those that have a value, unrounded, and how many those are; None where none has."""
    found = (first(figures, n.neighbour, label) for n in neighbours)
    values = [o.value for o in found if o is not None and o.value is not None]
    if not values:
        return None, 0
    return fmean(values) if statistic == "mean" else median(values), len(values)


def neighbours_of(snapshot: Snapshot, selection: Selection) -> tuple[Neighbour, ...]:
    return snapshot.neighbours.get(selection.model, {}).get(selection.area, ())


def average_words(found: Point, selection: Selection) -> str:
    """How an average was made: "mean of 9 of 10 neighbours, 2025 model"."""
    of = f"{found.count}" if found.count == found.total else f"{found.count} of {found.total}"
    return f"{selection.statistic} of {of}, {selection.model} model"


def comparators(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, periods: tuple[Period, ...]
) -> tuple[Series | None, Series | None, Series | None, tuple[Series, ...]]:
    """England, region, the neighbours' average and each neighbour, over the periods; none for a bare count."""
    if not indicator.is_comparable:
        return None, None, None, ()
    figures, peers = (read(indicator.id, PUBLISHED) for read in (snapshot.figures, snapshot.peer_figures))
    areas = snapshot.areas
    england = (
        series(ENGLAND, areas[ENGLAND_KEY], figures, periods, indicator, snapshot) if ENGLAND_KEY in areas else None
    )
    above = areas.region_of(areas[selection.area])
    region = series(REGION, above, figures, periods, indicator, snapshot) if above else None
    nearest = neighbours_of(snapshot, selection)
    mean = Series(
        NEIGHBOURS,
        NEIGHBOURS_KEY,
        SHORT_NEIGHBOURS,
        tuple(average(peers, nearest, p, selection.statistic, indicator) for p in periods),
    )
    members = tuple(
        series(MEMBER, areas[n.neighbour], peers, periods, indicator, snapshot) for n in nearest if n.neighbour in areas
    )
    return england, region, mean if nearest else None, members


def with_intervals(snapshot: Snapshot, indicator: Indicator, found: Series) -> Series:
    """The series with the 95% interval of each of its points that has one; of a local authority."""
    everyone = cohort.cohort(snapshot, indicator)
    row = everyone.row(found.key)
    if row is None:
        return found
    points = []
    for each in found.points:
        column = everyone.column(each.period.label)
        if column is not None and each.value is not None:
            limits = float(everyone.lower[row, column]), float(everyone.upper[row, column])
            each = replace(each, interval=words.interval(*limits, indicator))
        points.append(each)
    return replace(found, points=tuple(points))


def named(
    snapshot: Snapshot, indicator: Indicator, key: str | None, selection: Selection, periods: tuple[Period, ...]
) -> Series | None:
    """One area picked to compare with; None for none, for the area itself, and for what is not compared."""
    if key is None or key not in snapshot.areas or key == selection.area or not indicator.is_comparable:
        return None
    figures = snapshot.figures(indicator.id, PUBLISHED)
    return series(NAMED, snapshot.areas[key], figures, periods, indicator, snapshot)


def withheld(snapshot: Snapshot, shown: Iterable[Series | None], indicator: Indicator) -> tuple[str, ...]:
    """That the register withholds figures of those shown, and why, as sentences."""
    keys = {series.key for series in shown if series is not None}
    said = ((snapshot.areas[each.area].name, each.why) for each in indicator.withheld if each.area in keys)
    return tuple(f"{name}'s figures are withheld. {why}" for name, why in said)


def stale(snapshot: Snapshot, indicator: Indicator, period: Period, selection: Selection) -> str:
    """Said of an area's series that stops before those of others, and of one that stops in a financial year before the
    last but one that there are figures of."""
    is_old = int(snapshot.areas.latest[:4]) - int(period.financial_year[:4]) > 1 and selection.last is None
    return " (the newest figure held)" if is_old or is_left(snapshot, indicator, period, selection) else ""


def is_left(snapshot: Snapshot, indicator: Indicator, period: Period, selection: Selection) -> bool:
    """Whether others have figures of a later period of the selection."""
    periods = all_periods(snapshot.figures(indicator.id, PUBLISHED), selection)
    return bool(periods) and period.end < periods[-1].end


def own(snapshot: Snapshot, indicator: Indicator, selection: Selection, periods: tuple[Period, ...]) -> Series:
    figures = snapshot.figures(indicator.id, PUBLISHED)
    return series(AREA, snapshot.areas[selection.area], figures, periods, indicator, snapshot)
