"""One indicator and period across every local authority: what funnel and strip have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.areas import ENGLAND
from data.dataset import Snapshot, dated
from data.observations import PUBLISHED
from data.periods import Period
from data.register import Indicator
from data.selection import Selection
from data.views import citing, cohort, doubts, points, printed, words
from data.views.assessment import About, Assessment
from data.views.types import AREA, MEMBER, NAMED, OTHER, Dot, Point


def period_of(snapshot: Snapshot, indicator: Indicator, label: str) -> Period:
    """The period of a label as the indicator dates it."""
    found = cohort.cohort(snapshot, indicator)
    column = found.column(label)
    return dated(label, indicator) if column is None else found.periods[column]


def every_dot(
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
        shown = points.point(figures[key][label][0], found.periods[column], found.indicator)
        size = n if n > 0 else None
        dots.append(
            Dot(roles.get(key, OTHER), key, snapshot.areas[key].name, shown.value or 0.0, shown.text, size, beyond(i))
        )
    return tuple(sorted(dots, key=lambda dot: (dot.value, dot.name)))


def roles(snapshot: Snapshot, selection: Selection, named: str | None) -> dict[str, str]:
    """What the neighbours, the one picked to compare with and the area itself are, by key."""
    near = {n.neighbour: MEMBER for n in points.neighbours_of(snapshot, selection)}
    picked = {named: NAMED} if named is not None else {}
    return near | picked | {selection.area: AREA}


def england_point(snapshot: Snapshot, indicator: Indicator, label: str, period: Period) -> Point | None:
    figures = snapshot.figures(indicator.id, PUBLISHED)
    found = points.first(figures, ENGLAND, label)
    return points.point(found, period, indicator) if found and found.value is not None else None


def contradicted(snapshot: Snapshot, indicator: Indicator, label: str, dots: tuple[Dot, ...]) -> tuple[str, ...]:
    """Said of those marked, and of England, whose published figure their own counts contradict; of the one picked to
    compare with also that it is doubted."""
    figures = snapshot.figures(indicator.id, PUBLISHED)
    keys = [*(dot.key for dot in dots if dot.role != OTHER), ENGLAND]
    told = {snapshot.areas[key].name: printed.told(points.first(figures, key, label), indicator) for key in keys
            if key in snapshot.areas}  # fmt: skip
    named = (f"{dot.name}: {text[:1].lower()}{text[1:]}" for dot in dots if dot.role == NAMED
             and (text := doubts.told(snapshot, points.first(figures, dot.key, label))))  # fmt: skip
    return (*(f"{name}: {text[:1].lower()}{text[1:]}" for name, text in told.items() if text), *named)


def unplaced(snapshot: Snapshot, named: str | None, selection: Selection, dots: tuple[Dot, ...]) -> tuple[str, ...]:
    """Said of an area picked to compare with that has no dot among those drawn."""
    if not dots or named is None or named not in snapshot.areas or named == selection.area or named_dot(dots):
        return ()
    return (f"{snapshot.areas[named].name} has no figure to place here.",)


def hidden(snapshot: Snapshot, indicator: Indicator, label: str, dots: tuple[Dot, ...]) -> tuple[str, ...]:
    """How many authorities have a figure that is hidden, which no dot can show."""
    year = cohort.year(snapshot, indicator, label) if dots else None
    if year is None or not year.hidden:
        return ()
    return (f"Not drawn: {year.hidden} of {year.of} figures, hidden to protect identity.",)


def own(dots: tuple[Dot, ...]) -> Dot | None:
    return next((dot for dot in dots if dot.role == AREA), None)


def named_dot(dots: tuple[Dot, ...]) -> Dot | None:
    return next((dot for dot in dots if dot.role == NAMED), None)


def source(snapshot: Snapshot, label: str, tested: Assessment) -> str:
    """Where the figures are from, and which of the area's and its neighbours' are perhaps none."""
    indicator = tested.indicator
    figures = snapshot.figures(indicator.id, PUBLISHED)
    titles = {by_label[label][0].release for by_label in figures.values() if label in by_label}
    said = citing.sources_words(tuple(titles), indicator, snapshot.publishers) if titles else ""
    return citing.remarked(
        said or f"Source: {indicator.published_source}",
        tested.note(About.ZERO),
        tested.note(About.ZEROS),
        tested.note(About.DOUBT),
        tested.note(About.DOUBTS),
    )


def filename(snapshot: Snapshot, indicator: Indicator, selection: Selection, period: Period, kind: str) -> str:
    parts = (indicator.id, snapshot.areas[selection.area].name, kind, words.period_words(period))
    return "_".join(words.slug(part) for part in parts)
