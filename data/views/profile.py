"""All published indicators of a panel on one sheet and one scale, so that an unusual one is seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.areas import ENGLAND
from data.dataset import Snapshot
from data.observations import PUBLISHED, Status
from data.register import PANELS, Indicator
from data.selection import Selection
from data.stats.standardise import spine
from data.views import citing, cohort, doubts, grade_words, points, verdict, words
from data.views.assessment import About, Grade, assess
from data.views.types import Mark, Point, ProfileRow, ProfileView

MOST_CITED = 8  # releases that the foot of a sheet names
CLEARLY, EDGE = Grade.CLEARLY_UNUSUAL, Grade.AT_THE_EDGE


def profile(snapshot: Snapshot, panel: str, selection: Selection) -> ProfileView:
    """The latest selected period of each of the panel's indicators that can be set against England."""
    found = [_row(snapshot, indicator, selection) for indicator in snapshot.register.of(panel)]
    rows = _dated([row for row in found if row is not None], snapshot, selection)
    area, title = snapshot.areas[selection.area].name, PANELS[panel]
    titles = tuple({release for row in rows for release in _releases(snapshot, row)})
    return ProfileView(
        area_name=area,
        rows=rows,
        title=f"{title}: {_counted(rows)}",
        subtitle=f"{area} on one scale: England in the middle, the authority furthest from it at the edge; with the "
        f"{selection.statistic} of its neighbours ({selection.model} model)",
        summary=_summary(area, rows),
        source=_source(snapshot, titles, rows),
        notes=(
            *_left_out(snapshot, panel, selection, rows),
            *(f"{row.name}: {said}" for row in rows if (said := _doubt(snapshot, row, selection.area))),
        ),
        filename="_".join(words.slug(part) for part in ("profile", title, area)),
    )


def _source(snapshot: Snapshot, titles: Sequence[str], rows: Sequence[ProfileRow]) -> str:
    """The releases; of a long sheet the publishers, so that its foot leaves room for the sheet."""
    if not titles:
        return ""
    if len(titles) > MOST_CITED:
        return citing.publishers_words(titles, snapshot.publishers)
    return citing.sources_words(titles, rows[0].indicator, snapshot.publishers)


def _left_out(snapshot: Snapshot, panel: str, selection: Selection, rows: Sequence[ProfileRow]) -> tuple[str, ...]:
    """Which indicators have figures and are not on the sheet, England having none to set them against."""
    drawn = {row.indicator.id for row in rows}
    found = [
        indicator.short + (" (withheld)" if any(each.area == ENGLAND for each in indicator.withheld) else "")
        for indicator in snapshot.register.of(panel)
        if indicator.published_source and indicator.is_comparable and indicator.id not in drawn
        if points.newest(snapshot, indicator, selection) is not None
    ]
    return (f"Not on this sheet, for want of a figure of England: {'; '.join(found)}.",) if found else ()


def _doubt(snapshot: Snapshot, row: ProfileRow, area: str) -> str:
    figures = snapshot.figures(row.indicator.id, PUBLISHED)
    return doubts.told(snapshot, points.first(figures, area, row.period.label))


def _dated(rows: list[ProfileRow], snapshot: Snapshot, selection: Selection) -> tuple[ProfileRow, ...]:
    """Those of an earlier year than the newest that anyone has figures of with their period after the name."""
    newest = (points.all_periods(snapshot.figures(row.indicator.id, PUBLISHED), selection)[-1] for row in rows)
    latest = max((period.end.year for period in newest), default=0)
    return tuple(
        replace(row, name=f"{row.name} ({words.period_words(row.period)})") if row.period.end.year < latest else row
        for row in rows
    )


def _summary(area: str, rows: Sequence[ProfileRow]) -> str:
    """Each unusual indicator with its reasons, those clearly so first."""
    if not any(row.own.value is not None for row in rows):
        return f"{area} has no figures here for these periods."
    found = sorted((row for row in rows if row.grade.is_marked), key=lambda row: list(Grade).index(row.grade))
    if not found:
        return f"{area}: {_counted(rows)}."
    return f"{verdict.sentence('; '.join(f'{row.name}: {row.unusual}' for row in found))}."


def _counted(rows: Sequence[ProfileRow]) -> str:
    """How many of those tested are clearly unusual, and how many at the edge."""
    if not any(row.own.value is not None for row in rows):
        return "no figures for these periods"
    tested = [row for row in rows if row.grade.is_tested]
    if not tested:
        return "no indicator could be tested"
    names, edge = ([row.name for row in tested if row.grade is grade] for grade in (CLEARLY, EDGE))
    more = f", {len(edge)} at the edge" if edge else ""
    if not names:
        return f"none of {len(tested)} tested indicators is clearly unusual{more}"
    if len(names) == 1:
        return f"{names[0]} is clearly unusual{more}"
    return f"{len(names)} of {len(tested)} tested indicators are clearly unusual{more}"


def _row(snapshot: Snapshot, indicator: Indicator, selection: Selection) -> ProfileRow | None:
    if not indicator.published_source or not indicator.is_comparable:
        return None
    figures = snapshot.figures(indicator.id, PUBLISHED)
    period = points.newest(snapshot, indicator, selection)
    everyone = cohort.cohort(snapshot, indicator)
    column = everyone.column(period.label) if period else None
    if period is None or column is None:
        return None
    found = assess(snapshot, indicator, selection, period.label)
    if found.england is None:
        return None
    near = found.neighbours
    peers = snapshot.peer_figures(indicator.id, PUBLISHED)
    shown = [points.point(points.first(peers, peer.key, period.label), period, indicator) for peer in near.members]
    own_point = points.point(found.observation, period, indicator, doubt=doubts.told(snapshot, found.observation))
    england = points.point(points.first(figures, ENGLAND, period.label), period, indicator)
    average = Point(period, near.value, _text(near.value, indicator), Status.REPORTED, near.count, len(near.members))
    drawn = [own_point.value, near.value, *(point.value for point in shown)]
    placed = spine(drawn, everyone.value[:, column], england.value)
    own, mean, *others = placed.values.tolist()
    marks = zip(near.members, shown, others, strict=True)
    return ProfileRow(
        indicator=indicator,
        name=indicator.short,
        period=period,
        own=own_point,
        england=england,
        neighbours=average if near.value is not None else None,
        place=_number(own),
        neighbours_place=_number(mean),
        members=tuple(Mark(p.name, point.text, place) for p, point, place in marks if place == place),
        low=_number(placed.lowest) or 0.0,
        high=_number(placed.highest) or 0.0,
        quarter=(_number(placed.q25) or 0.0, _number(placed.q75) or 0.0),
        grade=found.grade,
        unusual=grade_words.unusual(found) + (", doubted" if found.note(About.DOUBT) else ""),
    )


def _number(place: float) -> float | None:
    return None if place != place else place


def _text(value: float | None, indicator: Indicator) -> str:
    return "" if value is None else words.number(value, indicator)


def _releases(snapshot: Snapshot, row: ProfileRow) -> tuple[str, ...]:
    return snapshot.figures(row.indicator.id, PUBLISHED).releases.get(row.period.label, ())
