"""The candidates app's truths."""

from candidates.models.application import Application, ApplicationDocument, StageChange
from candidates.models.candidate import CANDIDATE_ROLES, Candidate, CandidateQuerySet
from candidates.models.document import Document, SearchWord

__all__ = [
    "CANDIDATE_ROLES",
    "Application",
    "ApplicationDocument",
    "Candidate",
    "CandidateQuerySet",
    "Document",
    "SearchWord",
    "StageChange",
]
