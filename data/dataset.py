"""All that a running dashboard reads from: settings, register, store, and what the sources disagree on."""

from __future__ import annotations

from dataclasses import dataclass

from data.conflicts import Conflict, read_conflicts
from data.errors import SettingsError
from data.finance import FinanceLine, read_finance
from data.loading import prepare
from data.register import Register, read_register
from data.settings import Settings
from data.store import Snapshot, Store


@dataclass(frozen=True, slots=True)
class Dataset:
    """Opened once per process; never changes but through the store's releases."""

    settings: Settings
    register: Register
    store: Store
    conflicts: tuple[Conflict, ...]
    finance: tuple[FinanceLine, ...]

    def snapshot(self) -> Snapshot:
        return self.store.snapshot()

    def default_area(self) -> str:
        """Key of the area shown where an address names none."""
        area = self.snapshot().areas.find(self.settings.area)
        return area.key if area else ""

    def conflicts_of(self, indicator: str) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if indicator in c.indicators)


def open_dataset(settings: Settings) -> Dataset:
    """Read the register and what is carried, fill the store. Raises UserError for what a person must mend."""
    register = read_register()
    conflicts, finance = read_conflicts(register), read_finance()
    store = Store(settings.database, register)
    prepare(store, register)
    areas = store.snapshot().areas
    area = areas.find(settings.area)
    if area is None or area.level != "authority":
        raise SettingsError(
            f"SAFEGUARDING_AREA is '{settings.area}', which is not a local authority here; "
            "give a name such as Worcestershire, a GSS code such as E10000034 or an LA number such as 885."
        )
    return Dataset(settings, register, store, conflicts, finance)
