"""Views: (dataset, indicator, selection) to frozen answers; pages, pictures and packs show nothing else."""

from data.views.types import (
    AREA,
    ENGLAND,
    MEMBER,
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

__all__ = [
    "AREA",
    "ENGLAND",
    "MEMBER",
    "NEIGHBOURS",
    "REGION",
    "Bar",
    "ComparisonView",
    "FlowNode",
    "FlowView",
    "Point",
    "Series",
    "TileView",
    "TrendView",
]
