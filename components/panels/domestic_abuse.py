"""Domestic abuse: of a parent, of the child, of another person in the household."""

from __future__ import annotations

from components.panels.panel import Panel, Section

_KINDS = ("parent", "child", "person")

DOMESTIC_ABUSE = Panel(
    id="domestic_abuse",
    path="/domestic-abuse",
    title="Domestic abuse",
    lede="An assessment can find abuse of a parent, of the child and of another person: the three are never added up.",
    sections=(
        Section(
            id="domestic_abuse",
            title="How common is domestic abuse?",
            name="domestic_abuse",
            trends=tuple(f"factor_domestic_abuse_{kind}_rate" for kind in _KINDS),
            comparisons=tuple(f"factor_domestic_abuse_{kind}_rate" for kind in _KINDS),
        ),
    ),
)
