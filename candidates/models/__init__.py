"""The candidates app's truths."""

from candidates.models.alert import AlertedAd, JobAlert, JobAlertQuerySet
from candidates.models.application import Application, ApplicationDocument, StageChange
from candidates.models.candidate import CANDIDATE_ROLES, Candidate, CandidateQuerySet
from candidates.models.document import Document, SearchWord
from candidates.models.letter import PositionLetter

__all__ = [
    "CANDIDATE_ROLES",
    "AlertedAd",
    "Application",
    "ApplicationDocument",
    "Candidate",
    "CandidateQuerySet",
    "Document",
    "JobAlert",
    "JobAlertQuerySet",
    "PositionLetter",
    "SearchWord",
    "StageChange",
]
