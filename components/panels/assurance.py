"""Assurance: reviews, audits, training, the social work workforce."""

from __future__ import annotations

from components.panels.panel import Panel, Section

_WORKFORCE = (
    "social_worker_vacancy_rate_pct",
    "social_worker_turnover_pct",
    "social_worker_agency_pct",
    "social_worker_caseload",
)


def _local(id: str, title: str, *indicators: str) -> Section:
    return Section(id=id, title=title, name=",".join(indicators))


ASSURANCE = Panel(
    id="assurance",
    path="/assurance",
    title="Assurance",
    lede="Learning and improvement: what was reviewed and audited, who was trained, and who does the work.",
    sections=(
        Section(
            id="workforce",
            title="Children's social workers",
            name=",".join((*_WORKFORCE, "social_work_vacancies_filled_pct")),
            trends=_WORKFORCE,
            comparisons=_WORKFORCE[:1],
        ),
        _local(
            "deaths", "Child death reviews", "cdop_notifications", "cdop_reviews", "cdop_modifiable", "cdop_meetings"
        ),
        _local(
            "reviews",
            "Case reviews",
            "serious_case_reviews_considered",
            "serious_case_reviews_completed",
            "case_reviews_initiated",
            "rapid_reviews",
        ),
        _local(
            "audits",
            "Audits and conversations",
            "macfas",
            "safeguarding_conversations",
            "section_175_returns_pct",
            "schools_supported_self_assessment",
        ),
        _local(
            "training",
            "Training",
            "training_attendees",
            "training_evaluations_pct",
            "elearning_users",
            "elearning_change_pct",
        ),
    ),
    contents=True,
    appended=("The board's finances", "finances"),
)
