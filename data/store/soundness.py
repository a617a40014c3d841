"""What a database gives is looked through before it is believed: other programs, and failing disks, write there too."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from numbers import Real
from types import NoneType

import pandas as pd

from data import periods, schema
from data.areas import LEVELS
from data.errors import quotable
from data.observations import SOURCES, Status
from data.store.records import NUMBERS as _NUMBERS


class Unsound(Exception):
    """A cell that the project has not written: what it holds, and where."""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_none(value: object) -> bool:
    return value is None or value != value or isinstance(value, str)  # pandas has None as NaN


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not math.isinf(value)


def _is_number_or_none(value: object) -> bool:
    return value is None or _is_number(value)


def _is_period(value: object) -> bool:
    try:
        return isinstance(value, str) and periods.parse(value).label == value
    except ValueError:
        return False


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_RULES: Mapping[str, Mapping[str, Callable[[object], bool]]] = {
    "observation": {
        "indicator": _is_text,
        "area": _is_text,
        "period": _is_period,
        "seq": _is_number,
        "value": _is_number_or_none,
        "printed": _is_text_or_none,
        "numerator": _is_number_or_none,
        "denominator": _is_number_or_none,
        "numerator_low": _is_number_or_none,
        "numerator_high": _is_number_or_none,
        "status": frozenset(Status).__contains__,
        "qualifier": _is_text_or_none,
        "note": _is_text_or_none,
    },
    "release": {
        "source": frozenset(SOURCES).__contains__,
        "publisher": _is_text,
        "title": _is_text,
        "dataset": _is_text,
        "edition": _is_number,
        "file": _is_text,
        "imported_at": _is_text,
    },
    "decision": {
        "release_id": _is_number,
        "action": frozenset((schema.WITHDRAW, schema.RESTORE)).__contains__,
        "why": _is_text,
        "decided_at": _is_text,
    },
    "area_code": {
        "release_id": _is_number,
        "key": _is_text,
        "code": _is_text,
        "name": _is_text,
        "level": frozenset(LEVELS).__contains__,
        "region": _is_text_or_none,
        "first": _is_day,
        "last": _is_day,
    },
    "neighbour": {
        "release_id": _is_number,
        "model": _is_text,
        "area": _is_text,
        "rank": _is_number,
        "neighbour": _is_text,
        "closeness": _is_text,
    },
}


_FIGURES = ("observation", "current")
_KINDS: dict[Callable[[object], bool], set[type]] = {
    _is_number: {int, float},
    _is_number_or_none: {int, float, NoneType},
    _is_text_or_none: {str, NoneType},
}


def check_figures(table: str, columns: Mapping[str, Sequence[object]]) -> None:
    """The same of many figures, by column: values of one kind are not looked at one by one. Raises Unsound."""
    rules = _RULES["observation"]
    named = [name for name in columns if name in rules]
    sound = all(_all_sound(columns[name], rules[name]) for name in named)
    values, statuses = columns.get("value", ()), columns.get("status", ())
    empty = any(value is None and status == Status.REPORTED for value, status in zip(values, statuses, strict=False))
    if not sound or empty or any(math.inf in columns[name] or -math.inf in columns[name] for name in _NUMBERS):
        check(table, pd.DataFrame({name: pd.Series(list(columns[name]), dtype=object) for name in named}))


def _all_sound(values: Sequence[object], is_sound: Callable[[object], bool]) -> bool:
    kinds = _KINDS.get(is_sound)
    return set(map(type, values)) <= kinds if kinds else all(map(is_sound, set(values)))


def check_columns(table: str, columns: Mapping[str, Sequence[object]]) -> None:
    """The same of a table that holds no figures, by column; none where it has no row. Raises Unsound."""
    for name, values in columns.items():
        for value in dict.fromkeys(values):
            if name in _RULES[table] and not _RULES[table][name](value):
                raise Unsound(f"column {name} of table {table} holds '{quotable(str(value))}', which cannot be")


def check(table: str, rows: pd.DataFrame) -> None:
    """Every cell that figures are made of is of its kind. Raises Unsound for the first that is not."""
    for column, is_sound in _RULES["observation" if table in _FIGURES else table].items():
        # A column of numbers alone has one kind, and tens of thousands of different ones.
        numbers = rows[column].dtype.kind in "fi" and is_sound in (_is_number, _is_number_or_none)
        found = rows.loc[rows[column].abs() == math.inf, column] if numbers else rows[column].drop_duplicates()
        for value in found:
            if not is_sound(value):
                raise Unsound(f"column {column} of table {table} holds '{quotable(str(value))}', which cannot be")
    if table in _FIGURES:
        empty = rows.loc[(rows["status"] == Status.REPORTED) & rows["value"].isna(), "indicator"]
        for indicator in empty.head(1):
            raise Unsound(f"a figure of {quotable(indicator)} in table {table} is reported and has no value")
