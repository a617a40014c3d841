"""Which measure of the tool is which indicator, of what kind of period and by whom: ``measures.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, field

from data.areas import Areas
from data.declared import Declared, Text, mistake, nearest, one_of, read_toml
from data.importers.mapping import Figure, FileMapping
from data.periods import ACADEMIC_YEAR, CALENDAR_YEAR, FINANCIAL_YEAR, YEARS_TOGETHER
from data.register import Register

FILE = Path(__file__).parent / "measures.toml"
PERIODS = (FINANCIAL_YEAR, ACADEMIC_YEAR, CALENDAR_YEAR, YEARS_TOGETHER)
VALUE = "Values"

_NUMBER = re.compile(r"[0-9]{3}")


class Measure(Declared, frozen=True, kw_only=True):
    """One measure: ``short_desc`` is what the tool calls it, ``title`` the publication that its figures come from.

    ``period`` is what its years are; of years together the table says itself whether they are financial or calendar.
    """

    short_desc: Text
    indicator: Text
    period: Annotated[str, one_of(PERIODS)]
    publisher: Text
    title: Text

    @property
    def dataset(self) -> str:
        """The name under which its releases supersede one another."""
        return f"lait_{re.sub('[^a-z0-9]+', '_', self.short_desc.lower()).strip('_')}"


class Measures(Declared, frozen=True, kw_only=True):
    """The measures that are taken, and ``areas``: the numbers that the tool gives to England and the regions, by key.

    ``collection`` follows the title of each release and says where its figures were found.
    """

    licence: Text
    collection: Text
    areas: Mapping[str, Text]
    measures: Annotated[tuple[Measure, ...], Meta(min_length=1)] = field(name="measure")

    def __post_init__(self) -> None:
        for name in ("short_desc", "indicator", "dataset"):
            seen: dict[str, int] = {}
            for number, measure in enumerate(self.measures, 1):
                what = getattr(measure, name)
                if (first := seen.setdefault(what, number)) != number:
                    raise mistake("measure", f"{first} and {number} both have the {name} '{what}'; take one out")
        publishers: dict[str, str] = {}
        for measure in self.measures:
            if (other := publishers.setdefault(measure.title, measure.publisher)) != measure.publisher:
                raise mistake(
                    "title", f"'{measure.title}' is of {other} and of {measure.publisher}; a publication is of one"
                )

    def mapping(self, measure: Measure) -> FileMapping:
        """How the file of the open data standard that is made of one measure is read."""
        return FileMapping(
            name=FILE.stem,
            dataset=measure.dataset,
            publisher=measure.publisher,
            title=f"{measure.title} {self.collection}",
            licence=self.licence,
            period=measure.period,
            requires=(VALUE,),
            figures=(Figure(indicator=measure.indicator, value=VALUE),),
        )


@cache
def measures() -> Measures:
    """The project's measures. Raises ContentError naming file, entry, key and remedy."""
    return read_measures(FILE)


def read_measures(path: Path) -> Measures:
    """Read one file. Raises ContentError naming file, entry, key and remedy."""
    return read_toml(path, Measures)


def problems(found: Measures, register: Register, made: Mapping[str, str], places: Areas) -> Iterator[str]:
    """Each number that is of none of the ``places``, or of an authority, then what is wrong with a measure.

    Its indicator is not in the register, names no published source, or is ``made`` elsewhere too: ``made`` has for
    each indicator of another mapping where that is.
    """
    yield from _areas(found, places)
    for number, measure in enumerate(found.measures, 1):
        place = f"{FILE.name}, measure {number} ({measure.indicator}), key 'indicator'"
        indicator = register.get(measure.indicator)
        if indicator is None:
            near = nearest(measure.indicator, register)
            yield f"{place}: is not in the register; correct it{near}, or add its TOML to data/indicators"
        elif not indicator.published_source:
            yield f"{place}: {indicator.id}.toml names no published_source; give it there"
        elif measure.indicator in made:
            yield f"{place}: is that of {made[measure.indicator]} too; an indicator has one figure, take one out"


def _areas(found: Measures, places: Areas) -> Iterator[str]:
    for number, key in found.areas.items():
        place = f"{FILE.name}, key 'areas.{number}'"
        if key not in places:
            yield f"{place}: '{key}' is no area that the project carries; give the code of England or of a region"
        elif number in places:
            yield f"{place}: is the LA number of {places[number].name}; give the number that the tool has for {key}"
        elif not _NUMBER.fullmatch(number):
            yield f"{place}: is not a number of three digits, as the tool gives {places[key].name}; correct it"
