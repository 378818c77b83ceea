"""Closed lists of the clients app."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    RECRUITMENT = "recruitment", _("recruitment")
    STAFFING = "staffing", _("staffing")
    FRAME = "frame", _("frame agreement")


class OrderKind(models.TextChoices):
    RECRUITMENT = "recruitment", _("recruitment")
    STAFFING = "staffing", _("staffing")


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
