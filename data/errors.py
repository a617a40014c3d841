"""Errors that are the user's to mend: each says what happened, what was kept and what to do."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can put right. Shown as a sentence, never as a traceback.

    The sentence is one line that a terminal and a log can print, whatever names and values are told in it.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(printable("".join(" " if c.isspace() else c for c in sentence)))


class SettingsError(UserError):
    """A setting of the environment has a value that cannot be used."""


class ContentError(UserError):
    """A file of the register or of the figures the project carries is malformed."""


class StoreError(UserError):
    """The database cannot be opened, read or written."""


class ImportRefused(UserError):
    """A file was refused as a whole; nothing of it was taken."""


class SelectionError(UserError):
    """A request names an area, period or indicator that does not exist."""


class ChangedError(UserError):
    """A request goes on with figures that are no longer the newest."""


class BehindError(UserError):
    """A request goes on with figures that this process does not have yet."""


LONGEST = 40


def quotable(text: str, longest: int = LONGEST) -> str:
    """What somebody gave, fit to stand in a sentence: not too long, and characters that cannot be seen as "?"."""
    clipped = text if len(text) <= longest else text[: longest - 1] + "…"
    return printable(clipped)


def printable(text: str) -> str:
    """Without what a terminal would obey, or could not print: a file's name may hold anything."""
    return "".join(c if c.isprintable() else "?" for c in text)


def located(file: str, row: int | None, column: str | None, problem: str) -> str:
    """One sentence with file, row, column and remedy: "neighbours.csv, row 14, column x: …"."""
    place = file
    if row is not None:
        place += f", row {row}"
    if column:
        place += f", column {column}"
    return f"{place}: {problem}"
