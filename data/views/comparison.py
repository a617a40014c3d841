"""One indicator in one period: the area among its statistical neighbours."""

from __future__ import annotations

from data.dataset import Snapshot
from data.observations import PUBLISHED
from data.periods import Period, financial_year_label, parse
from data.register import Indicator
from data.selection import Selection
from data.views import citing, doubts, points, printed, verdict, words
from data.views.assessment import About, Assessment, Neighbourhood, assess
from data.views.types import AREA, MEMBER, NAMED, Bar, ComparisonView, Point, Series


def comparison(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, label: str | None = None, named: str | None = None
) -> ComparisonView:
    """The area and each neighbour in ``label``, or the area's newest; ``named`` is one more area's key."""
    figures = snapshot.figures(indicator.id, PUBLISHED)
    chosen = points.all_periods(figures, selection)
    # Where the selection has no figures its last period is shown, or the latest there is, every area without one.
    latest = financial_year_label(int(snapshot.areas.latest[:4]))
    newest = points.newest(snapshot, indicator, selection) or parse(selection.last or selection.first or latest)
    period = next((p for p in chosen if p.label == label), newest)
    areas = snapshot.areas
    england, region, mean, members = points.comparators(snapshot, indicator, selection, (period,))
    own = points.with_intervals(snapshot, indicator, points.own(snapshot, indicator, selection, (period,)))
    members = tuple(points.with_intervals(snapshot, indicator, member) for member in members)
    other = points.named(snapshot, indicator, named, selection, (period,))
    if other is not None:
        other = points.with_intervals(snapshot, indicator, other)
    average = mean.points[0] if mean else None
    found = points.first(figures, own.key, period.label)
    above = areas.region_of(areas[own.key])
    when = words.when_words(period, indicator)
    is_latest = label != period.label  # a period that was asked for needs no word on newer ones
    newer = points.newer(snapshot, indicator, selection, period) if is_latest and england else ""
    tested = assess(snapshot, indicator, selection, period.label)
    return ComparisonView(
        indicator=indicator,
        area_name=own.name,
        period=period,
        bars=_bars(snapshot, selection, own, members, other),
        england=england.points[0] if england else None,
        region=region.points[0] if region else None,
        region_name=above.name if above else "",
        neighbours=average,
        neighbours_name=f"Neighbours' {selection.statistic}",
        title=_title(indicator, own.points[0], [m.points[0] for m in members], tested.neighbours)
        + verdict.doubt(tested),
        subtitle=f"{words.of_what(indicator)}, {when}; {own.name}"
        + (f" and its neighbours ({selection.model} model)" if members else ""),
        summary=_summary(own.name, period, own.points[0], england.points[0] if england else None, average, selection)
        + _tested(tested, other),
        source=citing.remarked(
            citing.sources_words((found.release,), indicator, snapshot.publishers)
            if found
            else f"Source: {indicator.published_source}",
            tested.note(About.ZERO),
            tested.note(About.ZEROS),
            tested.note(About.DOUBT),
            tested.note(About.DOUBTS),
        ),
        notes=(
            *_notes(tested, average, members),
            *([f"England has a newer figure: {newer}."] if newer else []),
            *points.withheld(snapshot, (own, england, region, *members, other), indicator),
            *printed.notes(figures, indicator, (own, england, region, *members, other)),
            *doubts.notes(snapshot, indicator, (other,)),
        ),
        filename="_".join(words.slug(p) for p in (indicator.id, own.name, "neighbours", words.period_words(period))),
    )


def _bars(
    snapshot: Snapshot, selection: Selection, own: Series, members: tuple[Series, ...], other: Series | None
) -> tuple[Bar, ...]:
    """The area, its neighbours and the one more, the highest first; a neighbour that is the one more stands once."""
    closeness = {n.neighbour: n.closeness for n in points.neighbours_of(snapshot, selection)}
    shown = [(AREA, own), *((MEMBER, member) for member in members if other is None or member.key != other.key)]
    shown += [(NAMED, other)] if other is not None else []
    bars = (
        Bar(role, each.key, snapshot.areas[each.key].code, each.name, closeness.get(each.key, ""), each.points[0])
        for role, each in shown
    )
    return tuple(sorted(bars, key=lambda bar: (bar.point.value is None, -(bar.point.value or 0.0), bar.name)))


