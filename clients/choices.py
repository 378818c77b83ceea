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
