"""One figure assessed: its interval, whom it differs from, its rank, its change and its trend, with a reason for
each that cannot be given."""

from data.views.assessment.questions import assess, latest
from data.views.assessment.record import (
    ABOVE,
    BELOW,
    FALLING,
    HIGHER,
    LEVEL,
    LOWER,
    NO_TREND,
    RISING,
    SIDES,
    SIMILAR,
    About,
    Assessment,
    Far,
    Grading,
    Neighbourhood,
    Note,
    Peer,
    Significance,
    TrendResult,
    YearsBefore,
)
from data.views.grades import Grade

__all__ = [
    "ABOVE",
    "BELOW",
    "FALLING",
    "HIGHER",
    "LEVEL",
    "LOWER",
    "NO_TREND",
    "RISING",
    "SIDES",
    "SIMILAR",
    "About",
    "Assessment",
    "Far",
    "Grade",
    "Grading",
    "Neighbourhood",
    "Note",
    "Peer",
    "Significance",
    "TrendResult",
    "YearsBefore",
    "assess",
    "latest",
]
