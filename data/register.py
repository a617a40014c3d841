"""The register of indicators: one TOML file each in ``data/indicators``, checked when read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from msgspec import Meta
from msgspec.structs import force_setattr

from data.declared import Declared, Text, mistake, one_of, read_toml
from data.errors import ContentError

FOLDER = Path(__file__).parent / "indicators"

UNITS = {
    "count": "",
    "percent": "%",
    "percent_change": "%",
    "rate_per_10000": "per 10,000",
    "rate_per_1000": "per 1,000",
    "rate_per_100000": "per 100,000",
    "weeks": "weeks",
    "ratio": "per worker",
    "score": "score",
    "rank": "rank",
}
# What one for each one of the denominator reads as, in the units that are quotients of two counts.
RATES = {"rate_per_10000": 10_000.0, "rate_per_1000": 1_000.0, "rate_per_100000": 100_000.0}
SCALES = {**RATES, "percent": 100.0, "ratio": 1.0}
# Whom a rate is of unless its file says otherwise: the mid-year estimates of the project are of these.
CHILDREN = "children aged 0 to 17"
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
    "education": "Education",
    "offending": "Children at risk of offending",
    "health": "Children and health",
    "missing": "Missing children",
}


class Note(Declared, frozen=True, kw_only=True):
    """Something a source says of the indicator in words only, with its citation."""

    text: Text
    source: Text


class Withheld(Declared, frozen=True, kw_only=True):
    """Figures of a source that cannot be what they say: of which area, by its key, and why they are not shown."""

    area: Text
    why: Text


class Indicator(Declared, frozen=True, kw_only=True):
    """One defined measure, as its file declares it.

    ``short`` is the name where there is little room; ``local_source`` and ``published_source`` name where figures
    come from (a section of the board's report, a national release), and an indicator has at least one. ``decimals``
    are for display only. ``position`` orders the indicators of a panel and stage. ``twin`` is the id of another
    measure of the same thing, which is told where both would tell the same; "" for none. ``can_exceed_100`` says of a
    percentage that its numerator is not part of its denominator, as those who leave in a year are not of those in post
    at its end; every other percentage above 100 is refused. ``population`` is whom a rate is of, in words.
    """

    id: Text
    name: Text
    definition: Text
    unit: Annotated[str, one_of(UNITS)]
    measure: Annotated[str, one_of(MEASURES)]
    polarity: Annotated[str, one_of(POLARITIES)]
    panel: Annotated[str, one_of(PANELS)]
    agency: Text
    short: str = ""
    stage: str = ""
    decimals: Annotated[int, Meta(ge=0, le=3)] = 0
    numerator: str = ""
    denominator: str = ""
    local_source: str = ""
    published_source: str = ""
    caveats: tuple[Text, ...] = ()
    notes: tuple[Note, ...] = ()
    twin: str = ""
    position: int = 0
    can_exceed_100: bool = False
    population: str = ""
    withheld: tuple[Withheld, ...] = ()

    def __post_init__(self) -> None:
        if (self.stage not in STAGES) if self.panel == "journey" else self.stage != "":
            raise mistake(
                "stage",
                f"'{self.stage}' does not fit panel '{self.panel}'; journey has stages "
                f"({', '.join(STAGES)}), others none",
            )
        if not (self.local_source or self.published_source):
            raise mistake("published_source", "names no source, nor does local_source; give one of the two")
        if self.population and not self.is_rate:
            raise mistake("population", f"has no use for the unit {self.unit}; leave it out, or correct the unit")
        if self.is_rate and not self.population:
            if self.scale != RATES["rate_per_10000"]:
                raise mistake("population", f"is missing; say whom the rate is of, as in '{CHILDREN}'")
            force_setattr(self, "population", CHILDREN)
        if not self.short:
            force_setattr(self, "short", self.name)

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage of which the numerator is part of the denominator."""
        return self.unit == "percent" and not self.can_exceed_100

    @property
    def is_rate(self) -> bool:
        """Whether it is so many for each thousand, or so, of a population."""
        return self.unit in RATES

    @property
    def scale(self) -> float:
        """What one for each one of the denominator reads as: 100 for a percentage; 1 where no quotient is made."""
        return SCALES.get(self.unit, 1.0)

    @property
    def is_comparable(self) -> bool:
        """Whether places of different size can be set against one another: a bare count cannot."""
        return self.unit != "count"

    @property
    def whom(self) -> str:
        """Whom a rate is of, where that is to be said with it: "girls aged 15 to 17"; "" for all children."""
        is_usual = self.unit == "rate_per_10000" and self.population == CHILDREN
        return "" if is_usual else self.population

    @property
    def unit_words(self) -> str:
        """The unit as it stands after a value: "per 10,000", "per 1,000 girls aged 15 to 17", "%", "" for a count."""
        return f"{UNITS[self.unit]} {self.whom}".rstrip()


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
    found = [read_indicator(path) for path in sorted(folder.glob("*.toml"))]
    if not found:
        raise ContentError(f"{folder.name}: no indicator files found; restore the folder from the project")
    _check_twins({indicator.id: indicator for indicator in found})
    panels, stages = list(PANELS), ["", *STAGES]
    found.sort(key=lambda i: (panels.index(i.panel), stages.index(i.stage), i.position, i.id))
    return Register({indicator.id: indicator for indicator in found})


def _check_twins(indicators: Mapping[str, Indicator]) -> None:
    """Each names another indicator of its panel, which names none itself."""
    for indicator in indicators.values():
        twin = indicators.get(indicator.twin)
        if indicator.twin and (twin is None or twin.twin or twin.panel != indicator.panel):
            raise ContentError(
                f"{indicator.id}.toml, key 'twin': '{indicator.twin}' is not an indicator of the same panel that has "
                "no twin itself; name one, in one of the two files only"
            )


def read_indicator(path: Path) -> Indicator:
    """Read one file, which is named after its ``id``."""
    indicator = read_toml(path, Indicator)
    if indicator.id != path.stem:
        raise ContentError(f"{path.name}, key 'id': is '{indicator.id}'; expected the file's name, '{path.stem}'")
    return indicator
