"""Closed lists about the copy of a person's data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PackageState(models.TextChoices):
    WANTED = "wanted", _("waiting to be made")
    BUILDING = "building", _("being made")
    READY = "ready", _("ready to fetch")
    FAILED = "failed", _("could not be made")
