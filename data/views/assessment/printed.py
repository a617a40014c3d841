"""Which of the figures that are set against one another do their own counts contradict?"""

from __future__ import annotations

from dataclasses import replace

from data.areas import ENGLAND
from data.views import printed
from data.views.assessment.record import HIGHER, LOWER, About, Neighbourhood, Note, Significance
from data.views.assessment.subject import Answer, Subject

NAMES = {"england": "England", "region": "the region", "neighbours": "the neighbours"}


def contradicted(asked: Subject, near: Neighbourhood) -> Answer[None]:
    """A note on the figure, on England's, the region's and the neighbours' where the published one is another than its
    counts give: people see the published one, statistics rest on the counts."""
    above = asked.snapshot.areas.region_of(asked.area)
    keys = dict.fromkeys([asked.area.key, ENGLAND, *([above.key] if above else []), *(p.key for p in near.members)])
    told = {key: printed.told(asked.first(key), asked.indicator) for key in keys}
    return Answer(
        None, tuple(Note(About.PRINTED, f"{_name(asked, key)}: {text}") for key, text in told.items() if text)
    )


def _name(asked: Subject, key: str) -> str:
    return asked.snapshot.areas[key].name if key in asked.snapshot.areas else key


def agreeing(asked: Subject, found: Answer[Significance], near: Neighbourhood) -> Answer[Significance]:
    """The verdicts that hold for the figures as people see them: none says "higher" of what is drawn lower.

    Only a published figure that its own counts contradict can be drawn on the other side. The neighbours' average is
    all that it can be with the hidden figures, as the verdict has it: the average of the known ones may lie elsewhere.
    """
    own = _shown(asked, asked.area.key)
    if own is None:
        return found
    above = asked.snapshot.areas.region_of(asked.area)
    england, region = _shown(asked, ENGLAND), _shown(asked, above.key) if above else None
    shown = {"england": (england, england), "region": (region, region), "neighbours": (near.lowest, near.highest)}
    against = [name for name, ends in shown.items() if _is_opposite(getattr(found.value, name), own, *ends)]
    notes = tuple(
        Note(
            About.SIGNIFICANCE, f"Not compared with {NAMES[name]}: the published figures say otherwise than the counts."
        )
        for name in against
    )
    return Answer(replace(found.value, **dict.fromkeys(against)), (*found.notes, *notes))


def _shown(asked: Subject, key: str) -> float | None:
    found = asked.first(key)
    return found.shown(asked.indicator.decimals) if found else None


def _is_opposite(side: str | None, own: float, lowest: float | None, highest: float | None) -> bool:
    if side is None or lowest is None or highest is None:
        return False
    return (side == HIGHER and own < highest) or (side == LOWER and own > lowest)
