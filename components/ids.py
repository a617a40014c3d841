"""Every component id, in one place."""

from __future__ import annotations

PAGE = "page-content"

AREA = "filter-area"
FIRST = "filter-from"
LAST = "filter-to"
NEIGHBOURS = "filter-neighbours"
INTERVALS = "filter-intervals"
FILTERS = (AREA, FIRST, LAST, NEIGHBOURS, INTERVALS)

REGISTER_SEARCH = "register-search"
REGISTER_BODY = "register-body"

PACK_TITLE = "pack-title"
PACK_ITEMS = "pack-items"
PACK_PANEL = "pack-panel"
PACK_INDICATOR = "pack-indicator"
