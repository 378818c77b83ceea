"""Closed lists about references."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Through(models.TextChoices):
    """How a referee told us."""

    LINK = "link", _("the form behind the link")
    PHONE = "phone", _("telephone")
