"""The register's terms as people read them."""

from __future__ import annotations

MEASURES = {
    "during_year": "during the year",
    "snapshot": "on one day",
    "monthly_average": "monthly average",
    "not_stated": "not stated",
}
POLARITIES = {
    "higher_is_better": "higher",
    "lower_is_better": "lower",
    "neutral": "neither: shows need or activity",
}
