"""Whether a figure is unusual, in words; *unusual* is the one word for standing out."""

from __future__ import annotations

from data.stats.funnel import LEVELS
from data.stats.rounding import round_half_up
from data.views import words
from data.views.assessment import ABOVE, Assessment, Grade
from data.views.by_chance import PEERS

GRADES = {
    Grade.CLEARLY_UNUSUAL: "clearly unusual",
    Grade.AT_THE_EDGE: "at the edge",
    Grade.FAR: "far from others, not tested",
    Grade.ORDINARY: "no",
    Grade.NOT_JUDGED: "not judged",
}


def unusual(found: Assessment) -> str:
    """The grade with its reasons: "clearly unusual: above all 10 neighbours and unusually high for its size".

    "no" for what is tested and neither clearly unusual nor at the edge, "not judged" for what cannot be.
    """
    said = GRADES[found.grade]
    return f"{said}: {reasons(found)}" if found.grade.is_marked else said


def reasons(found: Assessment) -> str:
    """Why a figure has its grade: "above all 10 neighbours and unusually high for its size"; "" where nothing is."""
    return " and ".join(filter(None, (apart(found), limits(found), _end(found))))


def _end(found: Assessment) -> str:
    """Which of the last authorities an untested figure is: "among the highest 4 of 151 authorities"."""
    far = found.grading.far
    if far is None:
        return ""
    end = "highest" if far.side == ABOVE else "lowest"
    return f"{'the' if far.at_or_beyond == 1 else 'among the'} {_most(end, far.at_or_beyond)} of {far.of} authorities"


def _most(end: str, count: int) -> str:
    return end if count == 1 else f"{end} {count}"


def tallied(grade: Grade, some: int, tested: int, expected: float) -> str:
    """How many of the tested figures have a grade, and how many of as many would by chance, as sentences."""
    figures = f"{tested} tested figure{'' if tested == 1 else 's'}"
    chance = f"By chance about {round_half_up(expected, 1)} of {tested} would be"
    return (
        f"{some} of {figures} {'is' if some == 1 else 'are'} {GRADES[grade]}. {chance}, for an average authority with "
        f"{PEERS} neighbours drawn at random."
    )


def untested(count: int) -> str:
    """ "1 more is far from others, not tested."; "" for none."""
    return f"{count} more {'is' if count == 1 else 'are'} {GRADES[Grade.FAR]}." if count else ""


def limits(found: Assessment) -> str:
    """Outside the funnel's adjusted limits, the outer ones "very": "very unusually high for its size"; else ""."""
    if found.grading.beyond is None or found.value is None or found.england is None:
        return ""
    return unusually(found.grading.beyond, found.value > found.england)


def unusually(beyond: float, is_high: bool) -> str:
    """Outside the limits of a level, in words."""
    return f"{'very ' if beyond == max(LEVELS) else ''}unusually {'high' if is_high else 'low'} for its size"


def apart(found: Assessment) -> str:
    """On one side of all neighbours: "above all 10 neighbours"; else ""."""
    side = found.grading.far.side if found.grading.far else found.grading.apart
    near = found.neighbours
    return f"{side} {words.all_neighbours(near.count + near.hidden, len(near.members))}" if side else ""
