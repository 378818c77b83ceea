"""What can happen to data that should not, and how bad it is for people (GDPR art. 4(12), 33, 34)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BreachKind(models.TextChoices):
    CONFIDENTIALITY = "confidentiality", _("somebody saw what they should not")
    INTEGRITY = "integrity", _("data were changed that should not have been")
    AVAILABILITY = "availability", _("data were lost or out of reach")


class BreachRisk(models.TextChoices):
    UNLIKELY = "unlikely", _("a risk to people is unlikely")
    RISK = "risk", _("a risk to people")
    HIGH = "high", _("a high risk to people")
