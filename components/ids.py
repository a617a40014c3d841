"""Every component id, in one place."""

from __future__ import annotations

from typing import Any

PAGE = "page-content"

AREA = "filter-area"
FIRST = "filter-from"
LAST = "filter-to"
NEIGHBOURS = "filter-neighbours"
FILTERS = (AREA, FIRST, LAST, NEIGHBOURS)

INDICATOR = "compare-indicator"
PERIOD = "compare-period"
HIGHLIGHT = "compare-highlight"
COMPARE = "compare-body"

REGISTER_SEARCH = "register-search"
REGISTER_BODY = "register-body"

BLOCK = "block"


def block(kind: str, name: str) -> dict[str, str]:
    """The id of a block that follows the filters: what it is and of what."""
    return {"type": BLOCK, "kind": kind, "name": name}


def chart(part: str, kind: Any, name: Any) -> dict[str, Any]:
    """The id of a part of a chart: its graph or its words; ``kind`` and ``name`` may be MATCH."""
    return {"type": f"chart-{part}", "kind": kind, "name": name}
