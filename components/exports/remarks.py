"""The numbered notes of a workbook: how to read it, what each indicator means, how figures are made, where from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components.exports.exhibits import METHOD, Exhibit
from components.exports.pack import LICENCE, Pack
from data.clock import day_in_words
from data.observations import WORDS, Status, status_words
from data.register import Indicator
from data.views import ProfileView

MEANINGS = {
    Status.SUPPRESSED: "The publisher hides the figure, being so small that a child might be recognised.",
    Status.NOT_APPLICABLE: "The figure has no meaning for this area or period.",
    Status.NOT_AVAILABLE: "The publisher has no figure for this area or period.",
    Status.LOW: "There are some, but too few to show at the rounding the publisher uses. It is not zero.",
    Status.UNRELIABLE: "The publisher holds the figure to be too uncertain to print.",
    Status.NOT_REPORTED: "The agency, which is named in the cell, did not send the figure to the board.",
    Status.WITHHELD: "The source gives a figure that cannot be what it says; the indicator's page has the reason.",
    Status.NOT_COMPARABLE: "The definition or the way of recording changed, so no figure can be set beside the others.",
}
READING = (
    ("Numbers", "Numbers are unrounded, as the dashboard's API gives them; their format shows the decimals of the "
     "indicator. Where a release prints a figure of its own, as for England and the regions, titles and headlines show "
     "the printed one, which may differ in the last digit."),
    ("Percentages", "A percentage is given as the number before the sign: 17.8 is 17.8%."),
    ("Missing figures", "Where there is no number the cell says why in words. It is never zero and never left empty. "
     "Averages leave such areas out and say how many they rest on."),
    ("no figure in the release", "The release has no line for this area and period."),
    ("published only for … together", "The area's figures are published with another's; the joint figure is given."),
    ("none", "There is nothing to say in this cell: no qualifier, no interval, no figure for the period before."),
    ("Qualifiers", "A word that the source puts before its figure, such as “just over”, stands in a cell of its own."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """One note: what kind, what about, and what it says."""

    topic: str
    about: str
    text: str


class Remarks:
    """All notes in order, numbered from 1, none twice; ``of`` gives the numbers that belong to an exhibit."""

    def __init__(self, pack: Pack) -> None:
        self._numbers: dict[Remark, int] = {}
        for about, text in READING:
            self._add("How to read", about, text)
        for status in WORDS:
            self._add("Why there is no figure", status_words(status), MEANINGS[status])
        exhibits = [exhibit for part in pack.parts for exhibit in part.exhibits]
        self.of = [tuple(sorted({self._number(r) for r in _remarks(exhibit)})) for exhibit in exhibits]
        self._add("Release", "Licence", LICENCE)
        for title, publisher, day in pack.releases:
            self._add("Release", title, f"Published by {publisher}; imported on {day_in_words(day)}.")

    def __iter__(self) -> Iterator[Remark]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def _add(self, topic: str, about: str, text: str) -> None:
        self._number(Remark(topic, about, text))

    def _number(self, remark: Remark) -> int:
        return self._numbers.setdefault(remark, len(self._numbers) + 1)


def _remarks(exhibit: Exhibit) -> list[Remark]:
    found = [Remark("About the figures shown", exhibit.message, note) for note in exhibit.notes]
    own = [exhibit.indicator] if exhibit.indicator else []
    rows = exhibit.view.rows if isinstance(exhibit.view, ProfileView) else exhibit.rows
    indicators = [*own, *(row.indicator for row in rows)]
    if exhibit.definition and not own:
        found.append(Remark("Definition", _kind(exhibit), exhibit.definition))
    for indicator in dict.fromkeys(indicators):
        found += _of(indicator)
    if exhibit.method:
        found.append(Remark("Method", _kind(exhibit), exhibit.method))
    return found


def _of(indicator: Indicator) -> list[Remark]:
    found = [Remark("Definition", indicator.name, indicator.definition)]
    found += [Remark("Caution", indicator.name, caveat) for caveat in indicator.caveats]
    return found + [Remark("What a source says", indicator.name, f"{n.text} ({n.source})") for n in indicator.notes]


KINDS = dict(zip(METHOD, ("Figures over time", "Area and neighbours", "Profile", "Contacts"), strict=True))


def _kind(exhibit: Exhibit) -> str:
    return KINDS[type(exhibit.view)] if exhibit.view is not None else "The board's own figures"


def ranges(numbers: tuple[int, ...]) -> str:
    """Note numbers as people write them: "7, 12 to 15 and 20"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(r[0]) if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
