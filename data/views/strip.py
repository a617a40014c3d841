"""The strip: every local authority as a dot on one axis, with the quartiles of all."""

from __future__ import annotations

from data.dataset import Snapshot
from data.observations import Status
from data.register import Indicator
from data.selection import Selection
from data.views import cohort, distribution, verdict, words
from data.views.assessment import Neighbourhood, assess
from data.views.types import Dot, Point, StripView


def strip(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str, named: str | None = None
) -> StripView:
    """Every authority as a dot on one axis, with the quartiles of all; ``named`` is the key of one more to mark."""
    found, year = cohort.cohort(snapshot, indicator), cohort.year(snapshot, indicator, label)
    column, period = found.column(label), distribution.period_of(snapshot, indicator, label)
    roles = distribution.roles(snapshot, selection, named)
    dots = () if column is None else distribution.every_dot(snapshot, found, column, roles, lambda _: None)
    assessment = assess(snapshot, indicator, selection, label)
    near = assessment.neighbours
    average = Point(period, near.value, _text(near.value, indicator), Status.REPORTED, near.count, len(near.members))
    own = distribution.own(dots)
    return StripView(
        indicator=indicator,
        area_name=assessment.area.name,
        period=period,
        dots=dots,
        quartiles=year.quartiles if year and dots else None,
        england=distribution.england_point(snapshot, indicator, label, period),
        neighbours=average if near.value is not None else None,
        title=_title(indicator, own, dots, verdict.place(assessment), year) + verdict.doubt(assessment),
        subtitle=f"{words.of_what(indicator)}, {words.when_words(period, indicator)}; every local authority, "
        f"{_listed(assessment.area.name, dots)}{_neighbours(near, selection)} marked",
        summary=_summary(assessment.area.name, own, dots, year, indicator),
        source=distribution.source(snapshot, label, assessment),
        notes=(
            *_unloaded(year),
            *distribution.hidden(snapshot, indicator, label, dots),
            *distribution.unplaced(snapshot, named, selection, dots),
            *distribution.contradicted(snapshot, indicator, label, dots),
        ),
        filename=distribution.filename(snapshot, indicator, selection, period, "all-authorities"),
    )


def _text(value: float | None, indicator: Indicator) -> str:
    return "" if value is None else words.number(value, indicator)


def _unloaded(year: cohort.Year | None) -> tuple[str, ...]:
    return (f"Authorities that are not loaded: {year.missing}.",) if year and year.missing else ()


def _neighbours(near: Neighbourhood, selection: Selection) -> str:
    """The neighbours as they are named among those marked; "" of an area that has none."""
    return f" and its neighbours ({selection.model} model)" if near.members else ""


def _listed(area: str, dots: tuple[Dot, ...]) -> str:
    named = distribution.named_dot(dots)
    return f"{area}, {named.name}" if named else area


def _title(indicator: Indicator, own: Dot | None, dots: tuple[Dot, ...], place: str, year: cohort.Year | None) -> str:
    if own is None:
        return f"{indicator.short}: no figure to place"
    if place:
        return f"{indicator.short}: {place}"
    below = sum(dot.value < own.value for dot in dots)
    others = f"{len(dots) - 1} other authorities{_known(year)}"
    return (
        f"{indicator.short}: higher than {below} of {others}"
        if below
        else f"{indicator.short}: none of {others} is lower"
    )


def _known(year: cohort.Year | None) -> str:
    """Said after how many authorities there are, where the numbers of more are hidden."""
    return " with a figure" if year and year.hidden else ""


def _summary(area: str, own: Dot | None, dots: tuple[Dot, ...], year: cohort.Year | None, indicator: Indicator) -> str:
    if not dots or year is None:
        return f"{indicator.name}: no figures to show."
    low, _, high = (words.number(q, indicator) for q in year.quartiles)
    start = f"{area} {own.text}; " if own else f"{area} has no figure; "
    start += f"{named.name} {named.text}; " if (named := distribution.named_dot(dots)) else ""
    return (
        f"{start}the middle half of {len(dots)} authorities{_known(year)} lies between {low} and {high}, all between "
        f"{dots[0].text} ({dots[0].name}) and {dots[-1].text} ({dots[-1].name})."
    )
