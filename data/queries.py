"""What the API answers: parameters as text to rows and objects, or a SelectionError that says what is allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from data import periods
from data.areas import Areas
from data.dataset import Dataset
from data.errors import SelectionError, quotable
from data.importers.tidy import plain
from data.names import candidates
from data.observations import COUNT_HIDDEN, NEIGHBOURS_KEY, NEIGHBOURS_NAME, PUBLISHED, SOURCES, Status
from data.register import Indicator
from data.selection import DEFAULT_MODEL, STATISTICS, Selection
from data.store import Snapshot, dated
from data.views import doubts
from data.views.assessment import Assessment, assess
from data.views.points import newest
from data.views.printed import contradictions

PARAMETERS = ("indicator", "area", "from", "to", "source", "format")
COMPARISON_PARAMETERS = ("indicator", "area", "period", "source", "neighbours", "statistic", "format")
COLUMNS = ("indicator", "area_code", "area_name", "period", "period_start", "period_end", "value", "printed",
           "numerator", "denominator", "status", "qualifier", "source", "release", "note")  # fmt: skip


def select(snapshot: Snapshot, args: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the API's table that the filters pick. Raises SelectionError, saying what is allowed."""
    wanted = {key: _parts(args.get(key, "")) for key in PARAMETERS}
    first, last = _range(wanted["from"], wanted["to"])
    for source in wanted["source"]:
        if source not in SOURCES:
            raise SelectionError(f"source '{quotable(source)}' is not known; it is one of {', '.join(SOURCES)}.")
    for indicator in wanted["indicator"]:
        if indicator not in snapshot.register:
            raise SelectionError(
                f"indicator '{quotable(indicator)}' is not in the register; /api/v1/indicators lists them."
            )
    keys = _areas(snapshot.areas, args.get("area", ""))
    wanted_sources, indicators = wanted["source"] or sorted(SOURCES), wanted["indicator"] or sorted(snapshot.register)
    pairs = [(s, i) for s in wanted_sources for i in indicators if (s, i) in snapshot.held]
    tables = [_table(snapshot, snapshot.register[i], s, keys, first, last) for s, i in pairs]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _table(
    snapshot: Snapshot, indicator: Indicator, source: str, keys: list[str], first: str | None, last: str | None
) -> pd.DataFrame:
    """The rows of one indicator and source, of these areas, or of all for none, and periods."""
    frame = snapshot.frame(indicator.id, source)
    when = {label: dated(label, indicator) for label in frame["period"].unique()}
    kept = [label for label, period in when.items() if periods.in_range(period, first, last)]
    frame = frame[frame["period"].isin(kept) & (frame["area"].isin(keys) if keys else True)]
    areas, titles = snapshot.areas, {release.id: release.title for release in snapshot.releases}
    codes = {key: area.code for key, area in areas.items()} | {NEIGHBOURS_KEY: NEIGHBOURS_KEY}
    names = {key: area.name for key, area in areas.items()} | {NEIGHBOURS_KEY: NEIGHBOURS_NAME}
    area, label = (frame[name].astype(object) for name in ("area", "period"))
    columns: dict[str, Any] = {
        "indicator": indicator.id,
        "source": source,
        "area_code": area.map(codes).fillna(area),
        "area_name": area.map(names).fillna(area),
        "period": label,
        "period_start": [when[each].start.isoformat() for each in label],
        "period_end": [when[each].end.isoformat() for each in label],
        "status": frame["status"].astype(object),
        "release": frame["release_id"].map(titles),
        "note": _notes(snapshot, indicator, source, frame),
        "value": frame["value"].map(plain),
        "numerator": frame["numerator"].mask(frame["status"].isin(COUNT_HIDDEN)).map(plain),
        "denominator": frame["denominator"].map(plain),
    }
    return frame.assign(**columns)[list(COLUMNS)].fillna("").astype(str)


def _notes(snapshot: Snapshot, indicator: Indicator, source: str, frame: pd.DataFrame) -> list[str]:
    """Each figure's note, with what is to be known where its printed number is another than its own counts give, or
    where it is unlike the other years of its place."""
    told: dict[tuple[str, str], str] = {}
    if source == PUBLISHED:
        told |= contradictions(snapshot, indicator)
        told |= {key: doubts.told(snapshot, d.figure) for key, d in doubts.doubts(snapshot, indicator).items()}
    rows = zip(frame["area"], frame["period"], frame["note"], strict=True)
    return [" ".join(filter(None, (note, told.get((area, label))))) for area, label, note in rows]


