"""Closed lists of what an ad says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Remote(models.TextChoices):
    """Whether the work can be done from home."""

    NOT_POSSIBLE = "not_possible", _("not possible")
    HYBRID = "hybrid", _("partly")
    HOME = "home", _("all of it")


class PayPer(models.TextChoices):
    """What a figure of pay is for."""

    HOUR = "hour", _("hour")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class County(models.TextChoices):
    """The counties since 2024; a proper name in every language."""

    AGDER = "agder", _("Agder")
    AKERSHUS = "akershus", _("Akershus")
    BUSKERUD = "buskerud", _("Buskerud")
    FINNMARK = "finnmark", _("Finnmark")
    INNLANDET = "innlandet", _("Innlandet")
    MORE_OG_ROMSDAL = "more-og-romsdal", _("Møre og Romsdal")
    NORDLAND = "nordland", _("Nordland")
    OSLO = "oslo", _("Oslo")
    ROGALAND = "rogaland", _("Rogaland")
    TELEMARK = "telemark", _("Telemark")
    TROMS = "troms", _("Troms")
    TRONDELAG = "trondelag", _("Trøndelag")
    VESTFOLD = "vestfold", _("Vestfold")
    VESTLAND = "vestland", _("Vestland")
    OSTFOLD = "ostfold", _("Østfold")
