"""Is the figure, or one that it is set against, unlike the other years of its place?"""

from __future__ import annotations

from data.areas import ENGLAND
from data.views import doubts
from data.views.assessment.record import About, Neighbourhood, Note
from data.views.assessment.subject import Answer, Subject


def doubted(asked: Subject, near: Neighbourhood) -> Answer[None]:
    """A note on the figure where it is doubted, and one that names those of England, the region and the neighbours."""
    own = doubts.told(asked.snapshot, asked.own)
    above = asked.snapshot.areas.region_of(asked.area)
    keys = dict.fromkeys([ENGLAND, *([above.key] if above else []), *(peer.key for peer in near.members)])
    others = [
        f"{found.place} ({found.text}, in other years {found.others})"
        for key in keys
        if key != asked.area.key and (found := doubts.doubt(asked.snapshot, asked.first(key)))
    ]
    said = ((About.DOUBT, own), (About.DOUBTS, f"Doubted: {'; '.join(others)}." if others else ""))
    return Answer(None, tuple(Note(about, text) for about, text in said if text))