def standing(own: Point, others: list[Point], hidden: tuple[int, int, int] = (0, 0, 0)) -> str:
    """Where the area lies among its neighbours: "Higher than 9 of 10 neighbours"; "" without a figure.

    Figures that read alike are level: a difference that is not shown is not told. ``hidden`` counts the neighbours
    whose number is hidden: those below whatever it can be, those above, and those of whom nobody can tell: "Higher than
    7 of 10 neighbours, 2 not known".
    """
    text = _standing(own, others, *hidden)
    return f"{text}, {hidden[2]} not known" if text and hidden[2] else text


def _standing(own: Point, others: list[Point], hidden_below: int, hidden_above: int, unknown: int) -> str:
    values = [p for p in others if p.value is not None]
    known = len(values) + hidden_below + hidden_above
    total = known + unknown
    if own.value is None or not known:
        return ""
    level = sum(p.text == own.text for p in values)
    below = hidden_below + sum(p.value < own.value and p.text != own.text for p in values if p.value is not None)
    above = known - level - below
    every = words.all_neighbours(total, len(others))
    if level == total:
        return f"Level with {every}"
    if total in (below, above):
        return f"{'Higher' if below else 'Lower'} than {every}"
    ties = f", level with {level}" if level else ""
    if level == known:
        return f"Level with {level} of {words.neighbours(total)}"
    if abs(below - above) <= 1:
        return f"{words.neighbours(below)} lower, {above} higher{ties}"
    if below > above:
        return f"Higher than {below} of {total} neighbours{ties}"
    return f"Lower than {above} of {total} neighbours{ties}"


def hidden(own: Point, near: Neighbourhood, indicator: Indicator) -> tuple[int, int, int]:
    """How many hidden neighbours are certainly below a figure, certainly above it, and neither."""
    if own.value is None or not indicator.is_comparable:
        return 0, 0, 0
    below = above = 0
    for peer in near.members:
        if peer.is_hidden and peer.lowest is not None and peer.highest is not None:
            below += peer.highest < own.value and words.number(peer.highest, indicator) != own.text
            above += peer.lowest > own.value and words.number(peer.lowest, indicator) != own.text
    return below, above, near.hidden - below - above


def _title(indicator: Indicator, own: Point, others: list[Point], near: Neighbourhood) -> str:
    place = standing(own, others, hidden(own, near, indicator))
    if place:
        return f"{indicator.short}: {place[0].lower()}{place[1:]}"
    if not indicator.is_comparable:
        return f"{indicator.short}: a count, not compared"
    if not others:
        return f"{indicator.short}: no {near.model} neighbours to compare with"
    reason = own.text if own.value is None else "no neighbour has a figure"
    return f"{indicator.short}: {reason}"


def _summary(
    name: str, period: Period, own: Point, england: Point | None, average: Point | None, selection: Selection
) -> str:
    text = f"{name}{'' if own.value is not None else ':'} {own.text} {words.in_words(period)}"
    if england:
        text += f"; England{'' if england.value is not None else ':'} {england.text}"
    if average and average.value is not None:
        text += f"; neighbours {average.text} ({points.average_words(average, selection)})"
    elif average:
        text += f"; {average.text}"
    return text + "."


def _tested(found: Assessment, other: Series | None) -> str:
    """Whom the figure differs from, and its rank, each as a sentence; why not, where nothing can be tested."""
    beside = verdict.beside(found, other.points[0].value, f"{other.name} ({other.points[0].text})") if other else ""
    said = (verdict.versus(found), beside, verdict.sentence(verdict.place(found)))
    text = "".join(f" {part}." for part in said if part)
    untested = verdict.untested(found) if found.value is not None and not said[0] else ""
    return f"{text} {untested}".rstrip()


def _notes(found: Assessment, average: Point | None, members: tuple[Series, ...]) -> tuple[str, ...]:
    near = found.neighbours
    if not found.indicator.is_comparable:
        return ("A bare count is not compared with places of another size.",)
    if average is None:
        return (f"The {near.model} model has no list of neighbours for {found.area.name}.",)
    missing = [f"{m.name} ({m.points[0].text})" for m in members if m.points[0].value is None]
    is_part = 0 < len(missing) < len(members)
    left_out = f"Left out of the {near.statistic}: {', '.join(missing)}." if is_part else ""
    said = (left_out, found.note(About.COUNT) if near.hidden else "", verdict.unsettled(found), found.note(About.PULL))
    return tuple(note for note in said if note)
