"""Published figures without counts that are unlike the other years of their place: told beside each, and listed.

A zero among figures with counts is doubted by England's rate instead (``assessment.zero``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from data import periods
from data.conflicts import DOUBTED, Citation, Conflict
from data.importers.unlike import unlike
from data.observations import PUBLISHED, Observation, Status
from data.register import Indicator
from data.store import Snapshot, dated
from data.views import words
from data.views.types import Series

SHOWN = "The published figure is shown"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubted figure of an area, ``place`` its name and ``text`` the figure as shown; and the least and most of the
    other years."""

    area: str
    place: str
    text: str
    period: periods.Period
    figure: Observation
    lowest: str
    highest: str

    @property
    def others(self) -> str:
        """The other years: "12.9 to 15.1"."""
        return self.lowest if self.lowest == self.highest else f"{self.lowest} to {self.highest}"


def doubts(snapshot: Snapshot, indicator: Indicator) -> Mapping[tuple[str, str], Doubt]:
    """The doubted figures of an indicator by area and label; none of one that has counts."""
    return snapshot.once(
        indicator.id, "doubts", lambda: {(d.area, d.period.label): d for d in _find(snapshot, indicator)}
    )


def _find(snapshot: Snapshot, indicator: Indicator) -> Iterator[Doubt]:
    rows = snapshot.frame(indicator.id, PUBLISHED)[["area", "period", "value", "numerator", "status"]]
    if rows["numerator"].notna().any():
        return
    # Of two figures for one place and time the first is shown; the rule takes the last.
    shown = rows[rows["status"] != Status.WITHHELD].astype({"area": object, "period": object}).iloc[::-1]
    kinds = shown["period"].map({label: periods.parse(label).kind for label in shown["period"].unique()})
    figures = snapshot.figures(indicator.id, PUBLISHED)
    for _, of_one_kind in shown.groupby(kinds, sort=True):
        for row in unlike(of_one_kind, indicator.decimals).sort_values(["area", "period"]).to_dict("records"):
            found = figures[row["area"]][row["period"]][0]
            ends = (words.number(float(row[end]), indicator) for end in ("lowest", "highest"))
            name = snapshot.areas[row["area"]].name if row["area"] in snapshot.areas else row["area"]
            yield Doubt(
                row["area"], name, words.figure(found, indicator), dated(row["period"], indicator), found, *ends
            )


def doubt(snapshot: Snapshot, found: Observation | None) -> Doubt | None:
    """The doubt of a figure; None of every other."""
    if found is None or found.source != PUBLISHED or found.value is None:
        return None
    return doubts(snapshot, snapshot.register[found.indicator]).get((found.area, found.period.label))


def told(snapshot: Snapshot, found: Observation | None) -> str:
    """What is to be known of such a figure, as a sentence; "" of every other."""
    doubted = doubt(snapshot, found)
    return f"Doubted: {_unlike(doubted)}." if doubted else ""


def _unlike(doubted: Doubt) -> str:
    return f"{doubted.text} is unlike its other years ({doubted.others})"


def notes(snapshot: Snapshot, indicator: Indicator, shown: Iterable[Series | None]) -> tuple[str, ...]:
    """The same of every figure of the series, each with its place and period."""
    found = doubts(snapshot, indicator)
    said = (
        f"Doubted: {series.name}, {words.period_words(point.period)}: {_unlike(found[key])}."
        for series in shown
        if series is not None and found
        for point in series.points
        if (key := (series.key, point.period.label)) in found
    )
    return tuple(dict.fromkeys(said))


def every(snapshot: Snapshot) -> tuple[Doubt, ...]:
    """All doubted figures of the snapshot, by indicator, area and period."""
    return tuple(d for indicator in snapshot.register.published for d in doubts(snapshot, indicator).values())


def beside(snapshot: Snapshot, shown: Iterable[Observation | None]) -> tuple[Conflict, ...]:
    """The same of single figures, as the marks that stand beside them."""
    return tuple(_conflict(snapshot, found) for each in shown if (found := doubt(snapshot, each)))


def _conflict(snapshot: Snapshot, found: Doubt) -> Conflict:
    indicator = snapshot.register[found.figure.indicator]
    parts = (indicator.id, found.area, found.period.label)
    return Conflict(
        id="-".join(("doubted", *map(words.slug, parts))),
        kind=DOUBTED,
        indicators=(indicator.id,),
        topic=f"{indicator.short}: {found.place}, {words.period_words(found.period)}",
        summary=f"Doubted: {_unlike(found)}.",
        first=Citation(section=found.figure.release, says=found.text),
        second=Citation(section="The same place in other years", says=found.others),
        handling=f"{SHOWN}, with the doubt beside it. Averages and ranks keep it.",
    )
