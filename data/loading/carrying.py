"""What the project carries, into the store at the first start and after a newer version of it."""

from __future__ import annotations

from data.importers import carried
from data.register import Register
from data.store import Store

CARRIED_MARK = "carried"


def prepare(store: Store, register: Register) -> int:
    """Take in what the project carries and the store does not hold; the number of releases taken."""
    digest = carried.digest()
    if store.mark(CARRIED_MARK) == digest:
        return 0
    fresh = carried.deliveries(register)
    return store.add(fresh, {CARRIED_MARK: digest})
