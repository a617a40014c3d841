"""What the overview shows of each panel, and of the place."""

from __future__ import annotations

LEADS = {
    "journey": (
        "referral_rate",
        "rereferrals_12m_pct",
        "cin_rate",
        "cpp_rate",
        "lac_rate",
        "icpc_within_15_days_pct",
        "care_leavers_suitable_accommodation_19_21_pct",
        "care_leavers_eet_19_21_pct",
    ),
    "neglect": ("factor_neglect_rate", "factor_neglect_pct"),
    "domestic_abuse": ("factor_domestic_abuse_parent_rate", "factor_domestic_abuse_child_rate"),
    "exploitation": ("factor_cse_rate", "factor_cce_rate"),
    "assurance": ("social_worker_vacancy_rate_pct", "social_worker_caseload"),
}
PLACE = "context"
