"""What the API answers of one figure compared: parameters as text to an object, or a SelectionError."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from data.dataset import Dataset, Snapshot, dated
from data.errors import SelectionError, quotable
from data.importers.tidy import plain
from data.observations import PUBLISHED, SOURCES, Status
from data.parameters import area, one_of, period
from data.register import Indicator
from data.selection import DEFAULT_MODEL, STATISTICS, Selection
from data.views.assessment import Assessment, assess
from data.views.points import newest

COMPARISON_PARAMETERS = ("indicator", "area", "period", "source", "neighbours", "statistic", "format")


@dataclass(frozen=True, slots=True)
class Understood:
    """What is asked: the ``period`` by its label as it was given, None for the one that the pages show."""

    snapshot: Snapshot
    indicator: Indicator
    selection: Selection
    source: str
    period: str | None


def understood(dataset: Dataset, args: Mapping[str, str]) -> Understood:
    """The parameters as what they name. Raises SelectionError, saying what is allowed. Reads no figures."""
    snapshot = dataset.snapshot()
    indicator = _indicator(snapshot, args.get("indicator", "").strip())
    key = area(snapshot.areas, args.get("area", "").strip() or dataset.default_area())
    if key not in snapshot.areas:
        raise SelectionError("area 'SN' is a report's own average; give a local authority, a region or England.")
    models = tuple(sorted({DEFAULT_MODEL, *snapshot.neighbours}, reverse=True))
    source = one_of(args, "source", (PUBLISHED, *(s for s in SOURCES if s != PUBLISHED)))
    model, statistic = one_of(args, "neighbours", models), one_of(args, "statistic", STATISTICS)
    return Understood(
        snapshot, indicator, Selection(key, model=model, statistic=statistic), source, period(args, "period")
    )


def compare(asked: Understood) -> Assessment:
    """The assessment that is asked for."""
    return assess(asked.snapshot, asked.indicator, asked.selection, _label(asked), asked.source)


def _indicator(snapshot: Snapshot, name: str) -> Indicator:
    if name not in snapshot.register:
        said = f"indicator '{quotable(name)}' is not in the register" if name else "'indicator' is missing"
        raise SelectionError(f"{said}; /api/v1/indicators lists them.")
    return snapshot.register[name]


def _label(asked: Understood) -> str:
    """The period asked for, by its own label or its financial year; else the one that the pages show of the area."""
    snapshot, indicator, wanted = asked.snapshot, asked.indicator, asked.period
    figures = snapshot.figures(indicator.id, asked.source)
    if not figures:  # the period of the figures that there are, of the other source
        figures = snapshot.figures(indicator.id, next(s for s in SOURCES if s != asked.source))
    known = {label: dated(label, indicator) for label in figures.labels}
    if wanted is None:
        chosen = newest(snapshot, indicator, Selection(asked.selection.area), asked.source)
        return chosen.label if chosen else max(known, default=snapshot.areas.latest, key=lambda label: known[label])
    same_year = [label for label, p in known.items() if wanted in (p.financial_year, p.end.isoformat())]
    return wanted if wanted in known or len(same_year) != 1 else same_year[0]


def as_object(found: Assessment) -> dict[str, Any]:
    """An assessment as the API's JSON has it: unrounded; ``notes`` has a sentence for each null."""
    own, near = found.observation, found.neighbours
    members = [
        {
            "area_code": peer.code,
            "area_name": peer.name,
            "closeness": peer.closeness,
            "value": peer.value,
            "status": str(peer.status),
        }
        for peer in near.members
    ]
    trend = found.trend
    return {
        "indicator": found.indicator.id,
        "area_code": found.area.code,
        "area_name": found.area.name,
        "period": found.period.label,
        "source": found.source,
        "value": found.value,
        "printed": own.printed if own else None,
        "status": str(own.status if own else Status.NOT_AVAILABLE),
        "numerator": own.numerator if own else None,
        "denominator": own.denominator if own else None,
        "lower": found.lower,
        "upper": found.upper,
        "england": found.england,
        "region": found.region,
        "neighbours": {
            "model": near.model,
            "statistic": near.statistic,
            "value": near.value,
            "lowest": near.lowest,
            "highest": near.highest,
            "n": near.count,
            "members": members,
        },
        "significance": asdict(found.significance),
        "rank": found.rank,
        "rank_low": found.rank_low,
        "rank_high": found.rank_high,
        "of": found.of,
        "band": found.band,
        "change": found.change,
        "previous_period": found.previous_period,
        "trend": {"direction": trend.direction, "significant": trend.is_significant, "points": trend.points}
        if trend
        else None,
        "notes": [note.text for note in found.notes],
    }


def flat(found: Mapping[str, Any]) -> dict[str, Any]:
    """The same as one row of a table: parts of objects as columns of their own, lists as text."""
    row: dict[str, Any] = {}
    for name, value in found.items():
        if name in ("neighbours", "significance", "trend"):
            parts = value or dict.fromkeys(("direction", "significant", "points"))
            row |= {f"{name}_{key}": part for key, part in parts.items() if key != "members"}
        else:
            row[name] = " ".join(value) if isinstance(value, list) else value
    members = found["neighbours"]["members"]
    shown = (
        f"{m['area_code']} {m['area_name']} ({m['closeness']}): "
        f"{m['status'] if m['value'] is None else plain(m['value'])}"
        for m in members
    )
    return row | {"neighbours_members": "; ".join(shown)}
