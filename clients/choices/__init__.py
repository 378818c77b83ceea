"""Closed lists of the clients app."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    RECRUITMENT = "recruitment", _("recruitment")
    STAFFING = "staffing", _("staffing")
    FRAME = "frame", _("frame agreement")


class AnswerKind(models.TextChoices):
    """How a screening question is answered."""

    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several")
    TEXT = "text", _("a few words")
    NUMBER = "number", _("a number, such as years")


class OrderKind(models.TextChoices):
    RECRUITMENT = "recruitment", _("recruitment")
    STAFFING = "staffing", _("staffing")


class Heard(models.TextChoices):
    """What came of asking Enhetsregisteret, as a sentence."""

    FOUND = "found", _("The register knows this number.")
    UNKNOWN = "unknown", _("Enhetsregisteret has no unit with this number. Check the digits.")
    REMOVED = "removed", _("This unit has been removed from Enhetsregisteret.")
    NOTHING = "nothing", _("Enhetsregisteret does not answer now. Type the name yourself; it is looked up later.")
    OFF = "off", _("The look-up in Enhetsregisteret is off. Type the name yourself.")


class CompanyForm(models.TextChoices):
    """What is typed by hand; the register has many more, and its code is kept as it is."""

    AS = "AS", _("limited company (AS)")
    ASA = "ASA", _("public limited company (ASA)")
    ENK = "ENK", _("sole proprietorship (ENK)")
    ANS = "ANS", _("general partnership (ANS, DA)")
    SA = "SA", _("cooperative (SA)")
    KOMM = "KOMM", _("municipality")
    STAT = "STAT", _("the state")
    FLI = "FLI", _("association")
    STI = "STI", _("foundation")
    NUF = "NUF", _("Norwegian branch of a foreign company (NUF)")


class Bond(models.TextChoices):
    """Whether an agreement binds us to a sole proprietor, which decides what the law makes us keep."""

    NONE = "none", _("no agreement")
    RUNS = "runs", _("an agreement is in force")
    OVER = "over", _("the agreement is over")


class TimelineKind(models.TextChoices):
    """What a line of a client's history is about. By hand only the first three are written."""

    MEETING = "meeting", _("meeting")
    CALL = "call", _("telephone call")
    NOTE = "note", _("what was agreed")
    AGREEMENT = "agreement", _("agreement")
    ORDER = "order", _("job order")
    REGISTER = "register", _("change in Enhetsregisteret")
    CREDIT = "credit", _("credit")
    PREPAYMENT = "prepayment", _("prepayment")

    @classmethod
    def by_hand(cls) -> tuple["TimelineKind", ...]:
        return (cls.MEETING, cls.CALL, cls.NOTE)


class CreditClass(models.TextChoices):
    """The classes credit agencies use, best first; a score is not recorded, nor the report."""

    AAA = "AAA", _("AAA: highest")
    AA = "AA", _("AA: good")
    A = "A", _("A: creditworthy")
    AN = "AN", _("AN: new, too little known")
    B = "B", _("B: credit against security")
    C = "C", _("C: credit advised against")

    @classmethod
    def that_suggest_prepayment(cls) -> tuple["CreditClass", ...]:
        """Where agencies themselves advise security. A suggestion to a person, never a rule (README, "Decisions")."""
        return (cls.B, cls.C)


class PrepaymentState(models.TextChoices):
    ASKED = "asked", _("waits to be paid")
    PAID = "paid", _("paid")
    WAIVED = "waived", _("no longer asked for")


class Release(models.TextChoices):
    """When a part of a fact sheet is told to a candidate; each comes with all before it (P37)."""

    AD = "ad", _("to everybody who asks")
    SCREENING = "screening", _("when we are in touch about the position")
    INTERVIEW = "interview", _("before an interview")
    OFFER = "offer", _("with an offer")


class Extent(models.TextChoices):
    FULL_TIME = "full_time", _("full time")
    PART_TIME = "part_time", _("part time")


class EmploymentForm(models.TextChoices):
    PERMANENT = "permanent", _("permanent")
    TEMPORARY = "temporary", _("temporary")
    PROJECT = "project", _("project")
    SEASONAL = "seasonal", _("seasonal")


class FeeModel(models.TextChoices):
    """What we are paid by; the number beside it says how much."""

    PERCENT = "percent", _("percent of the first year's salary")
    FIXED = "fixed", _("fixed price (kr)")
    HOURLY = "hourly", _("price per hour (kr)")


class DataRoles(models.TextChoices):
    """Who answers for candidates' data once the client has them."""

    SEPARATE = "separate", _("each answers for its own use")
    JOINT = "joint", _("jointly, by an arrangement (GDPR art. 26)")


class InvoiceChannel(models.TextChoices):
    EHF = "ehf", _("electronic invoice (EHF)")
    EMAIL = "email", _("e-mail")


class ContactRole(models.TextChoices):
    """What a contact person decides or is asked about."""

    ORDERS = "orders", _("orders from us")
    CANDIDATES = "candidates", _("meets candidates")
    INVOICES = "invoices", _("pays invoices")
    LEADER = "leader", _("leads the company")
    OWNER = "owner", _("is the sole proprietor")


class EnquiryOutcome(models.TextChoices):
    """What became of a company's enquiry."""

    CONVERTED = "converted", _("became an order")
    NO_NEED = "no_need", _("the company needs nothing now")
    NOT_FOR_US = "not_for_us", _("we cannot help with this")
    NO_REPLY = "no_reply", _("the company did not reply")
    NOT_SERIOUS = "not_serious", _("no real enquiry")

    @classmethod
    def without_an_order(cls) -> list[tuple[str, Any]]:
        """What a colleague chooses from when closing one."""
        return [(value, label) for value, label in cls.choices if value != cls.CONVERTED]


class StepState(models.TextChoices):
    """Where a step of an order's course stands."""

    DONE = "done", _("done")
    NOW = "now", _("here now")
    LATER = "later", _("comes later")
    LEFT_OUT = "left_out", _("not needed, or not asked for")


class CheckKind(models.TextChoices):
    """What a position may require to be confirmed of a candidate; never content, never a copy."""

    POLICE = "police", _("police certificate")
    CLEARANCE = "clearance", _("security clearance")
    CREDIT = "credit", _("credit check")


class ClearanceLevel(models.TextChoices):
    """As sikkerhetsloven names them, in every language."""

    CONFIDENTIAL = "confidential", _("KONFIDENSIELT")
    SECRET = "secret", _("HEMMELIG")
    TOP_SECRET = "top_secret", _("STRENGT HEMMELIG")
