"""Views: frozen answers that charts, tiles, tables, pictures and the API are made from."""

from __future__ import annotations

from dataclasses import dataclass

from data.conflicts import Conflict
from data.observations import Status
from data.periods import Period
from data.register import Indicator
from data.views.grades import Grade

# Whom a series, a bar or a dot is of.
AREA, ENGLAND, REGION, NEIGHBOURS = "area", "england", "region", "neighbours"
MEMBER, NAMED, OTHER = "member", "named", "other"


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% confidence interval in the unit of the value; ``text`` is "31.3 to 38.1"."""

    lower: float
    upper: float
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One figure as shown: ``value`` unrounded (None where there is none), ``text`` what people read.

    ``text`` is the number with its qualifier ("just over 11,300"), or the status in words. ``count``
    is the number of areas an average rests on, of ``total``. ``qualifier`` is the one that ``text`` has.
    """

    period: Period
    value: float | None
    text: str
    status: Status
    count: int | None = None
    total: int | None = None
    note: str | None = None
    interval: Interval | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line: ``role`` is area, england, region, neighbours or member (one neighbour)."""

    role: str
    key: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """What every chart says, whatever it shows of ``area_name``.

    ``title`` is the message as a sentence, ``subtitle`` unit, area and period, ``summary`` the chart
    in one sentence (also its alternative text), ``source`` the foot, ``notes`` what a reader must know
    (gaps, changing n). ``filename`` has no extension.
    """

    area_name: str
    title: str
    subtitle: str
    summary: str
    source: str
    notes: tuple[str, ...]
    filename: str


@dataclass(frozen=True, slots=True)
class IndicatorView(ChartView):
    """A chart of one indicator."""

    indicator: Indicator


@dataclass(frozen=True, slots=True)
class TrendView(IndicatorView):
    """One indicator over time for an area and its comparators; every series has the same periods."""

    periods: tuple[Period, ...]
    area: Series
    england: Series | None
    region: Series | None
    neighbours: Series | None
    members: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One area of a comparison. ``role`` is area, member (a neighbour) or named (picked to compare with)."""

    role: str
    key: str
    code: str
    name: str
    closeness: str
    point: Point


@dataclass(frozen=True, slots=True)
class ComparisonView(IndicatorView):
    """One indicator and period: the area among its neighbours, highest value first, missing last."""

    period: Period
    bars: tuple[Bar, ...]
    england: Point | None
    region: Point | None
    region_name: str
    neighbours: Point | None
    neighbours_name: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One local authority among all. ``role`` is area, member (a neighbour) or other.

    ``denominator`` is what a rate or percentage is of, None where the source gives none. ``beyond`` is the outermost
    control limit that the value lies outside of: 0.95, 0.998, or None for within or not judged.
    """

    role: str
    key: str
    name: str
    value: float
    text: str
    denominator: float | None = None
    beyond: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Control limits at one ``level`` (0.95, 0.998), one pair for each denominator of the view."""

    level: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FunnelView(IndicatorView):
    """Every authority's value by its denominator, with control limits around England's value.

    ``denominators`` is the grid that ``limits`` are given for, rising. ``is_adjusted`` tells whether the limits take
    the spread between authorities into account. ``dots`` is empty where no funnel can be drawn; ``notes`` says why.
    """

    period: Period
    dots: tuple[Dot, ...]
    england: Point | None
    denominators: tuple[float, ...]
    limits: tuple[Limits, ...]
    is_adjusted: bool
    denominator_name: str


@dataclass(frozen=True, slots=True)
class StripView(IndicatorView):
    """Every authority as a dot on one axis; ``quartiles`` are the 25%, 50% and 75% points (type 7)."""

    period: Period
    dots: tuple[Dot, ...]
    quartiles: tuple[float, float, float] | None
    england: Point | None
    neighbours: Point | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A neighbour in a row of a profile: what it is called, its figure in words, and where that lies."""

    name: str
    text: str
    place: float


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One indicator on a common scale: England at 0, the authority furthest from it at -1 or 1.

    ``place`` is the area's position, ``low`` and ``high`` those of the extremes, ``quarter`` those of the quartiles;
    ``members`` the neighbours'. ``unusual`` is the area's ``grade`` in words, with its reasons.
    """

    indicator: Indicator
    name: str
    period: Period
    own: Point
    england: Point | None
    neighbours: Point | None
    place: float | None
    neighbours_place: float | None
    members: tuple[Mark, ...]
    low: float
    high: float
    quarter: tuple[float, float]
    grade: Grade
    unusual: str

    @property
    def marked(self) -> str:
        """``unusual`` where there is something to say; "" for what is not unusual or not judged."""
        return self.unusual if self.grade.is_marked else ""


@dataclass(frozen=True, slots=True)
class ProfileView(ChartView):
    """All published indicators of a panel on one sheet."""

    rows: tuple[ProfileRow, ...]


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One source or outcome of contacts: its share and the words for it."""

    name: str
    point: Point


@dataclass(frozen=True, slots=True)
class FlowView(ChartView):
    """Contacts: sources into one node, outcomes out of it; no line runs from a source to an outcome."""

    total: Point
    total_name: str
    sources: tuple[FlowNode, ...]
    outcomes: tuple[FlowNode, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class TileView:
    """One figure with what a reader asks next: since when, compared with whom, says who.

    ``change`` is a sentence ("▼ down from 87 in 2023/24") or why there is none; ``comparators`` are lines
    ("England 67"); ``spark`` holds the values of the series, None for a gap; ``counts`` is what the value is made of
    ("522 of 120,119"). ``versus`` says whom the figure differs from by more than chance, ``compared`` the same with
    the values, ``trend`` whether it changes over the years, ``verdict`` its place among its peers, which ``worth``
    calls better or worse where the register does; all "" where there is nothing to say. ``newer`` is England's figure
    where it has one of a later period ("67 in 2025/26").
    """

    indicator: Indicator
    name: str
    value: Point
    unit: str
    period_words: str
    change: str
    comparators: tuple[str, ...]
    spark: tuple[float | None, ...]
    source: str
    conflicts: tuple[Conflict, ...]
    verdict: str
    href: str
    counts: str = ""
    versus: str = ""
    compared: str = ""
    trend: str = ""
    worth: str = ""
    newer: str = ""
