"""The register of indicators: one TOML file each in ``data/indicators``, checked when read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.errors import ContentError

FOLDER = Path(__file__).parent / "indicators"

UNITS = {
    "count": "",
    "percent": "%",
    "percent_change": "%",
    "rate_per_10000": "per 10,000",
    "weeks": "weeks",
    "ratio": "per worker",
    "score": "score",
    "rank": "rank",
}
MEASURES = ("during_year", "snapshot", "monthly_average", "not_stated")
NEUTRAL = "neutral"
HIGHER_IS_BETTER = "higher_is_better"
POLARITIES = (HIGHER_IS_BETTER, "lower_is_better", NEUTRAL)
PANELS = {
    "journey": "Journey of the Child",
    "neglect": "Neglect",
    "domestic_abuse": "Domestic abuse",
    "exploitation": "Exploitation",
    "assurance": "Assurance",
    "context": "The place in figures",
}
STAGES = {
    "front_door": "Front door",
    "early_help": "Early help",
    "assessment": "Assessment",
    "child_in_need": "Child in need",
    "child_protection": "Child protection",
    "looked_after": "Looked after",
    "care_leavers": "Care leavers",
    "private_fostering": "Private fostering",
    "uasc": "Unaccompanied asylum seeking children",
    "disability": "Children with a disability",
    "education": "Missing education and home education",
    "offending": "Children at risk of offending",
    "health": "Children and health",
    "missing": "Missing children",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something a source says of the indicator in words only, with its citation."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One defined measure.

    ``local_source`` and ``published_source`` name where figures come from (a section of the board's
    report, a national release); an indicator has at least one. ``decimals`` are for display only. ``twin`` is the id of
    another measure of the same thing, which is told where both would tell the same; "" for none.
    """

    id: str
    name: str
    short: str
    definition: str
    unit: str
    measure: str
    polarity: str
    panel: str
    stage: str
    decimals: int
    numerator: str
    denominator: str
    agency: str
    local_source: str
    published_source: str
    caveats: tuple[str, ...]
    notes: tuple[Note, ...]
    twin: str = ""

    @property
    def is_comparable(self) -> bool:
        """Whether places of different size can be set against one another: a bare count cannot."""
        return self.unit != "count"

    @property
    def unit_words(self) -> str:
        """The unit as it stands after a value: "per 10,000", "%", "" for a count."""
        return UNITS[self.unit]


class Register(Mapping[str, Indicator]):
    """All indicators by id, in the register's order (panel, stage, position)."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._indicators = MappingProxyType(dict(indicators))

    def __getitem__(self, key: str) -> Indicator:
        return self._indicators[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indicators)

    def __len__(self) -> int:
        return len(self._indicators)

    @cached_property
    def published(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.values() if i.published_source)

    @cached_property
    def local(self) -> tuple[Indicator, ...]:
        return tuple(i for i in self.values() if i.local_source)

    def of(self, panel: str, stage: str | None = None) -> tuple[Indicator, ...]:
        """Indicators of a panel, or of one of its stages."""
        return tuple(i for i in self.values() if i.panel == panel and stage in (None, i.stage))


def read_register(folder: Path = FOLDER) -> Register:
    """Read every file of ``folder``. Raises ContentError naming file, key and remedy."""
    entries: list[tuple[int, Indicator]] = []
    for path in sorted(folder.glob("*.toml")):
        entries.append(read_indicator(path))
    if not entries:
        raise ContentError(f"{folder.name}: no indicator files found; restore the folder from the project")
    _check_twins({indicator.id: indicator for _, indicator in entries})
    panels, stages = list(PANELS), ["", *STAGES]
    entries.sort(key=lambda e: (panels.index(e[1].panel), stages.index(e[1].stage), e[0], e[1].id))
    return Register({indicator.id: indicator for _, indicator in entries})


def _check_twins(indicators: Mapping[str, Indicator]) -> None:
    """Each names another indicator of its panel, which names none itself."""
    for indicator in indicators.values():
        twin = indicators.get(indicator.twin)
        if indicator.twin and (twin is None or twin.twin or twin.panel != indicator.panel):
            raise ContentError(
                f"{indicator.id}.toml, key 'twin': '{indicator.twin}' is not an indicator of the same panel that has "
                "no twin itself; name one, in one of the two files only"
            )


def read_indicator(path: Path) -> tuple[int, Indicator]:
    """One file: its ``position`` within panel and stage, and the indicator."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read ({error.strerror}); restore it from the project") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name}: is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: is not valid TOML: {error}; correct that place") from error
    return _indicator(path.name, path.stem, raw)


_CHOICES = {"unit": tuple(UNITS), "measure": MEASURES, "polarity": POLARITIES, "panel": tuple(PANELS)}
_TEXTS = (
    "id",
    "name",
    "definition",
    "unit",
    "measure",
    "polarity",
    "panel",
    "stage",
    "numerator",
    "denominator",
    "agency",
    "local_source",
    "published_source",
    "twin",
)
_REQUIRED = ("id", "name", "definition", "unit", "measure", "polarity", "panel", "agency")


def _indicator(file: str, stem: str, raw: dict[str, Any]) -> tuple[int, Indicator]:
    _check_types(file, raw)
    _check_keys(file, raw)
    _check_values(file, stem, raw)
    try:
        notes = tuple(Note(**note) for note in raw.get("notes", ()))
        caveats = tuple(str(caveat) for caveat in raw.get("caveats", ()))
    except TypeError as error:
        raise ContentError(f"{file}, key 'notes': each needs text and source, no more") from error
    indicator = Indicator(
        **{key: raw.get(key, "") for key in _TEXTS},
        short=raw.get("short", raw["name"]),
        decimals=raw.get("decimals", 0),
        caveats=caveats,
        notes=notes,
    )
    return raw.get("position", 0), indicator


def _check_types(file: str, raw: dict[str, Any]) -> None:
    for key in (*_TEXTS, "short"):
        if not isinstance(raw.get(key, ""), str):
            raise ContentError(f"{file}, key '{key}': is not a text; put it in quotes")
    if not isinstance(raw.get("caveats", []), list):
        raise ContentError(f"{file}, key 'caveats': is not a list; give texts in square brackets")


def _check_keys(file: str, raw: dict[str, Any]) -> None:
    known = {f.name for f in fields(Indicator)} | {"position"}
    for key in raw.keys() - known:
        raise ContentError(f"{file}, key '{key}': is not known; expected one of {', '.join(sorted(known))}")
    for key in _REQUIRED:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise ContentError(f"{file}, key '{key}': is missing or empty; give it a text")
    for key, allowed in _CHOICES.items():
        if raw[key] not in allowed:
            raise ContentError(f"{file}, key '{key}': '{raw[key]}' is not one of {', '.join(allowed)}")


def _check_values(file: str, stem: str, raw: dict[str, Any]) -> None:
    if raw["id"] != stem:
        raise ContentError(f"{file}, key 'id': is '{raw['id']}'; expected the file's name, '{stem}'")
    stage = raw.get("stage", "")
    if (stage not in STAGES) if raw["panel"] == "journey" else stage != "":
        raise ContentError(
            f"{file}, key 'stage': '{stage}' does not fit panel '{raw['panel']}'; journey has stages, others none"
        )
    if not (raw.get("local_source") or raw.get("published_source")):
        raise ContentError(f"{file}: names no source; give local_source or published_source")
    decimals = raw.get("decimals", 0)
    if not (isinstance(decimals, int) and 0 <= decimals <= 3 and isinstance(raw.get("position", 0), int)):
        raise ContentError(f"{file}: decimals and position must be whole numbers, decimals 0 to 3")
