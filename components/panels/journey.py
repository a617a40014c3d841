"""Journey of the Child: every stage from the front door to those who have left care."""

from __future__ import annotations

from components.panels.panel import Panel, Section
from data.register import STAGES

_LEDES = {
    "child_in_need": (
        "The board counts children with an open child in need plan; the published rate counts every open episode "
        "of need, "
        "with a plan or without. They are different populations."
    ),
    "missing": "Published figures are of looked after children; the board speaks of all missing children.",
}


def _section(stage: str, title: str) -> Section:
    return Section(
        id=stage,
        title=title,
        name=f"journey.{stage}",
        lede=_LEDES.get(stage, ""),
        blocks=(("flow", "contacts"),) if stage == "front_door" else (),
    )


JOURNEY = Panel(
    id="journey",
    path="/journey",
    title="Journey of the Child",
    lede="From the first contact to leaving care: how many children, how quickly, and how that compares.",
    sections=tuple(_section(stage, title) for stage, title in STAGES.items()),
    contents=True,
)
