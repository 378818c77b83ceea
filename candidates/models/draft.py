"""An application that somebody has begun and not sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from clients.models import JobAd
from privacy.models import PersonalQuerySet
from privacy.ports import Actor


class ApplicationDraftQuerySet(PersonalQuerySet["ApplicationDraft"]):
    def visible_to(self, user: Actor) -> "ApplicationDraftQuerySet":
        """Nobody here reads it: what is not sent is its writer's alone."""
        return self.filter(self._about([user.subject_id]))


class ApplicationDraft(models.Model):
    """What a person with a confirmed address has written so far, for one ad or for an open registration (P14)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="drafts"
    )
    job_ad = models.ForeignKey(
        JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    message = models.TextField(_("message"), max_length=5_000, blank=True)
    typed = models.JSONField(_("choices and answers so far"), default=dict, blank=True)
    changed_at = models.DateTimeField(_("last changed"))

    objects = ApplicationDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of an application")
        verbose_name_plural = _("drafts of applications")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "job_ad"], name="draft_once_per_ad", nulls_distinct=False,
                violation_error_message=_("There is a draft for this position already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.job_ad.title if self.job_ad else str(_("Open registration"))
