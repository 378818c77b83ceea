"""What an adviser wrote to somebody in the base about a position."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from clients.models import JobAd, JobOrder
from privacy.choices import MessageClass
from privacy.models import PersonalQuerySet


class PositionLetterQuerySet(PersonalQuerySet["PositionLetter"]):
    read_by = CANDIDATE_ROLES


class PositionLetter(models.Model):
    """That an adviser wrote to a candidate about a position. What was written is the e-mail's, and goes with it."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="letters"
    )
    job_order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="letters"
    )
    job_ad = models.ForeignKey(
        JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    message_class = models.CharField(_("class"), max_length=10, choices=MessageClass.choices)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="letters"
    )
    written_at = models.DateTimeField(_("written"))

    objects = PositionLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail about a position")
        verbose_name_plural = _("e-mails about positions")
        indexes = [models.Index(fields=["candidate", "-written_at"], name="letter_newest")]

    def __str__(self) -> str:
        return self.position

    @property
    def position(self) -> str:
        """As the candidate knows it: without the client's name."""
        return self.job_ad.title if self.job_ad else self.job_order.title
