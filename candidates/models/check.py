"""Checks a position requires: that the candidate was told first, that it was in order, and how many were deleted again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import CheckEnd, CheckOutcome
from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from clients.choices import CheckKind
from clients.models import CheckRequirement
from privacy.choices.disclosures import ToldThrough
from privacy.models import PersonalQuerySet, StandIn
from privacy.ports import Actor

THROUGH = [(each.value, each.label) for each in (ToldThrough.EMAIL, *ToldThrough.by_hand())]


class CheckNoticeQuerySet(PersonalQuerySet["CheckNotice"]):
    read_by = CANDIDATE_ROLES


class CheckNotice(models.Model):
    """That a candidate was told of a check, before anything is noted (P29)."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="check_notices"
    )
    requirement = models.ForeignKey(
        CheckRequirement, verbose_name=_("required check"), on_delete=models.PROTECT, related_name="notices"
    )
    through = models.CharField(_("told by"), max_length=10, choices=THROUGH, default=ToldThrough.EMAIL)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("told by whom"), on_delete=models.PROTECT, related_name="check_notices"
    )
    told_at = models.DateTimeField(_("told"))

    objects = CheckNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a check")
        verbose_name_plural = _("notices of checks")
        constraints = [
            models.UniqueConstraint(fields=["application", "requirement"], name="told_once_of_a_check"),
        ]

    def __str__(self) -> str:
        return str(self.requirement)


class SpecialCheckQuerySet(PersonalQuerySet["SpecialCheck"]):
    read_by = CANDIDATE_ROLES

    def visible_to(self, user: Actor) -> "SpecialCheckQuerySet":
        """The adviser of the order or who stands in, a manager, and the person: nobody else here."""
        seen = super().visible_to(user)
        if user.has_role("manager"):
            return seen
        own = Q(notice__application__candidate__subject=user.subject_id)
        theirs = StandIn.objects.whose_work(user, "notice__application__job_order__adviser", timezone.localdate())
        return seen.filter(own | theirs)

    def left_over(self) -> "SpecialCheckQuerySet":
        """Those whose assignment is over: there should be none (P28)."""
        return self.filter(
            Q(notice__application__job_order__closed_at__isnull=False)
            | Q(notice__application__stage__in=["rejected", "withdrawn"])
            | Q(notice__requirement__lifted_at__isnull=False)
        )


class SpecialCheck(models.Model):
    """That a required check was in order: on which day, and who saw it. Never content, never a copy."""

    notice = models.OneToOneField(CheckNotice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="noted")
    outcome = models.CharField(_("outcome"), max_length=20, choices=CheckOutcome.choices)
    seen_on = models.DateField(_("seen on"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("seen by"), on_delete=models.PROTECT, related_name="special_checks"
    )
    noted_at = models.DateTimeField(_("noted"))

    objects = SpecialCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("special check")
        verbose_name_plural = _("special checks")

    def __str__(self) -> str:
        return self.get_outcome_display()


class CheckTally(models.Model):
    """How many notes of checks were deleted in a month, and because of what; of whom is not known any more."""

    kind = models.CharField(_("kind"), max_length=20, choices=CheckKind.choices)
    cause = models.CharField(_("because"), max_length=20, choices=CheckEnd.choices)
    month = models.DateField(_("month"))
    count = models.PositiveIntegerField(_("how many"))

    class Meta:
        verbose_name = _("deleted checks")
        verbose_name_plural = _("deleted checks")
        constraints = [models.UniqueConstraint(fields=["kind", "cause", "month"], name="check_tally_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month:%Y-%m}: {self.count}"
