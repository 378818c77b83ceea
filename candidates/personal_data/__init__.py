"""Whose the rows about people who want work are, what for, and how long."""

from candidates.personal_data import (
    applying,
    assignments,
    campaigns,
    candidates,
    checks,
    employment,
    identities,
    imports,
    interviews,
    notes,
    outcome,
    presentations,
    profiles,
    references,
    reports,
    sharing,
)

__all__ = [
    "applying",
    "assignments",
    "campaigns",
    "candidates",
    "checks",
    "employment",
    "identities",
    "imports",
    "interviews",
    "notes",
    "outcome",
    "presentations",
    "profiles",
    "references",
    "reports",
    "sharing",
]
