"""The foot of a chart: who published the figures, in which releases, and what is to be known of the picture alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from data.register import Indicator

SHORT_PUBLISHERS = {
    "Children and Family Court Advisory and Support Service": "Cafcass",
    "Department for Education": "DfE",
    "Office for National Statistics": "ONS",
    "Youth Justice Board for England and Wales": "Youth Justice Board",
}
POPULATION_SOURCE = "ONS mid-year population estimates"
COLLECTED = " as collected in "
# The end of a release's title that says which of its editions it is, by the kind of its year; "" for a financial one.
_EDITION = re.compile(r"(?:(reporting year|academic year|calendar year) )?(\S.*)")


def sources_words(titles: Iterable[str], indicator: Indicator, publishers: Mapping[str, str]) -> str:
    """Who published the figures and in which releases, several of one publication together.

    What several publications are collected in is said once, before them.
    """
    cited = _cited(titles, publishers)
    parts = [_with_editions(publication, editions) for (publication, tool), editions in cited.items() if not tool]
    for tool in dict.fromkeys(tool for _, tool in cited if tool):
        several = {publication: editions for (publication, place), editions in cited.items() if place == tool}
        if len(several) == 1:
            parts += [_with_editions(f"{name}{COLLECTED}{tool}", editions) for name, editions in several.items()]
        else:
            listed = "; ".join(_with_editions(name, editions) for name, editions in several.items())
            parts.append(f"as collected in {tool}: {listed}")
    if "ONS" in indicator.published_source and not any(part.startswith("ONS") for part in parts):
        parts.insert(len([part for part in parts if not part.startswith("as collected")]), POPULATION_SOURCE)
    return f"Source: {'; '.join(parts)}"


def publishers_words(titles: Iterable[str], publishers: Mapping[str, str]) -> str:
    """Who published the figures, where there is no room for every release: "Source: Cafcass, DfE and ONS; …"."""
    names = sorted({SHORT_PUBLISHERS.get(name, name) for title in titles if (name := publishers.get(title, ""))})
    return f"Source: {_listed(names)}; the page of each indicator names the release"


def publication(title: str) -> str:
    """The publication of a release, whether it was released there or collected elsewhere: "Children in need"."""
    return title.partition(", ")[0].partition(COLLECTED)[0]


def _cited(titles: Iterable[str], publishers: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """Editions by publication, with its publisher, and by what it is collected in, "" where by nothing."""
    found: dict[tuple[str, str], list[str]] = {}
    for title in sorted(set(titles)):
        publication, _, edition = title.partition(", ")
        publication, _, tool = publication.partition(COLLECTED)
        name = publishers.get(title, "")
        publisher = SHORT_PUBLISHERS.get(name, name)
        whole = f"{publisher}, {publication}" if publisher else publication
        found.setdefault((whole, tool), []).append(edition)
    return found


def _with_editions(publication: str, editions: Sequence[str]) -> str:
    """ "DfE, Children looked after in England, reporting years 2023, 2024 and 2025"."""
    years: dict[str, list[str]] = {}
    for kind, year in (_EDITION.fullmatch(edition).groups("") for edition in editions if edition):  # type: ignore[union-attr]
        years.setdefault(kind, []).append(year)
    said = [" ".join(filter(None, (_kind(kind, len(some)), _listed(some)))) for kind, some in years.items()]
    return ", ".join((publication, *said))


def _kind(kind: str, count: int) -> str:
    return f"{kind}s" if kind and count > 1 else kind


def _listed(years: Sequence[str]) -> str:
    return f"{', '.join(years[:-1])} and {years[-1]}" if len(years) > 1 else years[0]


def remarked(source: str, *remarks: str) -> str:
    """The foot of a chart with what whoever sees the picture alone must know."""
    return ". ".join([source, *(remark.rstrip(".") for remark in remarks if remark)])
