"""Closed lists of the clients app."""

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
