"""Grades: how unusual a figure is among those of other authorities."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """CLEARLY_UNUSUAL and AT_THE_EDGE are found by test; FAR by position alone, where there is no margin of error;
    ORDINARY is tested and neither; NOT_JUDGED has no value, or nothing to be judged by."""

    CLEARLY_UNUSUAL = "clearly_unusual"
    AT_THE_EDGE = "at_the_edge"
    FAR = "far_from_others"
    ORDINARY = "not_unusual"
    NOT_JUDGED = "not_judged"

    @property
    def is_tested(self) -> bool:
        return self in (Grade.CLEARLY_UNUSUAL, Grade.AT_THE_EDGE, Grade.ORDINARY)

    @property
    def is_marked(self) -> bool:
        """Whether there is something to say of such a figure."""
        return self in (Grade.CLEARLY_UNUSUAL, Grade.AT_THE_EDGE, Grade.FAR)
