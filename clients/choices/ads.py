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

    AGDER = "agder", "Agder"
    AKERSHUS = "akershus", "Akershus"
    BUSKERUD = "buskerud", "Buskerud"
    FINNMARK = "finnmark", "Finnmark"
    INNLANDET = "innlandet", "Innlandet"
    MORE_OG_ROMSDAL = "more-og-romsdal", "Møre og Romsdal"
    NORDLAND = "nordland", "Nordland"
    OSLO = "oslo", "Oslo"
    ROGALAND = "rogaland", "Rogaland"
    TELEMARK = "telemark", "Telemark"
    TROMS = "troms", "Troms"
    TRONDELAG = "trondelag", "Trøndelag"
    VESTFOLD = "vestfold", "Vestfold"
    VESTLAND = "vestland", "Vestland"
    OSTFOLD = "ostfold", "Østfold"
