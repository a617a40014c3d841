"""Journey of the Child: every stage from the front door to those who have left care."""

from __future__ import annotations

from components.panels.panel import Panel, Section
from data.register import STAGES

_TRENDS = {
    "front_door": ("referral_rate", "rereferrals_12m_pct", "referrals_nfa_pct"),
    "assessment": ("s47_rate", "icpc_within_15_days_pct", "icpc_rate"),
    "child_in_need": ("cin_rate",),
    "child_protection": ("cpp_rate", "cpp_started_rate", "cpp_repeat_pct", "cpp_2_years_pct"),
    "looked_after": ("lac_rate", "lac_started_rate", "lac_ceased_rate"),
    "care_leavers": (
        "care_leavers_suitable_accommodation_19_21_pct",
        "care_leavers_eet_19_21_pct",
        "care_leavers_in_touch_19_21_pct",
    ),
    "missing": ("lac_missing_pct", "lac_missing"),
}
_LEDES = {
    "child_in_need": (
        "The board counts children with an open child in need plan; the published rate counts every open episode "
        "of need, "
        "with a plan or without. They are different populations."
    ),
    "missing": "Published figures are of looked after children; the board speaks of all missing children.",
}


def _section(stage: str, title: str) -> Section:
    trends = _TRENDS.get(stage, ())
    return Section(
        id=stage,
        title=title,
        name=f"journey.{stage}",
        lede=_LEDES.get(stage, ""),
        has_published=bool(trends),
        trends=trends,
        comparisons=trends[:1],
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
