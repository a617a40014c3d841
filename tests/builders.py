"""Small makers of views from plain lists, for tests: ``trend_view(area=[71, None, 86])``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import periods
from data.areas import AUTHORITY, Area
from data.observations import PUBLISHED, Status, status_words
from data.register import Indicator
from data.views import (
    AREA,
    ENGLAND,
    MEMBER,
    NAMED,
    NEIGHBOURS,
    REGION,
    Bar,
    ComparisonView,
    FlowNode,
    FlowView,
    Point,
    Series,
    TileView,
    TrendView,
)
from data.views.assessment import Assessment, Grade, Grading, Neighbourhood, Peer, Significance

Value = float | None | Status
WORDS = {
    "title": "Looked after children have risen while England fell",
    "subtitle": "Rate per 10,000 aged 0 to 17, Worcestershire, at 31 March",
    "summary": "86 in 2024/25, up from 71 in 2018/19; England 67, neighbours' mean 61.",
    "source": "DfE, Children looked after in England, 2025 release",
    "filename": "looked-after-rate_worcestershire_2018-19-to-2024-25",
}


def indicator(**changes: object) -> Indicator:
    """A neutral rate of the looked after stage."""
    texts: dict[str, object] = {
        "id": "lac_rate",
        "name": "Children looked after, rate per 10,000",
        "short": "Looked after children",
        "definition": "Children looked after at 31 March per 10,000 aged 0 to 17.",
        "unit": "rate_per_10000",
        "measure": "snapshot",
        "polarity": "neutral",
        "panel": "journey",
        "stage": "looked_after",
        "decimals": 0,
        "numerator": "children looked after",
        "denominator": "population 0-17, mid-year of the year before",
        "agency": "Worcestershire Children First",
        "local_source": "",
        "published_source": "dfe/children-looked-after",
        "caveats": (),
        "notes": (),
    }
    if changes.get("unit", texts["unit"]) in ("rate_per_1000", "rate_per_100000"):
        texts["population"] = "children aged 10 to 17"
    return Indicator(**(texts | changes))  # type: ignore[arg-type]


def years(count: int, last: int = 2025) -> tuple[periods.Period, ...]:
    """So many financial years, the last ending in March of ``last``."""
    return tuple(periods.parse(periods.financial_year_label(last - count + 1 + i)) for i in range(count))


def point(
    period: periods.Period | str,
    value: Value,
    text: str | None = None,
    *,
    decimals: int = 0,
    count: int | None = None,
    total: int | None = None,
    note: str | None = None,
) -> Point:
    """A number, or a status (None is "not available") with its words."""
    period = periods.parse(period) if isinstance(period, str) else period
    if value is None or isinstance(value, Status):
        status = value or Status.NOT_AVAILABLE
        return Point(period, None, text or status_words(status), status, count, total, note)
    return Point(period, value, text or f"{value:,.{decimals}f}", Status.REPORTED, count, total, note)


def series(
    role: str, name: str, values: Sequence[Value], *, counts: Sequence[int] | None = None, decimals: int = 0
) -> Series:
    """One line over the financial years that end with 2024/25."""
    spans = years(len(values))
    points = tuple(
        point(p, v, decimals=decimals, count=counts[i] if counts else None, total=10 if counts else None)
        for i, (p, v) in enumerate(zip(spans, values, strict=True))
    )
    return Series(role, name.lower().replace(" ", "-"), name, points)


def trend_view(
    area: Sequence[Value],
    england: Sequence[Value] | None = None,
    neighbours: Sequence[Value] | None = None,
    members: Mapping[str, Sequence[Value]] | None = None,
    *,
    region: Sequence[Value] | None = None,
    counts: Sequence[int] | None = None,
    named: str = "",
    area_name: str = "Worcestershire",
    neighbours_name: str = "Neighbours mean",
    decimals: int = 0,
    **words: str,
) -> TrendView:
    """A trend over the financial years that end with 2024/25, one value a year for each line."""
    return TrendView(
        indicator=indicator(decimals=decimals),
        area_name=area_name,
        periods=years(len(area)),
        area=series(AREA, area_name, area, decimals=decimals),
        england=series(ENGLAND, "England", england, decimals=decimals) if england else None,
        region=series(REGION, "West Midlands", region, decimals=decimals) if region else None,
        neighbours=(
            series(NEIGHBOURS, neighbours_name, neighbours, counts=counts, decimals=decimals) if neighbours else None
        ),
        members=tuple(
            series(NAMED if n == named else MEMBER, n, v, decimals=decimals) for n, v in (members or {}).items()
        ),
        notes=(),
        **(WORDS | words),
    )


def comparison_view(
    values: Mapping[str, Value],
    *,
    area_name: str = "Worcestershire",
    england: Value | None = None,
    neighbours: Value | None = None,
    region: Value | None = None,
    neighbours_name: str = "Neighbours mean",
    decimals: int = 0,
    **words: str,
) -> ComparisonView:
    """Areas by name in 2024/25, ranked here: highest first, missing last."""
    period = periods.parse("2024/25")

    def average(value: Value | None) -> Point | None:
        return None if value is None else point(period, value, decimals=decimals)

    bars = [
        Bar(
            AREA if name == area_name else MEMBER,
            name.lower(),
            f"E{10000000 + i}",
            name,
            "" if name == area_name else "Close",
            point(period, value, decimals=decimals),
        )
        for i, (name, value) in enumerate(values.items())
    ]
    bars.sort(key=lambda bar: (bar.point.value is None, -(bar.point.value or 0.0)))
    return ComparisonView(
        indicator=indicator(decimals=decimals),
        area_name=area_name,
        period=period,
        bars=tuple(bars),
        england=average(england),
        region=average(region),
        region_name="West Midlands",
        neighbours=average(neighbours),
        neighbours_name=neighbours_name,
        notes=(),
        **(WORDS | words),
    )


def flow_view(
    sources: Mapping[str, Value], outcomes: Mapping[str, Value], *, total: str = "just over 11,300", **words: str
) -> FlowView:
    """Shares in percent by name, around the contacts of 2018/19."""
    period = periods.parse("2018/19")

    def nodes(shares: Mapping[str, Value]) -> tuple[FlowNode, ...]:
        return tuple(
            FlowNode(name, point(period, v, f"{v:g}%" if isinstance(v, float | int) else None))
            for name, v in shares.items()
        )

    return FlowView(
        total=point(period, 11300.0, total),
        total_name="Contacts to the Family Front Door",
        sources=nodes(sources),
        outcomes=nodes(outcomes),
        period=period,
        area_name="Worcestershire",
        notes=(),
        **(WORDS | words),
    )


def tile_view(
    value: Value = 86.0, spark: Sequence[float | None] = (71.0, 74.0, None, 86.0), **changes: object
) -> TileView:
    """A tile of the looked after rate."""
    fields: dict[str, object] = {
        "indicator": indicator(),
        "name": "Looked after children",
        "value": point("2024/25", value),
        "unit": "per 10,000",
        "period_words": "at 31 March 2025",
        "change": "▼ down from 87 in 2023/24",
        "comparators": ("England 67", "neighbours 61 (mean of 10, 2025 model)"),
        "spark": tuple(spark),
        "source": WORDS["source"],
        "conflicts": (),
        "verdict": "",
        "href": "/indicators/lac_rate",
    }
    return TileView(**(fields | changes))  # type: ignore[arg-type]


WORCESTERSHIRE = Area(
    "885", "E10000034", "Worcestershire", AUTHORITY, "E12000005", ("E10000034",), "2013-03-31", "2025-03-31"
)


def neighbourhood(valued: int = 10, of: int = 10, value: float | None = 61.0) -> Neighbourhood:
    """So many neighbours, of which the first ``valued`` have a figure."""
    members = tuple(
        Peer(str(800 + i), f"E{i}", f"Area {i}", "Close", value, Status.REPORTED, value, value)
        if i < valued
        else Peer(str(800 + i), f"E{i}", f"Area {i}", "Close", None, Status.SUPPRESSED)
        for i in range(of)
    )
    return Neighbourhood("2025", "mean", value if valued else None, valued, members)


def assessment(polarity: str = "neutral", **changes: object) -> Assessment:
    """The rate of 2024/25, 86 with an interval from 81 to 92, of which nothing is told but what ``changes`` tell.

    A ``rank`` is the best and the worst possible too, unless these are told.
    """
    fields: dict[str, object] = {
        "indicator": indicator(polarity=polarity),
        "area": WORCESTERSHIRE,
        "period": periods.parse("2024/25"),
        "source": PUBLISHED,
        "observation": None,
        "value": 86.0,
        "lower": 81.0,
        "upper": 92.0,
        "england": 67.0,
        "region": None,
        "neighbours": neighbourhood(),
        "significance": Significance(),
        "rank": None,
        "rank_low": None,
        "rank_high": None,
        "shared": None,
        "of": None,
        "band": None,
        "change": None,
        "previous_period": None,
        "trend": None,
        "grading": Grading(Grade.NOT_JUDGED),
        "notes": (),
    }
    certain = {name: changes["rank"] for name in ("rank_low", "rank_high") if "rank" in changes}
    return Assessment(**(fields | certain | changes))  # type: ignore[arg-type]
