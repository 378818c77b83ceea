"""The candidates app's truths."""

from candidates.models.alert import AlertedAd, JobAlert, JobAlertQuerySet
from candidates.models.application import Application, ApplicationDocument, StageChange
from candidates.models.assignment import Assignment
from candidates.models.authority_report import AuthorityReport, ReportedEmployment
from candidates.models.base import ListEntry, SavedSearch, Tag, TagList, TagUse
from candidates.models.campaign import Campaign, CampaignKey, CampaignTally, CampaignWording
from candidates.models.candidate import CANDIDATE_ROLES, Candidate, CandidateQuerySet
from candidates.models.check import CheckNotice, CheckTally, SpecialCheck
from candidates.models.client_copy import ClientCopy
from candidates.models.cv import Education, Stretch, WorkExperience
from candidates.models.document import Document, SearchWord
from candidates.models.draft import ApplicationDraft
from candidates.models.employment import EMPLOYMENT_ROLES, Employment, EmploymentFile
from candidates.models.identity import IdentitySeen
from candidates.models.imports import TAKEN, Import, ImportRow
from candidates.models.interview import Interview, InterviewTime
from candidates.models.lead import Lead, LeadMark
from candidates.models.letter import PositionLetter
from candidates.models.next_of_kin import NextOfKin
from candidates.models.note import Note, StageText
from candidates.models.outcome import Offer, Placement
from candidates.models.pay_account import PayAccount
from candidates.models.presentation import Presentation, PresentationItem, PresentationReader
from candidates.models.presentation_answer import PresentationAnswer, PresentationDownload
from candidates.models.profile import Certificate, LanguageSkill, Profile, Skill
from candidates.models.referee import Referee, ReferenceCheck, ReferenceQuestion
from candidates.models.screening import ScreeningAnswer
from candidates.models.sharing import BlockedEmployer, SharingPermission
from candidates.models.sharing_choice import SharingChoice
from candidates.models.statement import QualificationStatement
from candidates.models.test_result import TestResult

__all__ = [
    "CANDIDATE_ROLES",
    "EMPLOYMENT_ROLES",
    "TAKEN",
    "AlertedAd",
    "Application",
    "ApplicationDocument",
    "ApplicationDraft",
    "Assignment",
    "AuthorityReport",
    "BlockedEmployer",
    "Campaign",
    "CampaignKey",
    "CampaignTally",
    "CampaignWording",
    "Candidate",
    "CandidateQuerySet",
    "Certificate",
    "CheckNotice",
    "CheckTally",
    "ClientCopy",
    "Document",
    "Education",
    "Employment",
    "EmploymentFile",
    "IdentitySeen",
    "Import",
    "ImportRow",
    "Interview",
    "InterviewTime",
    "JobAlert",
    "JobAlertQuerySet",
    "LanguageSkill",
    "Lead",
    "LeadMark",
    "ListEntry",
    "NextOfKin",
    "Note",
    "Offer",
    "PayAccount",
    "Placement",
    "PositionLetter",
    "Presentation",
    "PresentationAnswer",
    "PresentationDownload",
    "PresentationItem",
    "PresentationReader",
    "Profile",
    "QualificationStatement",
    "Referee",
    "ReferenceCheck",
    "ReferenceQuestion",
    "ReportedEmployment",
    "SavedSearch",
    "ScreeningAnswer",
    "SearchWord",
    "SharingChoice",
    "SharingPermission",
    "Skill",
    "SpecialCheck",
    "StageChange",
    "StageText",
    "Stretch",
    "Tag",
    "TagList",
    "TagUse",
    "TestResult",
    "WorkExperience",
]
