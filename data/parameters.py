"""Parameters of the API as text, read: each a value that there is, or a SelectionError that says what is allowed."""

from __future__ import annotations

from collections.abc import Mapping

from data import periods
from data.areas import Areas
from data.errors import SelectionError, quotable
from data.names import candidates
from data.observations import NEIGHBOURS_KEY


def parts(text: str) -> list[str]:
    """The values of one parameter, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def one_of(args: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """One of a few values, the first of them where none is given."""
    wanted = args.get(name, "").strip() or allowed[0]
    if wanted not in allowed:
        raise SelectionError(f"{name} '{quotable(wanted)}' is not known; it is one of {', '.join(allowed)}.")
    return wanted


def whole_number(args: Mapping[str, str], name: str, most: int) -> int | None:
    """A number from 1 to ``most``; None where none is given."""
    wanted = args.get(name, "").strip()
    if not wanted:
        return None
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) <= len(str(most))
    if not is_number or not 1 <= int(wanted) <= most:
        raise SelectionError(f"{name} '{quotable(wanted)}' is not allowed; give a whole number from 1 to {most}.")
    return int(wanted)


def span(args: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Labels of the periods ``from`` and ``to``, None for one that is not given."""
    first, last = period(args, "from"), period(args, "to")
    if first and last and periods.parse(first).start > periods.parse(last).end:
        raise SelectionError(f"from {first} is after to {last}; give the earlier period as 'from'.")
    return first, last


def period(args: Mapping[str, str], name: str) -> str | None:
    """The label of one period; None where none is given."""
    wanted = parts(args.get(name, ""))
    if not wanted:
        return None
    if len(wanted) > 1:
        raise SelectionError(f"'{name}' takes one period, {periods.ALLOWED}.")
    try:
        return periods.parse(wanted[0]).label
    except ValueError as error:
        said = f"'{quotable(wanted[0])}' is not a period; expected {periods.ALLOWED}"
        raise SelectionError(f"'{name}': {said}.") from error


def areas_of(areas: Areas, text: str) -> list[str]:
    """Keys of the areas that a list names. Names hold commas: the longest run of parts that is an area is one."""
    keys: list[str] = []
    named = [part.strip() for part in text.split(",") if part.strip()]
    while named:
        count, name = next(((c, t) for c, t in candidates(named) if areas.find(t)), (1, named[0]))
        keys.append(area(areas, name))
        named = named[count:]
    return keys


def area(areas: Areas, text: str) -> str:
    """The key of one area, or of the neighbours in the board's report."""
    if text == NEIGHBOURS_KEY:
        return text
    found = areas.find(text)
    if found is None:
        raise SelectionError(
            f"area '{quotable(text)}' is not known; give a name such as Worcestershire, a GSS code such as E10000034 "
            "or an LA number such as 885."
        )
    return found.key
