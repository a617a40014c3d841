"""What a page shows: area, periods, neighbour model and statistic, to and from an address's query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from data import periods
from data.areas import AUTHORITY, Areas
from data.errors import quotable

DEFAULT_MODEL = "2025"
STATISTICS = ("mean", "median")
INTERVALS = ("hidden", "shown")
PARAMETERS = ("area", "from", "to", "neighbours", "statistic", "intervals")
PRESENT = "present"  # whether the page is shown as slides: the browser's own business


@dataclass(frozen=True, slots=True)
class Selection:
    """One choice. ``first`` and ``last`` are financial years, None for open ended.

    ``intervals`` is whether lines over time show their confidence intervals: hidden or shown.
    """

    area: str
    first: str | None = None
    last: str | None = None
    model: str = DEFAULT_MODEL
    statistic: str = STATISTICS[0]
    intervals: str = INTERVALS[0]

    def includes(self, period: periods.Period) -> bool:
        return periods.in_range(period, self.first, self.last)


def parse(
    query: Mapping[str, object], default_area: str, areas: Areas, models: tuple[str, ...], extra: tuple[str, ...] = ()
) -> tuple[Selection, tuple[str, ...]]:
    """Read a query; what cannot be read becomes the default and a sentence for the notice.

    ``models`` are the neighbour models that the store holds; ``extra`` names parameters that the page reads itself.
    """
    notices: list[str] = []
    values = {key: _single(key, value, notices) for key, value in query.items()}
    for key in (key for key in values if key not in (*PARAMETERS, PRESENT, *extra)):
        notices.append(f"“{quotable(key)}” in the address was not recognised and was ignored.")
    selection = Selection(default_area)
    if text := values.get("area"):
        area = areas.find(text)
        if area is None or area.level != AUTHORITY:
            notices.append(
                f"“{quotable(text)}” is not a local authority here; showing {areas[default_area].name}. Choose one "
                "under Area, by name."
            )
        else:
            selection = replace(selection, area=area.key)
    selection = replace(selection, first=_year("from", values, notices), last=_year("to", values, notices))
    if selection.first and selection.last and selection.first > selection.last:
        notices.append(f"From {selection.first} is after to {selection.last}; showing every period.")
        selection = replace(selection, first=None, last=None)
    model = _choice("neighbours", values, (DEFAULT_MODEL, *(m for m in models if m != DEFAULT_MODEL)), notices)
    statistic = _choice("statistic", values, STATISTICS, notices)
    intervals = _choice("intervals", values, INTERVALS, notices)
    return replace(selection, model=model, statistic=statistic, intervals=intervals), tuple(notices)


def to_query(selection: Selection, default_area: str, areas: Areas, **extra: str | None) -> str:
    """The query of an address that shows this selection: "" for the defaults, else "?area=…"."""
    parts = {
        "area": areas[selection.area].code if selection.area != default_area else None,
        "from": selection.first,
        "to": selection.last,
        "neighbours": selection.model if selection.model != DEFAULT_MODEL else None,
        "statistic": selection.statistic if selection.statistic != STATISTICS[0] else None,
        "intervals": selection.intervals if selection.intervals != INTERVALS[0] else None,
        **extra,
    }
    encoded = urlencode({key: value for key, value in parts.items() if value}, safe="/")
    return f"?{encoded}" if encoded else ""


def _single(key: str, value: object, notices: list[str]) -> str:
    if isinstance(value, list):
        notices.append(f"The address gives “{quotable(key)}” more than once; the first was taken.")
        value = value[0] if value else ""
    return str(value or "").strip()


def _year(key: str, values: Mapping[str, str], notices: list[str]) -> str | None:
    text = values.get(key)
    if not text:
        return None
    try:
        period = periods.parse(text)
    except ValueError:
        notices.append(f"“{quotable(text)}” is not a period; expected a year such as 2018/19. Showing every period.")
        return None
    return period.financial_year


def _choice(key: str, values: Mapping[str, str], allowed: tuple[str, ...], notices: list[str]) -> str:
    text = values.get(key)
    if text and text not in allowed:
        notices.append(f"“{quotable(text)}” is not one of {', '.join(allowed)} for {key}; showing {allowed[0]}.")
    return text if text in allowed else allowed[0]
