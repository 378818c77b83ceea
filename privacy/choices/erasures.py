"""Closed lists about erasing: why, how much, and what stops a purge."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BrakeCause(models.TextChoices):
    """Why a purge stopped before the first person."""

    SHARE = "share", _("more than usual would be erased")
    CLOCK = "clock", _("the clock has jumped since the last run")


class ErasureCause(models.TextChoices):
    PURGE = "purge", _("storage time over")
    PERSON = "person", _("the person asked")
    STAFF = "staff", _("erased by us on request")
    REPLAY = "replay", _("erased again after a restore")


class ErasureScope(models.TextChoices):
    PERSON = "person", _("everything about the person")
    PART = "part", _("a part")
