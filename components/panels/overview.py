"""What the overview shows of each panel, and of the place."""

from __future__ import annotations

from data.register import PANELS
from data.views.headlines import LEADS as FIRST

# What a panel speaks of first; of the journey, which has many stages, more than that.
LEADS = {panel: FIRST[panel] for panel in PANELS if panel in FIRST} | {
    "journey": (
        "referral_rate",
        "rereferrals_12m_pct",
        "cin_rate",
        "cpp_rate",
        "lac_rate",
        "icpc_within_15_days_pct",
        "care_leavers_suitable_accommodation_19_21_pct",
        "care_leavers_eet_19_21_pct",
    )
}
PLACE = "context"
