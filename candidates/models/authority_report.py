"""What is reported each month of those we employ, as the law wants it (a-opplysningsloven § 3)."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.choices.employment import EmploymentForm, EndCause, PayKind, WorkingTime
from candidates.choices.reports import ReportAnswer
from candidates.models.employment import Employment, EmploymentFile
from privacy.constraints import both_or_neither
from privacy.deadlines import add_months, next_working_day
from privacy.models import PersonalQuerySet
from privacy.ports import Actor

DUE_DAY = 5  # of the month after, or the next working day (a-opplysningsforskriften § 2-1)
UNSENT, SENT = Q(sent_at__isnull=True), Q(sent_at__isnull=False)


class AuthorityReportQuerySet(models.QuerySet["AuthorityReport"]):
    def visible_to(self, user: Actor) -> "AuthorityReportQuerySet":
        """Payroll and the manager see all; finance those that hold what only the law still keeps."""
        if user.has_role("payroll", "manager"):
            return self
        old = ReportedEmployment.objects.kept_by_law().filter(report=OuterRef("pk"))
        return self.filter(Exists(old)) if user.has_role("finance") else self.none()

    def sent(self) -> "AuthorityReportQuerySet":
        return self.filter(SENT)

    def standing(self) -> "AuthorityReportQuerySet":
        """Sent, not refused, and replaced by none that was: what the authorities have."""
        taken = SENT & ~Q(answer=ReportAnswer.REFUSED)
        return self.filter(taken).exclude(
            pk__in=self.model._default_manager.filter(taken).exclude(replaces=None).values("replaces")
        )


class AuthorityReport(models.Model):
    """One delivery for a calendar month (a-melding). Sent, nothing of it changes: a correction is a delivery that replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(_("month"), help_text=_("The first day of it."))
    message_id = models.UUIDField(_("number of the message"), default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.UUIDField(_("key of the delivery"), default=uuid.uuid4, unique=True, editable=False)
    replaces = models.OneToOneField(
        "self", verbose_name=_("corrects"), on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    looked_at = models.CharField(_("warnings looked at"), max_length=64, blank=True, editable=False)
    main_unit = models.CharField(_("organisation number"), max_length=9, blank=True)
    sub_unit = models.CharField(_("organisation number of the sub-unit"), max_length=9, blank=True)
    stamped_at = models.DateTimeField(_("file made"), null=True, blank=True)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    receipt_reference = models.CharField(_("reference of the receipt"), max_length=100, blank=True)
    received_on = models.DateField(_("received there on"), null=True, blank=True)
    answer = models.CharField(_("answered"), max_length=10, choices=ReportAnswer.choices, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("begun by"), on_delete=models.PROTECT, related_name="reports_made"
    )
    made_at = models.DateTimeField(_("begun"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="reports_sent",
    )  # fmt: skip
    sent_at = models.DateTimeField(_("noted as sent"), null=True, blank=True)

    objects = AuthorityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report to authorities")
        verbose_name_plural = _("reports to authorities")
        constraints = [
            models.CheckConstraint(
                name="report_of_a_month", condition=Q(month__day=1), violation_error_message=_("A report is of a month."),
            ),
            models.UniqueConstraint(
                fields=["month"], condition=UNSENT, name="report_one_begun_at_a_time",
                violation_error_message=_("A report of this month is begun already."),
            ),
            models.UniqueConstraint(
                fields=["month"], condition=Q(replaces__isnull=True), name="report_corrected_by_the_next",
                violation_error_message=_("This month is reported: what is wrong is corrected by a report that replaces it."),
            ),
            both_or_neither("sent_at", "sent_by", name="report_sent_by_someone"),
            models.CheckConstraint(
                name="report_digest_of_a_file",
                condition=Q(digest="", stamped_at__isnull=True)
                | Q(digest__regex=r"^[0-9a-f]{64}$", stamped_at__isnull=False)
                & Q(main_unit__regex=r"^[0-9]{9}$", sub_unit__regex=r"^[0-9]{9}$"),
                violation_error_message=_("A file has its moment, its sum and whose it is."),
            ),
            models.CheckConstraint(
                name="report_sent_with_a_receipt",
                condition=(UNSENT & Q(receipt_reference="", received_on__isnull=True, answer=""))
                | (SENT & ~Q(receipt_reference="") & Q(received_on__isnull=False) & Q(answer__in=ReportAnswer.values) & ~Q(digest="")),
                violation_error_message=_("What is sent has a file and a receipt: its reference, its day and what was answered."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-month", "-made_at"], name="report_newest")]

    def __str__(self) -> str:
        return date_format(self.month, "F Y")

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_authorityreport_change", args=[self.pk])

    @property
    def last_day(self) -> datetime.date:
        return add_months(self.month, 1) - datetime.timedelta(days=1)

    @property
    def due_on(self) -> datetime.date:
        return due_on(self.month)

    @property
    def is_refused(self) -> bool:
        return self.answer == ReportAnswer.REFUSED

    @property
    def is_replaced(self) -> bool:
        """By one that was sent and taken; ask with `replaced_by` selected."""
        later: AuthorityReport | None = getattr(self, "replaced_by", None)
        return later is not None and later.is_sent and not later.is_refused

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def due_on(month: datetime.date) -> datetime.date:
    """The last day for the report of this month."""
    return next_working_day(add_months(month, 1).replace(day=DUE_DAY))


class ReportedEmploymentQuerySet(PersonalQuerySet["ReportedEmployment"]):
    read_by = ("payroll",)

    def visible_to(self, user: Actor) -> "ReportedEmploymentQuerySet":
        """Payroll while the employee has a file, finance what only the law keeps after it; the manager sees no pay."""
        own = self._about([user.subject_id])
        if not user.has_role("payroll", "finance"):
            return self.filter(own)
        seen = Q(pk__in=[])
        if user.has_role("payroll"):
            seen |= Q(in_use())
        if user.has_role("finance"):
            seen |= ~Q(in_use())
        return self.unrestricted(but=user.subject_id).filter(seen | own)

    def kept_by_law(self) -> "ReportedEmploymentQuerySet":
        return self.filter(~Q(in_use()))

    def known(self) -> "ReportedEmploymentQuerySet":
        """In one order, with the employment and the report they are of."""
        return self.select_related("employment", "report").order_by(
            "employment__last_name", "employment__first_name", "pk"
        )


def in_use() -> Exists:
    return Exists(EmploymentFile.objects.filter(employment=OuterRef("employment")))


class ReportedEmployment(models.Model):
    """One employee in one report: the employment as it was that month, and gross pay. No tax and no contribution."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        AuthorityReport, verbose_name=_("report"), on_delete=models.PROTECT, related_name="lines"
    )
    employment = models.ForeignKey(
        Employment, verbose_name=_("employment"), on_delete=models.PROTECT, related_name="reported"
    )
    is_settlement = models.BooleanField(_("settled after the last day"), default=False)
    number_noted_at = models.DateTimeField(_("number noted"), null=True, blank=True, editable=False)
    occupation_code = models.CharField(_("occupation code"), max_length=20, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=EmploymentForm.choices)
    percentage = models.DecimalField(_("position percentage"), max_digits=10, decimal_places=2)
    full_time_hours = models.DecimalField(
        _("hours a week of a full position"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    working_time = models.CharField(_("working hours lie"), max_length=40, choices=WorkingTime.choices, blank=True)
    pay_kind = models.CharField(_("paid by"), max_length=10, choices=PayKind.choices)
    starts_on = models.DateField(_("first day at work"))
    ends_on = models.DateField(_("last day at work"), null=True, blank=True)
    end_cause = models.CharField(_("why it ended"), max_length=12, choices=EndCause.choices, blank=True)
    pay_changed_on = models.DateField(_("pay last changed"), null=True, blank=True)
    percentage_changed_on = models.DateField(_("percentage last changed"), null=True, blank=True)
    fixed_pay = models.DecimalField(_("fixed pay"), max_digits=12, decimal_places=2, null=True, blank=True)
    hourly_pay = models.DecimalField(_("hourly pay"), max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(_("hours paid"), max_digits=12, decimal_places=2, null=True, blank=True)
    overtime_pay = models.DecimalField(_("overtime pay"), max_digits=12, decimal_places=2, null=True, blank=True)

    objects = ReportedEmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported employment")
        verbose_name_plural = _("reported employments")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "employment"], name="reported_once",
                violation_error_message=_("An employment is in a report once."),
            ),
            models.CheckConstraint(
                name="reported_settlement_has_a_last_day",
                condition=Q(is_settlement=False) | Q(ends_on__isnull=False),
                violation_error_message=_("Only who left is settled."),
            ),
            models.CheckConstraint(
                name="reported_amounts_make_sense",
                condition=(Q(fixed_pay__isnull=True) | Q(fixed_pay__gt=0))
                & (Q(hourly_pay__isnull=True) | Q(hourly_pay__gt=0)) & (Q(overtime_pay__isnull=True) | Q(overtime_pay__gt=0))
                & (Q(hours__isnull=True) | Q(hours__gt=0)),
                violation_error_message=_("Pay and hours are more than nothing; what there is none of is left empty."),
            ),
            models.CheckConstraint(
                name="reported_hours_with_hourly_pay",
                condition=Q(hourly_pay__isnull=True, hours__isnull=True) | Q(hourly_pay__isnull=False, hours__isnull=False),
                violation_error_message=_("Hourly pay has its hours, and hours have their pay."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.employment}"

    @property
    def is_paid(self) -> bool:
        return any(amount is not None for amount in (self.fixed_pay, self.hourly_pay, self.overtime_pay))
