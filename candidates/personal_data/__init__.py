"""Whose the rows about people who want work are, what for, and how long."""

from candidates.personal_data import (
    campaigns,
    candidates,
    checks,
    identities,
    imports,
    notes,
    outcome,
    presentations,
    profiles,
    sharing,
)

__all__ = [
    "campaigns",
    "candidates",
    "checks",
    "identities",
    "imports",
    "notes",
    "outcome",
    "presentations",
    "profiles",
    "sharing",
]
