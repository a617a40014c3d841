"""Where the sources disagree with themselves or with one another: read from ``data/local/conflicts.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from data.declared import Declared, Text, nearest, one_of, read_toml
from data.errors import ContentError
from data.register import Register

FILE = Path(__file__).parent / "local" / "conflicts.toml"

CONTRADICTION = "contradiction"
# Found by the product itself, never written in the file.
PRINTED, DOUBTED = "printed", "doubted"
KINDS = {
    CONTRADICTION: "The sources say two things that cannot both be so",
    "rounding": "Rounded figures that do not add up exactly",
    "definition": "Figures that look alike but count different things",
    PRINTED: "A published figure that its own counts do not give, by more than their rounding",
    DOUBTED: "A published figure that is unlike the other years of its place",
}


class Citation(Declared, frozen=True, kw_only=True):
    """Where it stands and what it says there, in our words."""

    section: Text
    says: Text


class Conflict(Declared, frozen=True, kw_only=True):
    """One disagreement with both citations; ``handling`` is what is shown because of it."""

    id: Text
    kind: Annotated[str, one_of(KINDS)]
    indicators: tuple[Text, ...]
    topic: Text
    summary: Text
    first: Citation
    second: Citation
    handling: Text


class _File(Declared, frozen=True, kw_only=True):
    conflict: tuple[Conflict, ...] = ()


def read_conflicts(register: Register, path: Path = FILE) -> tuple[Conflict, ...]:
    """Read and check the file. Raises ContentError naming file, conflict, key and remedy."""
    conflicts = read_toml(path, _File).conflict
    seen: set[str] = set()
    for number, conflict in enumerate(conflicts, 1):
        place = f"{path.name}, conflict {number} ({conflict.id})"
        if conflict.id in seen:
            raise ContentError(f"{place}, key 'id': is that of an earlier conflict too; give each its own")
        seen.add(conflict.id)
        for indicator in conflict.indicators:
            if indicator not in register:
                raise ContentError(
                    f"{place}, key 'indicators': '{indicator}' is not in the register; "
                    f"correct it{nearest(indicator, register)}"
                )
    return conflicts
