"""Closed lists about mail that advertises."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MarketingGround(models.TextChoices):
    """Why somebody may be sent advertising at all (markedsføringsloven § 15)."""

    CONSENT = "consent", _("you have asked for it")
    CUSTOMER = "customer", _("you are a customer of ours")


class SuppressionCause(models.TextChoices):
    """How an address said no."""

    LINK = "link", _("by the link in an e-mail")
    REQUEST = "request", _("by a request about rights")
    STAFF = "staff", _("told us, and a colleague wrote it down")
