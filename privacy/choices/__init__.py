"""Closed lists of the privacy app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy.choices.erasures import BrakeCause as BrakeCause
from privacy.choices.erasures import ErasureCause as ErasureCause
from privacy.choices.erasures import ErasureScope as ErasureScope
from privacy.choices.journal import JournalKind as JournalKind


class LegalGround(models.TextChoices):
    """The article that allows a processing activity."""

    CONSENT = "6_1_a", _("consent (GDPR art. 6(1)(a))")
    CONTRACT = "6_1_b", _("agreement, or steps before one (GDPR art. 6(1)(b))")
    LEGAL_DUTY = "6_1_c", _("legal duty (GDPR art. 6(1)(c))")
    INTEREST = "6_1_f", _("legitimate interest (GDPR art. 6(1)(f))")


class NoticeKind(models.TextChoices):
    STATEMENT = "statement", _("privacy statement")
    FURTHER_STORAGE = "further_storage", _("consent to further storage")
    SHARING = "sharing", _("acknowledgement of sharing")
    JOB_ALERTS = "job_alerts", _("consent to job alerts")
    NEWSLETTER = "newsletter", _("consent to news for clients")


class ConsentPurpose(models.TextChoices):
    FURTHER_STORAGE = "further_storage", _("further storage")
    JOB_ALERTS = "job_alerts", _("job alerts")
    NEWSLETTER = "newsletter", _("news for clients")

    @classmethod
    def to_advertising(cls) -> tuple["ConsentPurpose", ...]:
        """Those a no to advertising ends."""
        return (cls.JOB_ALERTS, cls.NEWSLETTER)


class ConsentAction(models.TextChoices):
    GIVEN = "given", _("given")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")


class Channel(models.TextChoices):
    """The door something came in through."""

    WEBSITE = "website", _("the website")
    OWN_PAGES = "own_pages", _("own pages")
    MAIL_LINK = "mail_link", _("link in an e-mail")
    STAFF = "staff", _("registered by us")


class Verb(models.TextChoices):
    """What was done with a person's data, as the trail tells it."""

    COLLECTED = "collected", _("received")
    CONFIRMED = "confirmed", _("e-mail address confirmed")
    VIEWED = "viewed", _("viewed")
    OPENED = "opened", _("file opened")
    FOUND = "found", _("found in a search")
    CHANGED = "changed", _("changed")
    STOPPED = "stopped", _("change stopped")
    MOVED = "moved", _("moved to another stage")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
    CHECK_TOLD = "check_told", _("told of a check before it was made")
    CHECKED = "checked", _("check noted")
    REVEALED = "revealed", _("encrypted number shown, with a reason")
    CHECK_ENDED = "check_ended", _("note of a check deleted with the assignment")
    SHARED = "shared", _("shared")
    INFORMED = "informed", _("told what we hold and where it came from")
    ASKED = "asked", _("request received")
    EXTENDED = "extended", _("time to answer extended")
    GRANTED = "granted", _("request granted")
    REFUSED = "refused", _("request refused, with a reason")
    OBJECTED = "objected", _("objection received")
    STATED = "stated", _("own statement added")
    PACKED = "packed", _("copy of the data made")
    FETCHED = "fetched", _("copy of the data downloaded")
    RECIPIENT_TOLD = "recipient_told", _("recipient told")
    WRITTEN = "written", _("e-mail written")
    MAILED = "mailed", _("e-mail sent")
    CONSENTED = "consented", _("consent given")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("consent withdrawn")
    HELD = "held", _("deletion put on hold")
    HOLD_APPROVED = "hold_approved", _("hold approved")
    RELEASED = "released", _("hold ended")
    RESTRICTED = "restricted", _("processing restricted")
    LIFTING_TOLD = "lifting_told", _("told that the restriction will be lifted")
    LIFTED = "lifted", _("restriction lifted")
    REVIEWED = "reviewed", _("storage time decided by a person")
    REMOVED = "removed", _("file removed")
    MERGED = "merged", _("brought together with the same person's data")
    ERASED = "erased", _("erased")
    LOGGED_IN = "logged_in", _("logged in")


class HoldReason(models.TextChoices):
    LEGAL_CLAIM = "legal_claim", _("a legal claim (GDPR art. 17(3)(e))")
    LEGAL_DUTY = "legal_duty", _("a legal duty (GDPR art. 17(3)(b))")
    COMPLAINT = "complaint", _("a complaint that is being dealt with")


class RestrictionGround(models.TextChoices):
    """Why a person may ask that data be stored and nothing else (GDPR art. 18(1))."""

    ACCURACY = "accuracy", _("the person says the data are wrong (GDPR art. 18(1)(a))")
    UNLAWFUL = "unlawful", _("unlawful, but the person does not want erasure (GDPR art. 18(1)(b))")
    CLAIM = "claim", _("the person needs the data for a legal claim (GDPR art. 18(1)(c))")
    OBJECTION = "objection", _("the person has objected, and it is not decided (GDPR art. 18(1)(d))")

    @classmethod
    def that_hold(cls) -> tuple["RestrictionGround", ...]:
        """Those that also hold back the purge: the person wants the data to be there."""
        return (cls.UNLAWFUL, cls.CLAIM)


class ToldBy(models.TextChoices):
    """How the person was told that a restriction will be lifted."""

    EMAIL = "email", _("e-mail, sent by the program")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("telephone")


