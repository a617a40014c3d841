"""Neglect: in plans and care, and as a factor at the end of assessment."""

from __future__ import annotations

from components.panels.panel import Panel, Section

NEGLECT = Panel(
    id="neglect",
    path="/neglect",
    title="Neglect",
    lede="How often neglect is found at the end of an assessment, and its share among children with plans and in care.",
    sections=(
        Section(
            id="neglect",
            title="How common is neglect?",
            name="neglect",
            trends=("factor_neglect_rate", "factor_neglect_pct"),
            comparisons=("factor_neglect_rate", "factor_neglect_pct"),
        ),
    ),
)
