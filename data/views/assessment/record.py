"""What an assessment is: the answers, and a note for each that cannot be given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.areas import Area
from data.observations import Observation, Status
from data.periods import Period
from data.register import Indicator
from data.views.grades import Grade

LOWER, SIMILAR, HIGHER = "lower", "similar", "higher"
SIDES = {-1.0: LOWER, 0.0: SIMILAR, 1.0: HIGHER}
RISING, FALLING, NO_TREND = "rising", "falling", "none"
ABOVE, LEVEL, BELOW = "above", "level", "below"


class About(StrEnum):
    """What a note speaks of."""

    VALUE = "value"
    INTERVAL = "interval"
    ENGLAND = "england"
    REGION = "region"
    NEIGHBOURS = "neighbours"
    COUNT = "count"
    PULL = "pull"
    ZERO = "zero"
    ZEROS = "zeros"
    PRINTED = "printed"
    DOUBT = "doubt"
    DOUBTS = "doubts"
    SIGNIFICANCE = "significance"
    TO_NEIGHBOURS = "significance.neighbours"
    RANK = "rank"
    SHARED = "shared"
    CHANGE = "change"
    TREND = "trend"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence: why an answer cannot be given, or what a reader of it must know."""

    about: About
    text: str


@dataclass(frozen=True, slots=True)
class Peer:
    """One neighbour: ``value`` None with the ``status`` that says why.

    ``lowest`` and ``highest`` are what it can be: its value, or the ends of a hidden figure, the upper infinite where
    nothing bounds it; None where it has no figure at all. What a hidden one can be is never shown by itself.
    """

    key: str
    code: str
    name: str
    closeness: str
    value: float | None
    status: Status
    lowest: float | None = None
    highest: float | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is a figure that nobody may know."""
        return self.value is None and self.lowest is not None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The neighbours' mean or median: unweighted, over the ``count`` members that have a value.

    ``lowest`` and ``highest`` are what it can be over these and the ``hidden`` ones, whose number is suppressed; None
    where nothing bounds it.
    """

    model: str
    statistic: str
    value: float | None
    count: int
    members: tuple[Peer, ...]
    hidden: int = 0
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Significance:
    """Where the whole interval lies to each benchmark: lower, similar or higher; None where not compared."""

    england: str | None = None
    region: str | None = None
    neighbours: str | None = None


@dataclass(frozen=True, slots=True)
class YearsBefore:
    """How the latest figure stands (``standing``: above, level or below, as both are shown) to the ``mean`` of three
    earlier periods, labelled ``first`` to ``last``."""

    standing: str
    mean: float
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class TrendResult:
    """The five-point test: ``direction`` rising, falling, or none where there is no significant change.

    ``since`` is the label of the first of the points that it rests on, ``start`` the value there.
    ``before`` is how the latest figure stands to the years before it, where that was the first of the pandemic.
    """

    direction: str
    points: int
    since: str
    start: float
    before: YearsBefore | None = None

    @property
    def is_significant(self) -> bool:
        return self.direction != NO_TREND


@dataclass(frozen=True, slots=True)
class Far:
    """An untested figure ``side`` (above, below) of all its neighbours: one of the last ``at_or_beyond`` authorities of
    ``of`` towards that end, which the register calls worse where ``is_worse``."""

    side: str
    at_or_beyond: int
    of: int
    is_worse: bool


@dataclass(frozen=True, slots=True)
class Grading:
    """Whether a figure is unusual, and what that rests on.

    ``apart`` is above or below where its whole interval lies on that side of every neighbour's figure, ``beyond`` the
    outermost control limit, adjusted for the spread between authorities, that it lies outside of (0.95, 0.998);
    ``far`` where a figure without an interval lies.
    """

    grade: Grade
    apart: str | None = None
    beyond: float | None = None
    far: Far | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One area's figure of one period and source, with all that a board asks of it. Values are unrounded.

    ``rank_low`` and ``rank_high`` are the best and worst possible rank among the ``of`` authorities whose figure is
    reported or suppressed; the three are None together. ``rank`` is None unless the two are equal, ``band`` unless it
    is certain. ``shared`` is how many have that rank, fewest and most, where there is one. ``notes`` has a sentence
    for everything that is None.
    """

    indicator: Indicator
    area: Area
    period: Period
    source: str
    observation: Observation | None
    value: float | None
    lower: float | None
    upper: float | None
    england: float | None
    region: float | None
    neighbours: Neighbourhood
    significance: Significance
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    shared: tuple[int, int] | None
    of: int | None
    band: str | None
    change: float | None
    previous_period: str | None
    trend: TrendResult | None
    grading: Grading
    notes: tuple[Note, ...]

    @property
    def grade(self) -> Grade:
        return self.grading.grade

    def note(self, about: About) -> str:
        """The sentence on one thing, "" where there is none."""
        return next((note.text for note in self.notes if note.about is about), "")
