"""Every component id, in one place."""

from __future__ import annotations

URL = "url"
DEFAULTS = "filter-defaults"
PAGE = "page-content"
NAV = "nav-link"

AREA = "filter-area"
FIRST = "filter-from"
LAST = "filter-to"
NEIGHBOURS = "filter-neighbours"
FILTERS = (AREA, FIRST, LAST, NEIGHBOURS)

INDICATOR = "compare-indicator"
PERIOD = "compare-period"
HIGHLIGHT = "compare-highlight"
COMPARE = "compare-body"
COMPARE_DEFAULTS = "compare-defaults"

REGISTER_SEARCH = "register-search"
REGISTER_BODY = "register-body"

BLOCK = "block"


def block(kind: str, name: str) -> dict[str, str]:
    """The id of a block that follows the filters: what it is and of what."""
    return {"type": BLOCK, "kind": kind, "name": name}


def nav(path: str, place: str) -> dict[str, str]:
    """The id of a link to a page that keeps the selection; ``place`` tells apart several to one page."""
    return {"type": NAV, "path": path, "place": place}
