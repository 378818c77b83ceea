"""The privacy app's truths, one file per family."""

from privacy.models.inbox import InboxCase
from privacy.models.ledger import ConsentEvent, Erasure, FileTombstone, TrailEntry
from privacy.models.mail import OutgoingMail
from privacy.models.notice import Notice, TermsVersion
from privacy.models.register import Controller, ProcessingActivity
from privacy.models.retention import Hold, PurgeFailure, PurgeRun, RetentionPeriod
from privacy.models.subject import Subject

__all__ = [
    "ConsentEvent",
    "Controller",
    "Erasure",
    "FileTombstone",
    "Hold",
    "InboxCase",
    "Notice",
    "OutgoingMail",
    "ProcessingActivity",
    "PurgeFailure",
    "PurgeRun",
    "RetentionPeriod",
    "Subject",
    "TermsVersion",
    "TrailEntry",
]
