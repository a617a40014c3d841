"""All that a running dashboard reads from: settings, register, store, and what the sources disagree on."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields

from data.answers import Answers
from data.areas import AUTHORITY, ENGLAND
from data.conflicts import Conflict, read_conflicts
from data.errors import SettingsError, UserError
from data.finance import FinanceLine, read_finance
from data.importers import carried, carried_areas
from data.importers.coherence import check_mappings
from data.loading import prepare
from data.register import Register, read_register
from data.schema import RESTORE, WITHDRAW, Moment
from data.settings import Settings
from data.store import (
    Figures,
    Grid,
    Historic,
    Holding,
    Neighbour,
    OfArea,
    Release,
    Snapshot,
    Store,
    Table,
    dated,
    of_their_time,
)

# What is made of figures takes these from here and knows no store: figures are read of a request's snapshot alone.
__all__ = [
    "RESTORE",
    "WITHDRAW",
    "Dataset",
    "Figures",
    "Grid",
    "Historic",
    "Holding",
    "Moment",
    "Neighbour",
    "OfArea",
    "OpenDataset",
    "Release",
    "Snapshot",
    "Table",
    "dated",
    "of_their_time",
    "open_dataset",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What one request reads; it knows no store.

    ``pinned`` is the snapshot that it sees from beginning to end, whatever is imported meanwhile. ``home`` is
    the key of the area that the settings name, found once, so that no file takes it away; None where there is none.
    """

    settings: Settings
    register: Register
    conflicts: tuple[Conflict, ...]
    finance: tuple[FinanceLine, ...]
    home: str | None = None
    pinned: Snapshot | None = None
    answers: Answers = field(default_factory=Answers, repr=False)

    def snapshot(self) -> Snapshot:
        """The figures as they are at the moment of the request."""
        if self.pinned is None:
            raise TypeError("A dataset of no moment has no figures; ask OpenDataset.at_this_moment().")
        return self.pinned

    def at_this_moment(self) -> Dataset:
        """The same: a request's dataset is of its moment."""
        return self

    def once(self, part: Hashable, make: Callable[[], str]) -> str:
        """What ``make`` says of the figures of this moment, made once for all who ask for the same part of them.

        ``part`` names everything else that it says something of: what is made of two selections is two parts. Nothing
        that is kept may depend on the day, on the store as it is now, or on who asks.
        """
        # By the snapshot itself, of which there is one for each moment of each database; and without holding on to it.
        return self.answers.get((weakref.ref(self.snapshot()), part), make)

    def default_area(self) -> str:
        """Key of the area shown where an address names none."""
        if self.home is None or self.home not in self.snapshot().areas:
            raise SettingsError(
                f"SAFEGUARDING_AREA is '{self.settings.area}', which is not a local authority here; "
                "give a name such as Worcestershire, a GSS code such as E10000034 or an LA number such as 885."
            )
        return self.home

    def check_usable(self, snapshot: Snapshot) -> None:
        """Raises UserError where no page could be shown with these figures: the first area or England is not there."""
        if self.home not in snapshot.areas or ENGLAND not in snapshot.areas:
            missing = "England" if ENGLAND not in snapshot.areas else f"the area '{self.settings.area}'"
            raise UserError(
                f"Without this release nothing tells of {missing}, and no page could be shown. Nothing was changed; "
                "import another release that has it first."
            )

    def conflicts_of(self, indicator: str, area: str) -> tuple[Conflict, ...]:
        """What sources disagree on for an indicator; the board's report speaks of its own area alone."""
        own = area == self.snapshot().local_area
        return tuple(c for c in self.conflicts if indicator in c.indicators) if own else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDataset(Dataset):
    """Opened once per process; never changes but through the store's releases."""

    store: Store

    def snapshot(self) -> Snapshot:
        return self.pinned or self.store.snapshot()

    def at_this_moment(self) -> Dataset:
        """The dataset with the figures as they are now, for one request."""
        same = {each.name: getattr(self, each.name) for each in fields(Dataset)}
        return Dataset(**same | {"pinned": self.store.snapshot()})


def open_dataset(settings: Settings) -> OpenDataset:
    """Read the register and what is carried, fill the store. Raises UserError for what a person must mend."""
    register = read_register()
    check_mappings(register)
    carried.check_complete(register)
    carried_areas.places()
    conflicts, finance = read_conflicts(register), read_finance()
    store = Store(settings.database, register, settings.wait)
    prepare(store, register)
    home = store.snapshot().areas.find(settings.area)
    key = home.key if home and home.level == AUTHORITY else None
    return OpenDataset(
        settings=settings, register=register, store=store, conflicts=conflicts, finance=finance, home=key
    )
