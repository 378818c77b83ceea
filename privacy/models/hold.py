"""What holds deletion back: a hold, and a storage time somebody decided where no rule could."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.choices import HoldReason
from privacy.constraints import both_or_neither, not_blank
from privacy.deadlines import midnight
from privacy.models.personal import PersonalQuerySet
from privacy.models.subject import Subject

PROVISIONAL = datetime.timedelta(days=14)  # how long a hold stands that nobody has approved


class HoldQuerySet(PersonalQuerySet["Hold"]):
    def in_force(self, on: datetime.date) -> "HoldQuerySet":
        """Neither released nor at its end; one that nobody has approved ends after a fortnight."""
        begun = midnight(on - PROVISIONAL + datetime.timedelta(days=1))
        fresh = Q(approved_at__isnull=False) | Q(opened_at__gte=begun)
        return self.filter(fresh, released_at=None, ends_on__gt=on)


class Hold(models.Model):
    """Deletion of a person's data held back for a legal claim or duty, until its end or until someone releases it."""

    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=20, choices=HoldReason.choices)
    explanation = models.TextField(_("explanation"))
    ends_on = models.DateField(_("ends on"), help_text=_("The first day it no longer holds deletion back."))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), on_delete=models.PROTECT, related_name="opened_holds"
    )
    opened_at = models.DateTimeField(_("opened"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_holds",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="released_holds",
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            both_or_neither("released_at", "released_by", name="hold_released_by_someone"),
            both_or_neither("approved_at", "approved_by", name="hold_approved_by_someone"),
            models.CheckConstraint(
                name="hold_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("opened_by")),
                violation_error_message=_("Somebody else than who opened the hold approves it."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def last_day_after(self) -> datetime.date:
        """The first day it no longer holds anything back: its end, or a fortnight while nobody has approved it."""
        provisional = timezone.localdate(self.opened_at) + PROVISIONAL
        return self.ends_on if self.approved_at else min(self.ends_on, provisional)


class ReviewDecision(models.Model):
    """How long one row stays whose own dates cannot say it: decided by a person, with a reason."""

    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="review_decisions"
    )
    object_label = models.CharField(_("in"), max_length=60)
    object_id = models.CharField(_("number"), max_length=36)
    keep_until = models.DateField(_("kept until"))
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="review_decisions",
    )
    decided_at = models.DateTimeField(_("decided"))

    objects = PersonalQuerySet["ReviewDecision"].as_manager()

    class Meta:
        verbose_name = _("decided storage time")
        verbose_name_plural = _("decided storage times")
        constraints = [not_blank("reason", name="review_has_a_reason", message=_("Say why."))]

    def __str__(self) -> str:
        return f"{self.keep_until}"