class AlarmCode(models.TextChoices):
    """What somebody has to be told of."""

    PURGE_NOT_RUN = "purge_not_run", _("the purge has not run")
    OVERDUE = "overdue", _("data are overdue for deletion")
    BLOCKED = "blocked", _("persons could not be erased")
    REVIEW = "review", _("persons wait for a decision on their storage time")
    BRAKED = "braked", _("the brake stopped a purge")
    FILES = "files", _("files could not be removed")
    FILES_LOST = "files_lost", _("rows name files that are not there")
    JOURNAL = "journal", _("the journal outside the database lags behind")
    SEALS = "seals", _("the history is not sealed")
    MAILS = "mails", _("e-mails could not be sent")
    BREACH = "breach", _("a breach must be reported within a day, or is late")
    REGISTER = "register", _("processing activities were not reviewed for a year")
    CLOCK = "clock", _("the clock of this machine and of the database differ")
    REQUESTS = "requests", _("requests about rights are overdue")
    INBOX = "inbox", _("the inbox is not read, or a mail could not be")
    CHECKS = "checks", _("notes of checks are left after their assignment ended")
    REPORTS = "reports", _("a report to authorities is late")
    COPIES = "copies", _("copies of people's data could not be made")
    SCANS = "scans", _("files wait for the virus scanner, and nobody can open them")
    DISKS = "disks", _("a disk with files is nearly full")
    BACKUPS = "backups", _("no whole backup was taken for more than a day")


class PeriodUnit(models.TextChoices):
    DAYS = "days", _("days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


class PeriodCode(models.TextChoices):
    """Each storage time the program knows; its length is a row the manager approves."""

    ACCOUNT = "account", _("account or draft without an application")
    THIS_POSITION = "this_position", _("application for one position only, after it closed")
    CANDIDATE_BASE = "candidate_base", _("application and candidate base")
    FURTHER_STORAGE = "further_storage", _("consent to further storage")
    ENTERED_BY_HAND = "entered_by_hand", _("candidate entered by hand or imported")
    CLIENT_CONTACT = "client_contact", _("contact person at a client")
    ENQUIRY = "enquiry", _("question or enquiry")
    CASE_FILE = "case_file", _("file that came with an e-mail, when nobody took it in")
    COMPANY_CREDIT = "company_credit", _("credit assessment of a client")
    TIMELINE = "timeline", _("history of a client")
    PRESENTATION = "presentation", _("presentation to an employer, after it was over")
    MAIL = "mail", _("e-mail we sent: that it was sent")
    MAIL_BODY = "mail_body", _("e-mail we sent: its text")
    SESSION = "session", _("login session")
    FAILED_LOGIN = "failed_login", _("failed login")
    CONSENT_PROOF = "consent_proof", _("proof of a consent")
    TRAIL = "trail", _("history of processing, after erasure")
    ERASURE_LEDGER = "erasure_ledger", _("proof of erasure, without personal data")
    JOURNAL = "journal", _("journal outside the database")
    REQUEST = "request", _("request about rights, after it is closed")
    PACKAGE = "package", _("copy of somebody's data, after it is made")
    DISCLOSURE = "disclosure", _("record of what was disclosed to whom")
    BREACH = "breach", _("breach, after it is closed")
    NOT_INFORMED = "not_informed", _("data from others, when the person was not told")
    LEAD = "lead", _("answer to a campaign, until the person registers")
    IMPORT_TOLD = "import_told", _("data taken over from an earlier system, after the person was told")
    IMPORT_ROW = "import_row", _("fingerprint of a row that was taken over")
    AGREEMENT = "agreement", _("agreement or order with a client, after the end of its financial year")
    AGREEMENT_DRAFT = "agreement_draft", _("draft of an agreement that nobody signed")
    PAYROLL = "payroll", _("basis for pay, after the end of the financial year")
    EMPLOYEE_FILE = "employee_file", _("employee file, after the employment ended")
    PAY_ACCOUNT = "pay_account", _("bank account of an employee, after the employment ended")
    NEXT_OF_KIN = "next_of_kin", _("next of kin, after the employment ended")
    EMPLOYMENT_DRAFT = "employment_draft", _("employment that was prepared and never began")
    ASSIGNMENT = "assignment", _("period at a client, after its last day")
    INVOICING = "invoicing", _("how a client was invoiced, after the end of the financial year")


class MessageClass(models.TextChoices):
    SERVICE = "service", _("service")
    MARKETING = "marketing", _("marketing")


class MailState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
    WITHHELD = "withheld", _("not sent: the person's data were restricted, or no advertising is wanted")
    UNKNOWN = "unknown", _("may have been sent")


class CaseKind(models.TextChoices):
    QUESTION = "question", _("question")
    PRIVACY = "privacy", _("about my personal data")
    POSITION = "position", _("about a position")
    CLIENT = "client", _("from a company")


class Language(models.TextChoices):
    NB = "nb", _("Norwegian")
    EN = "en", _("English")


class Category(models.TextChoices):
    """Kinds of personal data, as the person reads them in the register and in an access package."""

    IDENTITY = "identity", _("who you are")
    CONTACT = "contact", _("how to reach you")
    APPLICATION = "application", _("your applications")
    DOCUMENT = "document", _("your documents")
    CORRESPONDENCE = "correspondence", _("what we wrote to each other")
    ACCOUNT = "account", _("your account and login")
    HISTORY = "history", _("what was done with your data")
    CLIENT = "client", _("your work for a client")
    RIGHTS = "rights", _("your requests and rights")
    CHECK = "check", _("checks a position required")
    EMPLOYMENT = "employment", _("your employment with us")
