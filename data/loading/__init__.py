"""Filling the store: what the project carries at the first start, and the files people import.

The steps are functions that a command, a page and a schedule call alike: naming files, reading and checking one,
taking it, in a trial or for good.
"""

from data.loading.carrying import CARRIED_MARK, prepare
from data.loading.deciding import Decided, restore, withdraw
from data.loading.files import Found, files_of
from data.loading.importing import ALREADY, PASSED_OVER, POPULATION, REFUSED, TAKEN, Outcome, import_files
from data.loading.reading import PLAUSIBILITY, STAGES, read_table
from data.loading.taking import ADDED, GONE, REVISED, Change, Rival, Taking

__all__ = [
    "ADDED",
    "ALREADY",
    "CARRIED_MARK",
    "GONE",
    "PASSED_OVER",
    "PLAUSIBILITY",
    "POPULATION",
    "REFUSED",
    "REVISED",
    "STAGES",
    "TAKEN",
    "Change",
    "Decided",
    "Found",
    "Outcome",
    "Rival",
    "Taking",
    "files_of",
    "import_files",
    "prepare",
    "read_table",
    "restore",
    "withdraw",
]
