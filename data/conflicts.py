"""Where the sources disagree with themselves or with one another: read from ``data/local/conflicts.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import ContentError
from data.register import Register

FILE = Path(__file__).parent / "local" / "conflicts.toml"

CONTRADICTION = "contradiction"
KINDS = {
    CONTRADICTION: "The sources say two things that cannot both be so",
    "rounding": "Rounded figures that do not add up exactly",
    "definition": "Figures that look alike but count different things",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it stands and what it says there, in our words."""

    section: str
    says: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disagreement with both citations; ``handling`` is what is shown because of it."""

    id: str
    kind: str
    indicators: tuple[str, ...]
    topic: str
    summary: str
    first: Citation
    second: Citation
    handling: str


def read_conflicts(register: Register, path: Path = FILE) -> tuple[Conflict, ...]:
    """Read and check the file. Raises ContentError naming file, conflict and remedy."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: is not valid TOML: {error}; correct that place") from error
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read ({error.strerror}); restore it from the project") from error
    entries = raw.get("conflict", [])
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        raise ContentError(f"{path.name}: 'conflict' is not a list of tables; begin each with [[conflict]]")
    return tuple(_conflict(path.name, entry, register) for entry in entries)


def _conflict(file: str, raw: dict[str, Any], register: Register) -> Conflict:
    name = raw.get("id", "without id")
    try:
        conflict = Conflict(
            id=raw["id"],
            kind=raw["kind"],
            indicators=tuple(raw["indicators"]),
            topic=raw["topic"],
            summary=raw["summary"],
            first=Citation(**raw["first"]),
            second=Citation(**raw["second"]),
            handling=raw["handling"],
        )
    except (KeyError, TypeError) as error:
        raise ContentError(
            f"{file}, conflict '{name}': {error} is missing or malformed; see the others for its form"
        ) from error
    if conflict.kind not in KINDS:
        raise ContentError(f"{file}, conflict '{name}': kind '{conflict.kind}' is not one of {', '.join(KINDS)}")
    for indicator in conflict.indicators:
        if indicator not in register:
            raise ContentError(f"{file}, conflict '{name}': indicator '{indicator}' is not in the register")
    return conflict
