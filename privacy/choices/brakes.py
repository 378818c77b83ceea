"""Closed list of what stops a purge."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BrakeCause(models.TextChoices):
    """Why a purge stopped before the first person."""

    SHARE = "share", _("more than usual would be erased")
    CLOCK = "clock", _("the clock has jumped since the last run")
