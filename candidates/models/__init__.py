"""The candidates app's truths."""

from candidates.models.application import Application, ApplicationDocument, StageChange
from candidates.models.candidate import CANDIDATE_ROLES, Candidate, CandidateQuerySet
from candidates.models.document import Document, SearchWord
from candidates.models.imports import TAKEN, Import, ImportRow

__all__ = [
    "CANDIDATE_ROLES",
    "TAKEN",
    "Application",
    "ApplicationDocument",
    "Candidate",
    "CandidateQuerySet",
    "Document",
    "Import",
    "ImportRow",
    "SearchWord",
    "StageChange",
]
