"""One figure assessed: its interval, whom it differs from, its rank, its change and its trend, with a reason for
each that cannot be given."""

from data.views.assessment.position import HIDDEN
from data.views.assessment.questions import assess, latest
from data.views.assessment.record import (
    FALLING,
    HIGHER,
    LOWER,
    NO_TREND,
    RISING,
    SIDES,
    SIMILAR,
    About,
    Assessment,
    Neighbourhood,
    Note,
    Peer,
    Significance,
    TrendResult,
)

__all__ = [
    "FALLING",
    "HIDDEN",
    "HIGHER",
    "LOWER",
    "NO_TREND",
    "RISING",
    "SIDES",
    "SIMILAR",
    "About",
    "Assessment",
    "Neighbourhood",
    "Note",
    "Peer",
    "Significance",
    "TrendResult",
    "assess",
    "latest",
]
