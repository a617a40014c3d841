"""One indicator and period across every local authority: the funnel and the strip."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from data.areas import ENGLAND
from data.observations import PUBLISHED, Status
from data.periods import Period
from data.register import Indicator
from data.selection import Selection
from data.stats import funnel as control
from data.stats.arrays import Array
from data.stats.scale import Kind
from data.store import Snapshot, dated
from data.views import cohort, points, verdict, words
from data.views.assessment import assess
from data.views.types import AREA, MEMBER, NAMED, OTHER, Dot, FunnelView, Limits, Point, StripView

GRID = 60  # denominators for which limits are drawn
FEWEST = control.FEWEST


def funnel(
    snapshot: Snapshot,
    indicator: Indicator,
    selection: Selection,
    label: str,
    is_adjusted: bool = True,
    named: str | None = None,
) -> FunnelView:
    """Every authority's value by its denominator, with limits around England's value, adjusted unless told otherwise.

    Adjusted limits need ten authorities; with fewer the plain ones are drawn and a note says so. ``named`` is the key
    of one more area to mark.
    """
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, label)
    benchmark, kind = cohort.england(snapshot, indicator, label), cohort.kind_of(indicator)
    column = found.column(label)
    period = words_period(snapshot, indicator, label)
    notes: list[str] = []
    dots: tuple[Dot, ...] = ()
    grid: Array | None = None
    tau2: float | None = None
    if kind is None or benchmark is None or column is None or year is None:
        notes.append(_no_funnel(indicator, benchmark))
    else:
        tau2 = year.tau2 if is_adjusted and not np.isnan(year.tau2) else None
        if is_adjusted and tau2 is None:
            notes.append(f"Fewer than {FEWEST} authorities have figures: the limits are not adjusted for their spread.")
        beyond = year.beyond_plain if tau2 is None else year.beyond
        dots = _dots(
            snapshot, found, column, _roles(snapshot, selection, named), lambda i: float(beyond[i]) or None, True
        )
        sizes = [dot.denominator for dot in dots if dot.denominator]
        if not sizes:
            notes = ["No funnel: the figures are as printed, without the denominators that limits need."]
        grid = np.geomspace(min(sizes) * 0.8, max(sizes) * 1.1, GRID) if sizes else None
    limits = () if grid is None or kind is None or benchmark is None else _limits(benchmark, grid, kind, tau2)
    return FunnelView(
        indicator=indicator,
        area_name=snapshot.areas[selection.area].name,
        period=period,
        dots=dots,
        england=_england(snapshot, indicator, label, period),
        denominators=() if grid is None else tuple(map(float, grid)),
        limits=limits,
        is_adjusted=tau2 is not None,
        denominator_name=indicator.denominator,
        title=_funnel_title(indicator, dots, benchmark if tau2 is not None else None),
        subtitle=f"{words.of_what(indicator)}, {words.when_words(period, indicator)}"
        + (_subtitle(tau2 is not None) if dots else ""),
        summary=_funnel_summary(indicator, dots, tau2 is not None),
        source=_source(snapshot, indicator, label),
        notes=(*notes, *_unplaced(snapshot, named, selection, dots)),
        filename=_filename(snapshot, indicator, selection, period, "funnel"),
    )


def strip(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, named: str | None = None
) -> StripView:
    """Every authority as a dot on one axis, with the quartiles of all; ``named`` is the key of one more to mark."""
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, label)
    column, period = found.column(label), words_period(snapshot, indicator, label)
    roles = _roles(snapshot, selection, named)
    dots = () if column is None else _dots(snapshot, found, column, roles, lambda _: None)
    assessment = assess(snapshot, indicator, selection, label)
    near = assessment.neighbours
    average = Point(period, near.value, _text(near.value, indicator), Status.REPORTED, near.count, len(near.members))
    own = _own(dots)
    return StripView(
        indicator=indicator,
        area_name=assessment.area.name,
        period=period,
        dots=dots,
        quartiles=year.quartiles if year and dots else None,
        england=_england(snapshot, indicator, label, period),
        neighbours=average if near.value is not None else None,
        title=_strip_title(indicator, own, dots, verdict.place(assessment)),
        subtitle=f"{words.of_what(indicator)}, {words.when_words(period, indicator)}; every local authority, "
        f"{_listed(assessment.area.name, dots)} and its neighbours ({selection.model} model) marked",
        summary=_strip_summary(assessment.area.name, own, dots, year, indicator),
        source=_source(snapshot, indicator, label),
        notes=(*_unloaded(year), *_unplaced(snapshot, named, selection, dots)),
        filename=_filename(snapshot, indicator, selection, period, "all-authorities"),
    )


def words_period(snapshot: Snapshot, indicator: Indicator, label: str) -> Period:
    """The period of a label as the indicator dates it."""
    found = cohort.cohort(snapshot, indicator)
    column = found.column(label)
    return dated(label, indicator) if column is None else found.periods[column]


def _dots(
    snapshot: Snapshot,
    found: cohort.Cohort,
    column: int,
    roles: Mapping[str, str],
    beyond: Callable[[int], float | None],
    needs_denominator: bool = False,
) -> tuple[Dot, ...]:
    """Authorities with a value, lowest first; those of no role of their own are others."""
    figures = snapshot.figures(found.indicator.id, PUBLISHED)
    label = found.periods[column].label
    dots = []
    for i, key in enumerate(found.keys):
        value, n = float(found.value[i, column]), float(found.denominator[i, column])
        if value != value or (needs_denominator and not n > 0):
            continue
        text = words.figure(figures[key][label][0], found.indicator)
        dots.append(
            Dot(roles.get(key, OTHER), key, snapshot.areas[key].name, value, text, n if n > 0 else None, beyond(i))
        )
    return tuple(sorted(dots, key=lambda dot: (dot.value, dot.name)))


def _roles(snapshot: Snapshot, selection: Selection, named: str | None) -> dict[str, str]:
    """What the neighbours, the one picked to compare with and the area itself are, by key."""
    near = {n.neighbour: MEMBER for n in points.neighbours_of(snapshot, selection)}
    picked = {named: NAMED} if named is not None else {}
    return near | picked | {selection.area: AREA}


def _limits(benchmark: float, grid: Array, kind: Kind, tau2: float | None) -> tuple[Limits, ...]:
    found = []
    for level in control.LEVELS:
        lower, upper = control.limits(benchmark, grid, kind, level, tau2)
        found.append(Limits(level, tuple(map(float, lower)), tuple(map(float, upper))))
    return tuple(found)


def _no_funnel(indicator: Indicator, benchmark: float | None) -> str:
    if cohort.kind_of(indicator) is None:
        return f"No funnel: it needs a rate or a percentage, and this is {words.unit_as_noun(indicator)}."
    return "No funnel: England has no figure for this period." if benchmark is None else "No funnel: no figures."


def _england(snapshot: Snapshot, indicator: Indicator, label: str, period: Period) -> Point | None:
    figures = snapshot.figures(indicator.id, PUBLISHED)
    found = points.first(figures, ENGLAND, label)
    return points.point(found, period, indicator) if found and found.value is not None else None


def _text(value: float | None, indicator: Indicator) -> str:
    return "" if value is None else words.number(value, indicator)


def outside_words(dot: Dot | None, is_adjusted: bool) -> str:
    """Where the area lies in the funnel: "outside the 95% limits, within the 99.8% limits"."""
    if dot is None:
        return "no figure to place"
    if dot.beyond is None:
        return "within the limits"
    kind = "adjusted " if is_adjusted else ""
    if dot.beyond == max(control.LEVELS):
        return f"outside the {kind}99.8% limits"
    return f"outside the {kind}95% limits, within the 99.8% limits"


def _subtitle(is_adjusted: bool) -> str:
    how = "allowing for differences between authorities" if is_adjusted else "by chance alone"
    return f"; every local authority by its size, with limits around England, {how}"


def _funnel_title(indicator: Indicator, dots: tuple[Dot, ...], benchmark: float | None) -> str:
    """Whether the area is unusual for its size; by chance alone (``benchmark`` None) nearly every one would be."""
    if not dots:
        return f"{indicator.short}: no funnel can be drawn"
    own = _own(dots)
    if own is None or benchmark is None:
        return f"{indicator.short}: {outside_words(own, False)}"
    if own.beyond is None:
        return f"{indicator.short}: not unusual for its size"
    return f"{indicator.short}: {verdict.unusually(own.beyond, own.value > benchmark)}"


def _funnel_summary(indicator: Indicator, dots: tuple[Dot, ...], is_adjusted: bool) -> str:
    if not dots:
        return f"{indicator.name}: no funnel can be drawn."
    own, named = _own(dots), _named(dots)
    outside = sum(dot.beyond is not None for dot in dots)
    kind = "adjusted" if is_adjusted else "plain"
    placed = [f"{dot.name} {dot.text}, {outside_words(dot, is_adjusted)}; " for dot in (own, named) if dot]
    return f"{''.join(placed)}{outside} of {len(dots)} authorities lie outside the {kind} 95% limits."


def _unloaded(year: cohort.Year | None) -> tuple[str, ...]:
    return (f"Authorities that are not loaded: {year.missing}.",) if year and year.missing else ()


def _unplaced(snapshot: Snapshot, named: str | None, selection: Selection, dots: tuple[Dot, ...]) -> tuple[str, ...]:
    """Said of an area picked to compare with that has no dot among those drawn."""
    if not dots or named is None or named not in snapshot.areas or named == selection.area or _named(dots):
        return ()
    return (f"{snapshot.areas[named].name} has no figure to place here.",)


def _own(dots: tuple[Dot, ...]) -> Dot | None:
    return next((dot for dot in dots if dot.role == AREA), None)


def _named(dots: tuple[Dot, ...]) -> Dot | None:
    return next((dot for dot in dots if dot.role == NAMED), None)


def _listed(area: str, dots: tuple[Dot, ...]) -> str:
    named = _named(dots)
    return f"{area}, {named.name}" if named else area


def _strip_title(indicator: Indicator, own: Dot | None, dots: tuple[Dot, ...], place: str) -> str:
    if own is None:
        return f"{indicator.short}: no figure to place"
    if place:
        return f"{indicator.short}: {place}"
    below = sum(dot.value < own.value for dot in dots)
    if not below:
        return f"{indicator.short}: none of {len(dots) - 1} other authorities is lower"
    return f"{indicator.short}: higher than {below} of {len(dots) - 1} other authorities"


def _strip_summary(
    area: str, own: Dot | None, dots: tuple[Dot, ...], year: cohort.Year | None, indicator: Indicator
) -> str:
    if not dots or year is None:
        return f"{indicator.name}: no figures to show."
    low, _, high = (words.number(q, indicator) for q in year.quartiles)
    start = f"{area} {own.text}; " if own else f"{area} has no figure; "
    start += f"{named.name} {named.text}; " if (named := _named(dots)) else ""
    return (
        f"{start}the middle half of {len(dots)} authorities lies between {low} and {high}, all between "
        f"{dots[0].text} ({dots[0].name}) and {dots[-1].text} ({dots[-1].name})."
    )


def _source(snapshot: Snapshot, indicator: Indicator, label: str) -> str:
    figures = snapshot.figures(indicator.id, PUBLISHED)
    titles = {by_label[label][0].release for by_label in figures.values() if label in by_label}
    if not titles:
        return f"Source: {indicator.published_source}"
    return words.sources_words(tuple(titles), indicator, snapshot.publishers)


def _filename(snapshot: Snapshot, indicator: Indicator, selection: Selection, period: Period, kind: str) -> str:
    parts = (indicator.id, snapshot.areas[selection.area].name, kind, words.period_words(period))
    return "_".join(words.slug(part) for part in parts)
