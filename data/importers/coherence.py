"""Whether the declared mappings agree with themselves, with one another and with the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.declared import nearest
from data.errors import ContentError
from data.importers import carried_areas
from data.importers.lait import measures
from data.importers.mapping import Figure, FileMapping, mappings
from data.importers.subject import STANDARD
from data.register import CHILDREN, RATES, Indicator, Register

# Units that a count divided by another, or by the population, can have.
QUOTIENTS = (*RATES, "percent", "ratio", "weeks")


def check_mappings(register: Register) -> None:
    """Every mapping can be read and agrees with itself, the others and the register.

    Raises ContentError naming file, figure, key, what was found and the remedy.
    """
    check(mappings(), register)
    made = {figure.indicator: f"{mapping.name}.toml" for mapping in mappings() for figure in mapping.figures}
    for problem in measures.problems(measures.measures(), register, made, carried_areas.places()):
        raise ContentError(problem)


def check(found: Sequence[FileMapping], register: Register) -> None:
    """Raise for the first mistake in these mappings."""
    for problem in problems(found, register):
        raise ContentError(problem)


def problems(found: Sequence[FileMapping], register: Register) -> Iterator[str]:
    """Each mistake, as a sentence."""
    for mapping in found:
        for place, problem in (*_columns(mapping), *_figures(mapping, register)):
            yield f"{mapping.name}.toml, {place}: {problem}"
    yield from _twice(found)


def _twice(found: Sequence[FileMapping]) -> Iterator[str]:
    """A dataset is of one mapping, and an indicator of one figure: a second would supersede the first in silence."""
    datasets: dict[str, str] = {}
    figures: dict[str, str] = {}
    for mapping in found:
        file = f"{mapping.name}.toml"
        first = datasets.setdefault(mapping.dataset, file)
        if first != file:
            yield f"{file}, key 'dataset': '{mapping.dataset}' is the dataset of {first} too; give each its own"
        for number, figure in enumerate(mapping.figures, 1):
            place = f"{file}, {_named(number, figure)}"
            first = figures.setdefault(figure.indicator, place)
            if first != place:
                yield f"{place}, key 'indicator': is that of {first} too; an indicator has one figure, take one out"


def _columns(mapping: FileMapping) -> Iterator[tuple[str, str]]:
    """Mistakes in the keys that are about columns."""
    if set(mapping.requires) <= set(STANDARD):
        yield "key 'requires'", "has only columns that every file has; name columns that tell this kind of file"
    used = _used(mapping)
    known: dict[str, str] = dict.fromkeys(used, "")
    for column, names in mapping.aliases.items():
        key = f"key 'aliases.{column}'"
        if column not in used:
            yield key, f"no key of the mapping names this column; correct it{nearest(column, used)}, or take it out"
        for name in names:
            other = known.setdefault(name, column)
            if other != column:
                whose = f"a name of {other} too" if other else "a column of the mapping itself"
                yield key, f"'{name}' is {whose}; a name leads to one column, take one out"
    for column, label in mapping.known_by.items():
        yield from _label(mapping, f"key 'known_by.{column}'", column, label)


def _used(mapping: FileMapping) -> tuple[str, ...]:
    """Every column that the mapping names, and those of the standard."""
    names: dict[str, None] = dict.fromkeys((*STANDARD, *mapping.requires, *mapping.known_by, *mapping.labels))
    for figure in mapping.figures:
        names.update(dict.fromkeys((*figure.sources, *figure.where, *figure.denominator_where)))
        names.update((name, None) for _, name in figure.optional)
    return tuple(names)


def _figures(mapping: FileMapping, register: Register) -> Iterator[tuple[str, str]]:
    made: dict[str, str] = {}
    for number, figure in enumerate(mapping.figures, 1):
        place = _named(number, figure)
        first = made.setdefault(_content(figure), place)
        if first != place:
            yield place, f"is made from the columns and rows of {first}; correct one of the two"
        indicator = register.get(figure.indicator)
        if indicator is None:
            near = nearest(figure.indicator, register)
            yield (
                f"{place}, key 'indicator'",
                f"'{figure.indicator}' is not in the register; correct it{near}, or add its TOML to data/indicators",
            )
        else:
            yield from ((f"{place}, key '{key}'", problem) for key, problem in _form(figure, indicator))
        for key, where in (("where", figure.where), ("denominator_where", figure.declared_denominator_where)):
            yield from _labels(mapping, f"{place}, key '{key}", where)


def _form(figure: Figure, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """The way a figure is made suits the indicator's unit, and the indicator says that it is published."""
    if not indicator.published_source:
        yield "indicator", f"{indicator.id}.toml names no published_source; give it there"
    if figure.is_over_population and indicator.population != CHILDREN:
        whom = f"of {indicator.population}" if indicator.is_rate else f"a {indicator.unit}"
        yield "denominator", f"is the population, but {indicator.id} is {whom}; only a rate of {CHILDREN} is made so"
    elif figure.numerator and indicator.unit not in QUOTIENTS:
        yield (
            "numerator",
            f"is divided, but the unit of {indicator.id} is {indicator.unit}, which no quotient is in; "
            "give the column as value, or correct the unit",
        )


def _labels(mapping: FileMapping, key: str, where: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for column, labels in where.items():
        if column not in mapping.labels and column not in STANDARD:
            near = nearest(column, mapping.labels)
            yield (
                f"{key}.{column}'",
                f"the column has no labels; correct it{near}, or list every label it may hold under labels",
            )
        for label in labels:
            yield from _label(mapping, f"{key}.{column}'", column, label)


def _label(mapping: FileMapping, key: str, column: str, label: str) -> Iterator[tuple[str, str]]:
    known = mapping.labels.get(column)
    if known is not None and label not in known:
        yield key, f"'{label}' is not among labels.{column}; correct it{nearest(label, known)}, or add it there"


def _content(figure: Figure) -> str:
    """What a figure is made from, whatever it is called."""
    return repr((figure.value, sorted(figure.numerator), sorted(figure.denominator), figure.rate,
                 *(sorted((column, sorted(labels)) for column, labels in where.items())
                   for where in (figure.where, figure.denominator_where))))  # fmt: skip


def _named(number: int, figure: Figure) -> str:
    return f"figure {number} ({figure.indicator})"
