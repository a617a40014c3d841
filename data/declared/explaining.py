"""A declaration that does not fit its model, in words: where, what was found and what is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import ValidationError, inspect

from data.errors import quotable

_SAID = re.compile(r"(?P<problem>.*?)(?: - at `\$(?P<path>.*)`)?", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_MISTAKE = re.compile(r"key '([^']*)': (.*)", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")

# What tells one entry of a list from another, the first that it has.
_NAMED_BY = ("id", "indicator")

Keys = Sequence[str | int]


def fault(error: ValidationError, raw: Any, model: type) -> tuple[list[str | int], str]:
    """The keys and positions that lead to what does not fit in ``raw``, and what was found and is expected there."""
    match = _SAID.fullmatch(str(error))
    assert match is not None  # every text fits
    problem = match["problem"]
    path = _resolved(_steps(match["path"] or ""), raw, model, str(error))
    if absent := _MISSING.match(problem):
        path.append(absent[1])
        return path, f"is missing or empty; give {_expected(_type_at(model, path))}"
    if unknown := _UNKNOWN.match(problem):
        return [*path, unknown[1]], _not_known(unknown[1], _type_at(model, path))
    if mistaken := _MISTAKE.match(problem):
        return [*path, mistaken[1]], mistaken[2]
    return path, _does_not_fit(_found_at(raw, path), _type_at(model, path))


def _steps(path: str) -> list[str | int]:
    return [key or (int(index) if index.isdigit() else index) for key, index in _STEP.findall(path)]


def _resolved(steps: list[str | int], raw: Any, model: type, said: str) -> list[str | int]:
    """The path with the key of a table in place of "...": the one that alone gives the same error."""
    path: list[str | int] = []
    for step in steps:
        if step == "...":
            table = _found_at(raw, path)
            step = next((key for key in table if _fails_alike(raw, path, {key: table[key]}, model, said)), "")
        path.append(step)
    return path


def _fails_alike(raw: Any, path: Keys, instead: Any, model: type, said: str) -> bool:
    try:
        msgspec.convert(_with(raw, path, instead), model)
    except ValidationError as error:
        return str(error) == said
    return False


def _with(raw: Any, path: Keys, instead: Any) -> Any:
    """A copy of ``raw`` with another value at the path."""
    if not path:
        return instead
    changed = raw.copy()
    changed[path[0]] = _with(raw[path[0]], path[1:], instead)
    return changed


def _found_at(raw: Any, path: Keys) -> Any:
    for step in path:
        raw = raw[step]
    return raw


# In words -----------------------------------------------------------------------------------------


def place(path: Keys, raw: Any) -> str:
    """Where a path leads, as it follows the file's name."""
    words, key = "", ""
    for step in path:
        raw = _inside(raw, step)
        if isinstance(step, str):
            key = f"{key}.{step}" if key else step
        elif isinstance(raw, dict):
            name = next((raw[name] for name in _NAMED_BY if isinstance(raw.get(name), str)), "")
            words += f", {key} {step + 1}" + (f" ({quotable(name)})" if name else "")
            key = ""
        else:
            words, key = f"{words}, key '{key}', item {step + 1}", ""
    return words + (f", key '{key}'" if key else "")


def _inside(raw: Any, step: str | int) -> Any:
    try:
        return raw[step]
    except (KeyError, IndexError, TypeError):
        return None


def _type_at(model: type, path: Keys) -> inspect.Type:
    kind = inspect.type_info(model)
    for step in path:
        kind = next(inner for one in _each(kind) for inner in _below(one, step))
    return kind


def _each(kind: inspect.Type) -> Iterator[inspect.Type]:
    """The types that a value may be of."""
    if isinstance(kind, inspect.Metadata):
        yield from _each(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _each(one)
    else:
        yield kind


def _below(kind: inspect.Type, step: str | int) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        yield from (f.type for f in kind.fields if f.encode_name == step)
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type
    elif isinstance(kind, inspect.VarTupleType):
        yield kind.item_type


def _not_known(key: str, kind: inspect.Type) -> str:
    keys = [f.encode_name for one in _each(kind) if isinstance(one, inspect.StructType) for f in one.fields]
    near = get_close_matches(key, keys, 1)
    if near:
        return f"is not known; the nearest key is '{near[0]}'"
    return f"is not known; expected one of {', '.join(sorted(keys))}"


def _does_not_fit(found: Any, kind: inspect.Type) -> str:
    choices = _choices(kind)
    if choices and isinstance(found, str):
        return f"'{quotable(found)}' is not one of {', '.join(choices)}"
    is_text_wanted = any(isinstance(one, inspect.StrType) for one in _each(kind))
    return f"is {_told(found, is_text_wanted)}; expected {_expected(kind)}"


def _told(found: Any, is_text_wanted: bool) -> str:
    """What was found, as it stands after "is"."""
    if isinstance(found, str):
        return f"the text '{quotable(found)}'" if found.strip() else "empty"
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, list):
        return f"a list of {len(found)}" if found else "an empty list"
    if isinstance(found, dict):
        return "a table"
    return quotable(str(found)) + (" without quotes" if is_text_wanted else "")


def _choices(kind: inspect.Type) -> list[str]:
    extra = kind.extra_json_schema if isinstance(kind, inspect.Metadata) else None
    return list((extra or {}).get("examples", ()))


def _expected(kind: inspect.Type) -> str:
    """What is expected of a type, in words."""
    if isinstance(kind, inspect.Metadata):
        if choices := _choices(kind):
            return f"one of {', '.join(choices)}"
        return str((kind.extra_json_schema or {}).get("description") or _expected(kind.type))
    if isinstance(kind, inspect.UnionType):
        return " or ".join(_expected(one) for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.VarTupleType):
        return _list_of(kind)
    if isinstance(kind, inspect.StructType):
        return f"a table with {', '.join(f.encode_name for f in kind.fields if f.required)}"
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return _number(kind)
    words = {inspect.BoolType: "true or false", inspect.DictType: "a table"}
    return words.get(type(kind), "a text in quotes")


def _list_of(kind: inspect.VarTupleType) -> str:
    some = "a list of at least one" if kind.min_length else "a list of"
    if any(isinstance(one, inspect.StructType) for one in _each(kind.item_type)):
        return f"{some} {'table' if kind.min_length else 'tables'}, each begun with its name in [[ ]]"
    return f"{some} {'text' if kind.min_length else 'texts'} in square brackets"


def _number(kind: inspect.IntType | inspect.FloatType) -> str:
    words = "a whole number" if isinstance(kind, inspect.IntType) else "a number"
    if kind.ge is not None and kind.le is not None:
        return f"{words} from {kind.ge:g} to {kind.le:g}"
    return words if kind.ge is None else f"{words}, {kind.ge:g} or more"
