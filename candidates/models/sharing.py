"""What a candidate says of being presented: a yes or no for one order, and employers who are never shown anything."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.choices import Interest
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from clients.choices import Release
from clients.models import FactSheet, JobOrder
from privacy.choices import Channel
from privacy.constraints import both_or_neither
from privacy.models import Notice, PersonalQuerySet
from privacy.validators import organisation_number


class SharingPermissionQuerySet(PersonalQuerySet["SharingPermission"]):
    read_by = CANDIDATE_ROLES

    def waiting(self) -> "SharingPermissionQuerySet":
        return self.filter(answered_at=None)

    def standing(self) -> "SharingPermissionQuerySet":
        """A yes that was not taken back."""
        return self.filter(answer=Interest.INTERESTED, ended_at=None)


class SharingPermission(models.Model):
    """A candidate's own answer to being presented for one order, with the fact sheet it was given on.

    A trigger lets nobody else answer: a row begins as a question, or as a no of the person's own (the guard of sharing).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="permissions"
    )
    job_order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="permissions"
    )
    fact_sheet = models.ForeignKey(
        FactSheet, verbose_name=_("fact sheet"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="permissions",
    )  # fmt: skip
    level = models.CharField(_("told so far"), max_length=10, choices=Release.choices, default=Release.SCREENING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="asked_permissions", help_text=_("Empty: the person said so unasked."),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked"))
    answer_by = models.DateField(_("answer by"))
    question = models.TextField(_("question"), max_length=2_000, blank=True)
    question_at = models.DateTimeField(_("question asked"), null=True, blank=True)
    reply = models.TextField(_("our reply"), max_length=4_000, blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=15, choices=Interest.choices, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    channel = models.CharField(_("through"), max_length=20, choices=Channel.choices, blank=True)
    sharing_notice = models.ForeignKey(
        Notice, verbose_name=_("sharing acknowledged"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="permissions",
    )  # fmt: skip
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = SharingPermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("permission to present")
        verbose_name_plural = _("permissions to present")
        indexes = [
            models.Index(fields=["-asked_at", "id"], name="permission_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "job_order"], condition=Q(answered_at__isnull=True), name="permission_asked_once",
                violation_error_message=_("The candidate has been asked already, and has not answered yet."),
            ),
            models.CheckConstraint(
                name="permission_answered_by_somebody",
                condition=Q(answered_at__isnull=True, answer="", channel="")
                | Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(channel=""),
                violation_error_message=_("Say what was answered, when and through which door."),
            ),
            models.CheckConstraint(
                name="permission_says_what_was_shown",
                condition=~Q(answer=Interest.INTERESTED) | Q(sharing_notice__isnull=False, fact_sheet__isnull=False),
                violation_error_message=_("A yes is given on a fact sheet, and knows what sharing means."),
            ),
            models.CheckConstraint(
                name="permission_taken_back_after_a_yes",
                condition=Q(ended_at__isnull=True)
                | Q(answer=Interest.INTERESTED, answered_at__isnull=False, ended_at__gte=F("answered_at")),
                violation_error_message=_("Only a yes can be taken back."),
            ),
            models.CheckConstraint(
                name="permission_question_is_one",
                condition=Q(question_at__isnull=True, question="") | Q(question_at__isnull=False) & ~Q(question=""),
                violation_error_message=_("Write your question."),
            ),
            both_or_neither("asked_by", "fact_sheet", name="permission_asked_on_a_fact_sheet"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.job_order.title

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.answered_at is None

    @property
    def is_standing(self) -> bool:
        return self.answer == Interest.INTERESTED and self.ended_at is None


class BlockedEmployerQuerySet(PersonalQuerySet["BlockedEmployer"]):
    read_by = CANDIDATE_ROLES


class BlockedEmployer(models.Model):
    """An employer a candidate is never presented to, whatever else was said; a trigger on presentations asks here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="blocked_employers"
    )
    org_number = models.CharField(_("organisation number"), max_length=9, validators=[organisation_number])
    name = models.CharField(_("name"), max_length=150, blank=True)
    added_at = models.DateTimeField(_("since"))

    objects = BlockedEmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked employer")
        verbose_name_plural = _("blocked employers")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "org_number"], name="employer_blocked_once",
                violation_error_message=_("You have blocked this employer already."),
            ),
            models.CheckConstraint(
                name="blocked_org_number_nine_digits",
                condition=Q(org_number__regex=r"^[0-9]{9}$"),
                violation_error_message=_("An organisation number has nine digits."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.org_number})" if self.name else self.org_number
