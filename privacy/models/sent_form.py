"""A form of the workspace that was sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """The number a form of the workspace was shown with: sent twice, it does once what it says."""

    key = models.UUIDField(_("number"), primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        indexes = [models.Index(fields=["at"], name="sent_form_at")]

    def __str__(self) -> str:
        return str(self.key)
