"""The only package that touches the database."""

from data.store.records import COLUMNS, Decision, Delivery, Historic, Neighbour, Release, Row
from data.store.snapshot import Figures, Snapshot, dated
from data.store.store import Store

__all__ = [
    "COLUMNS",
    "Decision",
    "Delivery",
    "Figures",
    "Historic",
    "Neighbour",
    "Release",
    "Row",
    "Snapshot",
    "Store",
    "dated",
]
