"""What is written outside the database, so that a restored one can be brought up to date."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.choices import JournalKind


class JournalEntry(models.Model):
    """Something no restore may undo, waiting to be written outside; goes when it is. Random numbers and codes only."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=20, choices=JournalKind.choices)
    subject_uuid = models.UUIDField(_("person"))
    details = models.JSONField(_("details"), default=dict, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")

    def __str__(self) -> str:
        return self.get_kind_display()


class JournalHead(models.Model):
    """The last segment this database knows to be written outside. A journal that is further on means: we were restored."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.PositiveBigIntegerField(_("segment"), default=0)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    written_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        verbose_name = _("end of the journal")
        verbose_name_plural = _("end of the journal")
        constraints = [models.CheckConstraint(name="journal_has_one_head", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.number)
