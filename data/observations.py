"""What one figure is: a value or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.periods import Period
from data.stats import rounding

LOCAL = "local"
PUBLISHED = "published"
SOURCES = (LOCAL, PUBLISHED)

NEIGHBOURS_KEY = "SN"
NEIGHBOURS_NAME = "Statistical neighbours"


class Status(StrEnum):
    """Whether there is a value and, where there is none, why."""

    REPORTED = "reported"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    LOW = "low"
    UNRELIABLE = "unreliable"
    NOT_REPORTED = "not_reported"
    NOT_COMPARABLE = "not_comparable"
    WITHHELD = "withheld"


# Of these no count of the numerator is told either: the publisher's symbol in any cell wins over the others.
COUNT_HIDDEN = frozenset({Status.SUPPRESSED, Status.LOW, Status.UNRELIABLE})


def count_told(status: str | Status, numerator: float | None) -> float | None:
    """The numerator of a figure as it may be told: that of one that is hidden never is, whatever is stored.

    Every reader of the store asks this.
    """
    return None if status in COUNT_HIDDEN else numerator


# Words of a report that stand before a figure and are shown with it.
QUALIFIERS = ("approximately", "just over", "over", "almost", "below", "under")

# Symbols of the DfE's open data standard, with the older ones they replaced.
SYMBOLS = {
    "c": Status.SUPPRESSED,
    "*": Status.SUPPRESSED,
    "z": Status.NOT_APPLICABLE,
    "x": Status.NOT_AVAILABLE,
    ":": Status.NOT_AVAILABLE,
    "k": Status.LOW,
    "low": Status.LOW,
    "~": Status.LOW,
    "u": Status.UNRELIABLE,
}

WORDS = {
    Status.SUPPRESSED: "suppressed to protect identity",
    Status.NOT_APPLICABLE: "not applicable",
    Status.NOT_AVAILABLE: "not available",
    Status.LOW: "rounds to zero",
    Status.UNRELIABLE: "too unreliable to publish",
    Status.NOT_REPORTED: "not supplied by {agency}",
    Status.NOT_COMPARABLE: "no comparable figure",
    Status.WITHHELD: "withheld as implausible",
}


def status_words(status: Status, agency: str = "the agency") -> str:
    """What stands where the number would: "suppressed to protect identity"."""
    return WORDS[status].format(agency=agency)


# Between the section of a report that a figure stands in and a remark, in a note.
SECTION_ENDS = "; "


def cited(section: str, remark: str) -> str:
    """The note of a figure of a report: the section it stands in, then a remark."""
    return SECTION_ENDS.join(part for part in (section, remark) if part)


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator, for one area and period, from one release.

    ``value`` is unrounded; ``printed`` is the publisher's own figure, as text, where the release
    prints one. ``numerator`` and ``denominator`` are as published. ``area`` is an area's key.
    Statistics use ``value``, whatever people see uses ``shown``.
    """

    indicator: str
    area: str
    period: Period
    value: float | None
    printed: str | None
    numerator: float | None
    denominator: float | None
    status: Status
    qualifier: str | None
    source: str
    release: str
    note: str | None

    def shown(self, decimals: int) -> float | None:
        """The number that people see, drawn, written and exported alike: the printed one where the value is another.

        ``decimals`` are those of the indicator.
        """
        return rounding.shown(self.value, self.printed, decimals)

    @property
    def section(self) -> str:
        """The section of the report that a figure of the board's own stands in: the first part of its note."""
        return (self.note or "").partition(SECTION_ENDS)[0]
