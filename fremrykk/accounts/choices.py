"""The roles of the staff, in the order in which the trail names them, and what each may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MANAGER = "manager", _("Manager")
    PRIVACY = "privacy", _("Privacy officer")
    ADVISER = "adviser", _("Adviser")
    FINANCE = "finance", _("Finance")
    PAYROLL = "payroll", _("Payroll")
    EDITOR = "editor", _("Editor")
    MARKETING = "marketing", _("Marketing")
    SYSTEM = "system", _("System administrator")


class Side(StrEnum):
    """Which reader answers about a change of address."""

    OLD = "old"
    NEW = "new"


class SessionKey(StrEnum):
    """What a session remembers about its login."""

    BEGAN_AT = "began_at"  # seconds since 1970
    SEEN_AT = "seen_at"
    SECOND_FACTOR_OF = "second_factor_of"  # whose second factor was proven in it


@dataclass(frozen=True)
class Rights:
    """What a role is for, as the screen says it, and the permissions it grants (`app.codename`)."""

    sentence: Any
    permissions: frozenset[str]


def may(app: str, verbs: str, *names: str) -> frozenset[str]:
    """`may("clients", "view change", "jobad")` -> `clients.view_jobad`, `clients.change_jobad`."""
    return frozenset(f"{app}.{verb}_{name}" for verb in verbs.split() for name in names)


READ_CANDIDATES = may(
    "candidates", "view", "candidate", "document", "application", "stagechange", "jobalert", "positionletter", "note"
) | may("candidates", "view", "taglist", "sharingpermission", "blockedemployer", "presentation", "interview")
READ_CANDIDATES |= may("candidates", "view", "referee", "referencecheck", "testresult")
CHECK_CANDIDATES = may("candidates", "view add", "specialcheck")
READ_LEADS = may("candidates", "view", "lead", "campaign")
WORK_WITH_LEADS = READ_LEADS | may("candidates", "add change delete", "lead")
RUN_CAMPAIGNS = may("candidates", "view add change", "campaign")
WORK_WITH_CANDIDATES = (
    READ_CANDIDATES
    | may("candidates", "add change", "candidate", "document", "application")
    | may("candidates", "add change", "taglist")
    | may("candidates", "change", "sharingpermission")
    | may("candidates", "add change", "presentation")
    | may("candidates", "add delete", "referee")
    | may("candidates", "change", "referencecheck")
    | may("candidates", "add", "testresult")
    | may("candidates", "view", "referencequestion")
    | may("candidates", "add delete", "note")
    | may("candidates", "change", "interview")
    | may("candidates", "view", "stagetext")
    | may("privacy", "view add delete", "standin")
)
EMPLOY = may("candidates", "view add change", "employment") | may("candidates", "view add delete", "nextofkin")
READ_REPORTS = may("candidates", "view", "authorityreport")
REPORT = READ_REPORTS | may("candidates", "add change", "authorityreport")
HIRE_OUT = may("candidates", "view add change", "assignment") | may("clients", "view", "agencypaper")
READ_CLIENTS = may("clients", "view", "clientcompany", "clientcontact", "agreement", "joborder", "jobad")
WORK_WITH_CLIENTS = READ_CLIENTS | may("clients", "add change", "clientcompany", "clientcontact", "joborder", "jobad")
KNOW_CLIENTS = may("clients", "view add", "timelineentry") | may("clients", "view add change", "subunit")
PROPRIETORS = may("clients", "view delete", "soleproprietor")
ASSESS_CREDIT = may("clients", "view add", "creditassessment") | may("clients", "view add change", "prepayment")
INVOICE = may("clients", "view add change", "invoiceprofile")
SIGNATURES = may("clients", "view", "signatory")
READ_RETENTION = may("privacy", "view", "retentionperiod", "purgerun", "purgefailure", "hold", "erasure")
READ_PROOF = may("privacy", "view", "consentevent", "trailentry", "outgoingmail", "processingactivity", "controller")
READ_WORDS = may("privacy", "view", "notice", "termsversion")
KEEP_REGISTER = (
    may("privacy", "add change", "notice") | may("privacy", "change", "processingactivity", "outgoingmail")
    | may("privacy", "add", "controller") | may("privacy", "view add change", "cookieentry")
)  # fmt: skip
KEEP_BREACHES = may("privacy", "view add change", "breach") | may("privacy", "view", "delegation")
DECIDE_STORAGE = may("privacy", "add", "reviewdecision")
SET_ASIDE = may("privacy", "view add change", "restriction")
ANSWER_REQUESTS = (
    may("privacy", "view add", "suppression") | may("privacy", "view add change", "request")
    | may("privacy", "view change", "package")
)  # fmt: skip
KNOW_RECIPIENTS = (
    may("privacy", "view", "recipient") | may("privacy", "view add", "disclosure")
    | may("privacy", "view add change", "sharingagreement") | may("privacy", "view change", "collection", "recipientnotice")
)  # fmt: skip
KEEP_RECIPIENTS = KNOW_RECIPIENTS | may("privacy", "add change", "recipient")
TAKE_OVER = may("candidates", "view add change", "import") | may("candidates", "view change", "importrow")
MAIL_TO_MANY = may("privacy", "view change", "mailing")
WRITE_NEWS = may("clients", "view add change", "newsletter")
ANSWER_CASES = may("privacy", "view change", "inboxcase") | may("clients", "view change", "enquiry")
TAKE_READERS_OUT = may("clients", "view change", "orderreader")
LET_READERS_IN = may("clients", "view add change", "orderreader")

ROLES: Mapping[Role, Rights] = {
    Role.MANAGER: Rights(
        _("Leads the agency: sees all work, approves storage times, gives and takes roles."),
        WORK_WITH_CANDIDATES | WORK_WITH_CLIENTS | LET_READERS_IN | READ_RETENTION | READ_PROOF | READ_WORDS | ANSWER_CASES
        | may("clients", "add change", "agreement") | INVOICE | SIGNATURES | KNOW_CLIENTS | PROPRIETORS | ASSESS_CREDIT
        | may("privacy", "add change", "retentionperiod", "hold") | may("privacy", "change", "purgerun")
        | may("candidates", "delete", "candidate") | may("clients", "delete", "clientcontact")
        | may("accounts", "view add change", "user") | KEEP_REGISTER | SET_ASIDE | DECIDE_STORAGE | KEEP_BREACHES
        | ANSWER_REQUESTS | CHECK_CANDIDATES | KEEP_RECIPIENTS | TAKE_OVER | MAIL_TO_MANY | WRITE_NEWS | WORK_WITH_LEADS | RUN_CAMPAIGNS
        | may("candidates", "add change", "stagetext", "referencequestion")
        | may("candidates", "view add", "employment") | may("candidates", "view", "nextofkin") | READ_REPORTS
        | HIRE_OUT | may("clients", "add", "agencypaper"),
    ),
    Role.PRIVACY: Rights(
        _("Looks after privacy: answers requests, places holds, follows storage and deletion, reads the history."),
        READ_CANDIDATES | READ_CLIENTS | TAKE_READERS_OUT | READ_RETENTION | READ_PROOF | READ_WORDS | ANSWER_CASES
        | may("candidates", "delete", "candidate") | may("clients", "delete", "clientcontact") | PROPRIETORS
        | may("privacy", "add change", "retentionperiod", "hold") | may("privacy", "change", "purgerun")
        | KEEP_REGISTER | SET_ASIDE | DECIDE_STORAGE | KEEP_BREACHES | ANSWER_REQUESTS | KEEP_RECIPIENTS
        | MAIL_TO_MANY | READ_LEADS | may("candidates", "delete", "lead", "referee")
        | may("clients", "view", "agencypaper"),
    ),
    Role.ADVISER: Rights(
        _("Finds people work: candidates, applications, clients, orders and adverts."),
        WORK_WITH_CANDIDATES
        | CHECK_CANDIDATES
        | WORK_WITH_LEADS
        | WORK_WITH_CLIENTS
        | KNOW_CLIENTS
        | may("clients", "view", "soleproprietor")
        | LET_READERS_IN
        | ANSWER_CASES
        | KNOW_RECIPIENTS
        | may("candidates", "delete", "candidate")
        | may("candidates", "add", "employment")
        | HIRE_OUT
        | may("privacy", "view", "retentionperiod", "hold"),
    ),
    Role.FINANCE: Rights(
        _("Sends invoices and checks credit: sees clients, agreements, orders and what the law keeps of who worked here; no candidates."),
        READ_CLIENTS - may("clients", "view", "jobad") | may("clients", "add change", "agreement") | INVOICE
        | ASSESS_CREDIT | may("clients", "view", "timelineentry")
        | SIGNATURES | may("candidates", "view", "employment") | READ_REPORTS,
    ),
    Role.PAYROLL: Rights(
        _("Pays those we employ: sees the clients and orders they work for, and no other candidates."),
        may("clients", "view", "clientcompany", "joborder") | HIRE_OUT | EMPLOY - may("candidates", "add", "employment") | REPORT,
    ),
    Role.EDITOR: Rights(
        _("Writes adverts and texts: sees no persons."),
        may("clients", "view", "joborder") | may("clients", "view add change", "jobad") | READ_WORDS,
    ),
    Role.MARKETING: Rights(
        _("Runs campaigns and writes news for clients: sees adverts and how many answered, and no persons."),
        may("clients", "view", "jobad") | MAIL_TO_MANY | WRITE_NEWS | RUN_CAMPAIGNS,
    ),
    Role.SYSTEM: Rights(
        _("Keeps the program running: sees runs, failures and unsent e-mails, and creates accounts."),
        may("privacy", "view", "purgerun", "purgefailure", "outgoingmail", "filetombstone", "retentionperiod")
        | may("privacy", "change", "outgoingmail")
        | may("accounts", "view add change", "user"),
    ),
}  # fmt: skip
