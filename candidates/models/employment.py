"""Who is employed by the agency: what the law makes us keep of it, and what goes sooner."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices.employment import (
    ContractItem,
    EmploymentForm,
    EmploymentState,
    EndCause,
    PayKind,
    TemporaryGround,
    WorkingTime,
)
from privacy.constraints import not_blank
from privacy.models import PersonalQuerySet, Subject
from privacy.ports import Actor
from privacy.storage.fields import LONGEST

# The roles whose work is with those we employ (fremrykk.accounts.choices.Role).
EMPLOYMENT_ROLES = ("manager", "payroll")
MOST_HOURS = 48  # a week on average, overtime included (arbeidsmiljøloven § 10-6): no full position has more
DRAFT, IN_FORCE = Q(state=EmploymentState.DRAFT), Q(state=EmploymentState.IN_FORCE)


class EmploymentQuerySet(PersonalQuerySet["Employment"]):
    read_by = EMPLOYMENT_ROLES

    def visible_to(self, user: Actor) -> "EmploymentQuerySet":
        """What only the law still keeps is out of daily view: finance reads it, nobody else but the employee."""
        in_use = Exists(EmploymentFile.objects.filter(employment=OuterRef("pk")))
        own = self._about([user.subject_id])
        if not user.has_role(*EMPLOYMENT_ROLES, "finance"):
            return self.filter(own)
        seen = Q(in_use) if user.has_role(*EMPLOYMENT_ROLES) else Q(pk__in=[])
        if user.has_role("finance"):
            seen |= IN_FORCE & ~Q(in_use)
        return self.unrestricted(but=user.subject_id).filter(seen | own)

    def in_force(self) -> "EmploymentQuerySet":
        return self.filter(IN_FORCE)

    def at_work_in(self, first: datetime.date, last: datetime.date) -> "EmploymentQuerySet":
        """In force, and employed on one of these days."""
        return self.in_force().filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)


class Employment(models.Model):
    """A contract with the agency: who, what as, how much and when. The basis for pay, which the law keeps longest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="employments")
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=EmploymentState.choices, default=EmploymentState.DRAFT)
    national_id = models.CharField(
        _("national identity number"), max_length=LONGEST, blank=True, editable=False, help_text=_("Encrypted.")
    )
    number_noted_at = models.DateTimeField(_("number noted"), null=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    occupation_code = models.CharField(
        _("occupation code"), max_length=20, blank=True, help_text=_("Seven digits, from Yrkeskatalogen.")
    )
    form = models.CharField(_("form"), max_length=10, choices=EmploymentForm.choices, blank=True)
    temporary_ground = models.CharField(
        _("ground for temporary employment"), max_length=12, choices=TemporaryGround.choices, blank=True,
        help_text=_("Working Environment Act section 14-9."),
    )  # fmt: skip
    percentage = models.DecimalField(_("position percentage"), max_digits=10, decimal_places=2, null=True, blank=True)
    pay_kind = models.CharField(_("paid by"), max_length=10, choices=PayKind.choices, blank=True)
    pay = models.DecimalField(_("pay in kroner"), max_digits=10, decimal_places=2, null=True, blank=True)
    full_time_hours = models.DecimalField(
        _("hours a week of a full position"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    working_time = models.CharField(_("working hours lie"), max_length=40, choices=WorkingTime.choices, blank=True)
    starts_on = models.DateField(_("first day at work"))
    ends_on = models.DateField(_("last day at work"), null=True, blank=True)
    pay_changed_on = models.DateField(_("pay last changed"), null=True, blank=True, editable=False)
    percentage_changed_on = models.DateField(_("percentage last changed"), null=True, blank=True, editable=False)
    end_cause = models.CharField(_("why it ended"), max_length=12, choices=EndCause.choices, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("handed over by"), on_delete=models.PROTECT, related_name="employments_begun"
    )  # fmt: skip
    begun_at = models.DateTimeField(_("handed over"))
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("put in force by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="employments_activated",
    )  # fmt: skip
    activated_at = models.DateTimeField(_("put in force"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            not_blank("first_name", "last_name", "title", name="employment_is_of_somebody", message=_("Say who it is, and what as.")),
            models.CheckConstraint(
                name="employment_in_force_is_whole",
                condition=DRAFT
                | (
                    IN_FORCE
                    & Q(occupation_code__regex=r"^[0-9]{7}$", activated_at__isnull=False, activated_by__isnull=False)
                    & ~Q(form="") & ~Q(pay_kind="") & ~Q(national_id="")
                    & Q(percentage__isnull=False, percentage__lte=100, pay__isnull=False)
                ),
                violation_error_message=_("Before it is in force all of it must be filled in."),
            ),
            models.CheckConstraint(
                name="employment_amounts_make_sense",
                condition=(Q(percentage__isnull=True) | Q(percentage__gt=0)) & (Q(pay__isnull=True) | Q(pay__gt=0)),
                violation_error_message=_("Percentage and pay are more than nothing."),
            ),
            models.CheckConstraint(
                name="employment_temporary_has_a_ground",
                condition=~Q(form=EmploymentForm.TEMPORARY) & Q(temporary_ground="")
                | Q(form=EmploymentForm.TEMPORARY, ends_on__isnull=False) & ~Q(temporary_ground=""),
                violation_error_message=_("A temporary employment has a ground and a last day, a permanent one no ground."),
            ),
            models.CheckConstraint(
                name="employment_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="employment_cause_of_an_end",
                condition=Q(end_cause="") | Q(ends_on__isnull=False),
                violation_error_message=_("What has no last day has not ended for any reason."),
            ),
            models.CheckConstraint(
                name="employment_full_position_is_a_week",
                condition=Q(full_time_hours__isnull=True)
                | Q(full_time_hours__gt=0) & (DRAFT | Q(full_time_hours__lte=MOST_HOURS)),
                violation_error_message=_("A full position has more than no hours a week, and at most 48."),
            ),
            models.CheckConstraint(
                name="employment_changes_after_it_starts",
                condition=(Q(pay_changed_on__isnull=True) | Q(pay_changed_on__gte=F("starts_on")))
                & (Q(percentage_changed_on__isnull=True) | Q(percentage_changed_on__gte=F("starts_on"))),
                violation_error_message=_("Pay and percentage do not change before the first day."),
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=DRAFT | Q(ends_on__isnull=True), name="employment_one_at_a_time",
                violation_error_message=_("There is one already that is prepared or has no end."),
            ),
        ]  # fmt: skip
        indexes = [
            GinIndex(
                OpClass(Upper("last_name"), name="gin_trgm_ops"),
                OpClass(Upper("first_name"), name="gin_trgm_ops"),
                name="employment_parts",
            ),
            models.Index(fields=["-starts_on", "id"], name="employment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_employment_change", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == EmploymentState.DRAFT


class EmploymentFileQuerySet(PersonalQuerySet["EmploymentFile"]):
    read_by = EMPLOYMENT_ROLES


class EmploymentFile(models.Model):
    """What is needed while somebody works for us: the signed contract ticked off, and a number to call. Goes first."""

    employment = models.OneToOneField(
        Employment, verbose_name=_("employment"), on_delete=models.PROTECT, related_name="file"
    )
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    signed_on = models.DateField(_("contract signed"), null=True, blank=True)
    covered = ArrayField(
        models.CharField(max_length=20, choices=ContractItem.choices), verbose_name=_("the contract says"),
        default=list, blank=True, help_text=_("Working Environment Act section 14-6."),
    )  # fmt: skip
    not_relevant = ArrayField(
        models.CharField(max_length=20, choices=ContractItem.choices), verbose_name=_("there is no such thing"),
        default=list, blank=True,
    )  # fmt: skip

    objects = EmploymentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("employee file")
        verbose_name_plural = _("employee files")

    def __str__(self) -> str:
        return f"{self.employment}"

    def missing(self, form: str) -> list[ContractItem]:
        """What a contract of this form does not say yet, and must."""
        answered = {*self.covered, *(set(self.not_relevant) & set(ContractItem.conditional()))}
        if form == EmploymentForm.TEMPORARY and ContractItem.DURATION not in self.covered:
            answered.discard(ContractItem.DURATION)
        return [item for item in ContractItem if item not in answered]
