"""Reads over several models of the engine."""

from privacy.queries.consents import in_force as consent_in_force
from privacy.queries.explanations import Explanation, explain, explain_consenting, explain_request
from privacy.queries.overviews import retention_overview
from privacy.queries.trails import TrailLine
from privacy.queries.trails import for_person as trail_for_person

__all__ = [
    "Explanation",
    "TrailLine",
    "consent_in_force",
    "explain",
    "explain_consenting",
    "explain_request",
    "retention_overview",
    "trail_for_person",
]
