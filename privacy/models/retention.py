"""How long, who was warned, and what each run of the purge did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from privacy.choices import BrakeCause, PeriodCode, PeriodUnit
from privacy.constraints import both_or_neither, not_blank
from privacy.models.personal import PersonalQuerySet
from privacy.models.subject import Subject

# What the law sets is a least, too: bokføringsloven § 13, second documentation and invoices.
NOT_SHORTER = (
    ~Q(code__in=[PeriodCode.AGREEMENT, PeriodCode.INVOICING])
    | Q(code=PeriodCode.AGREEMENT, unit=PeriodUnit.MONTHS, length__gte=42)
    | Q(code=PeriodCode.INVOICING, unit=PeriodUnit.YEARS, length__gte=5)
)


def _said(length: int, unit: str) -> str:
    """`1 year`, `30 days`."""
    words = {
        PeriodUnit.DAYS: ngettext("%(count)d day", "%(count)d days", length),
        PeriodUnit.MONTHS: ngettext("%(count)d month", "%(count)d months", length),
        PeriodUnit.YEARS: ngettext("%(count)d year", "%(count)d years", length),
    }
    return words[PeriodUnit(unit)] % {"count": length}


class RetentionPeriod(models.Model):
    """The length of one storage time: proposed, approved by the manager, superseded by the next."""

    code = models.CharField(_("storage time"), max_length=30, choices=PeriodCode.choices)
    length = models.PositiveIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=10, choices=PeriodUnit.choices)
    ceiling = models.PositiveIntegerField(_("at most"), help_text=_("In the same unit."))
    authority = models.CharField(_("authority"), max_length=200)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_periods",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("storage time")
        verbose_name_plural = _("storage times")
        constraints = [
            models.CheckConstraint(
                name="period_within_ceiling",
                condition=Q(length__lte=F("ceiling")),
                violation_error_message=_("This is longer than the ceiling allows."),
            ),
            models.CheckConstraint(
                name="period_not_below_the_law",
                condition=NOT_SHORTER,
                violation_error_message=_("The law sets a least: agreements 42 months, invoices 5 years."),
            ),
            not_blank("authority", name="period_has_authority", message=_("Say what allows this storage time.")),
            both_or_neither("approved_at", "approved_by", name="period_approved_by_someone"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(approved_at__isnull=False, superseded_at__isnull=True),
                name="period_one_in_force",
                violation_error_message=_("Another length is in force."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.how_long}"

    @property
    def how_long(self) -> str:
        return _said(self.length, self.unit)


class DeletionWarning(models.Model):
    """A person told so many days ahead that something goes on a day: once each, whatever becomes of the e-mail."""

    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="deletion_warnings"
    )
    due_on = models.DateField(_("goes on"))
    days = models.PositiveSmallIntegerField(_("days ahead"))
    told_at = models.DateTimeField(_("told"))

    objects = PersonalQuerySet["DeletionWarning"].as_manager()

    class Meta:
        verbose_name = _("warning before deletion")
        verbose_name_plural = _("warnings before deletion")
        constraints = [models.UniqueConstraint(fields=["subject", "due_on", "days"], name="warning_once")]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.days}"


class PurgeRun(models.Model):
    """One run of the purge: what was due, what went, what stayed, and why it stopped if it did."""

    as_of = models.DateField(_("as of"))
    is_dry_run = models.BooleanField(_("dry run"), default=False)
    due = models.PositiveIntegerField(_("due"), default=0)
    erased = models.PositiveIntegerField(_("erased"), default=0)
    kept = models.PositiveIntegerField(_("kept"), default=0)
    review = models.PositiveIntegerField(_("to be reviewed"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    interrupted_at = models.DateTimeField(_("found interrupted"), null=True, blank=True)
    rules_digest = models.CharField(_("storage rules"), max_length=64, blank=True)
    graph_digest = models.CharField(_("order of deletion"), max_length=64, blank=True)
    braked_at = models.DateTimeField(_("stopped by the brake"), null=True, blank=True)
    brake_cause = models.CharField(_("why it stopped"), max_length=10, choices=BrakeCause.choices, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_purge_runs",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("purge run")
        verbose_name_plural = _("purge runs")
        constraints = [
            both_or_neither("approved_at", "approved_by", name="run_approved_by_someone"),
            models.CheckConstraint(
                name="run_braked_for_a_cause",
                condition=Q(braked_at__isnull=True, brake_cause="") | (Q(braked_at__isnull=False) & ~Q(brake_cause="")),
                violation_error_message=_("Say why the run stopped."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of}"


class PurgeFailure(models.Model):
    """A person the purge could not erase: since when, how often, when it tries again. Never a value."""

    subject_uuid = models.UUIDField(_("person"), unique=True)
    error = models.CharField(_("error"), max_length=100)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    blocked_since = models.DateTimeField(_("blocked since"))
    next_at = models.DateTimeField(_("next attempt"))

    objects = PersonalQuerySet["PurgeFailure"].as_manager()

    class Meta:
        verbose_name = _("person the purge could not erase")
        verbose_name_plural = _("persons the purge could not erase")
        indexes = [
            models.Index(fields=["blocked_since", "id"], name="purge_failure_oldest"),
        ]

    def __str__(self) -> str:
        return str(self.subject_uuid)
