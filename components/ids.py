"""Every component id, in one place."""

from __future__ import annotations

from typing import Any

PAGE = "page-content"

AREA = "filter-area"
FIRST = "filter-from"
LAST = "filter-to"
NEIGHBOURS = "filter-neighbours"
INTERVALS = "filter-intervals"
FILTERS = (AREA, FIRST, LAST, NEIGHBOURS, INTERVALS)

INDICATOR = "compare-indicator"
PERIOD = "compare-period"
AGAINST = "compare-against"
LIMITS = "compare-limits"
COMPARE = "compare-body"

REGISTER_SEARCH = "register-search"
REGISTER_BODY = "register-body"

PACK_TITLE = "pack-title"
PACK_ITEMS = "pack-items"
PACK_PANEL = "pack-panel"
PACK_INDICATOR = "pack-indicator"

PAGE_GROUP = "page"


def block(group: Any, kind: Any, name: Any) -> dict[str, Any]:
    """The id of a block that follows the filters: what it is and of what. A group's blocks are redrawn together."""
    return {"type": "block", "group": group, "kind": kind, "name": name}
