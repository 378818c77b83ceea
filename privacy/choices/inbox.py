"""Closed lists of what comes in by mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseChannel(models.TextChoices):
    """The way a question came."""

    WEBSITE = "website", _("the form on the website")
    MAIL = "mail", _("e-mail")


class FileType(models.TextChoices):
    """Attachments that may be a CV; no other kind is kept."""

    PDF = "application/pdf", _("PDF")
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _("Word")
