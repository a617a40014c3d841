"""The only package that touches the database."""

from data.store.backups import backup, restore_backup
from data.store.holdings import Figures, Holding, OfArea, dated
from data.store.records import (
    COLUMNS,
    HELD,
    NEW,
    READ_AGAIN,
    SUPERSEDED,
    WITHDRAWN,
    Columns,
    Decision,
    Delivery,
    Fact,
    Historic,
    Key,
    Neighbour,
    Release,
    Row,
    Shown,
    Standing,
    shown,
)
from data.store.snapshot import Snapshot, of_their_time
from data.store.standing import contents_of
from data.store.store import Store
from data.store.table import Grid, Table
from data.store.work import Work

__all__ = [
    "COLUMNS",
    "HELD",
    "NEW",
    "READ_AGAIN",
    "SUPERSEDED",
    "WITHDRAWN",
    "Columns",
    "Decision",
    "Delivery",
    "Fact",
    "Figures",
    "Grid",
    "Historic",
    "Holding",
    "Key",
    "Neighbour",
    "OfArea",
    "Release",
    "Row",
    "Shown",
    "Snapshot",
    "Standing",
    "Store",
    "Table",
    "Work",
    "backup",
    "contents_of",
    "dated",
    "of_their_time",
    "restore_backup",
    "shown",
]
