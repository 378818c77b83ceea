"""The privacy app's truths, one file per family."""

from privacy.models.alarm import Alarm, FileCheck
from privacy.models.breach import Breach, BreachPerson
from privacy.models.collection import Collection
from privacy.models.cookies import CookieEntry, PageCount
from privacy.models.delegation import Delegation
from privacy.models.disclosure import Disclosure
from privacy.models.hold import Hold, ReviewDecision
from privacy.models.inbox import CaseFile, CaseMessage, InboxCase, InboxReading
from privacy.models.journal import JournalEntry, JournalHead
from privacy.models.ledger import ConsentEvent, Erasure, FileTombstone, TrailEntry, TrailSeal
from privacy.models.mail import OutgoingMail
from privacy.models.mailing import Mailing
from privacy.models.notice import Notice, TermsVersion
from privacy.models.package import Package
from privacy.models.personal import EVERYTHING, PersonalQuerySet, every_number, restricted_persons
from privacy.models.recipient import Recipient, RecipientNotice, SharingAgreement
from privacy.models.register import Controller, ProcessingActivity, RegisterCopy
from privacy.models.request import Request
from privacy.models.restriction import Restriction
from privacy.models.retention import DeletionWarning, PurgeFailure, PurgeRun, RetentionPeriod
from privacy.models.saved_view import SavedView
from privacy.models.sent_form import SentForm
from privacy.models.stand_in import StandIn
from privacy.models.subject import Subject
from privacy.models.suppression import Suppression

__all__ = [
    "EVERYTHING",
    "Alarm",
    "Breach",
    "BreachPerson",
    "CaseFile",
    "CaseMessage",
    "Collection",
    "ConsentEvent",
    "Controller",
    "CookieEntry",
    "Delegation",
    "DeletionWarning",
    "Disclosure",
    "Erasure",
    "FileCheck",
    "FileTombstone",
    "Hold",
    "InboxCase",
    "InboxReading",
    "JournalEntry",
    "JournalHead",
    "Mailing",
    "Notice",
    "OutgoingMail",
    "Package",
    "PageCount",
    "PersonalQuerySet",
    "ProcessingActivity",
    "PurgeFailure",
    "PurgeRun",
    "Recipient",
    "RecipientNotice",
    "RegisterCopy",
    "Request",
    "Restriction",
    "RetentionPeriod",
    "ReviewDecision",
    "SavedView",
    "SentForm",
    "SharingAgreement",
    "StandIn",
    "Subject",
    "Suppression",
    "TermsVersion",
    "TrailEntry",
    "TrailSeal",
    "every_number",
    "restricted_persons",
]
