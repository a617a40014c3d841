"""What goes into a pack, to and from the query of an address, so that a link makes it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.current import from_query, search_of, text_of
from components.panels import PANELS
from data.errors import SelectionError
from data.register import Register
from data.selection import Selection

MOST_ITEMS = 60
LONGEST_TITLE = 120
PARAMETERS = ("items", "title")


@dataclass(frozen=True, slots=True)
class Choice:
    """Panels and indicators by id, in order, for one selection; ``title`` "" for the standard one."""

    items: tuple[str, ...]
    selection: Selection
    title: str = ""


def read(query: Mapping[str, object], register: Register) -> tuple[Choice, tuple[str, ...]]:
    """The choice of an address, and a sentence for each part of it that could not be read."""
    selection, notices = from_query(query, *PARAMETERS)
    asked = [item.strip() for item in text_of(query, "items").split(",") if item.strip()]
    known = {panel.id for panel in PANELS} | set(register)
    items = tuple(dict.fromkeys(item for item in asked if item in known))
    unknown = tuple(f"“{item[:40]}” is neither a panel nor an indicator; it was left out." for item in asked
                    if item not in known)  # fmt: skip
    if len(items) > MOST_ITEMS:
        unknown += (f"A pack holds {MOST_ITEMS} items at most; the first {MOST_ITEMS} were taken.",)
    title = " ".join(text_of(query, "title").split())
    if len(title) > LONGEST_TITLE:
        unknown += (f"A title has {LONGEST_TITLE} characters at most; the rest was cut off.",)
    return Choice(items[:MOST_ITEMS], selection, title[:LONGEST_TITLE]), notices + unknown


def checked(query: Mapping[str, object], register: Register) -> Choice:
    """As ``read``, but refuses what cannot be read, and an empty choice, with a SelectionError."""
    choice, notices = read(query, register)
    if notices:
        raise SelectionError(" ".join(notices))
    if not choice.items:
        raise SelectionError("Nothing is chosen for the pack; choose at least one panel or indicator.")
    return choice


def to_query(choice: Choice) -> str:
    """The query of an address that makes the same choice."""
    return search_of(choice.selection, items=",".join(choice.items) or None, title=choice.title or None)
