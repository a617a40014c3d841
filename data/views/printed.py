"""Published figures that do not follow from their own counts: found, told beside the figure, and listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from data.conflicts import PRINTED, Citation, Conflict
from data.dataset import Figures, Snapshot, Table
from data.observations import PUBLISHED, Observation
from data.register import SCALES, Indicator
from data.stats.rounding import COARSE, can_follow, printed_number
from data.views import words
from data.views.types import Series

# Staff are counted to a tenth of a full-time equivalent, in every place alike.
STAFF, TENTH = "full-time equivalents", 0.1
SHOWN = "The published figure is shown"


def contradicts(found: Observation | None, indicator: Indicator) -> bool:
    """Whether a published figure and the quotient of its own counts differ by more than rounding explains."""
    per, number = SCALES.get(indicator.unit), printed_number(found.printed) if found else None
    if found is None or per is None or number is None or found.shown(indicator.decimals) == found.value:
        return False
    decimals = max(number[1], indicator.decimals)
    half = _step(found.area, indicator) / 2
    # Those in post and the posts that are vacant are two counts.
    below = 2 * half if STAFF in indicator.denominator else half
    return not can_follow(number[0], decimals, found.numerator, found.denominator, per, half, below)


def _step(area: str, indicator: Indicator) -> float:
    """What counts are rounded to: those of England and the regions, which are keyed by a code, not a number, to 10."""
    if STAFF in indicator.denominator:
        return TENTH
    return 0.0 if area[:1].isdigit() else COARSE


def told(found: Observation | None, indicator: Indicator) -> str:
    """What is to be known of such a figure, as sentences; "" of every other."""
    if found is None or not contradicts(found, indicator):
        return ""
    return f"{_pair(found, indicator)} {SHOWN}."


def _pair(found: Observation, indicator: Indicator) -> str:
    quotient = words.number(found.value or 0.0, indicator)
    return (
        f"Published as {words.figure(found, indicator)}; its own counts, {words.counts(found)}, give {quotient}, more "
        "than rounding explains."
    )


def notes(figures: Figures, indicator: Indicator, shown: Iterable[Series | None]) -> tuple[str, ...]:
    """The same of every figure of the series, each with its place and period."""
    found = [
        f"{series.name}, {words.period_words(point.period)}: {text[:1].lower()}{text[1:]}"
        for series in shown
        if series is not None
        for point in series.points
        if (text := told(next(iter(figures.get(series.key, {}).get(point.period.label, ())), None), indicator))
    ]
    return tuple(dict.fromkeys(found))


def contradictions(snapshot: Snapshot, indicator: Indicator) -> Mapping[tuple[str, str], str]:
    """What is told of each such figure of an indicator, by area and period."""

    def find() -> dict[tuple[str, str], str]:
        figures = snapshot.figures(indicator.id, PUBLISHED)
        return {
            (area, label): text
            for area, label in _candidates(snapshot.holding(indicator.id, PUBLISHED).table, indicator)
            for found in figures[area][label]
            if (text := told(found, indicator))
        }

    return snapshot.once(indicator.id, "contradictions", find)


def beside(snapshot: Snapshot, shown: Iterable[Observation | None]) -> tuple[Conflict, ...]:
    """The same of single figures, as the marks that stand beside them."""
    register = snapshot.register
    return tuple(
        _conflict(snapshot, found) for found in shown if found and contradicts(found, register[found.indicator])
    )


def disagreements(snapshot: Snapshot, indicators: Iterable[Indicator]) -> tuple[Conflict, ...]:
    """Every current published figure of these indicators that its own counts contradict, by area and period."""
    return tuple(conflict for indicator in indicators for conflict in _found(snapshot, indicator))


def _found(snapshot: Snapshot, indicator: Indicator) -> Iterator[Conflict]:
    figures = snapshot.figures(indicator.id, PUBLISHED)
    for area, label in contradictions(snapshot, indicator):
        yield from (_conflict(snapshot, found) for found in figures[area][label] if contradicts(found, indicator))


def _candidates(table: Table, indicator: Indicator) -> list[tuple[str, str]]:
    """Area and period of the figures whose value does not round to what is printed."""
    printed = np.array([printed_number(text) or (np.nan, 0) for text in (*table.printed.names, "")], dtype=float)
    number, decimals = printed[table.printed.codes].T  # of what is not printed the last, which is no number
    places = np.maximum(decimals, indicator.decimals)
    apart = np.flatnonzero(np.abs(table.value - number) > 0.499 * 10.0**-places)
    pairs = zip(table.area.codes[apart].tolist(), table.period.codes[apart].tolist(), strict=True)
    return sorted({(table.area.names[area], table.period.names[period]) for area, period in pairs})


def _conflict(snapshot: Snapshot, found: Observation) -> Conflict:
    indicator, areas = snapshot.register[found.indicator], snapshot.areas
    place = areas[found.area].name if found.area in areas else found.area
    when, quotient = words.period_words(found.period), words.number(found.value or 0.0, indicator)
    return Conflict(
        id="-".join(("printed", words.slug(indicator.id), words.slug(found.area), words.slug(found.period.label))),
        kind=PRINTED,
        indicators=(indicator.id,),
        topic=f"{indicator.short}: {place}, {when}",
        summary=_pair(found, indicator),
        first=Citation(section=f"{found.release}: the published figure", says=words.figure(found, indicator)),
        second=Citation(section="The same release: its own counts", says=f"{words.counts(found)}, which is {quotient}"),
        handling=f"{SHOWN} everywhere. Averages, ranks and tests use the counts.",
    )
