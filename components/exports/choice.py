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
MOST_NAMED = 5
PARAMETERS = ("items", "title")
TOO_MANY = f"A pack holds {MOST_ITEMS} items at most"
CUT = f"; the first {MOST_ITEMS} were taken."


@dataclass(frozen=True, slots=True)
class Choice:
    """Panels and indicators by id, in order, for one selection; ``title`` "" for the standard one."""

    items: tuple[str, ...]
    selection: Selection
    title: str = ""


def read(query: Mapping[str, object], register: Register) -> tuple[Choice, tuple[str, ...], tuple[str, ...]]:
    """The choice of an address; a sentence for each item or title that could not be read; the same of the selection."""
    selection, unselected = from_query(query, *PARAMETERS)
    asked = [item.strip() for item in text_of(query, "items").split(",") if item.strip()]
    known = {panel.id for panel in PANELS} | set(register)
    items = tuple(dict.fromkeys(item for item in asked if item in known))
    wrong = [item for item in dict.fromkeys(asked) if item not in known]
    names = ", ".join(f"“{item[:40]}”" for item in wrong[:MOST_NAMED])
    unknown: tuple[str, ...] = (f"Neither a panel nor an indicator, and left out: {names}.",) if wrong else ()
    if len(items) > MOST_ITEMS:
        unknown += (f"{TOO_MANY}{CUT}",)
    title = " ".join(text_of(query, "title").split())
    if len(title) > LONGEST_TITLE:
        unknown += (f"A title has {LONGEST_TITLE} characters at most; the rest was cut off.",)
    return Choice(items[:MOST_ITEMS], selection, title[:LONGEST_TITLE]), unknown, unselected


def checked(query: Mapping[str, object], register: Register) -> Choice:
    """As ``read``, but refuses what cannot be read, and an empty choice, with a SelectionError."""
    choice, unknown, unselected = read(query, register)
    if unknown or unselected:
        raise SelectionError(f"Nothing was made. {' '.join(unknown + unselected).replace(CUT, '.')}")
    if not choice.items:
        raise SelectionError("Nothing is chosen for the pack; choose at least one panel or indicator.")
    return choice


def shown(choice: Choice) -> dict[str, str]:
    """The parameters of an address that make the same choice, but for the selection."""
    return {"items": ",".join(choice.items), "title": choice.title}


def to_query(choice: Choice) -> str:
    """The query of an address that makes the same choice."""
    return search_of(choice.selection, items=",".join(choice.items) or None, title=choice.title or None)
