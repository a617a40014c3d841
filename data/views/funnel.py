"""The funnel: every local authority's value by its size, with control limits around England's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.dataset import Snapshot
from data.periods import Period
from data.register import Indicator
from data.selection import Selection
from data.stats import funnel as control
from data.stats.arrays import Array
from data.stats.scale import Kind
from data.views import cohort, distribution, grade_words, verdict, words
from data.views.assessment import assess
from data.views.types import Dot, FunnelView, Limits

GRID = 60  # denominators for which limits are drawn
UNADJUSTED = f"Fewer than {control.FEWEST} authorities have figures: the limits are not adjusted for their spread."
WITHOUT_SIZES = "No funnel: the figures are as printed, without the denominators that limits need."


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
    period = distribution.period_of(snapshot, indicator, label)
    drawn = _drawn(snapshot, indicator, selection, label, is_adjusted, named)
    tested = assess(snapshot, indicator, selection, label)
    return FunnelView(
        indicator=indicator,
        area_name=snapshot.areas[selection.area].name,
        period=period,
        dots=drawn.dots,
        england=distribution.england_point(snapshot, indicator, label, period),
        denominators=drawn.denominators,
        limits=drawn.limits,
        is_adjusted=drawn.is_adjusted,
        denominator_name=indicator.denominator,
        title=_title(indicator, drawn) + verdict.doubt(tested),
        subtitle=_subtitle(indicator, period, drawn),
        summary=_summary(indicator, drawn),
        source=distribution.source(snapshot, label, tested),
        notes=(
            *drawn.notes,
            *distribution.hidden(snapshot, indicator, label, drawn.dots),
            *distribution.unplaced(snapshot, named, selection, drawn.dots),
            *distribution.contradicted(snapshot, indicator, label, drawn.dots),
        ),
        filename=distribution.filename(snapshot, indicator, selection, period, "funnel"),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Dots and limits, or ``notes`` that say why there are none; ``benchmark`` is England's value."""

    notes: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()
    denominators: tuple[float, ...] = ()
    limits: tuple[Limits, ...] = ()
    is_adjusted: bool = False
    benchmark: float | None = None


def _drawn(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, is_adjusted: bool, named: str | None
) -> _Drawn:
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, label)
    benchmark, kind = cohort.england(snapshot, indicator, label), cohort.kind_of(indicator)
    column = found.column(label)
    if kind is None or benchmark is None or column is None or year is None:
        return _Drawn((_no_funnel(indicator, benchmark),))
    tau2 = year.tau2 if is_adjusted and not np.isnan(year.tau2) else None
    beyond = year.beyond_plain if tau2 is None else year.beyond
    roles = distribution.roles(snapshot, selection, named)
    dots = distribution.every_dot(snapshot, found, column, roles, lambda i: float(beyond[i]) or None, True)
    sizes = [dot.denominator for dot in dots if dot.denominator]
    if not sizes:
        return _Drawn((WITHOUT_SIZES,), is_adjusted=tau2 is not None)
    grid = np.geomspace(min(sizes) * 0.8, max(sizes) * 1.1, GRID)
    notes = (UNADJUSTED,) if is_adjusted and tau2 is None else ()
    limits = _limits(benchmark, grid, kind, tau2)
    return _Drawn(notes, dots, tuple(map(float, grid)), limits, tau2 is not None, benchmark)


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


def _title(indicator: Indicator, drawn: _Drawn) -> str:
    """Whether the area is unusual for its size; by chance alone nearly every one would be."""
    if not drawn.dots:
        return f"{indicator.short}: no funnel can be drawn"
    own = distribution.own(drawn.dots)
    if own is None or drawn.benchmark is None or not drawn.is_adjusted:
        return f"{indicator.short}: {outside_words(own, False)}"
    if own.beyond is None:
        return f"{indicator.short}: not unusual for its size"
    return f"{indicator.short}: {grade_words.unusually(own.beyond, own.value > drawn.benchmark)}"


def _subtitle(indicator: Indicator, period: Period, drawn: _Drawn) -> str:
    start = f"{words.of_what(indicator)}, {words.when_words(period, indicator)}"
    if not drawn.dots:
        return start
    how = "allowing for differences between authorities" if drawn.is_adjusted else "by chance alone"
    return f"{start}; every local authority by its size, with limits around England, {how}"


def _summary(indicator: Indicator, drawn: _Drawn) -> str:
    dots, is_adjusted = drawn.dots, drawn.is_adjusted
    if not dots:
        return f"{indicator.name}: no funnel can be drawn."
    outside = sum(dot.beyond is not None for dot in dots)
    kind = "adjusted" if is_adjusted else "plain"
    marked = (distribution.own(dots), distribution.named_dot(dots))
    placed = [f"{dot.name} {dot.text}, {outside_words(dot, is_adjusted)}; " for dot in marked if dot]
    return f"{''.join(placed)}{outside} of {len(dots)} authorities lie outside the {kind} 95% limits."
