"""Files that declare things, read through one msgspec model each; what does not fit it is told in a sentence.

The sentence names file, key (of which entry), what was found and what is expected:
"cin_plans.toml, figure 2 (cpp_2_years_pct), key 'numerators': is not known; the nearest key is 'numerator'".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, ValidationError

from data.declared.explaining import fault, place
from data.errors import ContentError

T = TypeVar("T")

# What a text of a declaration is unless its key says otherwise.
Text = Annotated[str, Meta(pattern=r"\S", description="a text that is not empty")]


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what a file declares: every key is known and of its type, or the file is refused."""


def one_of(names: Iterable[str]) -> Meta:
    """The texts a key may hold."""
    listed = tuple(names)
    pattern = "|".join(map(re.escape, listed))
    return Meta(pattern=rf"^(?:{pattern})\Z", examples=list(listed))


def mistake(key: str, problem: str) -> ValueError:
    """What a model raises from ``__post_init__`` where keys that are well formed do not go together."""
    return ValueError(f"key '{key}': {problem}")


def read_toml(path: Path, model: type[T]) -> T:
    """Read a TOML file as ``model``. Raises ContentError naming file, key, what was found and what is expected."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read ({error.strerror}); restore it from the project") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name}: is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: is not valid TOML: {error}; correct that place") from error
    try:
        return msgspec.convert(raw, model)
    except ValidationError as error:
        keys, problem = fault(error, raw, model)
        raise ContentError(f"{path.name}{place(keys, raw)}: {problem}") from error


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that is most like one that is not known, as it ends a remedy; "" where none is like it."""
    near = get_close_matches(name, list(names), 1)
    return f" (the nearest is '{near[0]}')" if near else ""