def as_json(table: pd.DataFrame) -> str:
    """Rows as objects: numbers as numbers, what is not there as null."""
    numbers = ("value", "numerator", "denominator")
    records = [
        {name: None if text == "" else float(text) if name in numbers else text for name, text in record.items()}
        for record in table.to_dict("records")
    ]
    return json.dumps(records, ensure_ascii=False, allow_nan=False)


def compare(dataset: Dataset, args: Mapping[str, str]) -> Assessment:
    """The assessment that the parameters ask for. Raises SelectionError, saying what is allowed."""
    snapshot = dataset.snapshot()
    indicator = _indicator(snapshot, args.get("indicator", "").strip())
    area = _area(snapshot.areas, args.get("area", "").strip() or dataset.default_area())
    if area not in snapshot.areas:
        raise SelectionError("area 'SN' is a report's own average; give a local authority, a region or England.")
    models = tuple(sorted({DEFAULT_MODEL, *snapshot.neighbours}, reverse=True))
    source = _one_of(args, "source", (PUBLISHED, *(s for s in SOURCES if s != PUBLISHED)))
    selection = Selection(
        area, model=_one_of(args, "neighbours", models), statistic=_one_of(args, "statistic", STATISTICS)
    )
    return assess(snapshot, indicator, selection, _label(snapshot, indicator, source, area, args), source)


def _indicator(snapshot: Snapshot, name: str) -> Indicator:
    if name not in snapshot.register:
        said = f"indicator '{quotable(name)}' is not in the register" if name else "'indicator' is missing"
        raise SelectionError(f"{said}; /api/v1/indicators lists them.")
    return snapshot.register[name]


def _one_of(args: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """One of a few values, the first of them where none is given."""
    wanted = args.get(name, "").strip() or allowed[0]
    if wanted not in allowed:
        raise SelectionError(f"{name} '{quotable(wanted)}' is not known; it is one of {', '.join(allowed)}.")
    return wanted


def _label(snapshot: Snapshot, indicator: Indicator, source: str, area: str, args: Mapping[str, str]) -> str:
    """The period asked for, by its own label or its financial year; else the one that the pages show of the area."""
    wanted = _period(_parts(args.get("period", "")), "period")
    figures = snapshot.figures(indicator.id, source)
    if not figures:  # the period of the figures that there are, of the other source
        figures = snapshot.figures(indicator.id, next(s for s in SOURCES if s != source))
    known = {label: dated(label, indicator) for label in figures.labels}
    if wanted is None:
        chosen = newest(snapshot, indicator, Selection(area), source)
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


def _parts(text: str) -> list[str]:
    """The values of one parameter, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _range(wanted_first: list[str], wanted_last: list[str]) -> tuple[str | None, str | None]:
    first, last = _period(wanted_first, "from"), _period(wanted_last, "to")
    if first and last and periods.parse(first).start > periods.parse(last).end:
        raise SelectionError(f"from {first} is after to {last}; give the earlier period as 'from'.")
    return first, last


def _period(wanted: list[str], name: str) -> str | None:
    if not wanted:
        return None
    if len(wanted) > 1:
        raise SelectionError(f"'{name}' takes one period, {periods.ALLOWED}.")
    try:
        return periods.parse(wanted[0]).label
    except ValueError as error:
        said = f"'{quotable(wanted[0])}' is not a period; expected {periods.ALLOWED}"
        raise SelectionError(f"'{name}': {said}.") from error


def _areas(areas: Areas, text: str) -> list[str]:
    """Keys of the areas that a list names. Names hold commas: the longest run of parts that is an area is one."""
    keys: list[str] = []
    parts = [part.strip() for part in text.split(",") if part.strip()]
    while parts:
        count, named = next(((c, t) for c, t in candidates(parts) if areas.find(t)), (1, parts[0]))
        keys.append(_area(areas, named))
        parts = parts[count:]
    return keys


def _area(areas: Areas, text: str) -> str:
    if text == NEIGHBOURS_KEY:
        return text
    area = areas.find(text)
    if area is None:
        raise SelectionError(
            f"area '{quotable(text)}' is not known; give a name such as Worcestershire, a GSS code such as E10000034 "
            "or an LA number such as 885."
        )
    return area.key
