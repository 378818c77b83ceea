"""The candidates app's truths."""

from candidates.models.alert import AlertedAd, JobAlert, JobAlertQuerySet
from candidates.models.application import Application, ApplicationDocument, StageChange
from candidates.models.campaign import Campaign, CampaignKey, CampaignTally, CampaignWording
from candidates.models.candidate import CANDIDATE_ROLES, Candidate, CandidateQuerySet
from candidates.models.document import Document, SearchWord
from candidates.models.imports import TAKEN, Import, ImportRow
from candidates.models.lead import Lead, LeadMark
from candidates.models.letter import PositionLetter

__all__ = [
    "CANDIDATE_ROLES",
    "TAKEN",
    "AlertedAd",
    "Application",
    "ApplicationDocument",
    "Campaign",
    "CampaignKey",
    "CampaignTally",
    "CampaignWording",
    "Candidate",
    "CandidateQuerySet",
    "Document",
    "Import",
    "ImportRow",
    "JobAlert",
    "JobAlertQuerySet",
    "Lead",
    "LeadMark",
    "PositionLetter",
    "SearchWord",
    "StageChange",
]
